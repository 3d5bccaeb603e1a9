"""A request being made: what is known of it so far, what is asked next, and the buttons of each step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.requests.taps import AskAct
from messages import formats, render
from messages.model import Button, Keyboard, Label
from storage.sessions import OpenSession
from storage.units import Unit
from taskforce.charter import Charter
from taskforce.charter.reports import Report
from taskforce.request_questions import KINDS, Question
from taskforce.vietnamese import search
from taskforce.workdays import WorkCalendar

Pack = Callable[[int], str]
"""From what a button means to its data."""

PAGE = 8
TITLE_LIMIT = 120
STEPS = ("kind", "title", "questions", "event", "units", "due")
"""The steps a button can lead back to, by its number."""

KEYS = {
    "k": "which form: 0 own questions, else the charter's streams from 1",
    "n": "go on from questions or units",
    "q": "change that question",
    "t": "that kind for the question",
    "x": "without the question",
    "b": "back to the questions",
    "a": "all units",
    "z": "no unit",
    "g": "the units of that group",
    "u": "that unit, or not",
    "p": "that page",
    "c": "every unit again, not only those found",
    "d": "that deadline (minutes since 1970, UTC)",
    "e": "that moment of the event (likewise)",
    "j": "to that step",
    "ok": "send",
    "no": "leave it",
}
"""What the buttons of a request being made mean."""


@dataclass(frozen=True)
class Draft:
    """The request being made: ``state`` is the session's own, changed in place and kept when the card is shown."""

    session: OpenSession
    body: int
    charter: Charter
    calendar: WorkCalendar
    units: Mapping[int, Unit]
    groups: Mapping[str, frozenset[int]]
    now: datetime
    locale: str

    @property
    def state(self) -> dict[str, Any]:
        """What is known so far."""
        return self.session.state

    @property
    def streams(self) -> tuple[Report, ...]:
        """The charter's reports that are due when something happens or somebody asks."""
        return tuple(report for report in self.charter.reports if report.every == "ad-hoc")

    @property
    def stream(self) -> Report | None:
        """The one whose form is asked; None for own questions."""
        return next((report for report in self.streams if report.key == self.state["stream"]), None)

    @property
    def counts(self) -> bool:
        """Whether the charter counts the deadline from an event."""
        return self.stream is not None and self.stream.due_rule is not None

    @property
    def questions(self) -> list[Question]:
        """The questions so far."""
        return [Question(q["text"], q["kind"], tuple(q["options"]), q["measure"]) for q in self.state["questions"]]

    @property
    def chosen(self) -> list[int]:
        """The living units that are chosen, in the order of lists."""
        wanted = set(self.state["units"])
        return [unit for unit in self.units if unit in wanted]

    @property
    def due(self) -> datetime | None:
        """The deadline that was named, local."""
        return self._local("due")

    @property
    def event(self) -> datetime | None:
        """When the event happened, local."""
        return self._local("event")

    def _local(self, key: str) -> datetime | None:
        said = self.state[key]
        return datetime.fromisoformat(said).astimezone(self.zone) if said else None

    @property
    def zone(self) -> ZoneInfo:
        """The charter's."""
        return self.charter.body.zone

    def keep(self, questions: Sequence[Question]) -> None:
        """These are the questions from now on."""
        self.state["questions"] = [
            {"text": q.text, "kind": q.kind, "options": list(q.options), "measure": q.measure} for q in questions
        ]

    def confirm(self, step: str) -> None:
        """The step is answered."""
        self.state["done"] = [*dict.fromkeys([*self.state["done"], step])]


def empty(body: int) -> dict[str, Any]:
    """Nothing is known yet."""
    return {
        "body": body, "form": "", "stream": "", "title": "", "questions": [], "units": [], "due": "", "event": "",
        "done": [], "step": "kind", "turn": 0, "page": 0, "query": "", "at": 0,
    }  # fmt: skip


def next_step(draft: Draft) -> str:
    """The first step that has not been answered."""
    state = draft.state
    if not state["form"] or (state["form"] == "stream" and draft.stream is None):
        return "kind"
    if not state["title"]:
        return "title"
    if state["form"] == "own" and not (state["questions"] and "questions" in state["done"]):
        return "questions"
    if draft.counts and not (state["event"] or state["due"]):
        return "event"
    if not (draft.chosen and "units" in state["done"]):
        return "units"
    if not draft.counts and not state["due"]:
        return "due"
    return "review"


# Buttons


def key(draft: Draft, words: str, what: str, arg: int = 0, **values: str | int) -> Button:
    """A button of the live card, with its words from ``requests``."""
    data = _tap(draft, what, arg)
    return Button(Label(f"requests.{words}", values), data=data, style="primary" if what in ("n", "ok") else None)


def _tap(draft: Draft, what: str, arg: int) -> str:
    return AskAct(draft.session.id, int(draft.state["turn"]), what, arg).pack()


def rows_of(draft: Draft, moments: Sequence[datetime]) -> Keyboard:
    """The buttons of the live step; ``moments`` are offered as deadlines, or as the event's."""
    step = draft.state["step"]
    if step == "kind":
        own = (key(draft, "own_questions", "k", 0),)
        streams = [
            (Button(formats.shorten(title_of(draft, each), 60), data=_tap(draft, "k", number)),)
            for number, each in enumerate(draft.streams, start=1)
        ]
        return (own, *streams)
    if step == "questions":
        return _question_rows(draft)
    if step in ("question", "options"):
        return _kind_rows(draft)
    if step == "units":
        return _unit_rows(draft)
    if step in ("due", "event"):
        what = "d" if step == "due" else "e"
        return moment_rows(moments, draft.locale, lambda minute: _tap(draft, what, minute))
    return _review_rows(draft) if step == "review" else ()


def title_of(draft: Draft, stream: Report) -> str:
    """What the charter calls that report."""
    return (stream.title or draft.charter.form(stream.form).title).localised(draft.locale)


def _question_rows(draft: Draft) -> Keyboard:
    state = draft.state
    buttons = [
        Button(
            Label(f"requests.question_{question.kind.replace('-', '_')}", {"number": number}),
            data=_tap(draft, "q", number),
        )
        for number, question in enumerate(draft.questions, start=1)
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    if state["questions"]:
        rows.append((key(draft, "questions_done", "n", count=len(state["questions"])),))
    return tuple(rows)


def _kind_rows(draft: Draft) -> Keyboard:
    current = draft.questions[draft.state["at"] - 1].kind
    buttons = [
        Button(
            Label("requests.chosen_kind" if kind == current else "requests.kind", {"kind": kind_words(draft, kind)}),
            data=_tap(draft, "t", number),
        )
        for number, kind in enumerate(KINDS)
    ]
    rows = [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    return (*rows, (key(draft, "drop_question", "x"), key(draft, "to_questions", "b")))


def kind_words(draft: Draft, kind: str) -> str:
    """What a kind of question is called."""
    return render.label(Label(f"requests.kind_{kind.replace('-', '_')}"), draft.locale)


def _unit_rows(draft: Draft) -> Keyboard:
    state, chosen = draft.state, set(draft.chosen)
    query = str(state["query"])
    found = search(query, list(draft.units.values()), lambda unit: unit.names) if query else list(draft.units.values())
    first: list[tuple[Button, ...]] = []
    if not query:
        everybody = len(chosen) == len(draft.units)
        first.append((key(draft, "no_unit", "z") if everybody else key(draft, "all_units", "a", count=len(found)),))
        first += _group_rows(draft)
    return (
        *first,
        *tick_rows(
            found, chosen, int(state["page"]), lambda unit: _tap(draft, "u", unit), lambda to: _tap(draft, "p", to)
        ),
        (key(draft, "all_found", "c"),) if query else (),
        (key(draft, "units_done", "n", count=len(chosen)),) if chosen else (),
    )


def _group_rows(draft: Draft) -> list[tuple[Button, ...]]:
    return [
        (Button(f"👥 {formats.shorten(group.name, 40)} ({len(members)})", data=_tap(draft, "g", number)),)
        for number, group in enumerate(draft.charter.groups)
        if (members := draft.groups.get(group.key, frozenset()) & set(draft.units))
    ]


def tick_rows(found: Sequence[Unit], chosen: set[int], at: int, tick: Pack, turn_to: Pack) -> Keyboard:
    """A page of units to tick, and the keys to the pages beside it."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(at, 0), pages - 1)
    rows: list[tuple[Button, ...]] = [
        (Button(f"{'☑️' if unit.id in chosen else '⬜'} {unit.name}", data=tick(unit.id)),)
        for unit in found[page * PAGE : (page + 1) * PAGE]
    ]
    if pages > 1:
        rows.append(
            (
                Button("‹", data=turn_to((page - 1) % pages)),
                Button(f"{page + 1}/{pages}", data=turn_to(page)),
                Button("›", data=turn_to((page + 1) % pages)),
            )
        )
    return tuple(rows)


def moment_rows(moments: Sequence[datetime], locale: str, pack: Pack) -> Keyboard:
    """Moments as buttons, two a row; each carries its minute since 1970, UTC."""
    buttons = [
        Button(words_of(moment, locale), data=pack(int(moment.timestamp()) // 60)) for moment in list(moments)[:6]
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def words_of(moment: datetime, locale: str) -> Label:
    """A deadline, short enough for half a row: "16h thứ Sáu 18/3", "hết thứ Sáu 18/3"."""
    words = {"weekday": formats.weekday(moment, locale), "day": f"{moment.day}/{moment.month}"}
    if (moment.hour, moment.minute) == (23, 59):
        return Label("requests.until_day", words)
    return Label("requests.until_hour", {"clock": formats.clock(moment, locale), **words})


def _review_rows(draft: Draft) -> Keyboard:
    edits = [key(draft, "edit_title", "j", STEPS.index("title"))]
    if draft.state["form"] == "own":
        edits.append(key(draft, "edit_questions", "j", STEPS.index("questions")))
    edits += [
        key(draft, "edit_units", "j", STEPS.index("units")),
        key(draft, "edit_due", "j", STEPS.index("due")),
    ]
    return ((key(draft, "send", "ok"),), *(tuple(edits[at : at + 2]) for at in range(0, len(edits), 2)))
