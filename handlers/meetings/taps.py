"""The buttons that lead from one step of a meeting's life into another; those of one step alone stand with it."""

from handlers.callbacks import Tap


class Convene(Tap, frozen=True):
    """Begin to call a meeting. ``series`` is its place among the charter's meetings, ``period`` "" where it has none,
    ``slot`` the proposed time (Unix seconds; 0: none)."""

    prefix = "mn"
    task_force: int
    series: int
    period: str
    slot: int


class OpenDesk(Tap, frozen=True):
    """Go on preparing the draft."""

    prefix = "md"
    meeting: int


class SeeMeeting(Tap, frozen=True):
    """Read a meeting as a member does: what, when, where, own answer, what was decided."""

    prefix = "mse"
    meeting: int


class SeeLive(Tap, frozen=True):
    """The live card of those who run the meeting."""

    prefix = "mlv"
    meeting: int


class Manage(Tap, frozen=True):
    """What can be changed about a meeting that was called."""

    prefix = "mg"
    meeting: int


class GetPapers(Tap, frozen=True):
    """Send me the files of the meeting."""

    prefix = "mpp"
    meeting: int


class GetCalendarFile(Tap, frozen=True):
    """Send me the calendar entry of the meeting."""

    prefix = "mi"
    meeting: int


class Respond(Tap, frozen=True):
    """An invitee's answer: ``what`` is "y" (comes), "n" (does not), "s" (sends somebody)."""

    prefix = "ma"
    invitee: int
    what: str


class Conclude(Tap, frozen=True):
    """Enter, or go on entering, the conclusions."""

    prefix = "mk"
    meeting: int
