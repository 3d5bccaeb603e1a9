"""``taskforce-bot plan import | template``: the plan's tasks or targets, checked whole before any is taken over."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.clock import Clock, SystemClock
from bot.commands.console import OperatorError, chosen, console, counted, existing, is_there, sheet
from bot.commands.plan_words import UNREADABLE, said
from bot.settings import Settings, load_settings
from storage import audit, plans, targets, units
from storage.database import Transaction
from storage.task_forces import TaskForce
from taskforce.charter import load_file
from taskforce.plan import Plan, PlanErrors
from taskforce.plan_changes import PlanChanges, TargetChanges
from taskforce.plan_units import Alias, Meaning
from taskforce.sheets import SheetError, SheetRow, read_rows
from taskforce.tables import TableKind, as_csv, plan_template, table_kind, targets_template
from taskforce.targets import TargetErrors, check_targets
from taskforce.vietnamese import NameIndex

plan_app = typer.Typer(help="The plan: which unit leads which task, until when; and its targets.", no_args_is_help=True)

_EVERYBODY, _NOBODY = "*", "-"


@plan_app.command("import")
def import_plan(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file of tasks or targets; `plan template` writes one.")],
    task_force: Annotated[str | None, typer.Option(help="Which task force, where there are several.")] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(help="What a name means: 'Công an=Công an huyện', 'Tổ=*' for all units, 'Hội=-' for none."),
    ] = None,
    closed: Annotated[
        bool | None,
        typer.Option("--past-closed/--past-overdue", help="New tasks past their deadline are done, or overdue."),
    ] = None,
    end_missing: Annotated[bool, typer.Option("--end-missing", help="End what the file does not name.")] = False,
) -> None:
    """Check the whole file, then take it over in one go; rows are known by their code, and progress is never lost."""
    content, clock = sheet(file), SystemClock()
    if table_kind(_rows(file, content)) is TableKind.TARGETS:
        done = asyncio.run(_take_targets_over(load_settings(), file, content, task_force, clock, end_missing))
        _print_counts("target", done, len(done.same), end_missing)
        return
    plan, changes, are_done = asyncio.run(
        take_over(
            load_settings(), file, content, task_force, clock,
            names=unit or (), closed=closed, end_missing=end_missing,
        )
    )  # fmt: skip
    _print_counts("task", changes, len(changes.same), end_missing)
    _print_plan(plan, changes, closed=are_done)


def _print_counts(what: str, changes: PlanChanges | TargetChanges, same: int, end_missing: bool) -> None:
    many = f"{what}s"
    gone = "ended that the file does not name" if end_missing else "kept that the file does not name"
    done = counted(
        (len(changes.new), what, many, "new"),
        (len(changes.changed), what, many, "changed"),
        (same, what, many, "as before"),
        (len(changes.gone), what, many, gone),
    )
    console.print(f"[green]✓[/] {done}.")


def _print_plan(plan: Plan, changes: PlanChanges, *, closed: bool) -> None:
    """What is left to do or to know."""
    _listed(
        "Leading units that the task force does not have; nobody is asked in their name (--unit 'NAME=UNIT'):",
        [f"{unit.name}: {', '.join(unit.codes)}" for unit in plan.unknown_units],
    )
    _listed(
        "Co-ordinating units that the task force does not have:",
        [f"{unit.name}: {', '.join(unit.codes)}" for unit in plan.unknown_coordinators],
    )
    _listed(
        "Deadlines that are not clear; write dates in due_from and due_to, or say them in the chat:",
        [f"{unclear.code}: {unclear.text} ({unclear.reason})" for unclear in plan.unclear],
    )
    _listed("Codes of tasks that a meeting gave; these rows were left out:", [task.code for task in changes.taken])
    state = "done" if closed else "overdue (done: --past-closed)"
    _listed(f"Past their deadline, taken over as {state}:", [task.code for task in changes.past_due])


def _listed(title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(title, markup=False, highlight=False)
        for line in lines:
            console.print(f"  {line}", markup=False, highlight=False)


@plan_app.command("template")
def template(
    file: Annotated[Path, typer.Argument(help="Where to write it, such as plan.xlsx or plan.csv.")],
    of_targets: Annotated[bool, typer.Option("--targets", help="Of targets, not of tasks.")] = False,
) -> None:
    """Write an empty table with its headings and one example."""
    if is_there(file, "Choose another name."):
        raise OperatorError(f"{file} is there already. Choose another name.")
    kind = file.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise OperatorError(
            f"{file} is neither .xlsx nor .csv. Choose another name, such as {file.with_suffix('.xlsx')}."
        )
    content = targets_template() if of_targets else plan_template()
    try:
        file.write_bytes(as_csv(content) if kind == ".csv" else content)
    except OSError as error:
        raise OperatorError(f"{file} cannot be written ({error.strerror}). Check the folder.") from None
    console.print(f"[green]✓[/] {escape(f'{file}: replace the example, then `taskforce-bot plan import {file}`.')}")


async def take_over(
    settings: Settings,
    file: Path,
    content: bytes,
    key: str | None,
    clock: Clock,
    *,
    names: Sequence[str] = (),
    closed: bool | None = False,
    end_missing: bool = False,
) -> tuple[Plan, PlanChanges, bool]:
    """Check the file and import it; ``file`` only names it, ``names`` are 'NAME=UNIT'.

    ``closed`` says whether new tasks past their deadline are done; None to ask at the terminal. The last value tells
    what was said.

    Raises:
        OperatorError: nothing was imported, and why.
        StorageError: the database cannot be used.
    """
    rows = _rows(file, content)
    async with existing(settings) as database:
        if closed is None:
            async with database.read() as tx:
                _, _, expected = await _look(tx, file, rows, key, clock, names)
            closed = bool(expected.past_due) and _are_done(expected)
        async with database.transaction() as tx:
            body, plan, changes = await _look(tx, file, rows, key, clock, names)
            now = clock.now()
            await plans.remember(tx, body.id, await _aliases(tx, body, names), None, now)
            await plans.take_over(
                tx, body.id, plan, changes, close_past_due=closed, end_gone=end_missing, by=None, now=now
            )
            await audit.note(tx, now=now, action="plan.imported", task_force_id=body.id, detail=f"cli {file.name}")
    return plan, changes, closed


async def _look(
    tx: Transaction, file: Path, rows: Sequence[SheetRow], key: str | None, clock: Clock, names: Sequence[str]
) -> tuple[TaskForce, Plan, PlanChanges]:
    """The plan, checked, and what it would do."""
    body = await chosen(tx, key)
    if not await units.of_task_force(tx, body.id):
        raise OperatorError("The task force has no units yet. Import the roster first (`roster import FILE`).")
    try:
        plan = await plans.check(tx, body.id, rows, await _aliases(tx, body, names))
    except PlanErrors as error:
        raise _wrong(file, [said(problem) for problem in error.problems]) from None
    return body, plan, await plans.changes(tx, body.id, plan, _local(body, clock.now()))


def _are_done(expected: PlanChanges) -> bool:
    """Ask whoever sits there; where nobody does, nothing is said to be done."""
    if not sys.stdin.isatty():
        return False
    _listed("New tasks that are past their deadline:", [f"{t.code} {t.title[:80]}" for t in expected.past_due])
    return typer.confirm("Are they done? Otherwise they count as overdue.", default=False)


async def _take_targets_over(
    settings: Settings, file: Path, content: bytes, key: str | None, clock: Clock, end_missing: bool
) -> TargetChanges:
    try:
        read = check_targets(_rows(file, content))
    except TargetErrors as error:
        raise _wrong(file, [said(problem) for problem in error.problems]) from None
    async with existing(settings) as database, database.transaction() as tx:
        body = await chosen(tx, key)
        now = clock.now()
        done = await targets.take_over(tx, body.id, read, end_gone=end_missing, now=now)
        detail = f"cli targets {file.name}"
        await audit.note(tx, now=now, action="plan.imported", task_force_id=body.id, detail=detail)
    return done


def _rows(file: Path, content: bytes) -> list[SheetRow]:
    try:
        return read_rows(content, file.name)
    except SheetError as error:
        raise OperatorError(f"{file} {UNREADABLE[error.reason]}. Nothing was imported.") from None


def _wrong(file: Path, lines: Sequence[str]) -> OperatorError:
    listed = "\n".join(f"  {line}" for line in lines)
    return OperatorError(f"{file}: {len(lines)} thing(s) to correct; nothing was imported.\n{listed}")


def _local(body: TaskForce, now: datetime) -> date:
    return now.astimezone(load_file(body.charter, body.key).body.zone).date()


async def _aliases(tx: Transaction, body: TaskForce, names: Sequence[str]) -> list[Alias]:
    """What the operator says that names mean.

    Raises:
        OperatorError: something is no NAME=UNIT, or there is no such unit.
    """
    known = NameIndex((unit.id, unit.names) for unit in await units.of_task_force(tx, body.id))
    found: list[Alias] = []
    for each in names:
        name, equals, meaning = (part.strip() for part in each.partition("="))
        if not (name and equals and meaning):
            raise OperatorError(f"{each!r} does not say what a name means. Write 'NAME=UNIT'.")
        if meaning in (_EVERYBODY, _NOBODY):
            found.append(Alias(name, Meaning.ALL if meaning == _EVERYBODY else Meaning.NONE))
            continue
        fitting = known.find(meaning)
        if len(fitting) != 1:
            raise OperatorError(f"There is no one unit {meaning!r} in the task force. Write its full name.")
        found.append(Alias(name, Meaning.UNIT, fitting[0]))
    return found
