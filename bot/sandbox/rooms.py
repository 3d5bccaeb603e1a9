"""A group or channel as the people in it see and manage it."""

from collections.abc import Iterable

from bot.sandbox.phone import Phone
from bot.sandbox.records import Chat, Event, Membership, Message
from bot.sandbox.screen import draw_chat
from bot.sandbox.world import World


class Room:
    """A group, supergroup or channel."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id (negative)."""
        return self.chat.id

    @property
    def title(self) -> str:
        """The title."""
        return self.chat.title

    @property
    def messages(self) -> list[Message]:
        """The visible messages, oldest first; they change when they are edited."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def last(self) -> Message:
        """The newest visible message. Raises AssertionError when there is none."""
        messages = self.messages
        if not messages:
            raise AssertionError(f"nothing was posted in {self.title}")
        return messages[-1]

    @property
    def history(self) -> list[Event]:
        """Everything that was ever seen here, every version, with its moment (UTC)."""
        return self.chat.history

    def screen(self, n: int | None = None, *, fold: bool = False) -> str:
        """The last ``n`` messages (all when None) as plain text."""
        return draw_chat(self.chat, last=n, fold=fold)

    def add_bot(self, by: Phone, rights: Iterable[str] | None = None) -> None:
        """Add the bot: to a channel as an administrator with those rights, to a group as a member without any.

        ``rights`` None means all but adding administrators in a channel, and a plain member in a group. In a room
        that nobody owns ``by`` becomes the owner. Raises AssertionError when ``by`` may not.
        """
        if not any(membership.status == "creator" for membership in self.chat.members.values()):
            self.chat.members[by.user.id] = Membership("creator")
        if not self.chat.member(by.user.id).can("can_promote_members"):
            raise AssertionError(f"{by.user.name} may not add the bot to {self.title}")
        plain = rights is None and self.chat.type != "channel"
        new = Membership("member") if plain else self._administrator(rights)
        self.world.set_bot_status(self.chat, by.user, new)
        if self.chat.type != "channel":
            bot = self.world.bot.as_json()
            content = {"new_chat_members": [bot], "new_chat_participant": bot, "new_chat_member": bot}
            self.world.post(self.chat, by.user, content)

    def promote(self, by: Phone, rights: Iterable[str] | None = None) -> None:
        """Give the bot (other) administrator rights; None means all but adding administrators."""
        if not self.chat.member(by.user.id).can("can_promote_members"):
            raise AssertionError(f"{by.user.name} may not promote anybody in {self.title}")
        self.world.set_bot_status(self.chat, by.user, self._administrator(rights))

    def remove_bot(self, by: Phone, *, kicked: bool = True) -> None:
        """Throw the bot out (``kicked=False``: it is only no longer a member)."""
        if not self.chat.member(by.user.id).can("can_restrict_members"):
            raise AssertionError(f"{by.user.name} may not remove the bot from {self.title}")
        self.world.set_bot_status(self.chat, by.user, Membership("kicked" if kicked else "left"))

    def appoint(self, person: Phone, rights: Iterable[str] | None = None) -> None:
        """Make a person an administrator here."""
        self.chat.members[person.user.id] = self._administrator(rights)

    def migrate(self) -> "Room":
        """Turn a basic group into a supergroup with another id; the old one answers 400 from now on."""
        if self.chat.type != "group":
            raise AssertionError("only a basic group can become a supergroup")
        old = self.chat
        new = Chat(-1_000_000_000_000 + old.id, "supergroup", old.title, members=dict(old.members))
        self.world.chats[new.id] = new
        owner_id = next(iter(user_id for user_id, m in old.members.items() if m.status == "creator"))
        owner = self.world.users[owner_id]
        self.world.post(old, owner, {"migrate_to_chat_id": new.id})
        self.world.post(new, owner, {"migrate_from_chat_id": old.id})
        old.migrated_to = new.id
        return Room(self.world, new)

    def _administrator(self, rights: Iterable[str] | None) -> Membership:
        chosen = self.chat.rights - {"can_promote_members"} if rights is None else frozenset(rights)
        unknown = chosen - self.chat.rights
        if unknown:
            raise ValueError(f"no such rights in a {self.chat.type}: {', '.join(sorted(unknown))}")
        return Membership("administrator", chosen | {"can_manage_chat"})
