"""The buttons that lead into a report from elsewhere: a reminder, the board, the home screen."""

from dataclasses import dataclass

from handlers.callbacks import Tap


@dataclass(frozen=True)
class OpenReport(Tap):
    """A member of the unit (or a helper) begins or goes on with the report."""

    prefix = "ro"
    report: int


@dataclass(frozen=True)
class EnterFor(Tap):
    """The secretary enters answers that were taken by phone."""

    prefix = "re"
    report: int


@dataclass(frozen=True)
class SeeReport(Tap):
    """The secretary or a leader reads what a unit answered; the secretary can send a figure back."""

    prefix = "rs"
    report: int


# Inside a conversation: the session says whose, the revision which card; both are checked.


@dataclass(frozen=True)
class Act(Tap):
    """Something done at the live question; ``what`` is one of ``buttons.EVENTS``, ``arg`` an option's or field's
    place, 0 where none is meant."""

    prefix = "ra"
    session: int
    revision: int
    what: str
    arg: int


@dataclass(frozen=True)
class Look(Tap):
    """Another side of the live card: a page of options, the questions of a section, the colleagues to ask."""

    prefix = "rv"
    session: int
    revision: int
    view: str
    arg: int
    page: int


@dataclass(frozen=True)
class Later(Tap):
    """Leave the report for now."""

    prefix = "rl"
    session: int


@dataclass(frozen=True)
class HandTo(Tap):
    """Ask that colleague; ``whole`` 1: the whole section of the live question."""

    prefix = "rh"
    session: int
    revision: int
    person: int
    whole: int


@dataclass(frozen=True)
class HelpOut(Tap):
    """Answer what a colleague asked for."""

    prefix = "rp"
    handoff: int


@dataclass(frozen=True)
class SeeFiles(Tap):
    """Get the files that go with a report."""

    prefix = "rf"
    report: int


@dataclass(frozen=True)
class EditReport(Tap):
    """Change a report that was sent."""

    prefix = "rz"
    report: int


@dataclass(frozen=True)
class AnswerAgain(Tap):
    """Answer what was sent back."""

    prefix = "rg"
    report: int


@dataclass(frozen=True)
class PickToReturn(Tap):
    """The secretary looks for the answer to send back; ``page`` of the list."""

    prefix = "rk"
    report: int
    page: int


@dataclass(frozen=True)
class ReturnAnswer(Tap):
    """The secretary sends back the answer to the question at that place in the form."""

    prefix = "rt"
    report: int
    place: int


@dataclass(frozen=True)
class SeeTasks(Tap):
    """The open tasks of a unit, a page of them."""

    prefix = "tl"
    unit: int
    page: int


@dataclass(frozen=True)
class SeeTask(Tap):
    """One task, as the unit sees it; ``page`` is where to go back to."""

    prefix = "tk"
    task: int
    unit: int
    page: int
