"""A change of a called meeting is shown before it is made, and made by who may."""

from handlers.meetings import rights, telling
from handlers.meetings.changes import applying, approving
from handlers.meetings.changes.change_draft import (
    Draft,
    end,
    handle,
    keep_state,
    late,
    live_row,
    say_overtaken,
    snapshot,
    step,
    tapped,
    whose,
    write,
)
from handlers.meetings.changes.change_taps import ConfirmChange
from handlers.meetings.convene import timing
from handlers.meetings.taps import Manage
from handlers.turn import NotAllowed, Turn
from messages.contexts.meeting_changes import ChangeMade, ChangePreview
from messages.model import Button, Keyboard, Label
from storage import meeting_changes
from storage.meeting_changes import Change
from storage.meetings import Meeting
from taskforce.roles import Role

_RESERVED = ("time", "cancel")
"""What only those may change who may call the meeting (Bắc Kạn Điều 7.1: the head changes the schedule)."""


async def preview(turn: Turn, draft: Draft, *, overtaken_by: str = "") -> None:
    """Exactly what changes and whom it reaches, and the buttons that do it."""
    assert turn.person is not None  # noqa: S101 - only who runs the meeting comes here
    draft = await step(turn, draft, preview=True)
    meeting, change = draft.meeting, draft.change(turn.person.id, turn.now)
    free = await _may(turn, draft)
    may_order = not free and Role.SECRETARY in turn.person.roles_in(meeting.task_force_id)
    message = ChangePreview(
        meeting=await telling.facts(turn, meeting, turn.locale),
        lines=await applying.lines(turn, meeting, change, turn.locale),
        reason=draft.reason,
        told=len(await telling.recipients(turn, await telling.invited(turn, meeting))),
        asks_again=draft.what == "time",
        late=await late(turn, meeting, change),
        warnings=await _warnings(turn, meeting, change),
        whose="" if free else await whose(turn, meeting),
        may_order=may_order,
        overtaken_by=overtaken_by,
    )
    await turn.card(handle(meeting.id), message, await _confirm_rows(turn, draft, free=free, may_order=may_order))


async def _warnings(turn: Turn, meeting: Meeting, change: Change) -> tuple[str, ...]:
    if change.what != "time":
        return ()
    found = await timing.warnings(turn, applying.changed(meeting, change))
    return tuple(one.code for one in found if not one.code.startswith("late-"))


async def _confirm_rows(turn: Turn, draft: Draft, *, free: bool, may_order: bool) -> Keyboard:
    def confirm(words: Label, how: int, *, first: bool = False) -> Button:
        danger = draft.what == "cancel"
        style = "danger" if danger and first else "primary" if first else None
        return Button(words, data=ConfirmChange(draft.session, draft.step, how).pack(), style=style)  # type: ignore[arg-type]  # of the styles

    rows: list[tuple[Button, ...]] = []
    if free:
        words = "confirm_cancel" if draft.what == "cancel" else "confirm"
        rows.append((confirm(Label(f"meeting_changes.{words}"), 0, first=True),))
    else:
        title = await whose(turn, draft.meeting)
        rows.append((confirm(Label("meeting_changes.ask", {"title": title}), 1, first=True),))
        if may_order:
            rows.append((confirm(Label("meeting_changes.by_order", {"title": title}), 2),))
    rows.append((Button(Label("meeting_changes.back"), data=Manage(draft.meeting.id).pack()),))
    return tuple(rows)


async def _may(turn: Turn, draft: Draft) -> bool:
    """Whether whoever is there may make the change in their own right."""
    return draft.what not in _RESERVED or await rights.may_call(turn, draft.meeting)


# Doing it


async def confirm(turn: Turn, tap: ConfirmChange) -> None:
    """Make the change, or put it before who may."""
    draft = await tapped(turn, tap.session, tap.step)
    if draft is None or turn.person is None:
        return
    if not draft.previewed:
        await turn.toast(Label("meeting_changes.stale"), alert=True)
        return
    meeting = draft.meeting
    if draft.state["before"] != snapshot(meeting):
        await _meanwhile(turn, draft)
        return
    change = draft.change(turn.person.id, turn.now)
    notice = await late(turn, meeting, change)
    if change.starts is not None and change.starts <= turn.now:
        await end(turn, draft)
        await say_overtaken(turn, meeting, "past")
        return
    if notice is not None and not draft.reason:  # it was in time when it was shown
        from handlers.meetings.changes import changing  # it leads here

        await changing.ask(turn, draft)
        return
    free = await _may(turn, draft)
    if tap.how == 1 and not free:
        await approving.ask_for(turn, draft, change)
    elif free or (tap.how == 2 and Role.SECRETARY in turn.person.roles_in(meeting.task_force_id)):
        order = "" if free else await whose(turn, meeting)
        await _make(turn, draft, change, order, late=notice is not None)
    else:
        raise NotAllowed(f"change {draft.what} of meeting {meeting.id}")


async def _meanwhile(turn: Turn, draft: Draft) -> None:
    """Somebody else changed the meeting: it is said who, and the change is shown again on what holds now."""
    last = await meeting_changes.last_made(turn.tx, draft.meeting.id)
    by = "" if last is None else (await turn.person_by_id(last.decided_by or last.by_person)).full_name
    await preview(turn, await keep_state(turn, draft, {"before": snapshot(draft.meeting)}), overtaken_by=by or "?")


async def _make(turn: Turn, draft: Draft, change: Change, order: str, *, late: bool) -> None:
    assert turn.person is not None  # noqa: S101 - asked by the caller
    written = await write(turn, draft, change, order)
    lines = await applying.lines(turn, draft.meeting, written, turn.locale)
    made = await applying.apply(turn, draft.meeting, written, turn.person, late=late)
    message = ChangeMade(
        await telling.facts(turn, made.meeting, turn.locale), lines, made.told, made.unreachable, draft.what == "time"
    )
    await turn.card(handle(made.meeting.id), message, live_row(made.meeting))
    await end(turn, draft)
