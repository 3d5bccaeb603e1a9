"""What a recipient's chat shows: the notice's words, its files, the button that says it was received."""

from dataclasses import dataclass, field
from typing import Any, Literal

from handlers.broadcast.taps import Preview, Received
from handlers.turn import Turn
from messages import render
from messages.contexts.broadcast import BroadcastMessage, BroadcastWithdrawn
from messages.model import Button, Keyboard, Label, Message
from messages.render import local
from messages.rich import RichText, Span
from storage.broadcast_recipients import Recipient
from storage.broadcasts import Broadcast, KeptFile
from taskforce.broadcasts import CAPTION_LIMIT

Payload = dict[str, Any]
Stage = Literal["plain", "ask", "received", "preview", "withdrawn"]

_TITLE = 60


def handle_of(broadcast_id: int) -> str:
    """The name of the notice's message, in each recipient's chat."""
    return f"broadcast:{broadcast_id}"


def files_handle_of(broadcast_id: int, group: int = 0) -> str:
    """The name of the first message of its files that go before the words."""
    return f"broadcast:{broadcast_id}:files{group or ''}"


def files_handles(broadcast: Broadcast, before: str = "") -> list[str]:
    """The names of all messages that hold its files; the further parts of an album are "name~2" and so on."""
    found = []
    for n, group in enumerate(file_groups(broadcast)):
        first = before + files_handle_of(broadcast.id, n)
        found += [first, *[f"{first}~{part}" for part in range(2, len(group) + 1)]]
    return found


def title_of(broadcast: Broadcast) -> str:
    """The notice in a few words: its first line, or the name of its first file."""
    lines = [line.strip() for line in broadcast.text.splitlines() if line.strip()]
    title = lines[0] if lines else broadcast.files[0].name if broadcast.files else ""
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"


def is_captioned(broadcast: Broadcast) -> bool:
    """Whether the words stand under the file: one file, and not many words."""
    return len(broadcast.files) == 1 and len(broadcast.text) <= CAPTION_LIMIT


def stage_of(broadcast: Broadcast, recipient: Recipient) -> Stage:
    """Which of its forms the recipient reads."""
    if broadcast.withdrawn_at is not None:
        return "withdrawn"
    if not broadcast.acknowledge:
        return "plain"
    return "received" if recipient.acknowledged >= broadcast.ask_from else "ask"


@dataclass
class Wording:
    """The notice as it is put into the outbox; each form is made once, however many read it."""

    turn: Turn
    broadcast: Broadcast
    _made: dict[tuple[str, bool, Stage], Payload] = field(default_factory=dict)

    async def for_recipient(self, recipient: Recipient) -> Payload:
        """What that recipient's chat is to show, for the outbox's "show"."""
        return await self.payload(recipient.locale, stage_of(self.broadcast, recipient), several=recipient.bodies > 1)

    async def payload(self, locale: str, stage: Stage, *, several: bool) -> Payload:
        """The same by language and form; ``several``: the reader is in more than one task force."""
        key = (locale, several, stage)
        if key not in self._made:
            self._made[key] = await self._make(locale, stage, several=several)
        return self._made[key]

    async def _make(self, locale: str, stage: Stage, *, several: bool) -> Payload:
        text = render.text(await self._message(stage, several=several), locale)
        payload: Payload = {"parse_mode": "HTML"}
        if is_captioned(self.broadcast):
            file = self.broadcast.files[0]
            payload |= {file.kind: file.id, "caption": text}
        else:
            payload |= {"text": text, "link_preview_options": {"is_disabled": True}}
        keyboard = self._keyboard(stage)
        return payload | ({"reply_markup": render.markup(keyboard, locale)} if keyboard else {})

    async def _message(self, stage: Stage, *, several: bool) -> Message:
        broadcast = self.broadcast
        body = (await self.turn.charter(broadcast.task_force_id)).body
        name = (body.short_name or body.name) if several else ""
        if stage == "withdrawn":
            return BroadcastWithdrawn(name, local(broadcast.withdrawn_at or self.turn.now, body.timezone))
        corrected = broadcast.corrected_at
        return BroadcastMessage(
            body=RichText(broadcast.text, tuple(Span(*span) for span in broadcast.spans)),
            task_force=name,
            urgent=broadcast.urgent,
            reason=broadcast.reason,
            corrected=None if corrected is None else local(corrected, body.timezone),
            asks=stage == "ask" or (stage == "preview" and broadcast.acknowledge),
            received=stage == "received",
        )

    def _keyboard(self, stage: Stage) -> Keyboard:
        broadcast = self.broadcast
        if stage == "ask":
            data = Received(broadcast.id, broadcast.version).pack()
        elif stage == "preview" and broadcast.acknowledge:
            data = Preview(broadcast.id).pack()
        else:
            return ()
        return ((Button(Label("broadcast.received"), data=data, style="success"),),)


def files_call(files: tuple[KeptFile, ...]) -> tuple[str, Payload]:
    """(method, payload) that sends files which go before the words: one alone, or an album of one kind."""
    if len(files) == 1:
        kind = files[0].kind
        return f"send{kind.capitalize()}", {kind: files[0].id}
    return "sendMediaGroup", {"media": [{"type": file.kind, "media": file.id} for file in files]}


def file_groups(broadcast: Broadcast) -> list[tuple[KeptFile, ...]]:
    """The files that go before the words, as Telegram takes them: photos in one album, documents in another."""
    if is_captioned(broadcast):
        return []
    photos = tuple(file for file in broadcast.files if file.kind == "photo")
    documents = tuple(file for file in broadcast.files if file.kind != "photo")
    return [group for group in (photos, documents) if group]
