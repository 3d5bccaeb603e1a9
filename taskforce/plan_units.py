"""The units that a cell of a plan names: by name, by short name, by what the secretary once said a name means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taskforce.vietnamese import NameIndex, fold


class Meaning(StrEnum):
    """What a name that no unit bears was said to mean."""

    UNIT = "unit"
    ALL = "all"
    NONE = "none"
    """No unit of the task force; it stays in the text, and is not asked about again."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as plans write it, and what it means; ``unit`` is an id for Meaning.UNIT alone."""

    name: str
    meaning: Meaning
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """What a cell names: unit ids, whether all others too, names nobody knows, names that can be several units.

    ``helpers`` are the words of the cell that it marks itself as co-ordinating ("… (phối hợp)").
    """

    units: tuple[int, ...]
    for_all: bool
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]
    helpers: tuple[str, ...]
    empty: bool
    """Nothing is written but helpers."""


# "Các sở, ban, ngành, địa phương" is everybody; "các cơ quan liên quan" is nobody in particular.
_COLLECTIVE = re.compile(
    r"(?:(?:tat ca|toan bo) )?(?:cac|moi) "
    r"(?:(?:so|ban|nganh|co quan|don vi|thanh vien|dia phuong|to chuc|doan the|va) ?)+"
)
_COLLECTIVE_CORE = frozenset({"so", "quan", "vi", "vien"})
# The task force itself, with whatever is said of it in brackets ("Tổ công tác (không nêu đơn vị riêng)").
_BODY = re.compile(r"(?:(?:cac |toan the )?thanh vien )?(?:to cong tac|ban chi dao)")
_INDEFINITE = re.compile(r"(?:cac|nhung|moi|co quan|don vi|to chuc|doanh nghiep|thanh vien|doi tuong) .*|.* lien quan")
_ROLE = re.compile(r"\s*\(\s*(chủ trì|phối hợp|chu tri|phoi hop)\s*\)\s*$", re.IGNORECASE)


def is_collective(text: str) -> bool:
    """Whether the words mean every unit ("Các sở, ban, ngành, địa phương"), not some related ones."""
    if _BODY.fullmatch(fold(text.partition("(")[0])):
        return True
    folded = fold(text)
    return _COLLECTIVE.fullmatch(folded) is not None and not _COLLECTIVE_CORE.isdisjoint(folded.split())


def is_indefinite(text: str) -> bool:
    """Whether the words name nobody in particular ("các cơ quan liên quan"): there is nothing to ask about."""
    return _INDEFINITE.fullmatch(fold(text)) is not None


class UnitCells:
    """Reads the cells of one plan."""

    def __init__(self, units: Sequence[tuple[int, str, str]], aliases: Iterable[Alias] = ()) -> None:
        """``units`` are (id, name, short name) of the task force."""
        self.all = tuple(unit for unit, _, _ in units)
        self._units = NameIndex((unit, [name, short]) for unit, name, short in units)
        self._said: NameIndex[Alias] = NameIndex()
        for alias in aliases:
            if alias.meaning is not Meaning.UNIT or alias.unit in self.all:
                self._said.add(alias, [alias.name])

    def read(self, cell: str) -> NamedUnits:
        """Units are separated by semicolons or lines, known ones by commas too."""
        units: list[int] = []
        unknown: list[str] = []
        ambiguous: list[str] = []
        helpers: list[str] = []
        for_all, empty = False, True
        for written in self._parts(cell):
            part, helping = _role(written)
            if helping:
                helpers.append(part)
                continue
            empty = False
            found = self._known(part)
            if len(found) == 1 and found[0].meaning is Meaning.UNIT and found[0].unit is not None:
                units.append(found[0].unit)
            elif len(found) > 1:
                ambiguous.append(part)
            elif found:
                for_all = for_all or found[0].meaning is Meaning.ALL
            elif is_collective(part):
                for_all = True
            else:
                unknown.append(part)
        return NamedUnits(
            tuple(dict.fromkeys(units)),
            for_all,
            tuple(dict.fromkeys(unknown)),
            tuple(dict.fromkeys(ambiguous)),
            tuple(helpers),
            empty,
        )

    def _known(self, part: str) -> list[Alias]:
        """What the name can mean: what was said of it, else the units that bear it."""
        return self._said.find(part)[:1] or [Alias(part, Meaning.UNIT, unit) for unit in self._units.find(part)]

    def _parts(self, cell: str) -> list[str]:
        parts: list[str] = []
        for part in re.split(r"[;\n]", cell):
            pieces = part.split(",")
            parts += [" ".join(piece.split()) for piece in (pieces if self._apart(part, pieces) else [part])]
        return [part for part in parts if part]

    def _apart(self, part: str, pieces: Sequence[str]) -> bool:
        """Whether commas separate units here; a comma can belong to a name ("UBND các huyện, thành phố")."""
        if self._known(part):
            return False
        known = sum(1 for piece in pieces if self._known(piece))
        return known == len(pieces) or known >= 2


def _role(part: str) -> tuple[str, bool]:
    """The name without "(chủ trì)" or "(phối hợp)", and whether it only co-ordinates."""
    match = _ROLE.search(part)
    if match is None:
        return part, False
    return part[: match.start()], fold(match[1]) == "phoi hop"
