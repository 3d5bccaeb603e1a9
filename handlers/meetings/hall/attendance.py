"""The attendance list of a meeting, for those who run it."""

from typing import Literal

from handlers.meetings import rights, telling
from handlers.meetings.hall import room
from handlers.meetings.hall.hall_taps import GetAttendance
from handlers.meetings.hall.room import Room
from handlers.turn import Turn
from messages import render
from messages.contexts.attendance import AttendanceSent
from messages.documents.model import AttendanceRow, AttendanceSheet, Consent, Official, QuorumCount
from messages.model import Label
from messages.render import local
from storage import memberships
from storage.invitees import Invitee
from storage.meetings import Meeting
from taskforce.absences import AbsenceState
from taskforce.charter.meetings import Quorum
from taskforce.vietnamese import show_phone

_CONSENT: dict[AbsenceState | None, Consent] = {
    AbsenceState.WAITING: "asked",
    AbsenceState.OPINION_MISSING: "asked",
    AbsenceState.GRANTED: "granted",
    AbsenceState.REFUSED: "refused",
}


async def send(turn: Turn, tap: GetAttendance) -> None:
    """The list as a workbook, made when it is sent."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if meeting.starts_at is None:
        await turn.toast(Label("attendance.not_called"), alert=True)
        return
    made = await sheet(turn, meeting, turn.locale)
    name = render.label(Label("attendance.file", {"day": f"{made.starts_at:%Y-%m-%d}"}), turn.locale)
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    caption = AttendanceSent(await telling.facts(turn, meeting, turn.locale), local(turn.now, zone))
    await turn.send_document(turn.chat_id, name, made, caption, locale=turn.locale)


async def sheet(turn: Turn, meeting: Meeting, locale: str) -> AttendanceSheet:
    """The list as the tables have it now."""
    seen = await room.load(turn, meeting)
    facts = await telling.facts(turn, meeting, locale)
    language: Literal["vi", "en"] = "en" if locale == "en" else "vi"
    return AttendanceSheet(
        body=seen.charter.body.name,
        subject=meeting.subject or facts.kind,
        starts_at=local(meeting.begin, seen.zone),
        ends_at=seen.at(meeting.ends_at),
        venue=meeting.place or meeting.link,
        chair=await _chair(turn, seen, language),
        rows=tuple(_row(seen, one, language) for one in (*seen.invited, *seen.gone)),
        quorum=_quorum(seen),
        locale=language,
    )


def _quorum(seen: Room) -> QuorumCount | None:
    """Once it is noted who is there; the sheet tells it as a number, the roles that must be there stand on the card."""
    if not seen.is_noted:
        return None
    result = seen.quorum()
    needed = result.needed if isinstance(seen.series.quorum, Quorum) else 0
    return QuorumCount(result.present, result.members, needed, seen.uncounted())


async def _chair(turn: Turn, seen: Room, locale: str) -> Official:
    chair_id = seen.meeting.chair_id
    place = None if chair_id is None else await memberships.get(turn.tx, chair_id)
    return Official("") if place is None else Official(place.full_name, seen.charter.titles.of(place.role, locale))


def _row(seen: Room, one: Invitee, locale: str) -> AttendanceRow:
    away = seen.away.get(one.id)
    named = away is not None and away.substitute_name and one.answer == "substitute"
    opinion = "" if away is None else away.opinion or (away.opinion_file or {}).get("name", "")
    return AttendanceRow(
        name=one.full_name,
        title=one.title or ("" if one.is_guest else seen.charter.titles.of(one.role, locale)),
        unit=one.unit_name,
        standing=seen.standing(one),
        substitute=Official(away.substitute_name, away.substitute_title) if away is not None and named else None,
        substitute_phone=show_phone(away.substitute_phone) if away is not None and named else "",
        consent=_CONSENT.get(seen.consent(one), ""),
        opinion=opinion,
        came_at=seen.at(one.present_from),
        left_at=seen.at(one.present_until),
        is_guest=one.is_guest,
        note=_note(seen, one, locale),
    )


def _note(seen: Room, one: Invitee, locale: str) -> str:
    said = (
        ("note_gone", not one.living),
        ("note_substitute", one.by_substitute),
        ("note_late", seen.is_late(one)),
        ("note_left", one.present_until is not None),
    )
    return "; ".join(render.label(Label(f"attendance.{key}"), locale) for key, holds in said if holds)
