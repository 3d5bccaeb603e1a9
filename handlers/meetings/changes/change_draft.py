"""A change of a called meeting while it is worked out: what its session keeps, and whether it can still be made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import conversations
from handlers.meetings import rights, telling
from handlers.meetings.before.due import convening_roles
from handlers.meetings.changes import applying
from handlers.meetings.convene import timing
from handlers.meetings.invite import standing
from handlers.meetings.taps import SeeLive
from handlers.turn import Turn
from messages.contexts.meeting_changes import ChangeOvertaken, LateNotice
from messages.model import Button, Keyboard, Label
from storage import meeting_changes, sessions
from storage.database import to_text
from storage.meeting_changes import Change, What
from storage.meetings import Meeting
from storage.sessions import OpenSession

KIND = "meeting-change"
"""The kind of the conversation in which a change is typed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that somebody is working out; ``state`` is what its session keeps."""

    session: int
    meeting: Meeting
    state: dict[str, Any]

    @property
    def what(self) -> What:
        """What is to be changed."""
        found: What = self.state["what"]
        return found

    @property
    def step(self) -> int:
        """Which question or preview is open; buttons of an earlier one are stale."""
        return int(self.state["step"])

    @property
    def has_value(self) -> bool:
        """Whether it is known what it is to be."""
        return "value" in self.state

    @property
    def reason(self) -> str:
        """Why, where that was asked."""
        return str(self.state.get("reason", ""))

    @property
    def previewed(self) -> bool:
        """Whether it only waits to be confirmed."""
        return bool(self.state.get("preview"))

    def change(self, by: int, now: datetime) -> Change:
        """The change as it would be written down."""
        value = self.state.get("value", {})
        return Change(0, self.meeting.id, self.what, value, self.reason, "", "asked", by, now, None, None)


def handle(meeting_id: int) -> str:
    """The name of the card on which a meeting is changed."""
    return f"change:{meeting_id}"


def snapshot(meeting: Meeting) -> dict[str, Any]:
    """What a change is worked out on: whoever changes one of these meanwhile is not overwritten unseen."""
    return {
        "starts": "" if meeting.starts_at is None else to_text(meeting.starts_at),
        "ends": "" if meeting.ends_at is None else to_text(meeting.ends_at),
        "place": meeting.place,
        "link": meeting.link,
        "chair": meeting.chair_id,
        "subject": meeting.subject,
    }


# The conversation's state


async def start(turn: Turn, meeting: Meeting, what: What) -> Draft:
    """Begin to work out a change; another of this meeting in this chat is given up."""
    before = await sessions.find(turn.tx, turn.chat_id, KIND, f"meeting:{meeting.id}")
    step = 0 if before is None else int(before.state["step"])
    state = {"meeting": meeting.id, "what": what, "step": step, "before": snapshot(meeting)}
    session = await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"meeting:{meeting.id}", state=state, now=turn.now
    )
    return Draft(session, meeting, state)


async def keep_state(turn: Turn, draft: Draft, more: dict[str, Any]) -> Draft:
    """Keep more about it."""
    state = {**draft.state, **more}
    await sessions.save(turn.tx, draft.session, state, turn.now)
    return Draft(draft.session, draft.meeting, state)


async def keep(turn: Turn, draft: Draft, *, value: dict[str, Any] | None = None, reason: str | None = None) -> Draft:
    """Keep what it is to be, or why."""
    more: dict[str, Any] = {} if value is None else {"value": value}
    return await keep_state(turn, draft, more if reason is None else {**more, "reason": reason})


async def step(turn: Turn, draft: Draft, *, preview: bool = False) -> Draft:
    """The next question or the preview: buttons shown before are stale from now on."""
    return await keep_state(turn, draft, {"step": draft.step + 1, "preview": preview})


async def live_draft(turn: Turn, session: OpenSession) -> Draft | None:
    """What is being worked out in the conversation; None when the meeting cannot be changed so any more."""
    meeting = await rights.need_to_run(turn, int(session.state["meeting"]))
    if await over(turn, meeting, session.state["what"]):
        await conversations.finish(turn, session)
        return None
    return Draft(session.id, meeting, session.state)


async def tapped(turn: Turn, session_id: int, at_step: int) -> Draft | None:
    """The draft that a button belongs to; None, and it is said, when the button is stale."""
    session = await sessions.get(turn.tx, session_id)
    mine = session is not None and session.kind == KIND and session.chat_id == turn.chat_id
    if session is None or not mine or int(session.state["step"]) != at_step:
        await turn.toast(Label("meeting_changes.stale"), alert=True)
        return None
    return await live_draft(turn, session)


async def over(turn: Turn, meeting: Meeting, what: str) -> bool:
    """Whether it is too late for that change; it is said why."""
    phase = standing.phase(meeting, turn.now)
    never_opened = what == "cancel" and phase == "begun"
    if meeting.opened_at is None and (phase == "open" or never_opened):
        return False
    why = "begun" if phase in ("open", "begun") else phase
    await say_overtaken(turn, meeting, why)
    return True


async def say_overtaken(turn: Turn, meeting: Meeting, why: str) -> None:
    """Say why it cannot be done any more."""
    last = await meeting_changes.last_made(turn.tx, meeting.id)
    by = "" if last is None else (await turn.person_by_id(last.decided_by or last.by_person)).full_name
    message = ChangeOvertaken(why, by, (), await telling.facts(turn, meeting, turn.locale))
    await turn.card(handle(meeting.id), message, live_row(meeting))


def live_row(meeting: Meeting) -> Keyboard:
    """The way to the live card."""
    return ((Button(Label("meeting_changes.live"), data=SeeLive(meeting.id).pack()),),)


# What would happen


async def late_of(turn: Turn, draft: Draft) -> LateNotice | None:
    """How far the notice of the new time would be too late, None where it is in time or no time changes."""
    if draft.what != "time" or not draft.has_value:
        return None
    assert turn.person is not None  # noqa: S101 - only who runs the meeting comes here
    return await late(turn, draft.meeting, draft.change(turn.person.id, turn.now))


async def late(turn: Turn, meeting: Meeting, change: Change) -> LateNotice | None:
    """How far the notice of a new time would be too late; None where it is in time."""
    if change.what != "time":
        return None
    found = await timing.late(turn, applying.changed(meeting, change))
    if not found:
        return None
    return LateNotice(min(one.latest for one in found), (await rights.series_of(turn, meeting)).cite)


async def whose(turn: Turn, meeting: Meeting) -> str:
    """The title of who may: the first of the charter's roles that calls such meetings."""
    role = convening_roles(await rights.series_of(turn, meeting))[0]
    return (await turn.charter(meeting.task_force_id)).titles.of(role, turn.locale)


async def write(turn: Turn, draft: Draft, change: Change, order: str = "") -> Change:
    """Write the change down as one that is asked for."""
    return await meeting_changes.add(
        turn.tx, draft.meeting.id, change.what, change.value, reason=change.reason, by_order=order,
        by_person=change.by_person, now=turn.now,
    )  # fmt: skip


async def end(turn: Turn, draft: Draft) -> None:
    """The conversation is over; the next that waits is offered."""
    await sessions.end(turn.tx, draft.session)
    await conversations.offer_waiting(turn, turn.chat_id)
