"""What is said to whoever is invited to a meeting: the card, its answers, and the one card of a guest."""

from typing import Literal

from messages.contexts.conclusions import FollowUpLine
from messages.contexts.meetings import MeetingFacts
from messages.model import Message, Part

Phase = Literal["draft", "open", "begun", "held", "cancelled"]
"""Where a meeting stands for those invited: answers are taken while it is "open"."""

AbsentState = Literal["opinion-missing", "waiting-for-consent", "notified", "granted", "refused"]


class AbsenceShown(Part, frozen=True):
    """One absence as people read it; texts are "" where nothing was said.

    ``substitute`` comes instead; ``registered`` is a colleague who uses the bot and ``says`` what they answered.
    ``opinion`` is the text, ``opinion_file`` a file's name. ``decided_by`` decided; ``oral``: a secretary noted it.
    ``own_say``: nobody had to agree, the absent one is who would decide.
    """

    state: AbsentState
    reason: str
    substitute: str = ""
    substitute_title: str = ""
    substitute_phone: str = ""
    registered: bool = False
    says: Literal["", "accepted", "declined"] = ""
    opinion: str = ""
    opinion_file: str = ""
    decided_by: str = ""
    oral: bool = False
    decision_reason: str = ""
    own_say: bool = False


class AgendaPoint(Part, frozen=True):
    """One point of the agenda; ``unit`` prepares it ("" for nobody in particular), ``own``: the reader's unit does."""

    title: str
    unit: str
    own: bool


class Invitation(Message, frozen=True):
    """The card of an invited member.

    ``place`` says as what they are invited where they have several places. ``answer`` is "" until they answered;
    ``by_phone``: somebody entered it for them. ``papers`` is how many files there are. ``change_reason`` says why it
    was cancelled. ``needs`` names whose consent an absence takes: "" for nobody, "chair", or the role's title.
    """

    facts: MeetingFacts
    name: str
    place: str
    phase: Phase
    agenda: tuple[AgendaPoint, ...]
    followups: tuple[FollowUpLine, ...]
    papers: int
    late_reason: str
    change_reason: str
    answer: Literal["", "attending", "absent", "substitute"]
    by_phone: bool
    absence: AbsenceShown | None
    needs: str


class GuestInvitation(Message, frozen=True):
    """The card of a guest: what, when, where, the points of the agenda; and what is kept about them."""

    facts: MeetingFacts
    body: str
    name: str
    phase: Phase
    agenda: tuple[str, ...]
    change_reason: str
    answer: Literal["", "attending", "absent", "substitute"]


class InvitationMovedDown(Message, frozen=True):
    """In the place of an older card: it goes on further down."""


class CalendarFile(Message, frozen=True):
    """Under the calendar entry: what it is for. ``cancelled``: it takes the meeting out of the calendar."""

    facts: MeetingFacts
    cancelled: bool


class AnswerEntered(Message, frozen=True):
    """To an invitee: somebody of the office entered their answer, as told by phone."""

    facts: MeetingFacts
    by: str
    answer: Literal["", "attending", "absent", "substitute"]


class GuestLink(Message, frozen=True):
    """To whoever put a guest on the list: the link to pass on. ``called``: the card tells of the meeting already."""

    facts: MeetingFacts
    name: str
    title: str
    link: str
    called: bool


class GuestLinkTaken(Message, frozen=True):
    """Another account opened this guest's link before."""


class GuestLinkUnknown(Message, frozen=True):
    """A guest's link that opens nothing: replaced by another, or the guest was taken off the list."""


class GuestLinkForGuests(Message, frozen=True):
    """A member opened a guest's link: it is to be passed on, not to be opened."""

    name: str


class GuestSoon(Message, frozen=True):
    """To a guest whose meeting has not been called yet."""

    body: str
    name: str
