"""Deadlines as plans word them: every known phrase has its one meaning, and nothing is guessed."""

import unicodedata
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.deadlines import OPEN_END, Deadline, Recurring, Rhythm, read_deadline, read_deadlines
from taskforce.plan import UNSTATED
from taskforce.vietnamese import fold


def window(first: str, last: str = "") -> Deadline:
    return Deadline(date.fromisoformat(first), date.fromisoformat(last) if last else None)


def until(last: str) -> Deadline:
    return Deadline(None, date.fromisoformat(last))


def rhythm(every: Rhythm, last_day: int | None = None, months: tuple[int, ...] = ()) -> Deadline:
    return Deadline(recurring=Recurring(every, last_day, months))


KNOWN = {
    "Trong tháng 3 năm 2022": window("2022-03-01", "2022-03-31"),
    "Trong tháng 2 và 3 năm 2022": window("2022-02-01", "2022-03-31"),
    "Trong tháng 01 năm 2023": window("2023-01-01", "2023-01-31"),
    "Trong Quý II năm 2022": window("2022-04-01", "2022-06-30"),
    "trong Quý I năm 2022": window("2022-01-01", "2022-03-31"),
    "bắt đầu từ quý II năm 2022": window("2022-04-01"),
    "Trong năm 2022": window("2022-01-01", "2022-12-31"),
    "Thực hiện thường xuyên": rhythm(Rhythm.STANDING),
    "từ ngày 01/6/2022 (cấp tỉnh) ...": Deadline(date(2022, 6, 1), scope="cap tinh"),
    "cấp xã từ ngày 01/6/2023": Deadline(date(2023, 6, 1), scope="cap xa"),
    "Bộ phận một cửa cấp huyện: từ ngày 01/12/2022": Deadline(date(2022, 12, 1), scope="bo phan mot cua cap huyen"),
    "Giai đoạn 2023 - 2025": window("2023-01-01", "2025-12-31"),
    "Giai đoạn năm 2022 - 2023": window("2022-01-01", "2023-12-31"),
    "Năm 2023 và những năm tiếp theo": window("2023-01-01"),
    "trước ngày 15 hằng tháng": rhythm(Rhythm.MONTH, 14),
    "trước ngày 15 hằng tháng / hàng tháng": rhythm(Rhythm.MONTH, 14),
    "hàng tháng": rhythm(Rhythm.MONTH),
    "trước ngày 18 hàng tháng": rhythm(Rhythm.MONTH, 17),
    "trước ngày 22 hàng tháng": rhythm(Rhythm.MONTH, 21),
    "trước ngày 10 hàng tháng": rhythm(Rhythm.MONTH, 9),
    "01 tháng/01 lần": rhythm(Rhythm.MONTH),
    "một quý một lần": rhythm(Rhythm.QUARTER),
    "hằng quý": rhythm(Rhythm.QUARTER),
    "một quý một lần / hằng quý": rhythm(Rhythm.QUARTER),
    "sơ kết 06 tháng": rhythm(Rhythm.HALF_YEAR, months=(6, 7)),
    "tổng kết cuối năm": rhythm(Rhythm.YEAR, months=(12,)),
    "trước ít nhất 02 ngày làm việc": Deadline(working_days_before=2),
    "chậm nhất 02 ngày làm việc trước khi tổ chức họp": Deadline(working_days_before=2),
    "(không nêu hạn)": rhythm(Rhythm.UNSTATED),
}
ALSO = {
    "31/3/2022": until("2022-03-31"),
    "2022-03-31": until("2022-03-31"),
    "ngày 31 tháng 3 năm 2022": until("2022-03-31"),
    "Hoàn thành trước ngày 30/6/2022": until("2022-06-29"),
    "trước tháng 6 năm 2022": until("2022-05-31"),
    "đến hết quý II/2022": until("2022-06-30"),
    "chậm nhất ngày 25/12/2022": until("2022-12-25"),
    "Thời gian hoàn thành: Trong tháng 9/2022.": window("2022-09-01", "2022-09-30"),
    "- Tháng 4, 5 năm 2022": window("2022-04-01", "2022-05-31"),
    "từ tháng 3 đến hết tháng 5 năm 2022": window("2022-03-01", "2022-05-31"),
    "từ ngày 15/3/2022 đến ngày 15/4/2022": window("2022-03-15", "2022-04-15"),
    "6 tháng đầu năm 2022": window("2022-01-01", "2022-06-30"),
    "Quý III - IV năm 2022": window("2022-07-01", "2022-12-31"),
    "hằng tháng, trước ngày 20": rhythm(Rhythm.MONTH, 19),
    "ngày 20 hàng tháng": rhythm(Rhythm.MONTH, 20),
    "Hằng tuần": rhythm(Rhythm.WEEK),
    "Hằng năm": rhythm(Rhythm.YEAR),
}
NOTHING = [
    "",
    "đột xuất",
    "kịp thời",
    "khi cần thiết",
    "đột xuất / kịp thời / khi cần thiết",
    "Trong tháng M năm Y (quá khứ)",
    "Trong tháng 3",
    "15/4",
    "Trong tháng 13 năm 2022",
    "31/2/2022",
    "cuối năm 2022",
    "đến năm 2025",  # with 2025, or without it?
    "đến tháng 6 năm 2022",
    "tháng 2 và 5 năm 2022",  # two months with others between them
    "tháng 2 và quý 3 năm 2022",
    "trước ngày 01 hàng tháng",  # in the month before
    "Giai đoạn 2025 - 2023",
    "không thực hiện trong tháng 3 năm 2022",
    "Trong tháng 3 năm 2022 hoặc tháng 4 năm 2022",
    "02 ngày làm việc",
    "2022",
]


@pytest.mark.parametrize(("text", "meaning"), [*KNOWN.items(), *ALSO.items()])
def test_a_known_phrase_has_its_meaning(text: str, meaning: Deadline) -> None:
    """As plans and regulations write it, and as it is written without accents, in capitals or in pieces (NFD)."""
    for spelling in (text, text.upper(), unicodedata.normalize("NFD", text), f"  {text} "):
        assert read_deadline(spelling) == meaning
    if "/" not in text and "-" not in text and "(" not in text:
        assert read_deadline(fold(text)) == meaning


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    """A person has to say."""
    assert read_deadline(text) is None


def test_a_cell_with_several_deadlines_gives_each_and_none() -> None:
    """Two levels, or two phases: all are told, no one is taken for the whole."""
    levels = "từ ngày 01/6/2022 (cấp tỉnh) ...; cấp xã từ ngày 01/6/2023"
    assert read_deadlines(levels) == (
        Deadline(date(2022, 6, 1), scope="cap tinh"),
        Deadline(date(2023, 6, 1), scope="cap xa"),
    )
    phases = "trong Quý I năm 2022 / bắt đầu từ quý II năm 2022"
    assert read_deadlines(phases) == (window("2022-01-01", "2022-03-31"), window("2022-04-01"))
    assert read_deadlines("Giai đoạn 2023 - 2025 / Giai đoạn năm 2022 - 2023") == (
        window("2023-01-01", "2025-12-31"),
        window("2022-01-01", "2023-12-31"),
    )
    assert read_deadline(levels) is read_deadline(phases) is None
    assert read_deadlines("Trong tháng 3 năm 2022; khi cần thiết") == ()


def test_a_year_is_taken_from_today_only_when_it_is_given() -> None:
    """Somebody who answers means this year; a file does not say which."""
    assert read_deadline("Trong tháng 3", 2022) == window("2022-03-01", "2022-03-31")
    assert read_deadline("trước ngày 15/4", 2022) == until("2022-04-14")
    assert read_deadline("29/2", 2022) is None
    assert read_deadline("Trong tháng 3 năm 2023", 2022) == window("2023-03-01", "2023-03-31")


def test_a_rhythm_says_what_it_leaves_open() -> None:
    """A quarter without a day has to be settled; a month is asked every month anyway."""
    assert Recurring(Rhythm.QUARTER).needs_day
    assert not Recurring(Rhythm.MONTH).needs_day
    assert rhythm(Rhythm.MONTH, 14).recurring_words == "hằng tháng, chậm nhất ngày 14"
    assert rhythm(Rhythm.UNSTATED).recurring_words == UNSTATED
    assert window("2022-06-01").recurring_words == OPEN_END
    assert window("2022-06-01", "2022-06-30").recurring_words == ""


# Properties

MONTHS = st.tuples(st.integers(1950, 2098), st.integers(1, 12))
DAYS = st.dates(date(1950, 1, 2), date(2098, 12, 31))


@st.composite
def canonical(draw: st.DrawFn) -> tuple[str, Deadline]:
    """A phrase as plans write it, and what it says."""
    year, month = draw(MONTHS)
    zeros = draw(st.sampled_from(["", "0"])) if month < 10 else ""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    quarter = (month - 1) // 3 + 1
    q_first, q_last = date(year, 3 * quarter - 2, 1), date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])
    roman = ("I", "II", "III", "IV")[quarter - 1]
    day = draw(DAYS)
    written = draw(st.sampled_from([f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}"]))
    in_month = draw(st.integers(2, 31))
    phrases = [
        (f"Trong tháng {zeros}{month} năm {year}", Deadline(first, last)),
        (f"Tháng {zeros}{month}/{year}", Deadline(first, last)),
        (f"Trong Quý {roman} năm {year}", Deadline(q_first, q_last)),
        (f"Quý {quarter}/{year}", Deadline(q_first, q_last)),
        (f"Bắt đầu từ quý {roman} năm {year}", Deadline(q_first)),
        (f"Trong năm {year}", Deadline(date(year, 1, 1), date(year, 12, 31))),
        (f"Giai đoạn {year} - {year + 1}", Deadline(date(year, 1, 1), date(year + 1, 12, 31))),
        (f"Năm {year} và những năm tiếp theo", Deadline(date(year, 1, 1))),
        (f"từ ngày {written}", Deadline(day)),
        (f"chậm nhất ngày {written}", Deadline(None, day)),
        (f"trước ngày {written}", Deadline(None, day - timedelta(days=1))),
        (f"trước ngày {in_month} hằng tháng", rhythm(Rhythm.MONTH, in_month - 1)),
    ]
    return draw(st.sampled_from(phrases))


@given(canonical(), st.sampled_from([str, str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)]))
def test_a_canonical_phrase_comes_back(written: tuple[str, Deadline], spell: object) -> None:
    """Whatever the month, quarter, year or day, however it is spelled."""
    text, meaning = written
    assert callable(spell)
    assert read_deadline(spell(text)) == meaning


VOCABULARY = (
    "trong tháng quý năm ngày trước sau từ đến hết và những tiếp theo hằng 2022 2025 3 13 31 I IV / - ; , ( ) cấp tỉnh"
    " 31/2/2022 30/6/2022 thường xuyên giai đoạn chậm nhất lần làm việc bắt đầu 0 99"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=10).map(" ".join)), st.none() | st.integers(0, 9999))
def test_anything_is_read_or_left(text: str, year: int | None) -> None:
    """It never raises, a window never ends before it begins, and what is read says something."""
    for found in read_deadlines(text, year):
        assert found != Deadline()
        if found.due_from is not None and found.due_to is not None:
            assert found.due_from <= found.due_to
        assert found.recurring is None or (found.due_from is None and found.due_to is None)
