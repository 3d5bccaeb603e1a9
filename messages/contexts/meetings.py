"""What every message about a meeting says of it."""

from datetime import datetime

from messages.model import Part


class MeetingFacts(Part, frozen=True):
    """A meeting as people read it; moments are local, ``unix`` the same beginning for phones that show their own time.

    ``kind`` is the series' title, ``chair`` a name with the title of the office, ``cite`` the article it rests on.
    ``ends`` is None and texts are "" where nothing was fixed. ``task_force`` is "" for readers in one only.
    """

    kind: str
    subject: str
    starts: datetime | None
    unix: int
    ends: datetime | None
    place: str
    link: str
    chair: str
    cite: str
    task_force: str = ""
