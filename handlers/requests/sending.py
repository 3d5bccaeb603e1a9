"""A request goes out: shown before as a unit will see it, then written down as a period, then told to the units."""

from collections.abc import Sequence
from datetime import datetime

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.reminders import deadline, deadline_of
from handlers.requests import telling
from handlers.requests.draft import Draft
from handlers.requests.taps import SeeRequest
from handlers.turn import Turn
from messages.contexts.requests import RequestFault, RequestPreview, RequestSent, RequestSheet
from messages.model import Button, Label
from storage import audit, periods, reports, requests
from taskforce.charter.forms import FormSpec
from taskforce.charter.reports import Senders
from taskforce.request_questions import form_of
from taskforce.requests import OWN_STREAM, Asked, due_after_event, next_label, occurrence_of
from taskforce.roles import Action

OPENING = "opening"
"""The stage of a period whose first word went out."""

_NAMED = 20


def due_of(draft: Draft) -> datetime | None:
    """The deadline: what a person named, else what the charter counts."""
    if draft.due is not None or draft.stream is None or draft.event is None:
        return draft.due
    return due_after_event(draft.charter, draft.stream.key, draft.event, draft.calendar)


def form_for(draft: Draft) -> FormSpec:
    """The questions that are asked."""
    if draft.stream is None:
        return form_of(draft.state["title"], draft.questions)
    return draft.charter.form(draft.stream.form)


# Before


async def preview(turn: Turn, draft: Draft, fault: RequestFault | None = None) -> RequestPreview:
    """The request exactly as one of the units will get it, and who will."""
    person = turn.need(Action.ASK_REPORT, draft.body)
    due = due_of(draft)
    assert due is not None  # noqa: S101 - the steps before ask for it
    chosen = draft.chosen
    senders = draft.stream.senders if draft.stream else Senders()
    reached = await requests.reach(turn.tx, draft.body, chosen, senders.roles, senders.groups)
    first = next((unit for unit in chosen if unit in reached), chosen[0])
    body = draft.charter.body
    local = due.astimezone(draft.zone)
    sheet = RequestSheet(
        units=(draft.units[first].name,),
        by=person.full_name,
        by_role=telling.role_of(draft.charter, person, draft.body, turn.locale),
        body=body.short_name or body.name,
        title=draft.state["title"],
        deadline=deadline_of(local, turn.now),
        questions=telling.questions(form_for(draft), draft.units[first].name, turn.locale),
        event=draft.event if draft.counts else None,
        cite=draft.stream.cite if draft.stream else "",
    )
    return RequestPreview(
        sheet=sheet,
        units=tuple(draft.units[unit].name for unit in chosen[:_NAMED]),
        more_units=len(chosen[_NAMED:]),
        count=len(chosen),
        people=sum(reached.values()),
        silent=tuple(draft.units[unit].name for unit in chosen if unit not in reached)[:_NAMED],
        day_off=not draft.calendar.is_working(local.date()),
        fault=fault,
    )


# Sending


async def send(turn: Turn, draft: Draft, handle: str) -> None:
    """Write it down as a period of its own, and tell the units."""
    person = turn.need(Action.ASK_REPORT, draft.body)
    stream = draft.stream.key if draft.stream else OWN_STREAM
    label = next_label(
        draft.now.date(),
        await requests.taken_labels(turn.tx, draft.body, stream, draft.now.date().isoformat()),
    )
    asked = Asked(stream, label, turn.now, turn.now, draft.event, draft.due)
    plan = open_periods.plan_of(occurrence_of(draft.charter, asked, draft.calendar))
    assert plan is not None  # noqa: S101 - a request has a deadline
    period = await periods.open_new(
        turn.tx,
        task_force_id=draft.body,
        stream=stream,
        label=label,
        plan=plan,
        form=form_for(draft).model_dump_json(),
        now=turn.now,
        title=draft.state["title"],
    )
    assert period is not None  # noqa: S101 - the label is new
    await requests.add(turn.tx, period.id, by=person.id, now=turn.now, happened_at=draft.event, given_due=draft.due)
    await reports.create_for_units(turn.tx, period.id, draft.chosen)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="request.sent",
        task_force_id=draft.body,
        person_id=person.id,
        subject=f"period:{period.id}",
        detail=draft.state["title"],
    )
    standing = await open_periods.open_period(turn, period)
    await periods.mark_stage(turn.tx, period.id, OPENING, turn.now)  # told in its own words, not by the ladder
    await telling.announce(turn, standing, "opened")
    await _confirm(turn, standing, draft, handle)


async def _confirm(turn: Turn, standing: OpenPeriod, draft: Draft, handle: str) -> None:
    """To whoever asked: it went out, and whom nothing reaches."""
    period = standing.period
    chosen = draft.chosen
    reached = await reach(turn, standing, chosen)
    message = RequestSent(
        title=period.title,
        period=period.period,
        deadline=deadline(standing, turn.now),
        count=len(chosen),
        people=await people_owing(turn, standing),
        silent=tuple(draft.units[unit].name for unit in chosen if unit not in reached)[:_NAMED],
    )
    see = Button(Label("requests.see"), data=SeeRequest(period.id).pack())
    await turn.card(handle, message, (*board_cards.open_button(period.id), (see,)))


async def reach(turn: Turn, standing: OpenPeriod, units: Sequence[int]) -> dict[int, int]:
    """By unit: how many people who are asked can be written to; a unit without any is left out."""
    return await requests.reach(
        turn.tx, standing.period.task_force_id, units, standing.asked_roles, standing.asked_groups
    )


async def people_owing(turn: Turn, standing: OpenPeriod) -> int:
    """How many people of units that owe an answer can be written to."""
    period = standing.period
    return await requests.count_owing(
        turn.tx, period.task_force_id, period.id, standing.asked_roles, standing.asked_groups
    )
