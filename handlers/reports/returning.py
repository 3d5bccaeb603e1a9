"""One answer is sent back with a comment: only that question reopens."""

from handlers import boards, conversations
from handlers.conversations import Conversation
from handlers.reports import conversation, cut, showing, viewing
from handlers.reports import scene as scenes
from handlers.reports.options import PAGE
from handlers.reports.scene import Scene
from handlers.reports.talk import KIND, heading, subject_of
from handlers.reports.taps import AnswerAgain, PickToReturn, ReturnAnswer, SeeReport
from handlers.reports.wording import is_task, line_of
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.answers import value_text
from messages.contexts.reports import (
    Fault,
    ReportAnswerReturned,
    ReportPeriodOver,
    ReportPickToReturn,
    ReportReturnComment,
    ReportReturnSent,
)
from messages.model import Button, Keyboard, Label
from storage import audit, reports, returned, sessions
from storage.sessions import OpenSession
from taskforce.forms import Code, clean
from taskforce.report_form import CHANGED
from taskforce.roles import Action

COMMENT_KIND = "return"
"""The kind of the secretary's session while the comment is typed."""

_LONGEST = 1000
"""Letters of a comment."""


# The secretary


async def pick(turn: Turn, tap: PickToReturn) -> None:
    """Which answer to send back."""
    scene = await _need_open(turn, tap.report)
    if scene is None:
        return
    given = await viewing.given(turn, scene, own=False)
    places = [
        (place, field) for place, field in enumerate(scene.form.fields) if field.key in given and field.key != CHANGED
    ]
    places.sort(key=lambda each: is_task(each[1], scene))  # figures are what is sent back most
    pages = max(1, -(-len(places) // PAGE))
    page = min(max(tap.page, 0), pages - 1)
    rows = [
        (
            Button(
                formats.shorten(line_of(scene, field), 40),
                data=ReturnAnswer(scene.report.id, place).pack(),
            ),
        )
        for place, field in places[page * PAGE : (page + 1) * PAGE]
    ]
    back = (Button(Label("report.back"), data=SeeReport(scene.report.id).pack()),)
    keyboard: Keyboard = (*rows, *_pages(scene, page, pages), back)
    await turn.card(f"see:{scene.report.id}", ReportPickToReturn(heading(scene, turn.person)), keyboard)


def _pages(scene: Scene, page: int, pages: int) -> Keyboard:
    if pages < 2:
        return ()

    def turned(words: str, to: int) -> Button:
        return Button(words, data=PickToReturn(scene.report.id, to % pages).pack())

    return ((turned("‹", page - 1), turned(f"{page + 1}/{pages}", page), turned("›", page + 1)),)


async def begin(turn: Turn, tap: ReturnAnswer) -> None:
    """That answer; now the comment is asked."""
    scene = await _need_open(turn, tap.report)
    if scene is None:
        return
    if not 0 <= tap.place < len(scene.form.fields):
        raise NotAllowed(f"no question {tap.place}")
    field = scene.form.fields[tap.place]
    if field.key not in await viewing.given(turn, scene, own=False):
        raise NotAllowed(f"{field.key} was not answered")
    subject = f"return:{scene.report.id}:{tap.place}"
    state = {"report": scene.report.id, "field": field.key}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=COMMENT_KIND, subject=subject, state=state, now=turn.now)
    await _ask_comment(turn, scene, field.key)


async def _need_open(turn: Turn, report_id: int) -> Scene | None:
    scene = await scenes.need(turn, report_id)
    turn.need(Action.SEND_BACK, scene.task_force_id)
    if scene.closed:
        await turn.reply(ReportPeriodOver(heading(scene, turn.person)))
        return None
    return scene


async def _ask_comment(turn: Turn, scene: Scene, key: str, fault: Fault | None = None) -> None:
    label, value = await _label_and_value(turn, scene, key)
    back = ((Button(Label("report.back"), data=PickToReturn(scene.report.id, 0).pack()),),)
    await turn.card(
        f"see:{scene.report.id}", ReportReturnComment(heading(scene, turn.person), label, value, fault), back
    )


async def _label_and_value(turn: Turn, scene: Scene, key: str) -> tuple[str, str]:
    field = next((each for each in scene.form.fields if each.key == key), None)
    answers = await reports.sent_answers(turn.tx, scene.report)
    if field is None or key not in answers:
        return key, ""
    return line_of(scene, field), formats.shorten(value_text(field, answers[key].value, scene.locale), 300)


async def comment_typed(turn: Turn, row: OpenSession) -> None:
    """The comment: with it the answer goes back."""
    scene = await _need_open(turn, row.state["report"])
    if scene is None:
        await conversations.finish(turn, row)
        return
    key = row.state["field"]
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    part = await cut.belongs(turn, text)
    if not text:
        await _ask_comment(turn, scene, key, Fault(Code.EMPTY.value))
    elif part or len(text) > _LONGEST:
        await _ask_comment(turn, scene, key, Fault(Code.TOO_LONG.value, limit=formats.number(_LONGEST, turn.locale)))
    else:
        await _send_back(turn, scene, key, text)
        await conversations.finish(turn, row)


async def comment_resumed(turn: Turn, row: OpenSession) -> None:
    """Ask for the comment again."""
    scene = await _need_open(turn, row.state["report"])
    if scene is None:
        await sessions.end(turn.tx, row.id)
    else:
        await _ask_comment(turn, scene, row.state["field"])


async def _send_back(turn: Turn, scene: Scene, key: str, comment: str) -> None:
    secretary = turn.need(Action.SEND_BACK, scene.task_force_id)
    back = await returned.send_back(
        turn.tx, report_id=scene.report.id, field=key, comment=comment, by=secretary.id, now=turn.now
    )
    await reports.mark_returned(turn.tx, scene.report.id)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="report.returned",
        task_force_id=scene.task_force_id,
        person_id=secretary.id,
        subject=f"report:{scene.report.id}",
        detail=key,
    )
    for row in await sessions.about(turn.tx, KIND, subject_of("returned", scene.report.id)):
        await showing.refresh(turn, row, also=(key,))  # it was begun for the earlier ones only
    told = 0
    for person in scene.members:
        theirs = await scenes.load(turn, scene.report.id, person.locale)
        if theirs is None or not scenes.answers_for(person, theirs):
            continue
        label, value = await _label_and_value(turn, theirs, key)
        message = ReportAnswerReturned(heading(theirs, person), label, value, comment, secretary.full_name)
        button = Button(Label("report.answer_again"), data=AnswerAgain(scene.report.id).pack(), style="primary")
        told += await turn.notify(person, message, ((button,),), dedupe_key=f"returned:{back.id}")
    label, _ = await _label_and_value(turn, scene, key)
    see = ((Button(Label("report.see"), data=SeeReport(scene.report.id).pack()),),)
    await turn.reply(ReportReturnSent(heading(scene, turn.person), label, comment, told), see)
    await boards.refresh(turn, scene.period.id)


# The unit


async def answer_again(turn: Turn, tap: AnswerAgain) -> None:
    """The button of the card that came back."""
    scene = await scenes.need(turn, tap.report)
    if not scenes.answers_for(turn.person, scene):
        raise NotAllowed(f"report {tap.report}")
    await answer(turn, scene)


async def answer(turn: Turn, scene: Scene) -> None:
    """Ask what was sent back, and nothing else; once it is answered the report is shown instead."""
    keys = {field.key for field in scene.form.fields}
    only = tuple(dict.fromkeys(each.field for each in scene.sent_back if each.field in keys))
    if only:
        await conversation.enter(turn, scene, "returned", only=only)
    else:
        await viewing.show(turn, scene)


COMMENT = Conversation(typed=comment_typed, resume=comment_resumed)
"""For ``bot/routes``."""
