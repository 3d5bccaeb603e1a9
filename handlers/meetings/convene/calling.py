"""A draft becomes a meeting: sent by who may convene, submitted to them, or asked for by several together."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from handlers import conversations, people_pool
from handlers.invites import StartInvite
from handlers.meetings import by_mail, rights, telling
from handlers.meetings.convene import asking, audience, desk, drafting, letters, picking, timing
from handlers.meetings.convene.desk_taps import CallNow, RemindConvener, ReturnDraft
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations
from handlers.meetings.taps import Manage, OpenDesk, SeeLive
from handlers.turn import NotAllowed, Turn
from messages.contexts.convening import (
    ConveneBacked,
    ConveneCalled,
    ConveneNobody,
    ConveneSubmitted,
)
from messages.model import Button, Keyboard, Label
from storage import invitees, meetings, memberships, outbox, people, sessions
from storage.meetings import Meeting
from storage.people import Person
from taskforce.audience import BODY
from taskforce.roles import LEADERS, Action, Role

_PAUSE = timedelta(hours=2)
"""So long nobody is reminded again of a draft that waits for them."""


async def call_now(turn: Turn, tap: CallNow) -> None:
    """The first button of the desk: call it, or do for it what this person may."""
    meeting, person = await rights.need_meeting(turn, tap.meeting), turn.person
    assert person is not None  # noqa: S101 - nobody else gets here
    runs = await rights.may_run(turn, meeting)
    if not runs and not await desk.may_back(turn, meeting, person):
        raise NotAllowed(f"call meeting {meeting.id}")
    if meeting.state != "draft":
        await drafting.say_over(turn, meeting)
        return
    if tap.revision != meeting.revision:
        await turn.toast(Label("convening.changed"), alert=True)
        await _show_again(turn, meeting, person, runs=runs)
        return
    if not await _is_ready(turn, meeting, runs=runs):
        return
    if await desk.may_back(turn, meeting, person):
        await meetings.back(turn.tx, meeting.id, person.id, turn.now)
    if await rights.may_call(turn, meeting):
        await call(turn, meeting)
    elif await desk.may_back(turn, meeting, person):
        await _ask_the_others(turn, meeting, person)
    else:
        await _submit(turn, meeting, person)


async def _show_again(turn: Turn, meeting: Meeting, person: Person, *, runs: bool) -> None:
    """The draft as it is now; somebody who only asks for it with others gets no button to edit it."""
    if runs:
        await desk.show(turn, meeting)
        return
    message = await desk.card(turn, meeting, person, "review")
    await turn.card(drafting.card_of(meeting.id), message, _back_row(meeting))


async def _is_ready(turn: Turn, meeting: Meeting, *, runs: bool) -> bool:
    """Whether nothing is missing; what is, is asked for."""
    missing = await _missing_part(turn, meeting)
    if not missing:
        return True
    await turn.toast(Label(f"convening.needs_{missing}"), alert=not runs)
    if runs and missing == "nobody":
        await picking.show(turn, meeting)
    elif runs:
        await asking.show(turn, meeting, missing)
    return False


async def _missing_part(turn: Turn, meeting: Meeting) -> str:
    """What the meeting cannot be called without, "" for nothing."""
    if not meeting.subject:
        return "subject"
    if meeting.starts_at is None or meeting.starts_at <= turn.now:
        return "time"
    if not (meeting.place or meeting.link):
        return "place"
    wanted = {m.id for m in await audience.resolve(turn, meeting)}
    if meeting.chair_id not in wanted:  # who chairs is always among them, unless they have left
        return "chair"
    if wanted == {meeting.chair_id} and not await audience.guest_lines(turn, meeting):
        return "nobody"
    return "reason" if not meeting.late_reason and await timing.late(turn, meeting) else ""


# Calling it


async def call(turn: Turn, meeting: Meeting) -> None:
    """Fix who is invited, call the meeting, and send the invitations; whoever is there is noted as who called it."""
    person = turn.person
    assert person is not None  # noqa: S101 - the caller knows them
    reason = meeting.late_reason if await timing.late(turn, meeting) else ""
    wanted = await audience.resolve(turn, meeting)
    meeting = await meetings.change(
        turn.tx, meeting.id, state="called", called_by=person.id, called_at=turn.now, late_reason=reason
    )
    await drafting.note(turn, meeting, "called")
    for place in wanted:
        await invitees.add_member(turn.tx, meeting.id, place.id, turn.now)
    await _chairs_it(turn, meeting, person)
    invited = await invitees.of_meeting(turn.tx, meeting.id)
    session = await drafting.end(turn, meeting.id)
    await _show_called(turn, meeting)
    await invitations.send(turn, meeting, invited)
    await by_mail.invited(turn, meeting, invited)
    await live.open_for_office(turn, meeting)
    secretaries = await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])
    for reader in {one.id: one for one in (person, *secretaries)}.values():
        await letters.send(turn, meeting, reader, draft=False)
    await _close_other_desks(turn, meeting)
    if session is not None:
        await conversations.offer_waiting(turn, turn.chat_id)


async def _chairs_it(turn: Turn, meeting: Meeting, person: Person) -> None:
    """Whoever calls a meeting that they chair themselves is not asked whether they come."""
    own = await invitees.of_person(turn.tx, meeting.id, person.id)
    if own is not None and own.membership_id == meeting.chair_id:
        await invitees.answer(turn.tx, own.id, "attending", person.id, turn.now)


async def _show_called(turn: Turn, meeting: Meeting) -> None:
    """To who called it: how many are told, and who has to be told in another way."""
    places = {place.membership.id: place for place in await audience.places(turn, meeting)}
    invited = await invitees.of_meeting(turn.tx, meeting.id)
    members = [places[one.membership_id] for one in invited if one.membership_id in places]
    away = [place for place in members if people_pool.why_unreachable(place)]
    message = ConveneCalled(
        facts=await telling.facts(turn, meeting, turn.locale),
        invited=len(members),
        guests=sum(one.is_guest for one in invited),
        away=await picking.preview_lines(turn, meeting, away),
        late_reason=meeting.late_reason,
    )
    rows = (
        (Button(Label("convening.see_live"), data=SeeLive(meeting.id).pack(), style="primary"),),
        (Button(Label("convening.manage"), data=Manage(meeting.id).pack()),),
    )
    await turn.card(drafting.card_of(meeting.id), message, rows)


async def _close_other_desks(turn: Turn, meeting: Meeting) -> None:
    """Wherever else the draft is open: it is called, nothing more is asked."""
    for row in await sessions.about(turn.tx, drafting.KIND, drafting.subject_of(meeting.id)):
        await sessions.end(turn.tx, row.id)
    handle = drafting.card_of(meeting.id)
    message = await drafting.over(turn, meeting)
    for chat in await outbox.chats_of_card(turn.tx, handle):
        reader = await people.by_telegram_id(turn.tx, chat)
        if chat != turn.chat_id and reader is not None and meeting.task_force_id in reader.task_force_ids:
            await turn.show(chat, handle, message, drafting.over_rows(meeting), locale=reader.locale)


# Submitting it


async def _submit(turn: Turn, meeting: Meeting, person: Person) -> None:
    """Put the draft before those who may convene; say so where none of them has joined."""
    to = await _deciders(turn, meeting, person)
    if not to:
        await _say_nobody(turn, meeting)
        return
    await meetings.mark_stage(turn.tx, meeting.id, desk.submitted(meeting), turn.now)
    await drafting.note(turn, meeting, "submitted")
    for one in to:
        await _put_before(turn, meeting, one)
    session = await drafting.end(turn, meeting.id)
    away = tuple(one.full_name for one in to if one.unreachable_since is not None)
    message = ConveneSubmitted(meeting.subject, tuple(one.full_name for one in to), away)
    look = (Button(Label("convening.look"), data=OpenDesk(meeting.id).pack()),)
    await turn.card(drafting.card_of(meeting.id), message, (look, desk.remind_row(meeting)))
    if session is not None:
        await conversations.offer_waiting(turn, turn.chat_id)


async def _deciders(turn: Turn, meeting: Meeting, person: Person) -> Sequence[Person]:
    """Whom the draft of this person is put before."""
    ways = (await rights.series_of(turn, meeting)).convened_by
    alone = not ways or any(way.role is not None for way in ways)
    asked = await rights.conveners(turn, meeting) if alone else await _joint(turn, meeting)
    return [one for one in asked if one.telegram_id is not None and one.id != person.id]


async def remind(turn: Turn, tap: RemindConvener) -> None:
    """The draft is put once more before those who decide, who joined meanwhile among them; not at every tap."""
    meeting, person = await drafting.need_draft(turn, tap.meeting), turn.person
    if meeting is None or person is None:
        return
    if not await desk.is_submitted(turn, meeting):
        await desk.show(turn, meeting)
        return
    done = [await meetings.last_stage(turn.tx, meeting.id, name) for name in (desk.submitted(meeting), "reminded:")]
    left = max(one[1] for one in done if one is not None) + _PAUSE - turn.now
    if left > timedelta():
        minutes = str(ceil(left.total_seconds() / 60))
        await turn.toast(Label("convening.reminded_lately", {"minutes": minutes}), alert=True)
        return
    await meetings.mark_stage(turn.tx, meeting.id, f"reminded:{turn.now:%Y%m%d%H%M}", turn.now)
    to = await _deciders(turn, meeting, person)
    for one in to:
        await _put_before(turn, meeting, one, f":{turn.now:%Y%m%d%H%M}")
    await turn.toast(Label("convening.reminded", {"count": str(len(to))}))


async def _put_before(turn: Turn, meeting: Meeting, reader: Person, again: str = "") -> None:
    """The whole draft to who decides, with one button to send it and one to give it back."""
    go = CallNow(meeting.id, meeting.revision).pack()
    rows: Keyboard = (
        (Button(Label("convening.approve"), data=go, style="success"),),
        (
            Button(Label("convening.return_draft"), data=ReturnDraft(meeting.id).pack(), style="danger"),
            Button(Label("convening.edit"), data=OpenDesk(meeting.id).pack()),
        ),
    )
    if not await rights.may_call(turn, meeting, reader):
        rows = _back_row(meeting)
    message = await desk.card(turn, meeting, reader, "review")
    key = f"convene:{meeting.id}:{meeting.revision}{again}"
    await turn.notify(reader, message, rows, dedupe_key=key, handle=drafting.card_of(meeting.id))


def _back_row(meeting: Meeting) -> Keyboard:
    go = CallNow(meeting.id, meeting.revision).pack()
    return ((Button(Label("convening.back_it"), data=go, style="success"),),)


async def _say_nobody(turn: Turn, meeting: Meeting) -> None:
    """Nobody who may convene is in the bot: who they are, and how they come in."""
    charter, series = await turn.charter(meeting.task_force_id), await rights.series_of(turn, meeting)
    roles = {way.role for way in series.convened_by if way.role} | {
        r for way in series.convened_by for r in way.together
    }
    roles = roles or {Role.LEADER}
    named = [m.full_name for m in await memberships.living(turn.tx, meeting.task_force_id) if m.role in roles]
    may_invite = turn.may(Action.INVITE, meeting.task_force_id)
    rows: list[tuple[Button, ...]] = []
    if may_invite:
        invite = StartInvite(meeting.task_force_id).pack()
        rows.append((Button(Label("convening.invite"), data=invite, style="primary"),))
    rows.append((drafting.back_to(meeting),))
    titles = tuple(charter.titles.of(role, turn.locale) for role in Role if role in roles)
    message = ConveneNobody(meeting.subject, titles, tuple(named), may_invite)
    await turn.card(drafting.card_of(meeting.id), message, tuple(rows))


# Several together


async def _joint(turn: Turn, meeting: Meeting) -> list[Person]:
    """Those whose asking for it counts together, and who have not yet."""
    series = await rights.series_of(turn, meeting)
    roles = {role for way in series.convened_by for role in way.together}
    if any(way.share is not None for way in series.convened_by):
        roles |= BODY
    if any(way.any_member for way in series.convened_by):
        roles |= LEADERS
    there = await meetings.backers(turn.tx, meeting.id)
    found = await people.with_roles(turn.tx, meeting.task_force_id, sorted(roles)) if roles else []
    return [one for one in found if one.id not in there and one.telegram_id is not None]


async def _ask_the_others(turn: Turn, meeting: Meeting, person: Person) -> None:
    """This one asked for it; the others are asked to, and it is said how many still must."""
    for one in await _joint(turn, meeting):
        if one.id != person.id:
            await _put_before(turn, meeting, one)
    session = await drafting.end(turn, meeting.id)
    missing, roles = await _missing(turn, meeting)
    runs = await rights.may_run(turn, meeting)
    look = ((Button(Label("convening.look"), data=OpenDesk(meeting.id).pack()),),) if runs else ()
    await turn.card(drafting.card_of(meeting.id), ConveneBacked(meeting.subject, missing, roles), look)
    if session is not None:
        await conversations.offer_waiting(turn, turn.chat_id)


async def _missing(turn: Turn, meeting: Meeting) -> tuple[int, tuple[str, ...]]:
    """How many members, or which offices, still have to ask for it."""
    charter, series = await turn.charter(meeting.task_force_id), await rights.series_of(turn, meeting)
    backing = [await turn.person_by_id(one) for one in await meetings.backers(turn.tx, meeting.id)]
    agreeing = {role for one in backing for role in one.roles_in(meeting.task_force_id)}
    asking = sum(bool(one.roles_in(meeting.task_force_id) & BODY) for one in backing)
    members = len(await people.with_roles(turn.tx, meeting.task_force_id, sorted(BODY)))
    counts = [max(ceil(way.share * members) - asking, 0) for way in series.convened_by if way.share is not None]
    offices = [role for way in series.convened_by for role in way.together if role not in agreeing]
    titles = tuple(charter.titles.of(role, turn.locale) for role in dict.fromkeys(offices))
    return min(counts, default=0), titles
