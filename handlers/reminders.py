"""The ladder of reminders: only to who still owes, only the latest stage that makes sense, only at working hours."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.boards import NudgeAll, NudgeUnit
from handlers.callbacks import Tap
from handlers.periods import OpenPeriod
from handlers.reports.taps import OpenReport
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.reminders import Deadline, Reminder, Snoozed
from messages.model import Button, Keyboard, Label
from storage import boards, periods
from storage.boards import Owing
from storage.outbox import Priority
from storage.people import Person
from taskforce.reminders import stage_due
from taskforce.roles import Action
from taskforce.snoozing import snooze_hours

REMINDER_LIFETIME = timedelta(hours=20)
"""A reminder that could not be delivered by then is not sent any more: the next stage says it better."""


class SnoozeMenu(Tap, frozen=True):
    """Choose an hour to be reminded at."""

    prefix = "zm"
    period: int


class Snooze(Tap, frozen=True):
    """Be reminded at that hour; ``minute`` counts minutes since 1970, UTC."""

    prefix = "zz"
    period: int
    minute: int


class SnoozeBack(Tap, frozen=True):
    """Back from choosing an hour."""

    prefix = "zb"
    period: int


# --- the sweep ---------------------------------------------------------------------------------------------------


async def sweep(turn: Turn) -> None:
    """Send the stage that is due, and remind those whose chosen hour has come."""
    for standing in await open_periods.all_open(turn):
        async with apart(turn, f"Reminding in {standing}"):
            await _stage(turn, standing)
    for over in await periods.snoozes_over(turn.tx, turn.now):
        async with apart(turn, f"Reminding person {over.person_id} in period {over.period_id} at the chosen hour"):
            await _chosen_hour(turn, over)


async def _stage(turn: Turn, standing: OpenPeriod) -> None:
    period = standing.period
    if standing.occurrence is None or not standing.may_disturb(turn.now):
        return
    stage = stage_due(standing.occurrence, turn.now, await periods.stages_done(turn.tx, period.id))
    if stage is None or (stage.name == "opening" and standing.request is not None):
        return  # what somebody asks for is told in its own words (handlers.requests.sending)
    resting = await periods.snoozed(turn.tx, period.id, turn.now)
    for person, owed in await owing_by_person(turn, standing):
        if person.id in resting:
            continue
        await periods.forget_snooze(turn.tx, person.id, period.id)
        await _remind(turn, standing, person, owed, stage.name, f"remind:{period.id}:{stage.key}")
    await periods.mark_stage(turn.tx, period.id, stage.key, turn.now)
    await board_cards.refresh(turn, period.id)


async def _chosen_hour(turn: Turn, over: periods.SnoozeOver) -> None:
    standing = await open_periods.by_id(turn, over.period_id)
    if standing is not None and standing.period.closed_at is None:
        if not standing.may_disturb(turn.now):
            return
        for person, owed in await owing_by_person(turn, standing, person_id=over.person_id):
            key = f"remind:{over.period_id}:snooze-{over.until:%Y%m%dT%H%M}"
            await _remind(turn, standing, person, owed, "again", key)
    await periods.forget_snooze(turn.tx, over.person_id, over.period_id)


async def nudge(turn: Turn, standing: OpenPeriod, unit_id: int | None = None) -> tuple[int, int]:
    """Remind by hand everybody who owes, or one unit, at most once an hour.

    Returns how many people were written to and of how many units.
    """
    hour = f"nudge:{standing.period.id}:{standing.local(turn.now):%Y-%m-%dT%H}"
    written, of_units = 0, set()
    for person, owed in await owing_by_person(turn, standing, unit_id=unit_id):
        if person.unreachable_since is None and await _remind(turn, standing, person, owed, "nudge", hour):
            written += 1
            of_units |= {owing.unit_id for owing in owed}
    return written, len(of_units)


async def owing_by_person(
    turn: Turn, standing: OpenPeriod, *, unit_id: int | None = None, person_id: int | None = None
) -> list[tuple[Person, list[Owing]]]:
    """Whom to remind, each once, with all that their units owe in this period."""
    period = standing.period
    found = await boards.owing(
        turn.tx,
        period.task_force_id,
        period.id,
        standing.asked_roles,
        standing.asked_groups,
        unit_id=unit_id,
        person_id=person_id,
    )
    return [(owed[0].person, owed) for _, group in groupby(found, key=lambda o: o.person.id) if (owed := list(group))]


async def _remind(
    turn: Turn, standing: OpenPeriod, person: Person, owed: Sequence[Owing], stage: str, key: str
) -> bool:
    return await turn.notify(
        person,
        _reminder(turn, standing, person, owed, stage),
        answer_keyboard(standing, owed),
        dedupe_key=key,
        handle=reminder_handle(standing.period.id),
        priority=Priority.BULK,
        expires_in=REMINDER_LIFETIME,
    )


def reminder_handle(period_id: int) -> str:
    """The name of a person's card about that period: each reminder takes the place of the one before."""
    return f"remind:{period_id}"


def _reminder(turn: Turn, standing: OpenPeriod, person: Person, owed: Sequence[Owing], stage: str) -> Reminder:
    return Reminder(
        stage=stage,  # type: ignore[arg-type]  # the stages of the ladder are among them
        name=person.full_name,
        body=standing.name,
        title=standing.title(person.locale),
        period=standing.period.period,
        units=tuple(owing.unit_name for owing in owed),
        returned=any(owing.state == "returned" for owing in owed),
        deadline=deadline(standing, turn.now),
        cite=standing.cite,
    )


def deadline(standing: OpenPeriod, now: datetime) -> Deadline:
    """By when the units' reports are due, as people are told."""
    period = standing.period
    due, target = standing.local(period.due_at), standing.local(period.target_at)
    fixed = standing.occurrence is None or standing.occurrence.due_at is not None
    earlier = target if target.date() < due.date() and now <= period.target_at else None
    return deadline_at(standing, due, now, fixed=fixed, target=earlier)


def deadline_at(
    standing: OpenPeriod, at: datetime, now: datetime, *, fixed: bool = True, target: datetime | None = None
) -> Deadline:
    """Any deadline of the period, ``at`` in local time, as people are told."""
    return deadline_of(at, now, fixed=fixed, target=target)


def deadline_of(at: datetime, now: datetime, *, fixed: bool = True, target: datetime | None = None) -> Deadline:
    """Any deadline, ``at`` in local time, as people are told."""
    return Deadline(
        at=at,
        whole_day=(at.hour, at.minute) == (23, 59),
        days_left=(at.date() - now.astimezone(at.tzinfo).date()).days,
        left=abs(at - now),
        over=now.replace(microsecond=0) > at,
        fixed=fixed,
        target=target,
    )


def answer_keyboard(standing: OpenPeriod, owed: Sequence[Owing]) -> Keyboard:
    """A button for each report that is owed, and one to be reminded later."""
    later = (Button(Label("reminders.later"), data=SnoozeMenu(standing.period.id).pack()),)
    return (*_answer_buttons(owed), later)


def _answer_buttons(owed: Sequence[Owing]) -> Keyboard:
    if len(owed) == 1:
        words = [Label("reminders.answer")]
    else:
        words = [Label("reminders.answer_for", {"unit": owing.unit_name}) for owing in owed]
    return tuple(
        (Button(label, data=OpenReport(owing.report_id).pack(), style="primary"),)
        for label, owing in zip(words, owed, strict=True)
    )


# --- by hand -----------------------------------------------------------------------------------------------------


async def nudge_all(turn: Turn, tap: NudgeAll) -> None:
    """The secretary reminds everybody who still owes."""
    standing = await board_cards.allowed(turn, tap.period, Action.NUDGE)
    await _nudge(turn, standing, None)


async def nudge_unit(turn: Turn, tap: NudgeUnit) -> None:
    """The secretary reminds one unit."""
    standing, state = await board_cards.unit_of(turn, tap.report, Action.NUDGE)
    await _nudge(turn, standing, state.unit_id)


async def _nudge(turn: Turn, standing: OpenPeriod, unit_id: int | None) -> None:
    if standing.period.closed_at is not None:
        await turn.toast(Label("boards.closed"), alert=True)
        return
    written, of_units = await nudge(turn, standing, unit_id)
    if written:
        await turn.toast(Label("boards.nudged", {"people": written, "units": of_units}), alert=True)
    else:
        await turn.toast(Label("boards.nobody_nudged"), alert=True)


# --- putting it off ----------------------------------------------------------------------------------------------


async def choose_hour(turn: Turn, tap: SnoozeMenu) -> None:
    """Show the hours to choose from under the reminder."""
    standing, person, owed = await _tapped(turn, tap.period)
    if not owed:
        await turn.toast(Label("reminders.nothing_owed"), alert=True)
        return
    hours = _hours(standing, turn.now)
    if not hours:
        await turn.toast(Label("reminders.no_hour_left"), alert=True)
        return
    message = _reminder(turn, standing, person, owed, _stage_now(standing, turn.now))
    await turn.card(reminder_handle(tap.period), message, _hour_buttons(standing, hours, turn))


async def snooze(turn: Turn, tap: Snooze) -> None:
    """Leave the person alone until that hour."""
    standing, person, owed = await _tapped(turn, tap.period)
    if not owed:
        await turn.toast(Label("reminders.nothing_owed"), alert=True)
        return
    until = datetime.fromtimestamp(min(max(tap.minute, 0), 2**31) * 60, UTC)
    if until not in _hours(standing, turn.now):
        await turn.toast(Label("reminders.hour_passed"), alert=True)
        return
    await periods.snooze(turn.tx, person.id, tap.period, until)
    message = Snoozed(
        title=standing.title(person.locale),
        period=standing.period.period,
        until=standing.local(until),
        deadline=deadline(standing, turn.now),
    )
    await turn.card(reminder_handle(tap.period), message, answer_keyboard(standing, owed))


async def back(turn: Turn, tap: SnoozeBack) -> None:
    """Show the reminder again as it was."""
    standing, person, owed = await _tapped(turn, tap.period)
    if not owed:
        await turn.toast(Label("reminders.nothing_owed"), alert=True)
        return
    message = _reminder(turn, standing, person, owed, _stage_now(standing, turn.now))
    await turn.card(reminder_handle(tap.period), message, answer_keyboard(standing, owed))


async def _tapped(turn: Turn, period_id: int) -> tuple[OpenPeriod, Person, list[Owing]]:
    """The period, who tapped, and what they owe in it; nothing when it is closed or sent.

    Raises:
        NotAllowed: the bot does not know the person or the period.
    """
    standing = await open_periods.by_id(turn, period_id)
    if standing is None or turn.person is None:
        raise NotAllowed(f"snooze period {period_id}")
    if standing.period.closed_at is not None:
        return standing, turn.person, []
    owed = await owing_by_person(turn, standing, person_id=turn.person.id)
    return standing, turn.person, owed[0][1] if owed else []


def _hours(standing: OpenPeriod, now: datetime) -> tuple[datetime, ...]:
    body = standing.charter.body
    return snooze_hours(now, standing.period.due_at, body.quiet_hours, standing.calendar, body.zone, body.notice_time)


def _hour_buttons(standing: OpenPeriod, hours: Sequence[datetime], turn: Turn) -> Keyboard:
    today = standing.local(turn.now).date()
    rows = []
    for hour in hours:
        clock = formats.clock(hour, turn.locale)
        if hour.date() == today:
            label = Label("reminders.at_today", {"clock": clock})
        else:
            words = {"weekday": formats.weekday(hour, turn.locale), "day": f"{hour.day}/{hour.month}"}
            label = Label("reminders.at_day", {"clock": clock, **words})
        minute = int(hour.timestamp()) // 60
        rows.append((Button(label, data=Snooze(standing.period.id, minute).pack()),))
    rows.append((Button(Label("reminders.back"), data=SnoozeBack(standing.period.id).pack()),))
    return tuple(rows)


def _stage_now(standing: OpenPeriod, now: datetime) -> str:
    """What a reminder that is shown again says."""
    if now > standing.period.due_at:
        return "overdue"
    same_day = standing.local(now).date() == standing.local(standing.period.due_at).date()
    return "day" if same_day else "before"
