"""Who hears about a meeting, and what every message about it says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers import which
from handlers.meetings import rights
from handlers.turn import Turn
from messages.contexts.meetings import MeetingFacts
from messages.model import Keyboard, Message
from messages.render import local
from storage import absences, invitees, memberships, people
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.outbox import Priority


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who hears about a meeting: an invitee, or (``stands_in``) the colleague who comes in their place."""

    invitee: Invitee
    chat_id: int
    locale: str
    person_id: int | None
    stands_in: bool = False

    @property
    def key(self) -> str:
        """For dedupe keys: each recipient's own."""
        return f"i{self.invitee.id}s" if self.stands_in else f"i{self.invitee.id}"


async def recipients(turn: Turn, invited: Sequence[Invitee], *, substitutes: bool = True) -> list[Recipient]:
    """Those of the invited who can be written to, and the registered colleagues who said they come in their place."""
    found = [
        Recipient(one, one.chat_id, one.locale, one.person_id)
        for one in invited
        if one.living and one.chat_id is not None
    ]
    if substitutes and invited:
        away = await absences.of_meeting(turn.tx, invited[0].meeting_id)
        for one in invited:
            colleague = await stand_in(turn, one, away.get(one.id))
            if colleague is not None:
                found.append(colleague)
    return found


async def stand_in(turn: Turn, invitee: Invitee, absence: Absence | None) -> Recipient | None:
    """The registered colleague who stands in for the invitee (unless they declined), if one was named."""
    if absence is None or absence.substitute_id is None or absence.substitute_says == "declined":
        return None
    place = await memberships.get(turn.tx, absence.substitute_id)
    if place is None or place.state != "active" or place.person_id is None:
        return None
    person = await people.by_id(turn.tx, place.person_id)
    if person is None or person.telegram_id is None:
        return None
    return Recipient(invitee, person.telegram_id, person.locale, person.id, stands_in=True)


async def tell(
    turn: Turn,
    to: Recipient,
    message: Message,
    keyboard: Keyboard = (),
    *,
    dedupe_key: str | None = None,
    handle: str | None = None,
    priority: Priority = Priority.NOTICE,
    expires_in: timedelta | None = None,
) -> bool:
    """A message to one recipient in their language; False when ``dedupe_key`` was used for them before."""
    key = None if dedupe_key is None else f"{dedupe_key}:{to.key}"
    return await turn.send(
        to.chat_id, message, keyboard, locale=to.locale, handle=handle, dedupe_key=key, priority=priority,
        expires_in=expires_in,
    )  # fmt: skip


def invitation_handle(invitee: Invitee) -> str:
    """The name of an invitation card, to edit it where it stands."""
    return f"invitation:{invitee.id}"


async def facts(turn: Turn, meeting: Meeting, locale: str, person_id: int | None = None) -> MeetingFacts:
    """The meeting as a message in that language says it, read by that person (whoever is there, unless told)."""
    charter = await turn.charter(meeting.task_force_id)
    series = await rights.series_of(turn, meeting)
    zone = charter.body.timezone
    reader = turn.person if person_id is None else await people.by_id(turn.tx, person_id)
    several = reader is not None and len(reader.task_force_ids) > 1
    return MeetingFacts(
        kind=series.title.localised(locale) if series.title else series.key,
        subject=meeting.subject,
        starts=None if meeting.starts_at is None else local(meeting.starts_at, zone),
        unix=0 if meeting.starts_at is None else int(meeting.starts_at.timestamp()),
        ends=None if meeting.ends_at is None else local(meeting.ends_at, zone),
        place=meeting.place,
        link=meeting.link,
        chair=await chair_line(turn, meeting, locale),
        cite=series.cite,
        task_force=await which.name_of(turn, meeting.task_force_id, reader) if several else "",
    )


async def chair_line(turn: Turn, meeting: Meeting, locale: str) -> str:
    """Who chairs, with the title the charter gives their role; "" where nobody is named yet."""
    place = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    if place is None:
        return ""
    charter = await turn.charter(meeting.task_force_id)
    return f"{place.full_name}, {charter.titles.of(place.role, locale)}"


async def invited(turn: Turn, meeting: Meeting) -> list[Invitee]:
    """All who are invited to the meeting."""
    return await invitees.of_meeting(turn.tx, meeting.id)
