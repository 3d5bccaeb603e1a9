"""``taskforce-bot export``: everything in open formats, readable without this program."""

import asyncio
import csv
import sqlite3
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.commands.console import OperatorError, console, existing
from bot.settings import Settings, load_settings
from storage.export import Table, tables

_README = """taskforce-bot: everything that was kept, as of one moment.

Each CSV file is one table: UTF-8 with a byte order mark, comma-separated, the first row names the columns.
A column "..._id" points to the column "id" of the table it is named after. Moments are UTC (ISO 8601), days are local,
values of answers are JSON. A text that a spreadsheet would run as a formula begins with an apostrophe: take it away
when you read the file with a program.

report_periods.closed_at is when nobody could report for the period any more: not the deadline (due_at), but when the
next period of the same kind opened. Empty: reports, also late ones and corrections, are still taken.

Phone numbers, addresses: {phones}
Left out: Telegram accounts, invitation and check-in codes, messages, files (they lie with Telegram).

"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def export(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into; it must be new or empty.")],
    with_phones: Annotated[bool, typer.Option("--with-phones", help="Phone numbers and e-mail addresses too.")] = False,
) -> None:
    """Write units, members, reports, tasks, targets, meetings and the audit trail as CSV files."""
    settings = load_settings()
    asyncio.run(_bring_up_to_date(settings))
    try:
        if to.is_dir() and any(to.iterdir()):
            raise OperatorError(f"{to} is not empty. Name a new folder.")
        to.mkdir(parents=True, exist_ok=True)
        to.chmod(0o700)
        counts = [_write(to, table) for table in tables(settings.database, with_phones=with_phones)]
        readme = _README.format(phones="included" if with_phones else "left out (--with-phones includes them)")
        (to / "README.txt").write_text(readme + "\n".join(counts) + "\n", encoding="utf-8")
    except (OSError, sqlite3.Error) as error:
        raise OperatorError(f"{to} cannot be written: {error}") from error
    console.print(f"[green]✓[/] {escape(str(to))}: {len(counts)} tables, README.txt", soft_wrap=True)


async def _bring_up_to_date(settings: Settings) -> None:
    async with existing(settings):
        pass


def _write(folder: Path, table: Table) -> str:
    """Write one table; says what was written."""
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows([safe(value) for value in row] for row in table.rows)
    return f"{table.name}.csv: {len(table.rows)}"


def safe(value: str | int | float | None) -> str | int | float | None:
    """What no spreadsheet runs: a text that could be a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
