"""What each unit has to report: figures that are the same in every run, remarks from the story."""

import random
import zlib
from collections.abc import Mapping
from decimal import Decimal

from bot.demo.answering import Sheet
from bot.demo.cast import roster, story
from taskforce.charter.forms import FormSpec
from taskforce.vietnamese import format_number

_POLICE = "CA tỉnh"
_START = {"vneid-accounts": 18_640, "id-cards": 231_870}


class Papers:
    """The figures of every unit, month after month; ``form`` is the charter's, ``locale`` that of the screens."""

    def __init__(self, form: FormSpec, locale: str) -> None:
        self._labels = {field.key: field.label.localised(locale) for field in form.fields}
        self._last: dict[str, dict[str, Decimal]] = {}
        self._number = 0

    def question(self, key: str) -> str:
        """The question of that key as the screens ask it."""
        return self._labels[key]

    def sheet(self, unit: str, *, month: int, same: bool = False) -> Sheet:
        """What the unit answers that month."""
        story_ = story()
        name = next(actor.unit for actor in roster() if actor.short == unit)
        chance = random.Random(zlib.crc32(f"{unit} {month}".encode()))  # noqa: S311 - the same in every run
        figures = self._figures(unit, month, chance)
        self._number += 1
        turn = self._number

        def one_of(texts: list[str], every: int) -> str | None:
            fitting = [text for text in texts if name not in text]
            return None if same or turn % every else fitting[turn // every % len(fitting)]

        first = ["going", "going", "not_begun", "stuck" if turn % 4 == 0 else "going"]
        later = ["done" if turn % 3 else "going", "stuck" if turn % 4 == 1 else "going", "going", "going"]
        return Sheet(
            figures={self._labels[key]: _typed(key, value) for key, value in figures.items()},
            states=[] if same else (first * 4 if month == 2 else later),
            stuck=story_["stuck"][turn % len(story_["stuck"])],
            jump=story_["jump_reason_police"] if unit == _POLICE else story_["jump_reason"],
            remarks={
                self._labels["difficulties"]: one_of(story_["difficulties"], 3),
                self._labels["proposals"]: one_of(story_["proposals"], 4),
                self._labels["next-plan"]: story_["plans"][turn % len(story_["plans"])],
            },
            same=same,
        )

    def _figures(self, unit: str, month: int, chance: random.Random) -> Mapping[str, Decimal]:
        last = self._last.get(unit)
        if last is None:
            found = {
                "online-files": Decimal(chance.randint(24, 1480)),
                "electronic-share": Decimal(chance.randint(720, 985)) / 10,
                "verified-share": Decimal(chance.randint(310, 740)) / 10,
                "digitised-results": Decimal(chance.randint(18, 960)),
                **{key: Decimal(value) for key, value in _START.items()},
            }
        else:
            found = {key: _grown(key, value, chance) for key, value in last.items()}
            if unit == story()["jumps"]:
                found["online-files"] = (last["online-files"] * Decimal("1.9")).to_integral_value()
            if unit == _POLICE:
                found["vneid-accounts"] = last["vneid-accounts"] + 5_212
        self._last[unit] = found
        return found


def _grown(key: str, value: Decimal, chance: random.Random) -> Decimal:
    if key.endswith("-share"):
        return min(Decimal(100), value + Decimal(chance.randint(-12, 45)) / 10)
    percent = chance.randint(101, 103) if key in _START else chance.randint(88, 131)
    return (value * percent / 100).to_integral_value()


def _typed(key: str, value: Decimal) -> str:
    """As people type it: 1.480 or 1480, 87,5 or 87,5%."""
    written = format_number(value)
    if key.endswith("-share"):
        return written + ("%" if int(value) % 2 else "")
    return written if int(value) % 3 else str(value)
