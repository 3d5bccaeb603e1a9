"""Conclusions as they are pasted: a numbered list, and what one item says of who does it and until when."""

from taskforce.numbered.conclusions import Conclusion, read_conclusion
from taskforce.numbered.duties import Names
from taskforce.numbered.items import read_list

__all__ = ["Conclusion", "Names", "read_conclusion", "read_list"]
