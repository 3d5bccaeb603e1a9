"""Who comes to a meeting and whether they are enough: a tally of the invited. All pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from taskforce.absences import AbsenceState
from taskforce.charter.meetings import Meeting
from taskforce.meetings import Attendee, QuorumResult, quorum
from taskforce.roles import Role

Answer = Literal["", "attending", "absent", "substitute"]
Standing = Literal["attending", "substitute", "absent", "waiting-consent", "refused", "silent", "unreachable"]

_MEMBERS = frozenset({Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER})
_NEVER_COUNTED = frozenset({Role.GUEST, Role.OBSERVER})


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation: the membership's role, what was answered, and what was seen at the meeting.

    ``consent`` is where the absence stands, None when none was asked for. ``by_substitute``: somebody sent instead
    is the one who is present.
    """

    role: Role
    unit_id: int | None = None
    is_guest: bool = False
    answer: Answer = ""
    consent: AbsenceState | None = None
    present: bool = False
    by_substitute: bool = False
    late: bool = False
    left_early: bool = False
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the invited, guests among them, stand where; the seven standings add up to ``invited``.

    ``present`` counts everybody who came, substitutes too, also those who were late or left early.
    """

    invited: int
    guests: int
    attending: int
    substitute: int
    absent: int
    waiting_consent: int
    refused: int
    silent: int
    unreachable: int
    present: int
    present_by_substitute: int
    late: int
    left_early: int


def standing(one: Invited) -> Standing:
    """Where an invitation stands. An absence taken back is attendance; consent still missing is "waiting-consent"."""
    if not one.answer:
        return "silent" if one.reachable else "unreachable"
    if one.answer == "attending" or one.consent is AbsenceState.WITHDRAWN:
        return "attending"
    if one.consent is AbsenceState.REFUSED:
        return "refused"
    if one.consent in (AbsenceState.WAITING, AbsenceState.OPINION_MISSING):
        return "waiting-consent"
    return one.answer


def count(invited: Iterable[Invited]) -> Count:
    """The figures of a meeting's card and attendance list."""
    everybody = tuple(invited)
    stand = [standing(one) for one in everybody]
    came = [one for one in everybody if one.present]
    return Count(
        invited=len(everybody),
        guests=sum(_is_guest(one) for one in everybody),
        attending=stand.count("attending"),
        substitute=stand.count("substitute"),
        absent=stand.count("absent"),
        waiting_consent=stand.count("waiting-consent"),
        refused=stand.count("refused"),
        silent=stand.count("silent"),
        unreachable=stand.count("unreachable"),
        present=len(came),
        present_by_substitute=sum(one.by_substitute for one in came),
        late=sum(one.late for one in came),
        left_early=sum(one.left_early for one in came),
    )


def quorum_of(meeting: Meeting, invited: Sequence[Invited]) -> QuorumResult:
    """Whether enough members are in the room now: who has left early no longer counts.

    Guests and observers never count. At a meeting of the whole body its leaders and members count; at a group's
    meeting everybody else who is invited does.
    """
    return quorum(
        meeting,
        [
            Attendee(one.role, one.present and not one.left_early, one.unit_id, one.by_substitute)
            for one in invited
            if _counts(meeting, one)
        ],
    )


def _counts(meeting: Meeting, one: Invited) -> bool:
    if _is_guest(one) or one.role in _NEVER_COUNTED:
        return False
    return bool(meeting.group) or one.role in _MEMBERS


def _is_guest(one: Invited) -> bool:
    return one.is_guest or one.role is Role.GUEST
