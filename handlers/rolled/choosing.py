"""/tonghop: choose a stream and a longer period by buttons, read it on the phone, get its papers, post it."""

from handlers import boards, which
from handlers.callbacks import Tap
from handlers.rolled import papers, spans
from handlers.rolled.spans import Stream
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.rolled import RolledChoose, RolledNothing
from messages.model import Button, Keyboard, Label
from storage import audit, channels, report_history
from taskforce.roles import Action

COMMAND = "tonghop"
PAGE = 8
"""Periods on one page, one a row."""

_CARD = "rolled-choose"


class ChooseSpan(Tap, frozen=True):
    """The longer periods of the stream that this period is of."""

    prefix = "rlc"
    period: int
    page: int


class ShowSpan(Tap, frozen=True):
    """One longer period on the phone."""

    prefix = "rls"
    period: int
    span: str


class SpanPapers(Tap, frozen=True):
    """Its documents."""

    prefix = "rlp"
    period: int
    span: str


class PostSpan(Tap, frozen=True):
    """To the channel with it."""

    prefix = "rlk"
    period: int
    span: str


async def command(turn: Turn) -> None:
    """/tonghop: the streams with something to roll up; of a single one its longer periods at once."""
    task_force_id = await which.task_force_for(turn, Action.SEE_BOARD, COMMAND)
    if task_force_id is None:
        return
    found = await spans.streams(turn, task_force_id)
    body = await which.name_of(turn, task_force_id)
    if not found:
        await turn.reply(RolledNothing(body))
    elif len(found) == 1:
        await _choose(turn, found[0], 0)
    else:
        rows = tuple(
            (Button(formats.shorten(one.title(turn.locale), 60), data=ChooseSpan(one.told[0].id, 0).pack()),)
            for one in found
        )
        await turn.card(_CARD, RolledChoose(body, "", 1, 1), rows)


async def choose(turn: Turn, tap: ChooseSpan) -> None:
    """A page of the stream's longer periods, the latest first."""
    await _choose(turn, await _allowed(turn, tap.period, Action.SEE_BOARD), tap.page)


async def _choose(turn: Turn, stream: Stream, page: int) -> None:
    listed = stream.spans()
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(page, 0), pages - 1)
    period = stream.told[0].id
    rows: list[tuple[Button, ...]] = [
        (Button(_name(turn, span), data=ShowSpan(period, span).pack()),)
        for span in listed[page * PAGE : (page + 1) * PAGE]
    ]
    turning = []
    if page > 0:
        turning.append(Button(Label("boards.page_back"), data=ChooseSpan(period, page - 1).pack()))
    if page < pages - 1:
        turning.append(Button(Label("boards.page_on"), data=ChooseSpan(period, page + 1).pack()))
    body = await which.name_of(turn, stream.task_force_id)
    message = RolledChoose(body, stream.title(turn.locale), page + 1, pages)
    await turn.card(_CARD, message, (*rows, tuple(turning)) if turning else tuple(rows))


def _name(turn: Turn, span: str) -> str:
    said = formats.period(span, turn.locale)
    return said[:1].upper() + said[1:]


async def show(turn: Turn, tap: ShowSpan) -> None:
    """The longer period on the phone: what it came to is worked out when the message is sent."""
    stream = await _told(turn, tap.period, tap.span, Action.SEE_BOARD)
    await turn.toast(Label("rolled.coming"))
    keyboard = await buttons(turn, stream, tap.span, post=turn.may(Action.ANNOTATE_SUMMARY, stream.task_force_id))
    await papers.send_card(turn, stream, tap.span, turn.chat_id, turn.locale, keyboard)


async def buttons(turn: Turn, stream: Stream, span: str, *, post: bool) -> Keyboard:
    """Under the card: the documents, and the way to the channel where there is one."""
    period = stream.told[0].id
    first = [Button(Label("papers.get"), data=SpanPapers(period, span).pack())]
    if post and await channels.bound_to(turn.tx, stream.task_force_id):
        first.append(Button(Label("rolled.post"), data=PostSpan(period, span).pack()))
    return (tuple(first), (Button(Label("rolled.other"), data=ChooseSpan(period, 0).pack()),))


async def documents(turn: Turn, tap: SpanPapers) -> None:
    """Its documents to this chat."""
    stream = await _told(turn, tap.period, tap.span, Action.SEE_BOARD)
    await turn.toast(Label("papers.coming"))
    await papers.send_documents(turn, stream, tap.span, turn.chat_id, turn.locale)


async def post(turn: Turn, tap: PostSpan) -> None:
    """Card and documents to every channel of the body; once for each state of its reports."""
    stream = await _told(turn, tap.period, tap.span, Action.ANNOTATE_SUMMARY)
    bound = await channels.bound_to(turn.tx, stream.task_force_id)
    if not bound:
        await turn.toast(Label("rolled.no_channel"), alert=True)
        return
    body = await turn.task_force(stream.task_force_id)
    periods = [one.id for one in stream.told_in(tap.span)]
    key = f"post-{await report_history.state_of(turn.tx, periods)}"
    posted = False
    for channel in bound:
        if not await papers.send_card(turn, stream, tap.span, channel.chat_id, body.locale, (), key=key):
            continue
        posted = True
        await papers.send_documents(turn, stream, tap.span, channel.chat_id, body.locale, key=key)
    await turn.toast(Label("rolled.posted" if posted else "rolled.posted_before"))
    if not posted:
        return
    await audit.note(
        turn.tx,
        now=turn.now,
        action="rolled.post",
        task_force_id=stream.task_force_id,
        person_id=turn.person.id if turn.person else None,
        subject=f"{stream.report.key} {tap.span}",
    )


async def _allowed(turn: Turn, period_id: int, action: Action) -> Stream:
    """The stream of the period, when the person may do that.

    Raises:
        NotAllowed: they may not, or there is no such period.
    """
    await boards.allowed(turn, period_id, action)
    found = await spans.of_period(turn, period_id)
    if found is None or not found[1].told:
        raise NotAllowed(f"period {period_id}")
    return found[1]


async def _told(turn: Turn, period_id: int, span: str, action: Action) -> Stream:
    stream = await _allowed(turn, period_id, action)
    if not stream.told_in(span):
        raise NotAllowed(f"{span} of period {period_id}")
    return stream
