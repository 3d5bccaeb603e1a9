"""What the local Telegram knows: users, chats and messages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from bot.sandbox.render import entities_to_html

Json = dict[str, Any]

CHANNEL_RIGHTS = frozenset({
    "can_manage_chat", "can_change_info", "can_post_messages", "can_edit_messages", "can_delete_messages",
    "can_invite_users", "can_restrict_members", "can_promote_members", "can_manage_video_chats",
    "can_post_stories", "can_edit_stories", "can_delete_stories", "can_manage_direct_messages",
})  # fmt: skip
GROUP_RIGHTS = frozenset({
    "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
    "can_pin_messages", "can_promote_members", "can_manage_video_chats", "can_manage_topics",
    "can_post_stories", "can_edit_stories", "can_delete_stories", "can_manage_tags",
})  # fmt: skip


@dataclass(slots=True, eq=False)
class User:
    """A person or the bot itself. ``phone`` is in international form with a plus."""

    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    language_code: str | None = None
    phone: str = ""
    is_bot: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        """The name as a chat shows it."""
        return f"{self.first_name} {self.last_name}".strip()

    def as_json(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass(frozen=True, slots=True)
class Membership:
    """A user's place in a chat: ``creator``, ``administrator``, ``member``, ``left`` or ``kicked``."""

    status: str
    rights: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        """Whether the user is in the chat."""
        return self.status in ("creator", "administrator", "member")

    def can(self, right: str) -> bool:
        """Whether an administrator may do that; a creator may everything."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


OUTSIDE = Membership("left")


class Event(NamedTuple):
    """One line of a chat's history: what was seen at what moment (UTC)."""

    at: datetime
    kind: str  # sent, edited, deleted, tapped, alert, copied, pinned, voted or the new status of the bot
    who: str
    message_id: int | None
    text: str
    buttons: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, group, supergroup or channel and everything in it."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    person: User | None = None
    started: bool = False
    members: dict[int, Membership] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    history: list[Event] = field(default_factory=list)
    migrated_to: int | None = None
    last_id: int = 0

    @property
    def private(self) -> bool:
        """Whether this is the chat with one person."""
        return self.person is not None

    @property
    def rights(self) -> frozenset[str]:
        """The administrator rights that exist in this kind of chat."""
        return CHANNEL_RIGHTS if self.type == "channel" else GROUP_RIGHTS

    def member(self, user_id: int) -> Membership:
        """The user's place here; ``left`` when there is none."""
        return self.members.get(user_id, OUTSIDE)

    def as_json(self) -> Json:
        """The Bot API's Chat."""
        chat: Json = {"id": self.id, "type": self.type}
        if self.person is None:
            chat["title"] = self.title
            if self.username:
                chat["username"] = self.username
            return chat
        chat["first_name"] = self.person.first_name
        if self.person.last_name:
            chat["last_name"] = self.person.last_name
        if self.person.username:
            chat["username"] = self.person.username
        return chat


@dataclass(slots=True, eq=False)
class Message:
    """A message as everybody in the chat sees it now; editing changes it in place.

    ``json`` is the Bot API's Message; ``keyboard`` is a reply markup that is not inline (never part of ``json``).
    """

    chat: Chat
    json: Json
    outgoing: bool
    sender: str
    sent_at: datetime
    keyboard: Json | None = None
    deleted: bool = False
    poll_votes: dict[int, list[int]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The message id, unique in its chat."""
        number: int = self.json["message_id"]
        return number

    @property
    def text(self) -> str:
        """The plain text or caption, "" when there is none."""
        text: str = self.json.get("text") or self.json.get("caption") or ""
        return text

    @property
    def entities(self) -> list[Json]:
        """The entities of the text or caption."""
        entities: list[Json] = self.json.get("entities") or self.json.get("caption_entities") or []
        return entities

    @property
    def html(self) -> str:
        """The text with its entities written as HTML."""
        return entities_to_html(self.text, self.entities)

    @property
    def inline_keyboard(self) -> list[list[Json]]:
        """The inline buttons, row by row, as the Bot API's InlineKeyboardButton."""
        keyboard: list[list[Json]] = self.json.get("reply_markup", {}).get("inline_keyboard", [])
        return keyboard

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the inline buttons, row by row."""
        return [[button["text"] for button in row] for row in self.inline_keyboard]

    @property
    def edited(self) -> bool:
        """Whether it was edited since it was sent."""
        return "edit_date" in self.json
