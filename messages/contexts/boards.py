"""What secretary and leaders see of a period while it runs."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from messages.contexts.reminders import Deadline
from messages.model import Message, Part

Reach = Literal["", "nobody", "blocked"]
"""Why nobody of a unit can be written to: nobody has joined, or all have blocked the bot; "" when somebody can."""


class BoardUnit(Part, frozen=True):
    """One line of the board. ``at`` (local) is when it was sent or opened; ``days_late`` of a sent report.

    ``late`` is also True for one sent later on the due day itself. ``contact`` names whom to call, phone included
    where the reader may see it.
    """

    name: str
    at: datetime | None = None
    late: bool = False
    days_late: int = 0
    reach: Reach = ""
    contact: str = ""


class BoardGroup(Part, frozen=True):
    """Units that stand alike; ``more`` is how many are not listed for want of room."""

    kind: Literal["unreachable", "untouched", "opened", "returned", "sent"]
    count: int
    units: tuple[BoardUnit, ...]
    more: int = 0


class Board(Message, frozen=True):
    """The live board of one period; the same card is edited whenever something happens."""

    body: str
    title: str
    period: str
    due: datetime
    whole_day: bool
    fixed: bool
    over: bool
    sent: int
    late: int
    total: int
    groups: tuple[BoardGroup, ...]
    cite: str


class BoardMovedDown(Message, frozen=True):
    """In the place of a board that was put at the end of the chat anew."""


class NextOpening(Part, frozen=True):
    """The report that opens next, at a local moment."""

    title: str
    period: str
    at: datetime


class NoBoard(Message, frozen=True):
    """No period is open. ``next_opens`` is what opens next, where known."""

    body: str
    next_opens: NextOpening | None


class UnitList(Message, frozen=True):
    """Above buttons, one for each unit: page ``page`` of ``pages``."""

    title: str
    period: str
    page: int
    pages: int


class UnitMember(Part, frozen=True):
    """Who may report for the unit; ``phone`` "" where the reader may not see it."""

    name: str
    phone: str
    joined: bool
    reachable: bool


class UnitCard(Message, frozen=True):
    """One unit's report and its people."""

    unit: str
    title: str
    period: str
    state: Literal["untouched", "opened", "returned", "submitted"]
    opened_at: datetime | None
    sent_at: datetime | None
    late: bool
    days_late: int
    members: tuple[UnitMember, ...]


class FigureSoFar(Part, frozen=True):
    """A figure over the units that have answered."""

    label: str
    measure: str
    total: Decimal
    answered: int


class Status(Message, frozen=True):
    """/tinhhinh for whoever reads the summary: how the period stands now. Task counts are of the whole plan."""

    body: str
    title: str
    period: str
    at: datetime
    deadline: Deadline
    sent: int
    late: int
    total: int
    missing: tuple[str, ...]
    more_missing: int
    tasks: "TaskCounts | None"
    figures: tuple[FigureSoFar, ...]
    forward_due: datetime | None


class TaskCounts(Part, frozen=True):
    """Tasks by state; ``overdue`` ones are also counted under their state."""

    total: int
    done: int
    going: int
    stuck: int
    not_begun: int
    overdue: int


class OwnUnit(Part, frozen=True):
    """One report of the reader's own unit."""

    unit: str
    title: str
    period: str
    state: Literal["untouched", "opened", "returned", "submitted"]
    sent_at: datetime | None
    late: bool
    deadline: Deadline


class OwnStatus(Message, frozen=True):
    """/tinhhinh for a member: what their unit owes and has sent."""

    body: str
    reports: Sequence[OwnUnit]


class NothingToSee(Message, frozen=True):
    """A command of this feature by somebody who belongs to no task force, or may not see it."""
