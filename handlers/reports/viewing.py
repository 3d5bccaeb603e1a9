"""A report to be read: by its unit, by the secretary, by the leaders."""

from collections.abc import Mapping

from msgspec.structs import replace

from handlers.reports import review, sending
from handlers.reports import scene as scenes
from handlers.reports.scene import Scene
from handlers.reports.talk import heading
from handlers.reports.taps import AnswerAgain, EditReport, EnterFor, OpenReport, PickToReturn, SeeFiles
from handlers.reports.wording import line_of
from handlers.turn import Turn
from messages.answers import files_in
from messages.contexts.reports import ReportView
from messages.model import Button, Keyboard, Label
from storage import people, reports, upward_reports
from taskforce.forms import Answer
from taskforce.roles import Action
from taskforce.tally import is_late

_TEXT = 1500
"""Letters of an answer in the view."""


async def show(turn: Turn, scene: Scene) -> None:
    """The report as it stands: what was sent; to its own unit also what is not sent yet."""
    own = scenes.reads_own(turn.person, scene)
    answers = await given(turn, scene, own)
    unsent = await _half_way(turn, scene, own)
    view = await read(turn, scene, answers)
    card = replace(view, unsent=unsent), _buttons(turn, scene, own, answers, unsent=unsent)
    await turn.card(f"see:{scene.report.id}", *card)


async def _half_way(turn: Turn, scene: Scene, own: bool) -> bool:
    """Whether the reader's unit, or the secretary for it, changed something that is not sent again."""
    changed = {} if scene.closed else await sending.unsent(turn, scene)
    return any(own or (turn.person is not None and answer.by == turn.person.id) for answer in changed.values())


async def send_files(turn: Turn, scene: Scene) -> None:
    """The files of the report; they lie at Telegram and are sent on by their id."""
    answers = await given(turn, scene, scenes.reads_own(turn.person, scene))
    for answer in answers.values():
        for file_id, _, kind in files_in(answer.value):
            await turn.forward_file(turn.chat_id, file_id, kind, None, locale=turn.locale)


async def given(turn: Turn, scene: Scene, own: bool) -> dict[str, Answer]:
    """The answers that may be read: the sent ones; drafts only by the unit while nothing was sent."""
    if scene.report.version:
        return await reports.sent_answers(turn.tx, scene.report)
    return sending.applying(scene) if own else {}


async def read(turn: Turn, scene: Scene, answers: Mapping[str, Answer]) -> ReportView:
    """The report with these answers, as it is read."""
    report = scene.report
    below = await upward_reports.source(turn.tx, report.id)
    entered = await reports.entered_for(turn.tx, report.id)
    sender = None if report.submitted_by is None else await people.by_id(turn.tx, report.submitted_by)
    at = report.submitted_at
    names = {field.key: line_of(scene, field) for field in scene.form.fields}
    return ReportView(
        head=heading(scene, turn.person),
        state=report.state,
        parts=review.whole(scene, answers, entered, _TEXT),
        sent_by=sender.full_name if sender else "",
        sent_how=sending.how_of(sender, scene) if sender else "member",
        sent_at=scene.local(at) if at else None,
        days_late=scene.days_late(at) if at else 0,
        late=at is not None and is_late(at, scene.period.due_at),
        changed_at=scene.local(report.changed_at) if report.changed_at and report.version > 1 else None,
        comments=tuple((names.get(each.field, each.field), each.comment) for each in scene.sent_back),
        closed=scene.closed,
        below=below[0] if below else "",
        below_version=below[1] if below else 0,
    )


def _buttons(turn: Turn, scene: Scene, own: bool, answers: Mapping[str, Answer], *, unsent: bool) -> Keyboard:
    """What can be done from here."""
    report = scene.report.id
    rows: list[tuple[Button, ...]] = []
    if files := sum(len(files_in(answer.value)) for answer in answers.values()):
        rows.append((Button(Label("report.files", {"count": files}), data=SeeFiles(report).pack()),))
    if scene.closed:
        return tuple(rows)
    if own:
        if scene.report.state == "returned":
            rows.append((Button(Label("report.answer_again"), data=AnswerAgain(report).pack(), style="primary"),))
        if unsent and scene.report.state != "returned":
            rows.append((Button(Label("report.go_on"), data=EditReport(report).pack(), style="primary"),))
        elif scene.report.version:
            rows.append((Button(Label("report.edit"), data=EditReport(report).pack()),))
        else:
            rows.append((Button(Label("report.go_on"), data=OpenReport(report).pack(), style="primary"),))
    if scene.report.version and turn.may(Action.SEND_BACK, scene.task_force_id):
        rows.append((Button(Label("report.send_back"), data=PickToReturn(report, 0).pack()),))
    if turn.may(Action.ENTER_FOR_OTHER, scene.task_force_id):
        words = Label("report.correct_for" if scene.report.version else "report.enter_for")
        rows.append((Button(words, data=EnterFor(report).pack()),))
    return tuple(rows)
