"""What is wrong with a charter, said so that its author can put it right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the key as a dotted path (``reports[0].due``; "" for the whole file) and what was expected."""

    key: str
    message: str


class CharterError(ValueError):
    """A charter cannot be used; ``problems`` lists every mistake found, in the order of the file's model."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.name = name
        self.problems = problems
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """One sentence per mistake: file, key, what was expected."""
        return [": ".join(part for part in (self.name, p.key, p.message) if part) for p in self.problems]
