"""What each document holds: frozen records of plain values that travel as JSON to the process that makes them.

Every moment carries its offset and is already in the task force's own zone, so that the hours in the document are
those people live by. Text is what people typed; making cleans it (NFC, no control characters).

The letters are official documents (Nghị định 30/2020/NĐ-CP, Phụ lục I and III) and Vietnamese whatever language the
reader's chat has.
"""

from datetime import date
from typing import Any, ClassVar, Literal

import msgspec

from messages.documents.ballot import BallotRecord as BallotRecord
from messages.documents.base import Heading as Heading
from messages.documents.base import Moment as Moment
from messages.documents.base import Official as Official
from messages.documents.base import Record as Record
from messages.documents.base import Signature as Signature
from messages.documents.broadcast import BroadcastRow as BroadcastRow
from messages.documents.broadcast import BroadcastSheet as BroadcastSheet
from messages.documents.faq import FaqSheet as FaqSheet
from messages.documents.month import ReportChart as ReportChart
from messages.documents.month import ReportWorkbook as ReportWorkbook
from messages.documents.month import StatusReport as StatusReport
from messages.documents.rolled import RolledReport as RolledReport
from messages.documents.rolled import RolledWorkbook as RolledWorkbook


class AgendaLine(Record, frozen=True):
    """One item of the agenda and the unit that prepares it, "" where none does."""

    title: str
    prepared_by: str = ""


class AbsenceRule(Record, frozen=True):
    """What somebody who cannot come must do, as the charter lays it down.

    ``consent``: the chair agrees to the absence (Bắc Kạn Đ6.2); ``substitute``: somebody is sent instead (Quảng Nam
    Đ11.4); ``opinion``: an opinion in writing comes with the substitute (Bắc Kạn Đ6.2). ``report_to`` is whom to tell
    ("Thường trực Tổ công tác", Quảng Nam Đ11.4), the chair where it is "". ``answer_by`` is when the answer is awaited.
    """

    consent: bool = False
    substitute: bool = False
    opinion: bool = False
    report_to: str = ""
    answer_by: Moment | None = None


class InvitationLetter(Record, frozen=True, tag_field="kind", tag="invitation_letter"):
    """Giấy mời, form 1.7, as DOCX.

    ``subject`` is what the meeting is ("Họp định kỳ Tổ công tác tháng 4 năm 2022"). ``invitees`` are whole lines
    ("Đồng chí …, Giám đốc Sở Tư pháp"); one line where all members are asked. ``cite`` is the article the meeting rests
    on ("Điều 7 Quy chế hoạt động của Tổ công tác"), "" where none. ``late_reason`` is why the notice is shorter than
    the rule, "" when it is in time. ``receivers`` are the lines of Nơi nhận without dash or semicolon, the record
    copy ("Lưu: VT") among them; it is added when missing.
    """

    kind: ClassVar[str] = "invitation_letter"
    suffix: ClassVar[str] = "docx"

    heading: Heading
    subject: str
    invitees: tuple[str, ...]
    chair: Official
    starts_at: Moment
    signature: Signature
    ends_at: Moment | None = None
    venue: str = ""
    link: str = ""
    agenda: tuple[AgendaLine, ...] = ()
    papers: tuple[str, ...] = ()
    cite: str = ""
    late_reason: str = ""
    absence: AbsenceRule = AbsenceRule()
    receivers: tuple[str, ...] = ()


class AttendanceCount(Record, frozen=True):
    """How many came: ``present`` of ``members`` count substitutes in; ``absent`` are members nobody stood in for."""

    members: int
    present: int
    substitutes: int = 0
    absent: int = 0
    guests: int = 0


class ConclusionLine(Record, frozen=True):
    """One conclusion: what, who leads, who helps, until when.

    ``due_words`` is a deadline that is no day ("hằng tháng, trước ngày 18") and stands in the place of ``due``.
    """

    text: str
    lead: str = ""
    with_units: tuple[str, ...] = ()
    due: date | None = None
    due_words: str = ""


class ConclusionNotice(Record, frozen=True, tag_field="kind", tag="conclusion_notice"):
    """Thông báo kết luận, a named document of form 1.4, as DOCX.

    ``general`` is what was found before the conclusions, one paragraph a line. A draft carries "DỰ THẢO" and its
    ``version`` at its head.
    """

    kind: ClassVar[str] = "conclusion_notice"
    suffix: ClassVar[str] = "docx"

    heading: Heading
    subject: str
    chair: Official
    starts_at: Moment
    conclusions: tuple[ConclusionLine, ...]
    signature: Signature
    venue: str = ""
    attendance: AttendanceCount | None = None
    general: str = ""
    cite: str = ""
    receivers: tuple[str, ...] = ()
    is_draft: bool = False
    version: int = 1


class CalendarEntry(Record, frozen=True, tag_field="kind", tag="calendar_entry"):
    """A meeting for the phone's calendar (iCalendar, RFC 5545).

    ``uid`` stays the same through every change of the meeting and ``sequence`` grows with each; ``stamp`` is when this
    version was made. ``zone`` is an IANA name. Without ``ends_at`` the entry lasts ``minutes``. ``alarm_minutes`` are
    minutes before the start.
    """

    kind: ClassVar[str] = "calendar_entry"
    suffix: ClassVar[str] = "ics"

    uid: str
    sequence: int
    summary: str
    starts_at: Moment
    stamp: Moment
    ends_at: Moment | None = None
    minutes: int = 120
    method: Literal["REQUEST", "CANCEL"] = "REQUEST"
    zone: str = "Asia/Ho_Chi_Minh"
    place: str = ""
    link: str = ""
    description: str = ""
    organiser: str = ""
    alarm_minutes: tuple[int, ...] = (60,)


Standing = Literal["attending", "substitute", "absent", "waiting-consent", "refused", "silent", "unreachable"]
"""How an invited person stands towards the meeting, as ``taskforce.attendance`` tells it."""

Consent = Literal["", "asked", "granted", "refused"]
"""The chair's consent to an absence, "" where none is asked for."""


class AttendanceRow(Record, frozen=True):
    """One invited person. ``came_at`` is when they checked in, ``left_at`` when they left before the end."""

    name: str
    title: str = ""
    unit: str = ""
    standing: Standing = "silent"
    substitute: Official | None = None
    substitute_phone: str = ""
    consent: Consent = ""
    opinion: str = ""
    came_at: Moment | None = None
    left_at: Moment | None = None
    is_guest: bool = False
    note: str = ""


class QuorumCount(Record, frozen=True):
    """``present`` of ``members`` count towards the quorum of ``needed``; 0 where the charter lays down none.

    ``substitutes`` are there too, but do not count towards it.
    """

    present: int
    members: int
    needed: int = 0
    substitutes: int = 0


class AttendanceSheet(Record, frozen=True, tag_field="kind", tag="attendance_sheet"):
    """The list of who was invited, answered and came, as XLSX; headings in the reader's language."""

    kind: ClassVar[str] = "attendance_sheet"
    suffix: ClassVar[str] = "xlsx"

    body: str
    subject: str
    starts_at: Moment
    rows: tuple[AttendanceRow, ...]
    chair: Official
    ends_at: Moment | None = None
    venue: str = ""
    quorum: QuorumCount | None = None
    locale: Literal["vi", "en"] = "vi"


class CheckInPoster(Record, frozen=True, tag_field="kind", tag="check_in_poster"):
    """The QR code for the screen, as PNG: people's phones read ``link``; ``code`` is what they may type instead."""

    kind: ClassVar[str] = "check_in_poster"
    suffix: ClassVar[str] = "png"

    link: str
    code: str = ""


Document = (
    InvitationLetter
    | ConclusionNotice
    | CalendarEntry
    | AttendanceSheet
    | CheckInPoster
    | BallotRecord
    | StatusReport
    | ReportWorkbook
    | ReportChart
    | BroadcastSheet
    | FaqSheet
    | RolledReport
    | RolledWorkbook
)


def to_data(document: Document) -> dict[str, Any]:
    """The document as JSON values, its ``kind`` among them: what ``making.make`` takes."""
    data: dict[str, Any] = msgspec.to_builtins(document)
    return data
