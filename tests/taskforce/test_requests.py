"""A report that somebody asks for: its ladder, its questions, its deadline."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskforce.charter import load_preset
from taskforce.forms import problems
from taskforce.reminders import may_disturb
from taskforce.request_deadlines import SOONEST, read_due, read_event, suggested
from taskforce.request_questions import KINDS, Question, form_of, guess, read_options, read_questions
from taskforce.requests import OWN_STREAM, Asked, calendar_of, closes_at, next_label, occurrence_of, report_title
from taskforce.workdays import WorkCalendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CHARTER = load_preset("bac-kan")
CALENDAR = WorkCalendar()
MINUTE = timedelta(minutes=1)
MONDAY = datetime(2022, 3, 14, 9, tzinfo=ZONE)
MOMENTS = st.integers(0, 60 * 24 * 330).map(lambda minutes: datetime(2022, 1, 3, tzinfo=ZONE) + minutes * MINUTE)


def ladder(asked: datetime, due: datetime) -> list[str]:
    """The reminders as "name day hour"."""
    request = Asked(OWN_STREAM, "x", asked, asked, given_due=due)
    return [f"{s.name} {s.at:%d %H:%M}" for s in occurrence_of(CHARTER, request, CALENDAR).stages]


def test_days_have_a_morning_and_a_last_call() -> None:
    """From Monday to Friday: half-way, the last morning, two hours before, and when it is over."""
    assert ladder(MONDAY, MONDAY.replace(day=18, hour=16)) == [
        "opening 14 09:00", "before 16 08:30", "day 18 08:30", "day 18 14:00",
        "overdue 18 16:01", "overdue 21 08:30", "overdue 23 08:30",
    ]  # fmt: skip


def test_hours_have_half_of_them_and_a_last_call() -> None:
    """Within one day there is no morning; an hour is too short for any reminder."""
    assert ladder(MONDAY, MONDAY.replace(hour=16))[:4] == [
        "opening 14 09:00", "day 14 12:30", "day 14 14:00", "overdue 14 16:01",
    ]  # fmt: skip
    assert ladder(MONDAY, MONDAY.replace(hour=10))[:2] == ["opening 14 09:00", "overdue 14 10:01"]


def test_a_deadline_on_a_sunday_is_reminded_of_on_it() -> None:
    """Whoever asks for Sunday wants Sunday worked; the Saturday before stays free."""
    asked = datetime(2022, 3, 11, 18, tzinfo=ZONE)
    assert ladder(asked, datetime(2022, 3, 13, 17, tzinfo=ZONE))[:3] == [
        "opening 11 18:00", "day 13 15:00", "overdue 13 17:01",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(15, 60 * 24 * 40))
def test_the_ladder_is_sane_however_much_time_there_is(asked: datetime, minutes: int) -> None:
    """In order, in working hours, apart, nothing before the deadline after it; then draft, post, end."""
    start = asked
    due = start + timedelta(minutes=minutes)
    found = occurrence_of(CHARTER, Asked(OWN_STREAM, "x", start, start, given_due=due), CALENDAR)
    own = calendar_of(due, CALENDAR, CHARTER.body)
    assert found.stages[0].key == "opening"
    for before, after in zip(found.stages, found.stages[1:], strict=False):
        assert before.at < after.at
        assert may_disturb(after.at, CHARTER.body.quiet_hours, own, ZONE)
        assert (after.name == "overdue") == (after.at > due)
        assert after.name == "overdue" or after.at - before.at >= timedelta(minutes=45)
    assert len({stage.key for stage in found.stages}) == len(found.stages)
    assert found.preview_at is not None
    assert found.summarise_at is not None
    assert due < found.preview_at < found.summarise_at < closes_at(found, own)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(60, 60 * 24 * 20), st.integers(1, 60 * 24 * 20))
def test_the_draft_comes_sooner_when_all_have_answered(asked: datetime, minutes: int, answered: int) -> None:
    """Never later than without, and never before the last answer."""
    start = asked
    due, complete = start + timedelta(minutes=minutes), start + timedelta(minutes=answered)
    plain = occurrence_of(CHARTER, Asked(OWN_STREAM, "x", start, start, given_due=due), CALENDAR)
    done = occurrence_of(CHARTER, Asked(OWN_STREAM, "x", start, start, given_due=due, complete_at=complete), CALENDAR)
    assert done.preview_at is not None
    assert plain.preview_at is not None
    assert min(due, complete) < done.preview_at <= plain.preview_at


def test_another_deadline_has_reminders_of_its_own() -> None:
    """Their keys differ, so what was sent for the old one does not silence the new one."""
    keys = [
        {s.key for s in occurrence_of(CHARTER, Asked("adhoc", "x", MONDAY, MONDAY, given_due=due), CALENDAR).stages}
        for due in (MONDAY.replace(day=18), MONDAY.replace(day=25))
    ]
    assert keys[0] & keys[1] == {"opening"}


def test_without_a_deadline_there_is_no_request() -> None:
    """Neither a person nor the charter names one."""
    with pytest.raises(ValueError, match="has no deadline"):
        occurrence_of(CHARTER, Asked(OWN_STREAM, "x", MONDAY, MONDAY), CALENDAR)


def test_each_request_of_a_day_has_a_name_of_its_own() -> None:
    """The second and third are numbered."""
    day, taken = MONDAY.date(), set[str]()
    for _ in range(3):
        taken.add(next_label(day, taken))
    assert taken == {"2022-03-14", "2022-03-14.2", "2022-03-14.3"}


def test_a_report_is_called_one() -> None:
    """So that a sentence can name it; names keep their capitals."""
    assert report_title("Tình hình dịch tả lợn") == "Báo cáo tình hình dịch tả lợn"
    assert report_title("Quảng Nam sau bão") == "Báo cáo Quảng Nam sau bão"
    assert report_title("báo cáo nhanh bão số 5") == "Báo cáo nhanh bão số 5"


# Questions


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tổng số hồ sơ tồn đọng đến ngày 14/3?", "number"),
        ("Bao nhiêu xã chưa triển khai?", "number"),
        ("Kinh phí đã chi (triệu đồng)", "number"),
        ("So luong can bo", "number"),
        ("Tỷ lệ giải quyết đúng hạn", "percent"),
        ("Đã ban hành kế hoạch chưa?", "yes-no"),
        ("Có phương án khắc phục không?", "yes-no"),
        ("Đã kiểm tra (có/không)", "yes-no"),
        ("Mức độ thiệt hại: nhẹ / trung bình / nặng", "choice"),
        ("Gửi kèm ảnh chụp biên bản", "file"),
        ("Khó khăn, vướng mắc chính", "text"),
        ("Số điện thoại đầu mối", "text"),
        ("So sánh với tháng trước", "text"),
    ],
)
def test_the_words_speak_for_a_kind(text: str, kind: str) -> None:
    """The usual ways of asking, with and without accents."""
    assert guess(text).kind == kind


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_and_can_be_asked(text: str) -> None:
    """Nothing raises; what comes out makes a form that the engine takes."""
    found = read_questions(text)
    assert all(question.kind in KINDS for question in found)
    if found:
        assert problems(form_of("Báo cáo", found).localised("vi")) == ()


def test_options_are_read_between_semicolons_lines_or_commas() -> None:
    """Each once, without marks."""
    assert read_options("Tốt; Khá; Tốt") == ("Tốt", "Khá")
    assert read_options("- Tốt\n- Khá") == ("Tốt", "Khá")
    assert read_options("Tốt, khá, kém") == ("Tốt", "khá", "kém")


def test_an_answer_can_stand_behind_the_question() -> None:
    """A figure's label loses its question mark, a yes-no question keeps it."""
    form = form_of("Báo cáo", [Question("Số hộ nghèo?", "number"), Question("Đã họp chưa?", "yes-no")])
    assert [field.label.vi for field in form.fields] == ["Số hộ nghèo", "Đã họp chưa?"]


# Deadlines


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("16h thứ sáu", ["18 16:00"]),
        ("24h nữa", ["15 09:00"]),
        ("trong 24 giờ", ["15 09:00"]),
        ("3 ngày làm việc", ["17 23:59"]),
        ("trước ngày 18/3", ["17 23:59"]),
        ("trước 16h ngày 18/3", ["18 16:00"]),
        ("hết ngày 18/3", ["18 23:59"]),
        ("sáng mai", ["15 11:30"]),
        ("16h", ["14 16:00"]),
        ("cuối tuần", ["18 23:59"]),
        ("cuối tháng 3", ["31 23:59"]),
        ("hết giờ làm việc hôm nay", ["14 17:00"]),
        ("8h hôm nay", []),
        ("30/2", []),
        ("sớm nhất có thể", []),
    ],
)
def test_a_deadline_is_read_as_people_say_it(text: str, moments: list[str]) -> None:
    """On Monday 14 March 2022 at nine."""
    read = read_due(text, MONDAY, CALENDAR)
    assert [f"{moment:%d %H:%M}" for moment in read.moments] == moments
    assert bool(read.fault) != bool(moments)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), MOMENTS)
def test_any_text_is_a_moment_to_come_or_a_fault(text: str, now: datetime) -> None:
    """Never both, never an exception, never too soon; an event never lies ahead."""
    here = now
    read = read_due(text, here, CALENDAR)
    assert bool(read.moments) != bool(read.fault)
    assert all(moment - here >= SOONEST for moment in read.moments)
    assert all(moment <= here for moment in read_event(text, here).moments)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("22h hôm qua", "13 22:00"),
        ("8h sáng nay", "14 08:00"),
        ("3 giờ trước", "14 06:00"),
        ("14h ngày 12/3", "12 14:00"),
    ],
)
def test_an_event_lies_behind(text: str, moment: str) -> None:
    """The latest moment that the words can mean."""
    assert [f"{found:%d %H:%M}" for found in read_event(text, MONDAY).moments] == [moment]


@settings(max_examples=60, deadline=None)
@given(MOMENTS)
def test_suggestions_are_working_hours_to_come(now: datetime) -> None:
    """In order, each on a working day."""
    found = suggested(now, CALENDAR)
    assert list(found) == sorted(found)
    assert all(CALENDAR.is_working(moment.date()) and moment > now for moment in found)
