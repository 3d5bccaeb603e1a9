"""What the buttons of a report's card mean: from the data of a tap to an event of the guided conversation."""

from collections.abc import Callable, Mapping

from handlers.reports import options
from taskforce.forms import (
    REVIEW,
    Back,
    Chosen,
    Confirmed,
    Event,
    Goto,
    GotoSection,
    KeepTheirs,
    Nothing,
    ReplaceTheirs,
    SameAsLast,
    SameForSection,
    Session,
    Skipped,
    Submit,
    TakeOffered,
    Toggled,
)
from taskforce.forms.walk import field_of

Maker = Callable[[Session, int, int], Event | None]


def _option(session: Session, place: int) -> str | None:
    field = field_of(session.form, session.position)
    found = options.offered(field) if field else ()
    return found[place].key if 0 <= place < len(found) else None


def _chosen(session: Session, place: int, revision: int) -> Event | None:
    key = _option(session, place)
    return None if key is None else Chosen(key, revision)


def _toggled(session: Session, place: int, revision: int) -> Event | None:
    key = _option(session, place)
    return None if key is None else Toggled(key, revision)


def _goto(session: Session, place: int, revision: int) -> Event | None:
    if place == -1:
        return Goto(REVIEW, revision)
    fields = session.form.fields
    return Goto(fields[place].key, revision) if 0 <= place < len(fields) else None


def _goto_section(session: Session, place: int, revision: int) -> Event | None:
    sections = session.form.sections
    return GotoSection(sections[place].key, revision) if 0 <= place < len(sections) else None


EVENTS: Mapping[str, Maker] = {
    "c": _chosen,
    "t": _toggled,
    "g": _goto,
    "gs": _goto_section,
    "ok": lambda _s, _p, revision: Confirmed(revision),
    "sk": lambda _s, _p, revision: Skipped(revision),
    "no": lambda _s, _p, revision: Nothing(revision),
    "of": lambda _s, _p, revision: TakeOffered(revision),
    "sm": lambda _s, _p, revision: SameAsLast(revision),
    "ss": lambda _s, _p, revision: SameForSection(revision),
    "b": lambda _s, _p, revision: Back(revision),
    "kt": lambda _s, _p, revision: KeepTheirs(revision),
    "rt": lambda _s, _p, revision: ReplaceTheirs(revision),
    "su": lambda _s, _p, revision: Submit(revision),
}
"""By the ``what`` of a button's data; each gets the session, the place and the revision the button was drawn with."""
