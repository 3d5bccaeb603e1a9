"""The files for a meeting: taken in at any time until it is held, and sent on to whoever is invited."""

from collections.abc import Sequence

from handlers.meetings import rights, telling
from handlers.meetings.convene import drafting, timing
from handlers.meetings.convene.desk_taps import Done, RemovePaper, SeePapers
from handlers.meetings.telling import Recipient
from handlers.turn import Turn
from messages import formats
from messages.contexts.convening import ConvenePaper, ConvenePapers, PaperLine
from messages.model import Button, Label
from messages.render import local
from storage import agenda, outbox
from storage.agenda import Paper
from storage.meetings import Meeting
from storage.outbox import Priority

LIMIT_MB = 50
"""What a bot may send (Telegram facts, Files); it is sent on by its id and never fetched."""

_MB = 1024 * 1024
_NAME_LIMIT = 200
_MOST = 40


async def send(turn: Turn, meeting: Meeting, recipients: Sequence[Recipient], papers: Sequence[Paper]) -> None:
    """Send the files on to these recipients, each file once to each of them."""
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    starts = None if meeting.starts_at is None else local(meeting.starts_at, zone)
    for paper in papers:
        later = meeting.called_at is not None and paper.added_at > meeting.called_at
        for to in recipients:
            await turn.forward_file(
                to.chat_id, paper.file_id, paper.kind, ConvenePaper(meeting.subject, starts, later), locale=to.locale,
                dedupe_key=f"paper:{paper.id}:{to.key}", priority=Priority.BULK,
            )  # fmt: skip


async def see(turn: Turn, tap: SeePapers) -> None:
    """The files, to add and to remove."""
    meeting = await need_open(turn, tap.meeting)
    if meeting is not None:
        await show(turn, meeting)


async def need_open(turn: Turn, meeting_id: int) -> Meeting | None:
    """The meeting that can still get files; None (and told) when it is over.

    Raises:
        NotAllowed: this person does not run it.
    """
    meeting = await rights.need_to_run(turn, meeting_id)
    if meeting.state in ("draft", "called"):
        return meeting
    await drafting.say_over(turn, meeting)
    return None


async def show(
    turn: Turn, meeting: Meeting, problem: str = "", file: str = "", *, sent_to: int = 0, in_place: bool = False
) -> None:
    """The list of files. ``in_place``: one more of several that came at once, the card stands already."""
    await drafting.ask(turn, meeting, "papers", shown=turn.now.isoformat())
    found = await agenda.papers(turn.tx, meeting.id)
    charter = await turn.charter(meeting.task_force_id)
    late = next((one for one in await timing.late(turn, meeting) if one.what == "papers"), None)
    message = ConvenePapers(
        subject=meeting.subject,
        papers=tuple(PaperLine(paper.file_name, _size(paper.size, turn.locale)) for paper in found),
        problem=problem,
        file=file,
        limit=LIMIT_MB,
        late_by=None if late is None else local(late.latest, charter.body.timezone),
        cite=(await rights.series_of(turn, meeting)).cite,
        called=meeting.state == "called",
        sent_to=sent_to,
    )
    keys = [Button(f"🗑 {n}", data=RemovePaper(paper.id, meeting.id).pack()) for n, paper in enumerate(found, 1)]
    rows = [tuple(keys[n : n + 8]) for n in range(0, len(keys), 8)]
    rows.append((Button(Label("convening.done"), data=Done(meeting.id).pack(), style="primary"),))
    handle = drafting.card_of(meeting.id)
    if in_place and await outbox.will_stand(turn.tx, turn.chat_id, handle):
        await turn.show(turn.chat_id, handle, message, tuple(rows), locale=turn.locale, priority=Priority.REPLY)
    else:
        await turn.card(handle, message, tuple(rows))


def _size(size: int | None, locale: str) -> str:
    if size is None:
        return ""
    return formats.number(max(round(size / _MB, 1), 0.1), locale)


async def file_sent(turn: Turn, meeting: Meeting) -> None:
    """One more file: kept by its id, and sent on at once where the invitations are out."""
    file = None if turn.incoming is None else turn.incoming.file
    person = turn.person
    if file is None or person is None:
        return
    before = (await drafting.asked(turn, meeting.id)).get("shown") == turn.now.isoformat()
    there = await agenda.papers(turn.tx, meeting.id)
    if file.size is not None and file.size > LIMIT_MB * _MB:
        await show(turn, meeting, "too-big", file.name[:_NAME_LIMIT])
    elif len(there) >= _MOST:
        await show(turn, meeting, "too-many", file.name[:_NAME_LIMIT])
    elif any((paper.file_id, paper.file_name) == (file.file_id, file.name[:_NAME_LIMIT]) for paper in there):
        await show(turn, meeting, "twice", file.name[:_NAME_LIMIT])
    else:
        paper = await agenda.add_paper(
            turn.tx, meeting.id, file_id=file.file_id, kind=file.kind, file_name=file.name[:_NAME_LIMIT],
            size=file.size, added_by=person.id, now=turn.now,
        )  # fmt: skip
        meeting = await drafting.touch(turn, meeting, "papers")
        sent_to = await _send_later(turn, meeting, paper) if meeting.state == "called" else 0
        await show(turn, meeting, file=paper.file_name, sent_to=sent_to, in_place=before)


async def _send_later(turn: Turn, meeting: Meeting, paper: Paper) -> int:
    """To everybody who is invited; returns how many they are."""
    from handlers.meetings import by_mail  # it encloses the papers
    from handlers.meetings.hall import live  # its card leads here

    invited = await telling.invited(turn, meeting)
    to = await telling.recipients(turn, invited)
    await send(turn, meeting, to, [paper])
    await by_mail.paper_added(turn, meeting, invited, paper)
    await live.refresh(turn, meeting.id)
    return len(to)


async def remove(turn: Turn, tap: RemovePaper) -> None:
    """Take a file back; who has got it keeps it."""
    meeting = await need_open(turn, tap.meeting)
    if meeting is None:
        return
    found = await agenda.papers(turn.tx, meeting.id)
    if any(paper.id == tap.paper for paper in found):
        await agenda.remove_paper(turn.tx, tap.paper, turn.now)
        meeting = await drafting.touch(turn, meeting, "papers")
        if meeting.state == "called":
            from handlers.meetings.hall import live  # its card leads here

            await live.refresh(turn, meeting.id)
    await show(turn, meeting)


async def typed(turn: Turn, meeting: Meeting, _text: str) -> None:
    """A text where a file is awaited."""
    await show(turn, meeting, "text")
