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
