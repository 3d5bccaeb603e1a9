"""A unit that ends: what was prepared with it goes along, what is said already stays."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import plans, unit_changes, units
from storage.database import Database, Transaction, to_text
from storage.unit_changes import Change
from taskforce.unit_changes import Kind, MovedSeats

NOW = datetime(2025, 7, 1, tzinfo=UTC)
AT = to_text(NOW)


@pytest.fixture
async def tx(tmp_path: Path) -> AsyncIterator[Transaction]:
    """Three units of one task force, and four meetings: a draft, one called, one held, one whose notice is out."""
    database = await Database.open(tmp_path / "one.sqlite3")
    async with database.transaction() as tx:
        await tx.run("INSERT INTO task_forces (id, key, name, charter, created_at) VALUES (1, 'a', 'A', '', ?)", (AT,))
        for name in ("Sở A", "Sở B", "Sở C"):
            await units.add(tx, 1, name)
        for number, state in enumerate(("draft", "called", "held", "held"), 1):
            await tx.run(
                "INSERT INTO meetings (id, task_force_id, series, state, uid, audience, created_by, created_at,"
                " closed_at) VALUES (?, 1, 'm', ?, ?, '[\"unit:1\",\"unit:11\"]', 1, ?, ?)",
                (number, state, f"u{number}", AT, AT if state == "held" else None),
            )
            await tx.run(
                "INSERT INTO agenda_items (meeting_id, position, title, unit_id) VALUES (?, 1, 'x', 1)", (number,)
            )
            await tx.run(
                "INSERT INTO conclusions (id, meeting_id, position, text, by_person, at) VALUES (?, ?, 1, 'x', 1, ?)",
                (number, number, AT),
            )
            await tx.run(
                "INSERT INTO conclusion_units (conclusion_id, unit_id, part)"
                " VALUES (?, 1, 'lead'), (?, 3, 'coordinating')",
                (number, number),
            )
        await tx.run("INSERT INTO conclusion_notices (meeting_id, version) VALUES (4, 1)")
        yield tx
    await database.close()


async def end(tx: Transaction, names: list[str], target: int | None) -> Change:
    """These units end."""
    change = await unit_changes.begin(tx, 1, Kind.MERGE, 1, NOW)
    living = {unit.name: unit for unit in await units.of_task_force(tx, 1)}
    await unit_changes.end(tx, change, [living[name] for name in names], target)
    return change


async def test_meetings_that_are_to_come_follow_and_what_was_announced_stays(tx: Transaction) -> None:
    """Agenda of open meetings, the audience of drafts, conclusions not told yet; leading outweighs co-ordinating."""
    await end(tx, ["Sở A"], 3)
    agenda = await tx.all("SELECT unit_id FROM agenda_items ORDER BY meeting_id")
    assert [row["unit_id"] for row in agenda] == [3, 3, 1, 1]
    audience = await tx.all("SELECT audience FROM meetings ORDER BY id")
    assert [row["audience"] for row in audience[:2]] == ['["unit:3","unit:11"]', '["unit:1","unit:11"]']
    parts = await tx.all("SELECT conclusion_id, unit_id, part FROM conclusion_units ORDER BY conclusion_id, unit_id")
    assert [tuple(row) for row in parts] == [
        (1, 3, "lead"), (2, 3, "lead"), (3, 3, "lead"), (4, 1, "lead"), (4, 3, "coordinating"),
    ]  # fmt: skip


async def test_who_was_invited_with_a_unit_stays_invited(tx: Transaction) -> None:
    """A called meeting names the people who move; two places that become one are named once; a notice follows."""
    for number, unit in ((1, 1), (2, 1), (3, 3)):
        await tx.run(
            "INSERT INTO memberships (id, task_force_id, unit_id, role, full_name, state, created_at)"
            " VALUES (?, 1, ?, 'member', 'A', 'active', ?)",
            (number, unit, AT),
        )
    await tx.run("INSERT INTO people (id, full_name, created_at) VALUES (1, 'A', ?) ON CONFLICT DO NOTHING", (AT,))
    await tx.run(
        "INSERT INTO broadcasts (task_force_id, state, audience, created_by, created_at)"
        " VALUES (1, 'scheduled', '[\"unit:1\",\"unit:3\"]', 1, ?)",
        (AT,),
    )
    change = await unit_changes.begin(tx, 1, Kind.MERGE, 1, datetime(2022, 3, 1, tzinfo=UTC))
    seats = MovedSeats(moved=(1,), folded=((2, 3),))
    await unit_changes.move_seats(tx, change, seats, {1: 1, 2: 1, 3: 3}, 3)
    audience = await tx.all("SELECT audience FROM meetings ORDER BY id")
    assert [row["audience"] for row in audience] == [
        '["unit:1","unit:11"]', '["unit:1","unit:11","member:1","member:3"]', *['["unit:1","unit:11"]'] * 2,
    ]  # fmt: skip
    await end(tx, ["Sở A"], 3)
    assert await tx.value("SELECT audience FROM broadcasts") == '["unit:3"]'


async def test_without_an_heir_nobody_prepares_it(tx: Transaction) -> None:
    """Agenda points are open again; links and names lead nowhere."""
    await tx.run(
        "INSERT INTO invites (code_hash, task_force_id, unit_id, role, created_at) VALUES ('h', 1, 1, 'member', ?)",
        (AT,),
    )
    await end(tx, ["Sở A"], None)
    assert await tx.value("SELECT unit_id FROM agenda_items WHERE meeting_id = 1") is None
    assert await tx.value("SELECT revoked_at FROM invites") is not None
    assert await units.today(tx, [1, 2]) == {1: None, 2: 2}


async def test_a_chain_of_mergers_leads_to_the_unit_that_is_there(tx: Transaction) -> None:
    """A became B, B became C: A means C; its aliases follow."""
    change = await end(tx, ["Sở A"], 2)
    await unit_changes.understand(tx, change, ["Sở A"], 2)
    await end(tx, ["Sở B"], 3)
    assert await units.today(tx, [1, 2, 3]) == {1: 3, 2: 3, 3: 3}
    assert [alias.unit for alias in await plans.aliases(tx, 1)] == [3]


async def test_a_name_comes_back(tx: Transaction) -> None:
    """Renamed and renamed back, the name means the unit itself; the names of the time between are kept."""
    for name in ("Sở Mới", "Sở A"):
        change = await unit_changes.begin(
            tx, 1, Kind.RENAME, 1, NOW if name == "Sở Mới" else datetime(2025, 8, 1, tzinfo=UTC)
        )
        unit = await units.get(tx, 1)
        assert unit is not None
        await unit_changes.rename(tx, change, unit, name, "")
    assert [alias.name for alias in await plans.aliases(tx, 1)] == ["Sở Mới"]
    said = f"SELECT {units.name_at('u', '?')} FROM units u WHERE u.id = 1"  # noqa: S608 - own SQL
    names = [await tx.value(said, (day,)) for day in ("2025-06-01", "2025-07-15", "2025-09-01")]
    assert names == ["Sở A", "Sở Mới", "Sở A"]
