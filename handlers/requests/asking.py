"""/yeucau: the secretary or a leader asks chosen units for a report of its own, a few taps and one pasted list."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers import which
from handlers.conversations import Conversation, finish
from handlers.periods import senders_of
from handlers.reports import cut
from handlers.requests import listing, sending
from handlers.requests.draft import STEPS, TITLE_LIMIT, Draft, empty, key, next_step, rows_of, title_of
from handlers.requests.taps import AskAct, NewRequest
from handlers.turn import Turn
from messages import render
from messages.contexts.basics import Stopped
from messages.contexts.requests import QuestionLine, RequestFault, RequestMake
from messages.model import Label
from storage import requests, sessions, units
from storage.sessions import OpenSession
from taskforce.charter.reports import Senders
from taskforce.forms import clean
from taskforce.request_deadlines import FARTHEST, SOONEST, Read, read_due, read_event, suggested
from taskforce.request_questions import (
    KINDS,
    LONGEST,
    LONGEST_OPTION,
    MOST,
    MOST_OPTIONS,
    Question,
    read_options,
    read_questions,
)
from taskforce.requests import due_after_event, report_title
from taskforce.roles import Action
from taskforce.vietnamese import search

KIND = "request"
COMMAND = "yeucau"
_HANDLE = "request"


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
        draft = await _draft(turn, session)
        if not draft.streams:  # nothing to choose from
            draft.state["form"] = "own"
        await _go_on(turn, draft)
    else:
        await sessions.bring_to_front(turn.tx, session)
        await _show(turn, await _draft(turn, session))


async def _draft(turn: Turn, session: OpenSession) -> Draft:
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


async def _show(
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
        await turn.card(_HANDLE, preview, (*rows_of(draft, ()), leave))
        return
    await turn.card(_HANDLE, _card(draft, fault), (*rows_of(draft, _offered(draft, moments)), leave))


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


async def _go_on(turn: Turn, draft: Draft) -> None:
    draft.state.update(step=next_step(draft), query="", page=0)
    await _show(turn, draft)


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """According to what is asked."""
    draft = await _draft(turn, session)
    text = (turn.incoming.text if turn.incoming else None) or ""
    step = draft.state["step"]
    if await cut.belongs(turn, text):
        await _show(turn, draft, RequestFault("cut"))
    elif not clean(text):
        await _show(turn, draft, RequestFault("empty"))
    elif step in _TYPED:
        await _TYPED[step](turn, draft, text)
    else:
        await _show(turn, draft, RequestFault("choose", typed=clean(text)[:100]))


async def _title(turn: Turn, draft: Draft, text: str) -> None:
    title = " ".join(clean(text).split())
    if len(title) > TITLE_LIMIT:
        await _show(turn, draft, RequestFault("too-long", TITLE_LIMIT, title[:100]))
        return
    draft.state["title"] = title if turn.locale == "en" else report_title(title)
    await _go_on(turn, draft)


async def _questions(turn: Turn, draft: Draft, text: str) -> None:
    """More questions, one a line; what was there stays."""
    found = read_questions(text)
    too_long = next((question for question in found if len(question.text) > LONGEST), None)
    if too_long is not None:
        await _show(turn, draft, RequestFault("too-long", LONGEST, too_long.text[:100]))
    elif len(draft.questions) + len(found) > MOST:
        await _show(turn, draft, RequestFault("too-many", MOST))
    else:
        draft.keep([*draft.questions, *found])
        await _show(turn, draft)


async def _options(turn: Turn, draft: Draft, text: str) -> None:
    """What the question offers to choose from."""
    options = read_options(text)
    if not 2 <= len(options) <= MOST_OPTIONS:
        await _show(turn, draft, RequestFault("options", MOST_OPTIONS))
        return
    if any(len(option) > LONGEST_OPTION for option in options):
        await _show(turn, draft, RequestFault("too-long", LONGEST_OPTION, max(options, key=len)[:100]))
        return
    changed = draft.questions
    at = int(draft.state["at"]) - 1
    changed[at] = Question(changed[at].text, "choice", options)
    draft.keep(changed)
    draft.state["step"] = "questions"
    await _show(turn, draft)


async def _reworded(turn: Turn, draft: Draft, text: str) -> None:
    """The open question in other words; its kind stays."""
    words = " ".join(clean(text).split())
    if len(words) > LONGEST:
        await _show(turn, draft, RequestFault("too-long", LONGEST, words[:100]))
        return
    changed = draft.questions
    at = int(draft.state["at"]) - 1
    changed[at] = Question(words, changed[at].kind, changed[at].options, changed[at].measure)
    draft.keep(changed)
    draft.state["step"] = "questions"
    await _show(turn, draft)


async def _find(turn: Turn, draft: Draft, text: str) -> None:
    query = clean(text)[:100]
    if search(query, list(draft.units.values()), lambda unit: unit.names):
        draft.state.update(query=query, page=0)
        await _show(turn, draft)
    else:
        await _show(turn, draft, RequestFault("not-found", typed=query))


async def _due(turn: Turn, draft: Draft, text: str) -> None:
    await _read(turn, draft, "due", read_due(text[:200], draft.now, draft.calendar), text)


async def _event(turn: Turn, draft: Draft, text: str) -> None:
    await _read(turn, draft, "event", read_event(text[:200], draft.now), text)


async def _read(turn: Turn, draft: Draft, what: str, read: Read, text: str) -> None:
    if len(read.moments) == 1:
        await _set(turn, draft, what, read.moments[0])
    elif read.moments:
        await _show(turn, draft, RequestFault("which", typed=clean(text)[:60]), read.moments)
    else:
        await _show(turn, draft, RequestFault(read.fault, typed=clean(text)[:60], day=read.day))


async def _set(turn: Turn, draft: Draft, what: str, moment: datetime) -> None:
    """The deadline, or when the event was: with it the charter counts the deadline, if that has not passed."""
    if what == "event" and draft.stream is not None:
        due = due_after_event(draft.charter, draft.stream.key, moment, draft.calendar)
        if due is not None and due - turn.now < SOONEST:
            draft.state.update(event=moment.isoformat(), step="due", query="", page=0)
            await _show(turn, draft, RequestFault("counted-past", day=due.date()))
            return
    draft.state[what] = moment.isoformat()
    if what == "event":
        draft.state["due"] = ""
    await _go_on(turn, draft)


_TYPED = {
    "title": _title,
    "questions": _questions,
    "question": _reworded,
    "options": _options,
    "units": _find,
    "due": _due,
    "event": _event,
}


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live step again."""
    await _show(turn, await _draft(turn, session))


CONVERSATION = Conversation(typed, resumed)


# What is tapped


async def act(turn: Turn, tap: AskAct) -> None:
    """A button of the live card; older ones only bring the live card back."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("requests.asked_before"), alert=True)
        return
    draft = await _draft(turn, session)
    await sessions.bring_to_front(turn.tx, session)
    if tap.turn != draft.state["turn"]:
        await turn.toast(Label("basics.stale_button"))
        await _show(turn, draft)
    elif tap.what == "no":
        await finish(turn, session)
        await turn.card(_HANDLE, Stopped(KIND))
    elif tap.what == "ok" and next_step(draft) == "review":
        await _send(turn, draft)
    else:
        await _tapped(turn, draft, tap)


async def _send(turn: Turn, draft: Draft) -> None:
    due = sending.due_of(draft)
    if due is None or due - turn.now < SOONEST:  # it took them so long
        draft.state.update(step="due", due="")
        await _show(turn, draft, RequestFault("soon"))
        return
    await sending.send(turn, draft, _HANDLE)
    await finish(turn, draft.session)


async def _tapped(turn: Turn, draft: Draft, tap: AskAct) -> None:
    step = draft.state["step"]
    if tap.what == "k" and step == "kind":
        await _choose_form(turn, draft, tap.arg)
    elif tap.what in ("d", "e") and step in ("due", "event"):
        await _moment(turn, draft, tap)
    elif tap.what == "n" and step in ("questions", "units"):
        draft.confirm(step)
        await _go_on(turn, draft)
    elif tap.what == "j" and 0 <= tap.arg < len(STEPS):
        draft.state.update(step=STEPS[tap.arg], query="", page=0)
        await _show(turn, draft)
    elif step in ("questions", "question", "options"):
        _change_question(draft, tap)
        await _show(turn, draft)
    else:
        _change_units(draft, tap)
        await _show(turn, draft)


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
    await _go_on(turn, draft)


async def _moment(turn: Turn, draft: Draft, tap: AskAct) -> None:
    moment = datetime.fromtimestamp(min(max(tap.arg, 0), 2**31) * 60, UTC).astimezone(draft.zone)
    if tap.what == "e":
        if draft.now - timedelta(days=31) <= moment <= draft.now:
            await _set(turn, draft, "event", moment)
            return
    elif SOONEST <= moment - draft.now <= FARTHEST:
        whole = (moment.hour, moment.minute) == (23, 59)
        await _set(turn, draft, "due", moment.replace(second=59 if whole else 0))
        return
    await _show(turn, draft, RequestFault("past" if tap.what == "d" else "future"))


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
