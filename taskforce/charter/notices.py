"""How notices go out to many."""

from typing import Literal

from pydantic import Field

from taskforce.charter.base import Rule, Whole


class Notices(Rule):
    """``confirm_above``: a notice to more people than that is confirmed a second time before it goes out.

    ``email_to`` says who gets notices and ballots by e-mail too: the members' own mailboxes, their units' (Bắc Giang
    Đ10.5).
    """

    confirm_above: Whole = Field(default=50, ge=1, le=100_000)
    email_to: tuple[Literal["members", "units"], ...] = ()
    cite: str = ""
