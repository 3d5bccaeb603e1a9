"""All that is known of a meeting's conclusions while somebody enters them, and what a message says of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from handlers.meetings import rights, telling
from handlers.turn import Turn
from messages.contexts.conclusions import ConclusionLine
from messages.contexts.meetings import MeetingFacts
from messages.render import local
from storage import agenda, conclusions, notices, sessions, units
from storage.conclusions import Conclusion
from storage.meetings import Meeting
from storage.notices import Notice, Said
from storage.sessions import OpenSession
from storage.units import Unit

KIND = "conclusions"
"""The kind of the conversation."""

Snapshot = list[Any]

_KEPT = ("meeting", "queue", "unclear", "turn", "back")
"""What of a conversation's state outlives a question."""


def subject_of(meeting_id: int) -> str:
    """What the conversation is about, one a meeting and chat."""
    return f"conclusions:{meeting_id}"


@dataclass(frozen=True)
class Desk:
    """A meeting, its conclusions and notice as stored, the living units, and where the person stands.

    ``state``: "step", "item" (a conclusion), "queue" of [conclusion, step] still to be asked, "unclear" words by
    conclusion, "query" and "page" of the units, "days" to choose from, "was" what the card showed, "turn" its number.
    """

    meeting: Meeting
    notice: Notice
    items: tuple[Conclusion, ...]
    units: Mapping[int, Unit]
    preparing: tuple[int, ...]
    zone: str
    now: datetime
    session: OpenSession
    state: dict[str, Any]

    @property
    def today(self) -> date:
        """The local date."""
        return local(self.now, self.zone).date()

    @property
    def step(self) -> str:
        """What is asked or shown."""
        return str(self.state.get("step", "list"))

    @property
    def item(self) -> Conclusion | None:
        """The conclusion that is asked about, unless it was taken away."""
        return self.by_id(self.state.get("item"))

    def by_id(self, conclusion_id: int | None) -> Conclusion | None:
        """The conclusion of that id, if it is one of this meeting."""
        return next((one for one in self.items if one.id == conclusion_id), None)

    def number(self, one: Conclusion) -> int:
        """Its place in the list, from 1."""
        return next((place for place, each in enumerate(self.items, 1) if each.id == one.id), 0)

    def line(self, one: Conclusion) -> ConclusionLine:
        """What a message says of it."""
        return line_of(one.said, self.number(one), self.units)

    def of_step(self, step: str, item: Conclusion | None = None, **more: Any) -> "Desk":
        """The same desk with another question on it."""
        kept: dict[str, Any] = {key: self.state[key] for key in _KEPT if key in self.state}
        return replace(self, state={**kept, "step": step, "item": None if item is None else item.id, **more})


async def open_desk(turn: Turn, meeting: Meeting, session: OpenSession) -> Desk:
    """Everything about the meeting's conclusions, as it is now."""
    charter = await turn.charter(meeting.task_force_id)
    items = await conclusions.of_meeting(turn.tx, meeting.id)
    prepared = [one.unit_id for one in await agenda.items(turn.tx, meeting.id) if one.unit_id is not None]
    return Desk(
        meeting=meeting,
        notice=await notices.get(turn.tx, meeting.id),
        items=tuple(items),
        units=await units_of(turn, meeting, items),
        preparing=tuple(dict.fromkeys(prepared)),
        zone=charter.body.timezone,
        now=turn.now,
        session=session,
        state=session.state,
    )


async def again(turn: Turn, desk: Desk) -> Desk:
    """The desk after something was written down; where the person stands stays."""
    fresh = await open_desk(turn, desk.meeting, desk.session)
    return replace(fresh, state=desk.state)


async def keep(turn: Turn, desk: Desk) -> None:
    """Remember where the person stands."""
    await sessions.save(turn.tx, desk.session.id, desk.state, turn.now)


async def units_of(turn: Turn, meeting: Meeting, items: Iterable[Conclusion | Said]) -> dict[int, Unit]:
    """The living units in their order, then those that are no more but are named in these conclusions."""
    found = {unit.id: unit for unit in await units.of_task_force(turn.tx, meeting.task_force_id)}
    named = {unit for one in items for unit in (*one.leads, *one.helpers)} - found.keys()
    return found | (await units.by_ids(turn.tx, sorted(named)) if named else {})


async def living(turn: Turn, meeting: Meeting) -> frozenset[int]:
    """The ids of the units that can be given work."""
    return frozenset(unit.id for unit in await units.of_task_force(turn.tx, meeting.task_force_id))


def names(unit_ids: Sequence[int], known: Mapping[int, Unit]) -> str:
    """The units by name, in one line."""
    return ", ".join(known[unit].name for unit in unit_ids if unit in known)


def line_of(
    one: Said,
    number: int,
    known: Mapping[int, Unit],
    *,
    gone: Iterable[int] = (),
    own: Iterable[int] = (),
) -> ConclusionLine:
    """One conclusion as a message says it; ``own`` are the reader's units, ``gone`` those that are no more."""
    mine = set(own)
    ended = set(gone)
    part = "lead" if mine & set(one.leads) else "coordinating" if mine & set(one.helpers) else ""
    return ConclusionLine(
        number=number,
        text=one.text,
        lead=names(one.leads, known),
        helpers=names(one.helpers, known),
        due=one.due_on,
        gone=tuple(known[unit].name for unit in (*one.leads, *one.helpers) if unit in ended and unit in known),
        part=part,
    )


def snapshot(one: Conclusion | None) -> Snapshot | None:
    """What somebody else could change about it meanwhile."""
    if one is None:
        return None
    return [one.text, list(one.leads), list(one.helpers), None if one.due_on is None else one.due_on.isoformat()]


def difference(before: Snapshot, now: Snapshot | None) -> str:
    """What of it is not as it was: the name of a change, "" for nothing."""
    if now is None:
        return "removed"
    names_of = ("text", "lead", "coordinating", "due")
    return next((name for name, was, is_ in zip(names_of, before, now, strict=True) if was != is_), "")


async def facts(turn: Turn, meeting: Meeting) -> MeetingFacts:
    """The meeting as whoever is there reads it."""
    return await telling.facts(turn, meeting, turn.locale)


async def need_begun(turn: Turn, meeting_id: int) -> tuple[Meeting, bool]:
    """The meeting, which this person may run, and whether it has begun and was not called off.

    Raises:
        NotAllowed: they may not.
    """
    meeting = await rights.need_to_run(turn, meeting_id)
    begun = meeting.state == "held" or (
        meeting.state == "called" and meeting.starts_at is not None and meeting.starts_at <= turn.now
    )
    return meeting, begun or (meeting.state == "called" and meeting.opened_at is not None)
