"""What the outbox says of a document or message whose data are read when it is sent (see ``bot.documents``)."""

from typing import Literal

from msgspec import Struct

What = Literal["card", "chart", "report", "workbook"]
"""A message, a picture, the report in words, everything in cells."""


class Wanted(Struct, frozen=True):
    """One paper of a period (``span`` "") or of a longer one that its stream's periods roll up into ("2022-H1").

    ``period`` is the id of the period, of a longer one that of any in its stream. ``version`` is the summary's as the
    caption has it. ``asked`` tells papers asked for at different times apart; equal ones are made once for everybody.
    """

    what: What
    period: int
    locale: Literal["vi", "en"]
    version: int = 1
    span: str = ""
    asked: str = ""
