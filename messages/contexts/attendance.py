"""Who comes to a meeting and who was there: the live card, the list, checking in, the end."""

from datetime import datetime
from typing import Literal

from messages.contexts.meetings import MeetingFacts
from messages.model import Message, Part

Phase = Literal["called", "open", "held", "cancelled"]
"""Of a meeting, as its live card tells it: "open" from when check-in is open."""

Standing = Literal["attending", "substitute", "absent", "waiting-consent", "refused", "silent", "unreachable"]
GroupKind = Literal[
    "unreachable", "silent", "waiting-consent", "refused", "substitute", "absent", "attending",
    "missing", "here", "excused", "gone",
]  # fmt: skip
"""The last four are those of a meeting that has begun: not there (yet), there, away with leave, no member now."""


class Attendee(Part, frozen=True):
    """One invited person; moments are local.

    ``cause`` says why Telegram cannot bring them anything: they never joined, or blocked the bot. ``substitute`` is
    whom they send, "" for nobody; ``there`` says that they are in the room, ``by_substitute`` that it is whom they
    sent. ``phone`` is "" where the reader may not see it. ``by_phone``: somebody else entered their answer.
    """

    name: str
    unit: str = ""
    phone: str = ""
    guest: bool = False
    by_phone: bool = False
    standing: Standing = "silent"
    cause: Literal["", "never", "blocked"] = ""
    substitute: str = ""
    substitute_says: Literal["", "accepted", "declined"] = ""
    asked_colleague: bool = False
    opinion_missing: bool = False
    granted: bool = False
    came: datetime | None = None
    there: bool = False
    by_substitute: bool = False
    late: bool = False
    left: datetime | None = None


class AttendeeGroup(Part, frozen=True):
    """Those who stand alike; ``more`` is how many are not listed for want of room."""

    kind: GroupKind
    count: int
    people: tuple[Attendee, ...]
    more: int = 0


class QuorumLine(Part, frozen=True):
    """``present`` of ``members`` count, ``needed`` are needed; ``missing`` are the titles of who must be there.

    ``laid_down`` is False where the charter says nothing; ``forecast``: counted from the answers, not the room.
    """

    laid_down: bool
    met: bool
    present: int
    members: int
    needed: int
    missing: tuple[str, ...]
    forecast: bool
    cite: str


class Tally(Part, frozen=True):
    """How many stand where; ``present`` counts substitutes in, and those who were late or left."""

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
    by_substitute: int
    late: int
    left_early: int
    excused: int


class Unprepared(Part, frozen=True):
    """A point of the agenda that its unit has not reported prepared."""

    title: str
    unit: str


class PapersLine(Part, frozen=True):
    """``late`` of the files came after ``until`` (local), the last moment the charter allows; None: it names none."""

    count: int
    late: int
    until: datetime | None


class LiveMeeting(Message, frozen=True):
    """The live card of a meeting, for those who run it; edited whenever something happens.

    ``agenda`` points are to be prepared by a unit, ``prepared`` of them are. ``ended`` is local.
    """

    meeting: MeetingFacts
    phase: Phase
    reason: str
    late_reason: str
    tally: Tally
    groups: tuple[AttendeeGroup, ...]
    quorum: QuorumLine | None
    code: str
    opinions: int
    papers: PapersLine
    agenda: int
    prepared: int
    unprepared: tuple[Unprepared, ...]
    ended: datetime | None


class LiveMeetingMovedDown(Message, frozen=True):
    """In the place of a live card that was put at the end of the chat anew."""


class InvitedList(Message, frozen=True):
    """Above buttons, one for each of the invited: page ``page`` of ``pages``; ``ticking``: a tap notes who is there.

    ``only_open``: only those who have not answered, or are not there.
    """

    meeting: MeetingFacts
    ticking: bool
    only_open: bool
    present: int
    invited: int
    shown: int
    page: int
    pages: int


class PersonAtMeeting(Message, frozen=True):
    """One of the invited, with all that is known: answer, absence, presence."""

    meeting: MeetingFacts
    person: Attendee
    title: str
    role: str
    phase: Phase
    reason: str
    substitute_title: str
    substitute_phone: str
    opinion: str
    opinion_file: str
    refusal: str
    living: bool


class AskInvitedName(Message, frozen=True):
    """A name, or part of one, is to be typed."""

    meeting: MeetingFacts


class InvitedFound(Message, frozen=True):
    """Above buttons: those of the invited that what was typed can mean; ``more`` are not shown."""

    query: str
    found: int
    more: int


class OpinionFile(Message, frozen=True):
    """Under the file of a written opinion."""

    name: str
    meeting: MeetingFacts


class AttendanceSent(Message, frozen=True):
    """Under the attendance list."""

    meeting: MeetingFacts
    at: datetime


class CheckInDesk(Message, frozen=True):
    """For those who run the meeting: check-in is open, with this code."""

    meeting: MeetingFacts
    code: str
    called: int


class CheckInPosterSent(Message, frozen=True):
    """Under the QR code."""

    meeting: MeetingFacts
    code: str


class CheckInCall(Message, frozen=True):
    """To whoever may come: check-in is open. ``instead_of`` is whom the reader stands in for, "" for themselves."""

    meeting: MeetingFacts
    instead_of: str


class AskCheckInCode(Message, frozen=True):
    """The code on the screen is to be typed. ``unreadable``: what was typed was no code of four digits."""

    meeting: MeetingFacts
    unreadable: bool = False


class CheckInCodeWrong(Message, frozen=True):
    """That is not the code; ``left`` tries are left, then until ``wait_until`` (local) none is taken."""

    left: int
    wait_until: datetime | None


class CheckedIn(Message, frozen=True):
    """They are noted as present since ``at`` (local); ``again``: they were already. ``instead_of``: names."""

    meeting: MeetingFacts
    at: datetime
    late: bool
    again: bool
    own: bool
    instead_of: tuple[str, ...]
    member_came: tuple[str, ...]


class CheckInShut(Message, frozen=True):
    """Nobody can check in: not yet, not any more, or the meeting is cancelled; "unknown": no such link."""

    why: Literal["not-open", "closed", "cancelled", "unknown"]


class NotInvited(Message, frozen=True):
    """The code is right, but they are on no list; ``told``: the secretary knows."""

    told: bool


class UninvitedCame(Message, frozen=True):
    """To the office: a member who is not invited is there."""

    meeting: MeetingFacts
    name: str
    unit: str


class UninvitedAdded(Message, frozen=True):
    """The member who came uninvited is on the list now, and noted as present."""

    meeting: MeetingFacts
    name: str
    by: str


class EndMeetingAsk(Message, frozen=True):
    """Is the meeting to be closed now?"""

    meeting: MeetingFacts
    tally: Tally


class MeetingEnded(Message, frozen=True):
    """The meeting is over: the record. ``by_itself``: nobody closed it; ``ended`` is local."""

    meeting: MeetingFacts
    tally: Tally
    ended: datetime
    by_itself: bool
