"""``taskforce-bot run | doctor | backup | migrate``: what the operator does day by day."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.commands.console import OperatorError, console, existing, is_there, meet
from bot.loading import without_collecting
from bot.settings import Settings, SettingsError, load_settings
from storage import health
from storage.database import Database
from storage.errors import StorageError
from taskforce.charter import CharterError, load_file

_LITTLE_ROOM = 200 * 1024 * 1024  # bytes


def run() -> None:
    """Run the bot until it is stopped with Ctrl-C or SIGTERM."""
    with without_collecting():  # the whole bot is loaded only by the command that needs it
        from bot.commands.run import run as serve
    serve(load_settings())


def backup(to: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Copy the database to a file, whole and consistent, while the bot goes on."""
    if is_there(to, "Choose another name."):
        raise OperatorError(f"{to} is there already. Choose another name.")
    asyncio.run(_backup(load_settings(), to))
    console.print(f"[green]✓[/] {escape(str(to))}")


async def _backup(settings: Settings, to: Path) -> None:
    async with existing(settings) as database:
        await database.copy_to(to)


def migrate() -> None:
    """Bring the database up to this version (``run`` does so too)."""

    async def opened() -> None:
        async with existing(load_settings()):
            console.print("[green]✓[/] The database is up to date.")

    asyncio.run(opened())


_MAIL_REMEDY = "Check TASKFORCE_SMTP_HOST, _PORT, _SECURITY, _USER and _PASSWORD; letters wait for three days."


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` says what to do where it is not well."""

    what: str
    well: bool
    remedy: str = ""


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask Telegram.")] = False,
) -> None:
    """Look at everything the bot needs, and say what to do about what is not well."""
    findings = asyncio.run(_examine(load_settings(), offline=offline))
    for finding in findings:
        mark = "[green]✓[/]" if finding.well else "[red]✗[/]"
        console.print(f"{mark} {escape(finding.what)}", soft_wrap=True)
        if not finding.well:
            console.print(f"  → {escape(finding.remedy)}", soft_wrap=True)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


async def _examine(settings: Settings, *, offline: bool) -> list[Finding]:
    findings = [_disk(settings)]
    try:
        async with existing(settings) as database:
            findings += await _database(database)
    except (OperatorError, StorageError) as error:
        findings.append(Finding("Database", well=False, remedy=str(error)))
    if not offline:
        findings += [await _telegram(settings), await _mail(settings)]
    return findings


def _disk(settings: Settings) -> Finding:
    folder = settings.database.absolute().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        remedy = f"Make the folder {folder}, or set TASKFORCE_DATABASE to another place."
        return Finding(f"Disk: {folder}: {error.strerror}", well=False, remedy=remedy)
    return Finding(
        f"Disk: {free // 1024 // 1024} MB free",
        well=free > _LITTLE_ROOM,
        remedy="Free some space: at a full disk the bot waits and goes on by itself once there is room.",
    )


async def _database(database: Database) -> list[Finding]:
    async with database.read() as tx:
        state = await health.examine(tx)
        charters = await health.charters(tx)
    findings = [
        Finding(
            f"Database {database.path}: {state.integrity}",
            well=state.integrity == "ok",
            remedy="Stop the bot and put back the copy you made with `taskforce-bot backup`.",
        ),
        Finding(
            f"{state.failed_updates} updates could not be dealt with",
            well=state.failed_updates == 0,
            remedy="Read the table failed_updates: it holds each update as it came, and the traceback.",
        ),
        Finding(
            f"{state.dead_messages} messages were refused by Telegram for good; {state.waiting_messages} wait",
            well=state.dead_messages == 0,
            remedy="Read the column error of the rows of outbox whose state is dead.",
        ),
    ]
    for key, text in charters:
        try:
            load_file(text, key)
        except CharterError as error:
            findings.append(Finding(f"Charter {key}", well=False, remedy=str(error)))
        else:
            findings.append(Finding(f"Charter {key}: in order", well=True))
    if not charters:
        findings.append(Finding("No task force", well=False, remedy="Run `taskforce-bot init` first."))
    return findings


async def _telegram(settings: Settings) -> Finding:
    try:
        username = await meet(settings)
    except (OperatorError, SettingsError) as error:
        return Finding("Telegram", well=False, remedy=str(error))
    return Finding(f"Telegram knows the bot as @{username}", well=True)


async def _mail(settings: Settings) -> Finding:
    server = settings.mail_server()
    if server is None:
        return Finding("E-mail: no TASKFORCE_SMTP_HOST, so nothing goes by e-mail", well=True)
    from bot.mailing import Away, connected  # only where there is a mail server

    try:
        connection = await connected(server)
        await connection.quit()
    except Away as error:
        return Finding(f"E-mail: {server.host}:{server.port} cannot be used: {error}", well=False, remedy=_MAIL_REMEDY)
    return Finding(f"E-mail: {server.host}:{server.port} takes letters from {server.sender}", well=True)
