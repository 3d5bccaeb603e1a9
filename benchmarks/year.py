"""A year of 1,000 units counted together, and what a tick costs when there is much history and nothing to do."""

import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks import history
from bot.demo.stage import Stage
from handlers import periods as open_periods
from handlers.compiling import compile_period
from handlers.rolled import material, spans
from handlers.turn import Surroundings, Turn
from storage import report_history
from storage.database import Database
from taskforce.charter.loader import preset_text
from taskforce.tally import Unit
from taskforce.tally.rolled import roll_up

UNITS, MONTHS = 1_000, 12
ROUNDS, TICKS = 5, 40
UNHEARD = 3  # ticks in which what was due at the start is done
LONG = 10 * 12  # months
_NOW = datetime(2022, 12, 20, 2, tzinfo=UTC)  # a Tuesday morning in Vietnam


@dataclass(frozen=True)
class Year:
    """Seconds, the middle of several rounds: the last month compiled; every figure of the year added up; the whole year
    rolled up unit by unit, as its papers have it."""

    month: float
    year: float
    rolled: float

    @property
    def ratio(self) -> float:
        """How many months' summaries the rolled-up year costs: the machine's mood strikes both alike."""
        return self.rolled / self.month


@dataclass(frozen=True)
class Ticks:
    """Milliseconds a tick takes, the middle of many."""

    little: float
    much: float

    @property
    def ratio(self) -> float:
        """How many times dearer years make it."""
        return self.much / self.little


async def compiled() -> Year:
    """1,000 units, 12 months, 12 answers each: 144,000 rows."""
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "year.sqlite3")
        async with database.transaction() as tx:
            told = history.months(MONTHS, date(2022, 12, 1))
            body = await history.write(tx, history.twelve_questions(), unit_count=UNITS, months=told)
            await history.plan(tx, body)
        month, year, rolled = [], [], []
        for _ in range(ROUNDS):
            async with database.read() as tx:
                turn = Turn(tx, _NOW, Surroundings("bench_bot"))
                begun = time.perf_counter()
                standing = await open_periods.by_id(turn, body.periods[-1])
                assert standing is not None
                summary = (await compile_period(turn, standing, "vi")).summary
                month.append(time.perf_counter() - begun)
                assert len(summary.on_time) == UNITS
                begun = time.perf_counter()
                kinds = {figure.field.key: "sum" for figure in summary.figures}
                totals = await report_history.totals(tx, body.periods, kinds)  # type: ignore[arg-type]
                year.append(time.perf_counter() - begun)
                assert len(totals) == MONTHS * len(kinds)
                rolled.append(await _rolled(turn, body))
        await database.close()
    return Year(statistics.median(month), statistics.median(year), statistics.median(rolled))


async def _rolled(turn: Turn, body: history.Body) -> float:
    found = await spans.of_period(turn, body.periods[-1])
    assert found is not None
    stream = found[1]
    told = stream.told_in("2022")
    fields = [field for one in stream.form.fields if (field := material.rolled_field(one, "vi")) is not None]
    begun = time.perf_counter()
    named = await report_history.unit_names(turn.tx, stream.task_force_id)
    parts = await report_history.parts(turn.tx, told, [field.key for field in fields])
    units = [Unit(unit_id, name, order) for unit_id, (name, _, order) in named.items()]
    rolled = roll_up(stream.expected("2022"), parts, units, fields)
    took = time.perf_counter() - begun
    assert rolled.on_time == UNITS * MONTHS
    return took


async def ticks() -> Ticks:
    """The same body with one month behind it, and with ten years: meetings, messages, reports, all over."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "little.sqlite3", Path(folder) / "much.sqlite3"]
        for path, months, meetings, messages in zip(paths, (2, LONG), (1, 240), (100, 200_000), strict=True):
            await _body(path, months, meetings, messages)
        async with Stage.open(paths[0], _NOW) as little, Stage.open(paths[1], _NOW) as much:
            took: dict[Stage, list[float]] = {little: [], much: []}
            for tick in range(UNHEARD + TICKS):
                for stage in took:  # in turn, so that a slow moment of the machine strikes both alike
                    stage.clock.move_to(stage.clock.now() + timedelta(minutes=1))
                    begun = time.perf_counter()
                    await stage.app.tick()
                    if tick >= UNHEARD:
                        took[stage].append((time.perf_counter() - begun) * 1000)
                    await stage.settle()
            return Ticks(statistics.median(took[little]), statistics.median(took[much]))


async def _body(path: Path, months: int, meetings: int, messages: int) -> None:
    database = await Database.open(path)
    async with database.transaction() as tx:
        told = history.months(months, date(2022, 11, 1))
        body = await history.write(tx, preset_text("bac-kan"), unit_count=24, months=told)
        await history.plan(tx, body)
        await history.long_ago(tx, body, _NOW - timedelta(days=40), meetings=meetings, messages=messages)
    await database.close()
