"""The desk: the whole draft on one card, what is to be known before it is sent, and a button for each part of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from handlers import people_pool
from handlers.meetings import rights, telling
from handlers.meetings.conclude import followup
from handlers.meetings.convene import audience, drafting, timing
from handlers.meetings.convene.desk_taps import (
    Ask,
    CallNow,
    DropDraft,
    PreviewLetter,
    RemindConvener,
    ReturnDraft,
    SeeAgenda,
    SeeAudience,
    SeeList,
    SeePapers,
    SetTime,
)
from handlers.meetings.taps import OpenDesk
from handlers.turn import Turn
from messages import formats
from messages.contexts.convening import AudienceWords, ConveneDesk, DeskItem, DeskWarning
from messages.model import Button, Keyboard, Label
from storage import agenda, audit, invitees, meetings, memberships, units
from storage.meetings import Meeting
from storage.memberships import Place
from storage.people import Person
from taskforce.roles import Role

Stage = Literal["draft", "submitted", "review"]


async def show(turn: Turn, meeting: Meeting, *, stray: bool = False) -> None:
    """The desk, as the live card of whoever is there; nothing typed is awaited."""
    await drafting.ask(turn, meeting, "")
    person = turn.person
    assert person is not None  # noqa: S101 - whoever is let to a desk is known
    stage: Stage = "submitted" if await is_submitted(turn, meeting) else "draft"
    if stage == "submitted" and await rights.may_call(turn, meeting):
        stage = "review"
    message = await card(turn, meeting, person, stage, stray=stray)
    await turn.card(drafting.card_of(meeting.id), message, await buttons(turn, meeting, stage))


async def is_submitted(turn: Turn, meeting: Meeting) -> bool:
    """Whether the draft waits, just as it is, for somebody who may convene."""
    return await meetings.stage_done(turn.tx, meeting.id, submitted(meeting))


def submitted(meeting: Meeting) -> str:
    """The stage that says that the draft was submitted as it is now."""
    return f"submitted:{meeting.revision}"


# What it shows


async def card(turn: Turn, meeting: Meeting, reader: Person, stage: Stage, *, stray: bool = False) -> ConveneDesk:
    """The draft as this person reads it."""
    places = {place.membership.id: place for place in await audience.places(turn, meeting)}
    invited = [places[m.id] for m in await audience.resolve(turn, meeting)]
    guests = [one for one in await invitees.of_meeting(turn.tx, meeting.id) if one.is_guest]
    by = await _prepared_by(turn, meeting) if stage == "review" else ""
    return ConveneDesk(
        facts=await telling.facts(turn, meeting, reader.locale, reader.id),
        follow_up=await followup.lines(turn, meeting.task_force_id, meeting.series, meeting),
        agenda=await items(turn, meeting),
        papers=tuple(paper.file_name for paper in await agenda.papers(turn.tx, meeting.id)),
        audience=await words(turn, meeting, reader.locale),
        invited=len(invited),
        left_out=sum(token.startswith("not:") for token in meeting.audience),
        guests=len(guests),
        warnings=(*await timing.warnings(turn, meeting), *_about_people(meeting, places, invited)),
        late_reason=meeting.late_reason if await timing.late(turn, meeting) else "",
        stage=stage,
        by=by,
        backed=len(await meetings.backers(turn.tx, meeting.id)),
        stray=stray,
    )


async def _prepared_by(turn: Turn, meeting: Meeting) -> str:
    return await drafting.name_of(turn, await preparer(turn, meeting))


async def preparer(turn: Turn, meeting: Meeting) -> int:
    """Who submitted the draft last, else who made it (a person's id)."""
    found = await audit.last_by(turn.tx, "meeting.submitted", drafting.subject_of(meeting.id))
    return meeting.created_by if found is None else found


def _about_people(meeting: Meeting, places: dict[int, Place], invited: Sequence[Place]) -> list[DeskWarning]:
    found = []
    chair = places.get(meeting.chair_id or 0)
    if chair is None:
        found.append(DeskWarning("no-chair"))
    elif people_pool.why_unreachable(chair):
        found.append(DeskWarning("chair-away", text=chair.membership.full_name))
    if not any(place.membership.id != meeting.chair_id for place in invited):
        found.append(DeskWarning("nobody"))
    elif away := sum(bool(people_pool.why_unreachable(place)) for place in invited):
        found.append(DeskWarning("unreachable", number=away))
    return found


async def items(turn: Turn, meeting: Meeting) -> tuple[DeskItem, ...]:
    """The agenda with the units that prepare it."""
    found = await agenda.items(turn.tx, meeting.id)
    ids = [item.unit_id for item in found if item.unit_id is not None]
    known = await units.by_ids(turn.tx, ids) if ids else {}
    return tuple(DeskItem(item.title, known[item.unit_id].name if item.unit_id in known else "") for item in found)


async def words(turn: Turn, meeting: Meeting, locale: str) -> tuple[AudienceWords, ...]:
    """The audience as people say it, those taken off left out."""
    charter = await turn.charter(meeting.task_force_id)
    groups = {group.key: group.name for group in charter.groups}
    found = []
    for token in meeting.audience:
        kind, _, key = token.partition(":")
        name = ""
        if kind == "all":
            name = groups.get(await audience.series_group(turn, meeting), "")
        elif kind == "role":
            name = charter.titles.of(Role(key), locale)
        elif kind == "group":
            name = groups.get(key, key)
        elif kind == "unit":
            unit = await units.get(turn.tx, int(key))
            name = "" if unit is None else unit.name
        elif kind == "member":
            place = await memberships.get(turn.tx, int(key))
            name = "" if place is None else place.full_name
        if kind != "not":
            found.append(AudienceWords(kind, name))
    return tuple(found)


# What can be done about it


async def buttons(turn: Turn, meeting: Meeting, stage: Stage) -> Keyboard:
    """A row for what comes next, then one for every part of the draft."""
    go = Button(
        Label(f"convening.{await _next(turn, meeting, stage)}"),
        data=CallNow(meeting.id, meeting.revision).pack(),
        style="success",
    )
    rows: list[tuple[Button, ...]] = [remind_row(meeting) if stage == "submitted" else (go,)]
    if stage == "review":
        back = Button(Label("convening.return_draft"), data=ReturnDraft(meeting.id).pack(), style="danger")
        rows.append((back,))
    if await timing.late(turn, meeting):
        first = await timing.first_in_time(turn, meeting)
        rows += [(slot_button(meeting, at, turn.locale, revision=meeting.revision),) for at in first]
        if meeting.late_reason:
            rows.append((_ask(meeting, "reason"),))
    return (*rows, *_parts(meeting))


def remind_row(meeting: Meeting) -> tuple[Button, ...]:
    """The button that reminds those who decide."""
    return (Button(Label("convening.remind"), data=RemindConvener(meeting.id).pack()),)


def _parts(meeting: Meeting) -> Keyboard:
    number = meeting.id
    return (
        (_ask(meeting, "subject"), _ask(meeting, "time"), _ask(meeting, "place")),
        (
            _ask(meeting, "link"),
            _ask(meeting, "chair"),
            Button(Label("convening.audience"), data=SeeAudience(number, "", 0).pack()),
        ),
        (
            Button(Label("convening.agenda"), data=SeeAgenda(number).pack()),
            Button(Label("convening.papers"), data=SeePapers(number).pack()),
            Button(Label("convening.guests"), data=SeeAudience(number, "guest", 0).pack()),
        ),
        (
            Button(Label("convening.list"), data=SeeList(number, 0).pack()),
            Button(Label("convening.letter"), data=PreviewLetter(number).pack()),
        ),
        (Button(Label("convening.drop"), data=DropDraft(number, 0).pack()),),
    )


def _ask(meeting: Meeting, what: str) -> Button:
    return Button(Label(f"convening.{what}"), data=Ask(meeting.id, what).pack())


async def _next(turn: Turn, meeting: Meeting, stage: Stage) -> str:
    """What the first button does for whoever is there."""
    if await rights.may_call(turn, meeting):
        return "approve" if stage == "review" else "send"
    person = turn.person
    return "back_it" if person is not None and await may_back(turn, meeting, person) else "submit"


async def may_back(turn: Turn, meeting: Meeting, person: Person) -> bool:
    """Whether the charter counts this person's asking for it, together with others'."""
    roles = person.roles_in(meeting.task_force_id)
    members = bool(roles & {Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER})
    series = await rights.series_of(turn, meeting)
    return any(bool(set(way.together) & roles) or (way.share is not None and members) for way in series.convened_by)


def slot_button(meeting: Meeting, at: datetime, locale: str, *, revision: int = 0, hurried: bool = False) -> Button:
    """A proposed time (local)."""
    day = f"{formats.weekday(at, locale)}, {at.day}/{at.month}"
    words = f"{'⚠️ ' if hurried else ''}{formats.clock(at, locale)} {day}"
    return Button(words, data=SetTime(meeting.id, int(at.timestamp()), 0, revision).pack())


def leave(meeting: Meeting) -> Keyboard:
    """The last row of a question: back to the desk, or away with a draft that has not come so far."""
    if meeting.subject and meeting.starts_at is not None and (meeting.place or meeting.link):
        return desk_row(meeting)
    return ((Button(Label("convening.drop"), data=DropDraft(meeting.id, 0).pack()),),)


def desk_row(meeting: Meeting) -> Keyboard:
    """The row that leads back to the desk."""
    return ((Button(Label("convening.back"), data=OpenDesk(meeting.id).pack()),),)
