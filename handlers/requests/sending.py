"""A request goes out: shown before as a unit will see it, then written down as a period, then told to the units."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.reminders import answer_keyboard, deadline, deadline_of, owing_by_person, reminder_handle
from handlers.requests.draft import Draft
from handlers.requests.taps import SeeRequest
from handlers.turn import Turn
from messages.contexts.requests import RequestFault, RequestOpened, RequestPreview, RequestSent, RequestSheet
from messages.model import Button, Label
from storage import audit, periods, reports, requests
from storage.outbox import Priority
from storage.people import Person
from taskforce.charter import Charter
from taskforce.charter.forms import FormSpec
from taskforce.request_questions import form_of
from taskforce.requests import OWN_STREAM, Asked, due_after_event, next_label, occurrence_of
from taskforce.roles import LEADERS, Action, Role

OPENING = "opening"
"""The stage of a period whose first word went out."""

AT_ONCE = 100
"""People who are told in the same turn; of more, the next tick tells, so that a tap is answered at once."""

_NAMED = 20
_LIFETIME = timedelta(hours=48)


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


def role_of(charter: Charter, person: Person, task_force_id: int, locale: str) -> str:
    """As what they may ask: "Tổ trưởng", "Thư ký"."""
    roles = person.roles_in(task_force_id)
    role = next((one for one in Role if one in roles and one in LEADERS | {Role.SECRETARY}), None)
    return "" if role is None else charter.titles.of(role, locale)


# Before


async def preview(turn: Turn, draft: Draft, fault: RequestFault | None = None) -> RequestPreview:
    """The request exactly as one of the units will get it, and who will."""
    person = turn.need(Action.ASK_REPORT, draft.body)
    due = due_of(draft)
    assert due is not None  # noqa: S101 - the steps before ask for it
    chosen = draft.chosen
    senders = draft.stream.senders if draft.stream else None
    reached = await requests.reach(
        turn.tx, draft.body, chosen, senders.roles if senders else (), senders.groups if senders else ()
    )
    first = next((unit for unit in chosen if unit in reached), chosen[0])
    body = draft.charter.body
    local = due.astimezone(draft.zone)
    sheet = RequestSheet(
        units=(draft.units[first].name,),
        by=person.full_name,
        by_role=role_of(draft.charter, person, draft.body, turn.locale),
        body=body.short_name or body.name,
        title=draft.state["title"],
        deadline=deadline_of(local, turn.now),
        questions=_questions(form_for(draft), draft.units[first].name, turn.locale),
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


def _questions(form: FormSpec, unit: str, locale: str) -> tuple[str, ...]:
    return tuple(field.label.localised(locale) for field in form.fields_for(unit))


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
    await _confirm(turn, standing, handle)


async def _confirm(turn: Turn, standing: OpenPeriod, handle: str) -> None:
    """To whoever asked: it went out, and whom nothing reaches."""
    period = standing.period
    owed = await owing_by_person(turn, standing)
    people = sum(1 for person, _ in owed if person.telegram_id is not None and person.unreachable_since is None)
    if len(owed) <= AT_ONCE:
        await tell_all(turn, standing)
    states = await board_cards.unit_states(turn, standing)
    message = RequestSent(
        title=period.title,
        period=period.period,
        deadline=deadline(standing, turn.now),
        count=len(states),
        people=people,
        silent=tuple(state.name for state in states if state.out_of_reach)[:_NAMED],
    )
    see = Button(Label("requests.see"), data=SeeRequest(period.id).pack())
    await turn.card(handle, message, (*board_cards.open_button(period.id), (see,)))


async def tell_all(turn: Turn, standing: OpenPeriod) -> None:
    """The first word to everybody who is asked, once."""
    if await periods.mark_stage(turn.tx, standing.period.id, OPENING, turn.now):
        await tell(turn, standing)


async def tell(turn: Turn, standing: OpenPeriod, unit_ids: Sequence[int] | None = None) -> int:
    """The request to the people of these units, of all when not said; returns how many are told."""
    request = standing.request
    assert request is not None  # noqa: S101 - only what was asked for is told so
    asker = await turn.person_by_id(request.asked_by)
    told = 0
    for person, owed in await owing_by_person(turn, standing):
        mine = [each for each in owed if unit_ids is None or each.unit_id in unit_ids]
        if not mine:
            continue
        names = tuple(each.unit_name for each in mine)
        key = f"request:{standing.period.id}" + ("" if unit_ids is None else f":{mine[0].unit_id}")
        told += await turn.notify(
            person,
            RequestOpened(sheet_of(turn, standing, person, asker, names)),
            answer_keyboard(standing, mine),
            dedupe_key=key,
            handle=reminder_handle(standing.period.id),
            priority=Priority.BULK,
            expires_in=_LIFETIME,
        )
    return told


def sheet_of(turn: Turn, standing: OpenPeriod, reader: Person, asker: Person, names: tuple[str, ...]) -> RequestSheet:
    """The request as that reader gets it, for these units."""
    request = standing.request
    assert request is not None  # noqa: S101 - the caller's
    event = request.happened_at if open_periods.counts_from_event(standing.charter, standing.period.stream) else None
    return RequestSheet(
        units=names,
        by=asker.full_name,
        by_role=role_of(standing.charter, asker, standing.period.task_force_id, reader.locale),
        body=standing.name,
        title=standing.period.title,
        deadline=deadline(standing, turn.now),
        questions=_questions(standing.form, names[0], reader.locale),
        event=standing.local(event) if event else None,
        cite=standing.cite,
    )
