"""What is typed about the conclusions: read, written down at once, and asked about where it is not clear."""

import re
from datetime import date, timedelta

from handlers.meetings.conclude.conclusion_cards import GENERAL_LIMIT, MOST, TEXT_LIMIT, show
from handlers.meetings.conclude.conclusion_desk import Desk, again, living
from handlers.reports import cut
from handlers.turn import Turn
from messages.contexts.conclusions import ConclusionsTaken, Fault
from messages.render import local
from storage import conclusions, notices, sessions
from storage.conclusions import Conclusion
from taskforce.charter.expressions import add_months
from taskforce.forms import clean
from taskforce.numbered import Conclusion as Understood
from taskforce.numbered import read_conclusion, read_list
from taskforce.vietnamese import NameIndex, fold, search
from taskforce.when import NeedsTime, NotUnderstood, When, WhichOne, read_when

_FARTHEST = timedelta(days=5 * 366)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


async def typed(turn: Turn, desk: Desk) -> None:
    """According to what is asked."""
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    part = await cut.belongs(turn, text)
    fresh = await sessions.get(turn.tx, desk.session.id)
    desk.state.update({} if fresh is None else {key: fresh.state[key] for key in ("cut_at",) if key in fresh.state})
    if part:
        await show(turn, desk, Fault("cut"))
    elif not text:
        await show(turn, desk, Fault("empty"))
    elif desk.step == "general":
        await _general(turn, desk, text)
    elif desk.item is None:
        await _take(turn, desk, text)
    elif desk.step == "text":
        await _text(turn, desk, desk.item, text)
    elif desk.step in ("lead", "coordinating"):
        await _find(turn, desk, text)
    elif desk.step == "due":
        await _due(turn, desk, desk.item, text)
    else:
        await show(turn, desk, Fault("choose", typed=text))


async def _moved_on(turn: Turn, desk: Desk, text: str) -> bool:
    from handlers.meetings.conclude.concluding import moved_on  # which leads to this module

    return await moved_on(turn, desk, text)


async def _general(turn: Turn, desk: Desk, text: str) -> None:
    if len(text) > GENERAL_LIMIT:
        await show(turn, desk, Fault("too-long", GENERAL_LIMIT, text))
    elif await _moved_on(turn, desk, text):
        await show(turn, desk)
    else:
        await notices.set_general(turn.tx, desk.meeting.id, text, _by(turn))
        await show(turn, (await again(turn, desk)).of_step("list"))


async def _text(turn: Turn, desk: Desk, one: Conclusion, text: str) -> None:
    if len(text) > TEXT_LIMIT:
        await show(turn, desk, Fault("too-long", TEXT_LIMIT, text))
    elif await _moved_on(turn, desk, text):
        await show(turn, desk)
    else:
        await conclusions.set_text(turn.tx, one, text, _by(turn))
        fresh = await again(turn, desk)
        await show(turn, fresh.of_step("item", fresh.by_id(one.id)))


def _by(turn: Turn) -> int:
    assert turn.person is not None  # noqa: S101 - whoever runs a meeting is known
    return turn.person.id


# New ones


async def _take(turn: Turn, desk: Desk, text: str) -> None:
    """One conclusion or a whole list: written down, and what is not clear is asked one after the other."""
    items = read_list(text) or (text,)
    longest = max(items, key=len)
    if len(longest) > TEXT_LIMIT:
        await show(turn, desk, Fault("too-long", TEXT_LIMIT, longest))
        return
    if len(desk.items) + len(items) > MOST:
        await show(turn, desk, Fault("too-many", MOST, text))
        return
    there = await living(turn, desk.meeting)
    index = NameIndex((unit.id, unit.names) for unit in desk.units.values() if unit.id in there)
    queue: list[list[int | str]] = []
    unclear: dict[str, list[str]] = {}
    added = []
    for item in items:
        said = read_conclusion(item, index, desk.today)
        one = await conclusions.add(
            turn.tx, desk.meeting.id, item, leads=said.lead, helpers=said.with_, due_on=said.due, by=_by(turn),
            now=turn.now,
        )  # fmt: skip
        added.append(one.id)
        queue += [[one.id, step] for step in _questions(said, alone=len(items) == 1)]
        unclear |= {str(one.id): list(said.unclear)} if said.unclear else {}
    desk = await again(turn, desk)
    desk.state.update(queue=queue, unclear=unclear, back=False)
    if len(items) > 1:
        lines = tuple(desk.line(one) for one in desk.items if one.id in added)
        await turn.reply(ConclusionsTaken(lines, len(queue)))
    await next_question(turn, desk)


def _questions(said: Understood, *, alone: bool) -> list[str]:
    """What has to be asked about a conclusion: what it does not say, and what it does not say for certain."""
    found = [] if said.lead else ["lead"]
    helps = "phoi hop" in fold(said.text) and not said.with_
    if (said.unclear and (helps or (said.lead and said.due))) or (alone and not said.lead and not said.with_):
        found.append("coordinating")
    return found if said.due else [*found, "due"]


async def next_question(turn: Turn, desk: Desk) -> None:
    """The next thing that is not clear; then the list, or the conclusion where somebody came from there."""
    queue = list(desk.state.get("queue", []))
    while queue:
        conclusion_id, step = queue.pop(0)
        one = desk.by_id(int(conclusion_id))
        if one is not None:
            desk.state["queue"] = queue
            await show(turn, desk.of_step(str(step), one))
            return
    desk.state.pop("queue", None)
    if desk.state.pop("back", False) and desk.item is not None:
        await show(turn, desk.of_step("item", desk.item))
    else:
        desk.state.pop("unclear", None)
        await show(turn, desk.of_step("list"))


# Units and days


async def _find(turn: Turn, desk: Desk, text: str) -> None:
    there = await living(turn, desk.meeting)
    found = search(text, [unit for unit in desk.units.values() if unit.id in there], lambda unit: unit.names)
    if found:
        desk.state.update(query=text[:100], page=0)
        await show(turn, desk)
    else:
        await show(turn, desk, Fault("not-found", typed=text))


async def set_due(turn: Turn, desk: Desk, one: Conclusion, day: date | None) -> None:
    """That is its last day; on to what is asked next."""
    await conclusions.set_due(turn.tx, one, day, _by(turn))
    await next_question(turn, await again(turn, desk))


async def _due(turn: Turn, desk: Desk, one: Conclusion, text: str) -> None:
    days, fault = read_days(text, turn, desk.zone)
    if fault is not None and not days:
        await show(turn, desk, fault)
    elif len(days) == 1 and fault is None:
        if await _moved_on(turn, desk, text):
            await show(turn, desk)
        else:
            await set_due(turn, desk, one, days[0])
    else:
        desk.state["days"] = [day.isoformat() for day in days]
        await show(turn, desk, fault)


def read_days(text: str, turn: Turn, zone: str) -> tuple[list[date], Fault | None]:
    """The days that a typed deadline can mean; with a fault they are only proposed."""
    now = local(turn.now, zone)
    read = read_when(text, now)
    if isinstance(read, NeedsTime):
        return [read.day], None
    if isinstance(read, When):
        return [read.starts_at.date()], None
    if isinstance(read, WhichOne):
        return list(dict.fromkeys(each.starts_at.date() for each in read.choices)), None
    if isinstance(read, NotUnderstood):
        return _not_understood(read, text, now.date())
    return [], Fault("unreadable", typed=text)


def _not_understood(read: NotUnderstood, text: str, today: date) -> tuple[list[date], Fault | None]:
    """Farther away than a meeting; a day that may be next year's; words such as "trước ngày 20/5", "quý III"."""
    if read.reason == "too-far" and read.day is not None and read.day - today <= _FARTHEST:
        return [read.day], None
    if read.reason == "past" and read.day is not None:
        later = [] if _YEAR.search(text) else [add_months(read.day, 12)]
        return later, Fault("past", typed=text, day=read.day)
    if read.reason == "unreadable":
        nobody: NameIndex[int] = NameIndex()
        said = read_conclusion(f"hạn {text}", nobody, today)
        if said.due is not None:
            return [said.due], None
    return [], Fault(read.reason, typed=text, day=read.day)
