"""The conclusions are entered: one by one or pasted as a list, every one written down at once."""

from collections.abc import Awaitable, Callable
from datetime import date

from handlers import conversations
from handlers.conversations import Conversation
from handlers.meetings.conclude import conclusion_taking as taking
from handlers.meetings.conclude.conclusion_cards import show, show_left
from handlers.meetings.conclude.conclusion_desk import (
    KIND,
    Desk,
    again,
    difference,
    facts,
    living,
    need_begun,
    open_desk,
    snapshot,
    subject_of,
)
from handlers.meetings.conclude.conclusion_taps import EditConclusions
from handlers.meetings.taps import Conclude
from handlers.turn import NotAllowed, Turn
from messages.contexts.conclusions import ConclusionsMovedOn, ConclusionsTooEarly
from messages.model import Label
from storage import conclusions, notices, people, sessions
from storage.sessions import OpenSession


async def begin(turn: Turn, tap: Conclude) -> None:
    """Enter, or go on entering, the conclusions of a meeting that has begun."""
    meeting, begun = await need_begun(turn, tap.meeting)
    if not begun:
        cancelled = meeting.state in ("cancelled", "dropped")
        await turn.reply(ConclusionsTooEarly(await facts(turn, meeting), cancelled))
        return
    await show(turn, await _desk(turn, meeting.id))


async def _desk(turn: Turn, meeting_id: int) -> Desk:
    """The desk in this chat; a conversation about it is begun or taken up again."""
    meeting, _ = await need_begun(turn, meeting_id)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(meeting_id))
    if session is None:
        # Numbers of cards go on rising after a conversation was left: an old card's buttons stay old.
        state = {"meeting": meeting_id, "step": "list", "turn": int(turn.now.timestamp()) % 1_000_000_000}
        new_id = await sessions.begin(
            turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(meeting_id), state=state, now=turn.now
        )
        session = await sessions.get(turn.tx, new_id)
        assert session is not None  # noqa: S101 - it was just begun
    elif not session.front:
        await sessions.bring_to_front(turn.tx, session)
    return await open_desk(turn, meeting, session)


# Buttons


async def act(turn: Turn, tap: EditConclusions) -> None:
    """A button of the card."""
    meeting, begun = await need_begun(turn, tap.meeting)
    if not begun:
        await turn.reply(ConclusionsTooEarly(await facts(turn, meeting), meeting.state == "cancelled"))
        return
    desk = await _desk(turn, tap.meeting)
    step = STEPS.get(tap.what)
    if step is None or tap.turn != desk.state.get("turn"):
        await turn.toast(Label("conclusions.stale"))
        await show(turn, desk)
    elif tap.what in _WRITES and await moved_on(turn, desk):
        await show(turn, desk)
    else:
        await step(turn, desk, tap.arg)


async def moved_on(turn: Turn, desk: Desk, typed: str = "") -> bool:
    """Whether somebody else changed what the card shows; then it is said who and what, and nothing is overwritten."""
    was = desk.state.get("was")
    if desk.step == "general":
        what = "general" if was != desk.notice.general else ""
    else:
        what = difference(was, snapshot(desk.item)) if isinstance(was, list) else ""
    if not what:
        return False
    number = 0 if desk.item is None else desk.number(desk.item)
    await turn.reply(ConclusionsMovedOn(await changed_by(turn, desk), what, number, typed))
    return True


async def changed_by(turn: Turn, desk: Desk) -> str:
    """Who made the last change."""
    person = None if desk.notice.changed_by is None else await people.by_id(turn.tx, desk.notice.changed_by)
    return "" if person is None else person.full_name


async def _list(turn: Turn, desk: Desk, _: int) -> None:
    desk.state.pop("queue", None)
    await show(turn, desk.of_step("list"))


async def _leave(turn: Turn, desk: Desk, _: int) -> None:
    """Everything is written down; the card stays, without the conversation."""
    await show_left(turn, desk)
    await turn.toast(Label("conclusions.noted"))
    await conversations.finish(turn, desk.session)


async def _item(turn: Turn, desk: Desk, conclusion_id: int) -> None:
    await show(turn, desk.of_step("item", desk.by_id(conclusion_id)))


def _ask(step: str) -> Callable[[Turn, Desk, int], Awaitable[None]]:
    async def asked(turn: Turn, desk: Desk, conclusion_id: int) -> None:
        desk.state.pop("queue", None)
        await show(turn, desk.of_step(step, desk.by_id(conclusion_id), back=True))

    return asked


async def _general(turn: Turn, desk: Desk, _: int) -> None:
    await show(turn, desk.of_step("general"))


async def _drop_general(turn: Turn, desk: Desk, _: int) -> None:
    await notices.set_general(turn.tx, desk.meeting.id, "", _by(turn))
    await show(turn, (await again(turn, desk)).of_step("list"))


def _move(step: int) -> Callable[[Turn, Desk, int], Awaitable[None]]:
    async def moved(turn: Turn, desk: Desk, _: int) -> None:
        if desk.item is not None:
            await conclusions.move(turn.tx, desk.item, -1 if step < 0 else 1, _by(turn))
        await show(turn, await again(turn, desk))

    return moved


async def _remove(turn: Turn, desk: Desk, _: int) -> None:
    if desk.item is not None:
        await conclusions.remove(turn.tx, desk.item, _by(turn), turn.now)
    await show(turn, (await again(turn, desk)).of_step("list"))


async def _toggle(turn: Turn, desk: Desk, unit_id: int) -> None:
    """A unit is chosen, or not any more; a dissolved one can only be taken out."""
    one = desk.item
    if one is None or desk.step not in ("lead", "coordinating"):
        await show(turn, desk)
        return
    chosen = one.leads if desk.step == "lead" else one.helpers
    if unit_id in chosen:
        after = [unit for unit in chosen if unit != unit_id]
    elif unit_id in await living(turn, desk.meeting) and (desk.step == "lead" or unit_id not in one.leads):
        after = [*chosen, unit_id]
    else:
        await turn.toast(Label("conclusions.stale"))
        await show(turn, desk)
        return
    await conclusions.set_units(turn.tx, one, "lead" if desk.step == "lead" else "coordinating", after, _by(turn))
    desk.state.pop("query", None)
    await show(turn, await again(turn, desk))


async def _page(turn: Turn, desk: Desk, page: int) -> None:
    desk.state["page"] = page
    await show(turn, desk)


async def _all_units(turn: Turn, desk: Desk, _: int) -> None:
    desk.state.update(query="", page=0)
    await show(turn, desk)


async def _due(turn: Turn, desk: Desk, ordinal: int) -> None:
    """That day, or none (0)."""
    if desk.item is None or desk.step != "due" or not 0 <= ordinal <= date.max.toordinal():
        await show(turn, desk)
        return
    day = date.fromordinal(ordinal) if ordinal else None
    await taking.set_due(turn, desk, desk.item, day)


async def _next(turn: Turn, desk: Desk, _: int) -> None:
    await taking.next_question(turn, desk)


async def _skip(turn: Turn, desk: Desk, _: int) -> None:
    desk.state.pop("queue", None)
    await show(turn, desk.of_step("list"))


def _by(turn: Turn) -> int:
    assert turn.person is not None  # noqa: S101 - whoever runs a meeting is known
    return turn.person.id


STEPS: dict[str, Callable[[Turn, Desk, int], Awaitable[None]]] = {
    "l": _list,
    "z": _leave,
    "i": _item,
    "t": _ask("text"),
    "ql": _ask("lead"),
    "qc": _ask("coordinating"),
    "qd": _ask("due"),
    "g": _general,
    "gx": _drop_general,
    "mu": _move(-1),
    "md": _move(1),
    "x": _ask("remove"),
    "x!": _remove,
    "u": _toggle,
    "pg": _page,
    "ua": _all_units,
    "d": _due,
    "ok": _next,
    "sk": _skip,
}
"""By the name on a button: what it does."""

_WRITES = frozenset({"gx", "mu", "md", "x!", "u", "d"})


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """A conclusion, a whole list, a unit's name, a day: according to what is asked."""
    if await _may_go_on(turn, session):
        await taking.typed(turn, await _desk(turn, int(session.state["meeting"])))


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Show where the person stands."""
    if await _may_go_on(turn, session):
        await show(turn, await _desk(turn, int(session.state["meeting"])))


async def _may_go_on(turn: Turn, session: OpenSession) -> bool:
    """Whether the person may still enter conclusions of the meeting; else the conversation is over.

    Raises:
        NotAllowed: they may not, and did something just now.
    """
    try:
        meeting, begun = await need_begun(turn, int(session.state["meeting"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        if turn.incoming is not None and (turn.incoming.tap_id or turn.incoming.text):
            raise
        return False
    if not begun:
        await turn.reply(ConclusionsTooEarly(await facts(turn, meeting), meeting.state == "cancelled"))
        await conversations.finish(turn, session)
    return begun


CONVERSATION = Conversation(typed=typed, resume=resumed)
"""For ``bot/routes``."""
