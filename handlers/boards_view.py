"""What a board says, worked out from how the units stand: pure, so that a refresh costs two queries and no more."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from handlers.periods import OpenPeriod
from messages.contexts.boards import Board, BoardGroup, BoardUnit, Reach, UnitCard, UnitMember
from messages.model import Keyboard
from storage.boards import Contact, UnitState
from taskforce.tally import is_late
from taskforce.vietnamese import show_phone

ROOM = 66
"""Units named on one board, so that it stays one message; of hundreds the rest is reached by the list of units."""

SHORT_ABOVE = 30
"""With more units than that, their short names are used where they have one."""

_Kind = Literal["unreachable", "untouched", "opened", "returned", "sent"]
_ORDER: tuple[_Kind, ...] = ("unreachable", "untouched", "opened", "returned", "sent")


def reach_of(state: UnitState) -> Reach:
    """Why nobody of a unit that has not reported can be written to; "" when somebody can."""
    if not state.out_of_reach:
        return ""
    return "blocked" if state.members else "nobody"


def kind_of(state: UnitState) -> _Kind:
    """The group of the board that the unit stands in."""
    if state.out_of_reach:
        return "unreachable"
    if state.state == "submitted":
        return "sent"
    return state.state  # type: ignore[return-value]  # the other three states are groups


def board(
    standing: OpenPeriod,
    states: Sequence[UnitState],
    called: Sequence[Contact],
    now: datetime,
    locale: str,
    *,
    phones: bool,
) -> Board:
    """The board as a reader sees it; ``phones`` says whether they may see telephone numbers."""
    period = standing.period
    due = standing.local(period.due_at)
    late = sum(1 for state in states if state.submitted_at and is_late(state.submitted_at, period.due_at))
    return Board(
        body=standing.name,
        title=standing.title(locale),
        period=period.period,
        due=due,
        whole_day=(due.hour, due.minute) == (23, 59),
        fixed=standing.occurrence is None or standing.occurrence.due_at is not None,
        over=now > period.due_at,
        sent=sum(state.sent for state in states),
        late=late,
        total=len(states),
        groups=_groups(standing, states, called, phones),
        cite=standing.cite,
    )


def _groups(
    standing: OpenPeriod, states: Sequence[UnitState], called: Sequence[Contact], phones: bool
) -> tuple[BoardGroup, ...]:
    short = len(states) > SHORT_ABOVE
    room = ROOM
    groups = []
    for kind in _ORDER:
        members = [state for state in states if kind_of(state) == kind]
        if not members:
            continue
        listed = members[:room]
        room -= len(listed)
        lines = tuple(_line(standing, state, called, phones=phones, short=short) for state in listed)
        groups.append(BoardGroup(kind, len(members), lines, len(members) - len(listed)))
    return tuple(groups)


def _line(standing: OpenPeriod, state: UnitState, called: Sequence[Contact], *, phones: bool, short: bool) -> BoardUnit:
    at = state.submitted_at or state.opened_at
    contact = next((c for c in called if c.unit_id == state.unit_id), None)
    phone = show_phone(contact.phone) if contact and contact.phone and phones else None
    whom = " ".join(filter(None, (contact.full_name, phone))) if contact else ""
    return BoardUnit(
        name=(short and state.short_name) or state.name,
        at=None if at is None else standing.local(at),
        late=state.submitted_at is not None and is_late(state.submitted_at, standing.period.due_at),
        days_late=_days_late(standing, state.submitted_at),
        reach=reach_of(state),
        contact=whom if state.out_of_reach else "",
    )


def _days_late(standing: OpenPeriod, sent_at: datetime | None) -> int:
    if sent_at is None:
        return 0
    return max(0, (standing.local(sent_at).date() - standing.local(standing.period.due_at).date()).days)


def unit_card(
    standing: OpenPeriod, state: UnitState, people: Sequence[Contact], locale: str, *, phones: bool
) -> UnitCard:
    """One unit's report and its people, as a reader sees them."""
    sent = state.submitted_at
    return UnitCard(
        unit=state.name,
        title=standing.title(locale),
        period=standing.period.period,
        state=state.state,  # type: ignore[arg-type]  # the table's CHECK allows no other
        opened_at=None if state.opened_at is None else standing.local(state.opened_at),
        sent_at=None if sent is None else standing.local(sent),
        late=sent is not None and is_late(sent, standing.period.due_at),
        days_late=_days_late(standing, sent),
        members=tuple(
            UnitMember(
                name=person.full_name,
                phone=show_phone(person.phone) if person.phone and phones else "",
                joined=person.person_id is not None,
                reachable=person.cause is None,
            )
            for person in people
        ),
    )


def content_key(message: Board, keyboard: Keyboard) -> str:
    """Equal for two boards that look the same."""
    return hashlib.blake2b(repr((message, keyboard)).encode(), digest_size=16).hexdigest()
