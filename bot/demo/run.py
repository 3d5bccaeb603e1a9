"""The whole demo: play it, look back on it, write it down."""

import contextlib
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.demo import early_april, february, late_march, march, transcript
from bot.demo.director import ZONE, Director
from bot.demo.journal import Silent, Teller
from bot.demo.outcome import Outcome, look_back
from bot.demo.shelf import PHOTO
from bot.demo.stage import Stage
from bot.demo.words import Words
from bot.sandbox import Limits
from bot.sandbox.records import Message

START = datetime(2022, 2, 7, 8, 0, tzinfo=ZONE)  # the first working day after Tết
DATABASE, PAGE, TEXT, PAPERS = "taskforce.sqlite3", "transcript.html", "transcript.txt", "documents"


@dataclass(frozen=True)
class Played:
    """The demo is over. ``post`` is the summary of March as it stands in the channel; ``seconds`` by the wall clock."""

    director: Director
    outcome: Outcome
    title: str
    post: Message
    seconds: float


async def play(output: Path, words: Words, teller: Teller | None = None) -> Played:
    """Play the story; what it leaves behind stands in the folder ``output``.

    Raises:
        Lost: somebody did not find on their screen what they were looking for.
        OSError: the folder cannot be written.
    """
    started = time.perf_counter()
    database = _cleared(output) / DATABASE
    with _errors() as errors:
        async with Stage.open(database, START, limits=Limits(), running=False) as stage:
            director = Director(stage, words, teller or Silent())
            secretary = await february.play(director)
            await march.play(director, secretary)
            await late_march.play(director, secretary)
            _keep_month(director)
            await early_april.play(director, secretary)
            director.journal.close()
            outcome = await look_back(director, errors)
            transcript.write(director, output / PAGE, output / TEXT)
            director.shelf.write(output / PAPERS)
        post = director.posts()[-1]
    return Played(director, outcome, director.room.title, post, time.perf_counter() - started)


def _cleared(output: Path) -> Path:
    """The folder without what an earlier run left there."""
    output.mkdir(parents=True, exist_ok=True)
    for left_over in (*output.glob(f"{DATABASE}*"), *output.glob(f"{PAPERS}/*"), output / PAGE, output / TEXT):
        left_over.unlink(missing_ok=True)
    return output


def _keep_month(director: Director) -> None:
    """The documents that followed the summary of March into the channel."""
    files = director.stage.telegram.world.files
    for stem, ending in (("bao-cao-thang", "docx"), ("so-lieu-thang", "xlsx"), ("bieu-do-thang", PHOTO)):
        director.shelf.keep(stem, ending, director.room.messages, files)


class _Collector(logging.Handler):
    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(record.getMessage())


@contextlib.contextmanager
def _errors() -> Iterator[list[str]]:
    """What is logged as an error meanwhile; nothing is shown."""
    found: list[str] = []
    root = logging.getLogger()
    collector = _Collector(found)
    root.addHandler(collector)
    try:
        yield found
    finally:
        root.removeHandler(collector)
