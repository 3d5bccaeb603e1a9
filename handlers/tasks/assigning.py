"""/giaoviec: a leader or the secretary gives units a task: text, who leads, who helps, until when, one tap to give."""

from collections.abc import Sequence
from datetime import date

from handlers import which
from handlers.conversations import Conversation, finish
from handlers.meetings.conclude.conclusion_taking import read_days
from handlers.reports import cut
from handlers.tasks import giving, listing
from handlers.tasks.draft import NO_DAY, Draft, key, next_step, rows_of
from handlers.tasks.taps import Assign
from handlers.turn import Turn
from messages.contexts.conclusions import Fault
from messages.contexts.tasks import TaskAssign
from messages.model import Label
from storage import sessions, units
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.numbered import read_conclusion
from taskforce.roles import Action
from taskforce.vietnamese import NameIndex, search

KIND = "assign"
COMMAND = "giaoviec"
TEXT_LIMIT = 1000
_HANDLE = "assign"
_STEPS = ("text", "lead", "with", "due", "review")


async def command(turn: Turn) -> None:
    """/giaoviec, with or without the text."""
    body = await which.task_force_for(turn, Action.ASSIGN_TASK, COMMAND)
    if body is None:
        return
    subject = f"assign:{body}"
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    if session is None:
        state = {"body": body, "text": "", "lead": [], "with": [], "due": "", "asked": [], "step": "text", "turn": 0}
        await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
        session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
        assert session is not None  # noqa: S101 - just begun
    else:
        await sessions.bring_to_front(turn.tx, session)
    draft = await _draft(turn, session)
    words = clean(turn.incoming.command_text if turn.incoming else "")
    await (_text(turn, draft, words) if words and not draft.state["text"] else _show(turn, draft))


async def _draft(turn: Turn, session: OpenSession) -> Draft:
    body = int(session.state["body"])
    turn.need(Action.ASSIGN_TASK, body)
    living = {unit.id: unit for unit in await units.of_task_force(turn.tx, body)}
    return Draft(session, body, living, await listing.today(turn, body))


async def _show(turn: Turn, draft: Draft, fault: Fault | None = None, days: Sequence[date] = ()) -> None:
    """The card of the live step; the buttons of every earlier card are stale from now on."""
    state = draft.state
    state["turn"] += 1
    await sessions.save(turn.tx, draft.session.id, state, turn.now)
    message = TaskAssign(
        step=state["step"],
        text=state["text"],
        lead=draft.names("lead"),
        helpers=draft.names("with"),
        due=draft.due,
        due_said="due" in state["asked"],
        query=str(state.get("query", "")) if state["step"] in ("lead", "with") else "",
        limit=TEXT_LIMIT,
        fault=fault,
    )
    await turn.card(_HANDLE, message, (*rows_of(draft, days), (key(draft, "drop_assign", "x"),)))


async def _go_on(turn: Turn, draft: Draft) -> None:
    draft.state.update(step=next_step(draft), query="", page=0)
    await _show(turn, draft)


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """According to what is asked."""
    draft = await _draft(turn, session)
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    step = draft.state["step"]
    if await cut.belongs(turn, text):
        await _show(turn, draft, Fault("cut"))
    elif not text:
        await _show(turn, draft, Fault("empty"))
    elif step == "text":
        await _text(turn, draft, text)
    elif step in ("lead", "with"):
        await _find(turn, draft, text)
    elif step == "due":
        await _due(turn, draft, text)
    else:
        await _show(turn, draft, Fault("choose", typed=text))


async def _text(turn: Turn, draft: Draft, text: str) -> None:
    """The task in words; what it says of units and deadline need not be asked."""
    if len(text) > TEXT_LIMIT:
        await _show(turn, draft, Fault("too-long", TEXT_LIMIT, text[:100]))
        return
    state = draft.state
    state["text"] = text
    index = NameIndex((unit.id, unit.names) for unit in draft.units.values())
    said = read_conclusion(text, index, draft.today)
    if not draft.ids("lead"):
        state["lead"] = list(said.lead)
    if "with" not in state["asked"] and said.with_:
        state.update({"with": [unit for unit in said.with_ if unit not in state["lead"]]})
        state["asked"].append("with")
    if "due" not in state["asked"] and said.due is not None:
        state["due"] = said.due.isoformat()
        state["asked"].append("due")
    await _go_on(turn, draft)


async def _find(turn: Turn, draft: Draft, text: str) -> None:
    if search(text, list(draft.units.values()), lambda unit: unit.names):
        draft.state.update(query=text[:100], page=0)
        await _show(turn, draft)
    else:
        await _show(turn, draft, Fault("not-found", typed=text[:100]))


async def _due(turn: Turn, draft: Draft, text: str) -> None:
    zone = (await turn.charter(draft.body)).body.timezone
    days, fault = read_days(text, turn, zone)
    if len(days) == 1 and fault is None:
        await _set_due(turn, draft, days[0])
    else:
        await _show(turn, draft, fault, days)


async def _set_due(turn: Turn, draft: Draft, day: date | None) -> None:
    draft.state["due"] = day.isoformat() if day else ""
    draft.state["asked"] = [*dict.fromkeys([*draft.state["asked"], "due"])]
    await _go_on(turn, draft)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live step again."""
    await _show(turn, await _draft(turn, session))


CONVERSATION = Conversation(typed, resumed)


# What is tapped


async def act(turn: Turn, tap: Assign) -> None:
    """A button of the live card; older ones only bring the live card back."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("task.assigned_before"), alert=True)
        return
    draft = await _draft(turn, session)
    await sessions.bring_to_front(turn.tx, session)
    state = draft.state
    if tap.turn != state["turn"]:
        await turn.toast(Label("basics.stale_button"))
        await _show(turn, draft)
    elif tap.what == "x":
        await finish(turn, session)
        await giving.dropped(turn, _HANDLE)
    elif tap.what == "ok" and next_step(draft) == "review":
        await giving.give(
            turn, draft.body, giving.Wanted(state["text"], draft.ids("lead"), draft.ids("with"), draft.due)
        )
        await finish(turn, session)
    elif tap.what == "d" and state["step"] == "due":
        await _day(turn, draft, tap.arg)
    elif tap.what == "u" and tap.arg in draft.units and state["step"] in ("lead", "with"):
        chosen = draft.ids(state["step"])
        state[state["step"]] = [u for u in chosen if u != tap.arg] if tap.arg in chosen else [*chosen, tap.arg]
        await _show(turn, draft)
    else:
        await _walk(turn, draft, tap)


async def _day(turn: Turn, draft: Draft, ordinal: int) -> None:
    if ordinal == NO_DAY:
        await _set_due(turn, draft, None)
    elif draft.today.toordinal() <= ordinal <= date.max.toordinal():
        await _set_due(turn, draft, date.fromordinal(ordinal))
    else:
        await _show(turn, draft, Fault("past"))


async def _walk(turn: Turn, draft: Draft, tap: Assign) -> None:
    """Between pages and steps."""
    state = draft.state
    if tap.what == "p":
        state["page"] = tap.arg
    elif tap.what == "q":
        state.update(query="", page=0)
    elif tap.what == "e" and 0 <= tap.arg < len(_STEPS):
        state.update(step=_STEPS[tap.arg], query="", page=0)
    elif tap.what == "n" and (draft.ids("lead") or state["step"] == "with"):
        state["asked"] = [*dict.fromkeys([*state["asked"], *(["with"] if state["step"] == "with" else [])])]
        await _go_on(turn, draft)
        return
    await _show(turn, draft)
