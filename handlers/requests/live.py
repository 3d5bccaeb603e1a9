"""The live card of a request that is being put together: one question after the other, then the preview."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.requests import sending
from handlers.requests.draft import Draft, key, next_step, rows_of
from handlers.turn import Turn
from messages import render
from messages.contexts.requests import QuestionLine, RequestFault, RequestMake
from storage import requests, sessions, units
from storage.sessions import OpenSession
from taskforce.request_deadlines import SOONEST, suggested
from taskforce.request_questions import MOST
from taskforce.requests import due_after_event
from taskforce.roles import Action

HANDLE = "request"


async def draft_of(turn: Turn, session: OpenSession) -> Draft:
    """What was put together so far.

    Raises:
        NotAllowed: they may not ask any more.
    """
    body = int(session.state["body"])
    if not turn.may(Action.ASK_REPORT, body):  # not any more: what they type from now on is for somebody else
        await sessions.end(turn.tx, session.id)
    turn.need(Action.ASK_REPORT, body)
    charter = await turn.charter(body)
    return Draft(
        session=session,
        body=body,
        charter=charter,
        calendar=await turn.calendar(body),
        units={unit.id: unit for unit in await units.of_task_force(turn.tx, body)},
        groups=await requests.groups_of(turn.tx, body) if charter.groups else {},
        now=render.local(turn.now, charter.body.timezone),
        locale=turn.locale,
    )


async def show(
    turn: Turn, draft: Draft, fault: RequestFault | None = None, moments: Sequence[datetime] | None = None
) -> None:
    """The card of the live step; the buttons of every earlier card are stale from now on."""
    state = draft.state
    if state["step"] == "review" and (open_step := next_step(draft)) != "review":
        state["step"] = open_step  # the charter or the units have changed since
    state["turn"] += 1
    await sessions.save(turn.tx, draft.session.id, state, turn.now)
    leave = (key(draft, "drop", "no"),)
    if state["step"] == "review":
        preview = await sending.preview(turn, draft, fault)
        await turn.card(HANDLE, preview, (*rows_of(draft, ()), leave))
        return
    await turn.card(HANDLE, _card(draft, fault), (*rows_of(draft, _offered(draft, moments)), leave))


def _card(draft: Draft, fault: RequestFault | None) -> RequestMake:
    state = draft.state
    body = draft.charter.body
    return RequestMake(
        step=state["step"],
        body=body.short_name or body.name,
        title=state["title"],
        questions=tuple(QuestionLine(q.text, q.kind, q.options, q.measure) for q in draft.questions),
        current=int(state["at"]),
        chosen=len(draft.chosen),
        total=len(draft.units),
        query=str(state["query"]) if state["step"] == "units" else "",
        event=draft.event,
        due=draft.due,
        limit=MOST,
        fault=fault,
    )


def _offered(draft: Draft, moments: Sequence[datetime] | None) -> Sequence[datetime]:
    if moments:
        return moments
    if draft.state["step"] == "due":
        return suggested(draft.now, draft.calendar)
    return (draft.now, draft.now - timedelta(hours=1)) if draft.state["step"] == "event" else ()


async def go_on(turn: Turn, draft: Draft) -> None:
    """To the next question that is open."""
    draft.state.update(step=next_step(draft), query="", page=0)
    await show(turn, draft)


async def set_moment(turn: Turn, draft: Draft, what: str, moment: datetime) -> None:
    """The deadline, or when the event was: with it the charter counts the deadline, if that has not passed."""
    if what == "event" and draft.stream is not None:
        due = due_after_event(draft.charter, draft.stream.key, moment, draft.calendar)
        if due is not None and due - turn.now < SOONEST:
            draft.state.update(event=moment.isoformat(), step="due", query="", page=0)
            await show(turn, draft, RequestFault("counted-past", day=due.date()))
            return
    draft.state[what] = moment.isoformat()
    if what == "event":
        draft.state["due"] = ""
    await go_on(turn, draft)
