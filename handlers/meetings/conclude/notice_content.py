"""What a notice says and to whom it goes: its document, its readers, what a later one changes, the tasks it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.meetings import rights
from handlers.meetings.conclude.conclusion_desk import living, names, units_of
from handlers.meetings.convene import letters
from handlers.turn import Turn
from messages import formats
from messages.contexts.conclusions import Change
from messages.documents.model import AttendanceCount, ConclusionLine, ConclusionNotice, Official
from messages.render import local
from storage import conclusions, given_tasks, invitees, memberships, notices
from storage.conclusions import Conclusion
from storage.given_tasks import GivenTask
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.notices import Notice, Said, Words
from storage.people import Membership
from storage.units import Unit
from taskforce.charter import Charter
from taskforce.charter.meetings import Meeting as Series
from taskforce.numbered import read_conclusion
from taskforce.roles import LEADERS, Role
from taskforce.vietnamese import NameIndex

_TITLE = 300
"""Letters of a task's title; the conclusion keeps the whole text."""

_NOT_TOLD = frozenset({Role.OBSERVER, Role.GUEST})


@dataclass(frozen=True)
class Content:
    """The notice as it would go out now. ``gone`` are units in it that are no more."""

    meeting: Meeting
    notice: Notice
    items: tuple[Conclusion, ...]
    units: Mapping[int, Unit]
    gone: frozenset[int]
    signer: Membership | None
    members: tuple[Membership, ...]
    guests: tuple[Invitee, ...]

    @property
    def tasks(self) -> int:
        """How many of the conclusions are somebody's task."""
        return sum(bool(one.leads) for one in self.items)

    @property
    def problems(self) -> tuple[str, ...]:
        """What has to be put right before it can go out."""
        found = [] if self.items or self.notice.general or self.notice.version else ["nothing"]
        if self.signer is None:
            found.append("signer")
        for number, one in enumerate(self.items, 1):
            if self.gone & {*one.leads, *one.helpers}:
                found.append(f"gone:{number}")
        if self.notice.version and not self.changes:
            found.append("unchanged")
        return tuple(found)

    @property
    def words(self) -> Words:
        """What it says."""
        return Words(self.notice.general, tuple(one.said for one in self.items))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is different from the one that was sent; nothing for the first."""
        return changes(self.notice.sent, self.words, self.units) if self.notice.version else ()


def changes(before: Words, now: Words, units: Mapping[int, Unit]) -> tuple[Change, ...]:
    """What the later words say otherwise than the earlier ones."""
    was = {one.id: one for one in before.conclusions}
    kept = {one.id for one in now.conclusions}
    found = [] if before.general == now.general else [Change("general", 0, "")]
    for number, one in enumerate(now.conclusions, 1):
        found += _changed(number, was.get(one.id), one, units)
    found += [Change("removed", 0, one.text) for one in before.conclusions if one.id not in kept]
    if [one.id for one in before.conclusions if one.id in kept] != [one.id for one in now.conclusions if one.id in was]:
        found.append(Change("order", 0, ""))
    return tuple(found)


def _changed(number: int, was: Said | None, now: Said, units: Mapping[int, Unit]) -> list[Change]:
    if was is None:
        return [Change("added", number, now.text)]
    found = [] if was.text == now.text else [Change("text", number, now.text)]
    for what, before, after in (("lead", was.leads, now.leads), ("coordinating", was.helpers, now.helpers)):
        if set(before) != set(after):
            found.append(Change(what, number, now.text, names(before, units), names(after, units)))
    if was.due_on != now.due_on:
        found.append(Change("due", number, now.text, before_day=was.due_on, after_day=now.due_on))
    return found


def told(notice: Notice, units: Mapping[int, Unit]) -> tuple[Change, ...]:
    """What the notice that was sent last says it changed; nothing for the first."""
    return changes(notice.before, notice.sent, units) if notice.version > 1 else ()


async def load(turn: Turn, meeting: Meeting) -> Content:
    """The notice of the meeting as it would go out now."""
    notice = await notices.get(turn.tx, meeting.id)
    items = tuple(await conclusions.of_meeting(turn.tx, meeting.id))
    known = await units_of(turn, meeting, (*items, *notice.sent.conclusions, *notice.before.conclusions))
    there = await living(turn, meeting)
    invited = await invitees.of_meeting(turn.tx, meeting.id)
    return Content(
        meeting=meeting,
        notice=notice,
        items=items,
        units=known,
        gone=frozenset(known) - there,
        signer=await _signer(turn, meeting, notice),
        members=await _members(turn, meeting, invited),
        guests=tuple(one for one in invited if one.is_guest and one.chat_id is not None),
    )


async def signers(turn: Turn, meeting: Meeting) -> list[Membership]:
    """Who can sign: the head and the deputies who are (to be) members, in that order; of a group, its head first."""
    order = (Role.HELPER_LEAD, *Role)
    group = (await rights.series_of(turn, meeting)).group
    there = [m for m in await memberships.living(turn.tx, meeting.task_force_id) if m.state != "pending"]
    entitled = [
        m for m in there if m.role in LEADERS or (group and m.role is Role.HELPER_LEAD and m.group_key in (None, group))
    ]
    return sorted(entitled, key=lambda m: (order.index(m.role), m.id))


async def signed_series(turn: Turn, meeting: Meeting, signer: Membership) -> Series:
    """The charter's rule as the letter's head and foot follow it: a group's only where the group's head signs."""
    series = await rights.series_of(turn, meeting)
    return series if signer.role is Role.HELPER_LEAD else series.model_copy(update={"group": ""})


async def _signer(turn: Turn, meeting: Meeting, notice: Notice) -> Membership | None:
    """Who was chosen, else the chair if they can sign, else the head; None where it is nobody any more."""
    possible = {m.id: m for m in await signers(turn, meeting)}
    if notice.signer_id is not None:
        return possible.get(notice.signer_id)
    if meeting.chair_id in possible:
        return possible[meeting.chair_id]
    return next((m for m in possible.values() if m.role in (Role.HELPER_LEAD, Role.LEADER)), None)


async def _members(turn: Turn, meeting: Meeting, invited: Sequence[Invitee]) -> tuple[Membership, ...]:
    """Every member of the body (or of the series' group) and whoever was invited, each person once.

    The secretary sends it and keeps the list of receipts, so nobody is told for being the secretary only.
    """
    group = (await rights.series_of(turn, meeting)).group
    asked = {one.membership_id for one in invited}
    found: dict[object, Membership] = {}
    for member in await memberships.living(turn.tx, meeting.task_force_id):
        if member.state == "pending" or (member.role is Role.SECRETARY and member.id not in asked):
            continue
        belongs = member.role not in _NOT_TOLD and (not group or member.group_key == group)
        if belongs or member.id in asked:
            key: object = member.person_id or ("place", member.id)
            if key not in found or (member.id in asked and found[key].id not in asked):
                found[key] = member
    return tuple(found.values())


async def document(turn: Turn, content: Content, *, draft: bool) -> ConclusionNotice:
    """The letter as it is now (``draft``) or as it was sent last; number and day are left to the document system.

    Raises:
        LookupError: nobody signs it, or the meeting has no time.
    """
    meeting, notice = content.meeting, content.notice
    signer = content.signer
    if not draft and notice.signer_id is not None:
        signer = await memberships.get(turn.tx, notice.signer_id)
    if signer is None:
        raise LookupError(f"Nobody signs the notice of meeting {meeting.id}")
    words = content.words if draft else notice.sent
    charter = await turn.charter(meeting.task_force_id)
    series = await signed_series(turn, meeting, signer)
    chair = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    zone = charter.body.timezone
    return ConclusionNotice(
        heading=letters.heading(charter, series),
        subject=meeting.subject or str(series.title or series.key),
        chair=Official("") if chair is None else letters.official(charter, chair),
        starts_at=local(meeting.begin, zone),
        conclusions=tuple(_line(one, content.units, local(meeting.begin, zone).date()) for one in words.conclusions),
        signature=letters.signature(charter, series, signer),
        venue=meeting.place,
        attendance=await _attendance(turn, meeting),
        general=words.general,
        cite=_rests_on(charter, series.after.cite or series.cite),
        is_draft=draft,
        version=notice.version + 1 if draft else notice.version,
    )


def _rests_on(charter: Charter, cite: str) -> str:
    """The article in full ("Điều 7 Quy chế …"); as it stands where it names its document itself."""
    article = cite.removeprefix("Quy chế ")
    if not article or "quy chế" in article.casefold() or ";" in article:
        return cite
    return f"{article} {charter.body.regulation}"


def _line(one: Said, units: Mapping[int, Unit], held_on: date) -> ConclusionLine:
    """One conclusion in the letter: what its own sentence says of units and last day is not said again behind it."""
    said = read_conclusion(one.text, NameIndex((unit.id, unit.names) for unit in units.values()), held_on)
    helpers = () if set(said.with_) == set(one.helpers) else one.helpers
    return ConclusionLine(
        text=one.text,
        lead="" if set(said.lead) == set(one.leads) else names(one.leads, units),
        with_units=tuple(units[unit].name for unit in helpers if unit in units),
        due=None if said.due == one.due_on else one.due_on,
    )


async def _attendance(turn: Turn, meeting: Meeting) -> AttendanceCount | None:
    """How many came; None where nobody noted it."""
    invited = await invitees.of_meeting(turn.tx, meeting.id)
    members = [one for one in invited if not one.is_guest and one.living]
    there = [one for one in members if one.present_from is not None]
    if not there:
        return None
    return AttendanceCount(
        members=len(members),
        present=len(there),
        substitutes=sum(one.by_substitute for one in there),
        absent=len(members) - len(there),
        guests=sum(one.is_guest and one.present_from is not None for one in invited),
    )


async def give_tasks(turn: Turn, content: Content) -> int:
    """Every conclusion with a leading unit is a task from now on, corrected ones as they are now; returns how many.

    What is no conclusion any more, or nobody's, is no longer asked about; what was said of it is kept.
    """
    meeting = content.meeting
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    for one in content.items:
        if not one.leads:
            await _end(turn, one)
            continue
        given = GivenTask(
            title=formats.shorten(" ".join(one.text.split()), _TITLE),
            leads=one.leads,
            coordinators=one.helpers,
            lead_text=names(one.leads, content.units),
            with_text=names(one.helpers, content.units),
            given_on=local(meeting.begin, zone).date(),
            due_to=one.due_on,
        )
        if one.task_id is None:
            task_id = await given_tasks.add(turn.tx, meeting.task_force_id, meeting.id, given)
            await conclusions.became(turn.tx, one.id, task_id)
        else:
            await given_tasks.change(turn.tx, one.task_id, given)
    for one in await conclusions.removed(turn.tx, meeting.id):
        await _end(turn, one)
    return content.tasks


async def _end(turn: Turn, one: Conclusion) -> None:
    if one.task_id is not None:
        await given_tasks.end(turn.tx, one.task_id, turn.now)
