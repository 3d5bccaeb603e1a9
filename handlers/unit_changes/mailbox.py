"""The mailbox of a unit, to which invitations and notices go too where the charter says so (Bắc Giang Điều 10.5)."""

from handlers.callbacks import Tap
from handlers.conversations import Conversation, finish
from handlers.turn import Turn
from handlers.unit_changes import listing
from handlers.unit_changes.taps import SeeUnitChanges
from messages.contexts.unit_changes import UnitMailboxAsk
from messages.model import Button, Label
from storage import audit, mailboxes, sessions
from storage.sessions import OpenSession
from storage.units import Unit
from taskforce.roster import EMAIL

KIND = "unit-mailbox"
_LONGEST = 254
"""Letters of an address (RFC 5321 §4.5.3.1.3)."""


class AskMailbox(Tap, frozen=True):
    """Which is the unit's mailbox?"""

    prefix = "dvm"
    unit: int


class DropMailbox(Tap, frozen=True):
    """It has none any more."""

    prefix = "dvx"
    unit: int


async def ask(turn: Turn, tap: AskMailbox) -> None:
    """Begin."""
    unit = await listing.need_unit(turn, tap.unit)
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"unit:{unit.id}", state={"unit": unit.id}, now=turn.now
    )
    await _show(turn, unit)


async def _show(turn: Turn, unit: Unit, wrong: str = "") -> None:
    now = await mailboxes.of_unit(turn.tx, unit.id)
    row = [Button(Label("unit_changes.back"), data=SeeUnitChanges(unit.id).pack())]
    if now:
        row.insert(0, Button(Label("unit_changes.drop_mailbox"), data=DropMailbox(unit.id).pack()))
    await turn.card(listing.HANDLE, UnitMailboxAsk(unit.name, now, wrong[:80]), (tuple(row),))


async def typed(turn: Turn, session: OpenSession) -> None:
    """The address."""
    unit = await listing.need_unit(turn, session.state["unit"])
    text = "".join(((turn.incoming.text if turn.incoming else None) or "").split())
    if len(text) > _LONGEST or not EMAIL.fullmatch(text):
        await _show(turn, unit, text or "–")
        return
    await _put(turn, unit, text)
    await listing.see_unit(turn, SeeUnitChanges(unit.id))
    await finish(turn, session)


async def drop(turn: Turn, tap: DropMailbox) -> None:
    """Take it away; twice is once."""
    unit = await listing.need_unit(turn, tap.unit)
    await _put(turn, unit, "")
    session = await sessions.find(turn.tx, turn.chat_id, KIND, f"unit:{unit.id}")
    await listing.see_unit(turn, SeeUnitChanges(unit.id))
    if session is not None:
        await finish(turn, session)


async def _put(turn: Turn, unit: Unit, address: str) -> None:
    by = turn.person.id if turn.person else None
    await mailboxes.put(turn.tx, unit.id, address, by=by, now=turn.now)
    await audit.note(
        turn.tx, now=turn.now, action="unit.mailbox", task_force_id=unit.task_force_id, person_id=by,
        subject=f"unit:{unit.id}",
    )  # fmt: skip


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The question again."""
    await _show(turn, await listing.need_unit(turn, session.state["unit"]))


CONVERSATION = Conversation(typed, resumed)
