"""What an event means at a question, at a reason that was asked for, and at two answers that collide."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from taskforce.forms.events import (
    Chosen,
    Confirmed,
    Event,
    KeepTheirs,
    Nothing,
    ReplaceTheirs,
    SameAsLast,
    SameForSection,
    Sent,
    Skipped,
    TakeOffered,
    Toggled,
    Typed,
)
from taskforce.forms.model import Answer, Field, Kind, Phase, Session, Value
from taskforce.forms.present import relative_change, ticks
from taskforce.forms.reading import is_bare_number, parse
from taskforce.forms.shows import Echo
from taskforce.forms.values import (
    FIGURES,
    Code,
    Problem,
    as_decimal,
    check,
    check_reason,
    clean,
    difference,
    usable_offered,
    usable_previous,
)
from taskforce.forms.walk import carriable, go_on, is_answered

Outcome = tuple[Session, Echo | None] | Problem
"""Where an event leads, before the revision is raised, or why it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Who answers and when; ``today`` is the local date."""

    by: int
    at: datetime
    today: date


def answer(session: Session, field: Field, event: Event, pen: Pen) -> Outcome:
    """An event at the question ``field``."""
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
        case TakeOffered() if usable_offered(field, session.offered):
            return _accept(session, field, session.offered[field.key], pen)
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


def _typed(session: Session, field: Field, text: str, pen: Pen) -> Outcome:
    value = parse(field, text, pen.today)
    if isinstance(value, Problem):
        return value
    if field.kind is Kind.MULTI and isinstance(value, list):
        return _ticked(session, field, {*ticks(session, field), *value}), None
    return _accept(session, field, value, pen)


def _toggle(session: Session, field: Field, key: str) -> Outcome:
    if field.kind is not Kind.MULTI:
        return Problem(Code.NOT_OFFERED)
    if key not in {option.key for option in field.options}:
        return Problem(Code.NOT_AN_OPTION, clean(key))
    return _ticked(session, field, {*ticks(session, field)} ^ {key}), None


def _ticked(session: Session, field: Field, keys: set[str]) -> Session:
    chosen = [option.key for option in field.options if option.key in keys]
    return replace(session, draft={**session.draft, field.key: chosen})


def _confirm(session: Session, field: Field, pen: Pen) -> Outcome:
    if field.kind is Kind.MULTI and field.key in session.draft:
        chosen = list(ticks(session, field))
        value = check(field, chosen or None)
        return value if isinstance(value, Problem) else _accept(session, field, value, pen)
    if not is_answered(field, session.answers):
        return Problem(Code.EMPTY if field.kind is Kind.MULTI else Code.NOT_OFFERED)
    return go_on(session, session), Echo(field, session.answers[field.key], kept=True)


def _carry_section(session: Session, field: Field, pen: Pen) -> Outcome:
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
    session: Session, field: Field, value: Value, pen: Pen, reason: str | None = None, carried: bool = False
) -> Outcome:
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


def _write(session: Session, field: Field, value: Value, reason: str | None, carried: bool, pen: Pen) -> Session:
    current = session.answers.get(field.key)
    revision = current.revision + 1 if current else 1
    answer = Answer(value, pen.by, pen.at, reason, revision, carried)
    return replace(_without_draft(session, field), answers={**session.answers, field.key: answer})


def _echo(session: Session, field: Field) -> Echo:
    answer = session.answers[field.key]
    return Echo(field, answer, difference(field, answer.value, session.previous.get(field.key)))


# A reason that was asked for, and two answers to one question


def give_reason(session: Session, field: Field, event: Event, pen: Pen) -> Outcome:
    """An event while the reason for the value in the draft is asked."""
    if not isinstance(event, Typed):
        return Problem(Code.NEEDS_TEXT if isinstance(event, Sent) else Code.NOT_OFFERED)
    if field.kind in FIGURES and is_bare_number(event.text):
        # A number is no reason: the person saw the slip and types the figure again.
        return _typed(session, field, event.text, pen)
    reason = check_reason(event.text)
    if isinstance(reason, Problem):
        return reason
    return _accept(session, field, session.draft.get(field.key), pen, reason)


def decide(session: Session, field: Field, event: Event, pen: Pen) -> Outcome:
    """An event while a colleague's answer and the value in the draft wait for a decision."""
    match event:
        case KeepTheirs():
            kept = _without_draft(session, field)
            return go_on(session, kept), Echo(field, session.answers[field.key], kept=True)
        case ReplaceTheirs():
            return _accept(session, field, session.draft.get(field.key), pen, session.reason)
        case Typed(text=text):
            return _retyped(session, field, text, pen)
    return Problem(Code.NOT_OFFERED)


def _retyped(session: Session, field: Field, text: str, pen: Pen) -> Outcome:
    """Another value typed while two answers collide is mine now; the decision is still asked."""
    value = parse(field, text, pen.today)
    if isinstance(value, Problem):
        return value
    return replace(session, draft={**session.draft, field.key: value}, reason=None), None
