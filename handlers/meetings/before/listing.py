"""/lichhop: what is coming, what was decided, own answers; for the office drafts and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers import which
from handlers.meetings import rights
from handlers.meetings.before import due as due_meetings
from handlers.meetings.before.due import Due
from handlers.meetings.before.viewing import CARD, ListMeetings
from handlers.meetings.convene.desk_taps import SeeKinds
from handlers.meetings.taps import Convene, OpenDesk, SeeMeeting
from handlers.turn import Turn
from messages import formats
from messages.contexts.meeting_list import (
    ComingLine,
    DueLine,
    HeldLine,
    MeetingList,
    NoMeetings,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import invitees, meetings, notices
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Person
from taskforce import meeting_times as rules
from taskforce.roles import Action

HELD_PAGE = 5
_MOST_COMING = 10
_MOST_OFFICE = 4
_LATE_TO_CLOSE = timedelta(days=2)
"""A meeting that nobody closed is shown among those that are coming for so long after its beginning."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A called meeting and the reader's own invitation to it, if they have one."""

    meeting: Meeting
    own: Invitee | None

    @property
    def unanswered(self) -> bool:
        """Whether the reader was asked and has not answered."""
        return self.own is not None and not self.own.answer


# The list


async def command(turn: Turn) -> None:
    """/lichhop: the meetings of the task forces this person is in."""
    await show(turn, 0)


async def tapped(turn: Turn, tap: ListMeetings) -> None:
    """Another page, or back to the list."""
    await show(turn, tap.page)


async def show(turn: Turn, page: int) -> None:
    """The list, for all the task forces whose meetings this person may see."""
    person = turn.person
    bodies = [tf for tf in (person.task_force_ids if person else ()) if turn.may(Action.SEE_MEETINGS, tf)]
    if person is None or not bodies:
        await turn.reply(NoMeetings())
        return
    coming = (await coming_for(turn, person, bodies))[:_MOST_COMING]
    held = [m for tf in bodies for m in await meetings.in_state(turn.tx, ["held"], task_force_id=tf)]
    held.sort(key=lambda meeting: meeting.begin, reverse=True)
    pages = max(1, -(-len(held) // HELD_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = held[page * HELD_PAGE : (page + 1) * HELD_PAGE]
    waiting = await _due(turn, bodies)
    drafts = [m for tf in bodies for m in await meetings.in_state(turn.tx, ["draft"], task_force_id=tf)]
    drafts = [m for m in drafts if await rights.may_run(turn, m)][:_MOST_OFFICE]
    message = MeetingList(
        coming=tuple([await _coming_line(turn, one) for one in coming]),
        held=tuple([await _held_line(turn, meeting) for meeting in shown]),
        due=tuple([await _due_line(turn, one) for one in waiting]),
        drafts=tuple([await title_of(turn, meeting) for meeting in drafts]),
        page=page + 1,
        pages=pages,
    )
    rows = (
        *[await _meeting_row(turn, one) for one in coming],
        *[await _held_row(turn, meeting) for meeting in shown],
        *_page_row(page, pages),
        *[await _draft_row(turn, meeting) for meeting in drafts],
        *[_due_row(one, turn.locale) for one in waiting if one.draft is None],
        *await _convene_rows(turn, bodies),
    )
    await turn.card(CARD, message, rows)


async def coming_for(turn: Turn, person: Person, bodies: Sequence[int]) -> list[Coming]:
    """The called meetings of those task forces, soonest first, with the person's own invitations."""
    called = [m for tf in bodies for m in await meetings.in_state(turn.tx, ["called"], task_force_id=tf)]
    live = [m for m in called if m.starts_at is not None and m.starts_at > turn.now - _LATE_TO_CLOSE]
    found = [Coming(m, await invitees.of_person(turn.tx, m.id, person.id)) for m in live]
    return sorted(found, key=lambda one: (one.meeting.begin, one.meeting.id))


async def _due(turn: Turn, bodies: Sequence[int]) -> list[Due]:
    """What those series call for that this person may prepare, once it is time to plan it."""
    found: list[Due] = []
    for task_force_id in bodies:
        mine = {series.key for series in await rights.preparable(turn, task_force_id)}
        waiting = await due_meetings.uncalled(turn, task_force_id) if mine else []
        found += [w for w in waiting if w.series.key in mine and w.begun(turn.now) and w.last >= turn.now]
    return found[:_MOST_OFFICE]


async def title_of(turn: Turn, meeting: Meeting) -> str:
    """The meeting's subject, or what the charter calls its kind."""
    return meeting.subject or due_meetings.kind_of(await rights.series_of(turn, meeting), turn.locale)


async def _here(turn: Turn, meeting: Meeting) -> str:
    return (await turn.charter(meeting.task_force_id)).body.timezone


async def _coming_line(turn: Turn, one: Coming) -> ComingLine:
    return ComingLine(
        title=await title_of(turn, one.meeting),
        starts=local(one.meeting.begin, await _here(turn, one.meeting)),
        place=one.meeting.place,
        answer=None if one.own is None else one.own.answer,
        begun=one.meeting.begin <= turn.now,
        task_force=await which.name_if_several(turn, one.meeting.task_force_id),
    )


async def _held_line(turn: Turn, meeting: Meeting) -> HeldLine:
    notice = await notices.get(turn.tx, meeting.id)
    return HeldLine(
        title=await title_of(turn, meeting),
        starts=local(meeting.begin, await _here(turn, meeting)),
        conclusions=len(notice.sent.conclusions) if notice.version else None,
        task_force=await which.name_if_several(turn, meeting.task_force_id),
    )


async def _due_line(turn: Turn, one: Due) -> DueLine:
    zone = one.charter.body.zone
    return DueLine(
        kind=due_meetings.kind_of(one.series, turn.locale),
        period=one.occurrence.period,
        last=one.last.astimezone(zone),
        call_by=rules.call_by(one.occurrence, one.calendar, zone),
        over=rules.call_by(one.occurrence, one.calendar, zone) < turn.now,
        draft=one.draft is not None,
        task_force=await which.name_if_several(turn, one.task_force_id),
    )


async def _meeting_row(turn: Turn, one: Coming) -> tuple[Button, ...]:
    starts = local(one.meeting.begin, await _here(turn, one.meeting))
    words = f"{formats.clock(starts, turn.locale)} {starts.day}/{starts.month} · {await title_of(turn, one.meeting)}"
    style = "primary" if one.unanswered and one.meeting.begin > turn.now else None
    return (Button(formats.shorten(words, 45), data=SeeMeeting(one.meeting.id).pack(), style=style),)  # type: ignore[arg-type]  # of the styles


async def _held_row(turn: Turn, meeting: Meeting) -> tuple[Button, ...]:
    starts = local(meeting.begin, await _here(turn, meeting))
    words = f"✓ {starts.day}/{starts.month}/{starts.year} · {await title_of(turn, meeting)}"
    return (Button(formats.shorten(words, 45), data=SeeMeeting(meeting.id).pack()),)


def _page_row(page: int, pages: int) -> Keyboard:
    if pages < 2:
        return ()

    def turned(words: str, to: int) -> Button:
        return Button(words, data=ListMeetings(to % pages).pack())

    return ((turned("‹", page - 1), turned(f"{page + 1}/{pages}", page), turned("›", page + 1)),)


async def _draft_row(turn: Turn, meeting: Meeting) -> tuple[Button, ...]:
    words = Label("meeting_list.draft", {"title": formats.shorten(await title_of(turn, meeting), 30)})
    return (Button(words, data=OpenDesk(meeting.id).pack()),)


def _due_row(one: Due, locale: str) -> tuple[Button, ...]:
    what = f"{due_meetings.kind_of(one.series, locale)} – {formats.period(one.occurrence.period, locale)}"
    words = Label("meeting_list.convene_due", {"title": formats.shorten(what, 34)})
    data = Convene(one.task_force_id, one.place, one.occurrence.period, 0).pack()
    return (Button(words, data=data, style="primary"),)


async def _convene_rows(turn: Turn, bodies: Sequence[int]) -> Keyboard:
    rows = []
    for task_force_id in bodies:
        if await rights.preparable(turn, task_force_id):
            body = await which.name_if_several(turn, task_force_id)
            words = Label("meeting_list.convene_of", {"body": body}) if body else Label("meeting_list.convene")
            rows.append((Button(words, data=SeeKinds(task_force_id).pack()),))
    return tuple(rows)


# At home


async def next_for(turn: Turn, person: Person) -> list[Coming]:
    """What the home screen tells of: invitations without an answer, and the next meeting this person goes to."""
    bodies = [tf for tf in person.task_force_ids if turn.may(Action.SEE_MEETINGS, tf)]
    mine = [
        one
        for one in await coming_for(turn, person, bodies)
        if one.own is not None and one.meeting.begin > turn.now
    ]  # fmt: skip
    going = [one for one in mine if one.own is not None and one.own.answer == "attending"][:1]
    return [one for one in mine if one.unanswered or one in going]


async def home_lines(turn: Turn, found: Sequence[Coming]) -> tuple[ComingLine, ...]:
    """The same as lines of the home screen."""
    return tuple([await _coming_line(turn, one) for one in found])


async def home_rows(turn: Turn, found: Sequence[Coming]) -> Keyboard:
    """A button for each."""
    return tuple([await _meeting_row(turn, one) for one in found])
