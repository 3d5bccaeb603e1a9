"""Pasted conclusions: items, units, last days."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter.expressions import add_months
from taskforce.numbered import Conclusion, read_conclusion, read_list
from taskforce.vietnamese import NameIndex

POLICE, TELECOM, HEALTH, JUSTICE, LABOUR, TRANSPORT, DISTRICTS, OFFICE, BA_BE, BA_BE_TOO = range(10)
NAMES = (
    ("Công an tỉnh", "CA tỉnh"),
    ("Sở Thông tin và Truyền thông", "Sở TTTT"),
    ("Sở Y tế", "Sở YT"),
    ("Sở Tư pháp", "STP"),
    ("Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH"),
    ("Sở Giao thông vận tải", "Sở GTVT"),
    ("UBND các huyện, thành phố", ""),
    ("Văn phòng UBND tỉnh", "VP UBND"),
    ("UBND huyện Ba Bể", ""),
    ("UBND huyện Bà Bê", ""),
)
UNITS: NameIndex[int] = NameIndex(enumerate(NAMES))
TODAY = date(2022, 3, 15)


def read(text: str, today: date = TODAY) -> Conclusion:
    """The conclusion, of which the text is always kept."""
    conclusion = read_conclusion(text, UNITS, today)
    assert conclusion.text == text.strip()
    return conclusion


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. A\n2. B", ("A", "B")),
        ("1) A\n2) B", ("A", "B")),
        ("1/ A\n2/ B", ("A", "B")),
        ("(1) A\n(2) B", ("A", "B")),
        ("1.Giao A\n2.Giao B", ("Giao A", "Giao B")),
        ("- A\n- B", ("A", "B")),
        ("• A\n•B", ("A", "B")),
        ("-Giao A\n-Giao B", ("Giao A", "Giao B")),
        ("a) A\nb) B", ("A", "B")),
        ("Một là, A\nHai là B\nBa là: C", ("A", "B", "C")),
        ("I. Giao A\nII. Giao B", ("Giao A", "Giao B")),
        ("A\n\n  B  ", ("A", "B")),
        ("1. A\n3. C", ("A", "C")),
        ("1. A\ntiếp theo\n- ý nhỏ\n2. B", ("A tiếp theo - ý nhỏ", "B")),
        ("Kết luận:\n1. A\n2. B", ("A", "B")),
        ("I. KẾT QUẢ\n1. A\n2. B\nII. NHIỆM VỤ\n1. C", ("A", "B", "C")),
        ("Thống nhất chủ trương\n1. A", ("Thống nhất chủ trương", "A")),
        ("1. Đến năm\n2022. hết\n2. B", ("Đến năm 2022. hết", "B")),
        ("1.234 hồ sơ\n1/4/2022 báo cáo", ("1.234 hồ sơ", "1/4/2022 báo cáo")),
        ("Nhiệm vụ là: A\nB", ("Nhiệm vụ là: A", "B")),
        ("", ()),
        (" \n ", ()),
    ],
)
def test_a_list_becomes_items(text: str, items: tuple[str, ...]) -> None:
    """Marks begin items, other lines belong to the item before them, figures in a sentence are no marks."""
    assert read_list(text) == items


@given(st.lists(st.from_regex(r"[A-Z][a-z ]{0,20}[a-z]", fullmatch=True), min_size=1, max_size=12), st.data())
def test_items_written_with_marks_are_read_back(items: list[str], data: st.DataObject) -> None:
    """A list in any of the usual marks is the list that was written."""
    mark = data.draw(st.sampled_from(["{}. ", "{}) ", "{}/ ", "({}) ", "- ", "• ", "+ ", "{} - "]))
    text = "\n".join(mark.format(number) + item for number, item in enumerate(items, start=1))
    assert read_list(text) == tuple(" ".join(item.split()) for item in items)


@pytest.mark.parametrize(
    ("text", "lead", "with_"),
    [
        ("Rà soát (Công an tỉnh chủ trì, Sở Thông tin và Truyền thông phối hợp)", (POLICE,), (TELECOM,)),
        ("Giao Sở Y tế báo cáo Bộ Y tế", (HEALTH,), ()),
        ("Giao Công an tỉnh chủ trì, phối hợp với Sở Tư pháp rà soát", (POLICE,), (JUSTICE,)),
        ("Công an tỉnh chủ trì, phối hợp với STP, Sở TTTT và các đơn vị liên quan", (POLICE,), (JUSTICE, TELECOM)),
        ("Giao Sở Y tế, Sở Tư pháp và Sở GTVT rà soát", (HEALTH, JUSTICE, TRANSPORT), ()),
        ("Đề nghị UBND các huyện, thành phố và Công an tỉnh rà soát", (DISTRICTS, POLICE), ()),
        ("Giao Giám đốc Công an tỉnh báo cáo", (POLICE,), ()),
        ("giao cong an tinh chu tri, so tu phap phoi hop", (POLICE,), (JUSTICE,)),
        ("Đơn vị chủ trì: Sở GTVT; đơn vị phối hợp: Sở Y tế, Sở Tư pháp", (TRANSPORT,), (HEALTH, JUSTICE)),
        ("Sở Tư pháp là đơn vị chủ trì", (JUSTICE,), ()),
        ("Sở Y tế: hoàn thành kế hoạch", (HEALTH,), ()),
        ("Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp Sở Y tế chi trả", (LABOUR,), (HEALTH,)),
        ("Cơ quan thực hiện: Công an tỉnh phối hợp với các sở, ban, ngành liên quan", (POLICE,), ()),
        ("Dự thảo do Sở Tư pháp chủ trì soạn thảo", (JUSTICE,), ()),
        ("Triển khai trên địa bàn tỉnh", (), ()),
    ],
)
def test_who_leads_and_who_coordinates(text: str, lead: tuple[int, ...], with_: tuple[int, ...]) -> None:
    """Units are read where the words of duty stand beside them, by full or short name."""
    conclusion = read(text)
    assert (conclusion.lead, conclusion.with_, conclusion.unclear) == (lead, with_, ())


@pytest.mark.parametrize(
    ("text", "lead", "with_", "unclear"),
    [
        ("Sở Y tế khẩn trương rà soát", (), (), ("Sở Y tế",)),
        ("Công an tỉnh được giao nhiệm vụ này", (), (), ("Công an tỉnh",)),
        ("Rà soát hồ sơ (Sở Y tế)", (), (), ("Sở Y tế",)),
        ("Giao UBND huyện Ba Be báo cáo", (), (), ("UBND huyện Ba Be",)),
        ("Giao Hội Nông dân tỉnh chủ trì, Sở Y tế phối hợp", (), (HEALTH,), ("Hội Nông dân tỉnh",)),
        ("Giao các sở, ban, ngành, địa phương rà soát", (), (), ("các sở, ban, ngành, địa phương",)),
        (
            "Giao Sở Y tế phối hợp với Sở Tư pháp, Công an tỉnh chủ trì",
            (),
            (),
            ("Sở Y tế", "Sở Tư pháp", "Công an tỉnh"),
        ),
    ],
)
def test_who_is_not_certain_is_asked(
    text: str, lead: tuple[int, ...], with_: tuple[int, ...], unclear: tuple[str, ...]
) -> None:
    """Unknown, ambiguous, merely mentioned or doubly claimed units are named as written, not taken."""
    conclusion = read(text)
    assert (conclusion.lead, conclusion.with_, conclusion.unclear) == (lead, with_, unclear)


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("hạn 30/4/2022", date(2022, 4, 30)),
        ("hạn: 30-4", date(2022, 4, 30)),
        ("thời hạn: 30.4.22", date(2022, 4, 30)),
        ("trước ngày 20/4/2022", date(2022, 4, 19)),
        ("trước 01/5", date(2022, 4, 30)),
        ("chậm nhất ngày 20/4", date(2022, 4, 20)),
        ("chậm nhất là ngày 20 tháng 4 năm 2022", date(2022, 4, 20)),
        ("hoàn thành trong tháng 4/2022", date(2022, 4, 30)),
        ("Trong tháng 02 năm 2024", date(2024, 2, 29)),
        ("Trong tháng 3 năm 2022", date(2022, 3, 31)),
        ("Trong tháng 2 và 3 năm 2022", date(2022, 3, 31)),
        ("trước tháng 5/2022", date(2022, 4, 30)),
        ("trong quý II", date(2022, 6, 30)),
        ("Trong Quý II năm 2022", date(2022, 6, 30)),
        ("trong quý 4/2022", date(2022, 12, 31)),
        ("trước quý III", date(2022, 6, 30)),
        ("Trong năm 2022", date(2022, 12, 31)),
        ("trong ngày 15/3", date(2022, 3, 15)),
        ("báo cáo kết quả trước ngày 30/4/2022", date(2022, 4, 29)),
        ("báo cáo kết quả hạn 30/4", date(2022, 4, 30)),
        ("trước 17h00 ngày 15/4/2022", date(2022, 4, 15)),
        ("chậm nhất 16 giờ 30 phút ngày 20/4", date(2022, 4, 20)),
    ],
)
def test_the_last_day(phrase: str, due: date) -> None:
    """Each way to write a deadline names its last day, wherever it stands in the sentence."""
    for text in (
        phrase,
        f"Rà soát dữ liệu, {phrase}.",
        f"Rà soát dữ liệu ({phrase})",
        f"Giao Sở Y tế {phrase} báo cáo",
    ):
        conclusion = read(text)
        assert (conclusion.due, conclusion.unclear) == (due, ()), text


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("báo cáo trước ngày 18 hằng tháng", ("trước ngày 18 hằng tháng",)),
        ("trong 05 ngày làm việc", ("trong 05 ngày làm việc",)),
        ("hạn 31/4", ("hạn 31/4",)),
        ("hạn 1/3/2022", ("hạn 1/3/2022",)),
        ("hạn 1/3", ("hạn 1/3",)),
        ("hoàn thành trong tháng này", ("hoàn thành trong tháng này",)),
        ("trước cuối tháng 4", ("trước cuối tháng 4",)),
        ("trước ngày 10/4, báo cáo chậm nhất ngày 15/4", ("trước ngày 10/4", "chậm nhất ngày 15/4")),
        ("số liệu đến ngày 15/4", ("đến ngày 15/4",)),
        ("Thực hiện Quyết định số 06/QĐ-TTg ngày 06/01/2022 (30/4)", ("30/4",)),
    ],
)
def test_a_day_that_is_not_certain_is_asked(text: str, unclear: tuple[str, ...]) -> None:
    """Past, impossible, recurring, relative, loose and contradicting days are named as written, not taken."""
    conclusion = read(text)
    assert (conclusion.due, conclusion.unclear) == (None, unclear)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện thường xuyên", "Bắt đầu từ quý II năm 2022", "từ ngày 01/6/2022 thực hiện thí điểm", "khi cần thiết",
        "Thực hiện Quyết định số 06/QĐ-TTg ngày 06/01/2022", "Giai đoạn 2023 - 2025", "hồ sơ quá hạn 30/4/2022",
    ],
)  # fmt: skip
def test_no_deadline_is_no_deadline(text: str) -> None:
    """A start, a permanent duty and the date of a document are nobody's last day."""
    assert (read(text).due, read(text).unclear) == (None, ())


def test_the_deadlines_of_the_plan() -> None:
    """Every month and quarter named in the plan of Bắc Kạn ends with the day its table gives."""
    table = Path(__file__).parent / "data" / "bac_kan_plan_tasks.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["deadline_text"].casefold().startswith("trong ")]
    assert rows
    for row in rows:
        due = read(row["deadline_text"], date(2022, 1, 1)).due
        assert due is not None, row["deadline_text"]
        assert due.isoformat() == row["due_to"]


@given(st.dates(TODAY, date(2023, 12, 31)))
def test_before_ends_the_day_before(day: date) -> None:
    """ "Trước ngày" leaves out the day itself, "chậm nhất" does not; a month ends with its last day."""
    assert read(f"chậm nhất ngày {day:%d/%m/%Y}").due == day
    before = read(f"trước ngày {day:%d/%m/%Y}").due
    assert before == (None if day == TODAY else date.fromordinal(day.toordinal() - 1))
    month_end = read(f"trong tháng {day.month}/{day.year}").due
    assert month_end == date.fromordinal(add_months(day.replace(day=1), 1).toordinal() - 1)


PIECES = st.sampled_from(
    ["Giao", "Sở Y tế", "Sở", "Công an tỉnh", "chủ trì", "phối hợp", "với", "và", ",", ";", ":", "(", ")", ".",
     "các sở", "Hội", "hạn", "trước", "ngày", "31/2", "30/4/2022", "0/0/0", "tháng 13", "tháng 12/9999", "năm 0000",
     "quý 9", "ñ", "đơn vị liên quan", "hằng tháng", "trong", "05 ngày", "Giám đốc", "là", "٣", "İ", "ß"]
)  # fmt: skip


@given(st.text(max_size=80) | st.lists(PIECES, max_size=14).map(" ".join))
def test_any_text_is_kept_and_nothing_is_invented(text: str) -> None:
    """Nothing raises; nobody leads and co-ordinates at once; a last day is not past; items hold what was typed."""
    conclusion = read(text)
    assert not set(conclusion.lead) & set(conclusion.with_)
    assert conclusion.due is None or conclusion.due >= TODAY
    assert all(conclusion.unclear)
    assert all(item == item.strip() for item in read_list(text))
