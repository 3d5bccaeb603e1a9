"""A period as it goes up: what its posted summary was counted from."""

from collections.abc import Mapping, Sequence

from handlers.compiling import compile_period
from handlers.periods import OpenPeriod
from handlers.summary import snapshots
from handlers.turn import Turn
from storage import summaries, summary_versions
from storage.summaries import SummaryState
from taskforce.tally import Given
from taskforce.upward import Content, roll_up
from taskforce.upward_file import decode as from_text
from taskforce.upward_file import encode as to_text

__all__ = ["from_text", "of_period", "to_text"]

_Units = Sequence[tuple[str, Mapping[str, Given]]]


async def of_period(turn: Turn, standing: OpenPeriod, state: SummaryState) -> Content | None:
    """The posted version put together; None for a period that follows no calendar: nobody above asks for it.

    Where reports changed since it was posted it is exactly what was posted, without the reasons of figures that jumped;
    None where that was not kept.
    """
    rule, occurrence = standing.report, standing.occurrence
    if rule is None or occurrence is None or rule.every == "ad-hoc":
        return None
    if await summaries.report_versions(turn.tx, standing.period.id) == state.included:
        compiled = await compile_period(turn, standing, "vi")
        owing = compiled.summary.units
        units: _Units = [(one.name, compiled.answers[one.unit_id]) for one in compiled.states if one.sent]
    else:
        kept = await summary_versions.version(turn.tx, standing.period.id, state.version)
        if kept is None:
            return None
        counted = sorted(snapshots.counted_of(kept.content).units.values(), key=lambda unit: unit.order)
        owing = len(counted)
        units = [
            (unit.name, {key: Given(value) for key, value in unit.answers.items()})
            for unit in counted
            if unit.standing != "missing"
        ]
    window = occurrence.window_from, occurrence.window_to
    days = None if window[0] is None or window[1] is None else (window[0].isoformat(), window[1].isoformat())
    return Content(
        body=standing.charter.body.name,
        stream=standing.period.stream,
        title=standing.title("vi"),
        every=rule.every,
        period=standing.period.period,
        window=days,
        version=state.version,
        units=owing,
        arrived=len(units),
        lines=roll_up(standing.form.fields, units),
    )
