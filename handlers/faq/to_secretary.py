"""A question that nothing answers: written, added to, sent to the inbox, where it is followed (``handlers.cases``)."""

from handlers.cases.raising import raise_case
from handlers.conversations import finish
from handlers.faq.taps import AskFaq, SendQuestion, WordAnew
from handlers.reports import cut
from handlers.turn import Turn
from messages.contexts.faq import FaqWrite
from messages.model import Button, Label
from storage import sessions
from storage.cases import CaseFile
from storage.sessions import OpenSession
from taskforce import cases as rules
from taskforce.forms import clean
from taskforce.roles import Action

KIND = "faq"
HANDLE = "faq"
LONGEST = rules.LONGEST
"""Letters of a question."""

MOST_FILES = 5


def subject_of(body: int) -> str:
    """What the conversation is about."""
    return f"faq:{body}"


async def begin(turn: Turn, body: int) -> OpenSession:
    """Nothing is asked yet."""
    state = {"body": body, "step": "ask", "words": "", "hits": [], "files": [], "turn": 0, "idle": True}
    session_id = await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(body), state=state, now=turn.now
    )
    session = await sessions.get(turn.tx, session_id)
    assert session is not None  # noqa: S101 - just begun
    return session


async def leave(turn: Turn, body: int) -> None:
    """No question is awaited any more; one that is being written stays."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(body))
    if session is not None and session.state["step"] == "ask":
        await sessions.end(turn.tx, session.id)


async def write(turn: Turn, session: OpenSession) -> None:
    """What was asked so far is what will be sent."""
    session.state["step"] = "write"
    await show(turn, session)


async def show(turn: Turn, session: OpenSession, fault: str = "") -> None:
    """The question as it will be sent; the button of every earlier card is stale from now on."""
    state = session.state
    state.update(turn=int(state["turn"]) + 1, idle=False)
    await sessions.save(turn.tx, session.id, state, turn.now)
    limit = MOST_FILES if fault == "files" else LONGEST
    message = FaqWrite(state["words"], tuple(name for _, name, _ in state["files"]), fault, limit)
    rows: list[tuple[Button, ...]] = []
    if state["words"]:
        send = SendQuestion(session.id, state["turn"]).pack()
        rows.append((Button(Label("faq.send"), data=send, style="primary"),))
        rows.append((Button(Label("faq.anew"), data=WordAnew(session.id).pack()),))
    rows.append((Button(Label("faq.ask"), data=AskFaq(state["body"]).pack()),))
    await turn.card(HANDLE, message, tuple(rows))


async def typed(turn: Turn, session: OpenSession) -> None:
    """More words are added below what is there."""
    text = (turn.incoming.text if turn.incoming else None) or ""
    if await cut.belongs(turn, text):
        fresh = await sessions.get(turn.tx, session.id)
        await show(turn, fresh or session, "long")
    else:
        await show(turn, session, _added(session, clean(text)) if clean(text) else "empty")


def _added(session: OpenSession, text: str) -> str:
    words = "\n".join(filter(None, (str(session.state["words"]), text)))
    if len(words) > LONGEST:
        return "long"
    session.state["words"] = words
    return ""


async def sent(turn: Turn, session: OpenSession) -> None:
    """A file goes with the question, its caption is a part of it."""
    file = turn.incoming.file if turn.incoming else None
    if file is None:
        return
    session.state["step"] = "write"
    fault = "files"
    if len(session.state["files"]) < MOST_FILES:
        session.state["files"].append([file.file_id, clean(file.name)[:200], file.kind])
        fault = _added(session, clean((turn.incoming.caption if turn.incoming else None) or ""))
    await show(turn, session, fault)


async def _own(turn: Turn, session_id: int) -> OpenSession | None:
    """The conversation of this chat; None, which is said, when it is over."""
    session = await sessions.get(turn.tx, session_id)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("faq.over"), alert=True)
        return None
    turn.need(Action.ASK_FAQ, int(session.state["body"]))
    return session


async def anew(turn: Turn, tap: WordAnew) -> None:
    """The words are written anew; files stay."""
    session = await _own(turn, tap.session)
    if session is not None:
        await sessions.bring_to_front(turn.tx, session)
        session.state["words"] = ""
        await write(turn, session)


async def send(turn: Turn, tap: SendQuestion) -> None:
    """Into the inbox, as it was shown; the card of the question follows it from there."""
    session = await _own(turn, tap.session)
    if session is None:
        return
    state = session.state
    if tap.turn != state["turn"] or state["step"] != "write" or not state["words"]:
        await turn.toast(Label("basics.stale_button"))
        await write(turn, session)
        return
    body = int(state["body"])
    assert turn.person is not None  # noqa: S101 - they may ask
    await raise_case(
        turn,
        task_force_id=body,
        kind="question",
        category="",
        text=state["words"],
        urgent=False,
        files=[CaseFile(file_id, kind, name) for file_id, name, kind in state["files"]],
        about=next(iter(turn.person.units_in(body)), None),
        card=HANDLE,
    )
    await finish(turn, session)
