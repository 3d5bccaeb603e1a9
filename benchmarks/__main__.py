"""``make bench``: all figures in one run, so that they can be compared with each other and not with other machines."""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import pace, papers, throughput, year
from benchmarks.machine import allow_many_files
from benchmarks.throughput import Run

ROUNDS = 3

console = Console()


async def _throughput(log: Path) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {"plain": [], "echo": [], "report": []}
    for number in range(ROUNDS):  # in turn, so that a slow minute of the machine strikes all alike
        console.print(f"[dim]Round {number + 1} of {ROUNDS}: updates per second …[/]")
        runs["plain"].append(await throughput.plain_ptb(log))
        runs["echo"].append(await throughput.durable_echo(log))
        runs["report"].append(await throughput.ours(log))
    return runs


def _middle(values: list[float]) -> float:
    return statistics.median(values)


def _show_throughput(runs: dict[str, list[Run]]) -> list[bool]:
    names = {
        "plain": "Echo on plain python-telegram-bot polling, nothing kept",
        "echo": "The same echo here: answer and reply committed, synchronous=FULL",
        "report": "An answer typed into the guided report, committed, synchronous=FULL",
    }
    table = Table("", "updates/s", "× plain PTB", "start, s", "peak memory, MB", title=f"Median of {ROUNDS} rounds")
    for key, name in names.items():
        ratios = [r.updates_per_second / p.updates_per_second for r, p in zip(runs[key], runs["plain"], strict=True)]
        table.add_row(
            name,
            f"{_middle([r.updates_per_second for r in runs[key]]):.0f}",
            f"{_middle(ratios):.2f}",
            f"{_middle([r.start_seconds for r in runs[key]]):.2f}",
            f"{_middle([r.megabytes for r in runs[key]]):.0f}",
        )
    console.print(table)
    ratio = _middle(
        [e.updates_per_second / p.updates_per_second for e, p in zip(runs["echo"], runs["plain"], strict=True)]
    )
    start = _middle([r.start_seconds for r in runs["report"]])
    memory = max(r.megabytes for r in runs["report"])
    return [
        _target("The same echo, every answer committed: at least 2 × plain PTB", ratio >= 2, f"{ratio:.2f} ×"),
        _target("From process start to the first poll: under 1.5 s", start < 1.5, f"{start:.2f} s"),
        _target("Peak memory: under 120 MB", memory < 120, f"{memory:.0f} MB"),
    ]


async def _pace() -> list[bool]:
    console.print(f"[dim]{pace.NOTICES} notices to {pace.NOTICES} people, in real time, twice half a minute …[/]")
    reached = []
    for mode in ("bucket", "strict"):
        paced = await pace.measure(mode)
        said = f"{paced.seconds:.2f} s, {paced.share_of_the_limit:.1%} of the limit's pace, {paced.refusals} × 429"
        good = paced.share_of_the_limit >= 0.97 and paced.refusals == 0
        reached.append(_target(f"{pace.NOTICES} notices, limits as {mode}: at least 97 %, no 429", good, said))
    return reached


async def _history() -> list[bool]:
    console.print("[dim]1,000 units, a year of reports; ten years of history …[/]")
    counted = await year.compiled()
    ticks = await year.ticks()
    said = f"{ticks.little:.1f} ms after a month, {ticks.much:.1f} ms after ten years, {ticks.ratio:.2f} ×"
    return [
        _target("1,000 units × 12 answers, the month's summary: under 0.5 s", counted.month < 0.5, _s(counted.month)),
        _target("1,000 units × 12 months × 12 answers added up: under 0.5 s", counted.year < 0.5, _s(counted.year)),
        _target(
            "The same rolled up unit by unit for the year's papers: under 0.5 s",
            counted.rolled < 0.5,
            f"{_s(counted.rolled)}, {counted.ratio:.1f} × the month's summary",
        ),
        _target("A tick with nothing to do costs no more after ten years: at most 1.5 ×", ticks.ratio <= 1.5, said),
    ]


async def _papers(log: Path) -> list[bool]:
    console.print("[dim]The three documents of a month of 24 units, while others tap …[/]")
    made = await papers.measure(log)
    beyond = made.meanwhile_95 - made.usual_95
    said = f"{made.meanwhile_95:.0f} ms, {beyond:.0f} beyond the usual; the longest {max(made.meanwhile):.0f} ms"
    return [
        _target("Three documents of 24 units, from the tap to the last: under 3 s", made.seconds < 3, _s(made.seconds)),
        _target("Taps meanwhile, 95 of 100: answered at most 50 ms later than usual", beyond <= 50, said),
    ]


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"


def _target(what: str, reached: bool, said: str) -> bool:
    console.print(f"{'[green]✓[/]' if reached else '[red]✗[/]'} {what}: [bold]{said}[/]", highlight=False)
    return reached


def main() -> None:
    """Measure, show, and exit with 1 when a target was missed."""
    allow_many_files()
    with tempfile.TemporaryDirectory() as folder:
        runs = asyncio.run(_throughput(Path(folder) / "log.txt"))
        reached = _show_throughput(runs)
        reached += asyncio.run(_history())
        reached += asyncio.run(_papers(Path(folder) / "papers.txt"))
        reached += asyncio.run(_pace())
    sys.exit(0 if all(reached) else 1)


if __name__ == "__main__":
    main()
