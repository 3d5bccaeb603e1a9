"""Times of meetings as people type them."""

import time as stopwatch
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from taskforce.when import Answer, NeedsDay, NeedsTime, NotUnderstood, When, WhichOne, read_when
from tests.taskforce.charters import HANOI, hanoi

MONDAY = hanoi(2026, 11, 23, 10)
TOMORROW, FRIDAY, XMAS = (2026, 11, 24), (2026, 11, 27), (2026, 12, 25)


def starts(answer: Answer) -> list[datetime]:
    """The beginnings that an answer offers, or gives."""
    if isinstance(answer, When):
        return [answer.starts_at]
    assert isinstance(answer, WhichOne), answer
    return [choice.starts_at for choice in answer.choices]


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        ("14h ngày 25/12", hanoi(*XMAS, 14)),
        ("14h00 25/12", hanoi(*XMAS, 14)),
        ("14:30 25-12", hanoi(*XMAS, 14, 30)),
        ("14g30 25.12.2026", hanoi(*XMAS, 14, 30)),
        ("25/12/26 8h", hanoi(*XMAS, 8)),
        ("25 / 12 lúc 8 giờ", hanoi(*XMAS, 8)),
        ("08 giờ 00 phút, ngày 25 tháng 12 năm 2026", hanoi(*XMAS, 8)),
        ("Thứ Sáu (25/12/2026), 7h30", hanoi(*XMAS, 7, 30)),
        ("14h 25 tháng 12", hanoi(*XMAS, 14)),
        ("14h 30 25/12", hanoi(*XMAS, 14, 30)),
        ("8h ngày 25", hanoi(2026, 11, 25, 8)),
        ("8h ngày 5 tháng sau", hanoi(2026, 12, 5, 8)),
        ("8h30 mai", hanoi(*TOMORROW, 8, 30)),
        ("họp giao ban vào lúc 8 giờ 30 sáng ngày mai", hanoi(*TOMORROW, 8, 30)),
        ("8 giờ rưỡi mai", hanoi(*TOMORROW, 8, 30)),
        ("8 rưỡi mai", hanoi(*TOMORROW, 8, 30)),
        ("9h kém 15 sáng mai", hanoi(*TOMORROW, 8, 45)),
        ("mười một giờ rưỡi mai", hanoi(*TOMORROW, 11, 30)),
        ("bảy giờ sáng mai", hanoi(*TOMORROW, 7)),
        ("2h chiều mai", hanoi(*TOMORROW, 14)),
        ("2 giờ 15 phút chiều mai", hanoi(*TOMORROW, 14, 15)),
        ("chiều mai 2h", hanoi(*TOMORROW, 14)),
        ("7h tối nay", hanoi(2026, 11, 23, 19)),
        ("7h toi mai", hanoi(*TOMORROW, 19)),
        ("12h trưa mai", hanoi(*TOMORROW, 12)),
        ("1h trưa mai", hanoi(*TOMORROW, 13)),
        ("8h sang mai", hanoi(*TOMORROW, 8)),
        ("chuyển sang 14h mai", hanoi(*TOMORROW, 14)),
        ("14h ngày kia", hanoi(2026, 11, 25, 14)),
        ("mốt 8h", hanoi(2026, 11, 25, 8)),
        ("hôm nay 14h", hanoi(2026, 11, 23, 14)),
        ("8h T6", hanoi(*FRIDAY, 8)),
        ("8h thứ 6", hanoi(*FRIDAY, 8)),
        ("thu sau 8h", hanoi(*FRIDAY, 8)),
        ("thứ Sáu tuần này 8h", hanoi(*FRIDAY, 8)),
        ("thứ 6 - 27/11 8h", hanoi(*FRIDAY, 8)),
        ("8h CN", hanoi(2026, 11, 29, 8)),
        ("8h Chủ nhật", hanoi(2026, 11, 29, 8)),
        ("9h sáng thứ Hai", hanoi(2026, 11, 30, 9)),  # today's 9 o'clock has passed
        ("8h thứ Hai tuần sau", hanoi(2026, 11, 30, 8)),
        ("tuần tới, thứ bảy, 8h", hanoi(2026, 12, 5, 8)),
        ("14h thu hai tuan toi", hanoi(2026, 11, 30, 14)),
        ("2pm tomorrow", hanoi(*TOMORROW, 14)),
        ("2:30 pm 25 Dec", hanoi(*XMAS, 14, 30)),
        ("at 14:30 on Dec 25, 2026", hanoi(*XMAS, 14, 30)),
        ("noon tomorrow", hanoi(*TOMORROW, 12)),
        ("tonight 8pm", hanoi(2026, 11, 23, 20)),
        ("8h next Monday", hanoi(2026, 11, 30, 8)),
        ("this Friday at 8 am", hanoi(*FRIDAY, 8)),
        ("2026-12-25 14:00", hanoi(*XMAS, 14)),
        ("2026-12-25T05:00", hanoi(*XMAS, 5)),
    ],
)
def test_a_time_with_one_meaning(text: str, starts_at: datetime) -> None:
    """Any usual spelling is read, composed or not, in any case."""
    for written in (text, unicodedata.normalize("NFD", text), text.upper()):
        assert read_when(written, MONDAY) == When(starts_at), written


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("14h-16h30 mai", time(14), time(16, 30)),
        ("từ 14h đến 16h ngày mai", time(14), time(16)),
        ("14h00 – 16h00 mai", time(14), time(16)),
        ("14h tới 16h mai", time(14), time(16)),
        ("8-10h mai", time(8), time(10)),
        ("2-4pm tomorrow", time(14), time(16)),
        ("2h-4h chiều mai", time(14), time(16)),
        ("8h sáng đến 2h chiều mai", time(8), time(14)),
        ("chiều mai 2h-5h", time(14), time(17)),
        ("8h-2h mai", time(8), time(14)),
        ("7h tối tới 9h mai", time(19), time(21)),
    ],
)
def test_from_and_to(text: str, begin: time, end: time) -> None:
    """An end is on the same day, after the beginning."""
    day = date(*TOMORROW)
    assert read_when(text, MONDAY) == When(datetime.combine(day, begin, HANOI), datetime.combine(day, end, HANOI))


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("5h ngày 25/12", [hanoi(*XMAS, 5), hanoi(*XMAS, 17)]),
        ("14h thứ Hai", [hanoi(2026, 11, 23, 14), hanoi(2026, 11, 30, 14)]),
        ("thứ Hai", [hanoi(2026, 11, 23, 14), hanoi(2026, 11, 30, 8), hanoi(2026, 11, 30, 14)]),
        ("8h thứ Sáu tới", [hanoi(*FRIDAY, 8), hanoi(2026, 12, 4, 8)]),
        ("8am next Friday", [hanoi(*FRIDAY, 8), hanoi(2026, 12, 4, 8)]),
        ("8h 3/1", [hanoi(2027, 1, 3, 8)]),  # next year's is never taken silently
        ("3/1", [hanoi(2027, 1, 3, 8), hanoi(2027, 1, 3, 14)]),
        ("8h ngày 5", [hanoi(2026, 12, 5, 8)]),  # nor next month's
    ],
)
def test_two_meanings_are_asked(text: str, choices: list[datetime]) -> None:
    """What can mean two things is offered, never guessed; so is the one reading that leaves this year or month."""
    answer = read_when(text, MONDAY)
    assert isinstance(answer, WhichOne)
    assert starts(answer) == choices


def test_an_ambiguous_span_is_asked_whole() -> None:
    """Three to eight is at dawn or in the afternoon, each with its own end."""
    answer = read_when("3h-8h mai", MONDAY)
    assert isinstance(answer, WhichOne)
    assert [(one.starts_at.hour, one.ends_at and one.ends_at.hour) for one in answer.choices] == [(3, 8), (15, 20)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mai", NeedsTime(date(*TOMORROW), (time(8), time(14)))),
        ("25/12", NeedsTime(date(*XMAS), (time(8), time(14)))),
        ("sáng thứ Hai tuần sau", NeedsTime(date(2026, 11, 30), (time(8),))),
        ("chiều mai", NeedsTime(date(*TOMORROW), (time(14),))),
        ("hôm nay", NeedsTime(date(2026, 11, 23), (time(14),))),
        ("sáng nay", NeedsTime(date(2026, 11, 23))),
        ("8h", NeedsDay(time(8))),
        ("5h", NeedsDay(time(5))),
        ("2h chiều", NeedsDay(time(14))),
        ("8h-11h", NeedsDay(time(8), time(11))),
    ],
)
def test_half_a_time_asks_for_the_other_half(text: str, expected: Answer) -> None:
    """A day asks for its clock with the usual ones that are still to come, a clock asks for its day."""
    assert read_when(text, MONDAY) == expected


def test_the_other_half_completes_it() -> None:
    """Both texts read together are the whole time; a preferred day stands in where none is named."""
    assert read_when("sáng thứ Hai tuần sau 8h30", MONDAY) == When(hanoi(2026, 11, 30, 8, 30))
    assert read_when("8h-11h 25/12", MONDAY) == When(hanoi(*XMAS, 8), hanoi(*XMAS, 11))
    assert read_when("8h", MONDAY, prefer=date(*XMAS)) == When(hanoi(*XMAS, 8))
    assert read_when("8h mai", MONDAY, prefer=date(*XMAS)) == When(hanoi(*TOMORROW, 8))
    assert read_when("sáng", MONDAY, prefer=date(*XMAS)) == NeedsTime(date(*XMAS), (time(8),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NotUnderstood("nothing")),
        (" \n", NotUnderstood("nothing")),
        ("8h 31/2", NotUnderstood("no-such-day")),
        ("8h 29/2", NotUnderstood("no-such-day")),
        ("8h 29/2/2027", NotUnderstood("no-such-day")),
        ("12/25", NotUnderstood("no-such-day")),
        ("8h ngày 31", NotUnderstood("no-such-day")),
        ("2026-13-01 14:00", NotUnderstood("no-such-day")),
        ("9h hôm nay", NotUnderstood("past", date(2026, 11, 23))),
        ("8h hôm qua", NotUnderstood("past", date(2026, 11, 22))),
        ("8h 20/11", NotUnderstood("past", date(2026, 11, 20))),
        ("8h 25/12/2025", NotUnderstood("past", date(2025, 12, 25))),
        ("8h 1/1/0001", NotUnderstood("past", date(1, 1, 1))),
        ("8h 25/12/2028", NotUnderstood("too-far", date(2028, 12, 25))),
        ("8h 25/12/9999", NotUnderstood("too-far", date(9999, 12, 25))),
        ("thứ Hai 25/12", NotUnderstood("weekday-mismatch", date(*XMAS))),
        ("mai thứ Sáu 8h", NotUnderstood("weekday-mismatch", date(*TOMORROW))),
        ("thứ Sáu tuần sau 25/12", NotUnderstood("weekday-mismatch", date(*XMAS))),
    ],
)
def test_what_cannot_be(text: str, expected: NotUnderstood) -> None:
    """A day that does not exist, is past, too far or another weekday is refused with its reason."""
    assert read_when(text, MONDAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "đầu tháng", "cuối tháng 8h", "8h tuần sau", "trước 14h mai", "sau 14h mai", "8h hoặc 14h mai", "14h 25-26/12",
        "không phải 8h mai", "8h mai 25/12", "14h sáng mai", "16h-14h mai", "25h mai", "8h75 mai", "8h5 mai", "sáng",
        "8h30-11h30, 14h-17h mai", "25/12/202 8h", "14h thu hai toi", "mùng 5 tháng Giêng", "99999999", "8h mai " * 60,
    ],
)  # fmt: skip
def test_what_is_left_over_is_not_passed_over(text: str) -> None:
    """A text of which a word or figure was not understood is not understood."""
    assert read_when(text, MONDAY) == NotUnderstood("unreadable")


def test_a_leap_day_to_come_is_offered() -> None:
    """29/2 without a year is next year's where that has one, and has to be confirmed."""
    assert starts(read_when("8h 29/2", hanoi(2027, 11, 1))) == [hanoi(2028, 2, 29, 8)]
    assert read_when("8h 29/2", hanoi(2028, 11, 1)) == NotUnderstood("past", date(2028, 2, 29))


def test_this_very_minute_is_past() -> None:
    """A meeting begins after now."""
    assert read_when("10h hôm nay", MONDAY) == NotUnderstood("past", MONDAY.date())
    assert read_when("10h hôm nay", MONDAY - timedelta(seconds=1)) == When(MONDAY)


def test_the_zone_is_the_readers() -> None:
    """Clock times are those of the zone of ``now``, also on the day its clocks change."""
    berlin = ZoneInfo("Europe/Berlin")
    saturday = datetime(2026, 3, 28, 9, tzinfo=berlin)
    assert starts(read_when("mai 2h30 sáng", saturday)) == [datetime(2026, 3, 29, 3, 30, tzinfo=berlin)]
    assert starts(read_when("mai 8h", saturday)) == [datetime(2026, 3, 29, 8, tzinfo=berlin)]


def test_a_hostile_text_takes_no_time() -> None:
    """The longest text that is read at all takes milliseconds, whatever it repeats."""
    began = stopwatch.perf_counter()
    for piece in ("8h ", "1-", "1 / ", "8 giờ ", "thu ", "- ", "25 thang ", "2h - ", "8h30 den ", "a.m "):
        read_when((piece * 200)[:200], MONDAY)
    assert stopwatch.perf_counter() - began < 20
