"""Telling the role that the regulation names who is missing, and reminding of the deadline upward."""

from collections.abc import Sequence
from datetime import datetime

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.boards_view import reach_of
from handlers.callbacks import Tap
from handlers.periods import OpenPeriod
from handlers.reminders import REMINDER_LIFETIME, deadline, deadline_at
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages.contexts.reminders import Escalation, EscalationSent, ForwardDone, ForwardReminder, MissingUnit
from messages.model import Button, Keyboard, Label
from storage import audit, boards, people, periods, summaries
from storage.boards import Contact, UnitState
from storage.people import Person
from taskforce.charter.reports import Forward
from taskforce.moments import local as local_moment
from taskforce.reminders import EscalationStep, escalation_due, shift_out_of_quiet
from taskforce.roles import Action, Role
from taskforce.vietnamese import show_phone

FORWARDED = "forwarded"
"""The stage of a period that was sent up."""


class Forwarded(Tap, frozen=True):
    """The compiled report went up."""

    prefix = "fw"
    period: int


async def sweep(turn: Turn) -> None:
    """Escalate what is due, and remind of the deadline upward."""
    for standing in await open_periods.all_open(turn):
        if standing.occurrence is None or not standing.may_disturb(turn.now):
            continue
        async with apart(turn, f"Escalating in {standing}"):
            done = await periods.stages_done(turn.tx, standing.period.id)
            for step in escalation_due(standing.occurrence, turn.now, done):
                await _escalate(turn, standing, step)
            await _remind_forward(turn, standing, done)


# --- who is missing ----------------------------------------------------------------------------------------------


async def _escalate(turn: Turn, standing: OpenPeriod, step: EscalationStep) -> None:
    """Once for each step; nobody is bothered when nothing is missing."""
    period = standing.period
    await periods.mark_stage(turn.tx, period.id, step.key, turn.now)
    states = await board_cards.unit_states(turn, standing)
    missing = [state for state in states if not state.sent]
    if not missing:
        return
    called = await boards.contacts(turn.tx, period.task_force_id, [s.unit_id for s in missing if s.out_of_reach])
    secretaries = await people.with_roles(turn.tx, period.task_force_id, [Role.SECRETARY])
    everybody = await people.with_roles(turn.tx, period.task_force_id, [Role(step.to)])
    holders = [person for person in everybody if person.unreachable_since is None]
    units = _missing_units(standing, missing, called, turn.now)
    key = f"escalate:{period.id}:{step.key}"
    for person in holders or secretaries:
        message = Escalation(
            name=person.full_name,
            instead_of="" if holders else standing.charter.titles.of(step.to, person.locale),
            body=standing.name,
            title=standing.title(person.locale),
            period=period.period,
            deadline=deadline(standing, turn.now),
            sent=len(states) - len(missing),
            total=len(states),
            missing=units,
            cite=step.cite or standing.cite,
        )
        await turn.notify(person, message, board_cards.open_button(period.id), dedupe_key=key)
    for person in secretaries if holders else ():
        told = EscalationSent(
            body=standing.name,
            title=standing.title(person.locale),
            period=period.period,
            told=_named(standing, holders, step.to, person.locale),
            missing=len(missing),
        )
        await turn.notify(person, told, dedupe_key=f"{key}:told")
    await board_cards.refresh(turn, period.id)


def _named(standing: OpenPeriod, holders: Sequence[Person], role: str, locale: str) -> str:
    title = standing.charter.titles.of(role, locale)
    return f"{', '.join(person.full_name for person in holders)} ({title})"


def _missing_units(
    standing: OpenPeriod, missing: Sequence[UnitState], called: Sequence[Contact], now: datetime
) -> tuple[MissingUnit, ...]:
    late = (standing.local(now).date() - standing.local(standing.period.due_at).date()).days
    return tuple(
        MissingUnit(
            name=state.name,
            days_late=max(0, late),
            reach=reach_of(state),
            contacts=tuple(
                (c.full_name, show_phone(c.phone)) for c in called if c.unit_id == state.unit_id and c.phone
            ),
        )
        for state in missing
    )


# --- the way up --------------------------------------------------------------------------------------------------


def _forward_rule(standing: OpenPeriod) -> Forward | None:
    return standing.report.forward if standing.report else None


def forward_moments(standing: OpenPeriod) -> tuple[tuple[str, datetime], ...]:
    """When to remind of the deadline upward: the working day before its last working day, and that day."""
    if standing.period.forward_due_at is None:
        return ()
    body, calendar = standing.charter.body, standing.calendar
    last = calendar.last_working_on_or_before(standing.local(standing.period.forward_due_at).date())
    days = (("forward-before", calendar.shift(last, -1)), ("forward-day", last))
    return tuple(
        (key, shift_out_of_quiet(local_moment(day, body.notice_time, body.zone), body.quiet_hours, calendar, body.zone))
        for key, day in days
    )


async def _remind_forward(turn: Turn, standing: OpenPeriod, done: frozenset[str]) -> None:
    """The latest reminder that is due, until somebody says that it went up or the day is over."""
    period, forward = standing.period, _forward_rule(standing)
    if forward is None or period.forward_due_at is None or FORWARDED in done or turn.now > period.forward_due_at:
        return
    passed = [key for key, at in forward_moments(standing) if at <= turn.now]
    if not passed or passed[-1] in done:
        return
    states = await board_cards.unit_states(turn, standing)
    posted = (await summaries.state(turn.tx, period.id)).posted_at is not None
    for person in await people.with_roles(turn.tx, period.task_force_id, [Role.SECRETARY, Role.LEADER]):
        message = ForwardReminder(
            body=standing.name,
            title=standing.title(person.locale),
            period=period.period,
            to=forward.to,
            deadline=deadline_at(standing, standing.local(period.forward_due_at), turn.now),
            posted=posted,
            sent=sum(state.sent for state in states),
            total=len(states),
            cite=forward.cite or standing.cite,
        )
        await turn.notify(
            person,
            message,
            _forwarded_button(period.id),
            dedupe_key=f"{passed[-1]}:{period.id}",
            handle=f"forward:{period.id}",
            expires_in=REMINDER_LIFETIME,
        )
    await periods.mark_stage(turn.tx, period.id, passed[-1], turn.now)


def _forwarded_button(period_id: int) -> Keyboard:
    return ((Button(Label("reminders.forwarded"), data=Forwarded(period_id).pack(), style="success"),),)


async def forwarded(turn: Turn, tap: Forwarded) -> None:
    """Somebody of the office says that it went up: no more reminders, and whoever was reminded sees it."""
    standing = await open_periods.by_id(turn, tap.period)
    forward = None if standing is None else _forward_rule(standing)
    if standing is None or forward is None:
        raise NotAllowed(f"forward period {tap.period}")
    person = turn.need(Action.ANNOTATE_SUMMARY, standing.period.task_force_id)
    if not await periods.mark_stage(turn.tx, tap.period, FORWARDED, turn.now):
        await turn.toast(Label("reminders.already_forwarded"))
        return
    await audit.note(
        turn.tx,
        now=turn.now,
        action="period.forwarded",
        task_force_id=standing.period.task_force_id,
        person_id=person.id,
        subject=f"period:{tap.period}",
    )
    office = await people.with_roles(turn.tx, standing.period.task_force_id, [Role.SECRETARY, Role.LEADER])
    for reader in office:
        if reader.telegram_id is None:
            continue
        message = ForwardDone(
            title=standing.title(reader.locale),
            period=standing.period.period,
            to=forward.to,
            by=person.full_name,
            at=standing.local(turn.now),
        )
        await turn.show(reader.telegram_id, f"forward:{tap.period}", message, locale=reader.locale)
