"""What is said about units that come, are renamed, merge, split or end."""

from datetime import datetime

from messages.model import Message, Part


class EndedUnit(Part, frozen=True):
    """A unit that is no more: since when (local), and the unit that took it up, "" for none."""

    name: str
    ended: datetime
    into: str


class UnitChangeList(Message, frozen=True):
    """The units; ``query`` what was looked for, ``found`` how many it found. ``nobody`` tasks have no leading unit."""

    body: str
    count: int
    query: str
    found: int
    nobody: int
    ended: tuple[EndedUnit, ...]


class UnitChangeUnit(Message, frozen=True):
    """One unit; ``formerly`` are other names that plans and rosters may call it by, ``mailbox`` its e-mail address."""

    name: str
    short_name: str
    people: int
    open_tasks: int
    formerly: tuple[str, ...]
    mailbox: str


class UnitMailboxAsk(Message, frozen=True):
    """Which is the unit's mailbox? ``now`` is the known one; ``wrong`` what was typed that is no address."""

    unit: str
    now: str
    wrong: str


class UnitChangeAsk(Message, frozen=True):
    """A question on the way: ``what`` the kind of change, ``step`` what is asked.

    ``step`` is "find", "name", "short", "others", "into", "people" or "tasks"; ``fault`` "", "empty", "too-long",
    "taken", "same", "not-found" or "none-left"; ``chosen`` counts what is ticked.
    """

    what: str
    step: str
    unit: str
    name: str
    task: str
    others: tuple[str, ...]
    chosen: int
    query: str
    fault: str
    typed: str
    limit: int


class ReportFate(Part, frozen=True):
    """A report of an open period: ``fate`` is "dropped", "half" (dropped half-way) or "counts"."""

    title: str
    period: str
    unit: str
    fate: str


class PartLine(Part, frozen=True):
    """A task that changes hands."""

    code: str
    title: str


class UnitChangePreview(Message, frozen=True):
    """Exactly what will happen; ``stale``: it changed since it was last shown.

    ``into`` is "" where nobody takes the unit up. ``joined`` and ``nobody`` are among the tasks led.
    """

    what: str
    units: tuple[str, ...]
    into: str
    new: bool
    short_name: str
    moved: int
    people: tuple[str, ...]
    folded: tuple[str, ...]
    ended: tuple[str, ...]
    freed: tuple[str, ...]
    led: tuple[PartLine, ...]
    helped: int
    done: int
    joined: tuple[str, ...]
    nobody: tuple[PartLine, ...]
    reports: tuple[ReportFate, ...]
    links: int
    aliases: int
    agenda: int
    conclusions: int
    wishes: int
    stale: bool


class UnitChangeDone(Message, frozen=True):
    """It happened; ``told`` people hear of it, ``nobody`` tasks are left without a leading unit."""

    what: str
    units: tuple[str, ...]
    into: str
    task: str
    told: int
    nobody: int


class UnitChangeDropped(Message, frozen=True):
    """Nothing was changed."""


class UnitChangeBlocked(Message, frozen=True):
    """It cannot be done while the units' reports come from bodies below."""

    units: tuple[str, ...]
    children: tuple[str, ...]


class UnitChangeNews(Message, frozen=True):
    """Told to those concerned. ``place``: "moved" (their unit went), "host", "left" (others went to a new unit),
    "ended" (their place ended), "freed", or "office".

    ``report``: a report they owed is no longer asked. ``led`` counts the tasks that changed hands.
    """

    body: str
    what: str
    units: tuple[str, ...]
    into: str
    place: str
    led: int
    report: bool
    by: str


class UnitChangeNobody(Message, frozen=True):
    """The tasks that no unit leads, a page of them."""

    body: str
    count: int
    lines: tuple[PartLine, ...]
