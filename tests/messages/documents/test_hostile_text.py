"""Whatever people type, the documents open: read by the libraries, and by LibreOffice where it is installed."""

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from messages.documents.making import make
from messages.documents.model import to_data
from tests.messages.documents import month, rolled, samples
from tests.messages.documents.test_letters import text_of

HOSTILE = {
    "markup": "<w:p>&amp; A & B </w:t> ]]> <!-- \"'",
    "template": "{{ heading }} {% raw %} {%p if x %} {# ẩn #} {{ 7*7 }} }}",
    "formula": '=HYPERLINK("http://example.vn";"bấm")',
    "control": "a\x00\x01\x08\x0b\x0c\x1b\x1f\x7f\x85b \ud83d c\ufffe",
    "directions": "\u202eמימין לשמאל مرحبا\u202c \u2066x\u2069",
    "decomposed": unicodedata.normalize("NFD", "Tổ công tác Đề án"),
    "long": "Đề án 06 và " * 900,
    "lines": "một\n\n\thai\r\nba\u2028bốn\x0c",
    "word": "ư" * 3000,
}
KEPT = {
    "markup": HOSTILE["markup"],
    "template": HOSTILE["template"],
    "formula": HOSTILE["formula"],
    "control": "ab c",
    "decomposed": "Tổ công tác Đề án",
}
SOFFICE = shutil.which("soffice")
OFFICE = pytest.mark.skipif(
    SOFFICE is None or shutil.which("pdftotext") is None, reason="soffice or pdftotext is not on PATH"
)
MOMENTS = {"starts_at", "ends_at", "issued_on", "answer_by", "came_at", "left_at", "due", "stamp", "as_of", "sent_at"}
NUMBERS = {"total", "totals", "change", "goal", "actual"}
CODES = {"kind", "zone", "method", "capacity", "standing", "consent", "locale", "state", "counted", "due_from"}
FIXED = MOMENTS | NUMBERS | CODES | {"period", "next_period"}
ROLLED = FIXED | {"parts", "absent", "missing", "texts_of", "marks", "by_part", "values", "before", "now"}
"""In the papers of longer periods these are numbers and the periods rolled up: nobody types them."""


def filled(value: Any, text: str, fixed: Set[str] = FIXED) -> Any:
    """The same data with ``text`` wherever somebody could have typed something."""
    if isinstance(value, str):
        return text
    if isinstance(value, Mapping):
        return {name: each if name in fixed else filled(each, text, fixed) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [each if isinstance(each, int) else filled(each, text, fixed) for each in value]
    return value


@pytest.mark.parametrize("name", HOSTILE)
def test_letters_open_and_keep_the_text(name: str) -> None:
    """python-docx reads the letters, and what was typed stands in them as it was typed."""
    for sample in (samples.letter(), samples.notice(), month.report()):
        letter = Document(io.BytesIO(make(filled(to_data(sample), HOSTILE[name]))))
        assert KEPT.get(name, "").rstrip(".;") in text_of(letter)
        assert len(letter.core_properties.title) <= 255


@pytest.mark.parametrize("name", HOSTILE)
def test_the_list_opens_and_keeps_the_text(name: str) -> None:
    """openpyxl reads the list, and no cell became a formula."""
    page = load_workbook(io.BytesIO(make(filled(to_data(samples.sheet()), HOSTILE[name])))).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert KEPT.get(name, cells[0].value) in [cell.value for cell in cells]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_workbook_opens_and_keeps_the_text(name: str) -> None:
    """openpyxl reads every sheet, no cell became a formula, and answers stand as they were typed."""
    book = load_workbook(io.BytesIO(make(filled(to_data(month.workbook()), HOSTILE[name]))))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert KEPT.get(name, cells[0].value) in [cell.value for cell in cells]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_papers_of_a_half_year_open_and_keep_the_text(name: str) -> None:
    """Report and workbook are read by their libraries, no cell became a formula, no name was cut."""
    data = filled(to_data(rolled.report()), HOSTILE[name], ROLLED)
    letter = Document(io.BytesIO(make(data)))
    assert KEPT.get(name, "").rstrip(".;") in text_of(letter)
    book = load_workbook(io.BytesIO(make(filled(to_data(rolled.workbook()), HOSTILE[name], ROLLED))))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert KEPT.get(name, cells[0].value) in [cell.value for cell in cells]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_picture_is_drawn_whatever_it_says(name: str) -> None:
    """Nothing typed stops the drawing, and no name leaves its room."""
    image = Image.open(io.BytesIO(make(filled(to_data(month.chart()), HOSTILE[name]))))
    margin = image.crop((image.width - 20, 0, image.width, image.height))
    assert {colour for _, colour in margin.getcolors() or ()} == {(255, 255, 255)}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_calendar_entry_is_one_event(name: str) -> None:
    """Nothing typed ends the event or begins another."""
    written = make(filled(to_data(samples.entry()), HOSTILE[name]))
    assert written.count(b"\r\nBEGIN:VEVENT\r\n") == written.count(b"\r\nEND:VEVENT\r\n") == 1


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every document as LibreOffice prints it, by file name: one run of the office for all."""
    folder = tmp_path_factory.mktemp("office")
    made = {"letter.docx": to_data(samples.letter()), "notice.docx": to_data(samples.notice())}
    made["sheet.xlsx"] = to_data(samples.sheet())
    made |= {"report.docx": to_data(month.report()), "workbook.xlsx": to_data(month.workbook())}
    made |= {"half-year.docx": to_data(rolled.report()), "half-year-figures.xlsx": to_data(rolled.workbook())}
    hostile = HOSTILE["markup"] + HOSTILE["control"] + HOSTILE["directions"]
    made["hostile-half-year.docx"] = filled(to_data(rolled.report()), hostile, ROLLED)
    made["hostile-half-year-figures.xlsx"] = filled(to_data(rolled.workbook()), hostile, ROLLED)
    made["hostile-report.docx"] = filled(to_data(month.report()), HOSTILE["markup"] + HOSTILE["control"])
    for name, text in HOSTILE.items():
        if name != "long":
            made[f"{name}.docx"] = filled(to_data(samples.notice()), text)
    for name, data in made.items():
        (folder / name).write_bytes(make(data))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    arguments = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *made]
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603  our own files
    return {name: _text_of(folder / Path(name).with_suffix(".pdf").name) for name in made}


def _text_of(file: Path) -> str:
    reader = [str(shutil.which("pdftotext")), "-layout", str(file), "-"]
    ran = subprocess.run(reader, check=True, capture_output=True, timeout=30)  # noqa: S603  our own file
    return " ".join(ran.stdout.decode().split())


@OFFICE
def test_the_office_prints_the_invitation(printed: dict[str, str]) -> None:
    """The country's name stands on one line, and the meeting is told to its end."""
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in printed["letter.docx"]
    assert "Thời gian: Từ 14 giờ 00 phút đến 16 giờ 30 phút" in printed["letter.docx"]
    assert "Hà Trọng Thử" in printed["letter.docx"]


@OFFICE
def test_the_office_prints_the_notice_and_the_list(printed: dict[str, str]) -> None:
    """All six conclusions, the draft's mark, and the last row of the list."""
    assert "6. Các thành viên Tổ công tác gửi báo cáo đúng thời hạn" in printed["notice.docx"]
    assert "DỰ THẢO LẦN 2" in printed["notice.docx"]
    assert "Viễn thông Bắc Kạn" in printed["sheet.xlsx"]


@OFFICE
def test_the_office_prints_the_report_and_the_workbook(printed: dict[str, str]) -> None:
    """To the last row of the last annex, and of the last sheet."""
    assert "V. ĐỀ XUẤT, KIẾN NGHỊ" in printed["report.docx"]
    assert "Bố trí kinh phí thực hiện Đề án" in printed["report.docx"]
    assert "tháng 3/2022 22 18 2 2" in printed["workbook.xlsx"]
    assert "PHỤ LỤC II" in printed["hostile-report.docx"]


@OFFICE
def test_the_office_prints_the_papers_of_a_half_year(printed: dict[str, str]) -> None:
    """To the last annex and the last sheet, also where every text is hostile."""
    assert "V. ĐỀ XUẤT, KIẾN NGHỊ" in printed["half-year.docx"]
    assert "PHỤ LỤC III" in printed["half-year.docx"]
    assert "PHỤ LỤC III" in printed["hostile-half-year.docx"]


@OFFICE
@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "long"])
def test_the_office_opens_a_letter_of_hostile_text(printed: dict[str, str], name: str) -> None:
    """The last sentence is printed, so nothing before it broke the file."""
    assert "tổ chức thực hiện./." in printed[f"{name}.docx"]
