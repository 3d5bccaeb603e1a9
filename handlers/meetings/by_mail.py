"""What goes about a meeting by e-mail too, where its series says so (``email_to``; Bắc Giang Điều 10.5).

The invitation with letter, calendar entry and papers; papers that come later; changes; the conclusions. Also to those
whom the bot does not reach: their mailbox may be all there is.
"""

from collections.abc import Awaitable, Callable, Sequence

from handlers import mail
from handlers.mail import Enclosed
from handlers.meetings import rights, telling
from handlers.meetings.convene import letters
from handlers.meetings.invite import invitations
from handlers.turn import Turn
from messages.contexts.convening import ConvenePaper
from messages.contexts.mail import InvitationByMail
from messages.contexts.meeting_changes import ChangeLine, MeetingCancelled, MeetingChanged
from messages.model import Label, Message
from messages.render import local
from storage import agenda, mailboxes
from storage.agenda import Paper
from storage.invitees import Invitee
from storage.mailboxes import Mailbox
from storage.meetings import Meeting
from storage.outbox import Priority


async def _to(turn: Turn, meeting: Meeting, invited: Sequence[Invitee]) -> list[Mailbox]:
    """Whose mailboxes hear of it; nobody's where the series says nothing, or there is no mail server."""
    series = await rights.series_of(turn, meeting)
    if not series.email_to or not turn.surroundings.mails:
        return []
    members = [one.membership_id for one in invited if one.membership_id is not None and one.living]
    return await mailboxes.for_members(turn.tx, members, series.email_to)


async def _subject(turn: Turn, meeting: Meeting, what: str) -> Label:
    day = local(meeting.begin, (await turn.charter(meeting.task_force_id)).body.timezone)
    return Label(f"mail.{what}", {"subject": meeting.subject, "day": f"{day:%d/%m/%Y}"})


async def _locale(turn: Turn, meeting: Meeting, to: Mailbox) -> str:
    return to.locale or (await turn.charter(meeting.task_force_id)).body.locale


async def invited(turn: Turn, meeting: Meeting, who: Sequence[Invitee]) -> None:
    """The invitation, once for each time somebody is invited."""
    boxes = await _to(turn, meeting, who)
    if not boxes:
        return
    papers = await agenda.papers(turn.tx, meeting.id)
    enclosed: list[Enclosed] = [mail.made(f"Giay-moi-hop-{meeting.id}", await letters.letter(turn, meeting))]
    enclosed += [_paper(paper) for paper in papers]
    since = max(one.added_at for one in who)
    for to in boxes:
        locale = await _locale(turn, meeting, to)
        entry = await invitations.calendar_entry(turn, meeting, locale)
        message = InvitationByMail(
            facts=await telling.facts(turn, meeting, locale, 0),
            name=to.name,
            unit=to.unit,
            agenda=await invitations.agenda_points(turn, meeting, None),
            papers=len(papers),
            late_reason=meeting.late_reason,
        )
        files = [*enclosed, mail.made(invitations.file_name(meeting), entry)]
        await _send(turn, meeting, to, "invitation", message, locale, f"{since:%Y%m%d%H%M%S}", files)


async def paper_added(turn: Turn, meeting: Meeting, who: Sequence[Invitee], paper: Paper) -> None:
    """One more file after the invitations."""
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    starts = None if meeting.starts_at is None else local(meeting.starts_at, zone)
    for to in await _to(turn, meeting, who):
        message = ConvenePaper(meeting.subject, starts, later=True)
        locale = await _locale(turn, meeting, to)
        await _send(turn, meeting, to, "paper", message, locale, str(paper.id), [_paper(paper)])


async def changed(
    turn: Turn,
    meeting: Meeting,
    who: Sequence[Invitee],
    lines: Callable[[str], Awaitable[tuple[ChangeLine, ...]]],
    reason: str,
    by: str,
) -> None:
    """Exactly what changed, or that it is not held; with the calendar entry of what holds now.

    ``lines`` says in a language what changed.
    """
    cancelled = meeting.state == "cancelled"
    for to in await _to(turn, meeting, who):
        locale = await _locale(turn, meeting, to)
        facts = await telling.facts(turn, meeting, locale, 0)
        message: Message = (
            MeetingCancelled(to.name, facts, reason, "", by)
            if cancelled
            else MeetingChanged(
                to.name, facts, await lines(locale), reason, asked_again=False, had_answered=False, stands_in_for="",
                late=bool(meeting.late_reason), by=by,
            )
        )  # fmt: skip
        entry = await invitations.calendar_entry(turn, meeting, locale, "CANCEL" if cancelled else "REQUEST")
        what = "cancelled" if cancelled else "changed"
        files = [mail.made(invitations.file_name(meeting), entry)]
        await _send(turn, meeting, to, what, message, locale, str(meeting.sequence), files)


async def concluded(
    turn: Turn, meeting: Meeting, member_ids: Sequence[int], message: Message, letter: Enclosed, version: int
) -> None:
    """The notice of the conclusions, to everybody who gets it."""
    series = await rights.series_of(turn, meeting)
    if not series.email_to or not turn.surroundings.mails:
        return
    for to in await mailboxes.for_members(turn.tx, member_ids, series.email_to):
        locale = await _locale(turn, meeting, to)
        await _send(turn, meeting, to, "conclusions", message, locale, str(version), [letter])


def _paper(paper: Paper) -> Enclosed:
    return mail.lying(paper.file_name, paper.file_id)


async def _send(
    turn: Turn,
    meeting: Meeting,
    to: Mailbox,
    what: str,
    message: Message,
    locale: str,
    occasion: str,
    files: Sequence[Enclosed],
) -> None:
    await mail.send(
        turn, to.address, await _subject(turn, meeting, what), message, task_force_id=meeting.task_force_id,
        locale=locale, dedupe_key=f"{what}:{meeting.id}:{occasion}", files=files, priority=Priority.BULK,
    )  # fmt: skip
