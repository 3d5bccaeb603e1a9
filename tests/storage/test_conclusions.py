"""Conclusions, their notice, who received it and the tasks they become, on a real file."""

from datetime import date, datetime, timedelta

from storage import conclusions, given_tasks, meetings, memberships, notices, receipts, task_forces, tasks, units
from storage.database import Database, Transaction
from storage.given_tasks import GivenTask
from storage.notices import Said, Words
from taskforce.roles import Role


async def prepare(tx: Transaction, now: datetime) -> int:
    """A task force (1) with units 1 and 2 and a meeting that was held; returns the meeting's id."""
    body = await task_forces.create(tx, key="a", name="A", charter="", locale="vi", now=now)
    for name in ("Công an tỉnh", "Sở Y tế"):
        await units.add(tx, body.id, name)
    meeting = await meetings.create(
        tx, task_force_id=body.id, series="regular", period="", uid="a@b", created_by=1, now=now
    )
    await meetings.change(tx, meeting.id, state="held", starts_at=now)
    return meeting.id


def given(title: str, *leads: int, due: date | None = None) -> GivenTask:
    """A task of these leading units."""
    return GivenTask(title, leads, (), "", "", date(2022, 3, 14), due)


async def test_a_unit_has_one_part_and_every_change_raises_the_revision(database: Database, now: datetime) -> None:
    """Whoever becomes leader co-ordinates no more; older cards can tell that they are old."""
    async with database.transaction() as tx:
        meeting = await prepare(tx, now)
        one = await conclusions.add(tx, meeting, "Rà soát", leads=[1], helpers=[2], by=7, now=now)
        assert (one.leads, one.helpers) == ((1,), (2,))
        before = await notices.get(tx, meeting)
        await conclusions.set_units(tx, one, "lead", [1, 2], 8)
        after = await notices.get(tx, meeting)
        changed = await conclusions.get(tx, one.id)
    assert changed is not None
    assert (changed.leads, changed.helpers) == ((1, 2), ())
    assert after.revision == before.revision + 1
    assert (after.changed_by, after.changed) == (8, "lead")


async def test_a_notice_remembers_what_it_said_and_what_the_one_before_did(database: Database, now: datetime) -> None:
    """What is written afterwards changes neither."""
    async with database.transaction() as tx:
        meeting = await prepare(tx, now)
        one = await conclusions.add(tx, meeting, "Rà soát", leads=[1], due_on=date(2022, 4, 1), by=7, now=now)
        first = Words("Chung", (one.said,))
        assert await notices.mark_sent(tx, meeting, first, 7, now) == 1
        second = Words("", (Said(one.id, "Khác", (2,), (), None),))
        assert await notices.mark_sent(tx, meeting, second, 7, now) == 2
        await conclusions.remove(tx, one, 7, now)
        notice = await notices.get(tx, meeting)
        assert await conclusions.of_meeting(tx, meeting) == []
        assert [gone.id for gone in await conclusions.removed(tx, meeting)] == [one.id]
    assert (notice.before, notice.sent, notice.version) == (first, second, 2)


async def test_codes_of_tasks_are_never_given_twice(database: Database, now: datetime) -> None:
    """Neither after one has ended nor where the plan uses such a code; another unit's progress stays."""
    async with database.transaction() as tx:
        meeting = await prepare(tx, now)
        await tx.run(f"INSERT INTO tasks (task_force_id, code, title, position) VALUES (1, 'kl{meeting}.2', 'x', 0)")  # noqa: S608 - an id
        first = await given_tasks.add(tx, 1, meeting, given("Một", 1, due=date(2022, 4, 1)))
        await given_tasks.end(tx, first, now)
        await given_tasks.add(tx, 1, meeting, given("Hai", 2))
        assert [task.title for task in await tasks.of_task_force(tx, 1)] == ["Hai"]
        await given_tasks.change(tx, first, given("Một, sửa", 1, 2))
        codes = [row["code"] for row in await tx.all("SELECT code FROM tasks WHERE source = 'meeting' ORDER BY id")]
        led = [(task.title, task.unit_id, task.due_from) for task in await tasks.of_task_force(tx, 1)]
    assert codes == [f"KL{meeting}.1", f"KL{meeting}.3"]
    assert ("Một, sửa", 2, date(2022, 3, 14)) in led


async def test_a_newer_version_asks_again_and_keeps_the_remark(database: Database, now: datetime) -> None:
    """One row a member; who received the first must say so of the second."""
    async with database.transaction() as tx:
        meeting = await prepare(tx, now)
        place = await memberships.add(
            tx, task_force_id=1, role=Role.MEMBER, full_name="Lò Thị Thử", state="expected", now=now, unit_id=1
        )
        await notices.mark_sent(tx, meeting, Words(), 7, now)
        await receipts.sent_to(tx, meeting, place, 1, now)
        assert await receipts.waiting(tx, now - timedelta(days=1)) == [meeting]
        assert await receipts.received(tx, meeting, place, now)
        assert not await receipts.received(tx, meeting, place, now)
        await receipts.remark(tx, meeting, place, "Đề nghị lùi", now)
        assert await receipts.waiting(tx, now - timedelta(days=1)) == []
        await notices.mark_sent(tx, meeting, Words(), 7, now)
        await receipts.sent_to(tx, meeting, place, 2, now + timedelta(days=1))
        assert await receipts.waiting(tx, now) == []
        (again,) = await receipts.of_meeting(tx, meeting)
    assert (again.version, again.received_at, again.remark, again.unreachable) == (2, None, "Đề nghị lùi", True)


async def test_the_last_meeting_is_one_whose_notice_is_out(database: Database, now: datetime) -> None:
    """Of the series asked about, before that moment, another than the one itself."""
    async with database.transaction() as tx:
        meeting = await prepare(tx, now)
        later = now + timedelta(days=1)
        assert await conclusions.last_announced(tx, 1, ["regular"], later) is None
        await conclusions.add(tx, meeting, "Rà soát", by=7, now=now)
        assert await conclusions.last_announced(tx, 1, ["regular"], later) is None
        await notices.mark_sent(tx, meeting, Words(), 7, now)
        assert await conclusions.last_announced(tx, 1, ["regular", "other"], later) == meeting
        assert await conclusions.last_announced(tx, 1, ["other"], later) is None
        assert await conclusions.last_announced(tx, 1, ["regular"], now) is None
        assert await conclusions.last_announced(tx, 1, ["regular"], later, meeting) is None
