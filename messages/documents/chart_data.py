"""What the picture of a period shows, worked out from its data: which bars, in which order, with which words.

A phone is small: at most a dozen bars, those in trouble first, and a line for the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from messages.documents.cleaning import one_line
from messages.documents.month import (
    ChartFigure,
    Locale,
    PastPeriod,
    ReportChart,
    TargetRow,
    TaskTotals,
    UnitCounts,
    UnitLoad,
)
from messages.documents.month_words import Words, words_of
from messages.formats import number, period

PERIODS = 8
"""Columns that find room beside each other."""

COLUMNS = 12
"""Columns of a longer period rolled up: its months."""

FIGURES = 3
"""Figures shown over these months."""

UNITS, UNITS_BESIDE_TARGETS = 12, 8
"""Units shown, alone and above a panel of targets."""

TARGETS, TARGETS_BESIDE_UNITS = 8, 3
"""Targets shown, alone and below a panel of units."""

Shade = Literal[
    "on-time",
    "late",
    "missing",
    "done",
    "going",
    "stuck",
    "not-begun",
    "reached",
    "on-the-way",
    "behind",
    "unknown",
    "figure",
]
"""What a piece of a bar means; the drawing gives it a colour."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar, as long as its value."""

    shade: Shade
    value: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its pieces from the beginning, the words at its end. ``alarm``: these words are bad news."""

    label: str
    pieces: tuple[Piece, ...]
    note: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the picture. ``longest`` is the value of a bar that fills its room; ``more`` names what is left out.
    ``measure`` is what the numbers count ("nghìn hồ sơ"): said behind the title, which is cut sooner.

    ``columns`` stand, ``bars`` lie beside their names, ``gauges`` lie below them.
    """

    form: Literal["columns", "bars", "gauges"]
    title: str
    bars: tuple[Bar, ...]
    longest: Decimal
    legend: tuple[tuple[Shade, str], ...] = ()
    more: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn. ``update`` says which one of the summary it belongs to, "" for the first version."""

    title: str
    body: str
    update: str
    panels: tuple[Panel, ...]


def chart_data(chart: ReportChart) -> Picture:
    """What to draw; a panel without data is left out."""
    words = words_of(chart.locale)
    loads = [load for load in chart.loads if load.tasks.total]
    panels = (
        _submission(chart.history, chart.locale, words, COLUMNS if chart.figures else PERIODS),
        *(_totals(figure, chart.history, chart.locale, words) for figure in chart.figures[:FIGURES]),
        _tasks(loads, UNITS_BESIDE_TARGETS if chart.targets else UNITS, words),
        _targets(chart.targets, TARGETS_BESIDE_UNITS if loads or chart.figures else TARGETS, chart.locale, words),
    )
    title = period(chart.period, chart.locale)
    return Picture(
        title=title[:1].upper() + title[1:],
        body=one_line(chart.body),
        update=words.version.format(version=chart.version - 1) if chart.version > 1 else "",
        panels=tuple(panel for panel in panels if panel.bars),
    )


def _submission(history: Sequence[PastPeriod], locale: Locale, words: Words, room: int = PERIODS) -> Panel:
    shown = history[-room:]
    crowded = len(shown) > PERIODS  # no room for "22/24" above each
    return Panel(
        form="columns",
        title=words.submission_share if crowded else words.submission,
        bars=tuple(
            Bar(
                _short_period(past.period, locale),
                _pieces(("on-time", past.counts.on_time), ("late", past.counts.late), ("missing", past.counts.missing)),
                _sent(past.counts, crowded=crowded),
            )
            for past in shown
        ),
        longest=Decimal(max((_owed(past.counts) for past in shown), default=1)),
        legend=(
            ("on-time", words.reported["on_time"]),
            ("late", words.reported["late"]),
            ("missing", words.reported["missing"]),
        ),
    )


def _sent(counts: UnitCounts, *, crowded: bool) -> str:
    sent = counts.on_time + counts.late
    return f"{100 * sent // _owed(counts)}" if crowded else f"{sent}/{counts.total}"


def _totals(figure: ChartFigure, history: Sequence[PastPeriod], locale: Locale, words: Words) -> Panel:
    """One figure over the periods; large numbers in thousands or millions, so that they find room."""
    values = figure.totals[-COLUMNS:]
    longest = max((abs(value) for value in values if value is not None), default=Decimal(0))
    divisor, scale = next((each for each in _SCALES if longest >= 10 * each[0]), (Decimal(1), ""))
    word = {"thousand": words.thousand, "million": words.million}.get(scale, "")
    measure = " ".join(part for part in (word, one_line(figure.measure)) if part)
    return Panel(
        form="columns",
        title=one_line(figure.label),
        measure=measure,
        bars=tuple(
            Bar(
                _short_period(past.period, locale),
                (Piece("figure", value),) if value is not None and value > 0 else (),
                "–" if value is None else number(_rounded(value / divisor), locale),
            )
            for past, value in zip(history[-COLUMNS:], values, strict=True)
        ),
        longest=longest or Decimal(1),
    )


_SCALES = ((Decimal(1_000_000), "million"), (Decimal(1_000), "thousand"))


def _rounded(value: Decimal) -> Decimal:
    """Three digits say enough on a picture."""
    places = Decimal(1) if abs(value) >= 100 else Decimal("0.1")
    rounded = value.quantize(places, rounding=ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded


def _owed(counts: UnitCounts) -> int:
    return max(counts.on_time + counts.late + counts.missing, 1)


def _short_period(label: str, locale: Locale) -> str:
    """T3 for "2022-03", Q1 for "2022-Q1"; the years follow from the order."""
    year, _, part = label.partition("-")
    if part.isdecimal():
        return f"T{int(part)}" if locale == "vi" else period(label, locale)[:3]
    if "-" in part:  # the day on which it was asked for
        month, _, day = part.partition(".")[0].partition("-")
        return f"{int(day)}/{int(month)}"
    return part or year


def _pieces(*given: tuple[Shade, int]) -> tuple[Piece, ...]:
    return tuple(Piece(shade, Decimal(value)) for shade, value in given if value > 0)


def _tasks(loads: Sequence[UnitLoad], room: int, words: Words) -> Panel:
    ordered = sorted(loads, key=_trouble)
    shown = ordered[:room] if len(ordered) > room + 1 else ordered  # a line for one would be no shorter
    return Panel(
        form="bars",
        title=words.tasks,
        bars=tuple(
            Bar(one_line(load.unit), _states(load.tasks), _overdue(load.tasks, words), alarm=load.tasks.overdue > 0)
            for load in shown
        ),
        longest=Decimal(max((load.tasks.total for load in shown), default=1)),
        legend=tuple((shade, words.states[shade]) for shade in ("done", "going", "stuck", "not-begun")),
        more=words.more.format(count=len(ordered) - len(shown)) if len(ordered) > len(shown) else "",
    )


def _trouble(load: UnitLoad) -> tuple[int, int, int]:
    """The order: overdue first, then stuck, then whoever has most left to do; as listed where they are equal."""
    tasks = load.tasks
    return -tasks.overdue, -tasks.stuck, -(tasks.going + tasks.not_begun)


def _states(tasks: TaskTotals) -> tuple[Piece, ...]:
    return _pieces(("done", tasks.done), ("going", tasks.going), ("stuck", tasks.stuck), ("not-begun", tasks.not_begun))


def _overdue(tasks: TaskTotals, words: Words) -> str:
    return words.overdue.format(count=tasks.overdue) if tasks.overdue else ""


_WORST_FIRST = ("behind", "on-the-way", "reached", "unknown")


def _targets(targets: Sequence[TargetRow], room: int, locale: Locale, words: Words) -> Panel:
    ordered = sorted(targets, key=lambda target: _WORST_FIRST.index(target.standing))
    shown = ordered[:room]
    present = dict.fromkeys(target.standing for target in shown)
    return Panel(
        form="gauges",
        title=words.targets,
        bars=tuple(_gauge(target, locale, words) for target in shown),
        longest=Decimal(1),
        legend=tuple((standing, words.standings[standing]) for standing in present),
        more=words.more_targets.format(count=len(ordered) - len(shown)) if len(ordered) > len(shown) else "",
    )


def _gauge(target: TargetRow, locale: Locale, words: Words) -> Bar:
    """How much of the goal is reached, between nothing and all of it."""
    if target.actual is None or target.goal is None:
        return Bar(one_line(target.title), (), words.unknown)
    share = min(max(target.actual / target.goal, Decimal(0)), Decimal(1)) if target.goal else Decimal(1)
    measure = one_line(target.measure)
    goal = number(target.goal, locale) + (measure if measure == "%" else f" {measure}" if measure else "")
    pieces = (Piece(target.standing, share),) if share else ()
    return Bar(one_line(target.title), pieces, f"{number(target.actual, locale)} / {goal}", target.standing == "behind")
