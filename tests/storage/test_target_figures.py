"""What reports come to for a target: counted at every reading, so that nothing is stale and nothing doubled."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from storage import periods, reports, target_figures, targets, task_forces, units
from storage.database import Database, Transaction
from storage.periods import Period, Plan
from taskforce.forms import Answer
from taskforce.target_counting import Counting
from taskforce.targets import Op, PlanTarget, TargetValue

NOW = datetime(2022, 4, 1, 1, 30, tzinfo=UTC)
FORM = json.dumps({"fields": [{"key": "files", "total": "sum"}, {"key": "share", "total": "average"}, {"key": "t"}]})


@pytest.fixture
async def tx(database: Database) -> AsyncIterator[Transaction]:
    """A transaction in a task force (1) with three units and one target (1) of files for 2022."""
    async with database.transaction() as opened:
        body = await task_forces.create(opened, key="a", name="A", charter="", locale="vi", now=NOW)
        for name in ("Công an tỉnh", "Sở Y tế", "Sở Tư pháp"):
            await units.add(opened, body.id, name)
        one = PlanTarget(2, "A", "Hồ sơ", Decimal(100), Op.AT_LEAST, "hồ sơ", "2022")
        await targets.take_over(opened, 1, [one], end_gone=False, now=NOW)
        yield opened


async def opened(tx: Transaction, label: str, due: datetime) -> Period:
    """A period whose report all units owe."""
    plan = Plan(opens_at=due, target_at=due, due_at=due, summarise_at=None, forward_due_at=None)
    period = await periods.open_new(
        tx, task_force_id=1, stream="monthly", label=label, plan=plan, form=FORM, now=due - timedelta(days=9)
    )
    assert period is not None
    await reports.create_for_units(tx, period.id, (1, 2, 3))
    return period


async def sent(tx: Transaction, period: Period, unit: int, values: Mapping[str, str | None], at: datetime) -> None:
    """The unit's report goes in, or in again."""
    report = await reports.of_unit(tx, period.id, unit)
    assert report is not None
    before = await reports.answers(tx, report.id)
    answers = {
        key: Answer(value, 1, at, None, before[key].revision + 1 if key in before else 1)
        for key, value in values.items()
    }
    await reports.save_answers(tx, report.id, answers)
    await reports.mark_sent(tx, report.id, {key: each.revision for key, each in (before | answers).items()}, 1, at)


async def values(tx: Transaction) -> list[TargetValue]:
    """What the goal is compared with."""
    return (await targets.values(tx, 1, NOW)).get(1, [])


async def test_the_reports_of_a_period_are_the_target_s_value_and_a_corrected_one_changes_it(tx: Transaction) -> None:
    """The units' values added up; a corrected report counts with its last sending, an edit not sent does not."""
    march = await opened(tx, "2022-03", NOW - timedelta(days=3))
    await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    assert await values(tx) == []
    for unit, count in enumerate(("10", "20.5", None), start=1):
        await sent(tx, march, unit, {"files": count}, NOW)
    assert await values(tx) == [TargetValue("2022-03", Decimal("30.5"))]
    await sent(tx, march, 2, {"files": "21"}, NOW)
    draft = await reports.of_unit(tx, march.id, 1)
    assert draft is not None
    await reports.save_answers(tx, draft.id, {"files": Answer("999", 1, NOW, None, 2)})
    assert await values(tx) == [TargetValue("2022-03", Decimal(31))]
    (figure,) = (await target_figures.of_task_force(tx, 1, NOW, 1))[1]
    assert (figure.total, figure.answered, figure.sent, figure.owed, figure.final) == ("sum", 2, 3, 3, True)


async def test_shares_are_averaged_to_the_cent(tx: Transaction) -> None:
    """Over the units that answered, half a cent rounded up, as the summary has it."""
    march = await opened(tx, "2022-03", NOW - timedelta(days=3))
    for unit, share in enumerate(("80", "80.01", None), start=1):
        await sent(tx, march, unit, {"share": share}, NOW)
    await target_figures.link(tx, 1, "monthly", "share", by=1, now=NOW)
    assert await values(tx) == [TargetValue("2022-03", Decimal("80.01"))]


async def test_half_of_the_reports_do_not_count_before_the_deadline(tx: Transaction) -> None:
    """While reports come in the figure is known but not compared; when all are in, or time is over, it is."""
    april = await opened(tx, "2022-04", NOW + timedelta(days=3))
    await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    await sent(tx, april, 1, {"files": "10"}, NOW)
    (known,) = (await targets.known(tx, 1, NOW))[1]
    assert (known.value, known.counts) == (Decimal(10), False)
    assert await values(tx) == []
    late = NOW + timedelta(days=4)
    assert (await targets.values(tx, 1, late))[1] == [TargetValue("2022-04", Decimal(10))]
    await sent(tx, april, 2, {"files": "1"}, NOW)
    await sent(tx, april, 3, {"files": "1"}, NOW)
    assert await values(tx) == [TargetValue("2022-04", Decimal(12))]


async def test_what_is_told_wins_until_it_is_taken_back(tx: Transaction) -> None:
    """Everything said stays in the history; the reports' figure is there again."""
    march = await opened(tx, "2022-03", NOW - timedelta(days=3))
    await sent(tx, march, 1, {"files": "10"}, NOW)
    await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    assert await targets.record(tx, 1, "2022-03", Decimal(50), by=1, now=NOW)
    assert await values(tx) == [TargetValue("2022-03", Decimal(50))]
    assert await targets.take_back(tx, 1, "2022-03", by=1, now=NOW)
    assert not await targets.take_back(tx, 1, "2022-03", by=1, now=NOW)
    assert await values(tx) == [TargetValue("2022-03", Decimal(10))]
    assert await targets.record(tx, 1, "2022-03", Decimal(50), by=1, now=NOW)
    said = [(entry.revision, entry.standing) for entry in await targets.history(tx, 1)]
    assert said == [(3, True), (2, False), (1, True)]


async def test_an_undo_is_another_entry_and_goes_back_one_step(tx: Transaction) -> None:
    """What was told before counts again; an undo that comes too late changes nothing."""
    for value in (10, 12):
        await targets.record(tx, 1, "2022-03", Decimal(value), by=1, now=NOW)
    assert not await targets.undo(tx, 1, "2022-03", 1, by=1, now=NOW)
    assert await targets.undo(tx, 1, "2022-03", 2, by=1, now=NOW)
    assert await values(tx) == [TargetValue("2022-03", Decimal(10))]
    assert not await targets.undo(tx, 1, "2022-03", 2, by=1, now=NOW)
    await targets.record(tx, 1, "2022-04", Decimal(1), by=1, now=NOW)
    assert await targets.undo(tx, 1, "2022-04", 1, by=1, now=NOW)
    assert not await targets.undo(tx, 1, "2022-04", 2, by=1, now=NOW)
    assert await values(tx) == [TargetValue("2022-03", Decimal(10))]


async def test_a_cumulated_target_adds_reports_and_what_was_told(tx: Transaction) -> None:
    """Each month once; a quarter told takes the place of its months."""
    await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    await targets.count_as(tx, 1, Counting.CUMULATED)
    for month, count in ((2, "20"), (3, "30")):
        period = await opened(tx, f"2022-{month:02}", NOW - timedelta(days=40 - 10 * month))
        await sent(tx, period, 1, {"files": count}, NOW)
    await targets.record(tx, 1, "2022-01", Decimal(10), by=1, now=NOW)
    assert [value.value for value in await values(tx)] == [10, 30, 60]
    await targets.record(tx, 1, "2022-Q1", Decimal(75), by=1, now=NOW)
    assert await values(tx) == [TargetValue("2022-Q1", Decimal(75))]


async def test_unlinked_keeps_what_was_told_and_linked_again_counts_anew(tx: Transaction) -> None:
    """One link at a time; the links that were are kept."""
    march = await opened(tx, "2022-03", NOW - timedelta(days=3))
    await sent(tx, march, 1, {"files": "10", "share": "80", "t": "7"}, NOW)
    await targets.record(tx, 1, "2022-02", Decimal(5), by=1, now=NOW)
    assert await target_figures.link(tx, 1, "monthly", "share", by=1, now=NOW)
    assert await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    assert not await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    assert [value.value for value in await values(tx)] == [5, 10]
    assert await target_figures.unlink(tx, 1, by=1, now=NOW)
    assert not await target_figures.unlink(tx, 1, by=1, now=NOW)
    assert [value.value for value in await values(tx)] == [5]
    assert await tx.value("SELECT count(*) FROM target_links") == 2
    assert await target_figures.link(tx, 1, "monthly", "t", by=1, now=NOW)
    assert [value.value for value in await values(tx)] == [5]  # the form does not combine that question


async def test_only_one_target_can_be_asked_for(tx: Transaction) -> None:
    """What is known of another is not read."""
    await targets.record(tx, 1, "2022-03", Decimal(1), by=1, now=NOW)
    assert list(await targets.known(tx, 1, NOW, 1)) == [1]
    assert await targets.known(tx, 1, NOW, 2) == {}


async def test_what_is_kept_is_thrown_away_when_a_report_is_sent_again(tx: Transaction) -> None:
    """Kept or not, the reading is the same; the database forgets a period's sums with every sending."""
    march = await opened(tx, "2022-03", NOW - timedelta(days=3))
    april = await opened(tx, "2022-04", NOW - timedelta(days=2))
    await sent(tx, march, 1, {"files": "10"}, NOW)
    await target_figures.link(tx, 1, "monthly", "files", by=1, now=NOW)
    for _ in range(2):
        await target_figures.keep(tx, 1)
        assert await tx.value("SELECT count(*) FROM report_sums") == 2  # one that there is none, too
        assert await values(tx) == [TargetValue("2022-03", Decimal(10))]
    await sent(tx, april, 2, {"files": "5"}, NOW)
    await sent(tx, march, 1, {"files": "11"}, NOW)
    assert await tx.value("SELECT count(*) FROM report_sums") == 0
    expected = [TargetValue("2022-03", Decimal(11)), TargetValue("2022-04", Decimal(5))]
    assert await values(tx) == expected
    await target_figures.keep(tx, 1)
    assert await values(tx) == expected
    await tx.run("UPDATE answers SET value = '\"12\"' WHERE value = '\"11\"'")
    assert (await values(tx))[0].value == 12
    await target_figures.keep(tx, 1)
    await tx.run("DELETE FROM reports WHERE period_id = ? AND unit_id = 3", (march.id,))
    assert await tx.value("SELECT count(*) FROM report_sums WHERE period_id = ?", (march.id,)) == 0
