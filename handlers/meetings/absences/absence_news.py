"""Who hears of an absence: those whom the charter names, and everybody concerned when somebody comes after all."""

from handlers.meetings import rights, telling
from handlers.meetings.absences import consent, standing_in
from handlers.meetings.invite import standing
from handlers.meetings.taps import Manage, SeeLive
from handlers.turn import Turn
from messages.contexts.absence import AbsenceNoted, ChairAbsent, GuestGone
from messages.model import Button, Label
from storage import absences, memberships, outbox, people
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Person
from taskforce.roles import Role


async def tell(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """An absence was told: those whom the charter names hear of it, and the secretaries where the chair is away."""
    series = await rights.series_of(turn, meeting)
    asked = {person.id for person in await standing.deciders(turn, meeting, series)}
    shown = await standing.shown(turn, meeting, invitee, absence)
    key = f"absence-told:{invitee.id}:{absence.version}"
    chairless = invitee.membership_id is not None and invitee.membership_id == meeting.chair_id
    for person in await _named(turn, meeting, invitee):
        if person.id not in asked or chairless:
            facts = await telling.facts(turn, meeting, person.locale, person.id)
            title = await standing.title_of(turn, meeting, invitee, person.locale)
            needs = await standing.needs(turn, meeting, invitee, person.locale)
            message = AbsenceNoted(facts, invitee.full_name, title, shown, needs)
            await turn.notify(person, message, dedupe_key=key, handle=_told(invitee))
    if chairless:
        change = ((Button(Label("absence.other_chair"), data=Manage(meeting.id).pack(), style="primary"),),)
        for person in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY]):
            if person.id != invitee.person_id:
                facts = await telling.facts(turn, meeting, person.locale, person.id)
                away = ChairAbsent(facts, invitee.full_name, shown)
                await turn.notify(person, away, change, dedupe_key=f"chair-absent:{invitee.id}:{absence.version}")


def _told(invitee: Invitee) -> str:
    return f"absence-told:{invitee.id}"


async def decided(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """What those told of the absence read follows the decision, where it stands."""
    absence = await absences.of_invitee(turn.tx, invitee.id)
    if absence is None:
        return
    shown = await standing.shown(turn, meeting, invitee, absence)
    for person in await _named(turn, meeting, invitee):
        chat = person.telegram_id
        if chat is not None and await outbox.will_stand(turn.tx, chat, _told(invitee)):
            facts = await telling.facts(turn, meeting, person.locale, person.id)
            title = await standing.title_of(turn, meeting, invitee, person.locale)
            needs = await standing.needs(turn, meeting, invitee, person.locale)
            message = AbsenceNoted(facts, invitee.full_name, title, shown, needs)
            await turn.show(chat, _told(invitee), message, locale=person.locale)


async def _named(turn: Turn, meeting: Meeting, invitee: Invitee) -> list[Person]:
    """Those whom the charter has told of absences, each once; never the absent one, nor who entered it."""
    series = await rights.series_of(turn, meeting)
    found: dict[int, Person] = {}
    for who in series.absence.notify:
        if who != "chair":
            found |= {one.id: one for one in await people.with_roles(turn.tx, meeting.task_force_id, [who])}
        elif meeting.chair_id is not None:
            place = await memberships.get(turn.tx, meeting.chair_id)
            chair = None if place is None or place.person_id is None else await people.by_id(turn.tx, place.person_id)
            found |= {} if chair is None else {chair.id: chair}
    left_out = (invitee.person_id, invitee.answered_by)
    return [person for person in found.values() if person.id not in left_out]


async def withdraw(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """They come after all: nothing of the absence holds, and everybody who heard of it hears that."""
    absence = await absences.of_invitee(turn.tx, invitee.id)
    if absence is None:
        return
    await absences.withdraw(turn.tx, invitee.id)
    await standing_in.release(turn, meeting, invitee, absence)
    await consent.refresh(turn, meeting, invitee)
    series = await rights.series_of(turn, meeting)
    heard = {one.id: one for one in await _named(turn, meeting, invitee)}
    heard |= {one.id: one for one in await standing.deciders(turn, meeting, series)}
    for person in heard.values():
        if person.id in (invitee.person_id, None if turn.person is None else turn.person.id):
            continue
        facts = await telling.facts(turn, meeting, person.locale, person.id)
        title = await standing.title_of(turn, meeting, invitee, person.locale)
        message = AbsenceNoted(facts, invitee.full_name, title, None, "")
        await turn.notify(person, message, dedupe_key=f"absence-withdrawn:{invitee.id}:{absence.version}")


async def guest_gone(turn: Turn, meeting: Meeting, guest: Invitee, *, forgotten: bool = False) -> None:
    """A guest does not come after all (``forgotten``: had what is kept about them erased): the office hears it."""
    key = f"guest-gone:{guest.id}:{turn.now:%Y%m%d%H%M%S}"
    see = ((Button(Label("meeting_times.live"), data=SeeLive(meeting.id).pack()),),)
    for person in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY]):
        if turn.person is None or person.id != turn.person.id:
            facts = await telling.facts(turn, meeting, person.locale, person.id)
            message = GuestGone(facts, guest.full_name, guest.title, forgotten)
            await turn.notify(person, message, see, dedupe_key=key)


async def dropped(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """The invitee's place was taken over: what they had said of an absence goes with them."""
    absence = await absences.of_invitee(turn.tx, invitee.id)
    if absence is not None:
        await absences.withdraw(turn.tx, invitee.id)
        await standing_in.release(turn, meeting, invitee, absence)
        await consent.refresh(turn, meeting, invitee)
