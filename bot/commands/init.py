"""``taskforce-bot init``: from a token and a regulation to a bot that can be started."""

import asyncio
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr, ValidationError
from rich.markup import escape

from bot.clock import Clock, SystemClock
from bot.commands.charter import CharterFileError, read_charter
from bot.commands.console import OperatorError, console, is_there, meet, remember_name
from bot.settings import Settings
from storage import task_forces
from storage.database import Database
from taskforce.charter import Charter, CharterError, preset_names
from taskforce.vietnamese import fold


def init(
    token: Annotated[str | None, typer.Option(help="The token BotFather gave; asked for when not given.")] = None,
    charter: Annotated[str | None, typer.Option(help="A preset's name, or a charter file.")] = None,
    database: Annotated[Path | None, typer.Option(help="Where to keep everything.")] = None,
    key: Annotated[str | None, typer.Option(help="A short name for the task force; default: the charter's.")] = None,
    env_file: Annotated[Path, typer.Option(help="The settings file to write.")] = Path(".env"),
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask Telegram whether the token is right.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the settings file and the charter.")] = False,
) -> None:
    """Write the settings file and create the database with a task force in it."""
    if is_there(env_file, "Choose another with --env-file.") and not force:
        raise OperatorError(f"{env_file} is there already. Use --force to write it anew, or --env-file for another.")
    token = token or os.environ.get("TASKFORCE_TOKEN") or typer.prompt("Token (from BotFather)", hide_input=True)
    charter = charter or typer.prompt(f"Charter ({', '.join(preset_names())}, or a file)", default="bac-kan")
    database = database or Path(typer.prompt("Database", default="taskforce.sqlite3"))
    settings = _settings(token, charter, database)
    regulation, text = _charter(charter)
    with _written(env_file, {"TOKEN": token.strip(), "DATABASE": str(database), "CHARTER": charter}):
        wanted = key or _key_of(charter)
        name = asyncio.run(
            set_up(settings, regulation, text, wanted, clock=SystemClock(), offline=offline, force=force)
        )
    console.print(f"[green]✓[/] {escape(regulation.body.name)}")
    console.print(f"[green]✓[/] {escape(str(database))} and {escape(str(env_file))} are ready." + _greeting(name))
    console.print("Next: [bold]taskforce-bot invite --role secretary[/], then [bold]taskforce-bot run[/]")


def _greeting(name: str | None) -> str:
    return "" if name is None else f" The bot is @{escape(name)}."


def _settings(token: str, charter: str, database: Path) -> Settings:
    try:
        return Settings(_env_file=None, token=SecretStr(token.strip()), charter=charter, database=database)
    except ValidationError as error:
        first = error.errors()[0]
        what = str(first["loc"][0])
        raise OperatorError(f"The {what} {str(first['msg']).removeprefix('Value error, ')}.") from None


def _charter(name: str) -> tuple[Charter, str]:
    """The checked charter and its text."""
    try:
        return read_charter(name)
    except CharterError as error:
        raise OperatorError("The charter cannot be used:\n" + "\n".join(error.lines())) from None
    except CharterFileError as error:
        raise OperatorError(f"{error}. Give a preset ({', '.join(preset_names())}) or a TOML file.") from None


def _key_of(charter: str) -> str:
    return fold(Path(charter).stem).replace(" ", "-") or "task-force"


async def set_up(
    settings: Settings, charter: Charter, text: str, key: str, *, clock: Clock, offline: bool, force: bool
) -> str | None:
    """Create the database with the task force; returns the bot's name where Telegram was asked.

    Nothing is written before Telegram has said yes to the token.

    Raises:
        OperatorError: the token is wrong, Telegram cannot be reached, or there is such a task force already.
        StorageError: the database cannot be used.
    """
    name = None if offline else await meet(settings, " Or go on without asking: --offline.")
    database = await Database.open(settings.database)
    try:
        async with database.transaction() as tx:
            there = next((body for body in await task_forces.active(tx) if body.key == key), None)
            if there is not None and not force:
                raise OperatorError(
                    f"{settings.database} holds the task force {key} already."
                    " Use --force to give it this charter, or --key for another one."
                )
            body = charter.body
            if there is not None:
                await task_forces.set_charter(tx, there.id, name=body.name, charter=text)
            else:
                await task_forces.create(tx, key=key, name=body.name, charter=text, locale=body.locale, now=clock.now())
        if name is not None:
            await remember_name(settings, database, name)
    finally:
        await database.close()
    return name


@contextmanager
def _written(path: Path, values: Mapping[str, str]) -> Iterator[None]:
    """Write the settings so that nobody but the owner ever can read them, whole or not at all.

    They are laid ready before the block and take their place after it: a database is made only where the settings
    can be written, and settings appear only where the database was made.

    Raises:
        OperatorError: they cannot be written.
    """
    lines = "".join(f"TASKFORCE_{key}={_quoted(value)}\n" for key, value in values.items())
    fresh = path.with_name(f"{path.name}.new")
    if path.is_dir():
        raise _unwritable(path, "it is a folder")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(lines)
    except OSError as error:
        raise _unwritable(path, error.strerror) from None
    try:
        yield
        _move(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _move(fresh: Path, path: Path) -> None:
    try:
        fresh.replace(path)
    except OSError as error:
        raise _unwritable(path, error.strerror) from None


def _unwritable(path: Path, why: str | None) -> OperatorError:
    return OperatorError(f"{path} cannot be written ({why}). Choose another with --env-file.")


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w./:@+-]*", value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
