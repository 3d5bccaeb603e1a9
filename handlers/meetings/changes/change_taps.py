"""The buttons of changing a called meeting. Those of a step carry ``step``, which grows: older buttons are stale."""

from handlers.callbacks import Tap


class ChangeWhat(Tap, frozen=True):
    """Change that: "time", "place", "link", "chair", "subject", "agenda", "cancel", or "people" (those invited)."""

    prefix = "mgc"
    meeting: int
    what: str


class PickTime(Tap, frozen=True):
    """Begin then and end then (Unix seconds; no end: 0)."""

    prefix = "mgt"
    session: int
    step: int
    start: int
    end: int


class PickChair(Tap, frozen=True):
    """This membership chairs."""

    prefix = "mgh"
    session: int
    step: int
    membership: int


class PickNothing(Tap, frozen=True):
    """No place, no link."""

    prefix = "mgn"
    session: int
    step: int


class ConfirmChange(Tap, frozen=True):
    """Do it; ``how``: 0 in the own right, 1 ask who may, 2 it was ordered by who may."""

    prefix = "mgy"
    session: int
    step: int
    how: int


class DecideChange(Tap, frozen=True):
    """Agree (1) to a change that was asked for, or not (0)."""

    prefix = "mgd"
    change: int
    yes: int
