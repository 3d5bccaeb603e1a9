"""Lists of people that name units (tokens of ``taskforce.audience``), when the units change."""

import json
from collections.abc import Collection, Iterable

from storage.database import Transaction, to_json

_PREPARED = (
    ("meetings", "state = 'draft'"),
    ("broadcasts", "state IN ('draft', 'scheduled')"),
    ("ballots", "state = 'draft'"),
)
"""What is not out yet, and still means whoever is in the unit when it goes out."""


async def move_prepared(tx: Transaction, task_force_id: int, ended: Collection[int], target: int) -> None:
    """What is being prepared for the units that ended is for the target."""
    names = {f"unit:{unit}" for unit in ended}
    for table, state in _PREPARED:
        for row in await _naming_units(tx, table, state, task_force_id):
            tokens = [f"unit:{target}" if token in names else token for token in json.loads(row["audience"])]
            await _write(tx, table, row["id"], row["audience"], tokens)


async def keep_called(tx: Transaction, task_force_id: int, moved: Iterable[tuple[int, int | None, int | None]]) -> None:
    """Whoever was invited to a called meeting with a unit, and left it, stays invited by name.

    ``moved`` are memberships with the unit they left and the one they are in now. Without this the next change of the
    list would take them off.
    """
    left: dict[str, list[str]] = {}
    for membership, unit, _ in moved:
        kept = await tx.value("SELECT coalesce(replaced_by, id) FROM memberships WHERE id = ?", (membership,))
        left.setdefault(f"unit:{unit}", []).append(f"member:{kept}")
    called = "state = 'called' AND closed_at IS NULL"
    for row in await _naming_units(tx, "meetings", called, task_force_id) if left else ():
        tokens = json.loads(row["audience"])
        named = [member for token in tokens for member in left.get(token, ())]
        await _write(tx, "meetings", row["id"], row["audience"], [*tokens, *named])


async def _naming_units(tx: Transaction, table: str, state: str, task_force_id: int) -> list[dict[str, str]]:
    rows = await tx.all(
        f"SELECT id, audience FROM {table} WHERE task_force_id = ? AND {state} AND audience LIKE '%\"unit:%'",  # noqa: S608 - constants
        (task_force_id,),
    )
    return [dict(row) for row in rows]


async def _write(tx: Transaction, table: str, row_id: str, before: str, tokens: list[str]) -> None:
    """Each name once; a button of the list as it was is stale."""
    after = to_json(list(dict.fromkeys(tokens)))
    if json.loads(before) != json.loads(after):
        await tx.run(f"UPDATE {table} SET audience = ?, revision = revision + 1 WHERE id = ?", (after, row_id))  # noqa: S608 - a constant
