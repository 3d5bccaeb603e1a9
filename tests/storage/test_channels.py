"""Offers and bindings of channels."""

from datetime import datetime

from storage import channels, task_forces
from storage.database import Database, Transaction


async def _body(tx: Transaction, now: datetime) -> None:
    for key in ("a", "b"):
        await task_forces.create(tx, key=key, name=key, charter="", locale="vi", now=now)


async def test_one_chat_is_bound_once_to_each_task_force(database: Database, now: datetime) -> None:
    """A second binding of the same changes nothing; another task force may share the chat."""
    async with database.transaction() as tx:
        await _body(tx, now)
        offered = await channels.offer(tx, -100, "Kênh", 5)
        assert await channels.bind(tx, offered, 1, 5, now) is True
        assert await channels.bind(tx, offered, 1, 5, now) is False
        assert await channels.bind(tx, offered, 2, 5, now) is True
        assert [found.task_force_id for found in await channels.bound_of_chat(tx, -100)] == [1, 2]
        assert [found.chat_id for found in await channels.bound_to(tx, 1)] == [-100]


async def test_a_new_offer_replaces_the_old_one(database: Database, now: datetime) -> None:
    """Who added the bot last may bind it; the earlier offer is gone."""
    async with database.transaction() as tx:
        first = await channels.offer(tx, -100, "Kênh", 5)
        second = await channels.offer(tx, -100, "Kênh", 6)
        assert await channels.get(tx, first.id) is None or first.id == second.id
        found = await channels.get(tx, second.id)
        assert found is not None
        assert found.offered_to == 6


async def test_leaving_a_chat_ends_every_binding_and_offer(database: Database, now: datetime) -> None:
    """What was bound is told once; afterwards the chat can be bound anew."""
    async with database.transaction() as tx:
        await _body(tx, now)
        offered = await channels.offer(tx, -100, "Kênh", 5)
        await channels.bind(tx, offered, 1, 5, now)
        assert [found.task_force_id for found in await channels.left(tx, -100, now)] == [1]
        assert await channels.left(tx, -100, now) == []
        assert await channels.get(tx, offered.id) is None
        again = await channels.offer(tx, -100, "Kênh", 5)
        assert await channels.bind(tx, again, 1, 5, now) is True


async def test_a_chat_that_moves_takes_bindings_and_posts_along(database: Database, now: datetime) -> None:
    """Binding and posted summary follow to the new id."""
    async with database.transaction() as tx:
        await _body(tx, now)
        offered = await channels.offer(tx, -100, "Nhóm", 5)
        await channels.bind(tx, offered, 1, 5, now)
        await channels.move(tx, -100, -200, now)
        assert [found.chat_id for found in await channels.bound_to(tx, 1)] == [-200]


async def test_a_chat_that_moves_to_where_it_is_bound_already_stays_bound_once(
    database: Database, now: datetime
) -> None:
    """Somebody bound the supergroup before the move was noticed: one binding is left, none under the old id."""
    async with database.transaction() as tx:
        await _body(tx, now)
        for chat_id in (-100, -200):
            await channels.bind(tx, await channels.offer(tx, chat_id, "Nhóm", 5), 1, 5, now)
        await channels.move(tx, -100, -200, now)
        assert [found.chat_id for found in await channels.bound_to(tx, 1)] == [-200]
        assert await channels.bound_of_chat(tx, -100) == []
