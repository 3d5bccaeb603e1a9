"""The cards of telling an absence: each question with its buttons, the review, what was sent."""

from typing import TYPE_CHECKING

from handlers.meetings import telling
from handlers.meetings.absences.absence_draft import Draft
from handlers.meetings.absences.absence_taps import AbsenceAct, ChangeAbsence
from handlers.meetings.invite import standing
from handlers.meetings.taps import Respond
from handlers.turn import Turn
from messages import formats
from messages.contexts.absence import (
    AbsenceOpinion,
    AbsenceReason,
    AbsenceReview,
    AbsenceSent,
    AbsenceStopped,
    AbsenceSubstitute,
    AbsenceSubstituteDetail,
    Slip,
)
from messages.contexts.invitations import AbsenceShown
from messages.model import Button, Keyboard, Label, Message
from storage import absences, memberships, sessions, units
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Membership
from taskforce import absences as rules
from taskforce.roles import Role
from taskforce.vietnamese import search, show_phone

if TYPE_CHECKING:
    from handlers.meetings.absences.absence import Talk

REASONS = ("reason_trip", "reason_other_meeting", "reason_ill", "reason_leave")
"""The labels of the usual reasons."""

_MOST = 8
"""Colleagues on one card; the others are found by typing."""

_NOT_SENT = frozenset({Role.GUEST, Role.OBSERVER})


async def draw(turn: Turn, talk: "Talk", slip: Slip | None) -> tuple[Message, Keyboard]:
    """The live question."""
    facts = await telling.facts(turn, talk.meeting, turn.locale)
    name = talk.invitee.full_name if talk.on_behalf else ""
    draft = talk.draft
    if draft.step == "reason":
        return AbsenceReason(facts, name, slip), _reason_buttons(talk)
    if draft.step == "substitute":
        return await _substitute(turn, talk, slip)
    if (draft.step == "title" or draft.step == "phone") and draft.substitute is not None:
        optional = talk.series.absence.substitute == "unspecified"
        message = AbsenceSubstituteDetail(facts, draft.step, draft.substitute.name, optional, slip)
        skip = ((_act(talk, Label("absence.skip"), "skip"),),) if optional else ()
        return message, (*skip, _last(talk))
    if draft.step == "opinion":
        cite = talk.series.absence.cite or talk.series.cite
        later = ((_act(talk, Label("absence.later"), "later"),),)
        return AbsenceOpinion(facts, name, cite, slip), (*later, _last(talk))
    needs = await standing.needs(turn, talk.meeting, talk.invitee, turn.locale)
    return AbsenceReview(facts, name, _shown(talk), needs, slip), _review_buttons(talk, needs)


def _act(talk: "Talk", words: Label | str, what: str, arg: int = 0) -> Button:
    return Button(words, data=AbsenceAct(talk.row.id, talk.draft.revision, what, arg).pack())


def _last(talk: "Talk") -> tuple[Button, ...]:
    """The way back, or out."""
    draft = talk.draft
    if draft.reason is not None or draft.substitute is not None or draft.nobody:
        return (_act(talk, Label("absence.back"), "back"), _act(talk, Label("absence.stop"), "stop"))
    return (_act(talk, Label("absence.stop"), "stop"),)


def _reason_buttons(talk: "Talk") -> Keyboard:
    usual = [_act(talk, Label(f"absence.{key}"), "usual", place) for place, key in enumerate(REASONS)]
    return (*(tuple(usual[at : at + 2]) for at in range(0, len(usual), 2)), _last(talk))


def _review_buttons(talk: "Talk", needs: str) -> Keyboard:
    draft = talk.draft
    words = Label("absence.send_for_consent" if needs else "absence.send")
    send = Button(words, data=AbsenceAct(talk.row.id, draft.revision, "send", 0).pack(), style="success")
    edits = [_act(talk, Label("absence.edit_reason"), "edit", 0)]
    if standing.may_send(talk.series):
        edits.append(_act(talk, Label("absence.edit_substitute"), "edit", 1))
    opinion = _act(talk, Label("absence.edit_opinion"), "edit", 2)
    return ((send,), tuple(edits), (opinion, _act(talk, Label("absence.stop"), "stop")))


def _shown(talk: "Talk") -> AbsenceShown:
    """The draft as a message says it."""
    draft, chosen = talk.draft, talk.draft.substitute
    missing = rules.needs_opinion(talk.series.absence, draft.request) and not draft.request.opinion
    return AbsenceShown(
        state="opinion-missing" if missing else "notified",
        reason=draft.reason or "",
        substitute="" if chosen is None else chosen.name,
        substitute_title="" if chosen is None else chosen.title or "",
        substitute_phone=show_phone(chosen.phone) if chosen is not None and chosen.phone else "",
        registered=chosen is not None and chosen.membership is not None,
        opinion=draft.opinion,
        opinion_file=(draft.file or {}).get("name", ""),
    )


def in_short(draft: Draft, stands: bool) -> str:
    """What somebody else entered meanwhile: the reason and who comes instead; "" where they come after all."""
    if not stands:
        return ""
    name = "" if draft.substitute is None else draft.substitute.name
    return formats.shorten("; ".join(filter(None, (draft.reason, name))), 200)


# Who comes instead


async def colleagues(turn: Turn, talk: "Talk") -> list[Membership]:
    """The registered people of the task force who can be sent, those of the own unit first.

    Not the invitee, the chair, guests and observers, nor whoever has just declined; each person once.
    """
    invitee, meeting = talk.invitee, talk.meeting
    before = await absences.of_invitee(turn.tx, invitee.id)
    declined = before.substitute_id if before is not None and before.substitute_says == "declined" else None
    chair = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    seen = {invitee.person_id, None if chair is None else chair.person_id}
    found: list[Membership] = []
    for place in await memberships.living(turn.tx, meeting.task_force_id):
        if place.state != "active" or place.person_id in seen or place.id == declined or place.role in _NOT_SENT:
            continue
        found.append(place)
        seen.add(place.person_id)
    return sorted(found, key=lambda place: place.unit_id != invitee.unit_id or place.unit_id is None)


async def _substitute(turn: Turn, talk: "Talk", slip: Slip | None) -> tuple[Message, Keyboard]:
    everybody, query = await colleagues(turn, talk), talk.draft.query
    own = [m for m in everybody if m.unit_id is not None and m.unit_id == talk.invitee.unit_id]
    found = search(query, everybody, lambda m: m.full_name) if query else own
    rows = [(_act(talk, await _named(turn, place), "one", place.id),) for place in found[:_MOST]]
    if query:
        rows.append((_act(talk, Label("absence.by_name", {"name": formats.shorten(query, 24)}), "name"),))
    rows.append((_act(talk, Label("absence.nobody"), "none"),))
    before = await absences.of_invitee(turn.tx, talk.invitee.id)
    declined = before.substitute_name if before is not None and before.substitute_says == "declined" else ""
    message = AbsenceSubstitute(
        facts=await telling.facts(turn, talk.meeting, turn.locale),
        name=talk.invitee.full_name if talk.on_behalf else "",
        query=query,
        found=len(found) if query else 0,
        own_unit=bool(own) and not query,
        declined=declined,
        slip=slip,
    )
    return message, (*rows, _last(talk))


async def _named(turn: Turn, place: Membership) -> str:
    unit = None if place.unit_id is None else await units.get(turn.tx, place.unit_id)
    where = "" if unit is None else unit.short_name or unit.name
    return formats.shorten(" · ".join(filter(None, (place.full_name, where))), 38)


# The end


def handle_of(invitee_id: int) -> str:
    """Our name for the card on which an absence is told; also the session's subject."""
    return f"absence:{invitee_id}"


async def sent(turn: Turn, meeting: Meeting, invitee: Invitee, name: str, locale: str) -> tuple[Message, Keyboard]:
    """What was sent, and what happens next; ``name`` for somebody of the office. Of one taken back: what holds now."""
    facts = await telling.facts(turn, meeting, locale)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    if absence is None:
        return AbsenceStopped(facts, invitee.answer, taken_back=True), ()
    shown = await standing.shown(turn, meeting, invitee, absence)
    message = AbsenceSent(
        facts=facts,
        name=name,
        absence=shown,
        needs=await standing.needs(turn, meeting, invitee, locale),
        is_chair=invitee.membership_id is not None and invitee.membership_id == meeting.chair_id,
    )
    change = Button(Label("invitations.change_absence"), data=Respond(invitee.id, "n").pack())
    if shown.state != "opinion-missing":
        return message, ((change,),)
    opinion = ChangeAbsence(invitee.id, "opinion").pack()
    return message, ((Button(Label("absence.give_opinion"), data=opinion, style="primary"),), (change,))


async def refresh_sent(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """Something was decided or answered: what was sent is shown as it stands, unless it is being changed right now."""
    for reader, name in await standing.concerned(turn, invitee):
        chat_id, handle = reader.telegram_id, handle_of(invitee.id)
        if chat_id is None or await sessions.find(turn.tx, chat_id, "absence", handle) is not None:
            continue
        message, keyboard = await sent(turn, meeting, invitee, name, reader.locale)
        await standing.refresh(turn, chat_id, handle, message, keyboard, reader.locale)


async def stopped(turn: Turn, talk: "Talk") -> tuple[Message, Keyboard]:
    """Nothing was sent: what was answered before, if anything, holds."""
    facts = await telling.facts(turn, talk.meeting, turn.locale)
    answers = (
        Button(Label("invitations.attending"), data=Respond(talk.invitee.id, "y").pack(), style="success"),
        Button(Label("invitations.absent"), data=Respond(talk.invitee.id, "n").pack()),
    )
    return AbsenceStopped(facts, talk.invitee.answer), (answers,)
