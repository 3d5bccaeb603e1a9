"""The draft under way in a chat: which question is live, and how an answer is written without undoing another's."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from handlers.meetings import rights
from handlers.meetings.convene.desk_taps import Settle
from handlers.meetings.taps import OpenDesk, SeeLive
from handlers.reports import cut
from handlers.turn import NotAllowed, Turn
from messages.contexts.convening import ConveneClash, ConveneOver
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import agenda, audit, meetings, memberships, people, sessions
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.sessions import OpenSession
from taskforce.forms import clean

KIND = "meeting"
"""The kind of the conversation."""

ECHO = 200
"""Letters of a refused text that are shown again."""

Value = str | int | None


def subject_of(meeting_id: int) -> str:
    """What the conversation is about."""
    return f"meeting:{meeting_id}"


def card_of(meeting_id: int) -> str:
    """The one card that the whole preparing goes on in."""
    return f"desk:{meeting_id}"


# Which question is live


async def ask(turn: Turn, meeting: Meeting, what: str, **more: Value) -> None:
    """From now on what is typed answers ``what`` ("" at the desk); what the table holds now is remembered with it."""
    state = {"meeting": meeting.id, "ask": what, "was": value_of(meeting, what), **more}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(meeting.id), state=state, now=turn.now
    )


async def asked(turn: Turn, meeting_id: int) -> dict[str, Any]:
    """The live question's state; {} where none is open."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(meeting_id))
    return {} if session is None else session.state


async def end(turn: Turn, meeting_id: int) -> OpenSession | None:
    """Close the conversation about the draft in this chat, if there is one."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(meeting_id))
    if session is not None:
        await sessions.end(turn.tx, session.id)
    return session


# The draft


async def need_draft(turn: Turn, meeting_id: int) -> Meeting | None:
    """The draft that this person may work on; None (and told) when it is none any more.

    Raises:
        NotAllowed: they may not.
    """
    meeting = await rights.need_to_run(turn, meeting_id)
    if meeting.state == "draft":
        return meeting
    await say_over(turn, meeting)
    return None


async def need_list(turn: Turn, meeting_id: int) -> Meeting | None:
    """The meeting whose list can still be changed; None (and told) when it is over.

    Raises:
        NotAllowed: this person does not run it.
    """
    meeting = await rights.need_to_run(turn, meeting_id)
    if meeting.state == "draft" or (meeting.state == "called" and meeting.begin > turn.now):
        return meeting
    await say_over(turn, meeting)
    return None


async def need_item(turn: Turn, item_id: int) -> tuple[Meeting, AgendaItem] | None:
    """The point of an agenda that can still be edited; None (and told) when it is not there any more.

    Raises:
        NotAllowed: they may not work on it.
    """
    item = await agenda.item(turn.tx, item_id)
    if item is None:
        if turn.person is None:
            raise NotAllowed(f"agenda item {item_id}")
        await turn.toast(Label("convening.item_gone"), alert=True)
        return None
    meeting = await need_list(turn, item.meeting_id)
    return None if meeting is None else (meeting, item)


async def say_over(turn: Turn, meeting: Meeting) -> None:
    """The draft was called, or dropped, meanwhile."""
    await end(turn, meeting.id)
    await turn.card(card_of(meeting.id), await over(turn, meeting), over_rows(meeting))


async def over(turn: Turn, meeting: Meeting) -> ConveneOver:
    """What became of the draft, and by whom."""
    if meeting.state == "dropped":
        by = await audit.last_by(turn.tx, "meeting.dropped", subject_of(meeting.id))
    else:
        by = meeting.called_by
    assert meeting.state != "draft"  # noqa: S101 - asked of others only
    return ConveneOver(meeting.subject, meeting.state, await name_of(turn, by))


def over_rows(meeting: Meeting) -> Keyboard:
    """Where it goes on from there."""
    if meeting.state == "dropped":
        return ()
    return ((Button(Label("convening.see_live"), data=SeeLive(meeting.id).pack()),),)


async def name_of(turn: Turn, person_id: int | None) -> str:
    """The person's name; "" where nobody is known."""
    person = None if person_id is None else await people.by_id(turn.tx, person_id)
    return "" if person is None else person.full_name


def back_to(meeting: Meeting) -> Button:
    """The button that leads back to the desk."""
    return Button(Label("convening.back"), data=OpenDesk(meeting.id).pack())


# What is written


def value_of(meeting: Meeting, what: str) -> Value:
    """What the meeting's table holds as the answer to that question; None where it is no single value."""
    if what == "time":
        return None if meeting.starts_at is None else int(meeting.starts_at.timestamp())
    column = {"subject": meeting.subject, "place": meeting.place, "link": meeting.link, "reason": meeting.late_reason}
    return meeting.chair_id if what == "chair" else column.get(what)


async def write(turn: Turn, meeting: Meeting, what: str, columns: Mapping[str, Value]) -> bool:
    """Write the answer; False when somebody else gave another one meanwhile: then it is asked which one stands.

    ``columns`` are the table's; moments in them are Unix seconds.
    """
    state = await asked(turn, meeting.id)
    now, wanted = value_of(meeting, what), _wanted(what, columns)
    if state.get("ask") == what and now not in (state.get("was"), wanted):
        await _clash(turn, meeting, what, columns)
        return False
    await put(turn, meeting, what, columns)
    return True


async def put(turn: Turn, meeting: Meeting, what: str, columns: Mapping[str, Value]) -> Meeting:
    """Write the answer, whatever was there; who did it is kept."""
    values = {name: _moment(value) if name.endswith("_at") else value for name, value in columns.items()}
    if all(getattr(meeting, name) == value for name, value in values.items()):
        return meeting  # nothing changes: a card shown elsewhere is not made stale
    await note(turn, meeting, what)
    return await edit(turn, meeting, **values)


async def edit(turn: Turn, meeting: Meeting, **columns: str | int | datetime | Sequence[str] | None) -> Meeting:
    """Write columns of the table; whoever had asked for a draft asked for what it was, and is asked anew."""
    if meeting.state == "draft":
        await meetings.forget_backers(turn.tx, meeting.id)
    return await meetings.change(turn.tx, meeting.id, **columns)


async def note(turn: Turn, meeting: Meeting, what: str, detail: str = "") -> None:
    """Keep who did what to the meeting."""
    await audit.note(
        turn.tx, now=turn.now, action=f"meeting.{what}", task_force_id=meeting.task_force_id,
        person_id=None if turn.person is None else turn.person.id, subject=subject_of(meeting.id), detail=detail,
    )  # fmt: skip


async def touch(turn: Turn, meeting: Meeting, what: str) -> Meeting:
    """Something about a draft that stands in another table changed: cards shown elsewhere are stale."""
    await note(turn, meeting, what)
    if meeting.state != "draft":
        return meeting
    return await edit(turn, meeting, subject=meeting.subject)


def _moment(value: Value) -> datetime | None:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else None


def _wanted(what: str, columns: Mapping[str, Value]) -> Value:
    names = {"time": "starts_at", "chair": "chair_id", "reason": "late_reason"}
    return columns.get(names.get(what, what))


async def _clash(turn: Turn, meeting: Meeting, what: str, columns: Mapping[str, Value]) -> None:
    state = await asked(turn, meeting.id)
    row = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(meeting.id))
    assert row is not None  # noqa: S101 - its state was just read
    await sessions.save(turn.tx, row.id, {**state, "ask": "clash", "what": what, "mine": dict(columns)}, turn.now)
    await show_clash(turn, meeting, what, columns)


async def show_clash(turn: Turn, meeting: Meeting, what: str, columns: Mapping[str, Value]) -> None:
    """Which of the two answers stands?"""
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    other = await audit.last_by(turn.tx, f"meeting.{what}", subject_of(meeting.id))
    own = turn.person is not None and turn.person.id == other
    who = "" if own else await name_of(turn, other)
    theirs, mine = value_of(meeting, what), _wanted(what, columns)
    words = [await _in_words(turn, what, value) for value in (theirs, mine)]
    times = [local(when, zone) if what == "time" and (when := _moment(value)) else None for value in (theirs, mine)]
    rows = (
        (Button(Label("convening.keep_theirs"), data=Settle(meeting.id, 0).pack(), style="primary"),),
        (Button(Label("convening.take_mine"), data=Settle(meeting.id, 1).pack()),),
    )
    message = ConveneClash(what, who, words[0], words[1], times[0], times[1])
    await turn.card(card_of(meeting.id), message, rows)


async def _in_words(turn: Turn, what: str, value: Value) -> str:
    if what == "chair" and isinstance(value, int):
        place = await memberships.get(turn.tx, value)
        return "" if place is None else place.full_name
    return value if isinstance(value, str) else ""


# What is typed


def one_line(text: str) -> str:
    """A typed text in one line, its letters composed, nothing invisible in it."""
    return " ".join(clean(text).split())


async def refusal(turn: Turn, text: str, limit: int) -> str:
    """Why a typed text cannot be taken: "empty", "too-long", or "" when it can."""
    if await cut.belongs(turn, text):
        return "too-long"
    if not one_line(text):
        return "empty"
    return "too-long" if len(text) > limit else ""
