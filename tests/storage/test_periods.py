"""Report periods, what was done about them, reminders put off."""

from datetime import UTC, datetime, timedelta

from storage import periods, summaries, summary_versions, task_forces
from storage.database import Database, Transaction, to_text
from storage.periods import Period, Plan
from storage.summary_versions import Content


def _plan(month: int, *, summarised: bool = True) -> Plan:
    return Plan(
        opens_at=datetime(2022, month, 5, tzinfo=UTC),
        target_at=datetime(2022, month, 14, 17, tzinfo=UTC),
        due_at=datetime(2022, month, 14, 17, tzinfo=UTC),
        summarise_at=datetime(2022, month, 15, 1, tzinfo=UTC) if summarised else None,
        forward_due_at=None,
    )


async def _open(tx: Transaction, now: datetime, month: int, *, summarised: bool = True) -> Period | None:
    return await periods.open_new(
        tx,
        task_force_id=1,
        stream="monthly",
        label=f"2022-{month:02}",
        plan=_plan(month, summarised=summarised),
        form="{}",
        now=now,
    )


async def _body(tx: Transaction, now: datetime) -> None:
    await task_forces.create(tx, key="a", name="A", charter="", locale="vi", now=now)


async def test_a_period_is_opened_once(database: Database, now: datetime) -> None:
    """Opening it again gives None and changes nothing."""
    async with database.transaction() as tx:
        await _body(tx, now)
        opened = await _open(tx, now, 3)
        assert opened is not None
        assert await _open(tx, now + timedelta(days=1), 3) is None
        assert await periods.find(tx, 1, "monthly", "2022-03") == opened
        assert await periods.latest(tx, 1) == opened


async def test_the_one_before_is_found_by_its_deadline(database: Database, now: datetime) -> None:
    """Last month's values come from the nearest earlier period of the same stream."""
    async with database.transaction() as tx:
        await _body(tx, now)
        january, february = await _open(tx, now, 1), await _open(tx, now, 2)
        march = await _open(tx, now, 3)
        assert january is not None
        assert march is not None
        assert await periods.previous(tx, march) == february
        assert await periods.previous(tx, january) is None


async def test_a_period_stays_open_until_its_summary_is_out(database: Database, now: datetime) -> None:
    """A newer one closes it only when it is due and summed up; one without a summary closes when it is due."""
    later = datetime(2022, 4, 6, tzinfo=UTC)
    async with database.transaction() as tx:
        await _body(tx, now)
        march = await _open(tx, now, 3)
        await _open(tx, later, 4, summarised=False)
        assert march is not None
        assert await periods.close_superseded(tx, later) == []
        assert len(await periods.current(tx, 1, later)) == 2
        await summaries.mark_posted(tx, march.id, {}, later)
        assert [closed.period for closed in await periods.close_superseded(tx, later)] == ["2022-03"]
        await _open(tx, later, 5)
        assert [closed.period for closed in await periods.close_superseded(tx, later + timedelta(days=30))] == [
            "2022-04"
        ]


async def test_a_stage_is_done_once(database: Database, now: datetime) -> None:
    """The second mark tells that it was there."""
    async with database.transaction() as tx:
        await _body(tx, now)
        await _open(tx, now, 3)
        assert await periods.mark_stage(tx, 1, "opening", now) is True
        assert await periods.mark_stage(tx, 1, "opening", now) is False
        assert await periods.stages_done(tx, 1) == {"opening"}
        assert await periods.stage_done(tx, 1, "opening") is True


async def test_a_snooze_ends_at_its_hour(database: Database, now: datetime) -> None:
    """Until then the person rests; from then on they are to be reminded, until that is forgotten."""
    until = now + timedelta(hours=2)
    async with database.transaction() as tx:
        await _body(tx, now)
        await _open(tx, now, 3)
        await periods.snooze(tx, 7, 1, until - timedelta(hours=1))
        await periods.snooze(tx, 7, 1, until)
        assert await periods.snoozed(tx, 1, now) == {7}
        assert await periods.snoozes_over(tx, now + timedelta(hours=1)) == []
        assert [over.person_id for over in await periods.snoozes_over(tx, until)] == [7]
        assert await periods.snoozed(tx, 1, until) == frozenset()
        await periods.forget_snooze(tx, 7, 1)
        assert await periods.snoozes_over(tx, until) == []


async def test_a_summary_is_posted_once_and_counts_its_changes(database: Database, now: datetime) -> None:
    """The note and what was included are kept; the second post is refused; each change is a version."""
    async with database.transaction() as tx:
        await _body(tx, now)
        await _open(tx, now, 3)
        assert (await summaries.state(tx, 1)).version == 0
        await summaries.set_note(tx, 1, "Xin khẩn trương", 5)
        assert await summaries.mark_posted(tx, 1, {3: 1}, now) is True
        assert await summaries.mark_posted(tx, 1, {}, now + timedelta(days=1)) is False
        assert await summaries.mark_changed(tx, 1, {3: 2, 4: 1}) == 2
        state = await summaries.state(tx, 1)
        assert (state.note, state.posted_at, state.version, state.included) == ("Xin khẩn trương", now, 2, {3: 2, 4: 1})
        await summaries.add_post(tx, 1, -100)
        await summaries.add_post(tx, 1, -100)
        assert await summaries.posts(tx, 1) == [-100]


async def test_a_summary_that_nobody_approves_does_not_keep_a_period_open(database: Database, now: datetime) -> None:
    """It stays open beside the next one, and closes when that one is due too; not when it was asked for after that."""
    content = Content("", "{}", {})
    async with database.transaction() as tx:
        await _body(tx, now)
        march, april = await _open(tx, now, 3), await _open(tx, now, 4)
        assert march is not None
        assert april is not None
        assert await periods.close_superseded(tx, april.due_at - timedelta(hours=1)) == []
        assert await periods.close_superseded(tx, april.due_at + timedelta(hours=1)) == []
        await summary_versions.ask(tx, march.id, 1, content, None, april.due_at + timedelta(hours=1))
        assert await periods.close_superseded(tx, april.due_at + timedelta(hours=2)) == []
        await tx.run("UPDATE summary_requests SET asked_at = ?", (to_text(march.due_at),))
        assert await periods.close_superseded(tx, april.due_at - timedelta(hours=1)) == []
        closed = await periods.close_superseded(tx, april.due_at + timedelta(hours=2))
    assert [one.period for one in closed] == ["2022-03"]
