"""A unit's report as a form, from the charter's questions and the unit's tasks."""

from datetime import UTC, date, datetime

from taskforce.charter import load_preset
from taskforce.forms import Answer, Kind, problems, visible
from taskforce.report_form import (
    CHANGED,
    AskedTask,
    AskedTasks,
    TaskReport,
    TaskTitle,
    TaskWords,
    choose_tasks,
    previous_values,
    report_form,
    task_reports,
    tasks_from_json,
    tasks_to_json,
    telling_titles,
)
from taskforce.tally import TaskState, UnitTask

AT = datetime(2022, 3, 7, tzinfo=UTC)
WORDS = TaskWords({state: state.name for state in TaskState}, "Which changed?")
SPEC = next(form for form in load_preset("bac-kan").forms if form.key == "monthly-status")
TITLES = {1: TaskTitle("I.1", "Rà soát"), 2: TaskTitle("I.2", "Tập huấn"), 3: TaskTitle("I.3", "Hỏi đáp")}
TASKS = AskedTasks(
    asked=(AskedTask(1, TaskState.STUCK, "Thiếu vốn"),),
    rest=(AskedTask(2, TaskState.GOING), AskedTask(3, None)),
)


def given(value: object, *, carried: bool = False, reason: str | None = None) -> Answer:
    return Answer(value, 1, AT, reason, carried=carried)


def form(unit: str = "Sở Tư pháp"):
    return report_form(SPEC, unit, "vi", TASKS, TITLES, WORDS)


def test_the_tasks_stand_at_their_place() -> None:
    """Asked tasks come first, then one question about the rest, then the rest, each only when picked."""
    made = form()
    assert problems(made) == ()
    assert [field.key for field in made.fields[:4]] == ["task:I.1", CHANGED, "task:I.2", "task:I.3"]
    picked = {CHANGED: given(["I.3"])}
    assert [field.key for field in visible(made, picked)][:3] == ["task:I.1", CHANGED, "task:I.3"]


def test_figures_for_some_units_only() -> None:
    """What only the police are asked is not in another unit's form."""
    assert "vneid-accounts" not in {field.key for field in form().fields}
    assert "vneid-accounts" in {field.key for field in form("Công an tỉnh").fields}


def test_a_unit_without_tasks_has_no_question_about_them() -> None:
    """No empty choice is asked."""
    made = report_form(SPEC, "Sở Tư pháp", "vi", AskedTasks(), {}, WORDS)
    assert problems(made) == ()
    assert not any(field.kind is Kind.MULTI for field in made.fields)


def test_what_is_asked_survives_json() -> None:
    """The choice of tasks is stored and read back."""
    assert tasks_from_json(tasks_to_json(TASKS)) == TASKS


def test_tasks_never_told_about_have_no_last_state() -> None:
    """ "Not begun" by default is not what the unit said."""
    window = date(2022, 3, 1), date(2022, 3, 31)
    task = UnitTask(1, 9, "I.1", "Rà soát", due_from=window[0], due_to=window[1])
    assert choose_tasks([task], {1}, *window).asked[0].last is TaskState.NOT_BEGUN
    assert choose_tasks([task], set(), *window).asked[0].last is None


def test_no_change_is_last_times_value_only_where_everything_asked_has_one() -> None:
    """One tap for the whole section never confirms what was never said."""
    assert previous_values(TASKS, TITLES, {})[CHANGED] is None
    unknown = AskedTasks(asked=(AskedTask(1, None),), rest=TASKS.rest)
    assert CHANGED not in previous_values(unknown, TITLES, {"online-files": given("5")})


def test_how_tasks_stand_when_sent() -> None:
    """A carried stuck task keeps its reason, an unpicked one its state; one never told of has not begun."""
    answers = {"task:I.1": given("stuck", carried=True), CHANGED: given(None)}
    assert task_reports(TASKS, TITLES, answers) == {
        1: TaskReport(TaskState.STUCK, "Thiếu vốn"),
        2: TaskReport(TaskState.GOING),
        3: TaskReport(TaskState.NOT_BEGUN),
    }
    answers = {"task:I.1": given("done"), CHANGED: given(["I.2"]), "task:I.2": given("stuck", reason="Chờ vốn")}
    assert task_reports(TASKS, TITLES, answers)[1] == TaskReport(TaskState.DONE)
    assert task_reports(TASKS, TITLES, answers)[2] == TaskReport(TaskState.STUCK, "Chờ vốn")


def test_titles_that_begin_alike_are_told_apart() -> None:
    """What several titles share at the beginning is left out; a title that is a beginning of another stays whole."""
    told = telling_titles(
        [
            TaskTitle("a", "Kết nối dữ liệu dân cư với bảo hiểm"),
            TaskTitle("b", "Kết nối dữ liệu dân cư với thuế"),
            TaskTitle("c", "Kết nối dữ liệu dân cư với"),
            TaskTitle("d", "Tổng kết"),
        ]
    )
    assert told == {"a": "…bảo hiểm", "b": "…thuế", "c": "Kết nối dữ liệu dân cư với", "d": "Tổng kết"}
