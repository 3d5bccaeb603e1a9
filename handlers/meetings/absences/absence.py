"""Telling an absence: why, who comes instead, the written opinion; then all of it is shown and sent.

What is told is kept in the session until it is sent: nobody sees half an absence, and a restart loses nothing.
"""

from dataclasses import dataclass, replace

from handlers import conversations
from handlers.conversations import Conversation
from handlers.meetings import rights, telling
from handlers.meetings.absences import absence_cards, absence_filing, absence_input
from handlers.meetings.absences.absence_draft import Draft, Step, Substitute, from_absence, unpack
from handlers.meetings.absences.absence_taps import AbsenceAct, ChangeAbsence
from handlers.meetings.invite import standing
from handlers.turn import NotAllowed, Turn
from messages import render
from messages.contexts.absence import AnswerClosed, Slip
from messages.model import Label
from storage import absences, invitees, meetings, memberships, sessions
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.sessions import OpenSession
from taskforce.charter.meetings import Meeting as Series
from taskforce.persons import is_written_out, read_person
from taskforce.vietnamese import PhoneError, parse_phone

KIND = "absence"
"""The kind of these sessions; the subject is "absence:<invitee>"."""

_STEPS = {"reason": "reason", "substitute": "substitute", "opinion": "opinion"}


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation, loaded. ``on_behalf``: somebody of the office answers, as told by phone."""

    row: OpenSession
    draft: Draft
    meeting: Meeting
    invitee: Invitee
    series: Series
    on_behalf: bool


# Beginning and going on


async def begin(turn: Turn, invitee: Invitee, first: str) -> None:
    """ "Vắng" (``first`` "n") or "Cử người thay" ("s"); the caller has asked whether this person may.

    What was begun goes on; what was sent is shown, to be changed.
    """
    row = await sessions.find(turn.tx, turn.chat_id, KIND, absence_cards.handle_of(invitee.id))
    before = await absences.of_invitee(turn.tx, invitee.id)
    if row is not None:
        draft = replace(unpack(row.state), first=first)
        if first == "s" and draft.substitute is None:
            draft = replace(draft, nobody=False)
    elif before is not None:
        draft = from_absence(before, first)
    else:
        draft = Draft(invitee.id, first)
    await _enter(turn, draft, step=None)


async def change(turn: Turn, tap: ChangeAbsence) -> None:
    """Change one thing about what was sent."""
    invitee = await invitees.get(turn.tx, tap.invitee)
    if invitee is None or invitee.is_guest or tap.what not in _STEPS:
        raise NotAllowed(f"change absence of {tap.invitee}")
    if not standing.is_own(turn, invitee):
        await rights.need_to_run(turn, invitee.meeting_id)
    before = await absences.of_invitee(turn.tx, invitee.id)
    step: Step = "substitute" if tap.what == "substitute" else "opinion" if tap.what == "opinion" else "reason"
    if before is None:
        await begin(turn, invitee, "s" if step == "substitute" else "n")
        return
    await _enter(turn, from_absence(before, "n"), step=step)


async def _enter(turn: Turn, draft: Draft, *, step: Step | None) -> None:
    new_id = await sessions.begin(
        turn.tx,
        chat_id=turn.chat_id,
        kind=KIND,
        subject=absence_cards.handle_of(draft.invitee),
        state=draft.pack(),
        now=turn.now,
    )
    row = await sessions.get(turn.tx, new_id)
    assert row is not None  # noqa: S101 - just begun
    talk = await _talk(turn, row)
    if talk is None:
        return
    if step == "substitute" and not standing.may_send(talk.series):
        step = None
    await _go(turn, talk, draft.onward(talk.series) if step is None else draft.at(step))


async def _talk(turn: Turn, row: OpenSession) -> Talk | None:
    """The conversation, if it can go on; else it ends, which is told, and None.

    Raises:
        NotAllowed: whoever is there may not answer for that invitee (any more).
    """
    draft = unpack(row.state)
    invitee = await invitees.get(turn.tx, draft.invitee)
    if invitee is None or not invitee.living:
        await turn.reply(AnswerClosed(None, "removed"))
        await conversations.finish(turn, row)
        return None
    meeting = await meetings.get(turn.tx, invitee.meeting_id)
    own = standing.is_own(turn, invitee)
    if not own and not (turn.person is not None and await rights.may_run(turn, meeting)):
        await sessions.end(turn.tx, row.id)
        raise NotAllowed(f"absence of {invitee.id}")
    phase = standing.phase(meeting, turn.now)
    if phase == "begun" or phase == "held" or phase == "cancelled":
        await turn.reply(AnswerClosed(await telling.facts(turn, meeting, turn.locale), phase))
        await conversations.finish(turn, row)
        return None
    return Talk(row, draft, meeting, invitee, await rights.series_of(turn, meeting), not own)


async def _go(turn: Turn, talk: Talk, draft: Draft, slip: Slip | None = None) -> None:
    """Keep it and show where it stands."""
    await sessions.save(turn.tx, talk.row.id, draft.pack(), turn.now)
    await _show(turn, replace(talk, draft=draft), slip)


async def _show(turn: Turn, talk: Talk, slip: Slip | None = None) -> None:
    message, keyboard = await absence_cards.draw(turn, talk, slip)
    await standing.present(turn, absence_cards.handle_of(talk.invitee.id), message, keyboard)


async def resumed(turn: Turn, row: OpenSession) -> None:
    """Show the live question again."""
    talk = await _talk(turn, row)
    if talk is not None:
        await _show(turn, talk)


# Taps


async def act(turn: Turn, tap: AbsenceAct) -> None:
    """A button of the live card."""
    row = await sessions.get(turn.tx, tap.session)
    if row is None or row.chat_id != turn.chat_id or row.kind != KIND:
        await turn.toast(Label("absence.over"), alert=True)
        return
    if not row.front:
        await sessions.bring_to_front(turn.tx, row)
    talk = await _talk(turn, row)
    if talk is None:
        return
    if tap.revision != talk.draft.revision:
        await turn.toast(Label("absence.stale"))
        await _show(turn, talk)
    elif tap.what == "send" and talk.draft.step == "review":
        await _send(turn, talk)
    elif tap.what == "stop":
        await conversations.finish(turn, row)
        await turn.card(absence_cards.handle_of(talk.invitee.id), *await absence_cards.stopped(turn, talk))
    else:
        draft = await _tapped(turn, talk, tap)
        await _go(turn, talk, draft)


async def _tapped(turn: Turn, talk: Talk, tap: AbsenceAct) -> Draft:
    draft, what = talk.draft, (talk.draft.step, tap.what)
    if what == ("reason", "usual") and 0 <= tap.arg < len(absence_cards.REASONS):
        locale = (await turn.task_force(talk.meeting.task_force_id)).locale
        words = render.label(Label(f"absence.{absence_cards.REASONS[tap.arg]}"), locale)
        return replace(draft, reason=words).onward(talk.series)
    if what == ("substitute", "one"):
        return await _colleague(turn, talk, tap.arg)
    if what == ("substitute", "none"):
        return replace(draft, substitute=None, nobody=True).onward(talk.series)
    if what == ("substitute", "name") and draft.query:
        return draft.sending(Substitute(draft.query)).onward(talk.series)
    if draft.step in ("title", "phone") and tap.what == "skip" and talk.series.absence.substitute == "unspecified":
        return draft.with_detail("").onward(talk.series)
    if what == ("opinion", "later"):
        return replace(draft, later=True).onward(talk.series)
    if tap.what == "edit" and draft.step == "review" and tap.arg in range(3):
        step: Step = ("reason", "substitute", "opinion")[tap.arg]
        return draft.at(step)
    if tap.what == "back":
        return draft.back(talk.series)
    raise NotAllowed(f"absence step {what}")


async def _colleague(turn: Turn, talk: Talk, membership_id: int) -> Draft:
    place = next((m for m in await absence_cards.colleagues(turn, talk) if m.id == membership_id), None)
    if place is None:
        raise NotAllowed(f"membership {membership_id} cannot stand in")
    titles = (await turn.charter(talk.meeting.task_force_id)).titles
    locale = (await turn.task_force(talk.meeting.task_force_id)).locale
    title = place.title or titles.of(place.role, locale)
    chosen = Substitute(place.full_name, place.id, title, place.phone or "")
    return talk.draft.sending(chosen).onward(talk.series)


# What is typed or sent


async def typed(turn: Turn, row: OpenSession) -> None:
    """The answer to the question that stands."""
    talk = await _talk(turn, row)
    if talk is None:
        return
    limits = {"reason": absence_input.REASON_LIMIT, "opinion": absence_input.OPINION_LIMIT}
    text = await absence_input.read(turn, limits.get(talk.draft.step, absence_input.NAME_LIMIT))
    if isinstance(text, Slip):
        await _show(turn, talk, text)
        return
    draft = _taken(talk, text)
    if isinstance(draft, Slip):
        await _show(turn, talk, draft)
    else:
        await _go(turn, talk, draft)


def _taken(talk: Talk, text: str) -> Draft | Slip:
    draft, series = talk.draft, talk.series
    if draft.step == "reason":
        return replace(draft, reason=text).onward(series)
    if draft.step == "opinion":
        return replace(draft, opinion=text, file=None, later=False).onward(series)
    if draft.step == "title":
        return draft.with_detail(text).onward(series)
    if draft.step == "review":
        return Slip("use-buttons")
    try:
        if draft.step == "phone":
            return draft.with_detail(parse_phone(text)).onward(series)
        if not is_written_out(text):  # letters to find a colleague by
            return replace(draft, query=" ".join(text.split()), revision=draft.revision + 1)
        person = read_person(text)
    except PhoneError as error:
        return Slip(error.reason, absence_input.echo(text))
    if person is None:
        return Slip("no-name", absence_input.echo(text))
    return draft.sending(Substitute(person.name, None, person.title or None, person.phone or None)).onward(series)


async def file(turn: Turn, row: OpenSession) -> None:
    """A document or photo: the written opinion, whenever it comes."""
    talk = await _talk(turn, row)
    sent = turn.incoming.file if turn.incoming else None
    if talk is None or sent is None:
        return
    if slip := absence_input.slip_of_file(turn, sent):
        await _show(turn, talk, slip)
    elif talk.draft.step not in ("opinion", "review"):
        await _show(turn, talk, Slip("needs-text"))
    else:
        kept = {"file_id": sent.file_id, "kind": sent.kind, "name": sent.name}
        await _go(turn, talk, replace(talk.draft, opinion="", file=kept, later=False).onward(talk.series))


# Sending


async def _send(turn: Turn, talk: Talk) -> None:
    before = await absences.of_invitee(turn.tx, talk.invitee.id)
    version = 0 if before is None else before.version
    if version != talk.draft.base:  # somebody else entered, changed or took it back since: theirs is shown first
        fresh = Draft(talk.invitee.id, "n", base=version) if before is None else from_absence(before, "n")
        draft = replace(talk.draft, base=version).at("review")
        await _go(turn, talk, draft, Slip("changed", absence_cards.in_short(fresh, before is not None)))
        return
    place = None if talk.draft.substitute is None else talk.draft.substitute.membership
    if place is not None:
        colleague = await memberships.get(turn.tx, place)
        if colleague is None or colleague.state != "active":
            draft = replace(talk.draft, substitute=None).at("substitute")
            await _go(turn, talk, draft, Slip("gone", talk.draft.substitute.name if talk.draft.substitute else ""))
            return
    await sessions.end(turn.tx, talk.row.id)
    invitee = await absence_filing.file(turn, talk.meeting, talk.invitee, talk.draft, on_behalf=talk.on_behalf)
    name = invitee.full_name if talk.on_behalf else ""
    message, keyboard = await absence_cards.sent(turn, talk.meeting, invitee, name, turn.locale)
    await standing.present(turn, absence_cards.handle_of(talk.invitee.id), message, keyboard)
    await conversations.offer_waiting(turn, turn.chat_id)


CONVERSATION = Conversation(typed, resumed, file)
"""For ``bot/routes``."""
