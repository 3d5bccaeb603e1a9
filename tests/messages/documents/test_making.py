"""The one entry: every kind is made, the same data twice alike, whatever people typed."""

import io
import json
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime

import msgspec
import pytest
import segno

from messages.documents.cleaning import clean_text
from messages.documents.making import UnknownDocument, make
from messages.documents.model import CheckInPoster, Document, to_data
from tests.messages.documents import month, samples

POSTER = CheckInPoster(link="https://t.me/thu_bot?start=diemdanh-482913", code="4829")
DOCUMENTS: tuple[Document, ...] = (
    samples.letter(),
    samples.notice(),
    samples.entry(),
    samples.sheet(),
    POSTER,
    month.report(),
    month.workbook(),
    month.chart(),
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.kind)
def test_data_go_through_json_and_come_back_as_the_same_file(document: Document) -> None:
    """JSON loses nothing, and the same data give the same bytes."""
    data = to_data(document)
    first = make(data)
    assert make(json.loads(json.dumps(data))) == first
    assert data["kind"] == document.kind


def test_no_file_holds_the_hour_it_was_made() -> None:
    """Neither a zip's entries nor a document's properties know today."""
    this_year = str(datetime.now(UTC).year).encode()
    for document in (samples.letter(), samples.notice(), samples.sheet(), month.report(), month.workbook()):
        with zipfile.ZipFile(io.BytesIO(make(to_data(document)))) as packed:
            assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
            assert this_year not in packed.read("docProps/core.xml")


@pytest.mark.parametrize("data", [{"kind": "poem"}, {}, {"kind": None}])
def test_an_unknown_kind_is_refused(data: dict[str, object]) -> None:
    """There is no such document, and the error says so."""
    with pytest.raises(UnknownDocument):
        make(data)


def test_a_moment_without_a_zone_is_refused() -> None:
    """An hour of nowhere would be somebody's wrong hour."""
    with pytest.raises(msgspec.ValidationError):
        make({**to_data(samples.entry()), "starts_at": "2022-04-05T14:00:00"})


def test_the_poster_is_a_large_png_of_the_link_with_the_digits_below() -> None:
    """Big enough for a beamer; pixel by pixel the link's code, and something black under it to be typed."""
    made = make(to_data(POSTER))
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", made[16:24])
    assert 800 <= width <= 1000 < height
    pixels = zlib.decompress(made[made.index(b"IDAT") + 4 : -16])
    rows = [pixels[at + 1 : at + 1 + width] for at in range(0, len(pixels), width + 1)]
    code = [bytes(row) for row in segno.make(POSTER.link, micro=False, error="m").matrix_iter(border=4)]
    scale = width // len(code)
    assert [bytes(not one for one in row[::scale]) for row in rows[: scale * len(code) : scale]] == code
    assert any(not all(row) for row in rows[scale * len(code) :])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Tổ công tác Đề án"), "Tổ công tác Đề án"),
        ("a\x00b\x0bc\x1fd\x7fe\ud800f\ufffeg\ufeff", "abcdefg"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("\u202eđảo\u202c", "đảo"),
        ("👍 שלום {{ x }} <b> & =1", "👍 שלום {{ x }} <b> & =1"),
    ],
)
def test_text_is_cleaned_and_otherwise_left_alone(typed: str, kept: str) -> None:
    """NFC, line ends, no control characters; brackets, signs and other scripts stay."""
    assert clean_text(typed) == kept


def test_the_bot_itself_loads_no_document_library() -> None:
    """What handlers import, and even the entry, costs none of the heavy libraries."""
    asked = "import sys, messages.documents.making; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True)  # noqa: S603  our own words
    heavy = {"docx", "docxtpl", "icalendar", "xlsxwriter", "segno", "lxml", "PIL", "matplotlib"}
    assert not heavy & set(ran.stdout.decode().split())
