"""/thongbao: what the notice says — typed, sent, forwarded, or the message that the command answers."""

from handlers import which
from handlers.broadcast import access, drafting, live
from handlers.broadcast.access import KIND
from handlers.broadcast.taps import Compose, SeeBroadcast, SeePast
from handlers.broadcast.wording import title_of
from handlers.incoming import Incoming, Said, SentFile
from handlers.reports import cut
from handlers.turn import Turn
from handlers.upward.files import is_report
from messages.contexts.broadcast import BroadcastCompose, BroadcastOffer, Problem
from messages.model import Button, Keyboard, Label
from storage import broadcasts, sessions
from storage.broadcasts import Broadcast, KeptFile
from storage.sessions import OpenSession
from taskforce.broadcasts import MOST_FILES, TEXT_LIMIT
from taskforce.roles import Action
from taskforce.secrecy import forbidden

COMMAND = "thongbao"
NEW = "broadcast:new"
"""What the conversation is about while nothing was said yet."""

_HANDLE = "broadcast-compose"
_TABLES = (".xlsx", ".xlsm", ".csv", ".ods")
"""Files that are read as a roster or a plan, though they were forwarded."""


async def command(turn: Turn) -> None:
    """/thongbao, alone, before a text, or as an answer to the message that is to become the notice."""
    body = await which.task_force_for(turn, Action.BROADCAST, COMMAND)
    if body is None:
        return
    incoming = turn.incoming
    if incoming is not None and incoming.replied is not None and (incoming.replied.text or incoming.replied.file):
        await _begin_with(turn, body, incoming.replied)
    elif incoming is not None and incoming.command is not None and incoming.command_text:
        await _begin_with(turn, body, _after_command(incoming))
    else:
        await ask(turn, body)


def _after_command(incoming: Incoming) -> Said:
    """What follows the command, its formatting in its new place."""
    text = incoming.text or ""
    before = text[: text.index(incoming.command_text)]
    shift = len(before.encode("utf-16-le")) // 2
    spans = [
        (kind, max(offset - shift, 0), length - max(shift - offset, 0), more)  # bold may begin with the command
        for kind, offset, length, more in incoming.spans
        if offset + length > shift
    ]
    return Said(incoming.command_text, tuple(spans))


async def compose(turn: Turn, tap: Compose) -> None:
    """Write a new one."""
    turn.need(Action.BROADCAST, tap.task_force)
    await ask(turn, tap.task_force)


async def ask(turn: Turn, body: int, problem: Problem = "") -> None:
    """What shall it say?"""
    turn.need(Action.BROADCAST, body)
    state = {"body": body, "ask": "content"}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=NEW, state=state, now=turn.now)
    open_ones = await broadcasts.under_way(turn.tx, body)
    rows: list[tuple[Button, ...]] = []
    for one in open_ones[:5]:
        words = Label(f"broadcast.state_{one.state}", {"title": title_of(one)})
        rows.append((Button(words, data=SeeBroadcast(one.id).pack()),))
    if await broadcasts.count_over(turn.tx, body):
        rows.append((Button(Label("broadcast.past"), data=SeePast(body, 0).pack()),))
    name = await which.name_if_several(turn, body)
    message = BroadcastCompose(name, again=False, under_way=len(open_ones), problem=problem, limit=TEXT_LIMIT)
    await turn.card(_HANDLE, message, tuple(rows))


async def ask_again(turn: Turn, broadcast: Broadcast, problem: Problem = "") -> None:
    """Other words for a draft?"""
    await access.ask(turn, broadcast, "content")
    back: Keyboard = ((Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack()),),)
    message = BroadcastCompose("", again=True, under_way=0, problem=problem, limit=TEXT_LIMIT)
    await turn.card(access.card_of(broadcast.id), message, back)


# What is said


def said_in(turn: Turn) -> Said:
    """What the message under way says."""
    incoming = turn.incoming
    if incoming is None:
        return Said()
    return Said(incoming.text or incoming.caption or "", incoming.spans, incoming.file)


def problem_of(said: Said) -> Problem:
    """Why it cannot become a notice; "" when it can."""
    if not said.text.strip() and said.file is None:
        return "empty"
    if forbidden([said.text], said.file.name if said.file is not None else "") is not None:
        return "secret"
    return "too-long" if len(said.text) > TEXT_LIMIT else ""


def kept(file: SentFile | None) -> tuple[KeptFile, ...]:
    """The file as the notice keeps it."""
    return () if file is None else (KeptFile(file.file_id, file.kind, file.name),)


async def _begin_with(turn: Turn, body: int, said: Said) -> None:
    if problem := problem_of(said):
        await ask(turn, body, problem)
        return
    await _desk(turn, await _draft(turn, body, said))


async def _draft(turn: Turn, body: int, said: Said) -> Broadcast:
    person = turn.need(Action.BROADCAST, body)
    new = await sessions.find(turn.tx, turn.chat_id, KIND, NEW)
    if new is not None:
        await sessions.end(turn.tx, new.id)
    album = turn.incoming.album if turn.incoming is not None else ""
    made = await broadcasts.create(
        turn.tx, task_force_id=body, text=said.text, spans=said.spans, files=kept(said.file), album=album,
        by=person.id, now=turn.now,
    )  # fmt: skip
    await access.note(turn, made, "drafted")
    return made


async def _desk(turn: Turn, broadcast: Broadcast, *, anew: bool = False) -> None:
    await drafting.preview(turn, broadcast, anew=anew)
    await drafting.show(turn, broadcast)


async def new_said(turn: Turn, session: OpenSession) -> None:
    """The first words of a new one."""
    body, said = int(session.state["body"]), said_in(turn)
    turn.need(Action.BROADCAST, body)
    if await cut.belongs(turn, said.text):
        await ask(turn, body, "too-long")
        return
    await _begin_with(turn, body, said)


async def said_again(turn: Turn, broadcast: Broadcast) -> None:
    """Other words, or one file more, for a draft."""
    said = said_in(turn)
    if await cut.belongs(turn, said.text):
        await ask_again(turn, broadcast, "too-long")
    elif turn.incoming is not None and turn.incoming.album and turn.incoming.album == broadcast.album:
        await more_of_album(turn, broadcast, said)
    elif problem := problem_of(said):
        await ask_again(turn, broadcast, problem)
    else:
        album = turn.incoming.album if turn.incoming is not None else ""
        changed = await broadcasts.change(
            turn.tx, broadcast.id, text=said.text, spans=said.spans, files=kept(said.file), album=album
        )
        await access.note(turn, changed, "content")
        await _desk(turn, changed, anew=True)


async def more_of_album(turn: Turn, broadcast: Broadcast, said: Said) -> None:
    """Another part of the album whose first part began the draft."""
    if len(broadcast.files) >= MOST_FILES:
        return
    words = {"text": said.text, "spans": said.spans} if said.text and not broadcast.text else {}
    changed = await broadcasts.change(
        turn.tx,
        broadcast.id,
        files=(*broadcast.files, *kept(said.file)),
        **words,
    )
    if await sessions.find(turn.tx, turn.chat_id, KIND, access.subject_of(broadcast.id)) is not None:
        await _desk(turn, changed, anew=True)


# Something comes that nobody waits for


async def loose(turn: Turn) -> bool:
    """A forwarded message that no conversation waits for may become a notice; False when something else may be meant.

    A table is offered as a notice and read as a roster or a plan all the same: nobody else knows which is meant.
    """
    incoming, person = turn.incoming, turn.person
    if incoming is None or person is None:
        return False
    if incoming.album and (draft := await broadcasts.with_album(turn.tx, person.id, incoming.album)) is not None:
        await more_of_album(turn, draft, said_in(turn))
        return not _is_table(said_in(turn))
    bodies = [body for body in person.task_force_ids if turn.may(Action.BROADCAST, body)]
    said = said_in(turn)
    report = said.file is not None and is_report(said.file.name)
    if not incoming.forwarded or not bodies or report or problem_of(said):
        return False
    body = person.current_task_force_id if person.current_task_force_id in bodies else bodies[0]
    draft = await _draft(turn, body, said)
    yes = Button(Label("broadcast.offer"), data=SeeBroadcast(draft.id).pack(), style="primary")
    await turn.card(access.card_of(draft.id), BroadcastOffer(title_of(draft), len(draft.files)), ((yes,),))
    return not _is_table(said)


def _is_table(said: Said) -> bool:
    return said.file is not None and said.file.name.lower().endswith(_TABLES)


async def see(turn: Turn, tap: SeeBroadcast) -> None:
    """A draft's desk, or how it stands."""
    await open_card(turn, await access.need(turn, tap.broadcast))


async def open_card(turn: Turn, broadcast: Broadcast) -> None:
    """The same, once it is known that they may."""
    if broadcast.state == "draft":
        await drafting.preview(turn, broadcast)
        await drafting.show(turn, broadcast)
    elif broadcast.state == "dropped":
        await turn.toast(Label("broadcast.gone"), alert=True)
    else:
        await live.show(turn, broadcast)
