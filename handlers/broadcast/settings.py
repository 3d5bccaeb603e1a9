"""How a draft goes out: when, whether its receipt is asked for, whether it is urgent and why."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from handlers.broadcast import access, audience, changing, composing, drafting
from handlers.broadcast.taps import Ask, NotUrgent, SeeBroadcast, SetAcknowledge, SetTime
from handlers.turn import Turn
from messages import formats
from messages.contexts.broadcast import BroadcastReason, BroadcastTime, Problem
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import broadcasts
from storage.broadcasts import Broadcast
from taskforce.broadcasts import REASON_LIMIT, goes_at
from taskforce.moments import local as at_clock
from taskforce.when import NeedsDay, NeedsTime, NotUnderstood, When, WhichOne, read_when

_CLOCKS = (time(8), time(14), time(16, 30))
_MOST = 6
_ECHO = 200


async def ask(turn: Turn, tap: Ask) -> None:
    """Ask for one thing of the draft; of one that went out, for its correction."""
    if tap.what == "correct":
        await changing.ask(turn, await access.need(turn, tap.broadcast))
        return
    broadcast = await audience.need_draft(turn, tap.broadcast)
    if broadcast is not None:
        await show(turn, broadcast, tap.what)


async def show(turn: Turn, broadcast: Broadcast, what: str) -> None:
    """The question of that name; the desk for anything else."""
    if what == "time":
        await ask_time(turn, broadcast)
    elif what == "reason":
        await ask_reason(turn, broadcast)
    elif what == "content":
        await composing.ask_again(turn, broadcast)
    elif what == "audience":
        await audience.show(turn, broadcast)
    else:
        await drafting.show(turn, broadcast)


async def acknowledge(turn: Turn, tap: SetAcknowledge) -> None:
    """Whether each recipient is asked to say that they received it."""
    broadcast = await audience.need_draft(turn, tap.broadcast)
    if broadcast is not None:
        broadcast = await broadcasts.change(turn.tx, broadcast.id, acknowledge=bool(tap.on))
        await drafting.preview(turn, broadcast)
        await drafting.show(turn, broadcast)


# Urgent


async def ask_reason(turn: Turn, broadcast: Broadcast, problem: Problem = "") -> None:
    """Why is it urgent? The reason is kept, and its readers see it."""
    await access.ask(turn, broadcast, "reason")
    await turn.card(access.card_of(broadcast.id), BroadcastReason(problem, REASON_LIMIT), _back(broadcast))


async def reason_typed(turn: Turn, broadcast: Broadcast, text: str) -> None:
    """The reason."""
    reason = " ".join(text.split())
    if not reason or len(reason) > REASON_LIMIT:
        await ask_reason(turn, broadcast, "too-long" if reason else "empty")
        return
    changed = await broadcasts.change(turn.tx, broadcast.id, urgent=True, reason=reason)
    await access.note(turn, changed, "urgent", reason)
    await drafting.preview(turn, changed)
    await drafting.show(turn, changed)


async def not_urgent(turn: Turn, tap: NotUrgent) -> None:
    """It waits for the end of the quiet hours after all."""
    broadcast = await audience.need_draft(turn, tap.broadcast)
    if broadcast is not None:
        changed = await broadcasts.change(turn.tx, broadcast.id, urgent=False, reason="")
        await access.note(turn, changed, "not-urgent")
        await drafting.preview(turn, changed)
        await drafting.show(turn, changed)


def _back(broadcast: Broadcast) -> Keyboard:
    return ((Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack()),),)


# When


async def ask_time(
    turn: Turn, broadcast: Broadcast, problem: str = "", day: date | None = None, typed: str = ""
) -> None:
    """When shall it go out?"""
    await access.ask(turn, broadcast, "time")
    body = (await turn.charter(broadcast.task_force_id)).body
    now = local(turn.now, body.timezone)
    days = (now.date(), now.date() + timedelta(days=1))
    soon = [at for one in days for clock in _CLOCKS if (at := at_clock(one, clock, body.zone)) > turn.now]
    free = [at for at in soon if goes_at(at, body.quiet_hours, body.zone, urgent=broadcast.urgent) == at]
    at_once = Button(Label("broadcast.at_once"), data=SetTime(broadcast.id, 0).pack())
    rows = ((at_once,), *_time_rows(turn, broadcast, free[:4]), *_back(broadcast))
    message = BroadcastTime("", problem, day, typed[:_ECHO])
    await turn.card(access.card_of(broadcast.id), message, rows)


def _time_rows(turn: Turn, broadcast: Broadcast, moments: Sequence[datetime]) -> Keyboard:
    return tuple(
        (
            Button(
                f"{formats.clock(at, turn.locale)} {formats.day(at, turn.locale)}",
                data=SetTime(broadcast.id, int(at.timestamp())).pack(),
            ),
        )
        for at in moments[:_MOST]
    )


async def set_time(turn: Turn, tap: SetTime) -> None:
    """It goes out then."""
    broadcast = await audience.need_draft(turn, tap.broadcast)
    if broadcast is None:
        return
    at = _from_unix(tap.at) if tap.at else None
    if tap.at and (at is None or at <= turn.now or at - turn.now > timedelta(days=366)):
        await ask_time(turn, broadcast, "past")
        return
    await _take(turn, broadcast, at)


def _from_unix(seconds: int) -> datetime | None:
    """The moment; None for a number that no button of ours carries."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


async def _take(turn: Turn, broadcast: Broadcast, at: datetime | None) -> None:
    changed = await broadcasts.change(turn.tx, broadcast.id, send_at=at)
    await access.note(turn, changed, "time", "" if at is None else at.isoformat())
    await drafting.show(turn, changed)


async def time_typed(turn: Turn, broadcast: Broadcast, text: str) -> None:
    """A time in own words; half of one is completed by the next."""
    body = (await turn.charter(broadcast.task_force_id)).body
    now = local(turn.now, body.timezone)
    half = str((await access.asked(turn, broadcast.id)).get("half", ""))
    read = read_when(text, now)
    if half and not isinstance(read, When | WhichOne):
        both = read_when(f"{half} {text}", now)
        read = both if isinstance(both, When | WhichOne) else read
    if isinstance(read, When):
        await _take(turn, broadcast, read.starts_at)
    elif isinstance(read, NotUnderstood):
        await ask_time(turn, broadcast, read.reason, read.day, text)
    else:
        await _complete(turn, broadcast, read, text)


async def _complete(turn: Turn, broadcast: Broadcast, read: WhichOne | NeedsTime | NeedsDay, text: str) -> None:
    """Offer what the text can mean, or what it lacks."""
    body = (await turn.charter(broadcast.task_force_id)).body
    await access.ask(turn, broadcast, "time", half=text)
    day = None
    if isinstance(read, WhichOne):
        lacks = "choice" if len(read.choices) > 1 else "confirm"
        moments = [one.starts_at for one in read.choices]
    elif isinstance(read, NeedsTime):
        lacks, day = "hour", read.day
        moments = [at_clock(read.day, clock, body.zone) for clock in read.clocks or _CLOCKS]
    else:
        lacks = "day"
        today = local(turn.now, body.timezone).date()
        moments = [at_clock(today + timedelta(days=n), read.clock, body.zone) for n in range(3)]
    moments = [at for at in moments if at > turn.now]
    message = BroadcastTime(lacks, "", day, text[:_ECHO])
    await turn.card(access.card_of(broadcast.id), message, (*_time_rows(turn, broadcast, moments), *_back(broadcast)))
