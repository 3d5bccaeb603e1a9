"""Small charters for tests: a body, and whatever rules a test is about."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from taskforce.charter import Charter, load_file

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

BODY = """
[body]
name = "Tổ công tác thử nghiệm"
regulation = "Quy chế thử nghiệm"
standing_unit = "Văn phòng"
"""


def charter(rules: str, body: str = "") -> Charter:
    """A charter of these rules; ``body`` adds keys to its [body]."""
    return load_file(BODY + body + "\n" + rules, "test.toml")


def hanoi(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment as clocks in Hà Nội show it."""
    return datetime(year, month, day, hour, minute, second, tzinfo=HANOI)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC."""
    return moment.astimezone(UTC)
