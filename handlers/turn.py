"""One thing that happens: the transaction it happens in, who is there, what time it is, and how to answer.

A handler reads and writes through ``turn.tx`` and speaks through ``turn``; what it says is written to the outbox in
the same transaction and sent after the commit. It never awaits the network (design §3).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from handlers.incoming import Incoming
from handlers.wanted import Wanted
from messages import render
from messages.documents.model import Document, to_data
from messages.model import Keyboard, Label, Markup, Message
from storage import outbox, people, task_forces
from storage.database import Transaction
from storage.outbox import DELETE, NO_CHAT, SHOW, Priority
from storage.people import Person
from storage.task_forces import TaskForce
from taskforce.roles import Action, may
from taskforce.workdays import WorkCalendar

if TYPE_CHECKING:
    from taskforce.charter import Charter

TAP_LIFETIME = timedelta(seconds=150)
"""Telegram forgets a tap after that (Telegram facts, Updates)."""

REPLY_LIFETIME = timedelta(hours=24)
"""An answer that could not be delivered for a day would puzzle more than it helps."""


class NotAllowed(Exception):
    """This person may not do that here; told to them kindly, nothing is changed."""


@dataclass(frozen=True)
class Surroundings:
    """What does not change from turn to turn: the bot's name, and whether there is a server for e-mails."""

    bot_username: str
    mails: bool = False

    @property
    def bot_link(self) -> str:
        """The link that opens the bot."""
        return f"https://t.me/{self.bot_username}"

    def join_link(self, code: str) -> str:
        """The link that opens the bot with an invitation code (at most 64 of ``[A-Za-z0-9_-]``)."""
        return f"https://t.me/{self.bot_username}?start={code}"


@lru_cache(maxsize=32)
def _charter(text: str, name: str) -> "Charter":
    from taskforce.charter import load_file  # a quarter of a second that Telegram need not wait for at the start

    return load_file(text, name)


@dataclass
class Turn:
    """See the module. ``now`` is UTC; ``person`` is None for somebody the bot does not know yet."""

    tx: Transaction
    now: datetime
    surroundings: Surroundings
    incoming: Incoming | None = None
    person: Person | None = None
    spoke: bool = False
    """Whether anything was enqueued, so that the delivery worker is woken."""
    _tap_answered: bool = False
    _task_forces: dict[int, TaskForce] = field(default_factory=dict)
    kept: dict[int, Any] = field(default_factory=dict)
    """What ``handlers.people_pool`` read of a task force, for the rest of the turn."""

    # --- who and where -------------------------------------------------------------------------------------------

    @property
    def chat_id(self) -> int:
        """The chat of the incoming update; only inside a turn that has one."""
        assert self.incoming is not None  # noqa: S101 - asked only by handlers of updates
        return self.incoming.chat_id

    @property
    def locale(self) -> str:
        """The language of whoever is there."""
        if self.person is not None:
            return self.person.locale
        return render.known_locale(self.incoming.language if self.incoming else None)

    async def task_force(self, task_force_id: int) -> TaskForce:
        """The task force of that id, read once a turn."""
        if task_force_id not in self._task_forces:
            self._task_forces[task_force_id] = await task_forces.by_id(self.tx, task_force_id)
        return self._task_forces[task_force_id]

    async def charter(self, task_force_id: int) -> "Charter":
        """The regulation of that task force."""
        body = await self.task_force(task_force_id)
        return _charter(body.charter, body.key)

    async def calendar(self, task_force_id: int) -> WorkCalendar:
        """The working days of that task force, with the secretary's overrides."""
        overrides: Mapping[date, bool] = await task_forces.overrides(self.tx, task_force_id)
        charter = await self.charter(task_force_id)
        return WorkCalendar(overrides, charter.body.country)

    def may(self, action: Action, task_force_id: int) -> bool:
        """Whether this person may do that in that task force."""
        return self.person is not None and may(self.person.roles_in(task_force_id), action)

    def need(self, action: Action, task_force_id: int) -> Person:
        """This person, who may do that.

        Raises:
            NotAllowed: they may not, or are unknown.
        """
        if self.person is None or not self.may(action, task_force_id):
            raise NotAllowed(f"{action} in task force {task_force_id}")
        return self.person

    # --- speaking ------------------------------------------------------------------------------------------------

    async def reply(self, message: Message, keyboard: Markup = (), *, handle: str | None = None) -> None:
        """A new message in the chat where the update came from. With a ``handle`` it can be edited later."""
        await self.send(
            self.chat_id, message, keyboard, locale=self.locale, handle=handle, priority=Priority.REPLY,
            expires_in=REPLY_LIFETIME,
        )  # fmt: skip

    async def card(self, handle: str, message: Message, keyboard: Keyboard = ()) -> None:
        """Show a card: a tap on it edits it in place; anything else puts it at the end of the chat anew."""
        if await self._tapped_on(handle):
            await self.show(self.chat_id, handle, message, keyboard, locale=self.locale, priority=Priority.REPLY)
        else:
            await self.reply(message, keyboard, handle=handle)

    async def _tapped_on(self, handle: str) -> bool:
        incoming = self.incoming
        if incoming is None or incoming.tap is None or incoming.message_id is None:
            return False
        return await outbox.card(self.tx, incoming.chat_id, handle) == incoming.message_id

    async def notify(
        self,
        person: Person,
        message: Message,
        keyboard: Keyboard = (),
        *,
        dedupe_key: str | None = None,
        handle: str | None = None,
        priority: Priority = Priority.NOTICE,
        expires_in: timedelta | None = None,
    ) -> bool:
        """A message to a person in their language; False when ``dedupe_key`` (``kind:occurrence``) was used before.

        Somebody without a Telegram account is passed over (False).
        """
        if person.telegram_id is None:
            return False
        key = None if dedupe_key is None else f"{dedupe_key}:{person.id}"
        return await self.send(
            person.telegram_id, message, keyboard, locale=person.locale, handle=handle, dedupe_key=key,
            priority=priority, expires_in=expires_in,
        )  # fmt: skip

    async def send(
        self,
        chat_id: int,
        message: Message,
        keyboard: Markup = (),
        *,
        locale: str,
        priority: Priority = Priority.NOTICE,
        handle: str | None = None,
        dedupe_key: str | None = None,
        expires_in: timedelta | None = None,
    ) -> bool:
        """A new message to any chat; the keyboard stands under its last part. False when it was sent before."""
        texts = render.parts(message, locale)
        for number, text in enumerate(texts):
            last = number == len(texts) - 1
            fresh = await self._enqueue(
                chat_id,
                "sendMessage",
                self._payload(chat_id, text, keyboard if last else (), locale),
                priority,
                handle=_part(handle, number),
                dedupe_key=None if dedupe_key is None or number else dedupe_key,
                expires_in=expires_in,
            )
            if not fresh:
                return False
        return True

    async def show(
        self,
        chat_id: int,
        handle: str,
        message: Message,
        keyboard: Keyboard = (),
        *,
        locale: str,
        priority: Priority = Priority.NOTICE,
    ) -> None:
        """Edit the message of that handle where it stands; parts that no longer exist go, new ones are added."""
        texts = render.parts(message, locale)
        for number, text in enumerate(texts):
            last = number == len(texts) - 1
            payload = self._payload(chat_id, text, keyboard if last else (), locale)
            await self._enqueue(chat_id, SHOW, payload, priority, handle=_part(handle, number))
        number = len(texts)
        # A part that still waits to be sent may be in flight: it is deleted after it, not taken out of the queue.
        while await outbox.will_stand(self.tx, chat_id, _part(handle, number) or ""):
            await self._enqueue(chat_id, DELETE, {"chat_id": chat_id}, priority, handle=_part(handle, number))
            number += 1

    async def rewrite(self, chat_id: int, message_id: int, message: Message, *, locale: str) -> None:
        """Put a short text without buttons in the place of an old message; nothing is lost if it is gone."""
        payload = self._payload(chat_id, render.text(message, locale), (), locale) | {"message_id": message_id}
        await self._enqueue(chat_id, "editMessageText", payload, Priority.NOTICE, expires_in=REPLY_LIFETIME)

    async def toast(self, words: Label, *, alert: bool = False) -> None:
        """A short pop-up for whoever tapped; ``alert`` waits until they close it."""
        await self._answer_tap({"text": render.label(words, self.locale), "show_alert": alert})

    async def finish(self) -> None:
        """Stop the spinner of a tap that nobody answered; called once, after the handler."""
        if self.incoming is not None and self.incoming.tap_id is not None and not self._tap_answered:
            await self._answer_tap({})

    async def send_file(self, chat_id: int, name: str, content: bytes, caption: Message | None, *, locale: str) -> None:
        """A small document (kilobytes) made in this turn."""
        payload: dict[str, Any] = {
            "chat_id": chat_id,
            "document": {"name": name, "base64": base64.b64encode(content).decode()},
        }
        if caption is not None:
            payload |= {"caption": render.text(caption, locale), "parse_mode": "HTML"}
        await self._enqueue(chat_id, "sendDocument", payload, Priority.REPLY)

    async def send_document(
        self,
        chat_id: int,
        name: str,
        document: Document,
        caption: Message | None,
        *,
        locale: str,
        dedupe_key: str | None = None,
        priority: Priority = Priority.REPLY,
    ) -> bool:
        """A document that is made when it is sent, in a process of its own; False when it was sent before.

        ``name`` is the file's, without the suffix. A picture is sent as a photo, to be shown at once.
        """
        return await self._send_made(
            chat_id, f"{name}.{document.suffix}", {"make": to_data(document)}, caption, locale, dedupe_key, priority
        )

    async def send_prepared(
        self,
        chat_id: int,
        name: str,
        wanted: Wanted,
        caption: Message,
        *,
        locale: str,
        dedupe_key: str | None = None,
        priority: Priority = Priority.REPLY,
    ) -> bool:
        """A document whose data too are read when it is sent, beside the bot; False when it was sent before.

        For what is put together from thousands of rows: reading them here would keep everybody waiting. ``name`` is
        the file's, with its suffix.
        """
        return await self._send_made(
            chat_id, name, {"prepare": to_builtins(wanted)}, caption, locale, dedupe_key, priority
        )

    async def send_prepared_text(
        self,
        chat_id: int,
        wanted: Wanted,
        keyboard: Keyboard = (),
        *,
        locale: str,
        dedupe_key: str | None = None,
        handle: str | None = None,
        priority: Priority = Priority.REPLY,
    ) -> bool:
        """A message of one part whose words are found when it is sent, as ``send_prepared`` does a document's data."""
        payload = self._payload(chat_id, "", keyboard, locale) | {"prepare": to_builtins(wanted)}
        return await self._enqueue(chat_id, "sendMessage", payload, priority, handle=handle, dedupe_key=dedupe_key)

    async def _send_made(
        self,
        chat_id: int,
        name: str,
        content: Mapping[str, Any],
        caption: Message | None,
        locale: str,
        dedupe_key: str | None,
        priority: Priority,
    ) -> bool:
        kind = "photo" if name.endswith(".png") else "document"
        payload: dict[str, Any] = {"chat_id": chat_id, kind: {"name": name, **content}}
        if caption is not None:
            payload |= {"caption": render.text(caption, locale), "parse_mode": "HTML"}
        method = "sendPhoto" if kind == "photo" else "sendDocument"
        return await self._enqueue(chat_id, method, payload, priority, dedupe_key=dedupe_key)

    async def forward_file(
        self,
        chat_id: int,
        file_id: str,
        kind: str,
        caption: Message | None,
        *,
        locale: str,
        dedupe_key: str | None = None,
        priority: Priority = Priority.REPLY,
    ) -> bool:
        """A file that already lies at Telegram, sent on by its id; ``kind`` is "document" or "photo".

        False when it was sent before.
        """
        payload: dict[str, Any] = {"chat_id": chat_id, kind: file_id}
        if caption is not None:
            payload |= {"caption": render.text(caption, locale), "parse_mode": "HTML"}
        method = "sendPhoto" if kind == "photo" else "sendDocument"
        return await self._enqueue(chat_id, method, payload, priority, dedupe_key=dedupe_key)

    async def call(self, method: str, payload: dict[str, Any], *, chat_id: int = NO_CHAT) -> None:
        """Any other Bot API call (setMyCommands, pinChatMessage …)."""
        await self._enqueue(chat_id, method, payload, Priority.NOTICE)

    async def person_by_id(self, person_id: int) -> Person:
        """The person of that id.

        Raises:
            LookupError: there is none.
        """
        found = await people.by_id(self.tx, person_id)
        if found is None:
            raise LookupError(f"No person {person_id}")
        return found

    async def take_back(self) -> None:
        """What this turn wrote was undone: whoever is there is read anew, and their tap waits for its answer again."""
        self._tap_answered = False
        self.person = None if self.person is None else await people.by_id(self.tx, self.person.id)

    # --- inside --------------------------------------------------------------------------------------------------

    def _payload(self, chat_id: int, text: str, keyboard: Markup, locale: str) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "chat_id": chat_id,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if keyboard:
            payload["reply_markup"] = render.markup(keyboard, locale)
        return payload

    async def _answer_tap(self, answer: dict[str, Any]) -> None:
        if self.incoming is None or self.incoming.tap_id is None or self._tap_answered:
            return
        self._tap_answered = True
        payload = {"callback_query_id": self.incoming.tap_id, **answer}
        await self._enqueue(NO_CHAT, "answerCallbackQuery", payload, Priority.REPLY, expires_in=TAP_LIFETIME)

    async def _enqueue(
        self,
        chat_id: int,
        method: str,
        payload: dict[str, Any],
        priority: Priority,
        *,
        handle: str | None = None,
        dedupe_key: str | None = None,
        expires_in: timedelta | None = None,
    ) -> bool:
        self.spoke = True
        return await outbox.enqueue(
            self.tx,
            chat_id=chat_id,
            method=method,
            payload=payload,
            priority=priority,
            now=self.now,
            handle=handle,
            dedupe_key=dedupe_key,
            expires_at=None if expires_in is None else self.now + expires_in,
        )


def _part(handle: str | None, number: int) -> str | None:
    """The handle of a message's part: the handle itself for the first, "handle#2" for the second."""
    if handle is None or number == 0:
        return handle
    return f"{handle}#{number + 1}"
