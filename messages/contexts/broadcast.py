"""Notices to many: what the one who sends them is asked and shown, and what the recipients read."""

from datetime import date, datetime
from typing import Literal

from messages.contexts.picker import PickedWords
from messages.model import Message, Part
from messages.rich import RichText

# What recipients read


class BroadcastMessage(Message, frozen=True):
    """The notice itself. ``task_force`` is named to who is in several; ``corrected`` (local) where it was.

    ``asks``: a button asks whether it was received; ``received``: they have said so.
    """

    body: RichText
    task_force: str
    urgent: bool
    reason: str
    corrected: datetime | None
    asks: bool
    received: bool


class BroadcastWithdrawn(Message, frozen=True):
    """In the place of a notice that was taken back."""

    task_force: str
    moment: datetime


class BroadcastNudge(Message, frozen=True):
    """To the silent: please say that you received it."""

    title: str
    task_force: str
    sent: datetime


# Writing one


Problem = Literal["", "empty", "too-long", "kind", "files", "caption", "secret"]
"""Why what was sent cannot be taken."""


class BroadcastCompose(Message, frozen=True):
    """What shall it say? ``again``: other words for a draft."""

    task_force: str
    again: bool
    under_way: int
    problem: Problem
    limit: int


class BroadcastOffer(Message, frozen=True):
    """Something was forwarded to the bot: shall it become a notice?"""

    title: str
    files: int


class BroadcastDesk(Message, frozen=True):
    """The draft before it goes out, under its preview.

    ``at`` (local) is when it goes, None: at once; ``quiet``: because of the quiet hours. ``sure``: this is the second
    step, for more people than ``above``. ``problem`` "nobody", "past", "changed" or "". ``mailboxes``: e-mails.
    """

    parts: tuple[PickedWords, ...]
    more: int
    count: int
    left_out: tuple[str, ...]
    left_out_more: int
    unreachable: int
    at: datetime | None
    quiet: bool
    acknowledge: bool
    urgent: bool
    reason: str
    files: int
    sure: bool
    above: int
    problem: str
    mailboxes: int = 0


class BroadcastTime(Message, frozen=True):
    """When shall it go out? ``lacks`` "" or what the typed time lacks: "choice", "confirm", "hour", "day"."""

    lacks: str
    problem: str
    day: date | None
    typed: str


class BroadcastReason(Message, frozen=True):
    """Why is it urgent?"""

    problem: Problem
    limit: int


class BroadcastDropAsk(Message, frozen=True):
    """Shall the draft be thrown away?"""

    title: str


class BroadcastDropped(Message, frozen=True):
    """The draft is gone."""

    title: str


# How it stands


class MailLine(Part, frozen=True):
    """How many mailboxes stand where; ``refused`` took none in time either, ``had`` have a letter in whatever words."""

    total: int = 0
    sent: int = 0
    pending: int = 0
    refused: int = 0
    had: int = 0


class BroadcastLive(Message, frozen=True):
    """How a notice stands: ``state`` "scheduled", "going", "paused", "sent", "stopped" or "withdrawn".

    ``pending`` is not written or not sent yet; ``behind``: have not got the newest words (or the withdrawal) yet.
    ``note`` "" or what to know: "stop-ask", "withdraw-ask". ``late`` of them can only be edited, not deleted.
    """

    title: str
    state: str
    by: str
    at: datetime | None
    total: int
    sent: int
    pending: int
    unreached: int
    stopped: int
    acknowledge: bool
    received: int
    silent: int
    behind: int
    corrected: datetime | None
    urgent: bool
    reason: str
    note: str
    late: int
    files: int
    mail: MailLine = MailLine()


class BroadcastCorrect(Message, frozen=True):
    """What shall it say instead?"""

    title: str
    problem: Problem
    limit: int
    files: int


class BroadcastCorrectSure(Message, frozen=True):
    """The new words are shown above: put them in the place of the old ones? ``received`` have said they got those.

    So many ``mailboxes`` have the old ones as a letter.
    """

    total: int
    acknowledge: bool
    received: int
    mailboxes: int = 0


class BroadcastLine(Part, frozen=True):
    """One notice in the list of those that went out."""

    title: str
    day: date
    sent: int
    total: int
    received: int
    acknowledge: bool
    state: str


class BroadcastPast(Message, frozen=True):
    """Those that went out."""

    lines: tuple[BroadcastLine, ...]
    first: int
    page: int
    pages: int


class LedgerLine(Part, frozen=True):
    """One recipient: ``state`` of the ledger, "received" where they said so; ``at`` (local) since when.

    ``mail`` and ``unit_mail``: what became of the letter to their own mailbox and to their unit's, "" for none.
    """

    name: str
    unit: str
    state: str
    cause: str
    at: datetime | None
    mail: str = ""
    mail_cause: str = ""
    unit_mail: str = ""
    unit_mail_cause: str = ""


class BroadcastLedger(Message, frozen=True):
    """Each recipient; ``view`` which of them."""

    title: str
    view: str
    lines: tuple[LedgerLine, ...]
    first: int
    count: int
    page: int
    pages: int


class CallLine(Part, frozen=True):
    """Somebody to phone; ``phone`` "" where none is known."""

    name: str
    unit: str
    phone: str
    state: str


class BroadcastCalls(Message, frozen=True):
    """Whom to phone, for it did not reach them."""

    title: str
    lines: tuple[CallLine, ...]
    first: int
    count: int
    page: int
    pages: int


class BroadcastSheetSent(Message, frozen=True):
    """The ledger as a workbook, as it stood at that moment (local)."""

    title: str
    moment: datetime
