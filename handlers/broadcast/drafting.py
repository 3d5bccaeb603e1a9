"""The draft: its preview exactly as it will look, and below it the desk with all that can be changed in one tap."""

from datetime import datetime

from handlers import people_pool
from handlers.broadcast import access, by_mail
from handlers.broadcast.taps import Ask, Drop, NotUrgent, SeeAudience, SeeBroadcast, SeeList, Send, SetAcknowledge
from handlers.broadcast.wording import Wording, file_groups, files_call, files_handle_of, files_handles, title_of
from handlers.turn import Turn
from messages.contexts.broadcast import BroadcastDesk, BroadcastDropAsk
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import outbox
from storage.broadcasts import Broadcast
from storage.outbox import SHOW, Priority
from taskforce.broadcasts import goes_at

_NAMED = 10


async def preview(turn: Turn, broadcast: Broadcast, *, anew: bool = False) -> None:
    """The notice as its readers will see it: edited where it stands, or (``anew``) at the end of the chat."""
    handle = access.preview_of(broadcast.id)
    stands = await outbox.will_stand(turn.tx, turn.chat_id, handle)
    if anew and stands:
        for old in (handle, access.card_of(broadcast.id), *files_handles(broadcast, "preview:")):
            await _say(turn, outbox.DELETE, {}, old)
    if anew or not stands:
        for n, group in enumerate(file_groups(broadcast)):
            method, payload = files_call(group)
            await _say(turn, method, payload, f"preview:{files_handle_of(broadcast.id, n)}")
    several = turn.person is not None and len(turn.person.task_force_ids) > 1
    payload = await Wording(turn, broadcast).payload(turn.locale, "preview", several=several)
    await _say(turn, SHOW, payload, handle)


async def _say(turn: Turn, method: str, payload: dict[str, object], handle: str) -> None:
    turn.spoke = True
    await outbox.enqueue(
        turn.tx, chat_id=turn.chat_id, method=method, payload=payload, priority=Priority.REPLY, now=turn.now,
        handle=handle,
    )  # fmt: skip


async def show(turn: Turn, broadcast: Broadcast, problem: str = "", *, sure: bool = False) -> None:
    """The desk: to whom, when, how; one tap sends it. ``sure``: the second step of one to many."""
    await access.ask(turn, broadcast, "")
    pool = await people_pool.kept(turn, broadcast.task_force_id)
    people = people_pool.picked(pool, broadcast.audience)
    charter = await turn.charter(broadcast.task_force_id)
    parts = await people_pool.words(turn, pool, broadcast.audience, most=_NAMED)
    named = sum(not token.startswith("not:") for token in broadcast.audience)
    at = await when(turn, broadcast)
    gone = people_pool.left_out(pool, broadcast.audience)
    message = BroadcastDesk(
        parts=parts,
        more=named - len(parts),
        count=len(people),
        left_out=tuple(gone[:_NAMED]),
        left_out_more=len(gone[_NAMED:]),
        mailboxes=await by_mail.count(turn, broadcast, [one.id for one in people]),
        unreachable=pool.unreachable(people),
        at=None if at is None else local(at, charter.body.timezone),
        quiet=at is not None and at != broadcast.send_at,
        acknowledge=broadcast.acknowledge,
        urgent=broadcast.urgent,
        reason=broadcast.reason,
        files=len(broadcast.files),
        sure=sure,
        above=charter.notices.confirm_above,
        problem=problem,
    )
    rows = _sure_rows(broadcast, len(people)) if sure else _rows(broadcast, len(people), at)
    await turn.card(access.card_of(broadcast.id), message, rows)


async def when(turn: Turn, broadcast: Broadcast) -> datetime | None:
    """When it goes out if it is sent off now; None: at once."""
    body = (await turn.charter(broadcast.task_force_id)).body
    wanted = turn.now if broadcast.send_at is None else max(broadcast.send_at, turn.now)
    at = goes_at(wanted, body.quiet_hours, body.zone, urgent=broadcast.urgent)
    return None if at <= turn.now else at


async def count(turn: Turn, broadcast: Broadcast) -> int:
    """How many get it as it stands."""
    pool = await people_pool.kept(turn, broadcast.task_force_id)
    return len(people_pool.picked(pool, broadcast.audience))


def _rows(broadcast: Broadcast, people: int, at: datetime | None) -> Keyboard:
    number = broadcast.id
    words = Label("broadcast.plan" if at is not None else "broadcast.send", {"count": people})
    send = Button(words, data=Send(number, broadcast.revision, 0).pack(), style="success")
    ask_words = Label("broadcast.no_receipt" if broadcast.acknowledge else "broadcast.ask_receipt")
    receipt = Button(ask_words, data=SetAcknowledge(number, int(not broadcast.acknowledge)).pack())
    urgent = Button(Label("broadcast.urgent"), data=Ask(number, "reason").pack())
    if broadcast.urgent:
        urgent = Button(Label("broadcast.not_urgent"), data=NotUrgent(number).pack())
    return (
        (send,),
        (
            Button(Label("broadcast.audience"), data=SeeAudience(number, "", 0).pack()),
            Button(Label("picker.list"), data=SeeList(number, 0).pack()),
        ),
        (Button(Label("broadcast.time"), data=Ask(number, "time").pack()), urgent),
        (receipt,),
        (
            Button(Label("broadcast.edit"), data=Ask(number, "content").pack()),
            Button(Label("broadcast.drop"), data=Drop(number, 0).pack()),
        ),
    )


def _sure_rows(broadcast: Broadcast, people: int) -> Keyboard:
    words = Label("broadcast.send_sure", {"count": people})
    return (
        (Button(words, data=Send(broadcast.id, broadcast.revision, 1).pack(), style="danger"),),
        (Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack()),),
    )


async def ask_to_drop(turn: Turn, broadcast: Broadcast) -> None:
    """Shall it be thrown away?"""
    rows = (
        (Button(Label("broadcast.drop_sure"), data=Drop(broadcast.id, 1).pack(), style="danger"),),
        (Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack()),),
    )
    await turn.card(access.card_of(broadcast.id), BroadcastDropAsk(title_of(broadcast)), rows)
