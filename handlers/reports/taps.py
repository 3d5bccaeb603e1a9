"""The buttons that lead into a report from elsewhere: a reminder, the board, the home screen."""

from handlers.callbacks import Tap


class OpenReport(Tap, frozen=True):
    """A member of the unit (or a helper) begins or goes on with the report."""

    prefix = "ro"
    report: int


class EnterFor(Tap, frozen=True):
    """The secretary enters answers that were taken by phone."""

    prefix = "re"
    report: int


class SeeReport(Tap, frozen=True):
    """The secretary or a leader reads what a unit answered; the secretary can send a figure back."""

    prefix = "rs"
    report: int


# Inside a conversation: the session says whose, the revision which card; both are checked.


class Act(Tap, frozen=True):
    """Something done at the live question; ``what`` is one of ``buttons.EVENTS``, ``arg`` an option's or field's
    place, 0 where none is meant."""

    prefix = "ra"
    session: int
    revision: int
    what: str
    arg: int


class Look(Tap, frozen=True):
    """Another side of the live card: a page of options, the questions of a section, the colleagues to ask."""

    prefix = "rv"
    session: int
    revision: int
    view: str
    arg: int
    page: int


class Later(Tap, frozen=True):
    """Leave the report for now."""

    prefix = "rl"
    session: int


class HandTo(Tap, frozen=True):
    """Ask that colleague; ``whole`` 1: the whole section of the live question."""

    prefix = "rh"
    session: int
    revision: int
    person: int
    whole: int


class HelpOut(Tap, frozen=True):
    """Answer what a colleague asked for."""

    prefix = "rp"
    handoff: int


class SeeFiles(Tap, frozen=True):
    """Get the files that go with a report."""

    prefix = "rf"
    report: int


class EditReport(Tap, frozen=True):
    """Change a report that was sent."""

    prefix = "rz"
    report: int


class AnswerAgain(Tap, frozen=True):
    """Answer what was sent back."""

    prefix = "rg"
    report: int


class PickToReturn(Tap, frozen=True):
    """The secretary looks for the answer to send back; ``page`` of the list."""

    prefix = "rk"
    report: int
    page: int


class ReturnAnswer(Tap, frozen=True):
    """The secretary sends back the answer to the question at that place in the form."""

    prefix = "rt"
    report: int
    place: int


class SeeTasks(Tap, frozen=True):
    """The open tasks of a unit, a page of them."""

    prefix = "tl"
    unit: int
    page: int
