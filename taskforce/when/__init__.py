"""When a meeting is, read the way officials type it: "14h ngày 25/12", "sáng thứ Hai tuần sau", "8h30 mai"."""

from datetime import date, datetime

from taskforce.when.model import Answer, NeedsDay, NeedsTime, NotUnderstood, Reason, When, WhichOne

__all__ = ["Answer", "NeedsDay", "NeedsTime", "NotUnderstood", "Reason", "When", "WhichOne", "read_when"]


def read_when(text: str, now: datetime, *, prefer: date | None = None) -> Answer:
    """What ``text`` means at ``now`` (aware, in the local zone); never raises for any text.

    A meeting begins after ``now`` and within a year. ``prefer`` is the day where the text names none. To complete a
    NeedsTime or NeedsDay, read both texts together: ``read_when(f"{first} {second}", now)``.

    >>> from zoneinfo import ZoneInfo
    >>> monday = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    >>> read_when("14h30 thứ Sáu", monday).starts_at.isoformat()
    '2026-03-06T14:30:00+07:00'
    """
    # Imported here: its patterns take a fortieth of a second to compile that the start of the bot need not pay.
    from taskforce.when.reading import read

    return read(text, now, prefer)
