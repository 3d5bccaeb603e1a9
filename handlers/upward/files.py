"""The signed file that carries a report to a body in another installation."""

from handlers.turn import Turn
from messages.contexts.upward import UpwardFile
from storage import people, upward
from taskforce.roles import Role
from taskforce.upward import Content
from taskforce.upward_file import SUFFIX, KeyPair, fingerprint, new_key, seal


def is_report(name: str) -> bool:
    """Whether a file of that name is one of these, as far as a name tells; rosters and plans are no JSON."""
    return name.lower().endswith(".json")


async def make_key(turn: Turn, task_force_id: int) -> str:
    """The body signs from now on; returns the fingerprint of its key, the old one where it had one."""
    key = await upward.key_of(turn.tx, task_force_id)
    pair = new_key() if key is None else KeyPair(key.private, key.public)
    await upward.keep_key(turn.tx, task_force_id, pair.private, pair.public, turn.now)
    return fingerprint(pair.public)


async def send(turn: Turn, task_force_id: int, content: Content) -> None:
    """The file, to each of the body's secretaries."""
    for secretary in await people.with_roles(turn.tx, task_force_id, [Role.SECRETARY]):
        if secretary.telegram_id is not None:
            await send_to(turn, secretary.telegram_id, secretary.locale, task_force_id, content)


async def send_to(turn: Turn, chat_id: int, locale: str, task_force_id: int, content: Content) -> None:
    """The file, to one chat."""
    key = await upward.key_of(turn.tx, task_force_id)
    if key is None:
        return
    name = f"bao-cao-{content.stream}-{content.period}-ban-{content.version}{SUFFIX}"
    caption = UpwardFile(content.title, content.period, content.version, fingerprint(key.public))
    body = seal(content, KeyPair(key.private, key.public))
    await turn.send_file(chat_id, name, body, caption, locale=locale)
