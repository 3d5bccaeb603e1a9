"""Cases when units end: what was theirs, and what was handed to them, goes where the unit goes."""

from collections.abc import Sequence
from datetime import datetime

from storage.cases import LIVE
from storage.database import Transaction, to_text


async def move(tx: Transaction, unit_ids: Sequence[int], target: int | None, *, by: int, now: datetime) -> None:
    """To the target; where there is none, what was handed to them waits for the standing unit again.

    Of what is not answered the history tells where it went. What is settled stays with the unit it was of.
    """
    marks = ",".join("?" * len(unit_ids))
    live = ",".join("?" * len(LIVE))
    theirs = f"unit_id IN ({marks}) AND state IN ({live})"
    handed = f"owner_unit_id IN ({marks}) AND state <> 'closed'"
    if target is not None:
        await tx.run(
            "INSERT INTO case_steps (case_id, at, what, person_id, to_unit)"  # noqa: S608 - only question marks
            f" SELECT id, ?, 'moved', ?, ? FROM cases WHERE ({theirs}) OR ({handed})",
            (to_text(now), by, target, *unit_ids, *LIVE, *unit_ids),
        )
        await tx.run(
            f"UPDATE cases SET unit_id = ?, version = version + 1 WHERE {theirs}",  # noqa: S608 - only question marks
            (target, *unit_ids, *LIVE),
        )
    await tx.run(
        f"UPDATE cases SET owner_unit_id = ?, version = version + 1 WHERE {handed}",  # noqa: S608 - only question marks
        (target, *unit_ids),
    )
