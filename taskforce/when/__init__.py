"""When a meeting is, read the way officials type it: "14h ngày 25/12", "sáng thứ Hai tuần sau", "8h30 mai"."""

from datetime import date, datetime

from taskforce.when.model import Answer, NeedsDay, NeedsTime, NotUnderstood, Reason, When, WhichOne

__all__ = ["Answer", "NeedsDay", "NeedsTime", "NotUnderstood", "Reason", "When", "WhichOne", "read_when"]


def read_when(text: str, now: datetime, *, prefer: date | None = None) -> Answer:
    """What ``text`` means at ``now`` (aware, in the local zone); never raises for any text."""
    return NotUnderstood("unreadable" if text.strip() else "nothing")
