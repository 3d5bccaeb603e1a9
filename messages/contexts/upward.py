"""Roll-up: links to the body above, reports that go up, files that carry them between two installations."""

from datetime import datetime
from typing import Literal

from messages.model import Message, Part


class BelowLine(Part, frozen=True):
    """A body below: it reports as ``unit``; ``fingerprint`` "" where it lives in the same installation."""

    unit: str
    child: str
    fingerprint: str


class UpwardDesk(Message, frozen=True):
    """To whom the body reports, and who reports to it. ``parent`` "" for nobody here; ``fingerprint`` "" where no
    files are made."""

    task_force: str
    parent: str
    unit: str
    fingerprint: str
    below: tuple[BelowLine, ...]
    total: int


class UpwardPickUnit(Message, frozen=True):
    """Which unit is it that has a task force of its own? ``query`` is what was typed, "" for nothing."""

    task_force: str
    query: str
    found: int
    page: int
    pages: int


class UpwardCode(Message, frozen=True):
    """The code that links a body below, shown once; ``expires`` is local."""

    parent: str
    unit: str
    link: str
    code: str
    expires: datetime


class UpwardForward(Message, frozen=True):
    """The words that go with the link when it is sent on."""

    parent: str
    unit: str


class UpwardAskCode(Message, frozen=True):
    """Which code? ``wrong`` says why the last one links nothing, "" for the first time."""

    task_force: str
    wrong: str


class UpwardNotLinked(Message, frozen=True):
    """The code links nothing; ``why`` as in UpwardAskCode."""

    why: str


class UpwardForSecretaries(Message, frozen=True):
    """Somebody opened the link who is no secretary."""


class UpwardChooseChild(Message, frozen=True):
    """Which of the reader's bodies reports up?"""

    parent: str
    unit: str


class UpwardConfirm(Message, frozen=True):
    """Shall the body report up from now on?"""

    child: str
    parent: str
    unit: str


class UpwardLinked(Message, frozen=True):
    """The two are linked; ``above``: the reader is the parent's."""

    child: str
    parent: str
    unit: str
    above: bool


class UpwardAskUnlink(Message, frozen=True):
    """Shall nothing go up any more?"""

    child: str
    parent: str
    unit: str


class UpwardUnlinked(Message, frozen=True):
    """Nothing goes up any more; ``who`` ended it."""

    child: str
    parent: str
    unit: str
    who: str


class UpwardDropped(Message, frozen=True):
    """Nothing was linked, nothing was taken."""

    what: Literal["link", "file"]


class UpwardFiles(Message, frozen=True):
    """From now on every posted summary comes as a signed file; or (``stopped``) no more."""

    task_force: str
    fingerprint: str
    stopped: bool


class UpwardFile(Message, frozen=True):
    """Under the signed file."""

    title: str
    period: str
    version: int
    fingerprint: str


class UpwardSent(Message, frozen=True):
    """To the child's secretary: where the report went. ``state``: "submitted", "updated", "opened", "kept",
    "unchanged", "waiting", or why not: "stream", "cadence", "window", "closed", "not-asked", "older"."""

    title: str
    period: str
    version: int
    parent: str
    unit: str
    state: str


class ChangeLine(Part, frozen=True):
    """An answer before and after; or what the unit said and what the child says."""

    label: str
    old: str
    new: str


class UpwardNews(Message, frozen=True):
    """What a report from below did to the unit's report; ``secretary``: the reader is the parent's secretary.

    ``state`` "submitted", "updated", "opened", "kept" or "unchanged". ``left`` are questions that still have to be
    answered, ``kept`` those where the unit said something else, ``gone`` those that the child answers no more,
    ``short`` those that hold less than was written.
    """

    secretary: bool
    state: str
    title: str
    period: str
    unit: str
    child: str
    version: int
    arrived: int
    units: int
    filled: int
    changes: tuple[ChangeLine, ...]
    kept: tuple[ChangeLine, ...]
    left: tuple[str, ...]
    more_left: int
    gone: tuple[str, ...]
    short: tuple[str, ...]


class UpwardTookOver(Message, frozen=True):
    """``who`` let the child's answers stand; ``sent``: the report went in with them."""

    title: str
    period: str
    unit: str
    child: str
    version: int
    who: str
    changes: tuple[ChangeLine, ...]
    sent: bool


class UpwardReading(Message, frozen=True):
    """The file is being fetched."""

    file: str


class UpwardRefused(Message, frozen=True):
    """The file is not taken. ``reason``: "not-fetched", "too-big", "unreadable", "newer", "signature", "secret", "own",
    "other-key", "stream", "cadence", "window", "closed", "not-asked", "older", "same", "unit".

    What the file says of itself is "" or 0 where it cannot be read; ``known`` is the fingerprint, or the version, that
    was expected.
    """

    file: str
    reason: str
    body: str
    title: str
    period: str
    version: int
    fingerprint: str
    known: str


class UpwardOffer(Message, frozen=True):
    """A file whose signature holds. ``unit`` "" where it is asked which one it is; ``unknown``: the key is new.

    ``task_force`` is "" where it is asked which of the reader's bodies takes it.
    """

    task_force: str
    body: str
    title: str
    period: str
    version: int
    arrived: int
    units: int
    fingerprint: str
    unknown: bool
    unit: str
    query: str
    found: int
    page: int
    pages: int


class UpwardTaken(Message, frozen=True):
    """The file was taken; ``state`` as in UpwardSent."""

    body: str
    title: str
    period: str
    version: int
    unit: str
    state: str
