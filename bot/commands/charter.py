"""``taskforce-bot charter list | check | show``: look at regulations before the bot runs on one."""

import json
import os.path
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.files import UnreadableFile, read_file
from taskforce.cadence import Occurrence, occurrences, to_json
from taskforce.charter import Charter, CharterError, load_file, load_preset, preset_names
from taskforce.charter.loader import preset_text
from taskforce.workdays import WorkCalendar

charter_app = typer.Typer(help="Regulations (charters): list, check, show a year.", no_args_is_help=True)

_BIGGEST = 1024 * 1024
"""Bytes; a regulation written down is a hundredth of it."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
"""What the public-holiday calendar covers."""


class CharterFileError(Exception):
    """The charter file cannot be read; the message says why."""


def read_charter(name_or_file: str) -> tuple[Charter, str]:
    """The preset of that name, or else the charter in that file, and its text; CharterError or CharterFileError."""
    path = Path(name_or_file)
    if name_or_file in preset_names() or (_is_bare(name_or_file) and not os.path.lexists(path)):
        return load_preset(name_or_file), preset_text(name_or_file)
    try:
        text = read_file(path, _BIGGEST).decode("utf-8-sig")
    except UnreadableFile as error:
        raise CharterFileError(str(error)) from None
    except UnicodeDecodeError:
        raise CharterFileError(f"{name_or_file}: this is not a text file in UTF-8") from None
    return load_file(text, name_or_file), text


def _is_bare(name: str) -> bool:
    """Whether it looks like a preset's name and not like a file's."""
    return Path(name).name == name and not Path(name).suffix


def _read_or_exit(name_or_file: str) -> Charter:
    try:
        return read_charter(name_or_file)[0]
    except CharterError as error:
        for line in error.lines():
            typer.echo(line, err=True)
    except CharterFileError as error:
        typer.echo(str(error), err=True)
    raise typer.Exit(1)


@charter_app.command("list")
def list_charters() -> None:
    """List the charters that ship with the product."""
    for name in preset_names():
        typer.echo(f"{name:<12} {load_preset(name).body.name}")


@charter_app.command("check")
def check(file: Annotated[str, typer.Argument(help="A charter file, or the name of a preset.")]) -> None:
    """Check a charter: every mistake with its key and what was expected; exit code 1 when there is one."""
    charter = _read_or_exit(file)
    typer.echo(
        f"{file}: OK: {charter.body.name}, {len(charter.reports)} report(s), {len(charter.meetings)} meeting series"
    )


@charter_app.command("show")
def show(
    charter: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A preset's name or a charter file.")],
    year: Annotated[int, typer.Option(min=_FIRST_YEAR, max=_LAST_YEAR, help="The year to work out.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one object per occurrence.")] = False,
) -> None:
    """Show every report and meeting of a year."""
    loaded = _read_or_exit(charter)
    found = occurrences(loaded, year, WorkCalendar(country=loaded.body.country))
    if as_json:
        typer.echo(json.dumps([to_json(occurrence) for occurrence in found], ensure_ascii=False, indent=2))
        return
    console = Console()
    console.print(f"{loaded.body.name}, {year}", style="bold", markup=False, highlight=False)
    cites = [(r.key, r.cite) for r in loaded.reports] + [(m.key, m.cite) for m in loaded.meetings]
    for key, cite in cites:
        console.print(f"  {key}: {cite}", markup=False, highlight=False)
    for meeting in loaded.meetings:
        remind, chase = ", ".join(map(str, meeting.remind)), ", ".join(map(str, meeting.chase))
        said = f"  {meeting.key}: reminds {remind or 'never'}; chases {chase or 'never'}"
        console.print(said, markup=False, highlight=False)
    console.print(_reports_table(found))
    console.print(_meetings_table(found))


def _reports_table(found: list[Occurrence]) -> Table:
    table = _table("Reports", "Report", "Period", "Opens", "Due", "Target", "Reminders", "Summary", "Upward")
    for one in found:
        if one.kind == "report":
            days = ", ".join(dict.fromkeys(f"{moment:%d/%m}" for moment in one.remind_at))
            moments = (one.opens_at, one.due_at, one.target_at)
            after = (one.summarise_at, one.forward_due_at)
            table.add_row(one.key, one.period, *map(_short, moments), days, *map(_short, after))
    return table


def _meetings_table(found: list[Occurrence]) -> Table:
    table = _table("Meetings", "Meeting", "Period", "From", "Until", "Notice by")
    for one in found:
        if one.kind == "meeting":
            table.add_row(one.key, one.period, *map(_short, (one.hold_from, one.hold_until, one.notice_by)))
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, no_wrap=heading != "Reminders", overflow="fold")
    return table


def _short(moment: datetime | None) -> str:
    """The day, and the clock time where it is not simply the start or the end of the day."""
    if moment is None:
        return "—"
    clock = f"{moment:%H:%M}"
    return f"{moment:%d/%m}" if clock in ("00:00", "23:59") else f"{moment:%d/%m} {clock}"
