"""What is said before a meeting by itself: to who has not answered, who attends, who prepares, and the office."""

from collections.abc import Sequence
from datetime import datetime

from handlers.meetings import rights, telling
from handlers.meetings.before import preparing
from handlers.meetings.before.ahead import CalledMeeting, first_time, lifetime, told_at
from handlers.meetings.taps import GetPapers, Respond, SeeMeeting
from handlers.meetings.telling import Recipient
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.invitations import InvitationMovedDown
from messages.contexts.meeting_times import (
    MeetingReminder,
    MeetingUnanswered,
)
from messages.model import Button, Keyboard, Label
from storage import absences, agenda, meetings, outbox
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.outbox import Priority
from taskforce import meeting_times as rules
from taskforce.charter.meetings import Meeting as Series


async def sweep(turn: Turn) -> None:
    """Send what is due before the called meetings."""
    for meeting in await meetings.in_state(turn.tx, ["called"]):
        if meeting.starts_at is None or meeting.starts_at <= turn.now or meeting.opened_at is not None:
            continue
        async with apart(turn, f"Reminding of meeting {meeting.id}"):
            await _before(turn, meeting)


async def _before(turn: Turn, meeting: Meeting) -> None:
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    if not rules.may_speak(turn.now, meeting.begin, body, calendar):
        return
    asked, version = await told_at(turn, meeting)
    one = CalledMeeting(meeting, await rights.series_of(turn, meeting), body, calendar, asked, version)
    await _chase(turn, one)
    await _remind(turn, one)
    await preparing.ask_units(turn, one)
    await preparing.tell_office(turn, one)


# Those who have not answered


async def _chase(turn: Turn, one: CalledMeeting) -> None:
    silent = [each for each in await telling.invited(turn, one.meeting) if not each.answer and each.living]
    plan = rules.before_start(one.series.chase, one.meeting.begin, one.body, one.calendar)
    late: dict[datetime, list[Invitee]] = {}
    for each in silent:
        late.setdefault(max(each.added_at, one.asked), []).append(each)
    for asked, theirs in late.items():
        ripe = one.ripe(asked)
        planned = one.due(rules.not_at_once(plan, ripe, one.meeting.begin), turn.now)
        more = "" if asked == one.asked else f":{int(asked.timestamp())}"
        if planned is None or not await first_time(turn, one, "chase", planned, more):
            continue
        for to in await telling.recipients(turn, theirs, substitutes=False):
            await _ask_again(turn, one, to, last=planned.index == plan[-1].index)


async def _ask_again(turn: Turn, one: CalledMeeting, to: Recipient, *, last: bool) -> None:
    """The question comes down to the end of their chat, as the card that follows what becomes of the meeting."""
    meeting, handle = one.meeting, telling.invitation_handle(to.invitee)
    standing_at = await outbox.card(turn.tx, to.chat_id, handle)
    message = MeetingUnanswered(
        name=to.invitee.full_name,
        meeting=await telling.facts(turn, meeting, to.locale, to.person_id),
        last_word=last,
    )
    papers = await agenda.papers(turn.tx, meeting.id)
    await telling.tell(
        turn, to, message, answer_buttons(one.series, meeting, to.invitee, papers=bool(papers)), handle=handle,
        priority=Priority.BULK, expires_in=lifetime(turn, meeting),
    )  # fmt: skip
    if standing_at is not None:
        await turn.rewrite(to.chat_id, standing_at, InvitationMovedDown(), locale=to.locale)


def answer_buttons(series: Series, meeting: Meeting, invitee: Invitee, *, papers: bool) -> Keyboard:
    """The three answers of an invitation; nobody can be sent where the charter says so, or by a guest."""

    def say(what: str) -> str:
        return Respond(invitee.id, what).pack()

    row = [
        Button(Label("meeting_times.attend"), data=say("y"), style="success"),
        Button(Label("meeting_times.absent"), data=say("n")),
    ]
    if series.absence.substitute is not False and not invitee.is_guest:
        row.append(Button(Label("meeting_times.send"), data=say("s")))
    return (tuple(row), *((_papers_row(meeting),) if papers else ()))


def _papers_row(meeting: Meeting) -> tuple[Button, ...]:
    return (Button(Label("meeting_times.papers"), data=GetPapers(meeting.id).pack()),)


# Those who attend


async def _remind(turn: Turn, one: CalledMeeting) -> None:
    meeting = one.meeting
    plan = rules.before_start(one.series.remind, meeting.begin, one.body, one.calendar)
    planned = one.due([each for each in plan if each.at > one.asked], turn.now)
    if planned is None or not await first_time(turn, one, "remind", planned):
        return
    coming = [each for each in await telling.invited(turn, meeting) if each.answer in ("attending", "substitute")]
    papers = await agenda.papers(turn.tx, meeting.id)
    for to in await _who_comes(turn, coming):
        message = MeetingReminder(
            meeting=await telling.facts(turn, meeting, to.locale, to.person_id),
            minutes=max(1, round((meeting.begin - turn.now).total_seconds() / 60)),
            today=_same_day(one, turn.now),
            papers=len(papers),
            stands_in_for=to.invitee.full_name if to.stands_in else "",
        )
        await telling.tell(
            turn, to, message, _reminder_buttons(meeting, papers=bool(papers)), expires_in=lifetime(turn, meeting)
        )


async def _who_comes(turn: Turn, coming: Sequence[Invitee]) -> list[Recipient]:
    """Those who come themselves, and the registered colleagues of those who send somebody."""
    own = await telling.recipients(turn, [one for one in coming if one.answer == "attending"], substitutes=False)
    away = await absences.of_meeting(turn.tx, coming[0].meeting_id) if coming else {}
    sent = [await telling.stand_in(turn, one, away.get(one.id)) for one in coming if one.answer == "substitute"]
    return [*own, *(to for to in sent if to is not None)]


def _same_day(one: CalledMeeting, now: datetime) -> bool:
    zone = one.body.zone
    return now.astimezone(zone).date() == one.meeting.begin.astimezone(zone).date()


def _reminder_buttons(meeting: Meeting, *, papers: bool) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    if meeting.link.startswith(("https://", "http://")):
        rows.append((Button(Label("meeting_times.join"), url=meeting.link),))
    see = Button(Label("meeting_times.see"), data=SeeMeeting(meeting.id).pack())
    rows.append((see, *(_papers_row(meeting) if papers else ())))
    return tuple(rows)


async def chase_now(turn: Turn, meeting: Meeting) -> int:
    """Remind by hand those who have not answered, with the card of the chase; returns how many were written to.

    The live card's button asks for it, at most once an hour; the caller has checked the right.
    """
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    one = CalledMeeting(meeting, await rights.series_of(turn, meeting), body, calendar, meeting.created_at)
    silent = [each for each in await telling.invited(turn, meeting) if not each.answer and not each.unreachable]
    asked = await telling.recipients(turn, silent, substitutes=False)
    for to in asked:
        await _ask_again(turn, one, to, last=False)
    return len(asked)
