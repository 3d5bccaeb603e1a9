"""Questions and answers as a table: sent out, and taken over from one that comes back filled in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, cast

from handlers.conversations import finish
from handlers.faq import keeping
from handlers.faq.keeping import ANSWER, CITE, HANDLE, KIND, QUESTION
from handlers.faq.taps import KeepLeave, KeepSheet, TakeSheet
from handlers.incoming import SentFile
from handlers.turn import Turn
from messages import render
from messages.contexts.faq import FaqSheetSent, FaqTableDone, FaqTableFault, FaqTablePreview, WrongRow
from messages.contexts.members import RosterReading
from messages.documents.faq import FaqRow, FaqSheet
from messages.model import Button, Keyboard, Label, Message
from messages.render import local
from storage import audit, downloads, faq, people, sessions
from storage.downloads import Download
from storage.faq import Entry
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.faq_table import FaqTable, TableEntry, read_table
from taskforce.roles import Action, may
from taskforce.sheets import MAX_BYTES, SheetError, read_rows
from taskforce.vietnamese import fold

PURPOSE = "faq"
_LIMITS = (QUESTION, ANSWER, CITE)
_NAMED = 15


# Out


async def sheet(turn: Turn, tap: KeepSheet) -> None:
    """Everything, made when it is sent."""
    person = turn.need(Action.KEEP_FAQ, tap.body)
    charter = await turn.charter(tap.body)
    now = local(turn.now, charter.body.timezone)
    language: Literal["vi", "en"] = "en" if turn.locale == "en" else "vi"
    rows = tuple(_row(each) for each in await faq.everything(turn.tx, tap.body))
    document = FaqSheet(body=charter.body.name, made_at=now, rows=rows, locale=language)
    await audit.note(
        turn.tx, now=turn.now, action="faq.exported", task_force_id=tap.body, person_id=person.id, subject="faq"
    )
    name = render.label(Label("faq.sheet_name", {"day": f"{now:%Y-%m-%d}"}), turn.locale)
    await turn.send_document(turn.chat_id, name, document, FaqSheetSent(len(rows), now), locale=turn.locale)


def _row(entry: Entry) -> FaqRow:
    return FaqRow(
        question=entry.question,
        answer=entry.answer,
        wordings="\n".join(entry.wordings),
        cite=entry.cite,
        file=(entry.file.name or "…") if entry.file else "",
        seen=entry.seen,
        helped=entry.helped,
        hidden=entry.hidden,
    )


def template_button(body: int) -> Button:
    """The table to fill in: what is kept, or only its headings."""
    return Button(Label("faq.template"), data=KeepSheet(body).pack())


# In


async def fetch(turn: Turn, file: SentFile) -> None:
    """The table is fetched from Telegram, and read when it is there."""
    if file.kind != "document":
        await turn.reply(FaqTableFault(file.name, "unreadable"))
    elif file.size is not None and file.size > MAX_BYTES:
        await turn.reply(FaqTableFault(file.name, "big"))
    else:
        await downloads.request(
            turn.tx, chat_id=turn.chat_id, purpose=PURPOSE, file_id=file.file_id, file_name=file.name, now=turn.now
        )
        await turn.card(HANDLE, RosterReading(file.name))


async def read(turn: Turn, download: Download, content: bytes | None) -> None:
    """The table has come: what it would do is shown, nothing is taken yet."""
    person = await people.by_telegram_id(turn.tx, download.chat_id)
    waiting = [each for each in await sessions.open_in(turn.tx, download.chat_id) if each.kind == KIND]
    session = next((each for each in waiting if each.state["step"] in ("import", "table")), None)
    if person is None or session is None:
        return
    body = int(session.state["body"])
    if not may(person.roles_in(body), Action.KEEP_FAQ):
        return
    table = await _table(turn, body, download, content)
    if isinstance(table, str):
        await _say(turn, person, FaqTableFault(download.file_name, table))
        return
    state = {
        **session.state,
        "step": "table",
        "file": download.file_name[:200],
        "rows": [[e.question, e.answer, e.wordings, e.cite, e.hidden] for e in table.entries],
        "wrong": [list(each) for each in table.wrong[:_NAMED]],
        "more_wrong": len(table.wrong[_NAMED:]),
    }
    await sessions.save(turn.tx, session.id, state, turn.now)
    fresh = cast(OpenSession, await sessions.get(turn.tx, session.id))
    message, rows = await _preview(turn, fresh)
    await _say(turn, person, message, rows)


async def _table(turn: Turn, body: int, download: Download, content: bytes | None) -> FaqTable | str:
    if content is None:
        return "unreadable"
    known = await _known(turn, body)
    try:
        table = read_table(read_rows(content, download.file_name), known, _LIMITS)
    except SheetError:
        return "unreadable"
    if table is None:
        return "no-column"
    return table if table.entries or table.wrong else "nothing"


async def _known(turn: Turn, body: int) -> Mapping[str, Entry]:
    return {fold(each.question): each for each in await faq.everything(turn.tx, body)}


async def _say(turn: Turn, person: Person, message: Message, rows: Keyboard = ()) -> None:
    await turn.notify(person, message, rows, handle=HANDLE)


async def show(turn: Turn, session: OpenSession) -> None:
    """What the table would do, again."""
    message, rows = await _preview(turn, session)
    await turn.card(HANDLE, message, rows)


async def _preview(turn: Turn, session: OpenSession) -> tuple[FaqTablePreview, Keyboard]:
    known = await _known(turn, int(session.state["body"]))
    entries = _entries(session)
    new = sum(1 for each in entries if fold(each.question) not in known)
    changed = sum(1 for each in entries if _changes(each, known.get(fold(each.question))))
    message = FaqTablePreview(
        file=session.state["file"],
        new=new,
        changed=changed,
        same=len(entries) - new - changed,
        wrong=tuple(WrongRow(number, why) for number, why in session.state["wrong"]),
        more_wrong=session.state["more_wrong"],
    )
    back = Button(Label("faq.back"), data=KeepLeave(session.id).pack())
    if not new + changed:
        return message, ((back,),)
    words = Label("faq.take", {"count": new + changed})
    return message, ((Button(words, data=TakeSheet(session.id).pack(), style="primary"),), (back,))


def _entries(session: OpenSession) -> list[TableEntry]:
    return [
        TableEntry(question, answer, None if wordings is None else tuple(wordings), cite, hidden)
        for question, answer, wordings, cite, hidden in session.state["rows"]
    ]


def _merged(row: TableEntry, entry: Entry) -> Entry:
    return replace(
        entry,
        question=row.question,
        answer=row.answer or entry.answer,
        wordings=entry.wordings if row.wordings is None else row.wordings,
        cite=entry.cite if row.cite is None else row.cite,
        hidden=entry.hidden if row.hidden is None else row.hidden,
    )


def _changes(row: TableEntry, entry: Entry | None) -> bool:
    return entry is not None and _merged(row, entry) != entry


async def take(turn: Turn, tap: TakeSheet) -> None:
    """The rows that fit are taken over, in one go; tapped twice, nothing more happens."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND) or session.state["step"] != "table":
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    body = int(session.state["body"])
    person = turn.need(Action.KEEP_FAQ, body)
    known = await _known(turn, body)
    new = changed = 0
    for row in _entries(session):
        entry = known.get(fold(row.question))
        if entry is None:
            await _add(turn, body, person, row)
            new += 1
        elif _changes(row, entry):
            await faq.change(turn.tx, _merged(row, entry), by=person.id, now=turn.now)
            changed += 1
    await audit.note(
        turn.tx, now=turn.now, action="faq.imported", task_force_id=body, person_id=person.id, subject="faq",
        detail=f"{new} + {changed}",
    )  # fmt: skip
    await turn.card(HANDLE, FaqTableDone(new, changed), keeping.back_row(body))
    await finish(turn, session)


async def _add(turn: Turn, body: int, person: Person, row: TableEntry) -> None:
    await faq.add(
        turn.tx,
        task_force_id=body,
        question=row.question,
        answer=row.answer,
        by=person.id,
        now=turn.now,
        wordings=row.wordings or (),
        cite=row.cite or "",
        hidden=bool(row.hidden),
    )
