"""The card on which conclusions are entered: what it shows at each step, and its buttons."""

from datetime import date, timedelta

from handlers.meetings.conclude import afterwards
from handlers.meetings.conclude.conclusion_desk import Desk, facts, keep, line_of, living, snapshot, subject_of
from handlers.meetings.conclude.conclusion_taps import EditConclusions, PrepareNotice, SeeReceipts
from handlers.meetings.taps import Conclude
from handlers.turn import Turn
from messages import formats
from messages.contexts.conclusions import (
    ConclusionAskDue,
    ConclusionAskGeneral,
    ConclusionAskText,
    ConclusionAskUnits,
    ConclusionCard,
    ConclusionRemove,
    ConclusionsList,
    Fault,
)
from messages.model import Button, Keyboard, Label, Message
from messages.render import local
from storage import meetings, people, sessions
from storage.conclusions import Conclusion
from storage.notices import Words
from storage.units import Unit
from taskforce.charter.expressions import add_months
from taskforce.vietnamese import search

PAGE = 8
"""Units on one card."""

TEXT_LIMIT = 2000
GENERAL_LIMIT = 3000
MOST = 60
"""Conclusions of one meeting."""

_AT_WORK = timedelta(minutes=30)
"""Somebody who did something so short a time ago is entering conclusions too."""

_SOON = 5
"""Days before the end of a month from which the end of the next one is meant."""


async def show(turn: Turn, desk: Desk, fault: Fault | None = None) -> None:
    """Put the card of this step before the person and remember it; one whose conclusion is gone shows the list."""
    if desk.step not in ("list", "general") and desk.item is None:
        desk = desk.of_step("list")
    was: object = desk.notice.general if desk.step == "general" else snapshot(desk.item)
    desk.state.update(turn=int(desk.state.get("turn", 0)) + 1, was=was)
    await keep(turn, desk)
    message, keyboard = await _card(turn, desk, fault)
    await turn.card(subject_of(desk.meeting.id), message, keyboard)


async def show_left(turn: Turn, desk: Desk) -> None:
    """The card of somebody who stops here: everything is written down, and one tap goes on."""
    message = await _list(turn, desk, None)
    go_on = Button(
        Label("conclusions.correct" if desk.items else "conclusions.enter"), data=Conclude(desk.meeting.id).pack()
    )
    await turn.card(subject_of(desk.meeting.id), message, ((go_on,), *_onward(desk)))


async def _card(turn: Turn, desk: Desk, fault: Fault | None) -> tuple[Message, Keyboard]:
    one = desk.item
    if one is None:
        if desk.step == "general":
            return ConclusionAskGeneral(desk.notice.general, GENERAL_LIMIT, fault), _general_buttons(desk)
        return await _list(turn, desk, fault), _list_buttons(desk)
    if desk.step in ("lead", "coordinating"):
        return _units(desk, one, fault)
    if desk.step == "due":
        return _due(desk, one, fault), await _due_buttons(turn, desk)
    if desk.step == "text":
        return ConclusionAskText(desk.line(one), TEXT_LIMIT, fault), ((_button(desk, "back", "i", one.id),),)
    if desk.step == "remove":
        return ConclusionRemove(desk.line(one), one.task_id is not None), _remove_buttons(desk, one)
    gone = {unit for unit in (*one.leads, *one.helpers) if unit not in await living(turn, desk.meeting)}
    line = line_of(one.said, desk.number(one), desk.units, gone=gone)
    return ConclusionCard(await facts(turn, desk.meeting), line, len(desk.items), fault), _item_buttons(desk, one)


def _button(desk: Desk, label: str, what: str, arg: int = 0, **words: str | int) -> Button:
    data = EditConclusions(desk.meeting.id, int(desk.state["turn"]), what, arg).pack()
    return Button(Label(f"conclusions.{label}", words), data=data, style="danger" if what == "x!" else None)


# The list


async def _list(turn: Turn, desk: Desk, fault: Fault | None) -> ConclusionsList:
    there = await living(turn, desk.meeting)
    lines = []
    for number, one in enumerate(desk.items, 1):
        gone = {unit for unit in (*one.leads, *one.helpers) if unit not in there}
        lines.append(line_of(one.said, number, desk.units, gone=gone))
    deadline, cite = await afterwards.notice_deadline(turn, desk.meeting)
    sent = desk.notice
    return ConclusionsList(
        meeting=await facts(turn, desk.meeting),
        general=sent.general,
        lines=tuple(lines),
        version=sent.version,
        changed=Words(sent.general, tuple(one.said for one in desk.items)) != sent.sent,
        deadline=deadline,
        cite=cite,
        others=await _others(turn, desk),
        fault=fault,
    )


async def _others(turn: Turn, desk: Desk) -> tuple[str, ...]:
    """Who else is entering conclusions of this meeting just now."""
    found = []
    for each in await sessions.about(turn.tx, desk.session.kind, desk.session.subject):
        if each.chat_id != desk.session.chat_id and turn.now - each.updated_at < _AT_WORK:
            person = await people.by_telegram_id(turn.tx, each.chat_id)
            found += [] if person is None else [person.full_name]
    return tuple(found)


def _list_buttons(desk: Desk) -> Keyboard:
    numbers = [_button(desk, "number", "i", one.id, number=n) for n, one in enumerate(desk.items, 1)]
    rows = [tuple(numbers[at : at + 5]) for at in range(0, len(numbers), 5)]
    general = "general_set" if desk.notice.general else "general"
    rows.append((_button(desk, general, "g"), _button(desk, "finish", "z")))
    return (*rows, *_onward(desk))


def _onward(desk: Desk) -> Keyboard:
    """To the notice, and to who has received it."""
    rows: list[tuple[Button, ...]] = []
    if desk.items or desk.notice.general or desk.notice.version:
        prepare = PrepareNotice(desk.meeting.id, desk.notice.revision, "n", 0).pack()
        rows.append((Button(Label("conclusions.notice"), data=prepare, style="primary"),))
    if desk.notice.version:
        rows.append((Button(Label("conclusions.receipts"), data=SeeReceipts(desk.meeting.id, "see", 0).pack()),))
    return tuple(rows)


# One conclusion


def _item_buttons(desk: Desk, one: Conclusion) -> Keyboard:
    place = desk.number(one)
    moving = []
    if place > 1:
        moving.append(_button(desk, "up", "mu", one.id))
    if place < len(desk.items):
        moving.append(_button(desk, "down", "md", one.id))
    return (
        (_button(desk, "text", "t", one.id), _button(desk, "due", "qd", one.id)),
        (_button(desk, "lead", "ql", one.id), _button(desk, "helpers", "qc", one.id)),
        (*moving, _button(desk, "remove", "x", one.id)),
        (_button(desk, "back", "l"),),
    )


def _remove_buttons(desk: Desk, one: Conclusion) -> Keyboard:
    return ((_button(desk, "really_remove", "x!", one.id), _button(desk, "keep", "i", one.id)),)


def _general_buttons(desk: Desk) -> Keyboard:
    drop = ((_button(desk, "drop_general", "gx"),),) if desk.notice.general else ()
    return (*drop, (_button(desk, "back", "l"),))


# Who does it


def _units(desk: Desk, one: Conclusion, fault: Fault | None) -> tuple[Message, Keyboard]:
    chosen = one.leads if desk.step == "lead" else one.helpers
    query = str(desk.state.get("query", ""))
    message = ConclusionAskUnits(
        desk.line(one), desk.step, _unclear(desk, one), query, len(desk.state.get("queue", [])), fault
    )
    found = _choices(desk, one, query)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(int(desk.state.get("page", 0)), 0), pages - 1)
    rows: list[tuple[Button, ...]] = []
    for unit in found[page * PAGE : (page + 1) * PAGE]:
        name = formats.shorten(unit.name, 36)
        words: Label | str = Label("conclusions.chosen", {"name": name}) if unit.id in chosen else name
        data = EditConclusions(desk.meeting.id, int(desk.state["turn"]), "u", unit.id).pack()
        rows.append((Button(words, data=data),))
    if pages > 1:
        rows.append(_pages(desk, page, pages))
    if query:
        rows.append((_button(desk, "all_units", "ua"),))
    nobody = "no_lead" if desk.step == "lead" else "no_helpers"
    done = _button(desk, "done", "ok", count=len(chosen)) if chosen else _button(desk, nobody, "ok")
    return message, (*rows, (done,), *_way_out(desk, one))


def _choices(desk: Desk, one: Conclusion, query: str) -> list[Unit]:
    """The units to choose from: those that were chosen, then those that prepared the agenda, then all in order."""
    known = [unit for unit in desk.units.values() if desk.step == "lead" or unit.id not in one.leads]
    if query:
        return search(query, known, lambda unit: unit.names)
    first = (*(one.leads if desk.step == "lead" else one.helpers), *desk.preparing)
    return sorted(known, key=lambda unit: unit.id not in first)


def _pages(desk: Desk, page: int, pages: int) -> tuple[Button, ...]:
    def turned(words: str, to: int) -> Button:
        return Button(words, data=EditConclusions(desk.meeting.id, int(desk.state["turn"]), "pg", to % pages).pack())

    return turned("‹", page - 1), turned(f"{page + 1}/{pages}", page), turned("›", page + 1)


def _unclear(desk: Desk, one: Conclusion) -> tuple[str, ...]:
    return tuple(desk.state.get("unclear", {}).get(str(one.id), ()))


def _way_out(desk: Desk, one: Conclusion) -> Keyboard:
    if desk.state.get("queue"):
        return ((_button(desk, "skip_rest", "sk"),),)
    return ((_button(desk, "back", "l"),),)


# Until when


def _due(desk: Desk, one: Conclusion, fault: Fault | None) -> ConclusionAskDue:
    left = len(desk.state.get("queue", []))
    return ConclusionAskDue(desk.line(one), _unclear(desk, one), bool(desk.state.get("days")), left, fault)


async def _due_buttons(turn: Turn, desk: Desk) -> Keyboard:
    one = desk.item
    assert one is not None  # noqa: S101 - asked about one
    days = [date.fromisoformat(day) for day in desk.state.get("days", ())]
    if days:
        rows = [(_day_button(desk, formats.day(day, turn.locale), day),) for day in days[:6]]
    else:
        rows = [(_day_button(desk, words, day),) for words, day in await _suggested(turn, desk)]
    return (*rows, (_button(desk, "no_due", "d", 0),), *_way_out(desk, one))


def _day_button(desk: Desk, words: Label | str, day: date) -> Button:
    data = EditConclusions(desk.meeting.id, int(desk.state["turn"]), "d", day.toordinal()).pack()
    return Button(words, data=data)


async def _suggested(turn: Turn, desk: Desk) -> list[tuple[Label, date]]:
    """The end of the month, fifteen days from today, the next meeting that is called; each day once."""
    first = desk.today.replace(day=1)
    end = add_months(first, 1) - timedelta(days=1)
    if (end - desk.today).days < _SOON:
        end = add_months(first, 2) - timedelta(days=1)
    found = [("month_end", end), ("in_days", desk.today + timedelta(days=15))]
    for meeting in await meetings.in_state(turn.tx, ["called"], task_force_id=desk.meeting.task_force_id):
        if meeting.starts_at is not None and meeting.starts_at > turn.now and meeting.id != desk.meeting.id:
            found.append(("next_meeting", local(meeting.starts_at, desk.zone).date()))
            break
    named = {day: Label(f"conclusions.{key}", {"day": f"{day.day}/{day.month}"}) for key, day in reversed(found)}
    return sorted(((words, day) for day, words in named.items()), key=lambda each: each[1])
