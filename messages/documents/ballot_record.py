"""Biên bản tổng hợp ý kiến: from a Word template (``building_ballot`` makes it)."""

from pathlib import Path

from messages.documents import official
from messages.documents.ballot import BallotRecord
from messages.documents.cleaning import lines, one_line
from messages.documents.letters import frame, rendered

NAME = "tong_hop_y_kien.docx"

_NO_ANSWER = "Không trả lời"


def ballot_record(record: BallotRecord, own: Path | None = None) -> bytes:
    """The record as DOCX."""
    return rendered(
        NAME,
        one_line(record.question),
        {
            **frame(record.heading, record.receivers or ("Như trên",)),
            "question": lines(record.question),
            "asked_by": official.person(record.asked_by),
            "opened": official.long_hour(record.opened_at),
            "closed": official.long_hour(record.closed_at),
            "asked": record.asked,
            "answered": record.asked - record.silent,
            "silent": record.silent,
            "options": [{"text": one_line(one.text).rstrip("."), "count": one.count} for one in record.options],
            "counting": [one_line(line) for line in record.counting],
            "decision": one_line(record.decision),
            "secret": record.secret,
            "papers": [one_line(paper) for paper in record.papers],
            "rows": [
                {
                    "name": one_line(row.name),
                    "post": ", ".join(filter(None, (one_line(row.title), one_line(row.unit)))),
                    "choice": one_line(row.choice) or _NO_ANSWER,
                    "words": one_line(row.words),
                }
                for row in record.rows
            ],
            "opinions": [one_line(opinion) for opinion in record.opinions],
            "cite": official.cited(record.cite),
            "late_reason": one_line(record.late_reason).rstrip("."),
            "authority": official.authority(record.signature),
            "signer": one_line(record.signature.name),
        },
        own,
    )
