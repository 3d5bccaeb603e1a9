"""Which known unit a written name means: spelling may differ, but two real names are never taken for one."""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from taskforce.vietnamese.order import unit_sort_key
from taskforce.vietnamese.text import fold, nfc

Item = TypeVar("Item")

# "Công an tỉnh (Thường trực Tổ công tác)" is the same office as "Công an tỉnh".
_STANDING = re.compile(r"\([^)]*thường trực[^)]*\)")
_WRITTEN_SHORT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))


def _bare(name: str) -> str:
    return _STANDING.sub(" ", nfc(name).casefold())


def _key(name: str) -> str:
    folded = f" {fold(_bare(name))} "
    for long, short in _WRITTEN_SHORT:
        folded = folded.replace(f" {long} ", f" {short} ")
    return folded.replace(" va ", " ").replace(" ", "")


def _agree(one: str, other: str) -> bool:
    """Whether two names of one key can be one name: each syllable has the same accents, or one has none at all.

    "Hoà" agrees with "Hòa" and "chinh" with "chính"; "Bể" does not agree with "Bê".
    """
    ours, theirs = unit_sort_key(_bare(one)), unit_sort_key(_bare(other))
    if len(ours) != len(theirs):
        return True  # one of them is abbreviated ("UBND", "KH-ĐT"): there is nothing to hold side by side
    plain_ours = unit_sort_key(fold(_bare(one)))
    plain_theirs = unit_sort_key(fold(_bare(other)))
    return all(
        mine in (yours, bare_mine) or yours == bare_yours
        for mine, yours, bare_mine, bare_yours in zip(ours, theirs, plain_ours, plain_theirs, strict=False)
    )


class NameIndex(Generic[Item]):
    """Units by their names and short names; built once, asked for every row of a file."""

    def __init__(self, entries: Iterable[tuple[Item, Iterable[str]]] = ()) -> None:
        self._by_key: dict[str, list[tuple[str, Item]]] = {}
        for item, names in entries:
            self.add(item, names)

    def add(self, item: Item, names: Iterable[str]) -> None:
        """Make the item known by these names; empty names are left out."""
        for name in names:
            key = _key(name)
            if key:
                self._by_key.setdefault(key, []).append((nfc(name), item))

    def find(self, name: str) -> list[Item]:
        """The items that the name can mean: none, one, or several among which a person has to choose."""
        candidates = self._by_key.get(_key(name), [])
        order = unit_sort_key(_bare(name))
        same = [item for known, item in candidates if unit_sort_key(_bare(known)) == order]
        agreeing = same or [item for known, item in candidates if _agree(known, name)]
        return list(dict.fromkeys(agreeing))
