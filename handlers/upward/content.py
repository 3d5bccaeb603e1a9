"""A period as it goes up: what its posted summary was counted from."""

from handlers.compiling import compile_period
from handlers.periods import OpenPeriod
from handlers.turn import Turn
from taskforce.upward import Content, roll_up
from taskforce.upward_file import decode as from_text
from taskforce.upward_file import encode as to_text

__all__ = ["from_text", "of_period", "to_text"]


async def of_period(turn: Turn, standing: OpenPeriod, version: int) -> Content | None:
    """The period's reports put together; None for one that follows no calendar: nobody above asks for it."""
    rule, occurrence = standing.report, standing.occurrence
    if rule is None or occurrence is None or rule.every == "ad-hoc":
        return None
    compiled = await compile_period(turn, standing, "vi")
    units = [(state.name, compiled.answers[state.unit_id]) for state in compiled.states if state.sent]
    window = occurrence.window_from, occurrence.window_to
    days = None if window[0] is None or window[1] is None else (window[0].isoformat(), window[1].isoformat())
    return Content(
        body=standing.charter.body.name,
        stream=standing.period.stream,
        title=standing.title("vi"),
        every=rule.every,
        period=standing.period.period,
        window=days,
        version=version,
        units=compiled.summary.units,
        arrived=len(units),
        lines=roll_up(standing.form.fields, units),
    )
