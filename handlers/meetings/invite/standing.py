"""Where an invitation stands: whether it can be answered, whose it is, and its absence as people read it."""

from collections.abc import Mapping
from datetime import datetime

from handlers.meetings import rights
from handlers.meetings.hall.hall_taps import TypeCode
from handlers.turn import Turn
from messages.contexts.invitations import AbsenceShown, AbsentState, InvitationMovedDown, Phase
from messages.model import Button, Keyboard, Label, Message
from storage import memberships, outbox, people
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Person
from taskforce import absences as rules
from taskforce.absences import AbsenceState
from taskforce.charter.meetings import Meeting as Series
from taskforce.roles import Role
from taskforce.vietnamese import show_phone


def phase(meeting: Meeting, now: datetime) -> Phase:
    """Where the meeting stands for those invited; answers are taken while it is "open"."""
    if meeting.state in ("cancelled", "dropped"):
        return "cancelled"
    if meeting.state == "held" or meeting.closed_at is not None:
        return "held"
    if meeting.state == "draft":
        return "draft"
    return "begun" if meeting.begin <= now else "open"


def check_in_rows(meeting: Meeting) -> Keyboard:
    """The button that checks in, while check-in is open: also for whoever was asked, or changed their mind, since."""
    if meeting.state != "called" or meeting.opened_at is None:
        return ()
    return ((Button(Label("attendance.check_in"), data=TypeCode(meeting.id).pack(), style="primary"),),)


def is_own(turn: Turn, invitee: Invitee) -> bool:
    """Whether the invitation is that of whoever is there."""
    if invitee.is_guest:
        return turn.incoming is not None and invitee.chat_id == turn.incoming.sender_id
    return turn.person is not None and invitee.living and invitee.person_id == turn.person.id


def may_send(series: Series) -> bool:
    """Whether the charter lets somebody be sent instead; where it says nothing, it is not forbidden."""
    return series.absence.substitute is not False


# Whose consent


async def deciders(turn: Turn, meeting: Meeting, series: Series) -> list[Person]:
    """Who agrees to absences from this meeting, whether the bot can reach them or not; nobody where none is needed."""
    who = rules.decided_by(series.absence)
    if who is None:
        return []
    if who != "chair":
        return await people.with_roles(turn.tx, meeting.task_force_id, [who])
    place = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    person = None if place is None or place.person_id is None else await people.by_id(turn.tx, place.person_id)
    return [] if person is None else [person]


async def decides_alone(turn: Turn, meeting: Meeting, series: Series, invitee: Invitee) -> bool:
    """Whether the absent one is the very person who would have to agree: then nobody is asked."""
    if rules.decided_by(series.absence) == "chair":
        return invitee.membership_id is not None and invitee.membership_id == meeting.chair_id
    return [person.id for person in await deciders(turn, meeting, series)] == [invitee.person_id]


async def needs(turn: Turn, meeting: Meeting, invitee: Invitee, locale: str) -> str:
    """Whose consent this absence takes: "" nobody's, "chair", or the title of the role."""
    series = await rights.series_of(turn, meeting)
    who = rules.decided_by(series.absence)
    if who is None or await decides_alone(turn, meeting, series, invitee):
        return ""
    if who == "chair":
        return "chair"
    return (await turn.charter(meeting.task_force_id)).titles.of(who, locale)


# As people read it


_STATES: Mapping[AbsenceState, AbsentState] = {
    AbsenceState.OPINION_MISSING: "opinion-missing",
    AbsenceState.WAITING: "waiting-for-consent",
    AbsenceState.NOTIFIED: "notified",
    AbsenceState.GRANTED: "granted",
    AbsenceState.REFUSED: "refused",
}


async def shown(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> AbsenceShown:
    """The absence as a message says it."""
    series = await rights.series_of(turn, meeting)
    decider = None if absence.decided_by is None else await people.by_id(turn.tx, absence.decided_by)
    own_say = decider is not None and decider.id == invitee.person_id
    named = decider is not None and not own_say
    return AbsenceShown(
        state=_STATES[rules.state(series.absence, absence.request)],
        reason=absence.reason,
        substitute=absence.substitute_name,
        substitute_title=absence.substitute_title,
        substitute_phone=show_phone(absence.substitute_phone) if absence.substitute_phone else "",
        registered=absence.substitute_id is not None,
        says=absence.substitute_says,
        opinion=absence.opinion,
        opinion_file="" if absence.opinion_file is None else absence.opinion_file["name"],
        decided_by=decider.full_name if decider is not None and named else "",
        oral=decider is not None and named and await _noted(turn, meeting, series, decider),
        decision_reason=absence.decision_reason,
        own_say=own_say,
    )


async def _noted(turn: Turn, meeting: Meeting, series: Series, by: Person) -> bool:
    """Whether a secretary wrote down what somebody else decided."""
    if Role.SECRETARY not in by.roles_in(meeting.task_force_id):
        return False
    return all(person.id != by.id for person in await deciders(turn, meeting, series))


# Cards


async def present(turn: Turn, handle: str, message: Message, keyboard: Keyboard = ()) -> None:
    """Show a card: in place after a tap on it; else at the end of the chat, and then the old one becomes a line."""
    standing = await outbox.card(turn.tx, turn.chat_id, handle)
    tapped = turn.incoming is not None and turn.incoming.tap is not None and turn.incoming.message_id == standing
    await turn.card(handle, message, keyboard)
    if standing is not None and not tapped:
        await turn.rewrite(turn.chat_id, standing, InvitationMovedDown(), locale=turn.locale)


async def refresh(
    turn: Turn, chat_id: int | None, handle: str, message: Message, keyboard: Keyboard, locale: str
) -> None:
    """Show the card as it is now where it stands; nothing where it never stood."""
    if chat_id is not None and await outbox.will_stand(turn.tx, chat_id, handle):
        await turn.show(chat_id, handle, message, keyboard, locale=locale)


# Whom it concerns


async def title_of(turn: Turn, meeting: Meeting, invitee: Invitee, locale: str) -> str:
    """As what the invitee was invited: own title or the role's, and the unit."""
    titles = (await turn.charter(meeting.task_force_id)).titles
    title = invitee.title if invitee.title or invitee.is_guest else titles.of(invitee.role, locale)
    return ", ".join(filter(None, (title, invitee.unit_name)))


async def concerned(turn: Turn, invitee: Invitee) -> list[tuple[Person, str]]:
    """Who hears what becomes of an answer: the invitee (""), and who entered it for them (with the invitee's name)."""
    found: list[tuple[Person, str]] = []
    member = None if invitee.person_id is None else await people.by_id(turn.tx, invitee.person_id)
    if member is not None:
        found.append((member, ""))
    by = None if invitee.answered_by is None else await people.by_id(turn.tx, invitee.answered_by)
    if by is not None and by.id != invitee.person_id:
        found.append((by, invitee.full_name))
    return found


async def renew(
    turn: Turn, to: Person, handle: str, message: Message, keyboard: Keyboard = (), *, dedupe_key: str
) -> bool:
    """Send a card anew, so that it is noticed; the one that stands becomes a line. False when it was sent before."""
    if to.telegram_id is None:
        return False
    before = await outbox.card(turn.tx, to.telegram_id, handle)
    sent = await turn.notify(to, message, keyboard, dedupe_key=dedupe_key, handle=handle)
    if sent and before is not None:
        await turn.rewrite(to.telegram_id, before, InvitationMovedDown(), locale=to.locale)
    return sent
