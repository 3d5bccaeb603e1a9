"""Requests for approval, comments on them, and the versions that were posted."""

from datetime import UTC, datetime, timedelta

from storage import periods, summary_versions, task_forces
from storage.database import Database, Transaction
from storage.periods import Plan
from storage.summary_versions import Content

NOW = datetime(2022, 3, 15, 1, 0, tzinfo=UTC)


async def a_period(tx: Transaction) -> int:
    """March of a body without units."""
    body = await task_forces.create(tx, key="x", name="x", charter="", locale="vi", now=NOW)
    plan = Plan(NOW, NOW, NOW, NOW, None)
    found = await periods.open_new(
        tx, task_force_id=body.id, stream="monthly", label="2022-03", plan=plan, form="{}", now=NOW
    )
    assert found is not None
    return found.id


async def test_a_newer_request_overtakes_the_one_before(database: Database) -> None:
    """Only the newest can be approved, once; what is read every minute leaves the long parts out."""
    async with database.transaction() as tx:
        period = await a_period(tx)
        first = await summary_versions.ask(tx, period, 1, Content("", '{"a":1}', {3: 1}, '{"vi":1}'), None, NOW)
        later = NOW + timedelta(minutes=5)
        second = await summary_versions.ask(tx, period, 1, Content("n", '{"a":2}', {3: 2}, '{"vi":2}'), 7, later)
        assert await summary_versions.approve(tx, first.id, 7, "Tổ trưởng An", later) is False
        assert await summary_versions.approve(tx, second.id, 7, "Tổ trưởng An", later) is True
        assert await summary_versions.approve(tx, second.id, 8, "Tổ phó Bình", later) is False
        head = await summary_versions.latest_head(tx, period)
        assert head is not None
        assert (head.id, head.state, head.approver, head.content) == (
            second.id, "approved", "Tổ trưởng An", Content("n", "", {3: 2}, "{}"),
        )  # fmt: skip
        assert (await summary_versions.whole(tx, head)).content.posts == '{"vi":2}'
        assert await summary_versions.first_asked(tx, period, 1) == NOW


async def test_a_comment_returns_what_waits_and_leaves_what_is_decided(database: Database) -> None:
    """The comment is kept in both cases."""
    async with database.transaction() as tx:
        period = await a_period(tx)
        asked = await summary_versions.ask(tx, period, 1, Content("", "{}", {}), None, NOW)
        await summary_versions.comment(tx, asked.id, 7, "Tổ trưởng An", "Xem lại.", NOW)
        returned = await summary_versions.latest_request(tx, period)
        assert returned is not None
        assert (returned.state, returned.is_open) == ("returned", True)
        assert await summary_versions.approve(tx, asked.id, 7, "Tổ trưởng An", NOW) is True
        await summary_versions.comment(tx, asked.id, 8, "Tổ phó Bình", "Thêm nữa.", NOW)
        decided = await summary_versions.latest_request(tx, period)
        assert decided is not None
        assert decided.state == "approved"
        assert [one.text for one in await summary_versions.comments(tx, period)] == ["Xem lại.", "Thêm nữa."]


async def test_a_version_is_kept_with_who_approved_it(database: Database) -> None:
    """Also those that nobody had to approve."""
    async with database.transaction() as tx:
        period = await a_period(tx)
        await summary_versions.keep(tx, period, 1, Content("", '{"a":1}', {3: 1}), None, NOW)
        asked = await summary_versions.ask(tx, period, 2, Content("n", '{"a":2}', {3: 2}, '{"vi":2}'), None, NOW)
        await summary_versions.approve(tx, asked.id, 7, "Tổ trưởng An", NOW)
        await summary_versions.keep(tx, period, 2, asked.content, asked.id, NOW)
        assert [(one.number, one.approver) for one in await summary_versions.heads(tx, period)] == [
            (1, ""), (2, "Tổ trưởng An"),
        ]  # fmt: skip
        second = await summary_versions.version(tx, period, 2)
        assert second is not None
        assert second.content == asked.content
        assert await summary_versions.version(tx, period, 3) is None
