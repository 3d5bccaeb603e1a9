"""The Giấy mời of a meeting as a document: what the tables and the charter say, in the words of an official letter."""

from handlers.meetings import rights
from handlers.meetings.convene import audience, drafting
from handlers.meetings.convene.desk_taps import PreviewLetter
from handlers.turn import Turn
from messages import render
from messages.contexts.convening import LetterCaption
from messages.documents.model import (
    AbsenceRule,
    AgendaLine,
    Heading,
    InvitationLetter,
    Official,
    Signature,
)
from messages.model import Label
from messages.render import local
from storage import agenda, invitees, memberships, people, units
from storage.meetings import Meeting
from storage.people import Membership, Person
from taskforce.charter import Charter
from taskforce.charter.meetings import Meeting as Series
from taskforce.roles import LEADERS, Role

_NAME = "Giay-moi-hop"


async def send(turn: Turn, meeting: Meeting, to: Person, *, draft: bool) -> None:
    """The letter to one person, for the document system."""
    if to.telegram_id is None:
        return
    key = None if draft else f"letter:{meeting.id}:{meeting.sequence}:{to.id}"
    await turn.send_document(
        to.telegram_id, f"{_NAME}-{meeting.id}", await letter(turn, meeting), LetterCaption(meeting.subject, draft),
        locale=to.locale, dedupe_key=key,
    )  # fmt: skip


async def preview(turn: Turn, tap: PreviewLetter) -> None:
    """The letter as it would be, to whoever prepares the meeting; of a called one, as it is."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if turn.person is None or meeting.starts_at is None or meeting.state in ("dropped", "cancelled"):
        await drafting.say_over(turn, meeting)
        return
    await send(turn, meeting, turn.person, draft=meeting.state == "draft")


async def letter(turn: Turn, meeting: Meeting) -> InvitationLetter:
    """The invitation as a letter in Vietnamese.

    Raises:
        LookupError: the meeting has no time yet.
    """
    charter, series = await turn.charter(meeting.task_force_id), await rights.series_of(turn, meeting)
    zone = charter.body.timezone
    chair = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    return InvitationLetter(
        heading=heading(charter, series),
        subject=meeting.subject,
        invitees=await _invited(turn, meeting, charter),
        chair=Official("", "") if chair is None else official(charter, chair),
        starts_at=local(meeting.begin, zone),
        ends_at=None if meeting.ends_at is None else local(meeting.ends_at, zone),
        venue=meeting.place,
        link=meeting.link,
        agenda=await _agenda(turn, meeting),
        papers=tuple(paper.file_name for paper in await agenda.papers(turn.tx, meeting.id)),
        cite=cited(charter, series.cite),
        late_reason=meeting.late_reason,
        absence=AbsenceRule(
            consent=series.absence.consent not in ("none", "unspecified"),
            substitute=series.absence.substitute not in (False, "unspecified"),
            opinion=series.absence.written_opinion in ("with-substitute", "always"),
        ),
        signature=signature(charter, series, await _signer(turn, meeting)),
        receivers=(_said("receivers"),),
    )


def heading(charter: Charter, series: Series | None = None) -> Heading:
    """The head of a letter of the body, or of the group whose own meeting it is."""
    body = charter.body
    group = next((one for one in charter.groups if series and one.key == series.group), None)
    if group is not None:
        return Heading(body.name, group.name, group.code, body.place, group.name)
    return Heading(body.parent, body.name, body.code, body.place, body.short_name or body.name)


def official(charter: Charter, place: Membership) -> Official:
    """A member by name and by what they are in the body."""
    return Official(place.full_name, charter.titles.of(place.role, "vi"))


def signature(charter: Charter, series: Series, place: Membership | None) -> Signature:
    """The room for signing: the head, a deputy in the head's place (KT.), or the secretary by order (TL.)."""
    head = Role.HELPER_LEAD if series.group else Role.LEADER
    title = charter.titles.of(head, "vi")
    if place is None or place.role == head:
        return Signature(title, "" if place is None else place.full_name, office="" if place is None else place.title)
    own = charter.titles.of(place.role, "vi")
    deputy = place.role in LEADERS
    return Signature(title, place.full_name, own, "KT." if deputy else "TL.", place.title)


async def _signer(turn: Turn, meeting: Meeting) -> Membership | None:
    """Who called it, or while it is a draft who would: by the most senior of their places."""
    order = list(Role)
    if meeting.called_by is not None:
        caller = await people.by_id(turn.tx, meeting.called_by)
        found = [] if caller is None else [caller]
    else:
        found = await rights.conveners(turn, meeting)
    places = [m for person in found for m in person.memberships if m.task_force_id == meeting.task_force_id]
    return min(places, key=lambda m: (order.index(m.role), m.id), default=None)


async def _invited(turn: Turn, meeting: Meeting, charter: Charter) -> tuple[str, ...]:
    """Whole lines: one for the body where all of it is asked, else one a person."""
    guests = [one for one in await invitees.of_meeting(turn.tx, meeting.id) if one.is_guest]
    outside = [_line(one.full_name, one.title) for one in guests]
    if meeting.audience == ("all",):
        group = await audience.series_group(turn, meeting)
        name = next((one.name for one in charter.groups if one.key == group), charter.body.name)
        return (_said("everybody", name=name), *outside)
    known = {unit.id: unit.name for unit in await units.of_task_force(turn.tx, meeting.task_force_id)}
    lines = [
        _line(m.full_name, m.title or charter.titles.of(m.role, "vi"), known.get(m.unit_id or 0, ""))
        for m in await audience.resolve(turn, meeting)
    ]
    return (*lines, *outside)


def _line(name: str, *details: str) -> str:
    return _said("one", line=", ".join(filter(None, (name, *details))))


async def _agenda(turn: Turn, meeting: Meeting) -> tuple[AgendaLine, ...]:
    from handlers.meetings.conclude import followup  # the desk shows the letter
    from handlers.meetings.convene import desk  # the desk shows the letter

    lines = [AgendaLine(item.title, item.unit) for item in await desk.items(turn, meeting)]
    if await followup.lines(turn, meeting.task_force_id, meeting.series, meeting):
        lines.insert(0, AgendaLine(_said("follow_up")))
    return tuple(lines)


def _said(what: str, **values: str) -> str:
    """The letter's own words; it is Vietnamese whatever the reader's chat speaks."""
    return render.label(Label(f"convening.letter_{what}", values), "vi")


def cited(charter: Charter, cite: str) -> str:
    """The article with the regulation it stands in, as a letter gives its grounds."""
    article = cite.removeprefix("Quy chế ")  # the regulation is named in full behind it
    return article if "quy chế" in article.lower() else f"{article} {charter.body.regulation}".strip()
