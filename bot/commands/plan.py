"""``taskforce-bot plan import``: the tasks of the plan, checked whole before anything is taken over."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock, SystemClock
from bot.commands.console import OperatorError, chosen, console, counted, existing, sheet
from bot.settings import Settings, load_settings
from storage import audit, tasks, units
from storage.tasks import Imported
from taskforce.plan import HEADINGS, Plan, PlanErrors, PlanReason, check_plan
from taskforce.sheets import RowProblem, SheetError, SheetReason, read_rows

plan_app = typer.Typer(help="The plan: which unit leads which task, until when.", no_args_is_help=True)

_UNREADABLE = {
    SheetReason.TOO_BIG: "is too big",
    SheetReason.TOO_MANY_ROWS: "has too many rows",
    SheetReason.ENCRYPTED: "has a password; remove it",
    SheetReason.OLD_FORMAT: "is an old Excel file (.xls); save it as .xlsx",
    SheetReason.CORRUPT: "is damaged and cannot be opened",
    SheetReason.EMPTY: "is empty",
    SheetReason.NOT_A_SPREADSHEET: "is not a spreadsheet",
}


@plan_app.command("import")
def import_plan(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file with the columns " + ", ".join(HEADINGS) + ".")],
    task_force: Annotated[str | None, typer.Option(help="Which task force, where there are several.")] = None,
) -> None:
    """Check the whole file, then take it over in one go; tasks are known by their code, and progress is never lost."""
    plan, done = asyncio.run(take_over(load_settings(), file, sheet(file), task_force, SystemClock()))
    tasks_done = counted(
        (done.added, "task", "tasks", "new"),
        (done.changed, "task", "tasks", "changed"),
        (done.unchanged, "task", "tasks", "as before"),
        (done.kept, "task", "tasks", "kept that the file does not name"),
    )
    console.print(f"[green]✓[/] {tasks_done}.")
    if plan.unknown_units:
        console.print("Leading units that the task force does not have; nobody is asked in their name:")
        for unit in plan.unknown_units:
            console.print(f"  {unit.name}: {', '.join(unit.codes)}", markup=False, highlight=False)


async def take_over(
    settings: Settings, file: Path, content: bytes, key: str | None, clock: Clock
) -> tuple[Plan, Imported]:
    """Check the file and import it; ``file`` only names it.

    Raises:
        OperatorError: nothing was imported, and why.
        StorageError: the database cannot be used.
    """
    async with existing(settings) as database, database.transaction() as tx:
        body = await chosen(tx, key)
        known = await units.of_task_force(tx, body.id)
        if not known:
            raise OperatorError("The task force has no units yet. Import the roster first (`roster import FILE`).")
        try:
            rows = read_rows(content, file.name)
            plan = check_plan(rows, [(unit.id, unit.name, unit.short_name) for unit in known])
        except SheetError as error:
            raise OperatorError(f"{file} {_UNREADABLE[error.reason]}. Nothing was imported.") from None
        except PlanErrors as error:
            lines = "\n".join(f"  {_said(problem)}" for problem in error.problems)
            raise OperatorError(
                f"{file}: {len(error.problems)} thing(s) to correct; nothing was imported.\n{lines}"
            ) from None
        done = await tasks.import_plan(tx, body.id, plan)
        await audit.note(tx, now=clock.now(), action="plan.imported", task_force_id=body.id, detail=f"cli {file.name}")
    return plan, done


def _said(problem: RowProblem) -> str:
    """One wrong row, in a sentence."""
    column = HEADINGS.get(problem.column, (problem.column,))[0]
    match problem.reason:
        case PlanReason.COLUMN_MISSING:
            return f"The column {column} is missing."
        case PlanReason.COLUMN_REPEATED:
            return f"The column {column} is there twice."
        case PlanReason.NO_TASKS:
            return "There is no row under the headings."
        case PlanReason.CODE_REPEATED:
            return f"Row {problem.row}: the code {problem.value!r} is in row {problem.other_row} already."
        case PlanReason.LEAD_AMBIGUOUS:
            return f"Row {problem.row}: {problem.value!r} can mean several units; write the full name."
        case PlanReason.DATE_INVALID:
            return f"Row {problem.row}: {problem.value!r} in {column} is no date (2022-03-31 or 31/3/2022)."
        case PlanReason.DATES_REVERSED:
            return f"Row {problem.row}: it ends ({problem.value}) before it begins."
        case _:
            return f"Row {problem.row}: {column} is empty."
