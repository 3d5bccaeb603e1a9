"""The roster in the chat: a file is checked whole, shown, and taken over with one tap."""

from handlers.callbacks import Tap
from handlers.conversations import Conversation
from handlers.invites import StartInvite
from handlers.turn import NotAllowed, Turn
from handlers.upward import receiving
from handlers.upward.files import is_report
from handlers.which import name_of
from messages.contexts.members import (
    ProblemLine,
    RosterDone,
    RosterDropped,
    RosterNothingNew,
    RosterPreview,
    RosterProblems,
    RosterReading,
    RosterTemplate,
    RosterUnreadable,
)
from messages.model import Button, Keyboard, Label, Message
from storage import audit, downloads, people, rosters, sessions
from storage.downloads import Download
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.roles import Action, may
from taskforce.roster import Roster, RosterErrors, roster_template
from taskforce.sheets import MAX_BYTES, SheetError

KIND = "roster"
PURPOSE = "roster"
_CARD = "roster"
_TEMPLATE = "mau-danh-sach-thanh-vien.xlsx"


class ImportRoster(Tap, frozen=True):
    """Take the shown roster over."""

    prefix = "rfi"
    task_force: int


class DropRoster(Tap, frozen=True):
    """Put the shown roster aside."""

    prefix = "rfx"
    task_force: int


class SendTemplate(Tap, frozen=True):
    """Send an empty roster."""

    prefix = "rft"


async def wants_file(turn: Turn) -> bool:
    """A file that no conversation waits for: a secretary's is taken for a roster, or a report from below."""
    person, file = turn.person, None if turn.incoming is None else turn.incoming.file
    if person is None or file is None:
        return False
    if file.kind == "document" and is_report(file.name):
        return await receiving.wants_file(turn)
    if not any(turn.may(Action.IMPORT_ROSTER, tf) for tf in person.task_force_ids):
        return False
    if file.kind != "document":
        await turn.reply(RosterUnreadable(file.name, "not-a-file", 0), _template_row())
        return True
    if file.size is not None and file.size > MAX_BYTES:
        await turn.reply(RosterUnreadable(file.name, "too-big", MAX_BYTES), _template_row())
        return True
    await downloads.request(
        turn.tx, chat_id=turn.chat_id, purpose=PURPOSE, file_id=file.file_id, file_name=file.name, now=turn.now
    )
    await turn.card(_CARD, RosterReading(file.name))
    return True


async def read(turn: Turn, download: Download, content: bytes | None) -> None:
    """The file has come: check all of it, then show what it would do or every wrong row."""
    person = await people.by_telegram_id(turn.tx, download.chat_id)
    task_force_id = _meant_by(person)
    if person is None or task_force_id is None:
        return  # no secretary any more
    if content is None:
        await _say(turn, person, RosterUnreadable(download.file_name, "not-fetched", 0), _template_row())
        return
    try:
        roster = await rosters.read(turn.tx, task_force_id, content, download.file_name)
    except SheetError as error:
        problem = RosterUnreadable(download.file_name, error.reason.value, error.limit or 0)
        await _say(turn, person, problem, _template_row())
        return
    except RosterErrors as error:
        await _say(turn, person, problems(download.file_name, error), _template_row())
        return
    await _preview(turn, person, task_force_id, roster, download.file_name)


def problems(file: str, error: RosterErrors) -> RosterProblems:
    """Every wrong row, for a message."""
    return RosterProblems(
        file,
        tuple(ProblemLine(p.row, p.column, str(p.reason), p.value, p.other_row or 0) for p in error.problems),
    )


async def _preview(turn: Turn, person: Person, task_force_id: int, roster: Roster, file: str) -> None:
    outcome = await rosters.preview(turn.tx, task_force_id, roster)
    if outcome.changes_nothing:
        await _say(turn, person, RosterNothingNew(file, outcome.people))
        return
    assert person.telegram_id is not None  # noqa: S101 - found by it
    await sessions.begin(
        turn.tx,
        chat_id=person.telegram_id,
        kind=KIND,
        subject=_subject(task_force_id),
        state={"file": file, "task_force": task_force_id, "roster": rosters.to_data(roster)},
        now=turn.now,
    )
    message, buttons = await _preview_card(turn, person, task_force_id, roster, file)
    await _say(turn, person, message, buttons)


async def _preview_card(
    turn: Turn, person: Person, task_force_id: int, roster: Roster, file: str
) -> tuple[RosterPreview, Keyboard]:
    outcome = await rosters.preview(turn.tx, task_force_id, roster)
    name = await name_of(turn, task_force_id, person)
    message = RosterPreview(
        name, file, outcome.people, outcome.new, outcome.changed, len(outcome.same), outcome.new_units
    )
    buttons = (
        (
            Button(Label("members.import"), data=ImportRoster(task_force_id).pack(), style="success"),
            Button(Label("members.drop"), data=DropRoster(task_force_id).pack()),
        ),
    )
    return message, buttons


async def take_over(turn: Turn, tap: ImportRoster) -> None:
    """The shown roster is taken over, in one go."""
    person = turn.need(Action.IMPORT_ROSTER, tap.task_force)
    session = await _live(turn, tap.task_force)
    if session is None:
        return
    outcome = await rosters.take_over(turn.tx, tap.task_force, rosters.from_data(session.state["roster"]), turn.now)
    await sessions.end(turn.tx, session.id)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="roster.imported",
        task_force_id=tap.task_force,
        person_id=person.id,
        detail=f"{len(outcome.new)} new, {len(outcome.changed)} changed, {len(outcome.new_units)} new units",
    )
    done = RosterDone(len(outcome.new), len(outcome.changed), len(outcome.same), len(outcome.new_units))
    invite = ((Button(Label("members.invite"), data=StartInvite(tap.task_force).pack(), style="primary"),),)
    await turn.card(_CARD, done, invite)


async def drop(turn: Turn, tap: DropRoster) -> None:
    """The shown roster is put aside."""
    turn.need(Action.IMPORT_ROSTER, tap.task_force)
    session = await _live(turn, tap.task_force)
    if session is not None:
        await sessions.end(turn.tx, session.id)
        await turn.card(_CARD, RosterDropped(session.state["file"]))


async def send_template(turn: Turn, _tap: SendTemplate) -> None:
    """An empty roster to fill in."""
    person = turn.person
    if person is None or not any(turn.may(Action.IMPORT_ROSTER, tf) for tf in person.task_force_ids):
        raise NotAllowed("the roster's template")
    await turn.send_file(turn.chat_id, _TEMPLATE, roster_template(), RosterTemplate(), locale=turn.locale)


async def _again(turn: Turn, session: OpenSession) -> None:
    """Something else was typed while the preview waits: show it again."""
    task_force_id = int(session.state["task_force"])
    person = turn.need(Action.IMPORT_ROSTER, task_force_id)
    roster = rosters.from_data(session.state["roster"])
    message, buttons = await _preview_card(turn, person, task_force_id, roster, session.state["file"])
    await turn.card(_CARD, message, buttons)


async def _another_file(turn: Turn, _session: OpenSession) -> None:
    """A corrected file takes the place of the shown one."""
    await wants_file(turn)


CONVERSATION = Conversation(typed=_again, resume=_again, file=_another_file)


async def _live(turn: Turn, task_force_id: int) -> OpenSession | None:
    session = await sessions.find(turn.tx, turn.chat_id, KIND, _subject(task_force_id))
    if session is None:
        await turn.toast(Label("members.not_waiting"), alert=True)
    return session


def _subject(task_force_id: int) -> str:
    return f"roster:{task_force_id}"


def _template_row() -> Keyboard:
    return ((Button(Label("members.template"), data=SendTemplate().pack()),),)


def _meant_by(person: Person | None) -> int | None:
    """The task force a secretary's file is for: the current one, else the only (or first) one they serve."""
    if person is None:
        return None
    fitting = [tf for tf in person.task_force_ids if may(person.roles_in(tf), Action.IMPORT_ROSTER)]
    if person.current_task_force_id in fitting:
        return person.current_task_force_id
    return fitting[0] if fitting else None


async def _say(turn: Turn, person: Person, message: Message, keyboard: Keyboard = ()) -> None:
    if person.telegram_id is not None:
        await turn.send(person.telegram_id, message, keyboard, locale=person.locale, handle=_CARD)
