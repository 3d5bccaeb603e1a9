"""The buttons of questions and answers."""

from handlers.callbacks import Tap

# For everybody


class AskFaq(Tap, frozen=True):
    """A question is awaited."""

    prefix = "hoa"
    body: int


class SeeAnswer(Tap, frozen=True):
    """The answer of that entry."""

    prefix = "hob"
    entry: int


class Helped(Tap, frozen=True):
    """That is what I asked."""

    prefix = "hoc"
    entry: int


class GetFile(Tap, frozen=True):
    """The file of that entry."""

    prefix = "hod"
    entry: int


class BrowseFaq(Tap, frozen=True):
    """A page of all questions."""

    prefix = "hoe"
    body: int
    page: int


class NoAnswer(Tap, frozen=True):
    """There is no answer yet: to the secretary."""

    prefix = "hof"
    body: int


class SendQuestion(Tap, frozen=True):
    """The question of that conversation, as it was shown at that turn, goes to the secretary."""

    prefix = "hog"
    session: int
    turn: int


class WordAnew(Tap, frozen=True):
    """What was written does not hold; it is written anew."""

    prefix = "hoh"
    session: int


class SeeHotlines(Tap, frozen=True):
    """The contact cards of the numbers that help."""

    prefix = "hoi"
    body: int


# For whoever keeps them


class KeepList(Tap, frozen=True):
    """A page of what is kept; ``view`` is "shown" or "hidden"."""

    prefix = "hka"
    body: int
    view: str
    page: int


class KeepEntry(Tap, frozen=True):
    """One entry with what can be changed."""

    prefix = "hkb"
    entry: int


class KeepAsk(Tap, frozen=True):
    """Something is to be typed or sent; ``what`` is "add", "find", "alias" or "import"."""

    prefix = "hkc"
    body: int
    what: str


class KeepEdit(Tap, frozen=True):
    """Change that of the entry: "question", "answer", "wordings" or "cite"."""

    prefix = "hkd"
    entry: int
    what: str


class KeepHide(Tap, frozen=True):
    """Hide it (1) or show it (0)."""

    prefix = "hke"
    entry: int
    hidden: int


class KeepClear(Tap, frozen=True):
    """The entry is to have none: "wordings", "cite" or "file"."""

    prefix = "hkf"
    entry: int
    what: str


class KeepLeave(Tap, frozen=True):
    """Nothing is to be typed any more."""

    prefix = "hkg"
    session: int


class KeepAliases(Tap, frozen=True):
    """A page of the abbreviations."""

    prefix = "hkh"
    body: int
    page: int


class DropAlias(Tap, frozen=True):
    """That abbreviation stands for nothing any more."""

    prefix = "hki"
    alias: int


class KeepCase(Tap, frozen=True):
    """The answered question of the inbox becomes an entry."""

    prefix = "hkj"
    case: int


class KeepSheet(Tap, frozen=True):
    """Everything that is kept, as a table."""

    prefix = "hkk"
    body: int


class TakeSheet(Tap, frozen=True):
    """The table that was shown in that conversation is taken over."""

    prefix = "hkl"
    session: int
