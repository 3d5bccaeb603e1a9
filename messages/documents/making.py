"""From a document's data to its bytes: the only entry, and the only module the worker process calls.

The libraries are heavy, so each is imported only when a document that needs it is made.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from messages.documents.cleaning import cleaned
from messages.documents.model import (
    AttendanceSheet,
    BallotRecord,
    BroadcastSheet,
    CalendarEntry,
    CheckInPoster,
    ConclusionNotice,
    Document,
    FaqSheet,
    InvitationLetter,
    ReportChart,
    ReportWorkbook,
    RolledReport,
    RolledWorkbook,
    StatusReport,
)

_ALL: tuple[type[Document], ...] = (
    InvitationLetter,
    ConclusionNotice,
    CalendarEntry,
    AttendanceSheet,
    CheckInPoster,
    BallotRecord,
    BroadcastSheet,
    FaqSheet,
    StatusReport,
    ReportWorkbook,
    ReportChart,
    RolledReport,
    RolledWorkbook,
)
_KINDS: dict[str, type[Document]] = {each.kind: each for each in _ALL}


class UnknownDocument(ValueError):
    """There is no document of this kind."""


def make(data: Mapping[str, Any], templates: Path | None = None) -> bytes:
    """The file's bytes from what ``model.to_data`` gave, also after a journey through JSON.

    The same data give the same bytes. A Word template of the same name in the folder ``templates`` stands in the
    place of ours.

    Raises:
        UnknownDocument: there is no such kind.
        msgspec.ValidationError: the data do not fit the kind.
    """
    kind = _KINDS.get(str(data.get("kind", "")))
    if kind is None:
        raise UnknownDocument(str(data.get("kind", "")))
    document: Document = msgspec.convert(cleaned(data), kind)
    return _made(document, templates)


def _made(document: Document, templates: Path | None) -> bytes:  # noqa: C901 - one case a kind, nothing else
    match document:
        case InvitationLetter():
            from messages.documents.letters import invitation_letter

            return invitation_letter(document, templates)
        case ConclusionNotice():
            from messages.documents.letters import conclusion_notice

            return conclusion_notice(document, templates)
        case CalendarEntry():
            from messages.documents.calendar_entry import calendar_entry

            return calendar_entry(document)
        case AttendanceSheet():
            from messages.documents.attendance import attendance_sheet

            return attendance_sheet(document)
        case CheckInPoster():
            from messages.documents.poster import check_in_poster

            return check_in_poster(document)
        case BallotRecord():
            from messages.documents.ballot_record import ballot_record

            return ballot_record(document, templates)
        case StatusReport():
            from messages.documents.status_report import status_report

            return status_report(document, templates)
        case ReportWorkbook():
            from messages.documents.workbook import report_workbook

            return report_workbook(document)
        case BroadcastSheet():
            from messages.documents.broadcast import broadcast_sheet

            return broadcast_sheet(document)
        case FaqSheet():
            from messages.documents.faq import faq_sheet

            return faq_sheet(document)
        case ReportChart():
            from messages.documents.chart import report_chart

            return report_chart(document)
        case RolledReport():
            from messages.documents.rolled_report import rolled_report

            return rolled_report(document, templates)
        case RolledWorkbook():
            from messages.documents.rolled_workbook import rolled_workbook

            return rolled_workbook(document)
