"""What the live card of a meeting says, worked out from the room: pure, so that many readers cost little."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.meetings.hall.room import Room
from messages import render
from messages.contexts.attendance import (
    AttendeeGroup,
    GroupKind,
    LiveMeeting,
    PapersLine,
    Unprepared,
)
from messages.contexts.meetings import MeetingFacts
from messages.formats import shorten
from messages.model import Keyboard
from messages.split import LIMIT, visible_length
from storage.agenda import AgendaItem, Paper
from storage.invitees import Invitee

_ROOMS = (100, 60, 40, 25, 12, 4, 0)
"""How many people a card tries to name, the most first, until it fits into one message."""

_NAMED_POINTS = 5
_CALLED: tuple[GroupKind, ...] = (
    "unreachable", "silent", "waiting-consent", "refused", "substitute", "absent", "attending",
)  # fmt: skip
_OPEN: tuple[GroupKind, ...] = ("missing", "excused", "here")
_CALL_LIST = frozenset({"unreachable", "silent", "missing"})
"""Groups whose people are to be rung up."""


def live_card(
    room: Room,
    facts: MeetingFacts,
    items: Sequence[AgendaItem],
    unit_names: dict[int, str],
    papers: Sequence[Paper],
    papers_until: datetime | None,
    locale: str,
    *,
    phones: bool,
) -> LiveMeeting:
    """The card as a reader of that language sees it, cut so that it stays one message.

    ``papers_until`` (UTC) is the last moment at which papers are in time, None where the charter names none.
    """
    grouped = _grouped(room)
    for named in _ROOMS:
        card = LiveMeeting(
            meeting=facts,
            phase=room.phase,
            reason=shorten(room.meeting.change_reason, 300),
            late_reason=shorten(room.meeting.late_reason, 300),
            tally=room.tally(),
            groups=_groups(room, grouped, named, phones=phones),
            quorum=room.quorum_line(locale) if room.phase == "called" or room.is_noted else None,
            code=(room.meeting.check_in_code or "") if room.phase == "open" else "",
            opinions=sum(bool(away.request.opinion) for away in room.away.values()),
            papers=_papers(room, papers, papers_until),
            agenda=sum(item.unit_id is not None for item in items),
            prepared=sum(item.unit_id is not None and item.ready_at is not None for item in items),
            unprepared=_unprepared(items, unit_names),
            ended=room.at(room.meeting.closed_at),
        )
        if visible_length(render.text(card, locale)) <= LIMIT:
            break
    return card


def _grouped(room: Room) -> list[tuple[GroupKind, Sequence[Invitee]]]:
    if room.phase == "cancelled":
        return []
    begun = room.is_noted
    found: list[tuple[GroupKind, Sequence[Invitee]]] = [
        (kind, [one for one in room.invited if (_kind_there(room, one) if begun else room.standing(one)) == kind])
        for kind in (_OPEN if begun else _CALLED)
    ]
    return [(kind, people) for kind, people in (*found, ("gone", room.gone)) if people]


def _kind_there(room: Room, one: Invitee) -> GroupKind:
    if one.present_from is not None:
        return "here"
    return "excused" if room.is_excused(one) else "missing"


def _groups(
    room: Room, grouped: Iterable[tuple[GroupKind, Sequence[Invitee]]], named: int, *, phones: bool
) -> tuple[AttendeeGroup, ...]:
    groups = []
    for kind, people in grouped:
        listed = people[:named]
        named -= len(listed)
        lines = tuple(room.attendee(one, phones=phones and kind in _CALL_LIST) for one in listed)
        groups.append(AttendeeGroup(kind, len(people), lines, len(people) - len(listed)))
    return tuple(groups)


def _papers(room: Room, papers: Sequence[Paper], until: datetime | None) -> PapersLine:
    late = 0 if until is None else sum(paper.added_at > until for paper in papers)
    return PapersLine(len(papers), late, room.at(until))


def _unprepared(items: Sequence[AgendaItem], unit_names: dict[int, str]) -> tuple[Unprepared, ...]:
    waiting = [item for item in items if item.unit_id is not None and item.ready_at is None]
    return tuple(
        Unprepared(shorten(item.title, 80), unit_names.get(item.unit_id or 0, "")) for item in waiting[:_NAMED_POINTS]
    )


def content_key(message: LiveMeeting, keyboard: Keyboard) -> str:
    """Equal for two cards that look the same."""
    return hashlib.blake2b(repr((message, keyboard)).encode(), digest_size=16).hexdigest()
