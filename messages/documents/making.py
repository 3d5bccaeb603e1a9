"""From a document's data to its bytes: the only entry, and the only module the worker process calls.

The libraries are heavy, so each is imported only when a document that needs it is made.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
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

_MAKERS: Mapping[type[Document], tuple[str, str, bool]] = MappingProxyType(
    {
        InvitationLetter: ("letters", "invitation_letter", True),
        ConclusionNotice: ("letters", "conclusion_notice", True),
        CalendarEntry: ("calendar_entry", "calendar_entry", False),
        AttendanceSheet: ("attendance", "attendance_sheet", False),
        CheckInPoster: ("poster", "check_in_poster", False),
        BallotRecord: ("ballot_record", "ballot_record", True),
        BroadcastSheet: ("broadcast", "broadcast_sheet", False),
        FaqSheet: ("faq", "faq_sheet", False),
        StatusReport: ("status_report", "status_report", True),
        ReportWorkbook: ("workbook", "report_workbook", False),
        ReportChart: ("chart", "report_chart", False),
        RolledReport: ("rolled_report", "rolled_report", True),
        RolledWorkbook: ("rolled_workbook", "rolled_workbook", False),
    }
)
"""For each kind: the module and the function that make it, and whether own Word templates can take ours' place."""

_KINDS: dict[str, type[Document]] = {each.kind: each for each in _MAKERS}


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


def _made(document: Document, templates: Path | None) -> bytes:
    module, function, own_templates = _MAKERS[type(document)]
    maker: Callable[..., bytes] = getattr(import_module(f"messages.documents.{module}"), function)
    return maker(document, templates) if own_templates else maker(document)
