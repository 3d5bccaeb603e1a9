"""What the buttons of the plan carry."""

from handlers.callbacks import Tap


class ImportPlan(Tap, frozen=True):
    """Take the shown plan over; ``closed`` 1: what is past its deadline counts as done."""

    prefix = "pli"
    task_force: int
    closed: int


class ImportTargets(Tap, frozen=True):
    """Take the shown targets over."""

    prefix = "plt"
    task_force: int


class DropPlan(Tap, frozen=True):
    """Put the shown file aside."""

    prefix = "plx"
    task_force: int


class BackToPlan(Tap, frozen=True):
    """Show again what the file would do."""

    prefix = "plb"
    task_force: int


class TurnGone(Tap, frozen=True):
    """End what the file does not name, or keep it: the other of the two."""

    prefix = "plg"
    task_force: int


class ChooseNames(Tap, frozen=True):
    """Say which unit a name means, one after the other."""

    prefix = "pln"
    task_force: int


class ChooseAgain(Tap, frozen=True):
    """What names were said to mean does not count any more."""

    prefix = "pla"
    task_force: int


class NameMeans(Tap, frozen=True):
    """The name of that key means the unit of that id: 0 for everybody, -1 for no unit, -2 for later."""

    prefix = "plm"
    task_force: int
    key: int
    unit: int


class SayDeadlines(Tap, frozen=True):
    """Say when a task is due, one after the other."""

    prefix = "pld"
    task_force: int


class NoDeadline(Tap, frozen=True):
    """The task of the code of that key has no deadline, or (``later`` 1) it will be said another time."""

    prefix = "plo"
    task_force: int
    key: int
    later: int


class SendPlanTemplate(Tap, frozen=True):
    """Send an empty table of tasks, or (1) of targets."""

    prefix = "plf"
    of_targets: int


class SeeNames(Tap, frozen=True):
    """Show what names were said to mean."""

    prefix = "pls"
    task_force: int


class ForgetName(Tap, frozen=True):
    """The name of that key means nothing any more."""

    prefix = "plr"
    task_force: int
    key: int
