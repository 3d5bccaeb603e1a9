"""What a conclusion says, and what is asked to find its units."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Names(Protocol):
    """Finds the units a written name can mean; ``taskforce.vietnamese.NameIndex[int]`` is one."""

    def find(self, name: str) -> list[int]:
        """The ids: none, one, or several among which a person has to choose."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion: the whole text, and what is certain in it.

    ``lead`` and ``with_`` are unit ids in the order written; ``due`` is the last day (local). ``unclear`` holds the
    phrases, as written, that say something of these but not for certain: a person has to be asked.
    """

    text: str
    lead: tuple[int, ...] = ()
    with_: tuple[int, ...] = ()
    due: date | None = None
    unclear: tuple[str, ...] = ()
