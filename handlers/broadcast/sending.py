"""A draft is sent off: looked at, confirmed (twice where it goes to many), at once or at its time; or thrown away."""

from handlers import conversations
from handlers.broadcast import access, audience, by_mail, composing, drafting, live
from handlers.broadcast.taps import Drop, Hold, Send, Unplan
from handlers.broadcast.wording import title_of
from handlers.turn import Turn
from messages.contexts.broadcast import BroadcastDropped
from messages.model import Button, Label
from storage import broadcast_recipients as recipients
from storage import broadcasts
from storage.broadcasts import Broadcast


async def send(turn: Turn, tap: Send) -> None:
    """Send it, or plan it; to more people than the charter says only after a second step."""
    broadcast = await audience.need_draft(turn, tap.broadcast)
    if broadcast is None:
        return
    if tap.revision != broadcast.revision:
        await turn.toast(Label("broadcast.changed"), alert=True)
        await drafting.preview(turn, broadcast)
        await drafting.show(turn, broadcast, "changed")
        return
    people = await drafting.count(turn, broadcast)
    if not people:
        await drafting.show(turn, broadcast, "nobody")
        return
    if broadcast.send_at is not None and broadcast.send_at <= turn.now:
        broadcast = await broadcasts.change(turn.tx, broadcast.id, send_at=None)
        await drafting.show(turn, broadcast, "past")
        return
    above = (await turn.charter(broadcast.task_force_id)).notices.confirm_above
    if people > above and tap.sure != 1:
        await drafting.show(turn, broadcast, sure=True)
        return
    await _send_off(turn, broadcast)


async def _send_off(turn: Turn, broadcast: Broadcast) -> None:
    assert turn.person is not None  # noqa: S101 - who may is known
    await access.end(turn, broadcast.id)
    await access.note(turn, broadcast, "sent", broadcast.reason if broadcast.urgent else "")
    at = await drafting.when(turn, broadcast)
    broadcast = await broadcasts.change(turn.tx, broadcast.id, confirmed_by=turn.person.id, told_at=turn.now)
    state = "going" if at is None else "scheduled"  # the next beat begins: nobody waits for a long list to be written
    broadcast = await broadcasts.change(turn.tx, broadcast.id, state=state, send_at=at)
    await live.show(turn, broadcast)
    await conversations.offer_waiting(turn, turn.chat_id)


async def unplan(turn: Turn, tap: Unplan) -> None:
    """It does not go out at its time: a draft again, to be changed or thrown away."""
    broadcast = await access.need(turn, tap.broadcast)
    if broadcast.state == "scheduled" and broadcast.begun_at is None:
        broadcast = await broadcasts.change(turn.tx, broadcast.id, state="draft", changed=False)
        await access.note(turn, broadcast, "unplanned")
    await composing.open_card(turn, broadcast)


async def drop(turn: Turn, tap: Drop) -> None:
    """Throw the draft away. Asks first."""
    broadcast = await audience.need_draft(turn, tap.broadcast)
    if broadcast is None:
        return
    if tap.sure != 1:
        await drafting.ask_to_drop(turn, broadcast)
        return
    await access.end(turn, broadcast.id)
    await access.note(turn, broadcast, "dropped")
    await broadcasts.change(turn.tx, broadcast.id, state="dropped")
    await turn.card(access.card_of(broadcast.id), BroadcastDropped(title_of(broadcast)))
    await conversations.offer_waiting(turn, turn.chat_id)


async def hold(turn: Turn, tap: Hold) -> None:
    """While it goes out: pause, go on, or stop for good (asks first)."""
    broadcast = await access.need(turn, tap.broadcast)
    if tap.what == "pause" and broadcast.state == "going":
        broadcast = await _to(turn, broadcast, "paused")
    elif tap.what == "go" and broadcast.state == "paused":
        broadcast = await _to(turn, broadcast, "going")
        await by_mail.gone_on(turn, broadcast)
    elif tap.what == "stop" and broadcast.begun_at is not None and broadcast.state in ("going", "paused", "scheduled"):
        if tap.sure != 1:
            await _ask_to_stop(turn, broadcast)
            return
        await recipients.take_back(turn.tx, broadcast.id, turn.now)
        broadcast = await broadcasts.change(turn.tx, broadcast.id, state="stopped", ended_at=turn.now, send_at=None)
        await by_mail.ended(turn, broadcast, withdrawn=False)
        await access.note(turn, broadcast, "stopped")
    await live.show(turn, broadcast)


async def _to(turn: Turn, broadcast: Broadcast, state: str) -> Broadcast:
    await access.note(turn, broadcast, state)
    return await broadcasts.change(turn.tx, broadcast.id, state=state, changed=True)


async def _ask_to_stop(turn: Turn, broadcast: Broadcast) -> None:
    yes = Button(Label("broadcast.stop_sure"), data=Hold(broadcast.id, "stop", 1).pack(), style="danger")
    back = Button(Label("picker.back"), data=live.see_tap(broadcast).pack())
    await live.show(turn, broadcast, "stop-ask", ((yes,), (back,)))
