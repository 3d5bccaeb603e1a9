"""What the secretary types or sends: a new question and its answer, other words for an old one, an abbreviation."""

from dataclasses import replace
from typing import Any, cast

from handlers.conversations import Conversation, finish
from handlers.faq import access, aliases, finding, keeping, tables
from handlers.faq.keeping import ANSWER, CITE, HANDLE, KIND, QUESTION, subject_of
from handlers.faq.taps import KeepAsk, KeepEdit, KeepLeave
from handlers.reports import cut
from handlers.turn import Turn
from messages.contexts.faq import FaqKeepAsk
from messages.model import Button, Label
from storage import faq, sessions
from storage.faq import AnswerFile, Entry
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.roles import Action
from taskforce.vietnamese import fold

_WORDINGS = 20
_MOST = 5000  # entries of one task force
_LIMITS = {"question": QUESTION, "answer": ANSWER, "wordings": QUESTION, "cite": CITE}
_ASKED = ("add", "find", "alias", "import")


async def ask(turn: Turn, tap: KeepAsk) -> None:
    """Something is awaited: a new question, a word to look for, an abbreviation, a table."""
    turn.need(Action.KEEP_FAQ, tap.body)
    if tap.what in _ASKED:
        step = "question" if tap.what == "add" else tap.what
        await _begin(turn, tap.body, {"body": tap.body, "step": step, "entry": 0, "question": ""})


async def edit(turn: Turn, tap: KeepEdit) -> None:
    """Other words for a part of an entry are awaited."""
    entry = await access.to_keep(turn, tap.entry)
    if tap.what in _LIMITS:
        body = entry.task_force_id
        await _begin(turn, body, {"body": body, "step": tap.what, "entry": entry.id, "question": entry.question})


async def _begin(turn: Turn, body: int, state: dict[str, Any]) -> None:
    session_id = await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(body), state=state, now=turn.now
    )
    await _show(turn, cast(OpenSession, await sessions.get(turn.tx, session_id)))


async def _show(turn: Turn, session: OpenSession, fault: str = "", limit: int = 0) -> None:
    """What is awaited, and what is there now."""
    state = session.state
    step = str(state["step"])
    if step == "table":
        await tables.show(turn, session)
        return
    entry = await _entry(turn, session)
    now = "" if entry is None else _now(entry, step)
    body = int(state["body"])
    back = Button(Label("faq.back"), data=KeepLeave(session.id).pack())
    rows = ((tables.template_button(body),), (back,)) if step == "import" else ((back,),)
    await turn.card(HANDLE, FaqKeepAsk(step, state["question"], now, fault, limit or _LIMITS.get(step, 0)), rows)


def _now(entry: Entry, step: str) -> str:
    parts = {
        "question": entry.question,
        "answer": entry.answer,
        "wordings": "\n".join(entry.wordings),
        "cite": entry.cite,
    }
    return parts.get(step, "")


async def _entry(turn: Turn, session: OpenSession) -> Entry | None:
    """The entry that is being changed, None for a new one."""
    entry_id = int(session.state["entry"])
    return await access.to_keep(turn, entry_id) if entry_id else None


async def leave(turn: Turn, tap: KeepLeave) -> None:
    """Back to where one came from; nothing is changed."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("basics.stale_button"))
        return
    body = int(session.state["body"])
    turn.need(Action.KEEP_FAQ, body)
    entry = await _entry(turn, session)
    await finish(turn, session)
    if entry is not None:
        await keeping.show(turn, entry)
    elif session.state["step"] == "alias":
        await aliases.show(turn, body)
    else:
        await keeping.show_list(turn, body)


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """According to what is awaited."""
    turn.need(Action.KEEP_FAQ, int(session.state["body"]))
    text = (turn.incoming.text if turn.incoming else None) or ""
    words = clean(text)
    step = session.state["step"]
    if await cut.belongs(turn, text):
        fresh = await sessions.get(turn.tx, session.id)
        await _show(turn, fresh or session, "long")
    elif step in ("import", "table"):
        await _show(turn, session, "no-file")
    elif not fold(words) and step != "answer":
        await _show(turn, session, "empty")
    elif step != "wordings" and len(words) > _LIMITS.get(step, ANSWER):
        await _show(turn, session, "long")
    else:
        await _TYPED[step](turn, session, words)


async def _question(turn: Turn, session: OpenSession, words: str) -> None:
    """A new question, or other words for one; one that is there already is shown instead of being kept twice."""
    words = " ".join(words.split())
    body = int(session.state["body"])
    entry = await _entry(turn, session)
    known = await faq.asked_alike(turn.tx, body, words)
    if known is not None and (entry is None or known.id != entry.id):
        await finish(turn, session)
        await keeping.show(turn, known, "exists")
    elif entry is not None:
        await _done(turn, session, replace(entry, question=words))
    elif await faq.count(turn.tx, body) + await faq.count(turn.tx, body, "hidden") >= _MOST:
        await _show(turn, session, "full", _MOST)
    else:
        session.state.update(step="answer", question=words)
        await sessions.save(turn.tx, session.id, session.state, turn.now)
        await _show(turn, session)


async def _answer(turn: Turn, session: OpenSession, words: str) -> None:
    if not words:
        await _show(turn, session, "empty")
        return
    entry = await _entry(turn, session)
    if entry is None:
        await _add(turn, session, words, None)
    else:
        await _done(turn, session, replace(entry, answer=words))


async def _wordings(turn: Turn, session: OpenSession, words: str) -> None:
    """One a line; they take the place of those that were there."""
    entry = await _entry(turn, session)
    lines = list(dict.fromkeys(" ".join(line.split()) for line in words.split("\n") if fold(line)))
    if entry is None or len(lines) > _WORDINGS:
        await _show(turn, session, "many", _WORDINGS)
    elif any(len(line) > QUESTION for line in lines):
        await _show(turn, session, "long")
    else:
        await _done(turn, session, replace(entry, wordings=tuple(lines)))


async def _cite(turn: Turn, session: OpenSession, words: str) -> None:
    entry = await _entry(turn, session)
    if entry is not None:
        await _done(turn, session, replace(entry, cite=" ".join(words.split())))


async def _find(turn: Turn, session: OpenSession, words: str) -> None:
    body = int(session.state["body"])
    found = await finding.ids(turn, body, words, hidden=True)
    if not found:
        await _show(turn, session, "not-found")
        return
    await finish(turn, session)
    await keeping.show_found(turn, body, words, found)


async def _alias(turn: Turn, session: OpenSession, words: str) -> None:
    fault = await aliases.add(turn, int(session.state["body"]), words)
    if fault:
        await _show(turn, session, fault, aliases.MOST)
        return
    await finish(turn, session)
    await aliases.show(turn, int(session.state["body"]))


_TYPED = {
    "question": _question,
    "answer": _answer,
    "wordings": _wordings,
    "cite": _cite,
    "find": _find,
    "alias": _alias,
}


async def sent(turn: Turn, session: OpenSession) -> None:
    """A file: the answer or a part of it, or the table."""
    turn.need(Action.KEEP_FAQ, int(session.state["body"]))
    file = turn.incoming.file if turn.incoming else None
    step = session.state["step"]
    if file is None or step not in ("answer", "import", "table"):
        await _show(turn, session, "no-words")
        return
    if step in ("import", "table"):
        await tables.fetch(turn, file)
        return
    caption = clean((turn.incoming.caption if turn.incoming else None) or "")
    answer_file = AnswerFile(file.file_id, clean(file.name)[:200], file.kind)
    entry = await _entry(turn, session)
    if entry is None:
        await _add(turn, session, caption, answer_file)
    else:
        await _done(turn, session, replace(entry, answer=caption or entry.answer, file=answer_file))


async def _add(turn: Turn, session: OpenSession, answer: str, file: AnswerFile | None) -> None:
    body = int(session.state["body"])
    question = str(session.state["question"])
    known = await faq.asked_alike(turn.tx, body, question)  # somebody else was faster
    if known is None:
        person = turn.need(Action.KEEP_FAQ, body)
        new_id = await faq.add(
            turn.tx, task_force_id=body, question=question, answer=answer, by=person.id, now=turn.now, file=file
        )
        entry = cast(Entry, await faq.get(turn.tx, new_id))
        await keeping.note(turn, entry, "faq.added")
        await keeping.show(turn, entry, "added")
    else:
        await keeping.show(turn, known, "exists")
    await finish(turn, session)


async def _done(turn: Turn, session: OpenSession, entry: Entry) -> None:
    await keeping.save(turn, entry, "changed")
    await keeping.show(turn, entry, "changed")
    await finish(turn, session)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """What is awaited, again."""
    turn.need(Action.KEEP_FAQ, int(session.state["body"]))
    await _show(turn, session)


CONVERSATION = Conversation(typed, resumed, sent)
