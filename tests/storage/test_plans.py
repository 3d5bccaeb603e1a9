"""Plans and targets in the database: taken over in one go, nothing that was told is ever lost."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from storage import plans, targets, task_forces, units
from storage.database import Database, Transaction
from taskforce.plan import Plan, Window
from taskforce.plan_units import Alias, Meaning
from taskforce.sheets import SheetRow, read_rows
from taskforce.targets import Op, PlanTarget, TargetValue

NOW = datetime(2022, 3, 14, 1, 30, tzinfo=UTC)
TODAY = date(2022, 3, 14)


@pytest.fixture
async def tx(database: Database) -> AsyncIterator[Transaction]:
    """A transaction in a task force (1) with the units Công an tỉnh (1) and Sở Y tế (2)."""
    async with database.transaction() as opened:
        body = await task_forces.create(opened, key="a", name="A", charter="", locale="vi", now=NOW)
        for name in ("Công an tỉnh", "Sở Y tế"):
            await units.add(opened, body.id, name)
        yield opened


def rows(*lines: str) -> list[SheetRow]:
    """Rows of "code,lead,deadline"."""
    text = "code,lead_units,deadline_text,title\n" + "".join(f"{line},Rà soát\n" for line in lines)
    return read_rows(text.encode(), "plan.csv")


async def imported(
    tx: Transaction,
    *lines: str,
    close: bool = False,
    end: bool = False,
    windows: dict[tuple[str, str], Window] | None = None,
) -> Plan:
    """The plan after taking these lines over."""
    plan = await plans.check(tx, 1, rows(*lines), windows=windows or {})
    expected = await plans.changes(tx, 1, plan, TODAY)
    await plans.take_over(tx, 1, plan, expected, close_past_due=close, end_gone=end, by=7, now=NOW)
    assert (await plans.changes(tx, 1, plan, TODAY)).changed == ()
    return plan


async def states(tx: Transaction) -> list[tuple[str, int, str]]:
    """(code, unit, state) of the leading units of living tasks."""
    found = await tx.all(
        "SELECT t.code, tu.unit_id, tu.state FROM task_units tu JOIN tasks t ON t.id = tu.task_id"
        " WHERE tu.part = 'lead' AND t.ended_at IS NULL ORDER BY t.code, tu.unit_id"
    )
    return [tuple(row) for row in found]


async def test_names_are_remembered_by_task_force(tx: Transaction) -> None:
    """Said again they mean the newer; forgotten they are asked about again; another body knows nothing of them."""
    await plans.remember(tx, 1, [Alias("CA", Meaning.UNIT, 2), Alias("Hội", Meaning.NONE)], 7, NOW)
    await plans.remember(tx, 1, [Alias("CA", Meaning.UNIT, 1)], 7, NOW)
    assert (await plans.check(tx, 1, rows("I.1,ca,"))).tasks[0].leads == (1,)
    assert (await plans.check(tx, 1, rows("I.1,CA,"), remembered=False)).unknown_units[0].name == "CA"
    said = [Alias("CA", Meaning.ALL)]
    assert (await plans.check(tx, 1, rows("I.1,CA,"), said)).tasks[0].leads == (1, 2)
    await plans.forget(tx, 1, "CA")
    assert await plans.aliases(tx, 1) == [Alias("Hội", Meaning.NONE)]
    assert await plans.aliases(tx, 2) == []


async def test_closing_marks_the_silent_leads_as_done(tx: Transaction) -> None:
    """Only tasks that are new and past their day; who did it is in the history."""
    await imported(tx, "I.1,Công an tỉnh; Sở Y tế,Trong tháng 1 năm 2022", "I.2,Sở Y tế,Trong năm 2022", close=True)
    assert await states(tx) == [("I.1", 1, "done"), ("I.1", 2, "done"), ("I.2", 2, "not-begun")]
    assert [row["by_person"] for row in await tx.all("SELECT * FROM task_progress")] == [7, 7]


async def test_a_task_that_was_left_out_comes_back_with_its_state(tx: Transaction) -> None:
    """Ending touches nothing that was told."""
    await imported(tx, "I.1,Công an tỉnh,", "I.2,Sở Y tế,")
    await tx.run("UPDATE task_units SET state = 'stuck', state_at = ''")
    await imported(tx, "I.1,Công an tỉnh,")
    assert len(await states(tx)) == 2
    await imported(tx, "I.1,Công an tỉnh,", end=True)
    assert await states(tx) == [("I.1", 1, "stuck")]
    await imported(tx, "I.1,Công an tỉnh,", "I.2,Sở Y tế,")
    assert await states(tx) == [("I.1", 1, "stuck"), ("I.2", 2, "stuck")]


async def test_a_deadline_that_was_said_holds_for_its_wording(tx: Transaction) -> None:
    """The same file is not asked about twice; another wording is."""
    said = {("i.1", "Đột xuất"): Window(None, date(2022, 6, 30))}
    assert (await imported(tx, "I.1,Sở Y tế,Đột xuất", windows=said)).unclear == ()
    again = await imported(tx, "I.1,Sở Y tế,Đột xuất")
    assert (again.unclear, again.tasks[0].due_to) == ((), date(2022, 6, 30))
    assert len((await plans.check(tx, 1, rows("I.1,Sở Y tế,Khi cần"))).unclear) == 1


async def test_the_facts_count_what_needs_care(tx: Transaction) -> None:
    """Tasks nobody leads, and tasks without any date or rhythm; when it last came in is kept by the audit."""
    assert await plans.facts(tx, 1) == plans.PlanFacts(0, 0, 0, None)
    await imported(tx, "I.1,Sở lạ,", "I.2,Sở Y tế,Thường xuyên", "I.3,Sở Y tế,30/6/2022")
    assert await plans.facts(tx, 1) == plans.PlanFacts(3, 1, 1, None)


# Targets


def target(code: str, goal: str = "50") -> PlanTarget:
    return PlanTarget(2, code, "Tỷ lệ", Decimal(goal), Op.AT_LEAST, "%", "2022")


async def test_targets_are_known_by_code_and_keep_their_values(tx: Transaction) -> None:
    """A goal that changes keeps its figures; one that ended is back with them."""
    await targets.take_over(tx, 1, [target("A"), target("B")], end_gone=False, now=NOW)
    first = (await targets.of_task_force(tx, 1))[0]
    assert await targets.record(tx, first.id, "2022-03", Decimal("12.50"), by=7, now=NOW)
    done = await targets.take_over(tx, 1, [target("B")], end_gone=True, now=NOW)
    assert [t.code for t in done.gone] == ["A"]
    assert [t.code for t in await targets.of_task_force(tx, 1)] == ["B"]
    await targets.take_over(tx, 1, [target("A", "60"), target("B")], end_gone=True, now=NOW)
    back = await targets.get(tx, first.id)
    assert back is not None
    assert (back.code, back.goal, back.op) == ("A", Decimal(60), Op.AT_LEAST)
    assert await targets.values(tx, 1, NOW) == {first.id: [TargetValue("2022-03", Decimal("12.50"))]}


async def test_a_corrected_value_counts_and_the_old_one_stays(tx: Transaction) -> None:
    """The newest revision of a period; telling the same again adds nothing."""
    await targets.take_over(tx, 1, [target("A")], end_gone=False, now=NOW)
    (only,) = await targets.of_task_force(tx, 1)
    for value, fresh in (("10", True), ("10.0", False), ("12", True)):
        assert await targets.record(tx, only.id, "2022-03", Decimal(value), by=7, now=NOW) is fresh
    assert await targets.values(tx, 1, NOW) == {only.id: [TargetValue("2022-03", Decimal(12))]}
    assert [(told.revision, told.value) for told in await targets.history(tx, only.id)] == [
        (2, Decimal(12)),
        (1, Decimal(10)),
    ]
