"""One target in full: its goal, how it moved over the periods, where each value comes from, and what can be done."""

from collections.abc import Sequence
from decimal import Decimal

from handlers.targets import figures, standings
from handlers.targets.listing import HANDLE, all_row
from handlers.targets.standings import Standings
from handlers.targets.taps import ChooseFigure, CountTarget, SeeTarget, SeeTold, TellTarget, UnlinkFigure
from handlers.turn import Turn
from messages.contexts.targets import LinkLine, TargetCard, ValueLine
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import target_figures, targets
from storage.target_figures import Link
from storage.targets import KnownValue, Target
from taskforce.roles import Action
from taskforce.target_counting import Counting
from taskforce.targets import Op, TargetValue, in_order

_SHOWN = 6
_CELLS = 10
_UPWARD = (Op.EXACTLY, Op.AT_LEAST, Op.MORE)


async def see(turn: Turn, tap: SeeTarget) -> None:
    """The target."""
    await show(turn, await standings.need(turn, tap.target, Action.SEE_TARGETS), tap.view, tap.page)


async def show(turn: Turn, target: Target, view: str = "a", page: int = 0) -> None:
    """Its card; whoever comes here may see it."""
    one = await standings.of_target(turn, target)
    link = (await target_figures.links(turn.tx, target.task_force_id)).get(target.id)
    lines = _values(one, (await turn.charter(target.task_force_id)).body.timezone)
    message = TargetCard(
        line=standings.line_of(one),
        share=_share(target, one.compared),
        link=None if link is None else await _link_line(turn, target, link, one),
        values=lines[:_SHOWN],
        older=max(0, len(lines) - _SHOWN),
    )
    view = view if view in standings.VIEWS else "a"
    own = await _office_rows(turn, target, link) if turn.may(Action.TELL_TARGETS, target.task_force_id) else ()
    await turn.card(HANDLE, message, (*own, all_row(target.task_force_id, view, page)))


async def _office_rows(turn: Turn, target: Target, link: Link | None) -> Keyboard:
    """What the secretary can do."""
    told = len(await targets.history(turn.tx, target.id))
    other = Counting.LEVEL if target.counting is Counting.CUMULATED else Counting.CUMULATED
    rows = [
        (Button(Label("targets.tell"), data=TellTarget(target.id).pack(), style="primary"),),
        (
            Button(
                Label("targets.link" if link is None else "targets.link_other"), data=ChooseFigure(target.id, 0).pack()
            ),
        ),
    ]
    if link is not None:
        rows.append((Button(Label("targets.unlink"), data=UnlinkFigure(target.id).pack()),))
    if target.counting is Counting.CUMULATED or (target.unit != "%" and (told or link)):  # nobody adds shares up
        words = Label(f"targets.count_{other.value}")
        rows.append((Button(words, data=CountTarget(target.id, other.value).pack()),))
    if told:
        rows.append((Button(Label("targets.history", {"count": told}), data=SeeTold(target.id).pack()),))
    return tuple(rows)


async def _link_line(turn: Turn, target: Target, link: Link, one: Standings) -> LinkLine:
    charter = await turn.charter(target.task_force_id)
    known = {(each.stream.key, each.field.key): each for each in figures.offers(charter, turn.locale)}
    offer = known.get((link.stream, link.field))
    figure = next((value.figure for value in reversed(one.known) if value.figure is not None), None)
    total = offer.field.total if offer is not None else "" if figure is None else figure.total
    return LinkLine(
        report=link.stream if offer is None else offer.title,
        question=link.field if offer is None else offer.field.label.localised(turn.locale),
        average=total == "average",
        by=link.by,
        at=local(link.at, charter.body.timezone),
        gone=offer is None,
    )


def _share(target: Target, compared: Sequence[TargetValue]) -> int | None:
    """How much of a goal to be grown up to is reached; of a goal in per cent the value itself says it."""
    if not compared or target.op not in _UPWARD or target.goal <= 0 or target.unit == "%":
        return None
    return max(0, int(compared[-1].value * 100 / target.goal))


def _values(one: Standings, zone: str) -> tuple[ValueLine, ...]:
    """The periods, the newest first."""
    levels = {value.period: value.value for value in one.compared}
    before: dict[str, Decimal] = {}
    last: Decimal | None = None
    for value in one.compared:
        if last is not None:
            before[value.period] = last
        last = value.value
    known = {value.period: value for value in one.known}
    top = max([one.target.goal, *(abs(each.value) for each in one.known), *levels.values()])
    ordered = in_order(TargetValue(value.period, value.value) for value in one.known)
    return tuple(
        _value_line(known[each.period], levels.get(each.period), before.get(each.period), _full(one.target, top), zone)
        for each in reversed(ordered)
    )


def _full(target: Target, top: Decimal) -> Decimal:
    """What a full bar stands for: the goal to be grown up to, or the largest value beside a limit."""
    return target.goal if target.op in _UPWARD and target.goal > 0 else top


def _value_line(
    known: KnownValue, level: Decimal | None, before: Decimal | None, full: Decimal, zone: str
) -> ValueLine:
    told, figure = known.told, known.figure
    shown = known.value if level is None else level
    return ValueLine(
        period=known.period,
        value=known.value,
        level=level,
        filled=min(_CELLS, max(0, int(shown * _CELLS / full))) if full > 0 else 0,
        change=None if level is None or before is None else level - before,
        by="" if told is None else told.by,
        at=None if told is None else local(told.at, zone),
        from_reports=None if figure is None else figure.value,
        average=figure is not None and figure.total == "average",
        sent=0 if figure is None else figure.sent,
        owed=0 if figure is None else figure.owed,
        reports_at=None if figure is None else local(figure.at, zone),
        why_not="" if level is not None else "outside" if known.counts else "collecting",
    )
