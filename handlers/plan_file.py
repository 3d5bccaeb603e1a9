"""A plan that was sent and waits for a tap: its rows, and what the secretary has said about it so far."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zlib import crc32

from handlers.turn import Turn
from messages.model import Label
from storage import plans, sessions
from storage.sessions import OpenSession
from taskforce.plan import Plan, UnclearDeadline, Window
from taskforce.plan_units import Alias, Meaning
from taskforce.sheets import SheetRow
from taskforce.tables import TableKind

KIND = "plan"
CARD = "plan"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """``said`` are names and what they mean, ``windows`` deadlines by (code, what is written), ``later`` names and
    codes that were put off. ``anew``: what names meant earlier does not count. ``asking`` is what typed words answer:
    "names", "deadlines" or "" for nothing."""

    name: str
    task_force: int
    kind: TableKind
    rows: tuple[SheetRow, ...]
    said: tuple[Alias, ...] = ()
    windows: tuple[tuple[str, str, Window], ...] = ()
    later: tuple[str, ...] = ()
    anew: bool = False
    end_gone: bool = False
    asking: str = ""

    async def plan(self, turn: Turn) -> Plan:
        """The plan as it is understood now. Raises PlanErrors."""
        return await plans.check(
            turn.tx,
            self.task_force,
            self.rows,
            self.said,
            {(code, text): window for code, text, window in self.windows},
            remembered=not self.anew,
        )

    async def plan_without_names(self, turn: Turn) -> Plan:
        """The plan as if no name had ever been said to mean anything. Raises PlanErrors."""
        return await plans.check(turn.tx, self.task_force, self.rows, remembered=False)

    def with_name(self, alias: Alias) -> "PlanFile":
        """It was said what a name means."""
        return replace(self, said=(*(each for each in self.said if each.name != alias.name), alias))

    def with_window(self, unclear: UnclearDeadline, window: Window) -> "PlanFile":
        """It was said when a task is due."""
        said = (unclear.code.casefold(), unclear.text, window)
        others = (each for each in self.windows if each[:2] != said[:2])
        return replace(self, windows=(*others, said), later=(*self.later, unclear.code))


def names_to_ask(plan: Plan, sent: PlanFile) -> list[tuple[str, tuple[str, ...]]]:
    """The names nobody knows that were not put off, leading ones first, with the codes of their tasks."""
    unknown = (*plan.unknown_units, *plan.unknown_coordinators)
    return [(unit.name, unit.codes) for unit in unknown if unit.name not in sent.later]


def deadlines_to_ask(plan: Plan, sent: PlanFile) -> list[UnclearDeadline]:
    """The deadlines that are not clear and were neither said nor put off."""
    return [unclear for unclear in plan.unclear if unclear.code not in sent.later]


def key_of(words: str) -> int:
    """A number that a button carries in place of a name."""
    return crc32(words.encode())


# In the session


def subject_of(task_force_id: int) -> str:
    """What the conversation is about."""
    return f"plan:{task_force_id}"


async def live(turn: Turn, task_force_id: int) -> tuple[OpenSession, PlanFile] | None:
    """The file that waits in this chat; None when it was dealt with, which is said."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(task_force_id))
    if session is None:
        await turn.toast(Label("plan.not_waiting"), alert=True)
        return None
    return session, from_state(session.state)


async def keep(turn: Turn, session: OpenSession, sent: PlanFile) -> None:
    """What was said about the file is kept; typed words belong to it now."""
    await sessions.save(turn.tx, session.id, to_state(sent), turn.now)
    await sessions.bring_to_front(turn.tx, session)


def to_state(sent: PlanFile) -> dict[str, Any]:
    """The file as JSON."""
    return {
        "file": sent.name,
        "task_force": sent.task_force,
        "kind": sent.kind.value,
        "rows": [[row.number, list(row.cells)] for row in sent.rows],
        "said": [[alias.name, alias.meaning.value, alias.unit] for alias in sent.said],
        "windows": [[code, text, _iso(w.due_from), _iso(w.due_to), w.recurring] for code, text, w in sent.windows],
        "later": list(sent.later),
        "anew": sent.anew,
        "end_gone": sent.end_gone,
        "asking": sent.asking,
    }


def from_state(state: dict[str, Any]) -> PlanFile:
    """The file out of JSON."""
    return PlanFile(
        name=state["file"],
        task_force=int(state["task_force"]),
        kind=TableKind(state["kind"]),
        rows=tuple(SheetRow(number, tuple(cells)) for number, cells in state["rows"]),
        said=tuple(Alias(name, Meaning(meaning), unit) for name, meaning, unit in state["said"]),
        windows=tuple(
            (code, text, Window(_date(due_from), _date(due_to), recurring))
            for code, text, due_from, due_to, recurring in state["windows"]
        ),
        later=tuple(state["later"]),
        anew=bool(state["anew"]),
        end_gone=bool(state["end_gone"]),
        asking=state["asking"],
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
