"""What a person can do in a guided conversation.

Every event that comes from a button carries the ``revision`` the button was drawn with; typed text and files do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """A text message: an answer, the reason that was asked for, or something out of place."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file or photo: ``{"file_id", "name", ...}``, all strings. Files have no revision unless they replace one."""

    value: Mapping[str, str]
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option of a choice, "yes" or "no", or the id of a person or unit found by search."""

    key: str
    revision: int


@dataclass(frozen=True, slots=True)
class Toggled:
    """One tick of a multi-choice set or cleared; nothing is stored before `Confirmed`."""

    key: str
    revision: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The ticks of a multi-choice are complete, or the answer already given is kept."""

    revision: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """An optional question is passed over."""

    revision: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to report."""

    revision: int


@dataclass(frozen=True, slots=True)
class SameAsLast:
    """The value of the last period is taken over for this question."""

    revision: int


@dataclass(frozen=True, slots=True)
class TakeOffered:
    """The figure that was worked out for this question is its answer."""

    revision: int


@dataclass(frozen=True, slots=True)
class SameForSection:
    """The last period's values are taken over for every question of the section not answered yet."""

    revision: int


@dataclass(frozen=True, slots=True)
class Back:
    """One step back; from a reason or a collision, back to its question."""

    revision: int


@dataclass(frozen=True, slots=True)
class Goto:
    """Edit the question ``field``; "" goes to the review."""

    field: str
    revision: int


@dataclass(frozen=True, slots=True)
class GotoSection:
    """Edit a section: each of its questions is asked again, then the review comes back."""

    section: str
    revision: int


@dataclass(frozen=True, slots=True)
class KeepTheirs:
    """The colleague's answer stands, mine is dropped."""

    revision: int


@dataclass(frozen=True, slots=True)
class ReplaceTheirs:
    """My answer replaces the colleague's."""

    revision: int


@dataclass(frozen=True, slots=True)
class Submit:
    """Send the form from its review. With something still missing, that is asked instead."""

    revision: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Show again where the person stands; changes nothing."""


Event = (
    Typed
    | Sent
    | Chosen
    | Toggled
    | Confirmed
    | Skipped
    | Nothing
    | SameAsLast
    | TakeOffered
    | SameForSection
    | Back
    | Goto
    | GotoSection
    | KeepTheirs
    | ReplaceTheirs
    | Submit
    | Resume
)
