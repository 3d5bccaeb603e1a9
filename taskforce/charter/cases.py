"""How long the standing unit has to answer what people raise, and they to say whether that settles it."""

from typing import Annotated

from pydantic import AfterValidator

from taskforce.charter.base import Lead, Rule
from taskforce.charter.expressions import Duration


def _some(value: Duration) -> Duration:
    if value.amount < 1:
        raise ValueError(f'expected a length of time above zero such as "2wd" or "4h", got "{value}"')
    return value


Within = Annotated[Lead, AfterValidator(_some)]


class Cases(Rule):
    """Unanswered for so long, what was raised goes to the leader by itself; answered and not spoken of, it is closed.

    Hours are working hours (8h to 17h).
    """

    answer_within: Within = Duration(2, "wd")
    urgent_within: Within = Duration(4, "h")
    close_after: Within = Duration(10, "wd")
    cite: str = ""

    def within(self, *, urgent: bool) -> Duration:
        """How long there is for one that is urgent, or is not."""
        return self.urgent_within if urgent else self.answer_within
