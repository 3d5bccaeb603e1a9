"""Links: what they are kept as, when they open something, how often."""

from datetime import datetime, timedelta

from storage import invites, task_forces
from storage.database import Database, Transaction
from taskforce.roles import Role


async def _link(tx: Transaction, now: datetime, uses: int | None = 1) -> tuple[int, str]:
    body = await task_forces.create(tx, key=f"bk{uses}", name="Bắc Kạn", charter="", locale="vi", now=now)
    return await invites.create(
        tx, task_force_id=body.id, role=Role.MEMBER, now=now, uses=uses, expires_at=now + timedelta(days=1)
    )


async def test_the_code_is_not_kept(database: Database, now: datetime) -> None:
    """Only a hash of it is: whoever reads the database can join with nothing in it."""
    async with database.transaction() as tx:
        invite_id, code = await _link(tx, now)
        row = await tx.one("SELECT * FROM invites WHERE id = ?", (invite_id,))
        assert row is not None
        assert code not in [str(value) for value in tuple(row)]
        assert 20 <= len(code) <= 64


async def test_a_link_counts_its_uses(database: Database, now: datetime) -> None:
    """One use is one use; any number is any number."""
    async with database.transaction() as tx:
        once, _ = await _link(tx, now)
        many, _ = await _link(tx, now, uses=None)
        assert [await invites.use(tx, once, now) for _ in range(2)] == [True, False]
        assert all([await invites.use(tx, many, now) for _ in range(3)])
        found = await invites.get(tx, once)
        assert found is not None
        assert found.defect(now) == "used"


async def test_a_link_expires_and_is_revoked(database: Database, now: datetime) -> None:
    """Afterwards it opens nothing, says why, and is not listed."""
    async with database.transaction() as tx:
        late = now + timedelta(days=1)
        invite_id, code = await _link(tx, now)
        assert not await invites.use(tx, invite_id, late)
        found = await invites.by_code(tx, code)
        assert found is not None
        assert found.defect(late) == "expired"
        assert await invites.valid(tx, found.task_force_id, now) == [found]
        assert await invites.revoke(tx, invite_id, now)
        assert not await invites.revoke(tx, invite_id, now)
        assert await invites.valid(tx, found.task_force_id, now) == []
        assert await invites.by_code(tx, code + "x") is None
