"""The chats of the demo as files: one page that reads well on a phone, and everything as plain text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from bot.demo.cast import story
from bot.demo.director import ZONE, Director
from bot.demo.people import Person
from bot.demo.words import Words
from bot.sandbox.records import Chat, Event, Message
from bot.sandbox.screen import draw_chat
from messages import formats

_FOLD = "<blockquote expandable>"
_COLOURS = ("#5b8def", "#d9733a", "#3fa66b", "#a566c9", "#c9505c", "#2f9aa8")


@dataclass
class Version:
    """How a message looked before it was edited, and what was pressed then."""

    text: str
    pressed: list[str] = field(default_factory=list)


@dataclass
class Bubble:
    """One message as it stands at the end. ``note`` instead of all else: a line in the middle."""

    day: str
    clock: str
    own: bool = False
    html: Markup = field(default_factory=Markup)
    attachments: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    edited: bool = False
    before: list[Version] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    note: str = ""


@dataclass
class ChatView:
    """One chat: who, in which unit, everything said."""

    name: str
    subtitle: str
    colour: str
    bubbles: list[Bubble]

    @property
    def initials(self) -> str:
        """Of the picture that nobody has."""
        return "".join(word[0] for word in self.name.split()[-2:]).upper()

    @property
    def last(self) -> Bubble:
        """The newest thing said."""
        return self.bubbles[-1]


def write(director: Director, page: Path, text: Path) -> None:
    """Write both files."""
    words = director.words
    views = [_view(words, director.room.chat, director.room.title, words("demo.page_channel"), 0)]
    for number, name in enumerate(_shown(director), start=1):
        person = {**director.people, **director.others}[name]
        views.append(_view(words, person.phone.chat, person.name, _who(person), number))
    template = resources.files("bot.demo") / "page.html.j2"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    html = environment.from_string(template.read_text(encoding="utf-8")).render(
        locale=words.locale, words=words, chats=views
    )
    page.write_text(html, encoding="utf-8")
    text.write_text(_everything(director), encoding="utf-8")


def _shown(director: Director) -> list[str]:
    """Whose chats are on the page: the office, and everybody of whom the story tells something."""
    told = story()
    units = [
        told["nonsense"]["unit"], "CA tỉnh", told["hands_over"], told["dies"], told["blocks"], told["sent_back"],
        told["snoozes"], told["restart"][0], "Sở TP", told["foreign_contact"], told["never"],
        told["meeting"]["refused"],
    ]  # fmt: skip
    office = [name for name, person in director.people.items() if not person.unit]
    others = [name for unit in units for name, person in director.people.items() if person.unit == unit]
    return list(dict.fromkeys([*office, *others, *director.others]))


def _who(person: Person) -> str:
    """Unit or role; of somebody of another task force also which one."""
    who = person.actor.unit or person.actor.role
    return f"{who} · {person.place}" if person.place else who


def _everything(director: Director) -> str:
    chats = [(director.room.title, director.words("demo.page_channel"), director.room.chat)]
    people = (*director.people.values(), *director.others.values())
    chats += [(p.name, _who(p), p.phone.chat) for p in people]
    blocks = [f"{'═' * 78}\n{name} · {who}\n{'═' * 78}\n\n{draw_chat(chat)}\n" for name, who, chat in chats]
    return "\n".join(blocks)


def _view(words: Words, chat: Chat, name: str, subtitle: str, number: int) -> ChatView:
    bubbles = {message.id: _bubble(words, message) for message in chat.messages.values() if not message.deleted}
    order: list[Bubble] = []
    for event in chat.history:
        if event.message_id is None:
            order += _notes(words, event)
        elif (bubble := bubbles.get(event.message_id)) is not None:
            if event.kind == "sent":
                order.append(bubble)
            _happened(words, bubble, event)
    return ChatView(name, subtitle, _COLOURS[number % len(_COLOURS)], order)


def _happened(words: Words, bubble: Bubble, event: Event) -> None:
    if event.kind in ("sent", "edited"):
        bubble.before.append(Version(event.text))
    elif event.kind == "tapped":
        bubble.before[-1].pressed.append(words("demo.page_tapped", label=event.text))


def _notes(words: Words, event: Event) -> Iterable[Bubble]:
    if event.kind in ("kicked", "member"):
        key = "demo.page_blocked" if event.kind == "kicked" else "demo.page_unblocked"
        yield Bubble(*_when(words, event.at), note=f"{event.who} {words(key)}")


def _when(words: Words, moment: datetime) -> tuple[str, str]:
    local = moment.astimezone(ZONE)
    return formats.day(local, words.locale), formats.clock(local, words.locale)


def _bubble(words: Words, message: Message) -> Bubble:
    day, clock = _when(words, message.sent_at)
    html = _folded(message.html)
    keys = [[b["text"] for b in row] for row in (message.keyboard or {}).get("keyboard", ())]
    return Bubble(
        day=day,
        clock=clock,
        own=not message.outgoing and message.chat.person is not None,
        html=Markup(html),  # noqa: S704 - written by entities_to_html, which escapes
        attachments=tuple(_attachments(message)),
        rows=[[f"{b['text']} ↗" if "url" in b else b["text"] for b in row] for row in message.inline_keyboard] + keys,
        edited=message.edited,
    )


def _folded(html: str) -> str:
    """Quotes as the page shows them: a foldable one unfolds without a script; no empty lines around a block."""
    first, *parts = re.sub(r"\n?(<blockquote[^>]*>)\n?", r"\1", re.sub(r"\n?(</blockquote>)\n?", r"\1", html)).split(
        _FOLD
    )
    opened = '<label class="fold"><input type="checkbox"><span>'
    return opened.join([first, *(part.replace("</blockquote>", "</span></label>", 1) for part in parts)])


def _attachments(message: Message) -> Iterable[str]:
    body = message.json
    if "document" in body:
        yield f"📄 {body['document']['file_name']}"
    if "photo" in body:
        yield "🖼"
    if "contact" in body:
        contact = body["contact"]
        yield f"👤 {contact['first_name']} {contact.get('last_name', '')} · {contact['phone_number']}"
