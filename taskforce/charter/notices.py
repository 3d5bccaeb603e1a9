"""How notices go out to many."""

from pydantic import Field

from taskforce.charter.base import Rule, Whole


class Notices(Rule):
    """``confirm_above``: a notice to more people than that is confirmed a second time before it goes out."""

    confirm_above: Whole = Field(default=50, ge=1, le=100_000)
    cite: str = ""
