"""A change of units being prepared: what is known of it, what is asked next, and the buttons of each step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from handlers.turn import Turn
from handlers.unit_changes.taps import Change
from messages.model import Button, Keyboard, Label
from storage import sessions, unit_affected, units
from storage.sessions import OpenSession
from storage.unit_affected import Affected, TaskName
from storage.units import Unit
from taskforce.roles import Action
from taskforce.unit_changes import Kind, Seat
from taskforce.vietnamese import search

KIND = "units"
PAGE = 8
_Item = TypeVar("_Item")

STEPS = {
    "find": ("find",),
    Kind.RENAME: ("name",),
    Kind.SHORTEN: ("short",),
    Kind.ADD: ("name",),
    Kind.MERGE: ("others", "into", "name"),
    Kind.SPLIT: ("name", "people", "tasks"),
    Kind.DISSOLVE: ("into",),
    Kind.GIVE: ("into",),
}
"""What is asked for each change, in order; "name" of a merger only where the units become a new one."""


@dataclass(frozen=True)
class Draft:
    """``state`` is the session's own, changed in place and saved by whoever shows the card. ``units`` are the living.

    ``own`` is what hangs on the unit, read only for a split.
    """

    session: OpenSession
    body: int
    units: dict[int, Unit]
    own: Affected

    @property
    def state(self) -> dict[str, Any]:
        """What is known so far."""
        return self.session.state

    @property
    def what(self) -> str:
        """The kind of change, or "find"."""
        return str(self.state["what"])

    @property
    def sources(self) -> tuple[Unit, ...]:
        """The living units that are changed."""
        wanted = [self.state["unit"], *self.state["others"]]
        return tuple(self.units[unit] for unit in dict.fromkeys(wanted) if unit in self.units)

    @property
    def target(self) -> Unit | None:
        """The living unit that takes up what moves; None where it is new, or nobody."""
        found = self.units.get(int(self.state["into"]))
        return None if found in self.sources else found

    @property
    def new_name(self) -> str:
        """What a new unit, or the renamed one, is called."""
        return str(self.state["name"])

    def task(self) -> TaskName | None:
        """The task that is given to a unit."""
        found = self.state.get("task")
        return None if found is None else TaskName(*found)


async def load(turn: Turn, session: OpenSession) -> Draft:
    """The draft as it stands; whoever leads it must still be allowed to.

    Raises:
        NotAllowed: they are not.
    """
    body = int(session.state["body"])
    turn.need(Action.MANAGE_UNITS, body)
    living = {unit.id: unit for unit in await units.of_task_force(turn.tx, body)}
    unit = int(session.state["unit"])
    splits = session.state["what"] == Kind.SPLIT and unit in living
    own = await unit_affected.affected(turn.tx, body, [unit], turn.now) if splits else Affected()
    return Draft(session, body, living, own)


async def begin(turn: Turn, body: int, what: str, unit: int, task: TaskName | None) -> Draft:
    """A new draft of this chat; one that was half-way is forgotten."""
    state = {
        "body": body, "what": what, "unit": unit, "others": [], "into": 0, "name": "", "people": [], "tasks": [],
        "step": STEPS[what][0], "turn": 0, "page": 0, "query": "", "seen": "",
        "task": None if task is None else [task.task_id, task.code, task.title],
    }  # fmt: skip
    subject = f"units:{body}"
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    assert session is not None  # noqa: S101 - just begun
    return await load(turn, session)


def next_step(draft: Draft) -> str:
    """What comes after the live step."""
    steps, state = list(STEPS[draft.what]), draft.state
    if draft.what == Kind.MERGE and state["into"]:
        steps.remove("name")
    here = steps.index(state["step"]) if state["step"] in steps else len(steps)
    return steps[here + 1] if here + 1 < len(steps) else "review"


def key(draft: Draft, words: str, what: str, arg: int = 0, **values: str | int) -> Button:
    """A button of the live card, with its words from ``unit_changes``."""
    data = Change(draft.session.id, int(draft.state["turn"]), what, arg).pack()
    return Button(Label(f"unit_changes.{words}", values), data=data, style="primary" if what in ("n", "ok") else None)


def rows_of(draft: Draft) -> Keyboard:
    """The buttons of the live step."""
    step, state = draft.state["step"], draft.state
    if step == "others":
        free = [unit for unit in draft.units.values() if unit.id != state["unit"]]
        count = len(draft.sources)
        last = (key(draft, "merge_one", "n") if count == 1 else key(draft, "merge_several", "n", count=count),)
        return (*_ticks(draft, "u", free, state["others"], lambda unit: unit.name, lambda unit: unit.names), last)
    if step == "into":
        free = [unit for unit in draft.units.values() if unit not in draft.sources]
        rows = _ticks(draft, "u", free, (), lambda unit: unit.name, lambda unit: unit.names)
        if draft.what == Kind.MERGE:
            return ((key(draft, "into_new", "w"),), *rows)
        return (*rows, (key(draft, "into_nobody", "0"),)) if draft.what == Kind.DISSOLVE else rows
    if step == "people":
        last = (key(draft, "people_chosen", "n", count=len(state["people"])),)
        return (*_ticks(draft, "s", draft.own.seats, state["people"], _seat_words, lambda seat: seat.name), last)
    if step == "tasks":
        last = (key(draft, "tasks_chosen", "n", count=len(state["tasks"])),)
        names = [draft.own.tasks[part.task_id] for part in draft.own.parts if part.unit_id == state["unit"]]
        return (*_ticks(draft, "t", names, state["tasks"], _task_words, lambda one: (one.code, one.title)), last)
    if step == "short" and draft.sources and draft.sources[0].short_name:
        return ((key(draft, "no_short", "0"),),)
    return ()


def _seat_words(seat: Seat) -> str:
    return seat.name


def _task_words(task: TaskName) -> str:
    return f"{task.code} {task.title}"[:60]


def _ticks(
    draft: Draft,
    what: str,
    items: Sequence[_Item],
    chosen: Sequence[int],
    words: Callable[[_Item], str],
    names: Callable[[_Item], str | Sequence[str]],
) -> Keyboard:
    """A page of what can be chosen, ticked where it is."""
    query, turn_number = str(draft.state["query"]), int(draft.state["turn"])
    found = search(query, items, names) if query else list(items)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(int(draft.state["page"]), 0), pages - 1)
    rows: list[tuple[Button, ...]] = []
    for item in found[page * PAGE : (page + 1) * PAGE]:
        ref = id_of(item)
        label = Label("unit_changes.chosen", {"name": words(item)}) if ref in chosen else words(item)
        rows.append((Button(label, data=Change(draft.session.id, turn_number, what, ref).pack()),))
    if pages > 1:
        rows.append((key(draft, "before", "p", (page - 1) % pages), key(draft, "after", "p", (page + 1) % pages)))
    if query:
        rows.append((key(draft, "all_found", "q"),))
    return tuple(rows)


def id_of(item: object) -> int:
    """The id of a unit, of a place or of a task."""
    if isinstance(item, TaskName):
        return item.task_id
    assert isinstance(item, Unit | Seat)  # noqa: S101 - nothing else is chosen
    return item.id
