"""The guided conversation: `advance` gives the next session and what to show, and nothing else happens.

The caller refreshes the answers from the shared report (`with_answers`), calls `advance`, persists the session and
exactly the answers of `changed_fields`, and shows the step's show (design §6).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from taskforce.forms.answering import Outcome, Pen, answer, decide, give_reason
from taskforce.forms.events import Back, Chosen, Event, Goto, GotoSection, Resume, Submit, Toggled, Typed
from taskforce.forms.model import Answer, Form, Phase, Session, Value
from taskforce.forms.present import show, submitted
from taskforce.forms.shows import Stale, Step, Submitted
from taskforce.forms.values import Code, Problem, clean
from taskforce.forms.walk import (
    REVIEW,
    arrive,
    at_question,
    blocking,
    field_of,
    move,
    outstanding,
    scope,
    step_back,
    way_back,
)


def start(
    form: Form,
    answers: Mapping[str, Answer] | None = None,
    previous: Mapping[str, Value] | None = None,
    only: tuple[str, ...] = (),
    offered: Mapping[str, Value] | None = None,
) -> Step:
    """Begin at the first question not answered yet, or at the review when there is none.

    ``answers`` are those the shared report has already, ``previous`` the last period's values, ``only`` the fields to
    restrict the conversation to (a question or section handed over), ``offered`` figures worked out elsewhere. ``form``
    must have no `problems`.
    """
    known, more = dict(previous or {}), dict(offered or {})
    return _begin(Session(form, REVIEW, 1, dict(answers or {}), known, only, offered=more))


def open_for(
    form: Form,
    fields: tuple[str, ...],
    answers: Mapping[str, Answer],
    previous: Mapping[str, Value] | None = None,
    offered: Mapping[str, Value] | None = None,
) -> Step:
    """Ask ``fields`` again, each once, though they are answered (a figure sent back), then review. Keeping the answer
    is one of the ways to deal with each."""
    known, more = dict(previous or {}), dict(offered or {})
    session = Session(form, REVIEW, 1, dict(answers), known, fields, pending=fields, offered=more)
    return _begin(session)


def ask_too(session: Session, fields: tuple[str, ...]) -> Session:
    """The session of `open_for` with ``fields`` to be asked as well (sent back meanwhile); the question stays."""
    only = tuple(dict.fromkeys(session.only + fields))
    return replace(session, only=only, pending=tuple(dict.fromkeys(session.pending + fields)))


def _begin(session: Session) -> Step:
    todo = outstanding(session)
    ready = arrive(session, todo[0].key if todo else REVIEW)
    return Step(ready, show(ready))


def with_answers(session: Session, stored: Mapping[str, Answer]) -> Session:
    """The session with the answers of the shared report as they stand now.

    The question the person stands on stays. A colleague's new answer to a field still to be asked again counts as
    dealt with. A collision whose other side is gone (erased) becomes the plain question again.
    """

    def renewed(key: str) -> bool:
        old, new = session.answers.get(key), stored.get(key)
        return new is not None and (old is None or new.revision > old.revision)

    pending = tuple(key for key in session.pending if key == session.position or not renewed(key))
    settled = session.phase is Phase.COLLISION and session.position not in stored
    return replace(at_question(session) if settled else session, answers=dict(stored), pending=pending)


def changed_fields(before: Session, after: Session) -> dict[str, Answer]:
    """The answers a step wrote, to be persisted as they are. ``before`` is the session handed to `advance`."""
    return {key: given for key, given in after.answers.items() if before.answers.get(key) != given}


def advance(session: Session, event: Event, now: datetime, by: int) -> Step:
    """What follows from ``event``: pure, total and deterministic.

    ``now`` is aware; its date, in its own zone, gives a typed date its year, so pass the charter's local time; answers
    keep it in UTC. ``by`` is the id of the person whose answers these are.

    A button drawn at another revision gives `Stale` and changes nothing. What cannot be accepted shows the same
    question with its `Problem` and the same revision. Every change raises the revision by one.
    """
    revision = None if isinstance(event, Typed | Resume) else event.revision
    if revision is not None and revision != session.revision:
        repeated = revision == session.revision - 1 and session.last == _fingerprint(event)
        return Step(session, Stale(show(session), repeated))
    pen = Pen(by, now.astimezone(UTC), now.date())
    outcome = _apply(session, event, pen)
    if isinstance(outcome, Step):
        return outcome
    if isinstance(outcome, Problem):
        return Step(session, show(session, outcome))
    after, echo = outcome
    if after == session:
        return Step(session, show(session, echo=echo))
    last = "" if revision is None else _fingerprint(event)
    after = replace(after, revision=session.revision + 1, last=last)
    return Step(after, show(after, echo=echo))


def _fingerprint(event: Event) -> str:
    match event:
        case Chosen(key=key) | Toggled(key=key):
            return f"{type(event).__name__}:{key}"
        case Goto(field=key) | GotoSection(section=key):
            return f"{type(event).__name__}:{key}"
    return type(event).__name__


def _apply(session: Session, event: Event, pen: Pen) -> Outcome | Step:
    match event:
        case Resume():
            return session, None
        case Back():
            return _back(session)
        case Goto(field=key):
            return _goto(session, key)
        case GotoSection(section=section):
            return _goto_section(session, section)
        case Submit():
            return _submit(session)
    field = field_of(session.form, session.position)
    if field is None:
        return Problem(Code.NOTHING_ASKED, clean(event.text) if isinstance(event, Typed) else "")
    if session.phase is Phase.WHY:
        return give_reason(session, field, event, pen)
    if session.phase is Phase.COLLISION:
        return decide(session, field, event, pen)
    return answer(session, field, event, pen)


# Going around


def _back(session: Session) -> Outcome:
    if session.phase is not Phase.ASK:
        return at_question(session), None
    return (step_back(session), None) if way_back(session) else Problem(Code.NOT_OFFERED)


def _goto(session: Session, key: str) -> Outcome:
    if key != REVIEW and key not in {field.key for field in scope(session)}:
        return Problem(Code.NOT_OFFERED)
    # Looking at the review ends a round of edits; what was sent back stays to be dealt with.
    kept = session.pending if key != REVIEW or session.only else ()
    return move(replace(session, pending=kept), key), None


def _goto_section(session: Session, section: str) -> Outcome:
    keys = tuple(field.key for field in scope(session) if field.section == section)
    if not keys:
        return Problem(Code.NOT_OFFERED)
    others = tuple(key for key in session.pending if key not in keys)
    return move(replace(session, pending=others + keys), keys[0]), None


def _submit(session: Session) -> Outcome | Step:
    if session.position != REVIEW:
        return Problem(Code.NOT_OFFERED)
    lacking = tuple(field.key for field in blocking(session))
    if lacking:
        return move(replace(session, pending=lacking), lacking[0]), None
    after = replace(session, revision=session.revision + 1, last=_fingerprint(Submit(session.revision)))
    return Step(after, Submitted(submitted(after)))
