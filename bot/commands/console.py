"""What the commands share: speaking to the operator, opening the database, finding the task force and the bot."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path

from rich.console import Console
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.commands.files import UnreadableFile, read_file
from bot.settings import Settings
from bot.telegram_http import AiohttpRequest
from storage import facts, task_forces
from storage.database import Database, Transaction
from storage.task_forces import TaskForce
from taskforce.sheets import MAX_BYTES

console = Console()


class OperatorError(Exception):
    """What the operator asked for cannot be done; the text is one sentence that says what to do."""


@asynccontextmanager
async def existing(settings: Settings) -> AsyncIterator[Database]:
    """The database that ``init`` made.

    Raises:
        OperatorError: there is none, or the path cannot be looked at.
        StorageError: it cannot be used.
    """
    if not is_there(settings.database, "Check TASKFORCE_DATABASE."):
        raise OperatorError(f"There is no database at {settings.database}. Run `taskforce-bot init` first.")
    database = await Database.open(settings.database)
    try:
        yield database
    finally:
        await database.close()


def is_there(path: Path, remedy: str) -> bool:
    """Whether there is something at the path.

    Raises:
        OperatorError: the system cannot say (a name too long, a folder closed to us).
    """
    try:
        return path.exists()
    except OSError as error:
        raise OperatorError(f"{path} cannot be looked at ({error.strerror}). {remedy}") from None


async def chosen(tx: Transaction, key: str | None) -> TaskForce:
    """The task force of that key, or the only one.

    Raises:
        OperatorError: there is none, or it is not clear which one is meant.
    """
    bodies = await task_forces.active(tx)
    if not bodies:
        raise OperatorError("The database holds no task force yet. Run `taskforce-bot init` first.")
    keys = ", ".join(body.key for body in bodies)
    if key is None:
        if len(bodies) > 1:
            raise OperatorError(f"There are several task forces: say which with --task-force ({keys}).")
        return bodies[0]
    found = next((body for body in bodies if body.key == key), None)
    if found is None:
        raise OperatorError(f"There is no task force {key}. There is: {keys}.")
    return found


async def meet(settings: Settings, hint: str = "") -> str:
    """Ask Telegram what the bot of this token is called; ``hint`` is said when it cannot be asked.

    Raises:
        OperatorError: the token is wrong, or Telegram cannot be reached.
    """
    bot: ExtBot[None] = ExtBot(
        settings.need_token(), base_url=settings.api_url, request=AiohttpRequest(proxy=settings.proxy, timeout=15)
    )
    try:
        async with bot:
            return bot.username
    except InvalidToken:
        raise OperatorError("Telegram does not know this token. Copy it anew from BotFather (/mybots).") from None
    except TelegramError as error:
        raise OperatorError(f"{error.message}. Check the connection, or set TASKFORCE_PROXY.{hint}") from None


async def bot_username(settings: Settings, database: Database) -> str:
    """The bot's name, asked once and remembered with its id, so that another token is asked anew.

    Raises:
        OperatorError: it has to be asked, and cannot be.
    """
    async with database.read() as tx:
        known = await facts.get(tx, _fact(settings))
    if known is not None:
        return known
    name = await meet(settings, " Or say what the bot is called: --bot NAME.")
    await remember_name(settings, database, name)
    return name


async def remember_name(settings: Settings, database: Database, name: str) -> None:
    """Keep the bot's name for ``bot_username``."""
    async with database.transaction() as tx:
        await facts.put(tx, _fact(settings), name)


def _fact(settings: Settings) -> str:
    return f"bot_username:{settings.need_token().partition(':')[0]}"


def sheet(file: Path) -> bytes:
    """The content of the table that the operator names.

    Raises:
        OperatorError: it cannot be read.
    """
    try:
        return read_file(file, MAX_BYTES)
    except UnreadableFile as error:
        raise OperatorError(f"{error}. Check the path.") from None


def counted(*parts: tuple[int, str, str, str]) -> str:
    """How many of what: (number, one, many, what of them), without those of which there are none."""
    return ", ".join(f"{n} {one if n == 1 else many} {what}" for n, one, many, what in parts if n) or "nothing to do"


def plain(html: str) -> str:
    """A message for people as the console shows it: without tags."""
    return unescape(re.sub(r"<[^>]*>", "", html))
