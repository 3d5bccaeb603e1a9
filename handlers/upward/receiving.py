"""A signed file from another installation is fetched and checked: nothing in it counts before its signature holds."""

from handlers.turn import Turn
from handlers.upward import choosing, offering
from handlers.upward.offering import refused
from messages.contexts.upward import UpwardReading, UpwardRefused
from messages.model import Message
from storage import downloads, people, upward
from storage.downloads import Download
from storage.people import Person
from taskforce.roles import Action, may
from taskforce.secrecy import forbidden
from taskforce.upward_file import MAX_BYTES, FileError, Opened, unseal

PURPOSE = "upward"
_CARD = "upward-file"


async def wants_file(turn: Turn) -> bool:
    """A file whose name says that it comes from below; False where nobody here takes such files."""
    person, file = turn.person, None if turn.incoming is None else turn.incoming.file
    if person is None or file is None or not any(turn.may(Action.LINK_BODIES, tf) for tf in person.task_force_ids):
        return False
    if file.size is not None and file.size > MAX_BYTES:
        await turn.reply(refused(file.name, "too-big"))
        return True
    await downloads.request(
        turn.tx, chat_id=turn.chat_id, purpose=PURPOSE, file_id=file.file_id, file_name=file.name, now=turn.now
    )
    await turn.card(_CARD, UpwardReading(file.name))
    return True


async def read(turn: Turn, download: Download, content: bytes | None) -> None:
    """The file has come: nothing in it counts before its signature holds."""
    person = await people.by_telegram_id(turn.tx, download.chat_id)
    own = [] if person is None else [tf for tf in person.task_force_ids if _may(person, tf)]
    if person is None or not own:
        return  # no secretary any more
    if content is None:
        await _say(turn, person, refused(download.file_name, "not-fetched"))
        return
    try:
        opened = unseal(content)
    except FileError as error:
        await _say(turn, person, refused(download.file_name, error.flaw.value))
        return
    await _opened(turn, person, own, download, opened)


async def _opened(turn: Turn, person: Person, own: list[int], download: Download, opened: Opened) -> None:
    file = download.file_name
    if await upward.owner(turn.tx, opened.public) is not None:
        await _say(turn, person, refused(file, "own", opened))
        return
    said = [text.text for line in opened.content.lines for text in line.said]
    said += [line.reason for line in opened.content.lines]
    if forbidden((opened.content.body, opened.content.title, *said), file) is not None:
        await _say(turn, person, refused(file, "secret"))
        return
    fitting: list[int] = []
    said_no: dict[int, UpwardRefused] = {}
    for task_force_id in await _meant_by(turn, person, own, opened.public):
        link = await upward.of_key(turn.tx, task_force_id, opened.public)
        no = await offering.why_not(turn, task_force_id, link, file, opened)
        if no is None:
            fitting.append(task_force_id)
        else:
            said_no[task_force_id] = no
    if not fitting:
        await _say(turn, person, next(iter(said_no.values())))
    elif len(fitting) == 1:
        await offering.show_new(turn, person, download.chat_id, opened, fitting[0])
    else:
        await choosing.ask_body(turn, person, download.chat_id, opened, fitting)


async def _meant_by(turn: Turn, person: Person, own: list[int], key: str) -> list[int]:
    """The bodies that know the key; else all that the person serves, the current one first."""
    knowing = [body for body in own if await upward.of_key(turn.tx, body, key) is not None]
    return knowing or sorted(own, key=lambda body: body != person.current_task_force_id)


def _may(person: Person, task_force_id: int) -> bool:
    return may(person.roles_in(task_force_id), Action.LINK_BODIES)


async def _say(turn: Turn, person: Person, message: Message) -> None:
    if person.telegram_id is not None:
        await turn.send(person.telegram_id, message, locale=person.locale, handle=_CARD)
