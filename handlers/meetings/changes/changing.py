"""A called meeting is moved, changed or cancelled: what can be changed, and what it is to be."""

from datetime import UTC, datetime
from typing import Any, get_args

from handlers.conversations import Conversation
from handlers.meetings import rights, telling
from handlers.meetings.before.due import slot_words
from handlers.meetings.changes import change_draft, confirming
from handlers.meetings.changes.change_draft import KIND, Draft
from handlers.meetings.changes.change_taps import ChangeWhat, PickChair, PickNothing, PickTime
from handlers.meetings.changes.change_time import Fault, understand
from handlers.meetings.convene import agenda_talk, asking, audience, timing
from handlers.meetings.invite import standing
from handlers.meetings.taps import Manage, OpenDesk, SeeLive
from handlers.reports import cut
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.meeting_changes import AskChange, ChangeMeeting
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import invitees, sessions
from storage.meeting_changes import What
from storage.meetings import Meeting
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.when import When

_LONGEST = {"place": 200, "link": 1000, "subject": 300, "reason": 1000}
"""Letters."""

_CHAIRS = 8


# What can be changed


async def manage(turn: Turn, tap: Manage) -> None:
    """What can be changed about a meeting that was called."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    waiting = await sessions.find(turn.tx, turn.chat_id, KIND, f"meeting:{meeting.id}")
    if waiting is not None:
        await sessions.end(turn.tx, waiting.id)
    await show(turn, meeting)


async def show(turn: Turn, meeting: Meeting) -> None:
    """The card of what can be changed."""
    phase = standing.phase(meeting, turn.now)
    invited = len(await invitees.of_meeting(turn.tx, meeting.id))
    message = ChangeMeeting(await telling.facts(turn, meeting, turn.locale), phase, invited)
    await turn.card(change_draft.handle(meeting.id), message, _what_rows(meeting, phase))


def _what_rows(meeting: Meeting, phase: str) -> Keyboard:
    def change(what: str) -> Button:
        style = "danger" if what == "cancel" else None
        return Button(Label(f"meeting_changes.{what}"), data=ChangeWhat(meeting.id, what).pack(), style=style)  # type: ignore[arg-type]  # of the styles

    live = Button(Label("meeting_changes.live"), data=SeeLive(meeting.id).pack())
    if phase == "draft":
        return ((Button(Label("meeting_changes.desk"), data=OpenDesk(meeting.id).pack(), style="primary"),),)
    if phase == "open" and meeting.opened_at is None:
        rows = (("time", "place"), ("link", "chair"), ("subject", "agenda"), ("people", "cancel"))
        return (*(tuple(change(what) for what in row) for row in rows), (live,))
    if phase == "begun" and meeting.opened_at is None:  # it was to begin, and nobody has opened it
        return ((change("cancel"),), (live,))
    return ((live,),)


async def begin(turn: Turn, tap: ChangeWhat) -> None:
    """Begin to change one thing of the meeting."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if tap.what in ("people", "agenda"):
        if not await change_draft.over(turn, meeting, "chair"):
            await (audience.edit_called if tap.what == "people" else agenda_talk.show)(turn, meeting)
        return
    if tap.what not in get_args(What):
        raise NotAllowed(f"change {tap.what}")
    what: What = tap.what  # type: ignore[assignment]  # one of them, as was just asked
    if await change_draft.over(turn, meeting, what):
        return
    draft = await change_draft.start(turn, meeting, what)
    await ask(turn, draft)


# Asking


async def ask(turn: Turn, draft: Draft, fault: Fault | None = None) -> None:
    """The question that is open, with what was wrong about the last answer."""
    fault = fault or Fault()
    reason = draft.what == "cancel" or draft.has_value
    draft = await change_draft.step(turn, draft)
    rows = () if reason else await _offers(turn, draft, fault)
    message = AskChange(
        what=draft.what,
        step="reason" if reason else fault.step,  # type: ignore[arg-type]  # the steps of a fault are among them
        meeting=await telling.facts(turn, draft.meeting, turn.locale),
        fault=fault.code,
        typed=formats.shorten(fault.typed, 60),
        day=fault.day,
        offered=bool(rows),
        late=await change_draft.late_of(turn, draft) if reason else None,
        limit=formats.number(_LONGEST["reason" if reason else draft.what], turn.locale) if fault.code == "long" else "",
    )
    back = (Button(Label("meeting_changes.back"), data=Manage(draft.meeting.id).pack()),)
    await turn.card(change_draft.handle(draft.meeting.id), message, (*rows, back))


async def _offers(turn: Turn, draft: Draft, fault: Fault) -> Keyboard:
    meeting = draft.meeting
    if draft.what == "chair":
        places = [one for one in await rights.possible_chairs(turn, meeting) if one.id != meeting.chair_id]
        titles = (await turn.charter(meeting.task_force_id)).titles
        return tuple(
            (
                Button(
                    formats.shorten(f"{one.full_name} · {titles.of(one.role, turn.locale)}", 40),
                    data=PickChair(draft.session, draft.step, one.id).pack(),
                ),
            )
            for one in places[:_CHAIRS]
        )
    if draft.what in ("place", "link") and getattr(meeting, draft.what):
        nothing = Button(Label(f"meeting_changes.no_{draft.what}"), data=PickNothing(draft.session, draft.step).pack())
        return ((nothing,),)
    if draft.what != "time":
        return ()
    offers = fault.offers or tuple(
        (slot.at, None) for slot in await timing.slots(turn, meeting, 4) if slot.at != meeting.starts_at
    )
    return tuple((_time_button(turn, draft, start, end),) for start, end in offers)


def _time_button(turn: Turn, draft: Draft, start: datetime, end: datetime | None) -> Button:
    until = 0 if end is None else int(end.timestamp())
    words = slot_words(start, turn.locale)
    if end is not None:
        words = f"{formats.clock(start, turn.locale)}–{formats.clock(end, turn.locale)}{words[words.index(' ·') :]}"
    return Button(words, data=PickTime(draft.session, draft.step, int(start.timestamp()), until).pack())


# Answers


async def typed(turn: Turn, session: OpenSession) -> None:
    """What was asked for was typed."""
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if not (session.state["what"] == "cancel" or "value" in session.state):
        text = " ".join(text.split())  # a place, a link, a subject is one line; a reason may have several
    part = await cut.belongs(turn, text)
    session = await sessions.get(turn.tx, session.id) or session  # with what is remembered of a text that was cut
    draft = await change_draft.live_draft(turn, session)
    if draft is None:
        return
    reason = draft.what == "cancel" or draft.has_value  # at the preview too: why it is changed
    fault = _refused("reason" if reason else draft.what, text, part=part)
    if fault is not None:
        await ask(turn, draft, fault)
    elif reason:
        await confirming.preview(turn, await change_draft.keep(turn, draft, reason=text))
    elif draft.what == "time":
        await _time_typed(turn, draft, text)
    elif draft.what == "chair":
        await _chair_typed(turn, draft, text)
    else:
        await _value(turn, draft, {"text": text})


def _refused(what: str, text: str, *, part: bool) -> Fault | None:
    if not text:
        return Fault("empty")
    if part or len(text) > _LONGEST.get(what, 200):
        return Fault("long", text)
    if what == "link" and not asking.is_link(text):
        return Fault("no-link", text)
    return None


async def _time_typed(turn: Turn, draft: Draft, text: str) -> None:
    found = await understand(turn, draft, text)
    if isinstance(found, When):
        await _take_time(turn, draft, found.starts_at, found.ends_at)
        return
    if found.step == "clock" and found.day is not None:
        draft = await change_draft.keep_state(turn, draft, {"day": found.day.date().isoformat()})
    await ask(turn, draft, found)


async def pick_time(turn: Turn, tap: PickTime) -> None:
    """One of the moments that were offered."""
    draft = await change_draft.tapped(turn, tap.session, tap.step)
    if draft is None or draft.what != "time":
        return
    last = 2**33  # seconds: beyond any year that a meeting is called for
    start = datetime.fromtimestamp(min(max(tap.start, 0), last), UTC)
    end = datetime.fromtimestamp(min(tap.end, last), UTC) if tap.end > tap.start else None
    await _take_time(turn, draft, start, end)


async def _take_time(turn: Turn, draft: Draft, start: datetime, end: datetime | None) -> None:
    meeting = draft.meeting
    if start <= turn.now:
        zone = (await turn.charter(meeting.task_force_id)).body.timezone
        await ask(turn, draft, Fault("past", day=local(start, zone)))
        return
    if end is None and meeting.ends_at is not None and meeting.starts_at is not None:
        end = start + (meeting.ends_at - meeting.starts_at)  # as long as it was to be
    if start == meeting.starts_at and end == meeting.ends_at:
        await ask(turn, draft, Fault("same"))
        return
    ends = "" if end is None else end.astimezone(UTC).isoformat()
    await _value(turn, draft, {"starts": start.astimezone(UTC).isoformat(), "ends": ends})


async def _chair_typed(turn: Turn, draft: Draft, text: str) -> None:
    from taskforce.vietnamese import fold  # only for those who type a name that stands on a button

    places = await rights.possible_chairs(turn, draft.meeting)
    fitting = [one for one in places if fold(text) in fold(one.full_name) and one.id != draft.meeting.chair_id]
    if len(fitting) == 1:
        await _value(turn, draft, {"chair": fitting[0].id})
    else:
        await ask(turn, draft, Fault("no-such-chair", text))


async def pick_chair(turn: Turn, tap: PickChair) -> None:
    """One of those who may chair."""
    draft = await change_draft.tapped(turn, tap.session, tap.step)
    if draft is None or draft.what != "chair":
        return
    if all(one.id != tap.membership for one in await rights.possible_chairs(turn, draft.meeting)):
        raise NotAllowed(f"chair {tap.membership}")
    await _value(turn, draft, {"chair": tap.membership})


async def pick_nothing(turn: Turn, tap: PickNothing) -> None:
    """No place, or no link."""
    draft = await change_draft.tapped(turn, tap.session, tap.step)
    if draft is not None and draft.what in ("place", "link"):
        await _value(turn, draft, {"text": ""})


async def _value(turn: Turn, draft: Draft, value: dict[str, Any]) -> None:
    """What it is to be is known; the reason is asked only where it is owed."""
    if "text" in value and value["text"] == getattr(draft.meeting, draft.what):
        await ask(turn, draft, Fault("same"))
        return
    draft = await change_draft.keep(turn, draft, value=value)
    if draft.what == "time" and await change_draft.late_of(turn, draft) is not None:
        await ask(turn, draft)
    else:
        await confirming.preview(turn, draft)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Ask again."""
    draft = await change_draft.live_draft(turn, session)
    if draft is None:
        return
    if draft.previewed:
        await confirming.preview(turn, draft)
    else:
        await ask(turn, draft)


CONVERSATION = Conversation(typed, resumed)
