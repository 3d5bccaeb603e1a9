"""When a meeting is: a proposed slot with one tap, or typed the way people type it; what is unclear is asked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from handlers.meetings import rights
from handlers.meetings.convene import desk, drafting, timing
from handlers.meetings.convene.desk_taps import Ask, SetTime
from handlers.meetings.convene.drafting import ECHO
from handlers.turn import Turn
from messages import formats
from messages.contexts.convening import ConveneTime, ConveneWhen
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import meetings, sessions
from storage.meetings import Meeting
from taskforce.moments import local as at_clock
from taskforce.when import NeedsDay, NeedsTime, NotUnderstood, When, WhichOne, read_when

_CLOCKS = (time(8), time(8, 30), time(9), time(14), time(14, 30), time(15))
_MOST = 8


async def show(turn: Turn, meeting: Meeting, problem: str = "", day: date | None = None, typed: str = "") -> None:
    """When? with the slots that fit."""
    await drafting.ask(turn, meeting, "time")
    charter = await turn.charter(meeting.task_force_id)
    start, until, named = await timing.window(turn, meeting)
    slots = await timing.slots(turn, meeting)
    kept = "in-time" if slots and all(slot.in_time for slot in slots) else "mixed"
    message = ConveneTime(
        subject=meeting.subject,
        current=None if meeting.starts_at is None else local(meeting.starts_at, charter.body.timezone),
        start=start if named else None,
        until=until if named else None,
        cite=(await rights.series_of(turn, meeting)).cite,
        offered=kept if slots else "none",
        problem=problem,
        day=day,
        typed=typed[:ECHO],
    )
    buttons = [desk.slot_button(meeting, slot.at, turn.locale, hurried=not slot.in_time) for slot in slots]
    rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *desk.leave(meeting)))


async def set_time(turn: Turn, tap: SetTime) -> None:
    """A time by its button."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    live = (await drafting.asked(turn, meeting.id)).get("ask")
    if tap.revision != meeting.revision if tap.revision else live != "time":
        await turn.toast(Label("convening.stale"), alert=True)
        await _onward(turn, meeting)
        return
    starts, ends = _from_unix(tap.start), _from_unix(tap.end) if tap.end else None
    if starts is None or starts <= turn.now:
        await show(turn, meeting, "past")
        return
    await take(turn, meeting, starts, ends)


def _from_unix(seconds: int) -> datetime | None:
    """The moment; None for a number that no button of ours carries."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


async def take(turn: Turn, meeting: Meeting, starts: datetime, ends: datetime | None) -> None:
    """This is when; a reason for haste falls away once there is time enough."""
    columns = {"starts_at": int(starts.timestamp()), "ends_at": None if ends is None else int(ends.timestamp())}
    if not await drafting.write(turn, meeting, "time", columns):
        return
    meeting = await meetings.get(turn.tx, meeting.id)
    if meeting.late_reason and not await timing.late(turn, meeting):
        await drafting.put(turn, meeting, "reason", {"late_reason": ""})
    await _onward(turn, await meetings.get(turn.tx, meeting.id))


async def _onward(turn: Turn, meeting: Meeting) -> None:
    from handlers.meetings.convene import asking  # it asks for the time

    await asking.onward(turn, meeting)


async def typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """A time in own words; half of one is completed by the next."""
    if problem := await drafting.refusal(turn, text, 200):
        await show(turn, meeting, "unreadable" if problem == "too-long" else problem, typed=text)
        return
    now = local(turn.now, (await turn.charter(meeting.task_force_id)).body.timezone)
    half = str((await drafting.asked(turn, meeting.id)).get("half", ""))
    read = read_when(text, now)
    if half and not isinstance(read, When | WhichOne):
        both = read_when(f"{half} {text}", now)
        read = both if isinstance(both, When | WhichOne) else read
    if isinstance(read, When):
        await take(turn, meeting, read.starts_at, read.ends_at)
    elif isinstance(read, NotUnderstood):
        await show(turn, meeting, read.reason, read.day, text)
    else:
        await _complete(turn, meeting, read, text)


async def _complete(turn: Turn, meeting: Meeting, read: WhichOne | NeedsTime | NeedsDay, text: str) -> None:
    """Offer what the text can mean, or what it lacks."""
    zone = (await turn.charter(meeting.task_force_id)).body.zone
    was = (await drafting.asked(turn, meeting.id)).get("was")
    await drafting.ask(turn, meeting, "time", half=text)
    await _keep_was(turn, meeting, was)
    day = None
    if isinstance(read, WhichOne):
        lacks, choices = "choice" if len(read.choices) > 1 else "confirm", list(read.choices[:_MOST])
    elif isinstance(read, NeedsTime):
        lacks, day = "hour", read.day
        clocks = read.clocks if len(read.clocks) > 1 else (*read.clocks, *_same_half(read.clocks))
        choices = [When(at_clock(read.day, clock, zone)) for clock in clocks]
    else:
        lacks = "day"
        choices = [
            When(at_clock(found, read.clock, zone), None if read.until is None else at_clock(found, read.until, zone))
            for found in await _days(turn, meeting)
        ]
    choices = [choice for choice in choices if choice.starts_at > turn.now]
    other = Button(Label("convening.other_time"), data=Ask(meeting.id, "time").pack())
    message = ConveneWhen(lacks, text[:ECHO], day)  # type: ignore[arg-type]  # one of its words
    await turn.card(drafting.card_of(meeting.id), message, (*_rows(turn, meeting, choices), (other,)))


async def _keep_was(turn: Turn, meeting: Meeting, was: object) -> None:
    """The question is the same one: what the table held when it was first asked counts."""
    row = await sessions.find(turn.tx, turn.chat_id, drafting.KIND, drafting.subject_of(meeting.id))
    if row is not None:
        await sessions.save(turn.tx, row.id, {**row.state, "was": was}, turn.now)


def _same_half(clocks: Sequence[time]) -> Sequence[time]:
    """The usual hours of the half of the day that was named; all of them where none was."""
    if not clocks:
        return _CLOCKS
    morning = clocks[0] < time(12)
    return [clock for clock in _CLOCKS if (clock < time(12)) == morning and clock not in clocks]


async def _days(turn: Turn, meeting: Meeting) -> list[date]:
    """The days that are proposed for the meeting."""
    found = [slot.at.date() for slot in await timing.slots(turn, meeting, 2 * timing.MOST_SLOTS)]
    return list(dict.fromkeys(found))[: timing.MOST_SLOTS]


def _rows(turn: Turn, meeting: Meeting, choices: Sequence[When]) -> Keyboard:
    rows = []
    for choice in choices:
        at = choice.starts_at
        ends = 0 if choice.ends_at is None else int(choice.ends_at.timestamp())
        span = formats.clock(at, turn.locale)
        if choice.ends_at is not None:
            span = f"{span} – {formats.clock(choice.ends_at, turn.locale)}"
        words = f"{span} {formats.day(at, turn.locale)}"
        rows.append((Button(words, data=SetTime(meeting.id, int(at.timestamp()), ends, 0).pack()),))
    return tuple(rows)
