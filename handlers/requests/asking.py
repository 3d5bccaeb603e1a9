"""/yeucau: the secretary or a leader asks chosen units for a report of its own, a few taps and one pasted list."""

from datetime import UTC, datetime, timedelta

from handlers import which
from handlers.conversations import Conversation, finish
from handlers.periods import senders_of
from handlers.requests import answering, listing, live, sending
from handlers.requests.draft import STEPS, TITLE_LIMIT, Draft, empty, next_step, title_of
from handlers.requests.taps import AskAct, NewRequest
from handlers.turn import Turn
from messages.contexts.basics import Stopped
from messages.contexts.requests import RequestFault
from messages.model import Label
from storage import requests, sessions
from storage.sessions import OpenSession
from taskforce.charter.reports import Senders
from taskforce.request_deadlines import FARTHEST, SOONEST
from taskforce.request_questions import (
    KINDS,
    Question,
)
from taskforce.roles import Action

KIND = "request"
COMMAND = "yeucau"


async def command(turn: Turn) -> None:
    """/yeucau: what is under way, and a new one; a new one at once where nothing is."""
    body = await which.task_force_for(turn, Action.ASK_REPORT, COMMAND)
    if body is None:
        return
    half_made = await sessions.find(turn.tx, turn.chat_id, KIND, f"request:{body}")
    if half_made is None and await requests.open_of(turn.tx, body):
        await listing.show(turn, body)
    else:
        await _begin(turn, body)


async def new(turn: Turn, tap: NewRequest) -> None:
    """A new request."""
    turn.need(Action.ASK_REPORT, tap.body)
    await _begin(turn, tap.body)


async def _begin(turn: Turn, body: int) -> None:
    subject = f"request:{body}"
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    if session is None:
        await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=empty(body), now=turn.now)
        session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
        assert session is not None  # noqa: S101 - just begun
        draft = await live.draft_of(turn, session)
        if not draft.streams:  # nothing to choose from
            draft.state["form"] = "own"
        await live.go_on(turn, draft)
    else:
        await sessions.bring_to_front(turn.tx, session)
        await live.show(turn, await live.draft_of(turn, session))


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live step again."""
    await live.show(turn, await live.draft_of(turn, session))


CONVERSATION = Conversation(answering.typed, resumed)


# What is tapped


async def act(turn: Turn, tap: AskAct) -> None:
    """A button of the live card; older ones only bring the live card back."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("requests.asked_before"), alert=True)
        return
    draft = await live.draft_of(turn, session)
    await sessions.bring_to_front(turn.tx, session)
    if tap.turn != draft.state["turn"]:
        await turn.toast(Label("basics.stale_button"))
        await live.show(turn, draft)
    elif tap.what == "no":
        await finish(turn, session)
        await turn.card(live.HANDLE, Stopped(KIND))
    elif tap.what == "ok" and next_step(draft) == "review":
        await _send(turn, draft)
    else:
        await _tapped(turn, draft, tap)


async def _send(turn: Turn, draft: Draft) -> None:
    due = sending.due_of(draft)
    if due is None or due - turn.now < SOONEST:  # it took them so long
        draft.state.update(step="due", due="")
        await live.show(turn, draft, RequestFault("soon"))
        return
    await sending.send(turn, draft, live.HANDLE)
    await finish(turn, draft.session)


async def _tapped(turn: Turn, draft: Draft, tap: AskAct) -> None:
    step = draft.state["step"]
    if tap.what == "k" and step == "kind":
        await _choose_form(turn, draft, tap.arg)
    elif tap.what in ("d", "e") and step in ("due", "event"):
        await _moment(turn, draft, tap)
    elif tap.what == "n" and step in ("questions", "units"):
        draft.confirm(step)
        await live.go_on(turn, draft)
    elif tap.what == "j" and 0 <= tap.arg < len(STEPS):
        draft.state.update(step=STEPS[tap.arg], query="", page=0)
        await live.show(turn, draft)
    elif step in ("questions", "question", "options"):
        _change_question(draft, tap)
        await live.show(turn, draft)
    else:
        _change_units(draft, tap)
        await live.show(turn, draft)


async def _choose_form(turn: Turn, draft: Draft, number: int) -> None:
    """Own questions, or a form of the charter's with its title, senders and deadline."""
    state = draft.state
    if number == 0:
        state["form"] = "own"
    elif number <= len(draft.streams):
        stream = draft.streams[number - 1]
        state.update(form="stream", stream=stream.key, title=title_of(draft, stream)[:TITLE_LIMIT])
        wanted = await senders_of(turn, draft.body, stream.senders)
        state["units"] = [unit for unit in draft.units if unit in wanted]
        if stream.senders != Senders() and state["units"]:  # the charter says who
            draft.confirm("units")
    await live.go_on(turn, draft)


async def _moment(turn: Turn, draft: Draft, tap: AskAct) -> None:
    moment = datetime.fromtimestamp(min(max(tap.arg, 0), 2**31) * 60, UTC).astimezone(draft.zone)
    if tap.what == "e":
        if draft.now - timedelta(days=31) <= moment <= draft.now:
            await live.set_moment(turn, draft, "event", moment)
            return
    elif SOONEST <= moment - draft.now <= FARTHEST:
        whole = (moment.hour, moment.minute) == (23, 59)
        await live.set_moment(turn, draft, "due", moment.replace(second=59 if whole else 0))
        return
    await live.show(turn, draft, RequestFault("past" if tap.what == "d" else "future"))


def _change_question(draft: Draft, tap: AskAct) -> None:
    """Another kind for a question, or without it."""
    state, questions = draft.state, draft.questions
    at = int(state["at"]) - 1
    inside = state["step"] in ("question", "options") and 0 <= at < len(questions)
    if tap.what == "q" and 1 <= tap.arg <= len(questions):
        state.update(step="question", at=tap.arg)
    elif tap.what == "b":
        state["step"] = "questions"
    elif tap.what == "x" and inside:
        draft.keep([*questions[:at], *questions[at + 1 :]])
        state["step"] = "questions"
    elif tap.what == "t" and inside and 0 <= tap.arg < len(KINDS):
        kind, old = KINDS[tap.arg], questions[at]
        if kind == "choice" and not old.options:
            state["step"] = "options"
            return
        questions[at] = Question(old.text, kind, old.options, old.measure)
        draft.keep(questions)
        state["step"] = "questions"


def _change_units(draft: Draft, tap: AskAct) -> None:
    """Tick units, a group of them, all; turn a page."""
    state = draft.state
    if state["step"] != "units":
        return
    chosen = draft.chosen
    if tap.what == "u" and tap.arg in draft.units:
        state["units"] = [u for u in chosen if u != tap.arg] if tap.arg in chosen else [*chosen, tap.arg]
    elif tap.what == "a":
        state["units"] = list(draft.units)
    elif tap.what == "z":
        state["units"] = []
    elif tap.what == "g" and 0 <= tap.arg < len(draft.charter.groups):
        members = draft.groups.get(draft.charter.groups[tap.arg].key, frozenset())
        state["units"] = [unit for unit in draft.units if unit in members]
    elif tap.what == "p":
        state["page"] = tap.arg
    elif tap.what == "c":
        state.update(query="", page=0)
