"""Preparing a meeting and calling it: what the one who prepares, and the one who decides, are asked and told."""

from datetime import date, datetime
from typing import Literal

from messages.contexts.conclusions import FollowUpLine
from messages.contexts.meetings import MeetingFacts
from messages.contexts.picker import PickedLine
from messages.model import Message, Part


class DueLine(Part, frozen=True):
    """A meeting that is to be held: which, until when (local), and by when its notice must go out."""

    kind: str
    period: str
    until: datetime
    notice_by: datetime | None
    cite: str


class DeskWarning(Part, frozen=True):
    """Something to know before sending. ``code`` says what; the rest is what that sentence needs.

    "past", "day-off", "quiet", "same-day" (``text`` what else, ``moment`` when), "outside" (``moment`` the last one of
    the window), "early" (its first), "late-notice" and "late-papers" (``moment`` the last one in time, ``text`` the
    article), "no-chair", "chair-away" (``text`` who), "nobody", "unreachable" (``number``).
    """

    code: str
    moment: datetime | None = None
    text: str = ""
    number: int = 0


class DeskItem(Part, frozen=True):
    """One point of the agenda; ``unit`` is who prepares it, "" for nobody in particular."""

    title: str
    unit: str


class AudienceWords(Part, frozen=True):
    """One part of the audience: ``kind`` "all", "role", "group", "unit" or "member", ``name`` which."""

    kind: str
    name: str


class PaperLine(Part, frozen=True):
    """One file; ``size`` in megabytes as written, "" where unknown."""

    name: str
    size: str


class ConveneKinds(Message, frozen=True):
    """/moihop: which meeting? ``drafts`` are being prepared, ``due`` are to be held."""

    task_force: str
    drafts: int
    due: tuple[DueLine, ...]


class ConveneNothing(Message, frozen=True):
    """/moihop of somebody whom the regulation lets convene nothing."""


class ConveneSubject(Message, frozen=True):
    """What is it about? ``problem`` "" or why the last text was not taken."""

    kind: str
    cite: str
    current: str
    problem: str
    typed: str


class ConveneTime(Message, frozen=True):
    """When? ``until`` is the last moment of the window, ``notice_by`` the last one for its notice.

    ``offered`` says of the slots: "in-time", "mixed" (some break the notice rule or the window) or "none".
    ``day`` is the day that was read where it is the reason for not taking it.
    """

    subject: str
    current: datetime | None
    start: datetime | None
    until: datetime | None
    cite: str
    offered: str
    problem: str
    day: date | None
    typed: str


class ConveneWhen(Message, frozen=True):
    """What was typed can mean several times, or lacks the hour or the day."""

    lacks: Literal["choice", "confirm", "hour", "day"]
    typed: str
    day: date | None


class ConvenePlace(Message, frozen=True):
    """Where? ``noted`` is the time that was just taken, with what is to be said of it."""

    noted: datetime | None
    warnings: tuple[DeskWarning, ...]
    current: str
    problem: str
    typed: str


class ConveneLink(Message, frozen=True):
    """The link of an online meeting."""

    current: str
    problem: str
    typed: str


class ConveneReason(Message, frozen=True):
    """Why is it called later than the regulation says?"""

    warnings: tuple[DeskWarning, ...]
    current: str
    problem: str
    typed: str


class ConveneChair(Message, frozen=True):
    """Who chairs?"""

    current: str
    query: str
    found: int
    page: int
    pages: int


class ConveneClash(Message, frozen=True):
    """The same is answered twice; which stands? Moments (local) for the time, texts for the rest.

    ``who`` gave the other answer meanwhile; "" where it is the reader's own earlier one.
    """

    field: str
    who: str
    theirs: str
    mine: str
    theirs_at: datetime | None
    mine_at: datetime | None


class ConveneDesk(Message, frozen=True):
    """The whole draft, for whoever prepares it (``stage`` "draft"), has submitted it, or decides ("review")."""

    facts: MeetingFacts
    follow_up: tuple[FollowUpLine, ...]
    agenda: tuple[DeskItem, ...]
    papers: tuple[str, ...]
    audience: tuple[AudienceWords, ...]
    invited: int
    left_out: int
    guests: int
    warnings: tuple[DeskWarning, ...]
    late_reason: str
    stage: Literal["draft", "submitted", "review"]
    by: str
    backed: int
    stray: bool


class ConveneGuest(Message, frozen=True):
    """Who comes from outside? ``guests`` are already invited."""

    guests: tuple[str, ...]
    problem: str
    typed: str


class ConveneAgenda(Message, frozen=True):
    """The points of the agenda; more can be typed at once. ``called``: those invited are told what changes."""

    subject: str
    follow_up: tuple[FollowUpLine, ...]
    agenda: tuple[DeskItem, ...]
    problem: str
    typed: str
    called: bool


class ConveneItem(Message, frozen=True):
    """One point; ``renaming``: other words are awaited."""

    number: int
    item: DeskItem
    renaming: bool
    problem: str
    typed: str


class ConveneItemUnit(Message, frozen=True):
    """Which unit prepares the point?"""

    title: str
    query: str
    found: int
    page: int
    pages: int


class ConvenePapers(Message, frozen=True):
    """The files; ``late_by`` is the last moment in time (local) where it is past. ``sent_to``: how many got the new.

    ``problem`` "" or why the last file was not taken: "too-big", "text", "held".
    """

    subject: str
    papers: tuple[PaperLine, ...]
    problem: str
    file: str
    limit: int
    late_by: datetime | None
    cite: str
    called: bool
    sent_to: int


class ConvenePaper(Message, frozen=True):
    """Below a file for a meeting; ``later``: it came after the invitation."""

    subject: str
    starts: datetime | None
    later: bool


class LetterCaption(Message, frozen=True):
    """Below the invitation as a document; ``draft``: nothing was sent yet."""

    subject: str
    draft: bool


class ConveneDropAsk(Message, frozen=True):
    """Throw the draft away?"""

    subject: str


class ConveneOver(Message, frozen=True):
    """The draft is no draft any more."""

    subject: str
    state: Literal["dropped", "called", "held", "cancelled"]
    by: str


class ConveneSubmitted(Message, frozen=True):
    """The draft waits for these people; ``away`` of them cannot be reached in the bot now."""

    subject: str
    names: tuple[str, ...]
    away: tuple[str, ...]


class ConveneNobody(Message, frozen=True):
    """Nobody who may convene has joined; ``roles`` are who that is, ``names`` those on the roster."""

    subject: str
    roles: tuple[str, ...]
    names: tuple[str, ...]
    may_invite: bool


class ConveneBacked(Message, frozen=True):
    """Convening takes several: how many, or which, still have to ask for it."""

    subject: str
    missing: int
    roles: tuple[str, ...]


class ConveneReturnAsk(Message, frozen=True):
    """What is to be changed?"""

    subject: str
    problem: str
    typed: str


class ConveneReturned(Message, frozen=True):
    """The draft came back, with these words."""

    subject: str
    by: str
    words: str


class ConveneReturnSent(Message, frozen=True):
    """The draft was given back to them."""

    subject: str
    to: str


class ConveneCalled(Message, frozen=True):
    """The invitations are out; ``away`` must be told in another way."""

    facts: MeetingFacts
    invited: int
    guests: int
    away: tuple[PickedLine, ...]
    late_reason: str


class ConveneAudienceChange(Message, frozen=True):
    """What changing the list of a called meeting would do; nothing in either: it stays as it is."""

    subject: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class ConveneTakenOff(Message, frozen=True):
    """To somebody who is not invited any more."""

    facts: MeetingFacts
