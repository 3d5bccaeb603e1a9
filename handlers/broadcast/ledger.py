"""Each recipient and what became of it for them: as a list, as a workbook, as a list of whom to phone; the silent."""

from datetime import datetime
from typing import Literal, get_args

from handlers.broadcast import access, live
from handlers.broadcast.taps import GetSheet, Nudge, SeeBroadcast, SeeCalls, SeeLedger, SeePast
from handlers.broadcast.wording import title_of
from handlers.turn import NotAllowed, Turn
from handlers.units import page_row
from messages import render
from messages.contexts.broadcast import (
    BroadcastCalls,
    BroadcastLedger,
    BroadcastLine,
    BroadcastPast,
    BroadcastSheetSent,
    CallLine,
    LedgerLine,
)
from messages.documents.model import BroadcastRow, BroadcastSheet
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import broadcast_letters as letters
from storage import broadcast_recipients as recipients
from storage import broadcasts, units
from storage.broadcast_letters import Fate
from storage.broadcast_recipients import Recipient, View
from storage.broadcasts import Broadcast
from taskforce.broadcasts import NUDGE_PAUSE, may_nudge
from taskforce.roles import Action
from taskforce.vietnamese import show_phone

_PAGE = 30
_PAST_PAGE = 8
_CALLS_PAGE = 10


def _card_of(broadcast: Broadcast) -> str:
    return access.card_of(broadcast.id)


async def see(turn: Turn, tap: SeeLedger) -> None:
    """A page of the ledger."""
    broadcast = await access.need(turn, tap.broadcast)
    if tap.view not in get_args(View):
        raise NotAllowed(f"ledger {tap.view}")
    view: View = tap.view  # type: ignore[assignment]  # one of them
    await recipients.reconcile(turn.tx, broadcast.id)
    count = await recipients.count_listed(turn.tx, broadcast.id, view, broadcast.ask_from)
    pages = max(1, -(-count // _PAGE))
    page = min(max(tap.page, 0), pages - 1)
    found = await recipients.listed(turn.tx, broadcast.id, view, broadcast.ask_from, offset=page * _PAGE, limit=_PAGE)
    zone = (await turn.charter(broadcast.task_force_id)).body.timezone
    names = await _unit_names(turn, broadcast)
    fates = await _fates(turn, broadcast)
    lines = tuple(_line(broadcast, one, names, zone, fates) for one in found)
    message = BroadcastLedger(title_of(broadcast), view, lines, page * _PAGE + 1, count, page + 1, pages)
    turned = page_row(page, count, _PAGE, lambda to: SeeLedger(broadcast.id, view, to))
    await turn.card(_card_of(broadcast), message, (*turned, *_views(broadcast, view)))


def _views(broadcast: Broadcast, view: View) -> Keyboard:
    shown: list[View] = ["all", "unreached", *(("silent", "received") if broadcast.acknowledge else ())]
    keys = [
        Button(Label(f"broadcast.view_{one}"), data=SeeLedger(broadcast.id, one, 0).pack())
        for one in shown
        if one != view
    ]
    return (
        tuple(keys),
        (
            Button(Label("broadcast.sheet"), data=GetSheet(broadcast.id).pack()),
            Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack(), style="primary"),
        ),
    )


async def _unit_names(turn: Turn, broadcast: Broadcast) -> dict[int, str]:
    found = await units.of_task_force(turn.tx, broadcast.task_force_id)
    return {unit.id: unit.short_name or unit.name for unit in found}


def state_of(broadcast: Broadcast, one: Recipient) -> str:
    """The state in the ledger: "received" where they said so."""
    if broadcast.acknowledge and one.state == "sent" and one.acknowledged >= broadcast.ask_from:
        return "received"
    if one.state == "stopped" and one.cause == "left":
        return "left"
    if one.state == "sent" and broadcast.withdrawn_at is not None:
        return "taken-back"
    return one.state


def _moment(broadcast: Broadcast, one: Recipient) -> datetime | None:
    return one.acknowledged_at if state_of(broadcast, one) == "received" else one.sent_at or one.queued_at


_Fates = tuple[dict[int, Fate], dict[int, Fate]]
"""By membership and by unit."""


async def _fates(turn: Turn, broadcast: Broadcast) -> _Fates:
    """What became of the letters, as of now."""
    await letters.reconcile(turn.tx, broadcast.id)
    return await letters.fates(turn.tx, broadcast.id)


def _mail(one: Recipient, fates: _Fates) -> dict[str, str]:
    """What became of the letter to their own mailbox, and to their unit's."""
    own, unit = fates[0].get(one.membership_id), fates[1].get(one.unit_id or 0)
    return {
        "mail": "" if own is None else own.state,
        "mail_cause": "" if own is None or own.state != "refused" else own.cause,
        "unit_mail": "" if unit is None else unit.state,
        "unit_mail_cause": "" if unit is None or unit.state != "refused" else unit.cause,
    }


def _line(broadcast: Broadcast, one: Recipient, names: dict[int, str], zone: str, fates: _Fates) -> LedgerLine:
    at = _moment(broadcast, one)
    cause = one.cause if one.state in ("blocked", "failed") else ""
    unit = names.get(one.unit_id or 0, "")
    since = None if at is None else local(at, zone)
    return LedgerLine(one.full_name, unit, state_of(broadcast, one), cause, since, **_mail(one, fates))


# As a workbook


async def sheet(turn: Turn, tap: GetSheet) -> None:
    """The ledger as a workbook, made when it is sent."""
    broadcast = await access.need(turn, tap.broadcast)
    await recipients.reconcile(turn.tx, broadcast.id)
    charter = await turn.charter(broadcast.task_force_id)
    zone, titles = charter.body.timezone, charter.titles
    names = await _unit_names(turn, broadcast)
    phones = turn.may(Action.SEE_PHONES, broadcast.task_force_id)
    fates = await _fates(turn, broadcast)
    language: Literal["vi", "en"] = "en" if turn.locale == "en" else "vi"
    rows = tuple(
        BroadcastRow(
            name=one.full_name,
            title=titles.of(one.role, language),
            unit=names.get(one.unit_id or 0, ""),
            phone=show_phone(one.phone) if phones and one.phone else "",
            state=state_of(broadcast, one),
            cause=one.cause if one.state in ("blocked", "failed") else "",
            sent_at=None if one.sent_at is None else local(one.sent_at, zone),
            received_at=None if one.acknowledged_at is None else local(one.acknowledged_at, zone),
            **_mail(one, fates),
        )
        for one in await recipients.listed(turn.tx, broadcast.id, "all", broadcast.ask_from)
    )
    now = local(turn.now, zone)
    document = BroadcastSheet(
        body=charter.body.name,
        title=title_of(broadcast),
        made_at=now,
        acknowledge=broadcast.acknowledge,
        phones=phones,
        rows=rows,
        locale=language,
    )
    begun = local(broadcast.begun_at or turn.now, zone)
    name = render.label(Label("broadcast.file", {"day": f"{begun:%Y-%m-%d}"}), turn.locale)
    await access.note(turn, broadcast, "exported")
    await turn.send_document(
        turn.chat_id, name, document, BroadcastSheetSent(title_of(broadcast), now), locale=turn.locale
    )


# Whom to phone


async def calls(turn: Turn, tap: SeeCalls) -> None:
    """Those it did not reach, with a number to tap where this person may see numbers."""
    broadcast = await access.need(turn, tap.broadcast)
    await recipients.reconcile(turn.tx, broadcast.id)
    count = await recipients.count_listed(turn.tx, broadcast.id, "unreached", broadcast.ask_from)
    pages = max(1, -(-count // _CALLS_PAGE))
    page = min(max(tap.page, 0), pages - 1)
    found = await recipients.listed(
        turn.tx, broadcast.id, "unreached", broadcast.ask_from, offset=page * _CALLS_PAGE, limit=_CALLS_PAGE
    )
    names = await _unit_names(turn, broadcast)
    phones = turn.may(Action.SEE_PHONES, broadcast.task_force_id)
    lines = tuple(
        CallLine(
            one.full_name,
            names.get(one.unit_id or 0, ""),
            show_phone(one.phone) if phones and one.phone else "",
            one.state,
        )
        for one in found
    )
    first = page * _CALLS_PAGE + 1
    message = BroadcastCalls(title_of(broadcast), lines, first, count, page + 1, pages)
    copies = [
        Button(Label("broadcast.copy", {"number": n}), copy=one.phone)
        for n, one in enumerate(found, first)
        if phones and one.phone
    ]
    rows = [tuple(copies[n : n + 5]) for n in range(0, len(copies), 5)]
    turned = page_row(page, count, _CALLS_PAGE, lambda to: SeeCalls(broadcast.id, to))
    back = (Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack(), style="primary"),)
    await turn.card(_card_of(broadcast), message, (*rows, *turned, back))


# The silent


async def nudge(turn: Turn, tap: Nudge) -> None:
    """Ask the silent once more, and nobody else; not too often."""
    broadcast = await access.need(turn, tap.broadcast)
    counts = await recipients.counts(turn.tx, broadcast.id, broadcast.ask_from, broadcast.version)
    if not broadcast.acknowledge or broadcast.state not in ("sent", "stopped") or not counts.silent:
        await live.show(turn, broadcast)
        return
    if not may_nudge(broadcast.nudged_at, turn.now):
        left = NUDGE_PAUSE - (turn.now - (broadcast.nudged_at or turn.now))
        await turn.toast(Label("broadcast.nudged_lately", {"minutes": int(left.total_seconds() // 60) + 1}), alert=True)
        return
    if tap.nudge != broadcast.nudges + 1:  # an old button: the card says who is silent now
        await live.show(turn, broadcast)
        return
    broadcast = await broadcasts.change(
        turn.tx, broadcast.id, nudges=broadcast.nudges + 1, nudged_at=turn.now, follow_up=True, changed=True
    )
    await access.note(turn, broadcast, "nudged", str(counts.silent))
    await turn.toast(Label("broadcast.nudged", {"count": counts.silent}))
    await live.show(turn, broadcast)


# Those that went out


async def past(turn: Turn, tap: SeePast) -> None:
    """The notices that went out, the newest first."""
    turn.need(Action.BROADCAST, tap.task_force)
    zone = (await turn.charter(tap.task_force)).body.timezone
    count = await broadcasts.count_over(turn.tx, tap.task_force)
    pages = max(1, -(-count // _PAST_PAGE))
    page = min(max(tap.page, 0), pages - 1)
    found = await broadcasts.over(turn.tx, tap.task_force, page * _PAST_PAGE, _PAST_PAGE)
    lines = []
    for one in found:
        counts = await recipients.counts(turn.tx, one.id, one.ask_from, one.version)
        day = local(one.begun_at or one.created_at, zone).date()
        lines.append(
            BroadcastLine(title_of(one), day, counts.sent, counts.total, counts.received, one.acknowledge, one.state)
        )
    first = page * _PAST_PAGE + 1
    keys = [Button(str(n), data=SeeBroadcast(one.id).pack()) for n, one in enumerate(found, first)]
    rows = [tuple(keys[n : n + 4]) for n in range(0, len(keys), 4)]
    turned = page_row(page, count, _PAST_PAGE, lambda to: SeePast(tap.task_force, to))
    await turn.card("broadcast-past", BroadcastPast(tuple(lines), first, page + 1, pages), (*rows, *turned))
