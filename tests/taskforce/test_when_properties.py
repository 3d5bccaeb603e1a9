"""What holds for every time of a meeting, and for every text."""

import unicodedata
from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taskforce.when import NeedsDay, NeedsTime, NotUnderstood, When, WhichOne, read_when
from tests.taskforce.charters import HANOI

NOWS = st.datetimes(datetime(2022, 1, 1), datetime(2030, 12, 31), timezones=st.just(HANOI))  # noqa: DTZ001
AHEAD = st.integers(1, 360)
HOURS = st.integers(7, 23)
MINUTES = st.integers(0, 59)
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SPELLINGS = (
    "{h}h{m:02} ngày {d}/{mo}/{y}",
    "{h}h{m:02}, {w}, ngày {d:02}/{mo:02}/{y}",
    "{h:02} giờ {m:02} phút, ngày {d} tháng {mo} năm {y}",
    "{d}.{mo}.{y} {h}:{m:02}",
    "{w} {d}-{mo}-{y} lúc {h} giờ {m:02}",
    "{y}-{mo:02}-{d:02} {h:02}:{m:02}",
    "{y}-{mo:02}-{d:02}T{h:02}:{m:02}",
)
WORDS = (
    "8h 14h30 2h 5 giờ rưỡi kém 15 : 00 - đến tới tối toi chiều sáng sang trưa am pm ngày 25 31 29/2 25/12 3/1 /2026 "
    "12/25 tháng 2 năm 0000 9999 mai nay hôm mốt kia qua thứ hai tư sáu 7 t2 cn chủ nhật tuần này sau nữa next this "
    "friday dec 25th tomorrow 2026-12-25 t14:00 § ñ 00h 24h 99 , . ( ) ß İ ٣"
)
PIECES = st.sampled_from(WORDS.split())


@given(NOWS, AHEAD, HOURS, MINUTES, st.sampled_from(SPELLINGS), st.sampled_from(["NFC", "NFD"]))
def test_a_written_moment_is_read_back(
    now: datetime, ahead: int, hour: int, minute: int, spelling: str, form: str
) -> None:
    """Every official spelling of a moment within a year is that moment."""
    day = now.date() + timedelta(days=ahead)
    text = spelling.format(h=hour, m=minute, d=day.day, mo=day.month, y=day.year, w=WEEKDAYS[day.weekday()])
    expected = When(datetime.combine(day, time(hour, minute), HANOI))
    assert read_when(unicodedata.normalize(form, text), now) == expected


@given(NOWS, AHEAD, st.integers(0, 23), MINUTES)
def test_no_hour_is_guessed(now: datetime, ahead: int, hour: int, minute: int) -> None:
    """A clock time is what was written; where it can be the afternoon too, both are offered."""
    day = now.date() + timedelta(days=ahead)
    answer = read_when(f"{hour}h{minute:02} {day:%d/%m/%Y}", now)
    choices = answer.choices if isinstance(answer, WhichOne) else (answer,)
    hours = [one.starts_at.hour for one in choices if isinstance(one, When)]
    assert hours == ([hour, hour + 12] if 1 <= hour <= 6 else [hour])


@given(NOWS, AHEAD, st.integers(0, 6))
def test_a_weekday_is_kept(now: datetime, ahead: int, weekday: int) -> None:
    """A date with a weekday is read exactly when it falls on it."""
    day = now.date() + timedelta(days=ahead)
    answer = read_when(f"14h {WEEKDAYS[weekday]} {day:%d/%m/%Y}", now)
    if weekday == day.weekday():
        assert answer == When(datetime.combine(day, time(14), HANOI))
    else:
        assert answer == NotUnderstood("weekday-mismatch", day)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=8).map(" ".join), NOWS)
def test_any_text_has_an_answer_and_none_is_past(text: str, now: datetime) -> None:
    """Nothing raises; every moment offered is after now and within a year, choices differ and are in order."""
    answer = read_when(text, now)
    if isinstance(answer, NotUnderstood | NeedsDay):
        return
    if isinstance(answer, NeedsTime):
        assert answer.day >= now.date()
        return
    moments = answer.choices if isinstance(answer, WhichOne) else (answer,)
    assert moments
    begins = [one.starts_at for one in moments]
    assert begins == sorted(set(begins))
    for one in moments:
        assert now < one.starts_at < now + timedelta(days=368)
        assert one.ends_at is None or one.starts_at < one.ends_at < one.starts_at + timedelta(days=1)
