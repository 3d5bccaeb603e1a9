"""One meeting as a member reads it: what, when, where, the own answer, what was decided."""

from collections.abc import Sequence

from handlers.callbacks import Tap
from handlers.meetings import rights, telling
from handlers.meetings.before.reminding import answer_buttons
from handlers.meetings.conclude.conclusion_taps import SeeConclusions
from handlers.meetings.invite import invitations, standing
from handlers.meetings.taps import Conclude, GetCalendarFile, GetPapers, Manage, OpenDesk, SeeLive, SeeMeeting
from handlers.turn import NotAllowed, Turn
from messages.contexts.meeting_list import (
    Decided,
    MeetingView,
)
from messages.model import Button, Keyboard, Label
from storage import absences, agenda, invitees, notices, units
from storage.invitees import Invitee
from storage.meetings import Meeting

CARD = "meetings"
"""The card of the list, and of a meeting that was picked from it."""


class ListMeetings(Tap, frozen=True):
    """The list of meetings; ``page`` of what was held."""

    prefix = "mgl"
    page: int


async def see(turn: Turn, tap: SeeMeeting) -> None:
    """One meeting as a member reads it; who was asked and can still answer finds the answers under it."""
    meeting = await rights.need_meeting(turn, tap.meeting)
    runs = await rights.may_run(turn, meeting)
    if turn.person is None or not (runs or await rights.may_see(turn, meeting)):
        raise NotAllowed(f"see meeting {tap.meeting}")
    if meeting.state in ("draft", "dropped") and not runs:
        raise NotAllowed(f"see draft {tap.meeting}")
    own = await invitees.of_person(turn.tx, meeting.id, turn.person.id)
    await turn.card(CARD, await _view(turn, meeting, own), await _view_rows(turn, meeting, own, runs=runs))


async def _view(turn: Turn, meeting: Meeting, own: Invitee | None) -> MeetingView:
    absence = None if own is None else await absences.of_invitee(turn.tx, own.id)
    points = await invitations.agenda_points(turn, meeting, None if own is None else own.unit_id)
    return MeetingView(
        meeting=await telling.facts(turn, meeting, turn.locale),
        phase=standing.phase(meeting, turn.now),
        answer=None if own is None else own.answer,
        substitute="" if absence is None else absence.substitute_name,
        agenda=tuple((point.title, point.unit) for point in points),
        papers=len(await agenda.papers(turn.tx, meeting.id)),
        reason=meeting.change_reason,
        decided=await _decided(turn, meeting),
    )


async def _decided(turn: Turn, meeting: Meeting) -> tuple[Decided, ...] | None:
    notice = await notices.get(turn.tx, meeting.id)
    if not notice.version:
        return None
    ids = [lead for one in notice.sent.conclusions for lead in one.leads]
    known = await units.by_ids(turn.tx, ids) if ids else {}

    def names(leads: Sequence[int]) -> str:
        return ", ".join(known[lead].short_name or known[lead].name for lead in leads if lead in known)

    return tuple(Decided(one.text, names(one.leads), one.due_on) for one in notice.sent.conclusions)


async def _view_rows(turn: Turn, meeting: Meeting, own: Invitee | None, *, runs: bool) -> Keyboard:
    phase = standing.phase(meeting, turn.now)
    rows: list[tuple[Button, ...]] = []
    if own is not None:
        rows += standing.check_in_rows(meeting)
    if phase == "open" and own is not None:
        rows += answer_buttons(await rights.series_of(turn, meeting), meeting, own, papers=False)
    if meeting.state in ("called", "held"):
        rows.append(await _file_row(turn, meeting))
    if (await notices.get(turn.tx, meeting.id)).version:
        rows.append((_button("conclusions", SeeConclusions(meeting.id)),))
    if runs:
        rows += _office_rows(meeting, phase)
    rows.append((_button("back", ListMeetings(0)),))
    return tuple(row for row in rows if row)


async def _file_row(turn: Turn, meeting: Meeting) -> tuple[Button, ...]:
    papers = len(await agenda.papers(turn.tx, meeting.id))
    found = (
        [Button(Label("meeting_list.papers", {"count": papers}), data=GetPapers(meeting.id).pack())] if papers else []
    )
    if meeting.state == "called":
        found.append(_button("calendar", GetCalendarFile(meeting.id)))
    return tuple(found)


def _office_rows(meeting: Meeting, phase: str) -> list[tuple[Button, ...]]:
    if phase == "draft":
        return [(_button("desk", OpenDesk(meeting.id)),)] if meeting.state == "draft" else []
    if phase == "cancelled":
        return []
    row = [_button("live", SeeLive(meeting.id))]
    row.append(_button("manage", Manage(meeting.id)) if phase == "open" else _button("conclude", Conclude(meeting.id)))
    return [tuple(row)]


def _button(words: str, tap: Tap) -> Button:
    return Button(Label(f"meeting_list.{words}"), data=tap.pack())
