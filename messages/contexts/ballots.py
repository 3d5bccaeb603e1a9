"""Opinions and votes in writing: what is prepared, asked, counted and told."""

from datetime import datetime

from messages.contexts.picker import PickedWords
from messages.model import Message, Part


class BallotFacts(Part, frozen=True):
    """What everybody asked reads. ``options`` in words; ``usual``: agreement, disagreement, another opinion.

    ``closes_at`` is local, None while it is not set; ``by`` is who asks, ``body`` for which task force.
    """

    question: str
    options: tuple[str, ...]
    usual: bool
    papers: tuple[str, ...]
    closes_at: datetime | None
    secret: bool
    reason_required: bool
    body: str
    by: str


class RuleWords(Part, frozen=True):
    """How it is counted. ``at_least``/``more_than``: a share such as "2/3", one of them ""; ``of`` as in the charter.

    ``silence``: "consent", "against", "abstain" or "unspecified". ``quorum``: a share, "1" for everybody, "" for none.
    ``cite`` is the article of the majority, ``written`` that of opinions in writing, ``chair_cite`` why the chair
    decides. ``differs``: of "of" and "silence", what is not as the regulation says.
    """

    mode: str
    at_least: str
    more_than: str
    of: str
    roles: tuple[str, ...]
    casting_vote: bool
    per_unit: bool
    silence: str
    quorum: str
    early: bool
    usual: bool
    secret: bool
    cite: str
    written: str
    chair_cite: str
    chair: str
    differs: tuple[str, ...] = ()


class BallotWarning(Part, frozen=True):
    """Something to know before it opens. ``code`` is "no-question", "no-time", "past", "nobody", "few", "roles",
    "soon" or "long" (``moment`` the bound, ``text`` the article), "day-off", "quiet", "unreachable" (``number``),
    "no-chair", "differs" (``text`` the article).
    """

    code: str
    moment: datetime | None = None
    text: str = ""
    number: int = 0


class BallotList(Message, frozen=True):
    """/phieu: how many wait for this person, are open, are being prepared, have ended."""

    body: str
    waiting: int
    open: int
    drafts: int
    ended: int
    office: bool


class BallotAsk(Message, frozen=True):
    """Something is asked of whoever prepares: ``what`` "question", "options", "time", "reason", "withdraw".

    ``problem`` is why the last text was not taken: "empty", "too-long", "clash", "few", "many", "twice", or of a time
    "unreadable", "past", "too-far", "no-such-day", "weekday-mismatch", "which", "day".
    """

    what: str
    question: str
    current: str
    problem: str
    typed: str
    limit: int
    earliest: datetime | None
    latest: datetime | None
    cite: str


class BallotPapers(Message, frozen=True):
    """The files of a draft; ``problem`` "too-big", "too-many", "twice", "text" or "", ``file`` the one it is about."""

    question: str
    papers: tuple[str, ...]
    problem: str
    file: str
    limit: int


class BallotDesk(Message, frozen=True):
    """The whole draft on one card."""

    facts: BallotFacts
    rules: RuleWords
    parts: tuple[PickedWords, ...]
    more: int
    count: int
    late_reason: str
    told_to_all: bool
    warnings: tuple[BallotWarning, ...]
    stray: bool


class BallotRules(Message, frozen=True):
    """How it is counted, to be changed."""

    question: str
    rules: RuleWords
    reason_required: bool
    told_to_all: bool


class BallotConfirm(Message, frozen=True):
    """Before it opens: just what those asked will read, and how many they are."""

    facts: BallotFacts
    rules: RuleWords
    count: int
    unreachable: int


class BallotOver(Message, frozen=True):
    """The draft is none any more: ``state`` "open", "dropped" …"""

    question: str
    state: str


class BallotDropAsk(Message, frozen=True):
    """Throw it away?"""

    question: str


class BallotCard(Message, frozen=True):
    """What somebody asked sees. ``choice`` and ``words`` are their own in an open ballot, "" before.

    ``voted``: they have; ``state`` as the ballot's, "late" when its time is up and it is being counted. ``problem``:
    "unit" when a colleague voted for the unit already. ``reminds``: the card comes as a reminder.
    """

    facts: BallotFacts
    rules: RuleWords
    choice: str
    words: str
    voted: bool
    state: str
    problem: str
    reminds: bool


class BallotWords(Message, frozen=True):
    """Asks for the reason, or the other opinion. ``required``: the vote counts only with it. ``problem`` as above."""

    question: str
    choice: str
    other: bool
    required: bool
    problem: str
    limit: int


class BallotSecretPaper(Message, frozen=True):
    """The options of a secret ballot, before one is chosen."""

    facts: BallotFacts
    asked: int


class BallotOpinion(Message, frozen=True):
    """Asks for an opinion without a name. ``problem`` as above."""

    question: str
    problem: str
    limit: int


class BallotOpinionTaken(Message, frozen=True):
    """It lies in the box."""


class BallotPaperCaption(Message, frozen=True):
    """Under a file."""

    question: str


class WaitingLine(Part, frozen=True):
    """Somebody who has not answered; ``why`` "", "left", "not-joined" or "blocked"."""

    name: str
    unit: str
    why: str


class BallotProgress(Message, frozen=True):
    """An open ballot as the office sees it. ``counts`` are None where nobody may see them before the end."""

    facts: BallotFacts
    rules: RuleWords
    asked: int
    voted: int
    counts: tuple[int, ...] | None
    waiting: tuple[WaitingLine, ...]
    more: int
    unreachable: int


class ResultLine(Part, frozen=True):
    """One option: its words, the votes for it, and in an open ballot who chose it."""

    text: str
    count: int
    names: tuple[str, ...]


class OpinionLine(Part, frozen=True):
    """A reason or an opinion; ``name`` is "" where nobody's is told, ``choice`` too."""

    name: str
    choice: str
    words: str


class ResultNumbers(Part, frozen=True):
    """The count, in votes. ``passed`` is the option that has the majority, "" where none has, ``strongest`` its votes.

    ``quorum``: how many had to be given, 0 for none. ``silent_counted``: how many were taken as the rule says.
    """

    asked: int
    strongest: int
    silent: int
    silent_counted: int
    denominator: int
    quorum: int
    quorate: bool
    passed: str
    tied: bool
    tie_broken: bool
    missing_roles: tuple[str, ...]


class BallotCounting(Message, frozen=True):
    """The rule and what it makes of the votes, without any mark-up: for the record."""

    rules: RuleWords
    numbers: ResultNumbers


class BallotResult(Message, frozen=True):
    """What it came to. ``decision`` "", "yes", "no", an option's words, or "seen"; the rest of it is the chair's.

    ``gone`` counts those who had left by the end; ``names_cut``: too many to be named here.
    """

    facts: BallotFacts
    rules: RuleWords
    numbers: ResultNumbers
    lines: tuple[ResultLine, ...]
    opinions: tuple[OpinionLine, ...]
    closed_at: datetime
    closed_why: str
    late_reason: str
    decision: str
    decided_by: str
    decided_why: str
    gone: int
    names_cut: bool
    new: bool


class BallotDecisionAsk(Message, frozen=True):
    """The chair's reason. ``problem`` as above."""

    question: str
    word: str
    problem: str
    limit: int


class BallotWithdrawn(Message, frozen=True):
    """It was taken back, and why."""

    question: str
    by: str
    why: str


class BallotRecordCaption(Message, frozen=True):
    """Under the record."""

    question: str
