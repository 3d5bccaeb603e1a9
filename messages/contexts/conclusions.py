"""What is said about the conclusions of a meeting: entering them, the notice, who has received it, how they stand."""

from datetime import date, datetime

from messages.contexts.meetings import MeetingFacts
from messages.model import Message, Part

# Parts


class FollowUpLine(Part, frozen=True):
    """How one conclusion of the last meeting stands; say it with the macro of ``_followup.html.j2``.

    ``state`` is "done", "going", "stuck", "not_begun", or "nobody" where it is no unit's task; ``lead`` is "" then.
    """

    text: str
    lead: str
    due: date | None
    state: str
    overdue: bool


class ConclusionLine(Part, frozen=True):
    """One conclusion; ``lead`` and ``helpers`` are names, "" for nobody. ``gone``: units in it that are no more.

    ``part`` is the reader's own: "lead", "coordinating" or "".
    """

    number: int
    text: str
    lead: str
    helpers: str
    due: date | None
    gone: tuple[str, ...] = ()
    part: str = ""


class Fault(Part, frozen=True):
    """Why something typed was not taken: a code, its bound, and what was typed."""

    code: str
    limit: int = 0
    typed: str = ""
    day: date | None = None


class Change(Part, frozen=True):
    """What a later notice says otherwise: ``what`` is "added", "removed", "text", "lead", "coordinating", "due",
    "order" or "general"."""

    what: str
    number: int
    text: str
    before: str = ""
    after: str = ""
    before_day: date | None = None
    after_day: date | None = None


# Entering them


class ConclusionsTooEarly(Message, frozen=True):
    """The meeting has not begun, or was called off: there is nothing to conclude."""

    meeting: MeetingFacts
    cancelled: bool


class ConclusionsList(Message, frozen=True):
    """All conclusions as they are written down; what is typed next is one more.

    ``version`` is that of the last notice, ``changed`` whether anything is different since. ``deadline`` is until when
    the notice is to go out (local), ``cite`` the article that says so, "" where it is only good custom. ``others`` are
    entering conclusions too.
    """

    meeting: MeetingFacts
    general: str
    lines: tuple[ConclusionLine, ...]
    version: int
    changed: bool
    deadline: datetime | None
    cite: str
    others: tuple[str, ...]
    fault: Fault | None


class ConclusionsTaken(Message, frozen=True):
    """What was understood of a pasted list; ``asked`` things are asked next."""

    lines: tuple[ConclusionLine, ...]
    asked: int


class ConclusionCard(Message, frozen=True):
    """One conclusion, and what can be changed about it."""

    meeting: MeetingFacts
    line: ConclusionLine
    count: int
    fault: Fault | None


class ConclusionAskUnits(Message, frozen=True):
    """Who leads (``part`` "lead") or co-ordinates it; ``unclear`` are the words that could not be read for certain."""

    line: ConclusionLine
    part: str
    unclear: tuple[str, ...]
    query: str
    left: int
    fault: Fault | None


class ConclusionAskDue(Message, frozen=True):
    """Until when; ``several``: what was typed can be one of the days on the buttons."""

    line: ConclusionLine
    unclear: tuple[str, ...]
    several: bool
    left: int
    fault: Fault | None


class ConclusionAskText(Message, frozen=True):
    """Other words for it."""

    line: ConclusionLine
    limit: int
    fault: Fault | None


class ConclusionAskGeneral(Message, frozen=True):
    """What the chair said before the single conclusions."""

    general: str
    limit: int
    fault: Fault | None


class ConclusionRemove(Message, frozen=True):
    """Whether to take it away; ``is_task``: units are asked about it already."""

    line: ConclusionLine
    is_task: bool


class ConclusionsMovedOn(Message, frozen=True):
    """Somebody else changed it meanwhile: nothing was overwritten, and what was typed stands here."""

    by: str
    what: str
    number: int
    typed: str


# The notice


class NoticeDesk(Message, frozen=True):
    """The notice before it goes out.

    ``problems`` are what has to be put right first: "nothing", "signer", "unchanged", or "gone:NUMBER". ``signs_for``
    is the head's title where a deputy signs.
    """

    meeting: MeetingFacts
    signer: str
    signer_title: str
    signs_for: str
    count: int
    tasks: int
    has_general: bool
    members: int
    unreachable: tuple[str, ...]
    guests: int
    to_guests: bool
    version: int
    changes: tuple[Change, ...]
    problems: tuple[str, ...]
    deadline: datetime | None
    cite: str


class NoticeChooseSigner(Message, frozen=True):
    """Who signs."""

    meeting: MeetingFacts


class NoticeConfirm(Message, frozen=True):
    """The last question before it goes out."""

    meeting: MeetingFacts
    members: int
    guests: int
    tasks: int
    channels: tuple[str, ...]
    version: int


class NoticeGone(Message, frozen=True):
    """It is on its way."""

    meeting: MeetingFacts
    members: int
    guests: int
    tasks: int
    version: int


class NoticeFile(Message, frozen=True):
    """Under the document; ``draft`` where it is only a preview."""

    subject: str
    version: int
    draft: bool


class NoticeToMember(Message, frozen=True):
    """The conclusions as a member reads them, those of the own units first; the moments are local.

    ``asks``: the reader is asked to say that they received it. ``reminder`` where it was sent before.
    """

    meeting: MeetingFacts
    general: str
    own: tuple[ConclusionLine, ...]
    others: tuple[ConclusionLine, ...]
    version: int
    changes: tuple[Change, ...]
    asks: bool
    received: datetime | None
    remark: str


class NoticeReplaced(Message, frozen=True):
    """In the place of an earlier notice; ``version`` 0 where it is only shown again."""

    subject: str
    version: int


class NoticePost(Message, frozen=True):
    """The conclusions in the leadership channel."""

    body: str
    meeting: MeetingFacts
    general: str
    lines: tuple[ConclusionLine, ...]
    version: int
    changes: tuple[Change, ...]


class ConclusionsNone(Message, frozen=True):
    """No notice was sent yet."""

    meeting: MeetingFacts


# Who has received it


class ReceiptName(Part, frozen=True):
    """A member; ``phone`` is "" where the reader may not see it or there is none."""

    name: str
    unit: str
    phone: str = ""


class ReceiptRemark(Part, frozen=True):
    """What a member remarked, local time."""

    name: str
    unit: str
    text: str
    at: datetime


class ReceiptLedger(Message, frozen=True):
    """Who has received the notice; ``waiting`` can be reached and have said nothing, ``to_call`` cannot be reached."""

    meeting: MeetingFacts
    version: int
    sent: datetime
    received: int
    total: int
    waiting: tuple[ReceiptName, ...]
    to_call: tuple[ReceiptName, ...]
    remarks: tuple[ReceiptRemark, ...]
    nudged: datetime | None


class ReceiptsMovedDown(Message, frozen=True):
    """In the place of an older ledger card."""


class ReceiptPick(Message, frozen=True):
    """Who said by telephone or on paper that they received it."""

    meeting: MeetingFacts


class ReceiptReminder(Message, frozen=True):
    """To somebody who has said nothing about the notice."""

    name: str
    meeting: MeetingFacts
    sent: datetime
    own: int


class RemarkAsk(Message, frozen=True):
    """What they want to remark; ``remark`` is what they did before."""

    meeting: MeetingFacts
    remark: str
    limit: int
    fault: Fault | None


class RemarkCame(Message, frozen=True):
    """To the secretary and the chair."""

    name: str
    unit: str
    meeting: MeetingFacts
    text: str
    again: bool


# The clocks after a meeting


class AfterwardsDue(Message, frozen=True):
    """To the secretary: ``what`` is "conclusions", "minutes" or "approval"; ``days`` are left, 0 on the last one."""

    meeting: MeetingFacts
    what: str
    due: datetime
    days: int
    cite: str
    entered: int


class AfterwardsDone(Message, frozen=True):
    """Somebody of the office says that it is done."""

    meeting: MeetingFacts
    what: str
    by: str
