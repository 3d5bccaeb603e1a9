"""Deadlines as Vietnamese plans word them: "Trong tháng 3 năm 2022", "Trong Quý II năm 2022", "Thực hiện thường xuyên".

A phrase has one reading or none. What has none ("đột xuất"), or several in one cell, is left to a person to say.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from taskforce.stretches import YEAR_AFTER, YEARS, months_of, quarter_number, read_stretch

_DAY = timedelta(days=1)
_LONGEST = 200


class Rhythm(StrEnum):
    """How often something without a last day comes round."""

    STANDING = "standing"
    """For ever; its state is asked every month."""
    UNSTATED = "unstated"
    """The plan says that it names no deadline."""
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Recurring:
    """A rhythm; ``last_day`` is the last day of the month that still counts ("trước ngày 15" is 14).

    ``months`` are those the words allow ("sơ kết 06 tháng" is June or July), empty where they name none.
    """

    every: Rhythm
    last_day: int | None = None
    months: tuple[int, ...] = ()

    @property
    def needs_day(self) -> bool:
        """Whether the words leave open on which day it falls, so that somebody has to say."""
        return self.every in (Rhythm.QUARTER, Rhythm.HALF_YEAR, Rhythm.YEAR) and self.last_day is None

    @property
    def words(self) -> str:
        """The rhythm as the column "Định kỳ" of a plan says it."""
        return _WORDS[self.every] + ("" if self.last_day is None else f", chậm nhất ngày {self.last_day}")


_WORDS = {
    Rhythm.STANDING: "thường xuyên",
    Rhythm.UNSTATED: "theo kế hoạch, không nêu hạn",
    Rhythm.WEEK: "hằng tuần",
    Rhythm.MONTH: "hằng tháng",
    Rhythm.QUARTER: "hằng quý",
    Rhythm.HALF_YEAR: "06 tháng/01 lần",
    Rhythm.YEAR: "hằng năm",
}
OPEN_END = "từ ngày trở đi"
"""What the column "Định kỳ" says of a task with a first day and no last one."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a phrase says: a window of local days closed on both sides, a rhythm, or a notice before a meeting.

    Without ``due_to`` a window is open. ``working_days_before`` counts back from a meeting's day, which is not
    counted itself. ``scope`` is the level that the phrase is limited to, in plain letters ("cap xa"), "" for none.
    """

    due_from: date | None = None
    due_to: date | None = None
    recurring: Recurring | None = None
    working_days_before: int | None = None
    scope: str = ""

    @property
    def recurring_words(self) -> str:
        """What the column "Định kỳ" of a plan says; "" for a window with a last day."""
        if self.recurring is not None:
            return self.recurring.words
        return OPEN_END if self.due_from is not None and self.due_to is None else ""


def read_deadline(text: str, today_year: int | None = None) -> Deadline | None:
    """The one deadline that the words mean; None where they mean none, several, or cannot be understood.

    ``today_year`` is the year of a phrase that names none ("Trong tháng 3"); without it such a phrase is not
    understood. Accents, case, dashes and leading zeros do not matter. Never raises.
    """
    found = read_deadlines(text, today_year)
    return found[0] if len(found) == 1 else None


def read_deadlines(text: str, today_year: int | None = None) -> tuple[Deadline, ...]:
    """Every deadline of a cell that gives several ("… (cấp tỉnh); cấp xã từ ngày 01/6/2023"), in its order.

    Empty unless each part is understood. Alternatives that mean the same ("hằng tháng / hàng tháng") are one.
    """
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return ()
    whole = _scoped(plain, today_year)
    if whole is not None:
        return (whole,)
    parts = [part for part in re.split(r"\s*;\s*| / |\n", plain) if _trim(part)]
    read = [_scoped(part, today_year) for part in parts]
    if len(read) < 2:
        return ()
    # "trước ngày 15 hằng tháng / hàng tháng": the second half only spells the end of the first in another way.
    kept: dict[Deadline, None] = {}
    for part, deadline in zip(parts, read, strict=True):
        if deadline is None:
            return ()
        if kept and deadline == Deadline(recurring=Recurring(Rhythm.MONTH)) and _trim(part) in _MONTHLY_WORDS:
            last = next(reversed(kept))
            if last.recurring is not None and last.recurring.every is Rhythm.MONTH:
                continue
        kept[deadline] = None
    return tuple(kept)


# Words made plain


def _plain(text: str) -> str:
    """Small letters without accents; punctuation stays, because 2/3/2022 is not 2, 3, 2022."""
    letters = unicodedata.normalize("NFD", text[: 4 * _LONGEST].casefold().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    bare = re.sub(r"[\u2010-\u2015\u2212]", "-", bare).replace("…", "...")
    bare = re.sub(r"[^\S\n]+", " ", bare)
    return re.sub(r"(?<=\d) ?- ?(?=\d)", "-", bare).strip()


def _trim(text: str) -> str:
    return text.strip(" .,:;-\t\n\"'“”")


_SCOPE = r"(?P<scope>[^:;()\d]*?\bcap (?:trung uong|tinh|huyen|xa|co so))"
_SCOPED = (
    re.compile(rf"{_SCOPE} ?:? (?P<rest>.+)"),
    re.compile(rf"(?P<rest>.+?) ?\({_SCOPE}\)(?:,.{{0,3}}|[ .]*)"),
)
_LABEL = re.compile(r"(?:thoi gian|thoi han|han)(?: (?:thuc hien|hoan thanh))? ?: ?")


def _scoped(plain: str, year: int | None) -> Deadline | None:
    words = _LABEL.sub("", _trim(plain), count=1) if _LABEL.match(_trim(plain)) else _trim(plain)
    for pattern in _SCOPED:
        match = pattern.fullmatch(words)
        if match is not None:
            read = _one(_trim(match["rest"]), year)
            if read is None:
                return None
            return Deadline(
                read.due_from, read.due_to, read.recurring, read.working_days_before, match["scope"].strip()
            )
    if words.startswith("(") and words.endswith(")"):
        words = _trim(words[1:-1])
    return _one(words, year)


_DOING = re.compile(r"(?:(?:phai )?(?:hoan thanh|thuc hien|trien khai)(?: xong)? )?(?:trong |vao )?")


def _one(words: str, year: int | None) -> Deadline | None:
    try:
        for rule in _RULES:
            read = rule(words, year) or rule(_DOING.sub("", words, count=1), year)
            if read is not None:
                return read
    except (ValueError, OverflowError):
        pass  # a thirteenth month, 30 February: no day, so not understood
    return None


# Rules, each for one way of saying it


def _window(words: str, year: int | None) -> Deadline | None:
    found = read_stretch(words, year)
    if found is None:
        return None
    return Deadline(None if found.one_day else found.first, found.last)


_SEVERAL = re.compile(
    r"(?P<kind>thang|quy) (?P<a>\d{1,2}|i{1,3}|iv) ?(?P<join>va|,|-|den|den het) ?(?:(?P=kind) )?"
    r"(?P<b>\d{1,2}|i{1,3}|iv)" + YEAR_AFTER
)


def _several(words: str, year: int | None) -> Deadline | None:
    """ "Tháng 2 và 3 năm 2022", "quý I - II/2022"; months with a gap between them are no window."""
    match = _SEVERAL.fullmatch(words)
    if match is None:
        return None
    of_year = int(match["y"]) if match["y"] else year
    if of_year is None or of_year not in YEARS:
        return None
    a, b = quarter_number(match["a"]), quarter_number(match["b"])
    if a >= b or (match["join"] in ("va", ",") and b != a + 1):
        return None
    found = months_of(of_year, a, b) if match["kind"] == "thang" else months_of(of_year, 3 * a - 2, 3 * b)
    return None if found is None else Deadline(found.first, found.last)


_YEARS_LONG = re.compile(r"(?:giai doan )?(?:tu )?(?:nam )?(?P<a>\d{4})(?:-| den | den het | va )(?:nam )?(?P<b>\d{4})")


def _years(words: str, _year: int | None) -> Deadline | None:
    match = _YEARS_LONG.fullmatch(words)
    if match is None:
        return None
    a, b = int(match["a"]), int(match["b"])
    apart = " va " in words and b != a + 1
    if a >= b or a not in YEARS or b not in YEARS or apart:
        return None
    return Deadline(date(a, 1, 1), date(b, 12, 31))


_AND_AFTER = re.compile(r"(?P<what>nam \d{4}) va (?:nhung|cac) nam (?:tiep theo|sau|sau do|ke tiep)")
_FROM_TO = re.compile(r"(?:(?:bat dau )?tu )?(?P<a>.+?) (?:cho )?den (?:het )?(?P<b>.+)")
_FROM = re.compile(r"(?:bat dau )?tu (?P<a>.+?)(?: tro di)?")


def _from(words: str, year: int | None) -> Deadline | None:
    after = _AND_AFTER.fullmatch(words)
    if after is not None:
        found = read_stretch(after["what"], year)
        return None if found is None else Deadline(found.first)
    both = _FROM_TO.fullmatch(words)
    if both is not None:
        last = read_stretch(both["b"], year)
        # "từ tháng 3 đến tháng 5 năm 2022": the first has the year of the last
        first = None if last is None else read_stretch(both["a"], last.last.year)
        if first is None or last is None or first.first > last.last:
            return None
        return Deadline(first.first, last.last)
    only = _FROM.fullmatch(words)
    found = None if only is None else read_stretch(only["a"], year)
    return None if found is None else Deadline(found.first)


_BEFORE = re.compile(r"truoc (?P<a>.+)")
_UNTIL = re.compile(
    r"(?P<how>den het|cham nhat den het|cham nhat|muon nhat|khong muon hon|khong qua|het|den|cham nhat den)"
    r"(?: vao| trong| la)? (?P<a>.+)"
)
_SURE_OF_A_DAY_ONLY = frozenset({"den", "cham nhat den"})


def _until(words: str, year: int | None) -> Deadline | None:
    """ "Trước" leaves the day itself out; "đến tháng 6" does not say whether June counts, so it is not read."""
    before = _BEFORE.fullmatch(words)
    if before is not None:
        found = read_stretch(before["a"], year)
        return None if found is None else Deadline(None, found.first - _DAY)
    until = _UNTIL.fullmatch(words)
    found = None if until is None else read_stretch(until["a"], year)
    if until is None or found is None or (until["how"] in _SURE_OF_A_DAY_ONLY and not found.one_day):
        return None
    return Deadline(None, found.last)


_STANDING = re.compile(r"(?:thuc hien |lam )?(?:thuong xuyen|lien tuc)(?:(?:,| va)? ?(?:thuong xuyen|lien tuc))?")
_UNSTATED = re.compile(r"khong (?:neu|co|quy dinh|xac dinh) (?:thoi )?han|khong thoi han|theo ke hoach, khong neu han")


def _standing(words: str, _year: int | None) -> Deadline | None:
    if _STANDING.fullmatch(words):
        return Deadline(recurring=Recurring(Rhythm.STANDING))
    return Deadline(recurring=Recurring(Rhythm.UNSTATED)) if _UNSTATED.fullmatch(words) else None


_EACH = r"(?:hang|moi)"
_ONCE = r" ?(?:/|,)? ?(?:0?1|mot) lan"
_MONTHLY_WORDS = frozenset({"hang thang", "moi thang"})
_RHYTHMS: tuple[tuple[re.Pattern[str], Recurring], ...] = (
    (re.compile(rf"{_EACH} tuan|(?:0?1|mot) tuan{_ONCE}"), Recurring(Rhythm.WEEK)),
    (re.compile(rf"{_EACH} thang|(?:0?1|mot) thang{_ONCE}"), Recurring(Rhythm.MONTH)),
    (re.compile(rf"{_EACH} quy|(?:0?1|mot) quy{_ONCE}"), Recurring(Rhythm.QUARTER)),
    (re.compile(rf"(?:0?6|sau) thang{_ONCE}|{_EACH} 0?6 thang"), Recurring(Rhythm.HALF_YEAR)),
    (re.compile(r"so ket (?:0?6|sau) thang(?: dau nam)?"), Recurring(Rhythm.HALF_YEAR, months=(6, 7))),
    (re.compile(rf"{_EACH} nam|(?:0?1|mot) nam{_ONCE}"), Recurring(Rhythm.YEAR)),
    (re.compile(r"tong ket (?:cuoi )?nam"), Recurring(Rhythm.YEAR, months=(12,))),
)
_DAY_OF_MONTH = re.compile(
    rf"(?:(?P<how>truoc|cham nhat|den|muon nhat) )?ngay (?P<d>\d{{1,2}}) (?:{_EACH} thang|cua thang)"
    rf"|{_EACH} thang,? (?P<how2>truoc|cham nhat|den|muon nhat) ngay (?P<d2>\d{{1,2}})"
)


def _rhythm(words: str, _year: int | None) -> Deadline | None:
    for pattern, recurring in _RHYTHMS:
        if pattern.fullmatch(words):
            return Deadline(recurring=recurring)
    match = _DAY_OF_MONTH.fullmatch(words)
    if match is None:
        return None
    day = int(match["d"] or match["d2"])
    last = day - 1 if "truoc" in (match["how"], match["how2"]) else day
    # "trước ngày 01" ends in the month before: which month it then belongs to is for a person to say
    return Deadline(recurring=Recurring(Rhythm.MONTH, last)) if 1 <= last <= 31 and day <= 31 else None


_NOTICE = re.compile(
    r"(?:truoc (?:it nhat )?|it nhat |cham nhat (?:la )?(?:truoc )?)(?P<n>\d{1,2}) ngay lam viec"
    r"(?P<meeting> truoc(?: khi)?(?: to chuc| dien ra)?(?: (?:cuoc |phien )?hop)?)?"
)


def _notice(words: str, _year: int | None) -> Deadline | None:
    match = _NOTICE.fullmatch(words)
    if match is None or not (words.startswith("truoc") or match["meeting"]):
        return None
    return Deadline(working_days_before=int(match["n"]))


_RULES: tuple[Callable[[str, int | None], Deadline | None], ...] = (
    _standing,
    _rhythm,
    _notice,
    _years,
    _several,
    _window,
    _from,
    _until,
)
