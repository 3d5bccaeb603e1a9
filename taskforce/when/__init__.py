"""When a meeting is, read the way officials type it: "14h ngày 25/12", "sáng thứ Hai tuần sau", "8h30 mai"."""

from taskforce.when.model import Answer, NeedsDay, NeedsTime, NotUnderstood, Reason, When, WhichOne
from taskforce.when.reading import read_when

__all__ = ["Answer", "NeedsDay", "NeedsTime", "NotUnderstood", "Reason", "When", "WhichOne", "read_when"]
