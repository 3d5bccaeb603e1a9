"""``taskforce-bot roster import | template``: the list of people, checked whole before anything is taken over."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.clock import SystemClock
from bot.commands.console import OperatorError, chosen, console, counted, existing, is_there, plain, sheet
from bot.settings import Settings, load_settings
from handlers.roster import problems
from messages import render
from messages.contexts.members import RosterUnreadable
from storage import audit, rosters
from storage.rosters import Outcome
from taskforce.roster import RosterErrors, roster_template
from taskforce.sheets import SheetError

roster_app = typer.Typer(help="The roster: who belongs to which unit.", no_args_is_help=True)


@roster_app.command("import")
def import_roster(
    file: Annotated[Path, typer.Argument(help="An XLSX or CSV file; `roster template` writes an empty one.")],
    task_force: Annotated[str | None, typer.Option(help="Which task force, where there are several.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Create units that are not known yet without asking.")] = False,
) -> None:
    """Check the whole file, then take it over in one go; a wrong row means that nothing is."""
    outcome = asyncio.run(_import(load_settings(), file, sheet(file), task_force, sure=yes))
    if outcome is None:
        console.print("Nothing was imported.")
        raise typer.Exit(1)
    done = counted(
        (len(outcome.new), "person", "people", "new"),
        (len(outcome.changed), "person", "people", "changed"),
        (len(outcome.same), "person", "people", "there before"),
        (len(outcome.new_units), "unit", "units", "new"),
    )
    console.print(f"[green]✓[/] {done}.")


async def _import(settings: Settings, file: Path, content: bytes, key: str | None, *, sure: bool) -> Outcome | None:
    async with existing(settings) as database:
        async with database.read() as tx:
            body = await chosen(tx, key)
            try:
                roster = await rosters.read(tx, body.id, content, file.name)
            except SheetError as error:
                unreadable = RosterUnreadable(str(file), error.reason.value, error.limit or 0)
                raise OperatorError(plain(render.text(unreadable, "en"))) from None
            except RosterErrors as error:
                raise OperatorError(plain(render.text(problems(str(file), error), "en"))) from None
            expected = await rosters.preview(tx, body.id, roster)
        if expected.new_units and not sure:
            console.print(f"Units that are new ({len(expected.new_units)}):")
            console.print("\n".join(f"  {name}" for name in expected.new_units), markup=False)
            if not typer.confirm("Create them?"):
                return None
        now = SystemClock().now()
        async with database.transaction() as tx:
            done = await rosters.take_over(tx, body.id, roster, now)
            await audit.note(tx, now=now, action="roster.imported", task_force_id=body.id, detail="cli")
        return done


@roster_app.command("template")
def template(file: Annotated[Path, typer.Argument(help="Where to write it, such as roster.xlsx.")]) -> None:
    """Write an empty roster with its headings."""
    if is_there(file, "Choose another name."):
        raise OperatorError(f"{file} is there already. Choose another name.")
    try:
        file.write_bytes(roster_template())
    except OSError as error:
        raise OperatorError(f"{file} cannot be written ({error.strerror}). Check the folder.") from None
    console.print(f"[green]✓[/] {escape(f'{file}: one person a row, then `taskforce-bot roster import {file}`.')}")
