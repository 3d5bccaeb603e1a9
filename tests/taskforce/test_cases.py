"""What is raised: until when it is answered, and which earlier ones are like it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.cases import answer_due, gist, similar
from taskforce.charter import CharterError, load_file
from taskforce.charter.expressions import Duration
from taskforce.workdays import WorkCalendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkCalendar()
BODY = '[body]\nname = "Tổ A"\nregulation = "QC"\nstanding_unit = "VP"\n'
_SAID = "máy quét hỏng kinh phí phần mềm đăng nhập dữ liệu dân cư chưa có của"
WORDS = st.sampled_from(_SAID.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2022; the 4th is a Friday."""
    return datetime(2022, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("raised", "length", "due"),
    [
        (at(1, 9), Duration(4, "h"), at(1, 13)),
        (at(4, 15), Duration(4, "h"), at(7, 10)),
        (at(5, 22), Duration(4, "h"), at(7, 12)),
        (at(3, 9), Duration(2, "wd"), at(7, 17)),
        (at(5, 9), Duration(2, "wd"), at(8, 17)),
        (at(4, 9), Duration(3, "d"), at(7, 17)),
    ],
)
def test_hours_are_working_hours_and_days_end_with_the_working_day(
    raised: datetime, length: Duration, due: datetime
) -> None:
    """What is raised on a Friday afternoon or on a weekend is not overdue on Monday morning."""
    assert answer_due(raised, length, CALENDAR, ZONE) == due


@given(st.integers(0, 24 * 60 * 700), st.integers(1, 40))
def test_there_is_always_time_to_answer(minutes: int, amount: int) -> None:
    """The deadline comes after the moment of raising, and more time never ends sooner."""
    moment = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    for unit in ("h", "wd"):
        due = answer_due(moment, Duration(amount, unit), CALENDAR, ZONE)
        assert due > moment
        assert answer_due(moment, Duration(amount + 1, unit), CALENDAR, ZONE) >= due


def test_accents_and_empty_words_do_not_matter() -> None:
    """Typed without accents it finds the same trouble, and not another that shares one word."""
    earlier = [
        (1, gist("Máy quét mã QR ở bộ phận Một cửa bị hỏng")),
        (2, gist("Máy chủ chưa có bản quyền hệ điều hành")),
        (3, gist("Chưa có kinh phí mua máy quét")),
    ]
    found = similar(gist("may quet ma qr hong roi"), earlier)
    assert [one.id for one in found] == [1, 3]


@given(TEXTS, st.lists(TEXTS, max_size=8))
def test_the_same_text_is_the_most_alike(text: str, others: list[str]) -> None:
    """A text is found again whatever stands beside it, with the highest score there can be."""
    earlier = [(0, gist(text)), *((n, gist(other)) for n, other in enumerate(others, start=1))]
    found = similar(gist(text), earlier)
    assert found[0].score == pytest.approx(1)
    assert 0 in [one.id for one in similar(gist(text), earlier, most=len(earlier))]


@given(TEXTS, st.lists(TEXTS, max_size=8), st.integers(0, 5))
def test_what_is_found_is_ranked_and_shares_words(text: str, others: list[str], most: int) -> None:
    """Never more than asked, best first, scores within 0 and 1, each with a word in common."""
    earlier = [(n, gist(other)) for n, other in enumerate(others)]
    found = similar(gist(text), earlier, most)
    assert len(found) <= most
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert 0 < one.score <= 1
        assert set(gist(text).split()) & set(earlier[one.id][1].split())


@given(st.text(max_size=300))
def test_a_gist_is_a_gist_of_itself(text: str) -> None:
    """Whatever is typed has a gist of plain words, which does not change when taken again."""
    assert gist(gist(text)) == gist(text)


def test_a_charter_says_how_long_there_is() -> None:
    """Two working days and four working hours where it says nothing."""
    plain = load_file(BODY, "a").cases
    assert (str(plain.answer_within), str(plain.urgent_within)) == ("2wd", "4h")
    own = load_file(BODY + '[cases]\nanswer_within = "5wd"\nurgent_within = "1wd"\ncite = "Điều 6"\n', "a").cases
    assert (str(own.within(urgent=False)), str(own.within(urgent=True)), own.cite) == ("5wd", "1wd", "Điều 6")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [('"0h"', 'expected a length of time above zero such as "2wd" or "4h", got "0h"'), ('"mai"', "a length of time")],
)
def test_no_time_at_all_is_refused(value: str, sentence: str) -> None:
    """The error names the key and shows what was expected."""
    with pytest.raises(CharterError) as caught:
        load_file(f"{BODY}[cases]\nurgent_within = {value}\n", "a")
    assert "cases.urgent_within" in str(caught.value)
    assert sentence in str(caught.value)
