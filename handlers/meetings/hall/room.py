"""Everything about who comes to one meeting and who was there, read once and worked out without a query more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from handlers.meetings import rights
from handlers.turn import Turn
from messages.contexts.attendance import Attendee, Phase, QuorumLine, Tally
from messages.render import local
from storage import absences, invitees, memberships
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Membership
from taskforce import absences as absence_rules
from taskforce import attendance
from taskforce.absences import AbsenceState
from taskforce.attendance import Invited
from taskforce.charter import Charter
from taskforce.charter.meetings import Meeting as Series
from taskforce.charter.meetings import Quorum
from taskforce.meetings import QuorumResult
from taskforce.roles import Role
from taskforce.vietnamese import show_phone

LATE_AFTER = timedelta(minutes=10)
"""Whoever comes later than this after the beginning was late."""

_MEMBERS = frozenset({Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER})


@dataclass(frozen=True, slots=True)
class Room:
    """The meeting with its charter's rule, its invited, their absences, and the members who are not invited.

    ``invited`` are those who count: the living, and whoever was there. ``gone`` have left the task force since.
    """

    meeting: Meeting
    charter: Charter
    series: Series
    invited: Sequence[Invitee]
    gone: Sequence[Invitee]
    away: dict[int, Absence]
    others: Sequence[Membership]

    @property
    def zone(self) -> str:
        """The IANA name of the zone people live by."""
        return self.charter.body.timezone

    @property
    def phase(self) -> Phase:
        """How far the meeting is, as the live card tells it."""
        if self.meeting.state in ("cancelled", "dropped"):
            return "cancelled"
        if self.meeting.state == "held":
            return "held"
        return "called" if self.meeting.opened_at is None else "open"

    @property
    def is_noted(self) -> bool:
        """Whether it is noted who is, or was, there; a meeting was not without people because nobody noted them."""
        return self.phase == "open" or (self.phase == "held" and any(one.present_from for one in self.invited))

    def consent(self, one: Invitee) -> AbsenceState | None:
        """Where the absence of that invitee stands, None where there is none."""
        away = self.away.get(one.id)
        if away is None or one.answer not in ("absent", "substitute"):
            return None
        return absence_rules.state(self.series.absence, away.request)

    def is_late(self, one: Invitee) -> bool:
        """Whether they came when the meeting had begun."""
        begin = self.meeting.starts_at
        return one.present_from is not None and begin is not None and one.present_from > begin + LATE_AFTER

    def rule_view(self, one: Invitee) -> Invited:
        """The invitation as the rules see it."""
        return Invited(
            role=one.role,
            unit_id=one.unit_id,
            is_guest=one.is_guest,
            answer=one.answer,
            consent=self.consent(one),
            present=one.present_from is not None,
            by_substitute=one.by_substitute,
            late=self.is_late(one),
            left_early=one.present_until is not None,
            reachable=not one.unreachable,
        )

    def standing(self, one: Invitee) -> attendance.Standing:
        """Where the invitation stands."""
        return attendance.standing(self.rule_view(one))

    def is_excused(self, one: Invitee) -> bool:
        """Whether they are away with leave: nobody is there for them, and the charter's rule is satisfied."""
        return one.present_from is None and self.standing(one) == "absent"

    def tally(self) -> Tally:
        """The figures."""
        count = attendance.count([self.rule_view(one) for one in self.invited])
        return Tally(
            invited=count.invited,
            guests=count.guests,
            attending=count.attending,
            substitute=count.substitute,
            absent=count.absent,
            waiting_consent=count.waiting_consent,
            refused=count.refused,
            silent=count.silent,
            unreachable=count.unreachable,
            present=count.present,
            by_substitute=count.present_by_substitute,
            late=count.late,
            left_early=count.left_early,
            excused=sum(self.is_excused(one) for one in self.invited),
        )

    def quorum(self) -> QuorumResult:
        """Whether enough are there; before check-in opens, whether enough said that they, or somebody, will come.

        When the meeting is over, whoever came counts, also those who left before its end.
        """
        return attendance.quorum_of(self.series, self._views())

    def uncounted(self) -> int:
        """How many are there for somebody else and do not count towards the quorum."""
        views = self._views()
        themselves = [replace(view, by_substitute=False) for view in views]
        return attendance.quorum_of(self.series, themselves).present - attendance.quorum_of(self.series, views).present

    def _views(self) -> list[Invited]:
        views = [self.rule_view(one) for one in self.invited]
        if self.phase == "called":
            views = [_as_answered(view) for view in views]
        elif self.phase == "held":
            views = [replace(view, left_early=False) for view in views]
        views += [Invited(other.role, other.unit_id) for other in self.others]
        return views

    def quorum_line(self, locale: str) -> QuorumLine:
        """The same in words for that language."""
        result, rule = self.quorum(), self.series.quorum
        return QuorumLine(
            laid_down=isinstance(rule, Quorum),
            met=result.met,
            present=result.present,
            members=result.members,
            needed=result.needed,
            missing=tuple(self.charter.titles.of(role, locale) for role in result.missing_roles),
            forecast=self.phase == "called",
            cite=(rule.cite if isinstance(rule, Quorum) else "") or self.series.cite,
        )

    def attendee(self, one: Invitee, *, phones: bool) -> Attendee:
        """One of the invited as a message shows them; ``phones``: whether the reader may see telephone numbers."""
        away = self.away.get(one.id)
        state = self.consent(one)
        return Attendee(
            name=one.full_name,
            unit=one.unit_name or (one.title if one.is_guest else ""),
            phone=show_phone(one.phone) if phones and one.phone else "",
            guest=one.is_guest,
            by_phone=one.by_phone,
            standing=self.standing(one),
            cause=_cause(one),
            substitute=away.substitute_name if away is not None else "",
            substitute_says=away.substitute_says if away is not None else "",
            asked_colleague=away is not None and away.substitute_id is not None,
            opinion_missing=state is AbsenceState.OPINION_MISSING,
            granted=state is AbsenceState.GRANTED,
            came=self.at(one.present_from),
            there=one.present_from is not None and one.present_until is None,
            by_substitute=one.by_substitute,
            late=self.is_late(one),
            left=self.at(one.present_until),
        )

    def at(self, moment: datetime | None) -> datetime | None:
        """The moment as people there read it."""
        return None if moment is None else local(moment, self.zone)


def _as_answered(view: Invited) -> Invited:
    standing = attendance.standing(view)
    comes = standing in ("attending", "substitute")
    return Invited(view.role, view.unit_id, view.is_guest, present=comes, by_substitute=standing == "substitute")


def _cause(one: Invitee) -> Literal["", "never", "blocked"]:
    if not one.unreachable:
        return ""
    return "never" if one.chat_id is None else "blocked"


async def load(turn: Turn, meeting: Meeting) -> Room:
    """Read all about the meeting: three queries, one more where the charter lays down a quorum."""
    charter = await turn.charter(meeting.task_force_id)
    series = await rights.series_of(turn, meeting)
    everybody = await invitees.of_meeting(turn.tx, meeting.id)
    counted = [one for one in everybody if one.living or one.present_from is not None]
    return Room(
        meeting=meeting,
        charter=charter,
        series=series,
        invited=counted,
        gone=[one for one in everybody if not one.living and one.present_from is None],
        away=await absences.of_meeting(turn.tx, meeting.id),
        others=await _not_invited(turn, meeting, series, everybody) if isinstance(series.quorum, Quorum) else (),
    )


async def _not_invited(
    turn: Turn, meeting: Meeting, series: Series, everybody: Sequence[Invitee]
) -> Sequence[Membership]:
    """Members whom nobody invited are members all the same: a quorum is a share of all of them."""
    known = {one.membership_id for one in everybody}
    living = await memberships.living(turn.tx, meeting.task_force_id)
    return [
        m for m in living
        if m.id not in known and m.state != "pending"
        and (m.group_key == series.group if series.group else m.role in _MEMBERS)
    ]  # fmt: skip
