"""Conclusions as they are pasted: a numbered list, and what one item says of who does it and until when.

The readers are imported when first needed: their patterns take time to compile that the start of the bot need not pay.
"""

from datetime import date

from taskforce.numbered.model import Conclusion, Names

__all__ = ["Conclusion", "Names", "read_conclusion", "read_list"]


def read_list(text: str) -> tuple[str, ...]:
    """The items of a pasted list in order, without their marks.

    The first mark decides what begins an item; lines with other marks, or none, belong to the item before. Without
    any mark every line is an item. Headings are left out: Roman numerals above numbered items, and lines before the
    first item that end with a colon; any other line there is an item of its own.

    >>> read_list("Kết luận:\\n1. Giao Sở Y tế\\nbáo cáo\\n2. Công an tỉnh tổng hợp")
    ('Giao Sở Y tế báo cáo', 'Công an tỉnh tổng hợp')
    """
    from taskforce.numbered.items import read

    return read(text)


def read_conclusion(text: str, units: Names, today: date) -> Conclusion:
    """What a conclusion says of its leading and co-ordinating units and its last day; ``today`` is local.

    "Giao Sở Y tế …", "Công an tỉnh chủ trì", "phối hợp với Sở Tư pháp" and "Sở Tư pháp phối hợp" are certain, a
    known unit that is only mentioned is not. "Trước ngày 20/4" ends with the 19th; "trong tháng 4", "trong quý II"
    end with their last day. A date that has passed, a day of every month, a number of days and two different last
    days are not certain.
    """
    from taskforce.numbered.conclusions import read

    return read(text, units, today)
