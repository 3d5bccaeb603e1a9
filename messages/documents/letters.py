"""The two official letters, from Word templates (``building`` makes them) whose text is plain Jinja2."""

import io
import zipfile
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Environment, StrictUndefined

from messages.documents import official
from messages.documents.cleaning import lines, one_line
from messages.documents.model import ConclusionLine, ConclusionNotice, Heading, InvitationLetter

_BLANK = "……"
"""Room to write what the charter does not tell."""

_RECORD_COPY = "Lưu: VT"
_TITLE_LIMIT = 255  # characters of a document property, ECMA-376
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows


def invitation_letter(letter: InvitationLetter, own: Path | None = None) -> bytes:
    """Giấy mời (form 1.7) as DOCX."""
    return rendered(
        "giay_moi.docx",
        one_line(letter.subject),
        {
            **frame(letter.heading, letter.receivers or ("Như trên",)),
            "subject": one_line(letter.subject),
            "invitees": [one_line(line) for line in letter.invitees],
            "chair": official.first_upper(official.person(letter.chair)),
            "time": official.first_upper(official.long_span(letter.starts_at, letter.ends_at)),
            "venue": one_line(letter.venue),
            "link": one_line(letter.link),
            "agenda": [(one_line(item.title).rstrip(".;"), one_line(item.prepared_by)) for item in letter.agenda],
            "papers": [one_line(paper) for paper in letter.papers],
            "cite": official.cited(letter.cite),
            "late_reason": one_line(letter.late_reason).rstrip("."),
            "absence": letter.absence,
            "report_to": one_line(letter.absence.report_to),
            "answer_by": official.long_moment(letter.absence.answer_by) if letter.absence.answer_by else "",
            "authority": official.authority(letter.signature),
            "signer": one_line(letter.signature.name),
        },
        own,
    )


def conclusion_notice(notice: ConclusionNotice, own: Path | None = None) -> bytes:
    """Thông báo kết luận (form 1.4) as DOCX."""
    count = notice.attendance
    return rendered(
        "thong_bao_ket_luan.docx",
        one_line(notice.subject),
        {
            **frame(notice.heading, notice.receivers or (f"Các thành viên {notice.heading.body_short}",)),
            "draft": notice.version if notice.is_draft else 0,
            "meeting": official.meeting_named(notice.subject),
            "chair": official.person(notice.chair),
            "chair_name": one_line(notice.chair.name),
            "day": official.long_day(notice.starts_at),
            "venue": one_line(notice.venue),
            "cite": official.cited(notice.cite),
            "count": count,
            "general": lines(notice.general),
            "conclusions": [_conclusion(line) for line in notice.conclusions],
            "authority": official.authority(notice.signature),
            "signer": one_line(notice.signature.name),
        },
        own,
    )


def frame(heading: Heading, receivers: Sequence[str]) -> dict[str, Any]:
    """The words of a letter's head and of Nơi nhận, the record copy among them."""
    copies = [one_line(line).rstrip(".;").removeprefix("- ") for line in receivers]
    if not any(line.casefold().startswith("lưu") for line in copies):
        copies.append(_RECORD_COPY)
    return {
        "superior": one_line(heading.superior),
        "body": one_line(heading.body),
        "body_short": one_line(heading.body_short),
        "number": official.number(heading.number),
        "code": one_line(heading.code) or _BLANK,
        "place": one_line(heading.place) or _BLANK,
        "issued_on": official.long_day(heading.issued_on),
        "receivers": copies,
    }


def _conclusion(line: ConclusionLine) -> dict[str, Any]:
    return {
        "paragraphs": lines(line.text),
        "lead": one_line(line.lead),
        "helpers": ", ".join(one_line(unit) for unit in line.with_units),
        "due": one_line(line.due_words) or (f"chậm nhất {official.long_day(line.due)}" if line.due else ""),
    }


def rendered(
    template: str,
    title: str,
    context: dict[str, Any],
    own: Path | None,
    finish: Callable[[Any], None] | None = None,
) -> bytes:
    """The letter as DOCX from the template of that name, the operator's where they have one in the folder ``own``.

    ``finish`` gets the Word document before it is written, for what a template cannot say.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined)  # without it, "a & b" silently vanishes
    environment.filters.update(
        padded=official.padded, first_upper=official.first_upper, first_lower=official.first_lower
    )
    mine = None if own is None else own / template
    source = resources.files("messages.documents") / "templates" / "vi" / template
    document = DocxTemplate(io.BytesIO((mine if mine and mine.is_file() else source).read_bytes()))
    document.render(context, environment, autoescape=True)
    document.docx.core_properties.title = title[:_TITLE_LIMIT]
    if finish is not None:
        finish(document.docx)
    written = io.BytesIO()
    document.save(written)
    return _without_clock(written)


def _without_clock(written: io.BytesIO) -> bytes:
    """The same zip with no time of day in it, so that the same data give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
