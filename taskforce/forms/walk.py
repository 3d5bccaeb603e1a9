"""Which questions apply, which are still open, and the way from one to the next."""

from collections.abc import Mapping
from dataclasses import replace

from taskforce.forms.model import Answer, Field, Form, Phase, Session
from taskforce.forms.values import usable_previous

REVIEW = ""
"""The position after the last question."""


def field_of(form: Form, key: str) -> Field | None:
    """The field under ``key``, None when the form has none."""
    return next((field for field in form.fields if field.key == key), None)


def visible(form: Form, answers: Mapping[str, Answer]) -> tuple[Field, ...]:
    """The fields that apply: each with its condition met by a field that applies itself.

    An answer whose condition is no longer met stays stored, so it is back when the condition is; until then it is
    neither shown nor submitted. A condition on an unknown field, or in a circle, is never met.
    """
    by_key = {field.key: field for field in form.fields}
    return tuple(field for field in form.fields if _applies(field, by_key, answers))


def _applies(field: Field, by_key: Mapping[str, Field], answers: Mapping[str, Answer]) -> bool:
    passed: set[str] = set()
    current = field
    while condition := current.only_if:
        passed.add(current.key)
        parent = by_key.get(condition.field)
        if parent is None or parent.key in passed:
            return False
        if not _meets(answers.get(parent.key), condition.values):
            return False
        current = parent
    return True


def _meets(answer: Answer | None, values: tuple[str, ...]) -> bool:
    if answer is None:
        return False
    if isinstance(answer.value, list):
        return any(key in values for key in answer.value)
    return isinstance(answer.value, str) and answer.value in values


def scope(session: Session) -> tuple[Field, ...]:
    """The fields this session asks: those that apply, restricted to ``only`` where it names any."""
    fields = visible(session.form, session.answers)
    return tuple(field for field in fields if not session.only or field.key in session.only)


def is_answered(field: Field, answers: Mapping[str, Answer]) -> bool:
    """Whether the field has an answer that counts: "nothing" counts only where it may be said."""
    answer = answers.get(field.key)
    if answer is None:
        return False
    return answer.value is not None or field.nothing or not field.required


def missing(form: Form, answers: Mapping[str, Answer]) -> tuple[Field, ...]:
    """The required fields that apply and have no answer: what a report as a whole still lacks."""
    return tuple(field for field in visible(form, answers) if field.required and not is_answered(field, answers))


def outstanding(session: Session) -> tuple[Field, ...]:
    """What is still to be asked in this session, in the form's order."""
    return tuple(
        field for field in scope(session) if field.key in session.pending or not is_answered(field, session.answers)
    )


def blocking(session: Session) -> tuple[Field, ...]:
    """What must be answered or kept before the form can be sent."""
    return tuple(field for field in outstanding(session) if field.required or field.key in session.pending)


def carriable(session: Session, section: str) -> tuple[Field, ...]:
    """The unanswered fields of a section that can take over the last period's value."""
    return tuple(
        field
        for field in scope(session)
        if field.section == section
        and not is_answered(field, session.answers)
        and usable_previous(field, session.previous)
    )


def way_back(session: Session) -> tuple[str, ...]:
    """The part of the trail that still exists, oldest first."""
    keys = {field.key for field in scope(session)} | {REVIEW}
    return tuple(key for key in session.trail if key in keys and key != session.position)


def move(session: Session, to: str) -> Session:
    """The session at ``to`` ("" for the review), with the way back; coming back to the review shortens it."""
    if to == REVIEW and REVIEW in session.trail:
        trail = session.trail[: session.trail.index(REVIEW)]
    else:
        trail = tuple(key for key in session.trail if key not in (to, session.position))
        trail += (session.position,) if session.position != to else ()
    return arrive(replace(session, trail=trail), to)


def step_back(session: Session) -> Session:
    """The session one step back, unchanged where there is none."""
    way = way_back(session)
    return arrive(replace(session, trail=way[:-1]), way[-1]) if way else session


def arrive(session: Session, to: str) -> Session:
    """The session at ``to`` with its question fresh, and the revision of the answer that is shown there remembered."""
    seen = dict(session.seen)
    if to != REVIEW:
        seen[to] = _revision(session, to)
    return replace(at_question(session), position=to, seen=seen)


def at_question(session: Session) -> Session:
    """The session at the plain question: a value waiting for a reason or a decision is dropped, ticks stay."""
    if session.phase is Phase.ASK:
        return session
    draft = {key: value for key, value in session.draft.items() if key != session.position}
    return replace(session, phase=Phase.ASK, draft=draft, reason=None)


def _revision(session: Session, key: str) -> int:
    answer = session.answers.get(key)
    return answer.revision if answer else 0


def go_on(before: Session, after: Session) -> Session:
    """``after`` moved on from the position that was just dealt with: to the next open question, or to the review.

    Once the review was reached, an edit comes back to it, past nothing but what the edit itself made necessary.
    """
    after = replace(after, pending=tuple(key for key in after.pending if key != after.position))
    todo = outstanding(after)
    if REVIEW in after.trail:
        known = {field.key for field in outstanding(before)} | set(after.pending)
        new = tuple(field.key for field in todo if field.key not in known)
        after = replace(after, pending=after.pending + new)
        todo = tuple(field for field in todo if field.key in after.pending)
    return move(after, todo[0].key if todo else REVIEW)
