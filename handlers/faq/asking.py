"""/hoidap: a question is typed, the best answer comes with the article it rests on, or it goes to the secretary."""

from collections.abc import Sequence

from handlers import which
from handlers.cases.taps import NewCase
from handlers.conversations import Conversation, finish
from handlers.faq import access, finding, hotlines, to_secretary
from handlers.faq.taps import AskFaq, BrowseFaq, GetFile, Helped, KeepEntry, KeepList, NoAnswer, SeeAnswer, SeeHotlines
from handlers.faq.to_secretary import HANDLE, KIND, subject_of
from handlers.turn import Turn
from messages import formats
from messages.contexts.faq import FaqAnswer, FaqBrowse, FaqFileCaption, FaqHome, FaqNone
from messages.model import Button, Keyboard, Label
from storage import faq, sessions
from storage.faq import Entry
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.roles import Action

COMMAND = "hoidap"
PAGE = 8
_TOP = 4
_HITS = 5
_LABEL = 45


async def command(turn: Turn) -> None:
    """/hoidap, with or without the question; a question that is being written to the secretary is gone on with."""
    body = await which.task_force_for(turn, Action.ASK_FAQ, COMMAND)
    if body is None:
        return
    words = clean(turn.incoming.command_text if turn.incoming else "")
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(body))
    if words:
        await _search(turn, await to_secretary.begin(turn, body), words)
    elif session is not None and session.state["step"] == "write":
        await sessions.bring_to_front(turn.tx, session)
        await to_secretary.show(turn, session)
    else:
        await _home(turn, await to_secretary.begin(turn, body))


async def ask(turn: Turn, tap: AskFaq) -> None:
    """The button that leads here."""
    turn.need(Action.ASK_FAQ, tap.body)
    await _home(turn, await to_secretary.begin(turn, tap.body))


async def _home(turn: Turn, session: OpenSession, fault: str = "") -> None:
    body = int(session.state["body"])
    top = await faq.page(turn.tx, body, most=_TOP)
    total = await faq.count(turn.tx, body)
    lines = await hotlines.lines_of(turn, body)
    rows = list(_entry_rows(top))
    if total > len(top):
        rows.append((Button(Label("faq.browse", {"count": total}), data=BrowseFaq(body, 0).pack()),))
    rows.append((Button(Label("faq.feedback"), data=NewCase(body, "feedback").pack()),))
    if lines:
        rows[-1] = (*rows[-1], Button(Label("faq.hotlines"), data=SeeHotlines(body).pack()))
    if turn.may(Action.KEEP_FAQ, body):
        rows.append((Button(Label("faq.keep"), data=KeepList(body, "shown", 0).pack()),))
    message = FaqHome(await which.name_if_several(turn, body), total, lines, fault)
    await turn.card(HANDLE, message, tuple(rows))


def _entry_rows(entries: Sequence[Entry]) -> Keyboard:
    return tuple((Button(formats.shorten(each.question, _LABEL), data=SeeAnswer(each.id).pack()),) for each in entries)


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """A question, or more words for the secretary."""
    turn.need(Action.ASK_FAQ, int(session.state["body"]))
    if session.state["step"] == "write":
        await to_secretary.typed(turn, session)
        return
    words = clean((turn.incoming.text if turn.incoming else None) or "")
    if words:
        await _search(turn, session, words)
    else:
        await _home(turn, session, "empty")


async def sent(turn: Turn, session: OpenSession) -> None:
    """A file: no table knows what it asks, so it goes to the secretary."""
    turn.need(Action.ASK_FAQ, int(session.state["body"]))
    await to_secretary.sent(turn, session)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The question is awaited again, or what was written is shown."""
    turn.need(Action.ASK_FAQ, int(session.state["body"]))
    if session.state["step"] == "write":
        await to_secretary.show(turn, session)
    else:
        await _home(turn, session)


CONVERSATION = Conversation(typed, resumed, sent)


async def _search(turn: Turn, session: OpenSession, words: str) -> None:
    body = int(session.state["body"])
    hits = (await finding.ids(turn, body, words))[:_HITS]
    state = {**session.state, "step": "ask", "words": words[: to_secretary.LONGEST], "hits": hits}
    await sessions.save(turn.tx, session.id, state, turn.now)
    found = await faq.by_ids(turn.tx, hits)
    if found:
        await _answer(turn, found[0], found[1:], words)
        return
    lines = await hotlines.lines_of(turn, body)
    rows: list[tuple[Button, ...]] = [_no_answer(body, "faq.send_this", primary=True)]
    if total := await faq.count(turn.tx, body):
        rows.append((Button(Label("faq.browse", {"count": total}), data=BrowseFaq(body, 0).pack()),))
    await turn.card(HANDLE, FaqNone(words, lines), (*rows, *hotlines.copy_rows(lines)))


def _no_answer(body: int, words: str, *, primary: bool = False) -> tuple[Button, ...]:
    return (Button(Label(words), data=NoAnswer(body).pack(), style="primary" if primary else None),)


# The answer


async def _answer(
    turn: Turn, entry: Entry, others: Sequence[Entry], words: str, *, thanked: bool = False, back: bool = False
) -> None:
    """The answer; below it what else may be meant. ``thanked``: they said just now that it helped."""
    if not thanked:
        await faq.count_seen(turn.tx, entry.id)
    body = entry.task_force_id
    rows: list[tuple[Button, ...]] = []
    if entry.file is not None:
        file = Label("faq.file", {"name": formats.shorten(entry.file.name or "…", 30)})
        rows.append((Button(file, data=GetFile(entry.id).pack()),))
    if not thanked:
        rows.append((Button(Label("faq.helped"), data=Helped(entry.id).pack(), style="success"),))
        rows += _entry_rows(others)
        rows.append(_no_answer(body, "faq.not_found"))
    last = [Button(Label("faq.ask"), data=AskFaq(body).pack())]
    if back:
        last.append(Button(Label("faq.browse_back"), data=BrowseFaq(body, 0).pack()))
    if turn.may(Action.KEEP_FAQ, body):
        last.append(Button(Label("faq.change"), data=KeepEntry(entry.id).pack()))
    message = FaqAnswer(
        words=words,
        question=entry.question,
        answer=entry.answer,
        cite=entry.cite,
        file=entry.file is not None,
        others=len(others),
        thanked=thanked,
    )
    await turn.card(HANDLE, message, (*rows, tuple(last)))


async def see(turn: Turn, tap: SeeAnswer) -> None:
    """One of the questions was tapped; what else was found stays below it."""
    entry = await _readable(turn, tap.entry)
    if entry is None:
        return
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(entry.task_force_id))
    hits = [] if session is None or session.state["step"] != "ask" else session.state["hits"]
    if entry.id not in hits:
        await _answer(turn, entry, (), "", back=True)
        return
    assert session is not None  # noqa: S101 - the hits are its
    others = await faq.by_ids(turn.tx, [each for each in hits if each != entry.id])
    await _answer(turn, entry, [each for each in others if not each.hidden], str(session.state["words"]))


async def _readable(turn: Turn, entry_id: int) -> Entry | None:
    entry = await access.to_read(turn, entry_id)
    if entry is None:
        await turn.toast(Label("faq.gone"), alert=True)
    return entry


async def helped(turn: Turn, tap: Helped) -> None:
    """That was it: counted once a person, and the question is over."""
    entry = await _readable(turn, tap.entry)
    if entry is None or turn.person is None:
        return
    await faq.count_helped(turn.tx, entry.id, turn.person.id, turn.now)
    await turn.toast(Label("faq.thanks"))
    await _answer(turn, entry, (), "", thanked=True)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(entry.task_force_id))
    if session is not None and session.state["step"] == "ask":
        await finish(turn, session)


async def file(turn: Turn, tap: GetFile) -> None:
    """The file of an answer."""
    entry = await _readable(turn, tap.entry)
    if entry is not None and entry.file is not None:
        caption = FaqFileCaption(entry.question)
        await turn.forward_file(turn.chat_id, entry.file.id, entry.file.kind, caption, locale=turn.locale)


# All questions


async def browse(turn: Turn, tap: BrowseFaq) -> None:
    """A page of them, those most used first."""
    turn.need(Action.ASK_FAQ, tap.body)
    total = await faq.count(turn.tx, tap.body)
    pages = max(1, -(-total // PAGE))
    at = min(max(tap.page, 0), pages - 1)
    shown = await faq.page(turn.tx, tap.body, start=at * PAGE, most=PAGE)
    rows = list(_entry_rows(shown))
    if pages > 1:
        rows.append(
            tuple(
                Button(words, data=BrowseFaq(tap.body, to % pages).pack())
                for words, to in (("‹", at - 1), (f"{at + 1}/{pages}", at), ("›", at + 1))
            )
        )
    rows.append((Button(Label("faq.ask"), data=AskFaq(tap.body).pack()),))
    await turn.card(HANDLE, FaqBrowse(total, at + 1, pages), tuple(rows))


async def no_answer(turn: Turn, tap: NoAnswer) -> None:
    """There is no answer: what was asked is shown as the secretary will get it."""
    turn.need(Action.ASK_FAQ, tap.body)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(tap.body))
    if session is None:
        session = await to_secretary.begin(turn, tap.body)
    else:
        await sessions.bring_to_front(turn.tx, session)
    await to_secretary.write(turn, session)
