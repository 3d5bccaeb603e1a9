"""A task being given: what is known of it so far, what is asked next, and the buttons of each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.tasks.taps import Assign
from messages.model import Button, Keyboard, Label
from storage.sessions import OpenSession
from storage.units import Unit
from taskforce.charter.expressions import add_months
from taskforce.vietnamese import search

PAGE = 8
NO_DAY = 0


@dataclass(frozen=True)
class Draft:
    """The task being given: ``state`` is the session's own, changed in place and kept by ``_show``."""

    session: OpenSession
    body: int
    units: dict[int, Unit]
    today: date

    @property
    def state(self) -> dict[str, Any]:
        """What is known so far."""
        return self.session.state

    @property
    def due(self) -> date | None:
        """The last day, where there is one."""
        return date.fromisoformat(self.state["due"]) if self.state["due"] else None

    def ids(self, part: str) -> list[int]:
        """The living units of "lead" or "with"."""
        return [unit for unit in self.state[part] if unit in self.units]

    def names(self, part: str) -> str:
        """Those units by name."""
        return ", ".join(self.units[unit].name for unit in self.ids(part))


def next_step(draft: Draft) -> str:
    """The first step that has not been answered."""
    state = draft.state
    if not state["text"]:
        return "text"
    if not draft.ids("lead"):
        return "lead"
    return next((step for step in ("with", "due") if step not in state["asked"]), "review")


def key(draft: Draft, words: str, what: str, arg: int = 0, **values: str | int) -> Button:
    """A button of the live card, with its words from ``task``."""
    data = Assign(draft.session.id, int(draft.state["turn"]), what, arg).pack()
    return Button(Label(f"task.{words}", values), data=data, style="primary" if what in ("n", "ok") else None)


def rows_of(draft: Draft, days: Sequence[date]) -> Keyboard:
    """The buttons of the live step; ``days`` are those that a typed deadline can mean."""
    step = draft.state["step"]
    if step in ("lead", "with"):
        return _unit_rows(draft, step)
    if step == "due":
        return _due_rows(draft, days)
    if step == "review":
        edits = (("edit_text", 0), ("edit_lead", 1), ("edit_helpers", 2), ("edit_due", 3))
        keys = [key(draft, words, "e", place) for words, place in edits]
        return ((key(draft, "assign", "ok"),), tuple(keys[:2]), tuple(keys[2:]))
    if draft.state["text"]:
        return ((key(draft, "keep", "n"),),)
    return ()


def _unit_rows(draft: Draft, part: str) -> Keyboard:
    state, other = draft.state, "with" if part == "lead" else "lead"
    query, chosen = str(state.get("query", "")), draft.ids(part)
    free = [unit for unit in draft.units.values() if unit.id not in draft.ids(other)]
    found = search(query, free, lambda unit: unit.names) if query else free
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(int(state.get("page", 0)), 0), pages - 1)
    rows: list[tuple[Button, ...]] = []
    for unit in found[page * PAGE : (page + 1) * PAGE]:
        data = Assign(draft.session.id, int(state["turn"]), "u", unit.id).pack()
        words = Label("task.chosen", {"name": unit.name}) if unit.id in chosen else unit.name
        rows.append((Button(words, data=data),))
    if pages > 1:
        before = Button("‹", data=Assign(draft.session.id, int(state["turn"]), "p", (page - 1) % pages).pack())
        after = Button("›", data=Assign(draft.session.id, int(state["turn"]), "p", (page + 1) % pages).pack())
        rows.append((before, after))
    if query:
        rows.append((key(draft, "all_found", "q"),))
    if chosen:
        rows.append((key(draft, "next_step", "n", count=len(chosen)),))
    elif part == "with":
        rows.append((key(draft, "no_helpers", "n"),))
    return tuple(rows)


def _due_rows(draft: Draft, days: Sequence[date]) -> Keyboard:
    if days:
        rows = [(Button(f"{day.day}/{day.month}/{day.year}", data=_day_tap(draft, day)),) for day in list(days)[:6]]
        return (*rows, (key(draft, "no_due", "d", NO_DAY),))
    end = add_months(draft.today.replace(day=1), 1) - timedelta(days=1)
    if (end - draft.today).days < 5:
        end = add_months(draft.today.replace(day=1), 2) - timedelta(days=1)
    soon = draft.today + timedelta(days=15)
    return (
        (
            key(draft, "month_end", "d", end.toordinal(), day=f"{end.day}/{end.month}"),
            key(draft, "in_days", "d", soon.toordinal(), day=f"{soon.day}/{soon.month}"),
        ),
        (key(draft, "no_due", "d", NO_DAY),),
    )


def _day_tap(draft: Draft, day: date) -> str:
    return Assign(draft.session.id, int(draft.state["turn"]), "d", day.toordinal()).pack()
