"""Notices to many: when one may go out, what can still be taken back, how often the silent are nudged.

Moments are aware datetimes of any zone.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from taskforce.charter.model import QuietHours
from taskforce.moments import local as at_local

TEXT_LIMIT = 3500
"""Letters of a notice; what the bot puts around it fits into one message of Telegram's 4096 with it."""

CAPTION_LIMIT = 600
"""Letters up to which the words stand under a single file (Telegram: 1024); longer ones follow it."""

REASON_LIMIT = 200
"""Letters of the reason for urgency."""

MOST_FILES = 10
"""Files of one notice: an album holds no more."""

WAITS = timedelta(days=14)
"""So long a notice waits for somebody who cannot be reached, or has not joined; after that it is stale."""

NUDGE_PAUSE = timedelta(hours=2)
"""The silent are nudged at most so often."""

DELETABLE = timedelta(hours=47)
"""Telegram deletes a bot's message for 48 hours; what waits in the queue needs some of them."""


def goes_at(wanted: datetime, quiet: QuietHours, zone: ZoneInfo, *, urgent: bool) -> datetime:
    """When a notice wanted at ``wanted`` goes out: not in quiet hours, unless it is urgent."""
    local = wanted.astimezone(zone)
    if urgent or not quiet.covers(local.time()):
        return wanted
    after_midnight = quiet.start > quiet.end and local.time() >= quiet.start
    return at_local(local.date() + timedelta(days=int(after_midnight)), quiet.end, zone)


def can_be_deleted(sent_at: datetime, now: datetime) -> bool:
    """Whether a message can still be taken out of its reader's chat; else it can only be edited."""
    return now - sent_at < DELETABLE


def may_nudge(last: datetime | None, now: datetime) -> bool:
    """Whether the silent may be nudged (again)."""
    return last is None or now - last >= NUDGE_PAUSE
