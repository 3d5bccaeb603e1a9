"""A notice goes out: rows of the outbox in slices, what became of them taken over, the progress told.

Each slice and its mark are one transaction: whatever happens in between, nobody gets it twice or not at all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import people_pool
from handlers.broadcast import by_mail, live
from handlers.broadcast.taps import Received
from handlers.broadcast.wording import (
    Payload,
    Wording,
    file_groups,
    files_call,
    files_handle_of,
    files_handles,
    handle_of,
    title_of,
)
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.broadcast import BroadcastNudge
from messages.model import Button, Label
from messages.render import local
from storage import broadcast_recipients as recipients
from storage import broadcasts, outbox
from storage.broadcast_recipients import Recipient, files_key_of, key_of
from storage.broadcasts import Broadcast
from storage.database import Transaction, to_json
from storage.outbox import DELETE, SHOW, Priority
from taskforce.broadcasts import WAITS, can_be_deleted, goes_at

SLICE = 200
"""Recipients written at a time; as many lie in the outbox at most, so that a pause is one soon."""

_TOLD_EVERY = timedelta(seconds=3)
"""The progress card is edited at most so often."""

_LANDS = timedelta(hours=1)
"""A call that was under way when the notice was taken back has come through, or not, by then."""

_DRAFTS_KEPT = timedelta(days=30)


async def due(tx: Transaction, now: datetime) -> bool:
    """Whether ``beat`` has something to do."""
    return await broadcasts.any_at_work(tx, now)


async def beat(turn: Turn) -> None:
    """A piece of the work on every notice that is under way."""
    for broadcast in await broadcasts.at_work(turn.tx, turn.now):
        async with apart(turn, f"Broadcast {broadcast.id}"):
            await _work(turn, broadcast)


async def sweep(turn: Turn) -> None:
    """Who has joined, or is back, since a notice went out gets it; drafts nobody went on with are thrown away."""
    since = turn.now - WAITS
    for broadcast_id in await recipients.joined_since(turn.tx, since):
        await broadcasts.change(turn.tx, broadcast_id, state="going", changed=True)
    for broadcast_id in await recipients.returned_since(turn.tx, since):
        await recipients.reconcile(turn.tx, broadcast_id)
        broadcast = await broadcasts.get(turn.tx, broadcast_id)
        state = {"state": "going"} if broadcast.state == "sent" else {}
        await broadcasts.change(turn.tx, broadcast_id, changed=True, **state)
    for broadcast_id in await recipients.withdrawn_since(turn.tx, turn.now - _LANDS):
        await recipients.reconcile(turn.tx, broadcast_id)
        broadcast = await broadcasts.get(turn.tx, broadcast_id)
        if not broadcast.follow_up and await recipients.behind(turn.tx, broadcast_id, broadcast.version, 1):
            await broadcasts.change(turn.tx, broadcast_id, follow_up=True, changed=True)
    await broadcasts.forget_drafts(turn.tx, turn.now - _DRAFTS_KEPT)


async def _work(turn: Turn, broadcast: Broadcast) -> None:
    planned = broadcast.state == "scheduled" and broadcast.send_at is not None and broadcast.send_at <= turn.now
    if planned or (broadcast.state == "going" and broadcast.begun_at is None):
        broadcast = await begin(turn, broadcast)
    if await recipients.reconcile(turn.tx, broadcast.id):
        broadcast = await broadcasts.change(turn.tx, broadcast.id, changed=True)
    if broadcast.state == "going":
        broadcast = await _go_on(turn, broadcast)
    if broadcast.follow_up:
        broadcast = await _follow_up(turn, broadcast)
    if broadcast.changed and (broadcast.told_at is None or turn.now - broadcast.told_at >= _TOLD_EVERY):
        await live.refresh(turn, broadcast)
        await broadcasts.change(turn.tx, broadcast.id, changed=False, told_at=turn.now)


async def begin(turn: Turn, broadcast: Broadcast) -> Broadcast:
    """From now on it goes out; who gets it is fixed the first time."""
    if broadcast.begun_at is None:
        pool = await people_pool.pool_of(turn, broadcast.task_force_id)
        people = people_pool.picked(pool, broadcast.audience)
        await recipients.freeze(turn.tx, broadcast.id, ((one.id, one.person) for one in people))
        await broadcasts.change(turn.tx, broadcast.id, begun_at=turn.now)
        await by_mail.begin(turn, broadcast)
    return await broadcasts.change(turn.tx, broadcast.id, state="going", send_at=None, changed=True)


# Going out


async def _go_on(turn: Turn, broadcast: Broadcast) -> Broadcast:
    body = (await turn.charter(broadcast.task_force_id)).body
    at = goes_at(turn.now, body.quiet_hours, body.zone, urgent=broadcast.urgent)
    if at > turn.now:  # the evening came before it was through
        return await broadcasts.change(turn.tx, broadcast.id, state="scheduled", send_at=at, changed=True)
    queued = await recipients.count_queued(turn.tx, broadcast.id)
    found = await recipients.next_waiting(turn.tx, broadcast.id, max(SLICE - queued, 0))
    there = [one for one in found if one.chat_id is not None and one.place == "active"]
    gone = [one for one in found if one not in there]
    await recipients.stop(turn.tx, broadcast.id, [one.membership_id for one in gone], "left")
    await _write(turn, broadcast, there)
    if found:
        return await broadcasts.change(turn.tx, broadcast.id, changed=True)
    if not queued:
        return await broadcasts.change(turn.tx, broadcast.id, state="sent", ended_at=turn.now, changed=True)
    return broadcast


async def _write(turn: Turn, broadcast: Broadcast, people: Sequence[Recipient]) -> None:
    wording = Wording(turn, broadcast)
    groups = file_groups(broadcast)
    for one in people:
        assert one.chat_id is not None and one.person_id is not None  # noqa: S101, PT018 - those of ``_go_on``
        for n, group in enumerate(groups):
            method, payload = files_call(group)
            key = files_key_of(broadcast.id, n, one.person_id)
            await _enqueue(turn, one.chat_id, method, payload, files_handle_of(broadcast.id, n), key)
        payload = await wording.for_recipient(one)
        await _enqueue(turn, one.chat_id, SHOW, payload, handle_of(broadcast.id), key_of(broadcast.id, one.person_id))
    await recipients.written(turn.tx, broadcast.id, [one.membership_id for one in people], broadcast.version, turn.now)


async def _enqueue(
    turn: Turn, chat_id: int, method: str, payload: Payload, handle: str, dedupe_key: str | None = None
) -> None:
    turn.spoke = True
    await outbox.enqueue(
        turn.tx, chat_id=chat_id, method=method, payload=payload, priority=Priority.BULK, now=turn.now,
        handle=handle, dedupe_key=dedupe_key, expires_at=turn.now + WAITS,
    )  # fmt: skip


# Afterwards: corrections, withdrawal, nudges


async def say_anew(turn: Turn, broadcast: Broadcast) -> None:
    """What waits in the outbox says the newest words at once; who has the old ones is seen to slice by slice."""
    wording = Wording(turn, broadcast)
    waiting = [one for one in await recipients.still_waiting(turn.tx, broadcast.id) if one.person_id is not None]
    contents = [
        (key_of(broadcast.id, one.person_id or 0), to_json(await wording.for_recipient(one))) for one in waiting
    ]
    await recipients.replace_content(turn.tx, contents)
    await recipients.at_version(turn.tx, broadcast.id, [one.membership_id for one in waiting], broadcast.version)
    turn.spoke = True


async def _follow_up(turn: Turn, broadcast: Broadcast) -> Broadcast:
    older = await recipients.behind(turn.tx, broadcast.id, broadcast.version, SLICE)
    await _renew(turn, broadcast, older)
    silent = await _nudge(turn, broadcast) if broadcast.nudges and broadcast.withdrawn_at is None else 0
    if not older and not silent:
        return await broadcasts.change(turn.tx, broadcast.id, follow_up=False, changed=True)
    return await broadcasts.change(turn.tx, broadcast.id, changed=True)


async def _renew(turn: Turn, broadcast: Broadcast, people: Sequence[Recipient]) -> None:
    wording = Wording(turn, broadcast)
    for one in people:
        if one.chat_id is None:
            continue
        deletable = one.sent_at is not None and can_be_deleted(one.sent_at, turn.now)
        if broadcast.withdrawn_at is not None and deletable:
            for handle in [handle_of(broadcast.id), *files_handles(broadcast)]:
                await _enqueue(turn, one.chat_id, DELETE, {}, handle)
        else:
            await _enqueue(turn, one.chat_id, SHOW, await wording.for_recipient(one), handle_of(broadcast.id))
    await recipients.at_version(turn.tx, broadcast.id, [one.membership_id for one in people], broadcast.version)


async def _nudge(turn: Turn, broadcast: Broadcast) -> int:
    silent = await recipients.to_nudge(turn.tx, broadcast.id, broadcast.ask_from, broadcast.nudges, SLICE)
    body = (await turn.charter(broadcast.task_force_id)).body
    data = Received(broadcast.id, broadcast.version).pack()
    button = ((Button(Label("broadcast.received"), data=data, style="success"),),)
    for one in silent:
        if one.chat_id is None or one.sent_at is None:
            continue
        name = (body.short_name or body.name) if one.bodies > 1 else ""
        message = BroadcastNudge(title_of(broadcast), name, local(one.sent_at, body.timezone))
        await turn.send(
            one.chat_id, message, button, locale=one.locale, priority=Priority.BULK,
            handle=f"broadcast:{broadcast.id}:nudge",
            dedupe_key=f"broadcast-nudge:{broadcast.id}:{broadcast.nudges}:{one.person_id}",
            expires_in=timedelta(days=1),
        )  # fmt: skip
    await recipients.nudged(turn.tx, broadcast.id, [one.membership_id for one in silent], broadcast.nudges)
    return len(silent)
