"""What stands under the documents of a period."""

from typing import Literal

from messages.model import Message


class PaperCaption(Message, frozen=True):
    """Under one document of the period; ``version`` is that of the summary, above 1 when it was put together anew."""

    what: Literal["chart", "report", "workbook"]
    title: str
    period: str
    version: int
