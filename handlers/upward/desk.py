"""/captren: to whom the body reports, who reports to it, and how either ends."""

from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, page_row
from handlers.upward import content as contents
from handlers.upward import files, news, sending
from handlers.upward.taps import (
    UpDesk,
    UpEnterCode,
    UpFileAgain,
    UpStartFiles,
    UpStopFiles,
    UpUnits,
    UpUnlink,
)
from handlers.which import name_of, task_force_for
from messages.contexts.upward import BelowLine, UpwardAskUnlink, UpwardDesk, UpwardFiles, UpwardUnlinked
from messages.formats import shorten
from messages.model import Button, Keyboard, Label
from storage import audit, sessions, units, upward, upward_reports
from storage.people import Person
from storage.upward import Key, Link
from taskforce.roles import Action
from taskforce.upward_file import fingerprint

CARD = "upward"
KIND = "upward"
"""The kind of the conversation in which a code or a unit's name is typed."""
SUBJECT = "link"


async def command(turn: Turn) -> None:
    """/captren."""
    task_force_id = await task_force_for(turn, Action.LINK_BODIES, "captren")
    if task_force_id is not None:
        await show(turn, UpDesk(task_force_id, 0))


async def show(turn: Turn, tap: UpDesk) -> None:
    """The card, a page of the bodies below."""
    turn.need(Action.LINK_BODIES, tap.task_force)
    await end_talk(turn)
    above = await upward.above(turn.tx, tap.task_force)
    key = await upward.key_of(turn.tx, tap.task_force)
    live = None if key is None or key.stopped_at is not None else key
    below = await upward.below(turn.tx, tap.task_force)
    page = min(max(tap.page, 0), max(0, (len(below) - 1) // PAGE))
    shown = below[page * PAGE : (page + 1) * PAGE]
    names = await units.by_ids(turn.tx, [link.unit_id for link in shown])
    lines = tuple(
        BelowLine(names[link.unit_id].name, link.child_name, fingerprint(link.child_key) if link.child_key else "")
        for link in shown
    )
    message = UpwardDesk(
        task_force=await name_of(turn, tap.task_force),
        parent="" if above is None else await name_of(turn, above.parent_id),
        unit="" if above is None else await unit_name(turn, above.unit_id),
        fingerprint="" if live is None else fingerprint(live.public),
        below=lines,
        total=len(below),
    )
    rows = (*_above_rows(tap.task_force, above, live), *_below_rows(tap.task_force, shown, lines, page, len(below)))
    await turn.card(CARD, message, rows)


def _above_rows(task_force_id: int, above: Link | None, key: Key | None) -> Keyboard:
    if above is not None:
        return ((Button(Label("upward.unlink_above"), data=UpUnlink(above.id, 0).pack()),),)
    if key is not None:
        again = Button(Label("upward.file_again"), data=UpFileAgain(task_force_id).pack())
        return ((again,), (Button(Label("upward.stop_files"), data=UpStopFiles(task_force_id).pack()),))
    return (
        (Button(Label("upward.enter_code"), data=UpEnterCode(task_force_id).pack(), style="primary"),),
        (Button(Label("upward.start_files"), data=UpStartFiles(task_force_id).pack()),),
    )


def _below_rows(task_force_id: int, shown: list[Link], lines: tuple[BelowLine, ...], page: int, total: int) -> Keyboard:
    ends = [
        (Button(Label("upward.unlink", {"unit": shorten(line.unit, 26)}), data=UpUnlink(link.id, 0).pack()),)
        for link, line in zip(shown, lines, strict=True)
    ]
    add = (Button(Label("upward.add_below"), data=UpUnits(task_force_id, 0).pack()),)
    return (*ends, *page_row(page, total, PAGE, lambda to: UpDesk(task_force_id, to)), add)


async def end_talk(turn: Turn) -> None:
    """Nothing is typed for this any more."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, SUBJECT)
    if session is not None:
        await sessions.end(turn.tx, session.id)


async def unit_name(turn: Turn, unit_id: int) -> str:
    """What the unit is called."""
    unit = await units.get(turn.tx, unit_id)
    return "" if unit is None else unit.name


# --- ending a link -----------------------------------------------------------------------------------------------


async def unlink(turn: Turn, tap: UpUnlink) -> None:
    """Either side's secretary ends it, asked once; both sides are told."""
    link = await upward.link(turn.tx, tap.link)
    if link is None or turn.person is None:
        raise NotAllowed(f"link {tap.link}")
    sides = [link.parent_id, *([link.child_id] if link.child_id else [])]
    own = [side for side in sides if turn.may(Action.LINK_BODIES, side)]
    if not own:
        raise NotAllowed(f"link {tap.link}")
    if link.ended_at is not None:
        await turn.toast(Label("upward.over"), alert=True)
        return
    parent, unit = await name_of(turn, link.parent_id), await unit_name(turn, link.unit_id)
    if not tap.sure:
        sure = Button(Label("upward.unlink_sure"), data=UpUnlink(link.id, 1).pack(), style="danger")
        keep = Button(Label("upward.keep"), data=UpDesk(own[0], 0).pack())
        await turn.card(CARD, UpwardAskUnlink(link.child_name, parent, unit), ((sure,), (keep,)))
        return
    await upward.end_link(turn.tx, link.id, turn.person.id, turn.now)
    for side in sides:
        await note(turn, "upward.unlinked", side, f"link:{link.id}")
    message = UpwardUnlinked(link.child_name, parent, unit, "")
    await turn.card(CARD, message, back(own[0]))
    told = UpwardUnlinked(link.child_name, parent, unit, turn.person.full_name)
    for person in await both_sides(turn, sides, turn.person):
        await turn.notify(person, told, dedupe_key=f"upward-unlinked:{link.id}")


async def both_sides(turn: Turn, sides: list[int], but: Person) -> list[Person]:
    """The secretaries of these bodies, each once, without whoever did it."""
    found = {person.id: person for side in sides for person in await news.secretaries(turn, side)}
    return [person for person in found.values() if person.id != but.id]


def back(task_force_id: int) -> Keyboard:
    """The way back to the card."""
    return ((Button(Label("upward.back"), data=UpDesk(task_force_id, 0).pack()),),)


async def note(turn: Turn, action: str, task_force_id: int, subject: str) -> None:
    """Write it down for the record."""
    person = turn.person.id if turn.person else None
    await audit.note(
        turn.tx, now=turn.now, action=action, task_force_id=task_force_id, person_id=person, subject=subject
    )


# --- files -------------------------------------------------------------------------------------------------------


async def start_files(turn: Turn, tap: UpStartFiles) -> None:
    """The parent uses another bot: the body gets a key, and what stands posted comes as a file at once."""
    turn.need(Action.LINK_BODIES, tap.task_force)
    if await upward.above(turn.tx, tap.task_force) is not None:
        await turn.toast(Label("upward.over"), alert=True)
        return
    print_of_key = await files.make_key(turn, tap.task_force)
    await note(turn, "upward.files_started", tap.task_force, "")
    await turn.card(CARD, UpwardFiles(await name_of(turn, tap.task_force), print_of_key, False), back(tap.task_force))
    await sending.send_posted(turn, tap.task_force)


async def file_again(turn: Turn, tap: UpFileAgain) -> None:
    """The last file once more, for whoever asks."""
    turn.need(Action.LINK_BODIES, tap.task_force)
    last = await upward_reports.last_file(turn.tx, tap.task_force)
    if last is None:
        await turn.toast(Label("upward.no_file"), alert=True)
        return
    await turn.toast(Label("upward.file_sent"))
    await files.send_to(turn, turn.chat_id, turn.locale, tap.task_force, contents.from_text(last))


async def stop_files(turn: Turn, tap: UpStopFiles) -> None:
    """No more files."""
    turn.need(Action.LINK_BODIES, tap.task_force)
    if await upward.stop_key(turn.tx, tap.task_force, turn.now):
        await note(turn, "upward.files_stopped", tap.task_force, "")
    await turn.card(CARD, UpwardFiles(await name_of(turn, tap.task_force), "", True), back(tap.task_force))
