"""The buttons of the summary."""

from handlers.callbacks import Tap


class SendSummary(Tap, frozen=True):
    """Send it now."""

    prefix = "sn"
    period: int


class EditNote(Tap, frozen=True):
    """Add a line, or change it."""

    prefix = "se"
    period: int


class DropNote(Tap, frozen=True):
    """Take the line away."""

    prefix = "sx"
    period: int


class SubmitSummary(Tap, frozen=True):
    """Put the draft before those who approve it."""

    prefix = "ssb"
    period: int


class ApproveSummary(Tap, frozen=True):
    """Approve exactly the content of this request."""

    prefix = "sap"
    request: int


class CommentSummary(Tap, frozen=True):
    """Say something about this request."""

    prefix = "sco"
    request: int


class ShowDraft(Tap, frozen=True):
    """Show the text of this request again."""

    prefix = "sdr"
    request: int


class ResumeDraft(Tap, frozen=True):
    """Show the secretary the draft that is not approved yet, at the end of the chat."""

    prefix = "srd"
    period: int


class ShowVersions(Tap, frozen=True):
    """The versions of the summary, with what that one changed; 0 is the newest."""

    prefix = "sv"
    period: int
    number: int
