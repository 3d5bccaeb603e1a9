"""The invitation: a card for each invitee that edits itself, the calendar entry, the files."""

from collections.abc import Sequence
from typing import Literal

from handlers.turn import Turn
from messages.documents.model import CalendarEntry
from messages.render import local
from storage.invitees import Invitee
from storage.meetings import Meeting


async def send(turn: Turn, meeting: Meeting, invited: Sequence[Invitee]) -> None:
    """The card, the calendar entry and the files to each of the invited, once for each time they were invited."""


async def refresh(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """Show the invitee's card as it is now, where it stands."""


async def refresh_all(turn: Turn, meeting: Meeting) -> None:
    """After a change or a cancellation: every card says what holds now."""


async def calendar_entry(
    turn: Turn, meeting: Meeting, locale: str, method: Literal["REQUEST", "CANCEL"] = "REQUEST"
) -> CalendarEntry:
    """The meeting for a phone's calendar, in the words of that language."""
    body = (await turn.charter(meeting.task_force_id)).body
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        summary=meeting.subject,
        starts_at=local(meeting.begin, body.timezone),
        stamp=local(turn.now, body.timezone),
        method=method,
        zone=body.timezone,
    )
