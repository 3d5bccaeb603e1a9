"""The words on the screens, as the simulated people know them: by key, never by spelling."""

from dataclasses import dataclass

from messages import render
from messages.model import Label

_OPEN = "\0"
_PARAMETERS = (
    "value", "count", "unit", "name", "section", "body", "clock", "day", "weekday", "title", "number", "question",
    "option",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    locale: str

    def __call__(self, key: str, **params: str | int) -> str:
        """The words of a label with its parameters filled in."""
        return render.label(Label(key, params), self.locale)

    def stem(self, key: str) -> str:
        """The words of a label as far as they are the same for everybody."""
        return self(key, **dict.fromkeys(_PARAMETERS, _OPEN)).partition(_OPEN)[0]
