"""An answer, what is not settled yet, or an addition is written: text and files, then one tap sends it."""

from handlers.cases import access, cards, raising, telling, writing
from handlers.cases.taps import SayAct
from handlers.conversations import Conversation, finish
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.basics import Stopped
from messages.contexts.cases import CaseSay
from messages.model import Button, Label
from storage import cases, outbox, sessions
from storage.cases import Case
from storage.sessions import OpenSession

KIND = "case-say"
_EXCERPT = 160


def _handle(session: OpenSession) -> str:
    return f"case-say:{session.state['case']}"


async def begin(turn: Turn, case: Case, what: str) -> None:
    """``what`` is "answer", "reopen" or "add"; what was written before is kept."""
    subject = f"case-{what}:{case.id}"
    before = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    written = writing.empty() if before is None else before.state
    state = {**written, "case": case.id, "what": what, "version": case.version}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    assert session is not None  # noqa: S101 - just begun
    await _show(turn, session)


async def _case(turn: Turn, session: OpenSession) -> Case:
    """The case that is written to, by somebody who still may.

    Raises:
        NotAllowed: they may not; the conversation is over.
    """
    try:
        case, person = await access.need(turn, int(session.state["case"]))
        office = session.state["what"] == "answer"
        if not (await access.deals_with(turn, case, person) if office else case.raised_by == person.id):
            raise NotAllowed(f"write to case {case.id}")
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise
    return case


async def _show(turn: Turn, session: OpenSession, problem: str = "", limit: int = 0) -> None:
    case, state = await _case(turn, session), session.state
    files = writing.names_of(state)
    excerpt = formats.shorten(" ".join(case.text.split()), _EXCERPT)
    message = CaseSay(state["what"], case.id, excerpt, state["text"], files, problem, limit)
    send = Button(
        Label(f"cases.send_say_{state['what']}"),
        data=SayAct(session.id, state["version"], "ok").pack(),
        style="primary",
    )
    anew = Button(Label("cases.retype"), data=SayAct(session.id, state["version"], "x").pack())
    drop = Button(Label("cases.drop"), data=SayAct(session.id, state["version"], "no").pack())
    written = bool(state["text"] or files)
    await turn.card(_handle(session), message, ((send,), (anew, drop)) if written else ((drop,),))


async def said(turn: Turn, session: OpenSession) -> None:
    """A text or file: it is added."""
    await _case(turn, session)
    await _show(turn, session, *await writing.take(turn, session))


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The same card again."""
    await _show(turn, session)


CONVERSATION = Conversation(said, resumed, said)


async def act(turn: Turn, tap: SayAct) -> None:
    """Send it, write it anew, or leave it."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    case, state = await _case(turn, session), session.state
    if tap.what == "no":
        await turn.card(_handle(session), Stopped(KIND))
        await finish(turn, session)
    elif tap.what == "x":
        state.update(writing.empty())
        await sessions.save(turn.tx, session.id, state, turn.now)
        await _show(turn, session)
    elif not (state["text"] or state["files"]):
        await _show(turn, session, "empty")
    elif case.version != state["version"]:
        await _moved_on(turn, session, case)
    else:
        await _send(turn, session, case)


async def _moved_on(turn: Turn, session: OpenSession, case: Case) -> None:
    """There was a step meanwhile, which their card shows: what was written is sent with the next tap, if it fits."""
    if not _fits(session.state["what"], case):
        await cards.show(turn, case)
        await turn.toast(Label("cases.stale"), alert=True)
        await finish(turn, session)
        return
    session.state["version"] = case.version
    await sessions.save(turn.tx, session.id, session.state, turn.now)
    await _show(turn, session, "meanwhile")


def _fits(what: str, case: Case) -> bool:
    if what == "answer":
        return case.state != "closed"
    return case.live if what == "add" else not case.live


async def _send(turn: Turn, session: OpenSession, case: Case) -> None:
    assert turn.person is not None  # noqa: S101 - see _case
    state, by = session.state, turn.person.id
    text, files, now = state["text"], writing.files_of(state), turn.now
    await sessions.end(turn.tx, session.id)  # a second tap finds nothing to send
    if state["what"] == "answer":
        whole = f"{case.answer}\n{text}".strip() if case.state == "answered" else text
        await cases.answer(turn.tx, case, by=by, text=whole, files=files, now=now)
        news = ""
    elif state["what"] == "add":
        await cases.add_to(turn.tx, case, by=by, text=text, files=files, now=now)
        news = "added"
    else:
        due = await raising.due_of(turn, case.task_force_id, urgent=case.urgent)
        await cases.reopen(turn.tx, case, by=by, text=text, files=files, due_at=due, now=now)
        news = "reopened"
    fresh = await raising.again(turn, case)
    await telling.told(turn, fresh, eyes=await access.owners(turn, fresh) if news else (), news=news)
    await turn.toast(Label("cases.sent"))
    await outbox.rename_card(turn.tx, turn.chat_id, _handle(session), cards.handle_of(case.id))
    await cards.show(turn, fresh)
    await finish(turn, session)
