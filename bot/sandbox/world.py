"""The state of the local Telegram: who there is, what was said, and the rules of being allowed to say it."""

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.sandbox.errors import ApiError, bad_request, forbidden, too_many_requests
from bot.sandbox.files import FileStore
from bot.sandbox.limits import Limiter, Limits
from bot.sandbox.queue import UpdateQueue
from bot.sandbox.records import Chat, Event, Json, Membership, Message, User

DELETE_SECONDS = 48 * 3600


@dataclass(slots=True)
class CallbackQuery:
    """A tap that waits for answerCallbackQuery."""

    user: User
    chat: Chat
    tapped_at: float


class World:
    """Everything that one bot's Telegram knows. ``answer_seconds``: how long a tap may wait for its answer."""

    def __init__(self, clock: Clock, bot: User, limits: Limits | None, answer_seconds: float) -> None:
        self.clock = clock
        self.bot = bot
        self.answer_seconds = answer_seconds
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.queue = UpdateQueue(clock.monotonic)
        self.limiter = Limiter(limits, clock.monotonic)
        self.callbacks: dict[str, CallbackQuery] = {}
        self.alerts: dict[int, list[str]] = {}
        self.commands: dict[tuple[str, str, str, str], list[Json]] = {}
        self.profile: dict[str, str] = {}
        self.numbers = itertools.count(1)
        self._private_ids = itertools.count(1)

    # -- people and chats

    def private_chat(self, user: User) -> Chat:
        """The chat of the bot with a person, opened or not."""
        chat = self.chats.get(user.id)
        if chat is None:
            chat = Chat(user.id, "private", person=user)
            chat.members[self.bot.id] = Membership("member")
            self.chats[user.id] = chat
        return chat

    def find_chat(self, name: str) -> Chat:
        """The chat with that id or @username. Raises ApiError 400."""
        name = name.strip()
        if not name:
            raise bad_request("chat_id is empty")
        if name.startswith("@"):
            wanted = name[1:].lower()
            found = next((c for c in self.chats.values() if (c.username or "").lower() == wanted), None)
        else:
            number = int(name) if name.lstrip("-").isdigit() else 0
            found = self.chats.get(number)
            if found is None and number in self.users and number != self.bot.id:
                found = self.private_chat(self.users[number])
        if found is None:
            raise bad_request("chat not found")
        return found

    def check_reach(self, chat: Chat) -> None:
        """Raise ApiError when the bot cannot reach the chat at all (403, or 400 after a migration)."""
        if chat.person is not None:
            self._check_person(chat, chat.person)
            return
        if chat.migrated_to is not None:
            moved = {"migrate_to_chat_id": chat.migrated_to}
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        status = chat.member(self.bot.id).status
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")

    def _check_person(self, chat: Chat, person: User) -> None:
        if person.deactivated:
            raise forbidden("user is deactivated")
        if chat.member(self.bot.id).status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")

    def writable(self, name: str) -> Chat:
        """The chat with that id, when the bot may write there. Raises ApiError."""
        chat = self.find_chat(name)
        self.check_reach(chat)
        if chat.type == "channel" and not chat.member(self.bot.id).can("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        return chat

    def count(self, chat: Chat) -> None:
        """Count one message or edit against the limits. Raises ApiError 429."""
        wait = self.limiter.take(chat.id, private=chat.private)
        if wait:
            raise too_many_requests(wait)

    # -- messages

    def now(self) -> datetime:
        """The clock's moment, UTC."""
        return self.clock.now()

    def unix(self) -> int:
        """The clock's moment as Telegram writes dates: whole seconds since 1970."""
        return int(self.clock.now().timestamp())

    def post(self, chat: Chat, sender: User, content: Json, keyboard: Json | None = None) -> Message:
        """Put a message into a chat; the bot gets an update when somebody else wrote it."""
        if chat.type in ("channel", "supergroup"):
            chat.last_id += 1
            message_id = chat.last_id
        else:
            # Private chats and basic groups share one numbering, as at Telegram.
            message_id = next(self._private_ids)
        chat_json = chat.as_json()
        moment = self.clock.now()
        body: Json = {"message_id": message_id}
        if chat.type == "channel":
            body["sender_chat"] = chat_json
            name = chat.title
        else:
            body["from"] = sender.as_json()
            name = sender.name
        body |= {"chat": chat_json, "date": int(moment.timestamp()), **content}
        outgoing = sender is self.bot
        message = Message(chat, body, outgoing, name, moment, keyboard)
        chat.messages[message_id] = message
        buttons = tuple(tuple(row) for row in message.buttons)
        chat.history.append(Event(moment, "sent", name, message_id, message.text, buttons))
        if not outgoing and self._bot_reads(chat, message):
            kind = "channel_post" if chat.type == "channel" else "message"
            self.queue.add(kind, body, chat.id)
        return message

    def _bot_reads(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: in a group a bot that is no administrator sees commands and replies to itself."""
        me = chat.member(self.bot.id)
        if not me.inside:
            return False
        if chat.type not in ("group", "supergroup") or me.status != "member":
            return True
        reply = message.json.get("reply_to_message", {})
        replied = reply.get("from", {}).get("id") == self.bot.id
        service = not message.text and any(key.startswith(("new_", "left_", "migrate_")) for key in message.json)
        addressed = message.text.startswith("/") and (
            "@" not in message.text.split()[0]
            or message.text.split()[0].lower().endswith(f"@{(self.bot.username or '').lower()}")
        )
        return replied or service or addressed

    def message(self, chat: Chat, message_id: int, purpose: str) -> Message:
        """The message with that id. Raises ApiError 400 ``<purpose> not found``."""
        found = chat.messages.get(message_id)
        if found is None or found.deleted:
            raise bad_request(f"{purpose} not found")
        return found

    def delete(self, message: Message, who: str) -> None:
        """Take a message away; its last version stays in the chat's history."""
        message.deleted = True
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self.note(message.chat, "deleted", who, message)

    def note(self, chat: Chat, kind: str, who: str, message: Message | None, text: str | None = None) -> None:
        """Write a line into the chat's history."""
        if message is None:
            chat.history.append(Event(self.clock.now(), kind, who, None, text or ""))
            return
        buttons = tuple(tuple(row) for row in message.buttons)
        shown = message.text if text is None else text
        chat.history.append(Event(self.clock.now(), kind, who, message.id, shown, buttons))

    # -- membership

    def set_bot_status(self, chat: Chat, by: User, new: Membership) -> None:
        """Change the bot's place in a chat and tell it by ``my_chat_member``."""
        old = chat.member(self.bot.id)
        chat.members[self.bot.id] = new
        self.note(chat, new.status, by.name, None)
        change: Json = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": self.unix(),
            "old_chat_member": self.member_json(chat, self.bot, old),
            "new_chat_member": self.member_json(chat, self.bot, new),
        }
        self.queue.add("my_chat_member", change, chat.id)

    def member_json(self, chat: Chat, user: User, membership: Membership | None = None) -> Json:
        """The Bot API's ChatMember."""
        membership = membership or chat.member(user.id)
        member: Json = {"user": user.as_json(), "status": membership.status}
        match membership.status:
            case "creator":
                member["is_anonymous"] = False
            case "administrator":
                member |= {"can_be_edited": False, "is_anonymous": False}
                member |= {right: right in membership.rights for right in sorted(chat.rights)}
            case "kicked":
                member["until_date"] = 0
        return member

    # -- taps

    def tap(self, user: User, message: Message, data: str) -> str:
        """Queue a callback query for a tap and give its id."""
        query_id = str(4_000_000_000_000_000 + next(self.numbers))
        query: dict[str, Any] = {
            "id": query_id,
            "from": user.as_json(),
            "message": message.json,
            "chat_instance": str(7_000_000_000 + abs(message.chat.id)),
            "data": data,
        }
        self.callbacks[query_id] = CallbackQuery(user, message.chat, self.clock.monotonic())
        self.queue.add("callback_query", query, user.id)
        return query_id
