"""The requests that are under way: the list, and one of them with what can be changed."""

from typing import Literal

from handlers import boards as board_cards
from handlers.periods import OpenPeriod, by_id
from handlers.reminders import deadline
from handlers.requests.taps import ChangeRequest, ListRequests, NewRequest, SeeRequest
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.requests import RequestCard, RequestLine, RequestList
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import requests, summaries
from taskforce.roles import Action

_MOST = 20
_NAMED = 20


def handle_of(period_id: int) -> str:
    """The name of the card of one request."""
    return f"request:{period_id}"


async def need(turn: Turn, period_id: int) -> OpenPeriod:
    """The request, when the person may lead it.

    Raises:
        NotAllowed: they may not, or nobody asked for that period.
    """
    standing = await by_id(turn, period_id)
    if standing is None or standing.request is None:
        raise NotAllowed(f"request {period_id}")
    turn.need(Action.ASK_REPORT, standing.period.task_force_id)
    return standing


async def show(turn: Turn, body: int) -> None:
    """What is under way in that task force, and a new one."""
    turn.need(Action.ASK_REPORT, body)
    charter = await turn.charter(body)
    found = await requests.open_of(turn.tx, body)
    lines = tuple(
        RequestLine(
            title=each.title,
            period=each.period,
            due=local(each.due_at, charter.body.timezone),
            over=turn.now > each.due_at,
            sent=each.sent,
            total=each.total,
        )
        for each in found[:_MOST]
    )
    rows = [
        (
            Button(
                f"{each.sent}/{each.total} · {formats.shorten(each.title, 45)}", data=SeeRequest(each.period_id).pack()
            ),
        )
        for each in found[:_MOST]
    ]
    new = (Button(Label("requests.new"), data=NewRequest(body).pack(), style="primary"),)
    await turn.card(f"requests:{body}", RequestList(charter.body.short_name or charter.body.name, lines), (*rows, new))


async def see_list(turn: Turn, tap: ListRequests) -> None:
    """The list again."""
    await show(turn, tap.body)


async def see(turn: Turn, tap: SeeRequest) -> None:
    """One request."""
    await show_one(turn, await need(turn, tap.period))


async def show_one(
    turn: Turn, standing: OpenPeriod, changed: Literal["", "due", "unit"] = "", told: int = 0, handle: str = ""
) -> None:
    """How the request stands; ``changed`` is what was changed just now and ``told`` how many heard of it."""
    period, request = standing.period, standing.request
    assert request is not None  # noqa: S101 - the caller has asked
    states = await board_cards.unit_states(turn, standing)
    missing = [state.name for state in states if not state.sent]
    state = await _state(turn, standing)
    asker = await turn.person_by_id(request.asked_by)
    message = RequestCard(
        title=period.title,
        period=period.period,
        by=asker.full_name,
        at=standing.local(request.asked_at),
        deadline=deadline(standing, turn.now),
        sent=len(states) - len(missing),
        total=len(states),
        missing=tuple(missing[:_NAMED]),
        more_missing=len(missing[_NAMED:]),
        state=state,
        changed=changed,
        told=told,
    )
    await turn.card(handle or handle_of(period.id), message, _rows(standing, state))


async def _state(turn: Turn, standing: OpenPeriod) -> Literal["open", "posted", "closed", "withdrawn"]:
    assert standing.request is not None  # noqa: S101 - the caller has asked
    if standing.request.withdrawn_at is not None:
        return "withdrawn"
    if standing.period.closed_at is not None:
        return "closed"
    posted = (await summaries.state(turn.tx, standing.period.id)).posted_at is not None
    return "posted" if posted else "open"


def _rows(standing: OpenPeriod, state: str) -> Keyboard:
    period = standing.period

    def change(what: str) -> Button:
        return Button(Label(f"requests.change_{what}"), data=ChangeRequest(period.id, what).pack())

    listed = Button(Label("requests.all"), data=ListRequests(period.task_force_id).pack())
    board = board_cards.open_button(period.id)
    if state == "open":
        return (*board, (change("due"), change("unit")), (change("drop"), listed))
    return (*board, (listed,)) if state == "posted" else ((listed,),)
