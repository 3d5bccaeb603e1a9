"""/start and /trogiup: always the next useful thing, for whoever asks."""

from collections.abc import Sequence

from handlers import menus, which
from handlers.callbacks import Tap
from handlers.conversations import ResumeSession
from handlers.reports import owing
from handlers.reports.taps import HelpOut, OpenReport
from handlers.turn import Turn
from messages.contexts.home import CommandLine, Home, NoPlace, OwedLine, Step
from messages.contexts.registration import PlaceLine, Stranger
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import channels, handoffs, memberships, sessions, tasks, units
from storage.handoffs import Handoff
from storage.people import Membership, Person
from storage.reports import OwedReport
from storage.sessions import OpenSession
from taskforce.roles import Action, Role

_CARD = "home"
_MOST_BUTTONS = 5


class GoHome(Tap, frozen=True):
    """Show what comes next."""

    prefix = "hm"


class AskToJoin(Tap, frozen=True):
    """Somebody without a link wants to come in."""

    prefix = "ja"


def ask_to_join() -> Keyboard:
    """The button for somebody who is in no task force."""
    return ((Button(Label("registration.ask_to_join"), data=AskToJoin().pack(), style="primary"),),)


def next_button() -> Button:
    """The button that leads here."""
    return Button(Label("home.what_next"), data=GoHome().pack(), style="primary")


async def tapped(turn: Turn, _tap: GoHome) -> None:
    """The button that leads here was tapped."""
    await show(turn)


async def show(turn: Turn) -> None:
    """What this person can usefully do next."""
    person = turn.person
    if person is None:
        await turn.reply(Stranger(), ask_to_join())
    elif not person.memberships:
        await _without_place(turn, person)
    else:
        await menus.refresh(turn, person)
        await _at_home(turn, person)


async def _without_place(turn: Turn, person: Person) -> None:
    from handlers import approvals  # it leads here

    if not await approvals.show_standing(turn, person):
        await turn.reply(NoPlace(person.full_name), ask_to_join())


async def _at_home(turn: Turn, person: Person) -> None:
    from handlers.ballots import at_home as ballots_at_home
    from handlers.meetings.before import listing  # its parts lead back home
    from handlers.summary import at_home

    owed = await owed_by(turn, person)
    pending = [
        m for tf in person.task_force_ids if turn.may(Action.APPROVE_MEMBER, tf)
        for m in await memberships.pending(turn.tx, tf)
    ]  # fmt: skip
    asked = await handoffs.asked_of(turn.tx, person.id)
    session = await _half_way(turn, owed, asked)
    coming = await listing.next_for(turn, person)
    summaries = await at_home.waiting_for(turn, person)
    votes = await ballots_at_home.waiting_for(turn, person)
    commands = await menus.commands_of(turn, person, turn.locale)
    message = Home(
        name=person.full_name,
        places=await places_of(turn, person),
        owed=tuple([await _owed_line(turn, report) for report in owed]),
        meetings=await listing.home_lines(turn, coming),
        asked=len(asked),
        waiting=session is not None,
        pending=len(pending),
        steps=await _steps(turn, person),
        commands=tuple(CommandLine(name, does) for name, does in commands),
        summaries=await at_home.lines(turn, summaries),
        ballots=await ballots_at_home.lines(turn, votes),
    )
    rows = [*await at_home.rows(turn, summaries), *await report_buttons(turn, owed)]
    rows += [*ballots_at_home.rows(votes), *await listing.home_rows(turn, coming), *_help_buttons(asked)]
    if session is not None:
        rows.append((Button(Label("home.resume"), data=ResumeSession(session.id).pack()),))
    await turn.card(_CARD, message, (*rows, *await _office_rows(turn, person, pending)))


async def _half_way(turn: Turn, owed: Sequence[OwedReport], asked: Sequence[Handoff]) -> OpenSession | None:
    """The most recent conversation that no button of its own leads back to."""
    offered = {f"report:{report.report_id}" for report in owed[:_MOST_BUTTONS]}
    offered |= {f"handoff:{handoff.id}" for handoff in asked[:_MOST_BUTTONS]}
    waiting = await sessions.open_in(turn.tx, turn.chat_id)
    return next((session for session in waiting if session.subject not in offered), None)


async def _office_rows(turn: Turn, person: Person, pending: list[Membership]) -> Keyboard:
    # Imported here: those features lead back home.
    from handlers.approvals import SeePending
    from handlers.invites import StartInvite
    from handlers.roster import SendTemplate

    mine = [task_force_id for task_force_id in person.task_force_ids if turn.may(Action.INVITE, task_force_id)]
    template = Button(Label("members.template"), data=SendTemplate().pack())
    rows: list[tuple[Button, ...]] = []
    for task_force_id in mine:
        body = await which.name_if_several(turn, task_force_id)
        waiting = sum(1 for m in pending if m.task_force_id == task_force_id)
        if waiting:
            words = _of("members.pending", body, {"count": waiting})
            rows.append((Button(words, data=SeePending(task_force_id).pack(), style="primary"),))
        invite = Button(_of("members.invite", body, {}), data=StartInvite(task_force_id).pack())
        rows.append((invite, template) if not body else (invite,))
    if mine and len(person.task_force_ids) > 1:
        rows.append((template,))  # the same for all of them
    return tuple(rows)


def _of(key: str, body: str, values: dict[str, str | int]) -> Label:
    """The label, or the one that also names the task force where that is to be told."""
    return Label(f"{key}_of", {**values, "body": body}) if body else Label(key, values)


async def owed_by(turn: Turn, person: Person) -> list[OwedReport]:
    """The reports that wait for this person, nearest deadline first."""
    return await owing.owed_by(turn, person)


async def report_buttons(turn: Turn, owed: list[OwedReport]) -> Keyboard:
    """A button for each report that waits, at most a handful; it says for which task force where there are several."""
    known = await units.by_ids(turn.tx, [report.unit_id for report in owed]) if owed else {}
    rows: list[tuple[Button, ...]] = []
    for report in owed[:_MOST_BUTTONS]:
        body = await which.name_if_several(turn, report.task_force_id)
        unit = " · ".join(filter(None, (known[report.unit_id].name, body)))
        words = Label("home.begin_report" if report.state == "untouched" else "home.go_on_report", {"unit": unit})
        rows.append((Button(words, data=OpenReport(report.report_id).pack(), style="primary"),))
    return tuple(rows)


def _help_buttons(asked: Sequence[Handoff]) -> Keyboard:
    """What colleagues asked this person to answer for them."""
    return tuple(
        (Button(Label("home.help_out"), data=HelpOut(handoff.id).pack(), style="primary"),)
        for handoff in asked[:_MOST_BUTTONS]
    )


async def _owed_line(turn: Turn, owed: OwedReport) -> OwedLine:
    charter = await turn.charter(owed.task_force_id)
    unit = await units.get(turn.tx, owed.unit_id)
    stream = next((each for each in charter.reports if each.key == owed.stream), None)
    named = stream.title.localised(turn.locale) if stream and stream.title else owed.stream
    return OwedLine(
        title=owed.title or named,
        period=owed.period,
        unit="" if unit is None else unit.name,
        task_force=await which.name_if_several(turn, owed.task_force_id),
        due=local(owed.due_at, charter.body.timezone),
        late=owed.due_at < turn.now,
        state=owed.state,
    )


async def places_of(turn: Turn, person: Person) -> tuple[PlaceLine, ...]:
    """The person's places, as a message names them in the language of whoever reads it."""
    return tuple([await place_line(turn, membership, turn.locale) for membership in person.memberships])


async def place_line(turn: Turn, membership: Membership, locale: str) -> PlaceLine:
    """One place, as a message names it."""
    charter = await turn.charter(membership.task_force_id)
    return PlaceLine(
        task_force=await which.name_of(turn, membership.task_force_id),
        role=charter.titles.of(membership.role, locale),
        unit=await unit_name(turn, membership.unit_id),
    )


async def handover_rows(turn: Turn, places: Sequence[Membership]) -> Keyboard:
    """A button for each of the own places to hand over; it says which where there are several."""
    from handlers.members import GiveLink  # it leads here

    if len(places) == 1:
        return ((Button(Label("members.hand_over"), data=GiveLink(places[0].id).pack()),),)
    rows: list[tuple[Button, ...]] = []
    for place in places:
        line = await place_line(turn, place, turn.locale)
        words = Label("members.hand_over_of", {"place": ", ".join(filter(None, (line.role, line.unit)))})
        rows.append((Button(words, data=GiveLink(place.id).pack()),))
    return tuple(rows)


async def unit_name(turn: Turn, unit_id: int | None) -> str:
    """The unit's name; "" for none."""
    unit = None if unit_id is None else await units.get(turn.tx, unit_id)
    return "" if unit is None else unit.name


async def _steps(turn: Turn, person: Person) -> tuple[Step, ...]:
    """What the secretary still has to prepare; nothing once all is there."""
    steps: list[Step] = []
    for task_force_id in person.task_force_ids:
        if Role.SECRETARY not in person.roles_in(task_force_id):
            continue
        living = await memberships.living(turn.tx, task_force_id)
        members = [m for m in living if m.role != Role.SECRETARY]
        body = await which.name_if_several(turn, task_force_id)
        checklist = (
            Step("roster", bool(await units.of_task_force(turn.tx, task_force_id)), body),
            Step("members", any(m.state == "active" for m in members), body),
            Step("plan", bool(await tasks.of_task_force(turn.tx, task_force_id)), body),
            Step("channel", bool(await channels.bound_to(turn.tx, task_force_id)), body),
        )
        if not all(step.done for step in checklist):
            steps += checklist
    return tuple(steps)
