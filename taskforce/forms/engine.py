"""The guided conversation: `advance` gives the next session and what to show, and nothing else happens.

The caller refreshes the answers from the shared report (`with_answers`), calls `advance`, persists the session and
exactly the answers of `changed_fields`, and shows the step's show (design §6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from taskforce.forms.events import (
    Back,
    Chosen,
    Confirmed,
    Event,
    Goto,
    GotoSection,
    KeepTheirs,
    Nothing,
    ReplaceTheirs,
    Resume,
    SameAsLast,
    SameForSection,
    Sent,
    Skipped,
    Submit,
    Toggled,
    Typed,
)
from taskforce.forms.model import Answer, Field, Form, Kind, Phase, Session, Value
from taskforce.forms.present import collides, relative_change, show, submitted, ticks
from taskforce.forms.shows import Echo, Stale, Step, Submitted
from taskforce.forms.values import (
    FIGURES,
    Code,
    Problem,
    as_decimal,
    check,
    check_reason,
    clean,
    difference,
    is_bare_number,
    parse,
    usable_previous,
)
from taskforce.forms.walk import (
    REVIEW,
    arrive,
    at_question,
    blocking,
    carriable,
    field_of,
    go_on,
    is_answered,
    move,
    outstanding,
    scope,
    step_back,
    way_back,
)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Who answers and when; ``today`` is the local date."""

    by: int
    at: datetime
    today: date


def start(
    form: Form,
    answers: Mapping[str, Answer] | None = None,
    previous: Mapping[str, Value] | None = None,
    only: tuple[str, ...] = (),
) -> Step:
    """Begin at the first question not answered yet, or at the review when there is none.

    ``answers`` are those the shared report has already, ``previous`` the last period's values, ``only`` the fields to
    restrict the conversation to (a question or section handed over). ``form`` must have no `problems`.
    """
    return _begin(Session(form, REVIEW, 1, dict(answers or {}), dict(previous or {}), only))


def open_for(
    form: Form,
    fields: tuple[str, ...],
    answers: Mapping[str, Answer],
    previous: Mapping[str, Value] | None = None,
) -> Step:
    """Ask ``fields`` again, each once, though they are answered (a figure sent back), then review. Keeping the answer
    is one of the ways to deal with each."""
    session = Session(form, REVIEW, 1, dict(answers), dict(previous or {}), fields, pending=fields)
    return _begin(session)


def _begin(session: Session) -> Step:
    todo = outstanding(session)
    ready = arrive(session, todo[0].key if todo else REVIEW)
    return Step(ready, show(ready))


def with_answers(session: Session, stored: Mapping[str, Answer]) -> Session:
    """The session with the answers of the shared report as they stand now.

    The question the person stands on stays. A colleague's new answer to a field still to be asked again counts as
    dealt with.
    """

    def renewed(key: str) -> bool:
        old, new = session.answers.get(key), stored.get(key)
        return new is not None and (old is None or new.revision > old.revision)

    pending = tuple(key for key in session.pending if key == session.position or not renewed(key))
    return replace(session, answers=dict(stored), pending=pending)


def changed_fields(before: Session, after: Session) -> dict[str, Answer]:
    """The answers a step wrote, to be persisted as they are. ``before`` is the session handed to `advance`."""
    return {key: answer for key, answer in after.answers.items() if before.answers.get(key) != answer}


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
    pen = _Pen(by, now.astimezone(UTC), now.date())
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


_Moved = tuple[Session, Echo | None]
_Outcome = _Moved | Problem


def _fingerprint(event: Event) -> str:
    match event:
        case Chosen(key=key) | Toggled(key=key):
            return f"{type(event).__name__}:{key}"
        case Goto(field=key) | GotoSection(section=key):
            return f"{type(event).__name__}:{key}"
    return type(event).__name__


def _apply(session: Session, event: Event, pen: _Pen) -> _Outcome | Step:
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
        return _reason(session, field, event, pen)
    if collides(session):
        return _decide(session, field, event, pen)
    return _answer(session, field, event, pen)


# Going around


def _back(session: Session) -> _Outcome:
    if session.phase is not Phase.ASK:
        return at_question(session), None
    return (step_back(session), None) if way_back(session) else Problem(Code.NOT_OFFERED)


def _goto(session: Session, key: str) -> _Outcome:
    if key != REVIEW and key not in {field.key for field in scope(session)}:
        return Problem(Code.NOT_OFFERED)
    # Looking at the review ends a round of edits; what was sent back stays to be dealt with.
    kept = session.pending if key != REVIEW or session.only else ()
    return move(replace(session, pending=kept), key), None


def _goto_section(session: Session, section: str) -> _Outcome:
    keys = tuple(field.key for field in scope(session) if field.section == section)
    if not keys:
        return Problem(Code.NOT_OFFERED)
    others = tuple(key for key in session.pending if key not in keys)
    return move(replace(session, pending=others + keys), keys[0]), None


def _submit(session: Session) -> _Outcome | Step:
    if session.position != REVIEW:
        return Problem(Code.NOT_OFFERED)
    lacking = tuple(field.key for field in blocking(session))
    if lacking:
        return move(replace(session, pending=lacking), lacking[0]), None
    after = replace(session, revision=session.revision + 1, last=_fingerprint(Submit(session.revision)))
    return Step(after, Submitted(submitted(after)))


# Answering


def _answer(session: Session, field: Field, event: Event, pen: _Pen) -> _Outcome:
    match event:
        case Typed(text=text):
            return _typed(session, field, text, pen)
        case Toggled(key=key):
            return _toggle(session, field, key)
        case Confirmed():
            return _confirm(session, field, pen)
        case SameForSection():
            return _carry_section(session, field, pen)
        case SameAsLast() if usable_previous(field, session.previous):
            return _accept(session, field, session.previous[field.key], pen, carried=True)
    value = _tapped(field, event)
    return value if isinstance(value, Problem) else _accept(session, field, value, pen)


def _tapped(field: Field, event: Event) -> Value | Problem:
    """The value that a button or a file stands for."""
    match event:
        case Chosen(key=key) if field.kind in {Kind.CHOICE, Kind.YES_NO, Kind.PERSON, Kind.UNIT}:
            return check(field, key)
        case Sent(value=value) if field.kind is Kind.FILE:
            return check(field, dict(value))
        case Skipped() if not field.required:
            return None
        case Nothing() if field.nothing:
            return None
    return Problem(Code.NOT_OFFERED)


def _typed(session: Session, field: Field, text: str, pen: _Pen) -> _Outcome:
    value = parse(field, text, pen.today)
    if isinstance(value, Problem):
        return value
    if field.kind is Kind.MULTI and isinstance(value, list):
        return _ticked(session, field, {*ticks(session, field), *value}), None
    return _accept(session, field, value, pen)


def _toggle(session: Session, field: Field, key: str) -> _Outcome:
    if field.kind is not Kind.MULTI:
        return Problem(Code.NOT_OFFERED)
    if key not in {option.key for option in field.options}:
        return Problem(Code.NOT_AN_OPTION, clean(key))
    return _ticked(session, field, {*ticks(session, field)} ^ {key}), None


def _ticked(session: Session, field: Field, keys: set[str]) -> Session:
    chosen = [option.key for option in field.options if option.key in keys]
    return replace(session, draft={**session.draft, field.key: chosen})


def _confirm(session: Session, field: Field, pen: _Pen) -> _Outcome:
    if field.kind is Kind.MULTI and field.key in session.draft:
        chosen = list(ticks(session, field))
        value = check(field, chosen or None)
        return value if isinstance(value, Problem) else _accept(session, field, value, pen)
    if not is_answered(field, session.answers):
        return Problem(Code.EMPTY if field.kind is Kind.MULTI else Code.NOT_OFFERED)
    return go_on(session, session), Echo(field, session.answers[field.key], kept=True)


def _carry_section(session: Session, field: Field, pen: _Pen) -> _Outcome:
    after, carried = session, list[str]()
    # An answer taken over can make another question apply, so look again until nothing is left.
    while todo := carriable(after, field.section):
        for each in todo:
            after = _write(after, each, session.previous[each.key], None, True, pen)
            carried.append(each.key)
    if not carried:
        return Problem(Code.NOT_OFFERED)
    pending = tuple(key for key in after.pending if key not in carried)
    after = replace(after, pending=pending)
    done = is_answered(field, after.answers) and field.key not in pending
    return (go_on(session, after) if done else after), Echo(carried=tuple(carried))


def _accept(
    session: Session, field: Field, value: Value, pen: _Pen, reason: str | None = None, carried: bool = False
) -> _Outcome:
    """Store ``value``, unless a colleague's newer answer or a missing reason has to be dealt with first."""
    current = session.answers.get(field.key)
    unseen = current and current.by != pen.by and current.revision > session.seen.get(field.key, 0)
    needs_reason = reason is None and not carried and _needs_reason(session, field, value)
    if current and current.value == value and reason in (None, current.reason) and (unseen or not needs_reason):
        kept = _without_draft(session, field)
        return go_on(session, kept), _echo(kept, field)
    if unseen:
        return _hold(session, field, value, reason, Phase.COLLISION), None
    if needs_reason:
        return _hold(session, field, value, None, Phase.WHY), None
    after = _write(session, field, value, reason, carried, pen)
    return go_on(session, after), _echo(after, field)


def _needs_reason(session: Session, field: Field, value: Value) -> bool:
    if isinstance(value, str) and field.kind in {Kind.CHOICE, Kind.YES_NO}:
        return value in field.ask_why_on
    old, new = as_decimal(session.previous.get(field.key)), as_decimal(value)
    if field.kind not in FIGURES or field.ask_why_above is None or old is None or new is None:
        return False
    change = relative_change(field, session.previous.get(field.key), value)
    return new != old if change is None else change > Decimal(str(field.ask_why_above))


def _hold(session: Session, field: Field, value: Value, reason: str | None, phase: Phase) -> Session:
    seen = dict(session.seen)
    if phase is Phase.COLLISION:
        seen[field.key] = session.answers[field.key].revision  # it is shown now
    return replace(session, phase=phase, draft={**session.draft, field.key: value}, reason=reason, seen=seen)


def _without_draft(session: Session, field: Field) -> Session:
    draft = {key: value for key, value in session.draft.items() if key != field.key}
    return replace(session, phase=Phase.ASK, draft=draft, reason=None)


def _write(session: Session, field: Field, value: Value, reason: str | None, carried: bool, pen: _Pen) -> Session:
    current = session.answers.get(field.key)
    revision = current.revision + 1 if current else 1
    answer = Answer(value, pen.by, pen.at, reason, revision, carried)
    return replace(_without_draft(session, field), answers={**session.answers, field.key: answer})


def _echo(session: Session, field: Field) -> Echo:
    answer = session.answers[field.key]
    return Echo(field, answer, difference(field, answer.value, session.previous.get(field.key)))


# A reason that was asked for, and two answers to one question


def _reason(session: Session, field: Field, event: Event, pen: _Pen) -> _Outcome:
    if not isinstance(event, Typed):
        return Problem(Code.NEEDS_TEXT if isinstance(event, Sent) else Code.NOT_OFFERED)
    if field.kind in FIGURES and is_bare_number(event.text):
        # A number is no reason: the person saw the slip and types the figure again.
        return _typed(session, field, event.text, pen)
    reason = check_reason(event.text)
    if isinstance(reason, Problem):
        return reason
    return _accept(session, field, session.draft.get(field.key), pen, reason)


def _decide(session: Session, field: Field, event: Event, pen: _Pen) -> _Outcome:
    match event:
        case KeepTheirs():
            kept = _without_draft(session, field)
            return go_on(session, kept), Echo(field, session.answers[field.key], kept=True)
        case ReplaceTheirs():
            return _accept(session, field, session.draft.get(field.key), pen, session.reason)
        case Typed(text=text):
            return _retyped(session, field, text, pen)
    return Problem(Code.NOT_OFFERED)


def _retyped(session: Session, field: Field, text: str, pen: _Pen) -> _Outcome:
    """Another value typed while two answers collide is mine now; the decision is still asked."""
    value = parse(field, text, pen.today)
    if isinstance(value, Problem):
        return value
    return replace(session, draft={**session.draft, field.key: value}, reason=None), None
