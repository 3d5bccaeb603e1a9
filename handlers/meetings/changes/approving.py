"""A change of a called meeting is put before whoever may make it, for one tap."""

from handlers.meetings import rights, telling
from handlers.meetings.changes import applying
from handlers.meetings.changes.change_draft import Draft, end, handle, late, live_row, over, say_overtaken, write
from handlers.meetings.changes.change_taps import DecideChange
from handlers.turn import NotAllowed, Turn
from messages.contexts.meeting_changes import ApprovalAsked, ChangeApproval, ChangeDecided
from messages.model import Button, Keyboard, Label
from storage import audit, meeting_changes, people
from storage.meeting_changes import Change
from storage.meetings import Meeting
from storage.people import Person


async def ask_for(turn: Turn, draft: Draft, change: Change) -> None:
    """Put the change before those who may make it; the meeting stays as it is until one agrees."""
    assert turn.person is not None  # noqa: S101 - asked by the caller
    meeting = draft.meeting
    whom = [person for person in await rights.conveners(turn, meeting) if person.id != turn.person.id]
    written = await write(turn, draft, change)
    for person in whom:
        card = await _approval(turn, meeting, written, person)
        await turn.notify(person, card, _decide_rows(written), handle=_approval_handle(written))
    await audit.note(
        turn.tx, now=turn.now, action="meeting.change_asked", task_force_id=meeting.task_force_id,
        person_id=turn.person.id, subject=f"meeting:{meeting.id}", detail=f"change:{written.id}",
    )  # fmt: skip
    message = ApprovalAsked(
        await telling.facts(turn, meeting, turn.locale),
        await applying.lines(turn, meeting, written, turn.locale),
        tuple(person.full_name for person in whom),
        tuple(person.full_name for person in whom if person.unreachable_since is not None),
    )
    await turn.card(handle(meeting.id), message, live_row(meeting))
    await end(turn, draft)


def _approval_handle(change: Change) -> str:
    return f"change-approval:{change.id}"


def _decide_rows(change: Change) -> Keyboard:
    return (
        (
            Button(Label("meeting_changes.agree"), data=DecideChange(change.id, 1).pack(), style="success"),
            Button(Label("meeting_changes.refuse"), data=DecideChange(change.id, 0).pack(), style="danger"),
        ),
    )


async def _approval(
    turn: Turn, meeting: Meeting, change: Change, reader: Person, by: str = "", now: Meeting | None = None
) -> ChangeApproval:
    """The card on which a change is decided; ``now`` is the meeting after it, once it was made."""
    return ChangeApproval(
        by=(await turn.person_by_id(change.by_person)).full_name,
        meeting=await telling.facts(turn, now or meeting, reader.locale, reader.id),
        lines=await applying.lines(turn, meeting, change, reader.locale),
        reason=change.reason,
        late=await late(turn, meeting, change),
        state=change.state,
        decided_by=by,
    )


async def decide(turn: Turn, tap: DecideChange) -> None:
    """Who may change the meeting agrees to what was asked for, or does not."""
    change = await meeting_changes.get(turn.tx, tap.change)
    if change is None or turn.person is None:
        raise NotAllowed(f"change {tap.change}")
    meeting = await rights.need_to_run(turn, change.meeting_id)
    if not await rights.may_call(turn, meeting):
        raise NotAllowed(f"decide change {change.id}")
    if change.state != "asked":
        await turn.toast(Label("meeting_changes.decided"), alert=True)
        await _show_decided(turn, meeting, change)
        return
    if not tap.yes:
        await meeting_changes.decide(turn.tx, change.id, "refused", turn.person.id, turn.now)
        await _tell_decided(turn, meeting, meeting, change, made=False)
        return
    if await _too_late(turn, meeting, change):
        await meeting_changes.decide(turn.tx, change.id, "overtaken", turn.person.id, turn.now)
        await _tell_decided(turn, meeting, meeting, change, made=False)
        return
    notice = await late(turn, meeting, change)
    made = await applying.apply(turn, meeting, change, turn.person, late=notice is not None)
    await _tell_decided(turn, meeting, made.meeting, change, made=True)


async def _too_late(turn: Turn, meeting: Meeting, change: Change) -> bool:
    """Whether the meeting has begun or was called off, or the new hour has passed; it is said."""
    if await over(turn, meeting, change.what):
        return True
    if change.starts is not None and change.starts <= turn.now:
        await say_overtaken(turn, meeting, "past")
        return True
    return False


async def _tell_decided(turn: Turn, before: Meeting, after: Meeting, change: Change, *, made: bool) -> None:
    """The card of who decided says it, and who asked for it hears it."""
    decided = await meeting_changes.get(turn.tx, change.id)
    assert decided is not None  # noqa: S101 - just decided
    assert turn.person is not None  # noqa: S101 - by somebody
    await _show_decided(turn, before, decided, after)
    asker = await people.by_id(turn.tx, change.by_person)
    if asker is not None and asker.id != turn.person.id:
        facts = await telling.facts(turn, after, asker.locale, asker.id)
        lines = await applying.lines(turn, before, change, asker.locale)
        message = ChangeDecided(facts, lines, made, turn.person.full_name)
        await turn.notify(asker, message, live_row(after), dedupe_key=f"change-decided:{change.id}")


async def _show_decided(turn: Turn, meeting: Meeting, change: Change, now: Meeting | None = None) -> None:
    assert turn.person is not None  # noqa: S101 - asked by the caller
    by = "" if change.decided_by is None else (await turn.person_by_id(change.decided_by)).full_name
    await turn.card(_approval_handle(change), await _approval(turn, meeting, change, turn.person, by, now))
