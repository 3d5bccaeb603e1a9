"""A simulated person and what they do on their phone. Tests and the demo act only through this.

Every action only puts an update into the bot's queue, as a tap on a real phone does; nothing waits for the bot.
An action that no Telegram client would offer raises AssertionError with what the person sees instead.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bot.sandbox import administration, polls
from bot.sandbox.buttons import ButtonChoice, asks_contact, choose, visible_buttons
from bot.sandbox.entities import tidy, typed_entities
from bot.sandbox.forwarding import forwarded
from bot.sandbox.records import Chat, Event, Json, Membership, Message, User
from bot.sandbox.screen import draw_chat
from bot.sandbox.sending import MAX_TEXT, photo_sizes
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.rooms import Room

_START_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


class Phone:
    """One person's Telegram. ``clipboard`` is what they last copied with a button, ``opened`` the last link."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self.clipboard = ""
        self.opened = ""
        self._hidden_keyboards: set[int] = set()

    def __repr__(self) -> str:
        return f"<Phone of {self.user.name}>"

    # -- what the person sees

    @property
    def id(self) -> int:
        """The user's id, which is also that of the private chat."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.private_chat(self.user)

    @property
    def messages(self) -> list[Message]:
        """The visible messages of the private chat, oldest first; they change when they are edited."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def last(self) -> Message:
        """The newest visible message from the bot. Raises AssertionError when there is none."""
        for message in reversed(self.messages):
            if message.outgoing:
                return message
        raise AssertionError(f"{self.user.name} has no message from the bot")

    @property
    def alerts(self) -> list[str]:
        """The little notices that answered taps, oldest first."""
        return self.world.alerts.setdefault(self.user.id, [])

    @property
    def history(self) -> list[Event]:
        """Everything that was ever seen in the private chat, every version, with its moment (UTC)."""
        return self.chat.history

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.chat.member(self.world.bot.id).status == "kicked"

    @property
    def keyboard(self) -> Json | None:
        """The reply keyboard below the chat, None when there is none."""
        for message in reversed(self.messages):
            if message.keyboard and "force_reply" not in message.keyboard:
                hidden = "keyboard" not in message.keyboard or message.id in self._hidden_keyboards
                return None if hidden else message.keyboard
        return None

    @property
    def menu(self) -> list[Json]:
        """The bot's commands as the person's menu shows them."""
        language = self.user.language_code or ""
        return administration.visible_commands(self.world, self.chat, self.user.id, language)

    def screen(self, n: int | None = None, *, fold: bool = False) -> str:
        """The chat as plain text: the last ``n`` messages (all when None) and the reply keyboard."""
        return draw_chat(self.chat, last=n, keyboard=self.keyboard, fold=fold)

    # -- what the person does

    def start(self, code: str | None = None) -> Message:
        """Press START, or open ``t.me/<bot>?start=<code>``; a blocked bot is unblocked by it."""
        if code is not None and not _START_CODE.match(code):
            raise AssertionError(f"no Telegram client opens a link with the start code {code!r}")
        if self.blocked:
            self.unblock()
        self.chat.started = True
        return self.say(f"/start {code}" if code else "/start")

    def say(self, text: str, room: "Room | None" = None, *, reply_to: Message | None = None) -> Message:
        """Send a text, here or in a group; a longer one goes out in several messages, as clients do."""
        chat = self._writable(room)
        text = tidy(text, [])[0]
        if not text:
            raise AssertionError("an empty message cannot be sent")
        extra: Json = {"reply_to_message": reply_to.json} if reply_to else {}
        parts = [text[at : at + MAX_TEXT] for at in range(0, len(text), MAX_TEXT)]
        for part in parts:
            entities = typed_entities(part)
            content: Json = {"text": part, "entities": entities} if entities else {"text": part}
            message = self.world.post(chat, self.user, {**extra, **content})
        return message

    def edit(self, message: Message, text: str) -> None:
        """Change one of the person's own texts."""
        if message.outgoing or "text" not in message.json:
            raise AssertionError("only own texts can be edited")
        entities = typed_entities(text)
        body = {**message.json, "text": text, "edit_date": self.world.unix()}
        body.pop("entities", None)
        message.json = {**body, "entities": entities} if entities else body
        self.world.note(message.chat, "edited", message.sender, message)
        kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
        self.world.queue.add(kind, message.json, message.chat.id)

    def tap(self, label: ButtonChoice, message: Message | None = None, room: "Room | None" = None) -> str:
        """Press a button: the newest visible one whose label contains the text (an equal label goes first).

        ``label`` may be a function of the button's JSON. Gives the callback query's id, the link, the copied text or
        the text sent. Raises AssertionError with the visible buttons when there is none.
        """
        chat = room.chat if room else self.chat
        messages = [message] if message else list(reversed(chat.messages.values()))
        for candidate in messages:
            if not candidate.deleted:
                button = choose(candidate.inline_keyboard, label)
                if button is not None:
                    return self._press(candidate, button)
        keyboard = None if message or room else self.keyboard
        button = choose(keyboard["keyboard"], label) if keyboard else None
        if button is None:
            wanted = label if isinstance(label, str) else getattr(label, "__name__", "a function")
            shown = "\n".join(visible_buttons(messages, keyboard)) or "(no buttons)"
            raise AssertionError(f"{self.user.name} sees no button {wanted!r}. Visible buttons:\n{shown}")
        return self._press_key(button)

    def tap_data(self, message: "Message | int", data: str) -> str:
        """Send any callback data for a message with buttons, as a forged client can."""
        if isinstance(message, int):
            message = self.chat.messages[message]
        if message.deleted or not message.inline_keyboard:
            raise AssertionError("Telegram takes callback data only for a message that has buttons")
        return self._callback(message, data)

    def share_contact(
        self,
        own: bool = True,
        other: "Phone | None" = None,
        *,
        button: bool = True,
        with_user_id: bool = True,
        number: str | None = None,
    ) -> Message:
        """Send a contact: the own one with the keyboard's button, or (``other``) somebody else's card.

        ``button=False`` sends the own card from the attachment menu, which needs no keyboard. ``number`` forges the
        number of a card that was typed by hand.
        """
        user = other.user if other else self.user
        if own and other is None and button:
            keyboard = self.keyboard
            asking = choose(keyboard["keyboard"], asks_contact) if keyboard else None
            if asking is None:
                raise AssertionError(f"{self.user.name} sees no button that asks for the contact")
            self._hide_keyboard()
        contact: Json = {
            "phone_number": number or user.phone.removeprefix("+"),
            "first_name": user.first_name,
        }
        if user.last_name:
            contact["last_name"] = user.last_name
        if with_user_id and number is None:
            contact["user_id"] = user.id
        return self.world.post(self._writable(None), self.user, {"contact": contact})

    def send_file(
        self, name: str, body: bytes, caption: str = "", content_type: str = "application/octet-stream"
    ) -> Message:
        """Send a document."""
        file = self.world.files.add(name, body, content_type)
        return self._send_captioned({"document": file.as_json()}, caption)

    def send_photo(self, body: bytes, caption: str = "") -> Message:
        """Send a photo (PNG or JPEG)."""
        file = self.world.files.add("photo.jpg", body, "image/jpeg", photo=True)
        return self._send_captioned({"photo": photo_sizes(file)}, caption)

    def forward(self, message: Message, seen_by: "Phone | None" = None) -> Message:
        """Pass a message on to the bot; ``seen_by`` is who passed it on to them, maybe of another Telegram."""
        source = self.world if seen_by is None else seen_by.world
        return self.world.post(self._writable(None), self.user, forwarded(message, source, self.world))

    def vote(self, message: Message, *options: int) -> None:
        """Choose options of a poll by position; none takes the answer back."""
        polls.vote(self.world, self.user, message, list(options))

    def block(self) -> None:
        """Block the bot."""
        self.world.set_bot_status(self.chat, self.user, Membership("kicked"))

    def unblock(self) -> None:
        """Unblock the bot."""
        self.world.set_bot_status(self.chat, self.user, Membership("member"))

    def deactivate(self) -> None:
        """Delete the account: the bot gets 403 from now on and is told nothing."""
        self.user.deactivated = True
        self.world.note(self.chat, "deactivated", self.user.name, None)

    # -- how it is done

    def _writable(self, room: "Room | None") -> Chat:
        chat = room.chat if room else self.chat
        if self.user.deactivated:
            raise AssertionError(f"{self.user.name} has no account any more")
        if chat.private and self.blocked:
            raise AssertionError(f"{self.user.name} has blocked the bot and must unblock it first")
        if chat.private and not chat.started:
            raise AssertionError(f"{self.user.name} has not pressed START yet")
        if not chat.private and not chat.member(self.user.id).inside:
            raise AssertionError(f"{self.user.name} is not in {chat.title}")
        if chat.type == "channel" and not chat.member(self.user.id).can("can_post_messages"):
            raise AssertionError(f"{self.user.name} may not post in {chat.title}")
        return chat

    def _press(self, message: Message, button: Json) -> str:
        if "url" in button:
            return self._open(str(button["url"]))
        if "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
            self.world.note(message.chat, "copied", self.user.name, message, self.clipboard)
            return self.clipboard
        if "callback_data" not in button:
            raise AssertionError(f"the button {button['text']!r} does nothing here")
        return self._callback(message, button["callback_data"], button["text"])

    def _callback(self, message: Message, data: str, label: str = "") -> str:
        if self.user.deactivated or (message.chat.private and self.blocked):
            raise AssertionError(f"{self.user.name} cannot reach the bot")
        if not message.chat.private and not message.chat.member(self.user.id).inside:
            raise AssertionError(f"{self.user.name} is not in {message.chat.title}")
        self.world.note(message.chat, "tapped", self.user.name, message, label or data)
        return self.world.tap(self.user, message, data)

    def _press_key(self, button: Json) -> str:
        if button.get("request_contact"):
            self.share_contact()
        else:
            self._hide_keyboard()
            self.say(button["text"])
        return str(button["text"])

    def _hide_keyboard(self) -> None:
        """A one-time keyboard is gone after its first use."""
        for message in reversed(self.messages):
            if message.keyboard and "keyboard" in message.keyboard:
                if message.keyboard.get("one_time_keyboard"):
                    self._hidden_keyboards.add(message.id)
                return

    def _open(self, url: str) -> str:
        """Open a link; one to this bot's start presses START with its code."""
        self.opened = url
        parts = urlsplit(url)
        if parts.hostname in ("t.me", "telegram.me") and parts.path.strip("/") == self.world.bot.username:
            codes = parse_qs(parts.query).get("start")
            if codes:
                self.start(codes[0])
        return url

    def _send_captioned(self, content: Json, caption: str) -> Message:
        if caption:
            content = {**content, "caption": caption}
            entities = typed_entities(caption)
            if entities:
                content["caption_entities"] = entities
        return self.world.post(self._writable(None), self.user, content)

    def rename(self, first_name: str, last_name: str = "") -> None:
        """Change the name that others see from now on."""
        self.user.first_name, self.user.last_name = first_name, last_name

    def join(self, room: "Room") -> None:
        """Enter a group or follow a channel."""
        here = room.chat.member(self.user.id)
        room.chat.members[self.user.id] = here if here.inside else replace(here, status="member")
