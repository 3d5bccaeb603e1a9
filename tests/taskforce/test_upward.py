"""What a body's compiled report comes to as one unit's answers to the body above."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter.forms import FieldSpec
from taskforce.forms import Answer
from taskforce.tally import FigureField, Given, Unit, compile_summary
from taskforce.upward import CUT, Fit, Line, Said, Why, attributed, figure, fit, merge, roll_up, to_send

NOW = datetime(2022, 3, 15, 1, 0, tzinfo=UTC)


def field(key: str, kind: str, **more: Any) -> FieldSpec:
    """A question."""
    return FieldSpec.model_validate({"key": key, "kind": kind, "label": key, **more})


SUM = field("files", "number", total="sum", measure="hồ sơ", whole=True, minimum="0")
AVERAGE = field("share", "percent", total="average")
TEXT = field("problems", "text", nothing=True)
CHOICE = field("ready", "yes-no")
MANY = field("groups", "multi", options=[{"key": "a", "label": "A"}, {"key": "b", "label": "B"}])
FIELDS = (SUM, AVERAGE, TEXT, CHOICE, MANY)

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=60)
said_things = st.lists(st.builds(Said, st.sampled_from(["Xã A", "Xã Bình Trung", "Phường C"]), texts), max_size=6)
counts = st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1, max_size=8)


def units(key: str, values: Sequence[Any]) -> list[tuple[str, Mapping[str, Given]]]:
    """Units 0, 1, … that answered so."""
    return [(f"Xã {number}", {key: Given(value)}) for number, value in enumerate(values)]


def line_of(spec: FieldSpec, values: Sequence[Any]) -> Line:
    """What the units' answers to that question come to."""
    (line,) = roll_up([spec], units(spec.key, values))
    return line


def answer(value: Any, revision: int = 1, reason: str | None = None) -> Answer:
    """Something answered."""
    return Answer(value, 1, NOW, reason, revision)


@given(counts)
def test_a_sum_is_the_sum_of_what_the_units_said(values: list[int | None]) -> None:
    """Figures add up exactly; "nothing to report" is no zero, and from everybody it stays nothing."""
    line = line_of(SUM, [None if value is None else str(value) for value in values])
    numbers = [value for value in values if value is not None]
    assert line.value == (str(sum(numbers)) if numbers else None)
    assert line.state == ("given" if numbers else "nothing")
    assert line.answered == len(values)


@given(counts, st.integers(1, 7))
def test_a_sum_over_two_levels_is_the_sum_over_one(values: list[int | None], cut: int) -> None:
    """Whoever is put together first, the total is the same: chains of three levels count nobody twice."""
    said = [None if value is None else str(value) for value in values]
    parts = [part for part in (said[:cut], said[cut:]) if part]
    assert figure("sum", [figure("sum", part) for part in parts]) == figure("sum", said)


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=8), st.sampled_from(["sum", "average"]))
def test_figures_are_those_of_the_posted_summary(values: list[Decimal], total: Any) -> None:
    """What goes up is what the leaders read in the channel."""
    owing = [Unit(number, f"Xã {number}", number) for number in range(len(values))]
    summary = compile_summary(
        units=owing,
        submitted=dict.fromkeys(range(len(values)), NOW),
        due_at=NOW,
        now=NOW,
        zone=UTC,
        answers={number: {"x": Given(str(value))} for number, value in enumerate(values)},
        previous={},
        figures=[FigureField("x", total)],
        remarks=[],
        tasks=[],
    )
    mine = figure(total, [str(value) for value in values])
    assert mine is not None
    assert Decimal(mine) == summary.figures[0].total


@given(said_things, st.integers(10, 400))
def test_texts_name_who_said_them_and_fit(said: list[Said], limit: int) -> None:
    """Never longer than allowed; whole texts stand whole, and what was cut shows it."""
    text = attributed(said, limit)
    whole = attributed(said)
    assert len(text) <= limit
    assert (text == whole) == (len(whole) <= limit)
    if text != whole:
        assert CUT in text
    for one in said:
        assert f"{one.unit}: {one.text.rstrip(' .')}" in whole


def test_texts_read_as_a_list() -> None:
    """A line of a few words each; what is a list itself, as from two levels below, gets lines of its own."""
    assert attributed([Said("Xã A", "Thiếu máy."), Said("Xã B", "Mạng chậm")]) == "Xã A: Thiếu máy; Xã B: Mạng chậm"
    nested = [Said("Huyện X", "Xã A: Thiếu máy; Xã B: Mạng chậm"), Said("Huyện Y", "Tốt")]
    assert attributed(nested) == "Huyện X: Xã A: Thiếu máy; Xã B: Mạng chậm\nHuyện Y: Tốt"


def test_long_texts_share_the_room_fairly() -> None:
    """The short remark stays whole, the long ones give way; many names are cut off with a mark."""
    said = [Said("Xã A", "Ngắn"), Said("Xã B", "b" * 300), Said("Xã C", "c" * 300)]
    text = attributed(said, 120)
    assert text.startswith("Xã A: Ngắn; Xã B: bbb")
    assert text.count(CUT) == 2
    assert abs(text.count("b") - text.count("c")) <= 1
    crowd = attributed([Said(f"Đơn vị số {number}", "x" * 50) for number in range(100)], 200)
    assert crowd.endswith(CUT)
    assert len(crowd) <= 200


def test_a_choice_goes_up_where_all_agree() -> None:
    """The same from everybody is the body's; ticks in another order are the same; else it is left to people."""
    assert line_of(CHOICE, ["yes", "yes"]).value == "yes"
    assert line_of(CHOICE, ["yes", "no"]).state == "differ"
    assert line_of(CHOICE, ["yes", None]).state == "differ"
    assert line_of(MANY, [["a", "b"], ["b", "a"]]).state == "given"


def test_files_persons_and_tasks_stay_below() -> None:
    """Their values mean nothing elsewhere."""
    stays = (field("paper", "file"), field("who", "person"), field("unit", "unit"), field("tasks", "tasks"))
    given_all = {spec.key: Given("1") for spec in stays}
    assert roll_up(stays, [("Xã A", given_all)]) == ()
    assert set(fit((), stays).left.values()) == {Why.OWN}


@pytest.mark.parametrize(
    ("line_field", "values", "asked", "why"),
    [
        (SUM, ["1"], field("other", "number", total="sum"), Why.ABSENT),
        (SUM, ["1"], field("files", "text"), Why.KIND),
        (SUM, ["1"], field("files", "number", total="average"), Why.TOTAL),
        (SUM, ["1"], field("files", "number", total="sum", measure="nghìn hồ sơ"), Why.MEASURE),
        (SUM, ["7"], field("files", "number", total="sum", maximum="5"), Why.VALUE),
        (SUM, [None], field("files", "number", total="sum"), Why.ABSENT),
        (CHOICE, ["yes", "no"], CHOICE, Why.DIFFER),
        (MANY, [["a"]], field("groups", "multi", options=[{"key": "b", "label": "B"}]), Why.VALUE),
        (TEXT, [None], field("problems", "text"), Why.ABSENT),
    ],
)
def test_what_does_not_fit_is_left_open(line_field: FieldSpec, values: list[Any], asked: FieldSpec, why: Why) -> None:
    """Another key, kind, way of counting or measure, a value the parent would not take: people answer."""
    fitted = fit([line_of(line_field, values)], [asked])
    assert fitted.left == {asked.key: why}
    assert not fitted.answers


def test_reasons_of_jumps_go_along() -> None:
    """Why a figure jumped is told with the unit's name."""
    (line,) = roll_up([SUM], [("Xã A", {"files": Given("9", "cao điểm")}), ("Xã B", {"files": Given("1")})])
    assert fit([line], [SUM]).answers["files"] == Fit("10", "Xã A: cao điểm")


def test_a_shortened_text_says_so() -> None:
    """It is marked as holding less than was written."""
    line = line_of(TEXT, ["x" * 300, "y"])
    short = field("problems", "text", nothing=True, max_length=100)
    assert fit([line], [short]).answers["problems"].short
    assert not fit([line], [TEXT]).answers["problems"].short


keys = st.sampled_from(["a", "b", "c", "d"])
stored_answers = st.dictionaries(keys, st.builds(answer, st.sampled_from(["1", "2", None]), st.integers(1, 3)))
fits = st.dictionaries(keys, st.builds(Fit, st.sampled_from(["1", "2"])))


@given(fits, stored_answers, st.dictionaries(keys, st.integers(1, 3)))
def test_what_people_said_is_never_written_over(
    new: dict[str, Fit], stored: dict[str, Answer], ours: dict[str, int]
) -> None:
    """Only what is missing, or a roll-up's own older answer, is written; every other difference is told."""
    merged = merge(new, stored, ours)
    for key in merged.write:
        assert key not in stored or stored[key].revision == ours.get(key)
    for key, fresh in new.items():
        assert key in merged.write or key in merged.kept or stored[key].value == fresh.value
        assert not (key in merged.write and key in merged.kept)


@given(fits, stored_answers, st.dictionaries(keys, st.integers(1, 3)))
def test_the_same_report_twice_changes_nothing(
    new: dict[str, Fit], stored: dict[str, Answer], ours: dict[str, int]
) -> None:
    """Merging what was just written finds nothing more to write."""
    merged = merge(new, stored, ours)
    revisions = {key: stored[key].revision + 1 if key in stored else 1 for key in merged.write}
    after = stored | {key: answer(fresh.value, revisions[key], fresh.reason) for key, fresh in merged.write.items()}
    assert merge(new, after, ours | revisions).write == {}


def test_what_somebody_began_is_not_sent_over_their_head() -> None:
    """A report that nobody touched goes out whole; one that somebody began, or that differs, waits for them."""
    untouched = {"a": answer("1"), "b": answer("2")}
    assert to_send(untouched, {}, {"a": 1, "b": 1}, ()) == untouched
    assert to_send(untouched, {}, {"a": 1}, ()) is None
    assert to_send(untouched, {}, {"a": 1, "b": 1}, ("b",)) is None


def test_of_a_sent_report_the_rest_goes_as_it_was_sent() -> None:
    """A correction from below does not send what a colleague is just changing."""
    sent = {"a": answer("1"), "b": answer("own"), "c": answer("also")}
    stored = {"a": answer("9", 2), "b": answer("half-typed", 2), "c": answer("also")}
    going = to_send(stored, sent, {"a": 2}, ())
    assert going == {"a": stored["a"], "b": sent["b"], "c": sent["c"]}
