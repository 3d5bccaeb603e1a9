"""An approver says what is to be changed: it is kept, and goes to the secretary, who submits the summary again."""

from handlers import boards as board_cards
from handlers import conversations
from handlers.periods import OpenPeriod
from handlers.summary import drafting
from handlers.summary.approving import asked_of, put_card
from handlers.summary.drafting import control_buttons
from handlers.summary.offices import approvers, called, need_approver, secretaries
from handlers.summary.taps import CommentSummary
from handlers.turn import Turn
from messages.contexts.summaries import AskComment, CommentCame, CommentSent
from messages.model import Label
from storage import audit, sessions, summaries, summary_versions
from storage.sessions import OpenSession
from storage.summary_versions import Request
from taskforce.vietnamese import nfc

COMMENT_KIND = "summary-comment"
"""The kind of the conversation that asks for the comment."""

COMMENT_LIMIT = 1000
"""Characters of a comment."""


async def begin(turn: Turn, tap: CommentSummary) -> None:
    """Ask for the comment."""
    request, standing = await asked_of(turn, tap.request)
    newest = await summary_versions.latest_request(turn.tx, request.period_id) or request
    if not newest.is_open:
        await turn.toast(Label("summaries.already_approved", {"by": newest.approver}))
        return
    await sessions.begin(
        turn.tx,
        chat_id=turn.chat_id,
        kind=COMMENT_KIND,
        subject=f"period:{request.period_id}",
        state={"request": newest.id},
        now=turn.now,
    )
    await _ask(turn, standing)


async def _ask(turn: Turn, standing: OpenPeriod, too_long: int = 0) -> None:
    message = AskComment(standing.title(turn.locale), standing.period.period, COMMENT_LIMIT, max(0, too_long))
    await turn.reply(message)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Ask for the comment again."""
    _, standing = await asked_of(turn, int(session.state["request"]))
    await _ask(turn, standing)


async def typed(turn: Turn, session: OpenSession) -> None:
    """The comment was typed: it belongs to whatever is before the approvers now."""
    request, standing = await asked_of(turn, int(session.state["request"]))
    text = nfc((turn.incoming.text or "").strip()) if turn.incoming else ""
    if not text or len(text) > COMMENT_LIMIT:
        await _ask(turn, standing, len(text) - COMMENT_LIMIT)
        return
    await sessions.end(turn.tx, session.id)
    newest = await summary_versions.latest_request(turn.tx, request.period_id) or request
    await _keep(turn, standing, newest, text)
    await conversations.offer_waiting(turn, turn.chat_id)


async def _keep(turn: Turn, standing: OpenPeriod, request: Request, text: str) -> None:
    person = need_approver(turn, standing)
    name = called(standing, person, standing.body.locale)
    await summary_versions.comment(turn.tx, request.id, person.id, name, text, turn.now)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="summary.comment",
        task_force_id=standing.period.task_force_id,
        person_id=person.id,
        subject=f"period:{standing.period.id}",
        detail=f"version {request.version}, request {request.id}",
    )
    request = await summary_versions.request(turn.tx, request.id) or request
    await turn.reply(CommentSent(text, decided=not request.is_open))
    for reader in await approvers(turn, standing):
        await put_card(turn, standing, request, reader, afresh=reader.id == person.id and request.is_open)
    if request.is_open:
        await drafting.refresh_control(turn, standing, request)
    note = (await summaries.state(turn.tx, standing.period.id)).note
    for secretary in await secretaries(turn, standing):
        message = CommentCame(
            title=standing.title(secretary.locale),
            period=standing.period.period,
            number=request.version,
            name=name,
            text=text,
        )
        board = board_cards.open_button(standing.period.id)
        buttons = (*control_buttons(standing, note, request), *board) if request.is_open else board
        await turn.notify(secretary, message, buttons)
