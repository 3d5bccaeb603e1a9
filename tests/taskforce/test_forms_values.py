"""What people type and what is stored, kind by kind."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskforce.forms import Code, Field, Form, Kind, Option, Problem, check, clean, display, match, parse, problems
from taskforce.forms.model import Condition
from taskforce.forms.values import decimal_text

CALM = settings(deadline=None)
TODAY = date(2022, 3, 14)
STATES = (Option("done", "Đã hoàn thành"), Option("going", "Đang thực hiện"), Option("stuck", "Vướng mắc"))
UNITS = (Option("bb", "Huyện Ba Bể"), Option("bb2", "Huyện Bà Bê"), Option("nr", "Huyện Na Rì"))


def of(kind: Kind, **more: object) -> Field:
    """A field of that kind."""
    return Field("f", kind, "Câu hỏi", **more)


def code(result: object) -> Code:
    """The code of a refusal."""
    assert isinstance(result, Problem)
    return result.code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("98.5", "98.5"),
        ("98,50", "98.5"),
        ("12 hồ sơ", "12"),
        ("1 234", "1234"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_as_written_in_vietnam(typed: str, stored: str) -> None:
    """A number is stored as a plain decimal text however it is written."""
    assert parse(of(Kind.NUMBER), typed, TODAY) == stored


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        (of(Kind.NUMBER), "1,234.5", Problem(Code.AMBIGUOUS_NUMBER, "1,234.5")),
        (of(Kind.NUMBER), "nhiều", Problem(Code.NOT_A_NUMBER, "nhiều")),
        (of(Kind.NUMBER, minimum="0"), "-3", Problem(Code.BELOW_MINIMUM, "-3", "0")),
        (of(Kind.NUMBER, maximum="1500"), "1.501", Problem(Code.ABOVE_MAXIMUM, "1.501", "1500")),
        (of(Kind.PERCENT), "101", Problem(Code.ABOVE_MAXIMUM, "101", "100")),
        (of(Kind.PERCENT), "-1%", Problem(Code.BELOW_MINIMUM, "-1%", "0")),
        (of(Kind.DATE), "31/2", Problem(Code.NOT_A_DATE, "31/2")),
        (of(Kind.DATE, minimum="2022-03-01"), "28/2", Problem(Code.BELOW_MINIMUM, "28/2", "2022-03-01")),
        (of(Kind.TIME), "25h", Problem(Code.NOT_A_TIME, "25h")),
        (of(Kind.TEXT, max_length=3), "bốn chữ", Problem(Code.TOO_LONG, "bốn chữ", "3")),
        (of(Kind.TEXT), " \u200b\n", Problem(Code.EMPTY)),
        (of(Kind.TEXT), "\u2063", Problem(Code.EMPTY)),
        (of(Kind.TEXT), "\u200d \ufe0f", Problem(Code.EMPTY)),
        (of(Kind.FILE), "ảnh đây", Problem(Code.NEEDS_FILE, "ảnh đây")),
        (of(Kind.CHOICE, options=STATES), "xong rồi", Problem(Code.NOT_AN_OPTION, "xong rồi")),
    ],
)
def test_a_refusal_names_its_reason_its_bound_and_keeps_what_was_typed(
    field: Field, typed: str, expected: Problem
) -> None:
    """A wrong answer comes back as a code with parameters and the text itself."""
    assert parse(field, typed, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("15/3", "2022-03-15"),
        ("15/03/2022", "2022-03-15"),
        ("ngày 15 tháng 3", "2022-03-15"),
        ("Ngày 5 tháng 12 năm 2023", "2023-12-05"),
        ("15-3-23", "2023-03-15"),
        ("2022-03-15", "2022-03-15"),
        ("hôm nay", "2022-03-14"),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, stored: str) -> None:
    """A date without a year lies in the present one."""
    assert parse(of(Kind.DATE), typed, TODAY) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("14h", "14:00"), ("8h30", "08:30"), ("14:05", "14:05"), ("8 giờ 30 phút", "08:30"), ("2h chiều", "14:00")],
)
def test_times_of_day_are_read_as_people_type_them(typed: str, stored: str) -> None:
    """A time is stored as HH:MM."""
    assert parse(of(Kind.TIME), typed, TODAY) == stored


@pytest.mark.parametrize("typed", ["14", "h30", "8:3x", "12:60"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    """A bare number could be anything, so it is no time."""
    assert code(parse(of(Kind.TIME), typed, TODAY)) is Code.NOT_A_TIME


@pytest.mark.parametrize(("typed", "key"), [("Đang", "going"), ("da hoan thanh", "done"), ("VƯỚNG MẮC", "stuck")])
def test_an_option_is_found_by_its_label_without_accents_or_by_its_first_words(typed: str, key: str) -> None:
    """Typing instead of tapping works when one option alone is meant."""
    assert parse(of(Kind.CHOICE, options=STATES), typed, TODAY) == key


def test_names_that_fold_alike_are_offered_and_never_guessed() -> None:
    """ "huyen ba be" could be two districts; with accents it is one."""
    found = match(UNITS, "huyen ba be")
    assert found == Problem(Code.SEVERAL_OPTIONS, "huyen ba be", candidates=UNITS[:2])
    assert match(UNITS, "Huyện Ba Bể") == "bb"


@pytest.mark.parametrize(("typed", "key"), [("có", "yes"), ("Đồng ý", "yes"), ("Không", "no"), ("ko", "no")])
def test_yes_and_no_are_understood_in_words(typed: str, key: str) -> None:
    """A yes-no question needs no options of its own."""
    assert parse(of(Kind.YES_NO), typed, TODAY) == key


def test_several_ticks_can_be_typed_at_once() -> None:
    """Names separated by commas tick several options."""
    field = of(Kind.MULTI, options=STATES)
    assert parse(field, "vuong mac, đã hoàn thành", TODAY) == ["stuck", "done"]
    assert check(field, ["stuck", "done"]) == ["done", "stuck"]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NUMBER, Kind.FILE, Kind.DATE])
def test_a_typed_no_means_nothing_to_report_where_that_may_be_said(kind: Kind) -> None:
    """ "Không có" is nothing to report, not a text for the summary."""
    assert parse(of(kind, nothing=True), "Không có.", TODAY) is None


def test_a_person_found_by_search_is_taken_by_id() -> None:
    """A person or unit without options accepts the id the caller found, a choice accepts only its options."""
    assert check(of(Kind.PERSON), "42") == "42"
    assert code(check(of(Kind.UNIT), "")) is Code.NOT_AN_OPTION
    assert code(check(of(Kind.CHOICE, options=STATES), "42")) is Code.NOT_AN_OPTION


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (of(Kind.NUMBER, measure="hồ sơ"), "1234.5", "1.234,5 hồ sơ"),
        (of(Kind.PERCENT), "98.5", "98,5%"),
        (of(Kind.DATE), "2022-03-05", "05/03/2022"),
        (of(Kind.TIME), "08:30", "08:30"),
        (of(Kind.CHOICE, options=STATES), "done", "Đã hoàn thành"),
        (of(Kind.MULTI, options=STATES), ["done", "gone"], "Đã hoàn thành; gone"),
        (of(Kind.FILE), {"file_id": "A1", "name": "bien-ban.pdf"}, "bien-ban.pdf"),
        (of(Kind.TEXT), "Thiếu cán bộ.", "Thiếu cán bộ."),
        (of(Kind.TEXT), None, ""),
    ],
)
def test_values_are_shown_the_vietnamese_way(field: Field, value: object, shown: str) -> None:
    """Every kind of value has one way to be read."""
    assert display(field, value) == shown


def test_text_is_unified_and_freed_of_invisible_letters() -> None:
    """Decomposed accents are composed, control and turning marks go, line breaks stay."""
    assert clean(" o\u0302\u0301\x00 a\u202eb\r\nc\t\ud800 ") == "ố ab\nc"


@given(st.text())
@CALM
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What was cleaned is clean, and fits a UTF-8 database."""
    once = clean(text)
    assert clean(once) == once
    once.encode()


@given(st.decimals(-(10**11), 10**11, allow_nan=False, places=6))
@CALM
def test_a_number_shown_and_typed_again_is_the_same_number(number: Decimal) -> None:
    """Showing and reading are each other's reverse; what could also be thousands ("1,029") is asked, never guessed."""
    field = of(Kind.NUMBER)
    stored = check(field, decimal_text(number))
    read = parse(field, display(field, stored), TODAY)
    if isinstance(read, Problem):
        assert read.code is Code.AMBIGUOUS_NUMBER
        assert len(str(stored).partition(".")[2]) == 3
    else:
        assert read == stored


@given(st.text(), st.sampled_from(list(Kind)))
@CALM
def test_any_text_is_either_read_or_kept_in_the_refusal(text: str, kind: Kind) -> None:
    """No text makes reading fail, and a refused text is not lost."""
    result = parse(of(kind, options=STATES), text, TODAY)
    if isinstance(result, Problem):
        assert result.text == clean(text)
    elif kind is not Kind.MULTI:
        assert check(of(kind, options=STATES), result) == result


def test_a_form_that_cannot_be_asked_says_why() -> None:
    """Double keys, choices without options, conditions on later questions and crossed bounds are named."""
    broken = Form(
        "k",
        "Biểu mẫu",
        (
            of(Kind.CHOICE),
            replace(of(Kind.TEXT), only_if=Condition("later", ("x",))),
            Field("n", Kind.NUMBER, "Số", minimum="9", maximum="1", ask_why_above=float("nan")),
            Field("d", Kind.DATE, "Ngày", minimum="1/1"),
            Field("t", Kind.TEXT, "Chữ", minimum="1", max_length=0),
        ),
    )
    found = problems(broken)
    assert len(found) == 8
    assert "'f': used twice" in found
    assert not problems(Form("k", "Biểu mẫu", (of(Kind.CHOICE, options=STATES),)))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (of(Kind.TEXT), None, Code.EMPTY),
        (of(Kind.TEXT), ["a"], Code.NOT_OFFERED),
        (of(Kind.NUMBER), "1E+99", Code.NOT_A_NUMBER),
        (of(Kind.NUMBER), "nhiều", Code.NOT_A_NUMBER),
        (of(Kind.DATE), "15/3", Code.NOT_A_DATE),
        (of(Kind.TIME, maximum="17:00"), "17:30", Code.ABOVE_MAXIMUM),
        (of(Kind.MULTI, options=STATES), [], Code.EMPTY),
        (of(Kind.MULTI, options=STATES), ["gone"], Code.NOT_AN_OPTION),
        (of(Kind.FILE), {"name": "anh.jpg"}, Code.NEEDS_FILE),
    ],
)
def test_a_stored_value_of_another_shape_is_refused(field: Field, value: object, expected: Code) -> None:
    """What an older question set left behind is not taken over unseen."""
    assert code(check(field, value)) is expected


def test_what_cannot_be_seen_is_left_out() -> None:
    """Soft hyphens, invisible operators and tags go; what joins an emoji stays."""
    assert clean("H\u00ado\u0323p\u2061\u2064 \u180eto\U000e0041") == "H\u1ecdp to"
    assert clean("\U0001f468\u200d\U0001f4bb \u2764\ufe0f") == "\U0001f468\u200d\U0001f4bb \u2764\ufe0f"
