"""Stories of guided conversations, one behaviour each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from taskforce.forms import (
    REVIEW,
    Answer,
    Ask,
    AskWhy,
    Back,
    Chosen,
    Code,
    Collision,
    Condition,
    Confirmed,
    Event,
    Field,
    Form,
    Goto,
    GotoSection,
    KeepTheirs,
    Kind,
    Nothing,
    Option,
    Problem,
    ReplaceTheirs,
    Resume,
    Review,
    SameAsLast,
    SameForSection,
    Section,
    Sent,
    Session,
    Skipped,
    Stale,
    Step,
    Submit,
    Submitted,
    Toggled,
    Typed,
    advance,
    changed_fields,
    missing,
    open_for,
    start,
    with_answers,
)

NOW = datetime(2022, 3, 14, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ME, COLLEAGUE = 7, 8
STATES = (Option("done", "Đã xong"), Option("going", "Đang làm"), Option("stuck", "Vướng mắc"))
TOPICS = (Option("a", "Hạ tầng"), Option("b", "Nhân lực"), Option("c", "Kinh phí"))


def number(key: str = "n", **more: object) -> Field:
    """A figure of the section "figures"."""
    return Field(key, Kind.NUMBER, "Số hồ sơ", section="figures", **more)


def choice(key: str = "t", **more: object) -> Field:
    """A task of the section "tasks"."""
    return Field(key, Kind.CHOICE, "Nhiệm vụ", section="tasks", options=STATES, **more)


def text(key: str = "x", **more: object) -> Field:
    """A free text of the section "words"."""
    return Field(key, Kind.TEXT, "Khó khăn", section="words", **more)


def form(*fields: Field) -> Form:
    """A form of these fields in three sections."""
    sections = (Section("tasks", "Nhiệm vụ"), Section("figures", "Số liệu"), Section("words", "Ý kiến"))
    return Form("monthly", "Báo cáo tháng", fields, sections)


def theirs(value: object, revision: int = 1, reason: str | None = None) -> Answer:
    """A colleague's answer."""
    return Answer(value, COLLEAGUE, NOW, reason, revision)


def do(step: Step, *events: Event | Callable[[int], Event], by: int = ME) -> Step:
    """The step after all events; a button's class or a function of the revision is drawn at the live one."""
    for event in events:
        given = event if not callable(event) else event(step.session.revision)
        step = advance(step.session, given, NOW, by)
    return step


def tap(key: str) -> Callable[[int], Chosen]:
    """A tap on an option."""
    return lambda revision: Chosen(key, revision)


def go(key: str) -> Callable[[int], Goto]:
    """A tap on the edit button of a field."""
    return lambda revision: Goto(key, revision)


def refused(step: Step) -> Code:
    """The code of the refusal that is shown."""
    assert isinstance(step.show, Ask | AskWhy | Collision | Review)
    assert step.show.error
    return step.show.error.code


def test_a_report_is_answered_reviewed_and_sent() -> None:
    """Question by question, then the review, then the answers in the form's order."""
    step = start(form(choice(), number(), text(nothing=True)))
    assert isinstance(step.show, Ask)
    assert (step.show.index, step.show.total, step.show.section) == (1, 3, Section("tasks", "Nhiệm vụ"))
    step = do(step, tap("done"), Typed("1.250"), Nothing)
    assert isinstance(step.show, Review)
    assert [row.answer.value for group in step.show.sections for row in group.rows if row.answer] == [
        "done",
        "1250",
        None,
    ]
    step = do(step, Submit)
    assert isinstance(step.show, Submitted)
    assert list(step.show.answers) == ["t", "n", "x"]
    assert step.show.answers["n"] == Answer("1250", ME, NOW.astimezone(UTC))


def test_a_figure_is_echoed_with_its_difference_against_the_last_period() -> None:
    """The next show says what was understood and the change."""
    step = do(start(form(number(), text()), previous={"n": "1200"}), Typed("1.250"))
    assert isinstance(step.show, Ask)
    assert step.show.echo
    assert (step.show.echo.answer.value, step.show.echo.difference) == ("1250", Decimal(50))


def test_a_wrong_answer_shows_the_same_question_and_keeps_the_text() -> None:
    """A refusal changes nothing, so the buttons stay alive."""
    before = start(form(number(maximum="100")))
    step = do(before, Typed("101"))
    assert step.session is before.session
    assert step.show == replace(before.show, error=Problem(Code.ABOVE_MAXIMUM, "101", "100"))


def test_an_old_button_is_stale_and_shows_the_live_question() -> None:
    """A button of an earlier question changes nothing."""
    step = do(start(form(choice("t"), choice("u"))), tap("done"))
    late = do(step, Chosen("stuck", 1))
    assert late.session is step.session
    assert late.show == Stale(replace(step.show, echo=None), repeated=False)


def test_a_double_tap_is_known_and_changes_nothing() -> None:
    """The second tap on the same button is marked as a repetition, so no remark is needed."""
    step = do(start(form(choice("t"), choice("u"))), Chosen("done", 1))
    again = do(step, Chosen("done", 1))
    assert again.session is step.session
    assert isinstance(again.show, Stale)
    assert again.show.repeated


def test_a_second_tap_on_send_does_not_send_twice() -> None:
    """After sending, the same button is stale."""
    step = do(start(form(choice())), tap("done"))
    sent = do(step, Submit)
    assert isinstance(sent.show, Submitted)
    again = do(sent, Submit(step.session.revision))
    assert again.show == Stale(do(sent, Resume()).show, repeated=True)


def test_a_jump_asks_why_and_keeps_the_reason() -> None:
    """A figure far from the last one is stored with the reason that was typed."""
    step = do(start(form(number(ask_why_above=0.5)), previous={"n": "100"}), Typed("151"))
    assert isinstance(step.show, AskWhy)
    assert (step.show.old, step.show.new, step.show.change) == ("100", "151", Decimal("0.51"))
    assert not step.session.answers
    step = do(step, Typed("Cao điểm cấp căn cước"))
    assert step.session.answers["n"].reason == "Cao điểm cấp căn cước"
    assert isinstance(step.show, Review)


@pytest.mark.parametrize(("old", "new", "asked"), [("0", "1", True), ("0", "0", False), ("100", "150", False)])
def test_a_jump_is_more_than_the_share_or_anything_from_zero(old: str, new: str, asked: bool) -> None:
    """Exactly the share is no jump; from zero every change is one."""
    step = do(start(form(number(ask_why_above=0.5)), previous={"n": old}), Typed(new))
    assert isinstance(step.show, AskWhy) is asked


def test_a_number_typed_instead_of_a_reason_corrects_the_figure() -> None:
    """Who sees the slip types the figure again; it is not taken for a reason."""
    step = do(start(form(number(ask_why_above=0.5)), previous={"n": "1200"}), Typed("12500"), Typed("1.250"))
    assert step.session.answers["n"] == Answer("1250", ME, NOW.astimezone(UTC))


def test_back_from_a_reason_returns_to_the_question_without_the_value() -> None:
    """The figure that needed a reason is dropped."""
    step = do(start(form(number(ask_why_above=0.5)), previous={"n": "100"}), Typed("900"), Back)
    assert isinstance(step.show, Ask)
    assert not step.session.draft
    assert not step.session.answers


def test_a_stuck_task_asks_why_and_its_reason_can_be_amended() -> None:
    """An option that needs a reason asks for one; tapping it again asks anew and shows the old one."""
    step = do(start(form(choice(ask_why_on=("stuck",)))), tap("stuck"))
    assert isinstance(step.show, AskWhy)
    assert refused(do(step, Skipped)) is Code.NOT_OFFERED
    assert refused(do(step, Sent({"file_id": "1"}))) is Code.NEEDS_TEXT
    step = do(step, Typed("Thiếu kinh phí"), go("t"), tap("stuck"))
    assert isinstance(step.show, AskWhy)
    assert step.show.current == "Thiếu kinh phí"
    step = do(step, Typed("Chờ hướng dẫn"))
    assert (step.session.answers["t"].reason, step.session.answers["t"].revision) == ("Chờ hướng dẫn", 2)


def test_a_value_taken_over_needs_no_reason() -> None:
    """What was stuck last month and still is was explained then."""
    step = do(start(form(choice(ask_why_on=("stuck",))), previous={"t": "stuck"}), SameAsLast)
    assert step.session.answers["t"] == Answer("stuck", ME, NOW.astimezone(UTC), carried=True)


def test_same_is_offered_only_for_what_can_still_be_answered() -> None:
    """A last value that is no option any more cannot be taken over."""
    step = start(form(choice("t"), choice("u", carry=False)), previous={"t": "gone", "u": "done"})
    assert isinstance(step.show, Ask)
    assert not step.show.can_same
    assert refused(do(step, SameAsLast)) is Code.NOT_OFFERED
    assert refused(do(step, SameForSection)) is Code.NOT_OFFERED


def test_the_rest_of_a_section_is_taken_over_at_once() -> None:
    """What is answered stays, what has no last value is asked."""
    fields = (choice("a"), choice("b"), choice("c"), choice("new"), number())
    step = do(start(form(*fields), previous={"a": "going", "b": "going", "c": "done", "n": "5"}), tap("stuck"))
    assert isinstance(step.show, Ask)
    assert (step.show.can_same_section, step.show.same_in_section) == (True, 2)
    step = do(step, SameForSection)
    values = {key: (answer.value, answer.carried) for key, answer in step.session.answers.items()}
    assert values == {"a": ("stuck", False), "b": ("going", True), "c": ("done", True)}
    assert isinstance(step.show, Ask)
    assert step.show.field.key == "new"
    assert step.show.echo.carried == ("b", "c")


def test_a_section_taken_over_includes_the_questions_it_makes_apply() -> None:
    """A condition met by a taken-over answer brings its question along."""
    fields = (choice("a"), choice("b", only_if=Condition("a", ("stuck",))))
    step = do(start(form(*fields), previous={"a": "stuck", "b": "going"}), SameForSection)
    assert isinstance(step.show, Review)
    assert set(step.session.answers) == {"a", "b"}


def test_ticks_are_stored_when_confirmed() -> None:
    """Ticks are set and cleared in the card; only the confirmation answers."""
    step = start(form(Field("m", Kind.MULTI, "Chủ đề", options=TOPICS)))
    assert refused(do(step, Confirmed)) is Code.EMPTY
    step = do(step, *(lambda revision, key=key: Toggled(key, revision) for key in ("c", "a", "b", "c")))
    assert isinstance(step.show, Ask)
    assert step.show.selected == ("a", "b")
    assert not step.session.answers
    assert refused(do(step, lambda revision: Toggled("z", revision))) is Code.NOT_AN_OPTION
    step = do(step, Typed("kinh phi"), Confirmed)
    assert step.session.answers["m"].value == ["a", "b", "c"]


def test_ticks_all_cleared_mean_nothing_where_that_may_be_said() -> None:
    """An optional multi-choice can be emptied again."""
    step = start(form(Field("m", Kind.MULTI, "Chủ đề", options=TOPICS, required=False)))
    step = do(step, *(lambda revision, key=key: Toggled(key, revision) for key in "aa"), Confirmed)
    assert step.session.answers["m"].value is None


def test_a_file_is_sent_or_passed_over() -> None:
    """Text is refused, a file taken, an optional question skipped, and a file elsewhere refused."""
    step = start(form(Field("f", Kind.FILE, "Ảnh", required=False), text()))
    assert refused(do(step, Typed("ảnh đây"))) is Code.NEEDS_FILE
    assert do(step, Skipped).session.answers["f"].value is None
    step = do(step, Sent({"file_id": "A1", "name": "anh.jpg"}))
    assert step.session.answers["f"].value == {"file_id": "A1", "name": "anh.jpg"}
    assert refused(do(step, Sent({"file_id": "A2"}))) is Code.NOT_OFFERED


def test_back_walks_the_way_that_was_taken() -> None:
    """Back shows the answer given, which can be kept."""
    step = do(start(form(choice("a"), choice("b"), choice("c"))), tap("done"), tap("going"), Back)
    assert isinstance(step.show, Ask)
    assert (step.show.field.key, step.show.can_keep, step.show.current.value) == ("b", True, "going")
    step = do(step, Back)
    assert step.session.position == "a"
    assert refused(do(step, Back)) is Code.NOT_OFFERED
    step = do(step, Confirmed)
    assert step.session.position == "c"
    assert step.show.echo.kept


def test_an_edit_from_the_review_returns_to_it() -> None:
    """One question is edited, the rest stands, and back means the review too."""
    step = do(start(form(choice("a"), choice("b"))), tap("done"), tap("done"), go("a"))
    assert do(step, Back).session.position == REVIEW
    step = do(step, tap("stuck"))
    assert isinstance(step.show, Review)
    assert step.session.answers["a"].revision == 2
    assert step.session.answers["b"].revision == 1


def test_an_edit_asks_what_it_makes_necessary() -> None:
    """New questions are asked before the review comes back."""
    fields = (
        choice("a"),
        text("why", only_if=Condition("a", ("stuck",))),
        text("what", only_if=Condition("a", ("stuck",))),
    )
    step = do(start(form(*fields)), tap("done"), go("a"), tap("stuck"))
    assert step.session.position == "why"
    step = do(step, Typed("Thiếu người"))
    assert step.session.position == "what"
    assert isinstance(do(step, Typed("Thêm biên chế")).show, Review)


def test_an_answer_whose_condition_fell_away_is_kept_but_not_sent() -> None:
    """It is back as soon as the condition is."""
    fields = (choice("a"), text("why", only_if=Condition("a", ("stuck",))))
    step = do(start(form(*fields)), tap("stuck"), Typed("Thiếu người"), go("a"), tap("done"))
    assert "why" in step.session.answers
    assert "why" not in do(step, Submit).show.answers
    step = do(step, go("a"), tap("stuck"))
    assert isinstance(step.show, Review)
    assert "why" in do(step, Submit).show.answers


def test_a_section_is_edited_question_by_question() -> None:
    """Every question of the section is asked again, kept or changed, then the review returns."""
    step = do(start(form(choice("a"), choice("b"), text())), tap("done"), tap("done"), Typed("Không có gì mới"))
    step = do(step, lambda revision: GotoSection("tasks", revision))
    assert step.session.position == "a"
    step = do(step, Confirmed)
    assert step.session.position == "b"
    step = do(step, tap("stuck"))
    assert isinstance(step.show, Review)
    assert refused(do(step, lambda revision: GotoSection("none", revision))) is Code.NOT_OFFERED


def test_a_form_with_gaps_is_not_sent_and_the_gaps_are_asked() -> None:
    """Looking at the review early names what is missing; sending asks it, one after the other."""
    step = do(start(form(choice("a"), choice("b"), text(required=False))), go(REVIEW))
    assert isinstance(step.show, Review)
    assert [field.key for field in step.show.missing] == ["a", "b"]
    step = do(step, Submit)
    assert step.session.position == "a"
    step = do(step, tap("done"), tap("done"))
    assert isinstance(do(step, Submit).show, Submitted)


def test_what_a_colleague_answered_is_not_asked_again() -> None:
    """Two people of one unit share a report."""
    step = start(form(choice("a"), choice("b"), choice("c")))
    shared = with_answers(step.session, {"b": theirs("done")})
    step = advance(shared, Chosen("going", 1), NOW, ME)
    assert step.session.position == "c"
    assert set(changed_fields(shared, step.session)) == {"a"}


def collided() -> Step:
    """A text of mine against a colleague's that came in while I typed."""
    step = start(form(text(), choice()))
    return advance(with_answers(step.session, {"x": theirs("Thiếu máy")}), Typed("Thiếu người"), NOW, ME)


def test_two_answers_at_once_collide_and_nothing_is_lost() -> None:
    """Mine waits in the draft while theirs stays stored."""
    step = collided()
    assert isinstance(step.show, Collision)
    assert (step.show.mine, step.show.theirs.value) == ("Thiếu người", "Thiếu máy")
    assert step.session.answers == {"x": theirs("Thiếu máy")}


def test_a_collision_is_decided_for_either_side() -> None:
    """Keeping theirs writes nothing, replacing them writes the next revision."""
    kept, replaced = do(collided(), KeepTheirs), do(collided(), ReplaceTheirs)
    assert kept.session.answers == {"x": theirs("Thiếu máy")}
    assert replaced.session.answers["x"] == Answer("Thiếu người", ME, NOW.astimezone(UTC), revision=2)
    assert kept.session.position == replaced.session.position == "t"
    assert refused(do(kept, KeepTheirs)) is Code.NOT_OFFERED


def test_another_text_in_a_collision_becomes_mine() -> None:
    """The decision is still asked, with the new text."""
    step = do(collided(), Typed("Thiếu cả hai"))
    assert isinstance(step.show, Collision)
    assert step.show.mine == "Thiếu cả hai"
    assert refused(do(step, Typed(" "))) is Code.EMPTY
    assert isinstance(do(step, Back).show, Ask)


def test_a_third_answer_during_a_decision_is_shown_first() -> None:
    """Replacing what one has not seen is not possible."""
    step = collided()
    newer = with_answers(step.session, {"x": theirs("Thiếu vốn", revision=2)})
    step = do(Step(newer, step.show), ReplaceTheirs)
    assert isinstance(step.show, Collision)
    assert step.show.theirs.value == "Thiếu vốn"


def test_a_decision_whose_other_side_is_gone_is_a_question_again() -> None:
    """An answer erased meanwhile leaves no dead end."""
    step = do(Step(with_answers(collided().session, {}), collided().show), Resume())
    assert isinstance(step.show, Ask)
    assert do(step, Typed("Thiếu người")).session.answers["x"].value == "Thiếu người"


def test_the_same_answer_twice_is_no_collision() -> None:
    """Two people who say the same agree; the first answer stands."""
    step = start(form(choice("a"), choice("b")))
    step = advance(with_answers(step.session, {"a": theirs("done")}), Chosen("done", 1), NOW, ME)
    assert step.session.answers == {"a": theirs("done")}
    assert step.session.position == "b"


def test_a_reason_typed_before_a_collision_was_seen_is_kept() -> None:
    """The reason goes with my value when it replaces theirs."""
    step = do(start(form(number(ask_why_above=0.5)), previous={"n": "100"}), Typed("900"))
    shared = with_answers(step.session, {"n": theirs("120")})
    step = do(Step(shared, step.show), Typed("Gộp hai quý"))
    assert isinstance(step.show, Collision)
    assert step.show.reason == "Gộp hai quý"
    answer = do(step, ReplaceTheirs).session.answers["n"]
    assert (answer.value, answer.reason, answer.revision) == ("900", "Gộp hai quý", 2)


def test_a_question_handed_over_is_asked_alone() -> None:
    """Only the named fields are asked, reviewed and sent."""
    step = start(form(choice("a"), choice("b"), choice("c")), only=("b",))
    assert isinstance(step.show, Ask)
    assert (step.show.field.key, step.show.total) == ("b", 1)
    assert refused(do(step, go("a"))) is Code.NOT_OFFERED
    assert list(do(step, tap("done"), Submit).show.answers) == ["b"]


def test_a_figure_sent_back_is_asked_once_though_it_is_answered() -> None:
    """It can be changed or kept, then the review comes; passing it over is not possible."""
    mine = {"n": Answer("900", ME, NOW, revision=3), "t": Answer("done", ME, NOW)}
    step = open_for(form(choice(), number()), ("n",), mine, {"n": "100"})
    assert isinstance(step.show, Ask)
    assert (step.show.field.key, step.show.current.value, step.show.can_keep) == ("n", "900", True)
    looked = do(step, go(REVIEW))
    assert [field.key for field in looked.show.missing] == ["n"]
    assert do(looked, Submit).session.position == "n"
    assert isinstance(do(step, Confirmed).show, Review)
    changed = do(step, Typed("90"))
    assert (changed.session.answers["n"].value, changed.session.answers["n"].revision) == ("90", 4)
    assert isinstance(do(changed, Submit).show, Submitted)


def test_a_figure_sent_back_and_corrected_by_a_colleague_is_dealt_with() -> None:
    """Of two figures sent back, the one a colleague corrected meanwhile is not asked."""
    mine = {"a": Answer("1", ME, NOW), "b": Answer("2", ME, NOW)}
    step = open_for(form(number("a"), number("b")), ("a", "b"), mine)
    shared = with_answers(step.session, mine | {"b": theirs("3", revision=2)})
    assert isinstance(do(Step(shared, step.show), Typed("5")).show, Review)


def test_resuming_shows_the_same_again() -> None:
    """Nothing moves and the revision stays, so both copies of a question work."""
    step = do(start(form(choice("a"), choice("b"))), tap("done"))
    again = do(step, Resume())
    assert again == Step(step.session, replace(step.show, echo=None))


def test_text_at_the_review_is_given_back() -> None:
    """Nothing is asked there, and nothing typed is lost."""
    step = do(start(form(choice())), tap("done"), Typed("à quên"))
    assert isinstance(step.show, Review)
    assert step.show.error == Problem(Code.NOTHING_ASKED, "à quên")


def test_the_review_names_what_changed_since_the_last_period() -> None:
    """A figure comes with its difference."""
    step = start(form(choice(), number()), previous={"t": "done", "n": "10"})
    step = do(step, tap("done"), Typed("12"))
    assert isinstance(step.show, Review)
    assert step.show.changed == ("n",)
    assert step.show.sections[1].rows[0].difference == Decimal(2)


def test_a_report_lacks_what_is_required_and_applies() -> None:
    """The whole report, not only this conversation, can be asked what it lacks."""
    fields = (choice("a"), text("why", only_if=Condition("a", ("stuck",))), text("free", required=False))
    assert [field.key for field in missing(form(*fields), {})] == ["a"]
    assert [field.key for field in missing(form(*fields), {"a": theirs("stuck")})] == ["why"]


def test_a_whole_unchanged_report_takes_at_most_eight_taps() -> None:
    """51 tasks, figures, three texts and a photo: section, section, nothing, nothing, nothing, skip, send."""
    fields = (
        *(choice(f"task{count}") for count in range(51)),
        *(number(f"figure{count}", ask_why_above=0.5) for count in range(6)),
        text("difficulties", nothing=True),
        text("proposals", nothing=True),
        text("plan", nothing=True),
        Field("photo", Kind.FILE, "Ảnh", required=False, section="words"),
    )
    previous = {field.key: "going" if field.kind is Kind.CHOICE else "12" for field in fields[:57]}
    step, taps = start(form(*fields), previous=previous), 0
    while not isinstance(step.show, Submitted):
        step, taps = do(step, next_tap(step)), taps + 1
    assert taps == 7
    assert len(step.show.answers) == 61


def next_tap(step: Step) -> Callable[[int], Event]:
    """The tap of somebody for whom nothing changed."""
    if isinstance(step.show, Review):
        return Submit
    assert isinstance(step.show, Ask)
    if step.show.can_same_section:
        return SameForSection
    return Nothing if step.show.can_nothing else Skipped


def test_a_file_in_place_of_a_decision_or_a_bad_correction_is_refused() -> None:
    """A collision is decided by a tap, and a corrected figure keeps to its bounds."""
    assert refused(do(collided(), Sent({"file_id": "1"}))) is Code.NOT_OFFERED
    step = do(start(form(number(ask_why_above=0.5, maximum="999")), previous={"n": "100"}), Typed("900"))
    assert refused(do(step, Typed("9.000"))) is Code.ABOVE_MAXIMUM
    assert refused(do(step, Typed("x" * 1001))) is Code.TOO_LONG


def test_an_empty_form_goes_straight_to_its_review() -> None:
    """A form without questions can be sent."""
    step = start(form())
    assert isinstance(step.show, Review)
    assert isinstance(do(step, Submit).show, Submitted)
    assert isinstance(step.session, Session)
