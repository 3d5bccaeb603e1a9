"""Who plays: the roster of the demo (invented people of real units) and what the story says of them."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from openpyxl import Workbook

_DATA = resources.files("bot.demo") / "data"
_COLUMNS = ("Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Điện thoại")
_FIRST_ID = 5_500_000_101


@dataclass(frozen=True)
class Actor:
    """Somebody on the roster; ``short`` is the unit's short name, "" for the leaders."""

    telegram_id: int
    name: str
    title: str
    unit: str
    role: str
    phone: str
    short: str = ""

    @property
    def helper(self) -> bool:
        """Whether they only help to answer."""
        return self.role == "Giúp việc"


@cache
def story() -> Mapping[str, Any]:
    """What happens, as ``data/story.toml`` tells it."""
    return tomllib.loads(_DATA.joinpath("story.toml").read_text(encoding="utf-8"))


@cache
def roster() -> tuple[Actor, ...]:
    """Everybody on the roster, in its order."""
    rows = csv.DictReader(io.StringIO(_DATA.joinpath("roster.csv").read_text(encoding="utf-8")))
    return tuple(
        Actor(
            _FIRST_ID + number,
            row["Họ và tên"],
            row["Chức vụ"],
            row["Đơn vị"],
            row["Vai trò"],
            row["Điện thoại"],
            row["short"],
        )
        for number, row in enumerate(rows)
    )


def plan_csv() -> bytes:
    """The plan's tasks, as ``taskforce-bot plan import`` takes them."""
    return _DATA.joinpath("plan.csv").read_bytes()


def targets_csv() -> bytes:
    """Some of the plan's targets, as the secretary sends them in the chat."""
    return _DATA.joinpath("targets.csv").read_bytes()


def roster_xlsx(wrong_phones: Mapping[str, str], actors: Sequence[Actor] | None = None) -> bytes:
    """The roster (or these people) as the secretary keeps it in Excel; ``wrong_phones`` by short name of the unit."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new book has a sheet
    sheet.append(_COLUMNS)
    for actor in roster() if actors is None else actors:
        phone = wrong_phones.get(actor.short, actor.phone)
        sheet.append((actor.name, actor.title, actor.unit, actor.role, phone))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def e164(phone: str) -> str:
    """A number of the roster as the telephone network writes it."""
    return "+84" + phone.replace(" ", "").removeprefix("0")
