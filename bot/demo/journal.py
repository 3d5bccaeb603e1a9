"""What happened, told day by day while it happens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.demo.words import Words


@dataclass
class Day:
    """One day of the story, with its sentences."""

    day: date
    sentences: list[str] = field(default_factory=list)
    sent: int = 0
    messages: int = 0


class Teller(Protocol):
    """Shows the story while it runs."""

    def now(self, moment: datetime, sentence: str) -> None:
        """What is happening at this (local) moment."""
        ...

    def over(self, day: Day) -> None:
        """A day is over."""
        ...


class Silent:
    """Shows nothing."""

    def now(self, moment: datetime, sentence: str) -> None:
        """Nothing."""

    def over(self, day: Day) -> None:
        """Nothing."""


class Journal:
    """Collects the sentences of each day. ``moment`` gives the local time, ``messages`` how many were sent so far."""

    def __init__(
        self, words: Words, teller: Teller, moment: Callable[[], datetime], messages: Callable[[], int]
    ) -> None:
        self._words = words
        self._teller = teller
        self._moment = moment
        self._messages = messages
        self._told = 0
        self._closed = True
        self.days: list[Day] = []

    def tell(self, key: str, **params: str | int) -> None:
        """Something happened: the words are ``demo.<key>``."""
        sentence = self._words(f"demo.{key}", **params)
        self.today().sentences.append(sentence)
        self._teller.now(self._moment(), sentence)

    def sent(self, units: int) -> None:
        """So many units sent their report."""
        self.today().sent += units

    def today(self) -> Day:
        """The day that is being told; the one before is over."""
        day = self._moment().date()
        if not self.days or self.days[-1].day != day:
            self.close()
            self.days.append(Day(day))
            self._closed = False
        return self.days[-1]

    def close(self) -> None:
        """The last day told is over."""
        if not self.days or self._closed:
            return
        self._closed = True
        so_far = self._messages()
        self.days[-1].messages = so_far - self._told
        self._told = so_far
        self._teller.over(self.days[-1])
