"""What the buttons of the roll-up carry."""

from handlers.callbacks import Tap


class UpDesk(Tap, frozen=True):
    """Show to whom the body reports and who reports to it; ``page`` of the bodies below."""

    prefix = "upd"
    task_force: int
    page: int


class UpUnits(Tap, frozen=True):
    """Choose the unit that a body below stands for."""

    prefix = "upu"
    task_force: int
    page: int


class UpMakeCode(Tap, frozen=True):
    """Make the code for that unit."""

    prefix = "upm"
    task_force: int
    unit: int


class UpEnterCode(Tap, frozen=True):
    """Enter the parent's code."""

    prefix = "upe"
    task_force: int


class UpChild(Tap, frozen=True):
    """That body is the one that reports up."""

    prefix = "upc"
    task_force: int


class UpJoin(Tap, frozen=True):
    """Link that body (1), or do not (0)."""

    prefix = "upj"
    task_force: int
    yes: int


class UpUnlink(Tap, frozen=True):
    """End the link; ``sure`` 0 asks first."""

    prefix = "upx"
    link: int
    sure: int


class UpStartFiles(Tap, frozen=True):
    """Make signed files from now on."""

    prefix = "upf"
    task_force: int


class UpFileAgain(Tap, frozen=True):
    """Send the last file again."""

    prefix = "upg"
    task_force: int


class UpStopFiles(Tap, frozen=True):
    """Make no more files."""

    prefix = "ups"
    task_force: int


class UpOfferBody(Tap, frozen=True):
    """The file is for that body of the secretary's."""

    prefix = "upb"
    offer: int
    task_force: int


class UpOfferUnits(Tap, frozen=True):
    """Turn the pages of the units that a file may be for."""

    prefix = "upp"
    offer: int
    page: int


class UpOfferUnit(Tap, frozen=True):
    """The file is that unit's: ask once."""

    prefix = "upo"
    offer: int
    unit: int


class UpAccept(Tap, frozen=True):
    """Take the file as that unit's report."""

    prefix = "upa"
    offer: int
    unit: int


class UpRefuse(Tap, frozen=True):
    """Do not take the file."""

    prefix = "upr"
    offer: int


class UpTakeOver(Tap, frozen=True):
    """Let the child's answers stand where the unit said something else."""

    prefix = "upt"
    taken: int
