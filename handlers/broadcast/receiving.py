"""A recipient says that they received it."""

from handlers.broadcast.taps import Preview, Received
from handlers.broadcast.wording import Wording, handle_of
from handlers.turn import NotAllowed, Turn
from messages.model import Label
from storage import broadcast_recipients as recipients
from storage import broadcasts, outbox
from storage.outbox import SHOW, Priority


async def received(turn: Turn, tap: Received) -> None:
    """One tap, in the notice itself or in a nudge; twice is once."""
    broadcast, person = await broadcasts.find(turn.tx, tap.broadcast), turn.person
    line = None if person is None else await recipients.of_person(turn.tx, tap.broadcast, person.id)
    if broadcast is None or line is None or person is None:
        raise NotAllowed(f"broadcast {tap.broadcast}")
    if broadcast.withdrawn_at is not None:
        await turn.toast(Label("broadcast.withdrawn_toast"), alert=True)
        return
    if tap.version < broadcast.ask_from:  # they tapped below words that were corrected meanwhile
        await turn.toast(Label("broadcast.read_again"), alert=True)
        await _renew(turn, broadcast.id)
        return
    if not broadcast.acknowledge:
        return
    if line.acknowledged >= broadcast.ask_from:
        await turn.toast(Label("broadcast.received_before"))
    else:
        await recipients.acknowledge(turn.tx, broadcast.id, line.membership_id, broadcast.version, turn.now)
        await broadcasts.change(turn.tx, broadcast.id, changed=True)
        await turn.toast(Label("broadcast.received_toast"))
    await _renew(turn, broadcast.id)


async def _renew(turn: Turn, broadcast_id: int) -> None:
    """The notice in their chat as it is now for them."""
    assert turn.person is not None  # noqa: S101 - ``received`` saw to it
    broadcast = await broadcasts.get(turn.tx, broadcast_id)
    line = await recipients.of_person(turn.tx, broadcast_id, turn.person.id)
    handle = handle_of(broadcast_id)
    if line is None or not await outbox.will_stand(turn.tx, turn.chat_id, handle):
        return
    payload = await Wording(turn, broadcast).for_recipient(line)
    turn.spoke = True
    await outbox.enqueue(
        turn.tx, chat_id=turn.chat_id, method=SHOW, payload=payload, priority=Priority.REPLY, now=turn.now,
        handle=handle,
    )  # fmt: skip
    nudge = f"{handle}:nudge"
    if line.acknowledged >= broadcast.ask_from and await outbox.will_stand(turn.tx, turn.chat_id, nudge):
        await outbox.enqueue(
            turn.tx, chat_id=turn.chat_id, method=outbox.DELETE, payload={}, priority=Priority.REPLY, now=turn.now,
            handle=nudge,
        )  # fmt: skip


async def preview(turn: Turn, _tap: Preview) -> None:
    """The button of the preview only shows where it will be."""
    await turn.toast(Label("broadcast.preview_toast"))
