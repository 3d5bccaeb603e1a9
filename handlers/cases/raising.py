"""Something is raised: it is written down, whoever answers for it hears of it, and whoever raised it sees its card."""

from collections.abc import Sequence
from datetime import datetime

from handlers.cases import access, cards, telling
from handlers.turn import Turn
from storage import audit, cases, outbox
from storage.cases import Case, CaseFile, Kind
from taskforce.cases import answer_due
from taskforce.roles import Action


async def raise_case(
    turn: Turn,
    *,
    task_force_id: int,
    kind: Kind,
    category: str,
    text: str,
    urgent: bool,
    files: Sequence[CaseFile] = (),
    about: int | None = None,
    card: str = "",
) -> int:
    """Write the case down and tell the standing unit's people and the secretaries; returns its id.

    ``category`` is one of ``taskforce.cases.CATEGORIES`` or "". ``about`` is the unit whose it is, one of the person's
    own or None. ``card`` is the handle of the live card on which it was told: it becomes the case's. Whoever is there
    gets the card of the case, which says that it was sent: nothing more needs to be said to them. The text has been
    checked and is not blank.

    Raises:
        NotAllowed: this person may not raise anything in that task force..
    """
    person = turn.need(Action.RAISE_CASE, task_force_id)
    unit = about if about in person.units_in(task_force_id) else None
    case = await cases.add(
        turn.tx,
        task_force_id=task_force_id,
        kind=kind,
        category=category,
        text=text,
        urgent=urgent,
        unit_id=unit,
        by=person.id,
        due_at=await due_of(turn, task_force_id, urgent=urgent),
        files=files,
        now=turn.now,
    )
    await audit.note(
        turn.tx, now=turn.now, action=f"case.{kind}", task_force_id=task_force_id, person_id=person.id,
        subject=f"case:{case.id}",
    )  # fmt: skip
    await telling.told(turn, case, eyes=await access.desk(turn, task_force_id, person.id), news="raised")
    if card:
        await outbox.rename_card(turn.tx, turn.chat_id, card, cards.handle_of(case.id))
    await cards.show(turn, case, "sent")
    return case.id


async def due_of(turn: Turn, body: int, *, urgent: bool) -> datetime:
    """Until when what is raised now has to be answered."""
    charter = await turn.charter(body)
    length = charter.cases.within(urgent=urgent)
    return answer_due(turn.now, length, await turn.calendar(body), charter.body.zone)


async def again(turn: Turn, case: Case) -> Case:
    """The case as it stands now."""
    fresh = await cases.get(turn.tx, case.id)
    assert fresh is not None  # noqa: S101 - cases are never deleted
    return fresh
