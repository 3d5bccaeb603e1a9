"""What the secretary keeps: the list by use, one entry with what can be changed, hidden and shown again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from handlers import which
from handlers.faq import access, to_secretary
from handlers.faq.taps import (
    AskFaq,
    KeepAliases,
    KeepAsk,
    KeepCase,
    KeepClear,
    KeepEdit,
    KeepEntry,
    KeepHide,
    KeepList,
    KeepSheet,
)
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.faq import FaqKeepCard, FaqKeepLine, FaqKeepList
from messages.model import Button, Keyboard, Label
from storage import audit, cases, faq, sessions
from storage.faq import AnswerFile, Entry, View
from taskforce.roles import Action

HANDLE = "faq-keep"
KIND = "faq-keep"
QUESTION, ANSWER, CITE = 300, 3000, 200
"""Letters."""

PAGE = 6
_LABEL = 40


def subject_of(body: int) -> str:
    """What the conversation is about."""
    return f"faq-keep:{body}"


# The list


async def see_list(turn: Turn, tap: KeepList) -> None:
    """A page; what was to be typed is typed no more."""
    turn.need(Action.KEEP_FAQ, tap.body)
    await leave(turn, tap.body)
    await show_list(turn, tap.body, "hidden" if tap.view == "hidden" else "shown", tap.page)


async def leave(turn: Turn, body: int) -> None:
    """Nothing is to be typed any more."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(body))
    if session is not None:
        await sessions.end(turn.tx, session.id)
    await to_secretary.leave(turn, body)


async def show_list(turn: Turn, body: int, view: View = "shown", page: int = 0) -> None:
    """The entries of that view, those most used first; whoever comes here keeps them."""
    shown, hidden = await faq.count(turn.tx, body), await faq.count(turn.tx, body, "hidden")
    total = hidden if view == "hidden" else shown
    pages = max(1, -(-total // PAGE))
    at = min(max(page, 0), pages - 1)
    entries = await faq.page(turn.tx, body, view, start=at * PAGE, most=PAGE)
    rows = list(_entry_rows(entries))
    if pages > 1:
        rows.append(
            tuple(
                Button(words, data=KeepList(body, view, to % pages).pack())
                for words, to in (("‹", at - 1), (f"{at + 1}/{pages}", at), ("›", at + 1))
            )
        )
    name = await which.name_if_several(turn, body)
    message = FaqKeepList(name, view, "", _lines(entries), at + 1, pages, total)
    await turn.card(HANDLE, message, (*rows, *_list_rows(body, view, shown, hidden)))


async def show_found(turn: Turn, body: int, words: str, found: Sequence[int]) -> None:
    """What fits the words, hidden or not."""
    entries = await faq.by_ids(turn.tx, found[: 2 * PAGE])
    message = FaqKeepList("", "found", words, _lines(entries), 1, 1, len(found))
    await turn.card(HANDLE, message, (*_entry_rows(entries), *back_row(body)))


def back_row(body: int) -> Keyboard:
    """Back to the list."""
    return ((Button(Label("faq.kept"), data=KeepList(body, "shown", 0).pack()),),)


def _lines(entries: Sequence[Entry]) -> tuple[FaqKeepLine, ...]:
    return tuple(FaqKeepLine(each.question, each.seen, each.helped, each.hidden) for each in entries)


def _entry_rows(entries: Sequence[Entry]) -> Keyboard:
    return tuple((Button(formats.shorten(each.question, _LABEL), data=KeepEntry(each.id).pack()),) for each in entries)


def _list_rows(body: int, view: View, shown: int, hidden: int) -> Keyboard:
    def ask(what: str) -> Button:
        return Button(Label(f"faq.keep_{what}"), data=KeepAsk(body, what).pack())

    add = Button(Label("faq.keep_add"), data=KeepAsk(body, "add").pack(), style="primary")
    rows: list[tuple[Button, ...]] = [(add, ask("find")) if shown + hidden else (add,)]
    if view == "hidden":
        rows.append((Button(Label("faq.kept"), data=KeepList(body, "shown", 0).pack()),))
    elif hidden:
        rows.append((Button(Label("faq.hidden", {"count": hidden}), data=KeepList(body, "hidden", 0).pack()),))
    rows.append((Button(Label("faq.aliases"), data=KeepAliases(body, 0).pack()), ask("import")))
    last = [Button(Label("faq.ask"), data=AskFaq(body).pack())]
    if shown + hidden:
        last.insert(0, Button(Label("faq.sheet"), data=KeepSheet(body).pack()))
    return (*rows, tuple(last))


# One entry


async def see(turn: Turn, tap: KeepEntry) -> None:
    """One entry; what was to be typed is typed no more."""
    entry = await access.to_keep(turn, tap.entry)
    await leave(turn, entry.task_force_id)
    await show(turn, entry)


async def show(turn: Turn, entry: Entry, news: str = "") -> None:
    """The entry, and why it is shown: "", "added", "changed", "exists" or "from-case"."""
    message = FaqKeepCard(
        news=news,
        question=entry.question,
        wordings=entry.wordings,
        answer=entry.answer,
        cite=entry.cite,
        file=(entry.file.name or "…") if entry.file else "",
        hidden=entry.hidden,
        seen=entry.seen,
        helped=entry.helped,
    )
    await turn.card(HANDLE, message, _card_rows(entry))


def _card_rows(entry: Entry) -> Keyboard:
    def edit(what: str) -> Button:
        return Button(Label(f"faq.edit_{what}"), data=KeepEdit(entry.id, what).pack())

    def clear(what: str) -> Button:
        return Button(Label(f"faq.clear_{what}"), data=KeepClear(entry.id, what).pack())

    clears = [clear("wordings")] if entry.wordings else []
    clears += [clear("cite")] if entry.cite else []
    clears += [clear("file")] if entry.file is not None and entry.answer else []
    hide = Label("faq.show" if entry.hidden else "faq.hide")
    rows = [
        (edit("question"), edit("answer")),
        (edit("wordings"), edit("cite")),
        *([tuple(clears)] if clears else []),
        (
            Button(hide, data=KeepHide(entry.id, int(not entry.hidden)).pack()),
            Button(Label("faq.kept"), data=KeepList(entry.task_force_id, "shown", 0).pack()),
        ),
    ]
    return tuple(rows)


async def save(turn: Turn, entry: Entry, what: str) -> Entry:
    """The entry is that now; ``what`` was changed, for the record."""
    person = turn.need(Action.KEEP_FAQ, entry.task_force_id)
    await faq.change(turn.tx, entry, by=person.id, now=turn.now)
    await note(turn, entry, f"faq.{what}")
    return entry


async def note(turn: Turn, entry: Entry, action: str) -> None:
    """What was done with the entry is kept on record."""
    person = turn.need(Action.KEEP_FAQ, entry.task_force_id)
    await audit.note(
        turn.tx, now=turn.now, action=action, task_force_id=entry.task_force_id, person_id=person.id,
        subject=f"faq:{entry.id}", detail=entry.question,
    )  # fmt: skip


async def hide(turn: Turn, tap: KeepHide) -> None:
    """Nobody finds it any more, or everybody does again."""
    entry = await access.to_keep(turn, tap.entry)
    if entry.hidden != bool(tap.hidden):
        entry = await save(turn, replace(entry, hidden=bool(tap.hidden)), "hidden" if tap.hidden else "shown")
    await show(turn, entry, "changed")


async def clear(turn: Turn, tap: KeepClear) -> None:
    """Without its other wordings, its article, or its file where words answer too."""
    entry = await access.to_keep(turn, tap.entry)
    if tap.what == "wordings":
        entry = await save(turn, replace(entry, wordings=()), "changed")
    elif tap.what == "cite":
        entry = await save(turn, replace(entry, cite=""), "changed")
    elif tap.what == "file" and entry.answer:
        entry = await save(turn, replace(entry, file=None), "changed")
    await show(turn, entry, "changed")


# Out of the inbox


async def from_case(turn: Turn, tap: KeepCase) -> None:
    """The answered question becomes an entry, once; who asked is not told in it."""
    case = await cases.get(turn.tx, tap.case)
    if case is None or case.kind != "question":
        raise NotAllowed(f"case {tap.case}")
    person = turn.need(Action.KEEP_FAQ, case.task_force_id)
    files = await cases.files(turn.tx, case.id, "answered")
    if not case.answer and not files:
        await turn.toast(Label("faq.no_answer_yet"), alert=True)
        return
    question = formats.shorten(" ".join(case.text.split()), QUESTION)
    known = await faq.of_case(turn.tx, case.id)
    known = known or await faq.asked_alike(turn.tx, case.task_force_id, question)
    if known is not None:
        await show(turn, known, "exists")
        return
    first = AnswerFile(files[0].file_id, files[0].name, files[0].kind) if files else None
    new_id = await faq.add(
        turn.tx,
        task_force_id=case.task_force_id,
        question=question,
        answer=case.answer[:ANSWER],
        by=person.id,
        now=turn.now,
        file=first,
        from_case=case.id,
    )
    entry = cast(Entry, await faq.get(turn.tx, new_id))
    await note(turn, entry, "faq.added")
    await show(turn, entry, "from-case")
