"""From a session to what is shown: the same session always gives the same show."""

from collections.abc import Mapping
from decimal import Decimal

from taskforce.forms.model import Answer, Field, Form, Kind, Phase, Section, Session, Value
from taskforce.forms.shows import Ask, AskWhy, Collision, Echo, Live, Review, ReviewRow, ReviewSection
from taskforce.forms.values import FIGURES, Problem, as_decimal, difference, usable_offered, usable_previous
from taskforce.forms.walk import blocking, carriable, field_of, is_answered, scope, way_back


def show(session: Session, error: Problem | None = None, echo: Echo | None = None) -> Live:
    """What the person sees now."""
    field = field_of(session.form, session.position)
    if field is None:
        return _review(session, error, echo)
    if session.phase is Phase.WHY:
        return _ask_why(session, field, error, echo)
    if session.phase is Phase.COLLISION:
        mine = session.draft.get(field.key)
        return Collision(field, session.revision, mine, session.answers[field.key], session.reason, error, echo)
    return _ask(session, field, error, echo)


def ticks(session: Session, field: Field) -> tuple[str, ...]:
    """The ticks of a multi-choice as they stand: those being set, else those answered."""
    answer = session.answers.get(field.key)
    held = session.draft.get(field.key, answer.value if answer else None)
    return tuple(held) if isinstance(held, list) else ()


def _ask(session: Session, field: Field, error: Problem | None, echo: Echo | None) -> Ask:
    fields = scope(session)
    keys = [other.key for other in fields]
    same = carriable(session, field.section)
    return Ask(
        field=field,
        revision=session.revision,
        index=keys.index(field.key) + 1 if field.key in keys else len(keys),
        total=len(keys),
        section=_section(session.form, field.section),
        current=session.answers.get(field.key),
        previous=session.previous.get(field.key),
        has_previous=field.key in session.previous,
        offered=session.offered.get(field.key),
        selected=ticks(session, field) if field.kind is Kind.MULTI else (),
        can_skip=not field.required,
        can_nothing=field.nothing,
        can_same=usable_previous(field, session.previous),
        can_offered=usable_offered(field, session.offered),
        can_same_section=any(other.key != field.key for other in same),
        can_keep=is_answered(field, session.answers),
        can_confirm=field.kind is Kind.MULTI and bool(ticks(session, field)),
        can_back=bool(way_back(session)),
        same_in_section=len(same),
        error=error,
        echo=echo,
    )


def _section(form: Form, key: str) -> Section | None:
    return next((section for section in form.sections if section.key == key), None)


def _ask_why(session: Session, field: Field, error: Problem | None, echo: Echo | None) -> AskWhy:
    old = session.previous.get(field.key)
    new = session.draft.get(field.key)
    current = session.answers.get(field.key)
    reason = current.reason if current and current.value == new else None
    return AskWhy(field, session.revision, old, new, relative_change(field, old, new), reason, error, echo)


def relative_change(field: Field, old: Value, new: Value) -> Decimal | None:
    """|new - old| / |old| of two figures, None when that has no meaning."""
    before, after = as_decimal(old), as_decimal(new)
    if field.kind not in FIGURES or before is None or after is None or before == 0:
        return None
    return abs(after - before) / abs(before)


def _review(session: Session, error: Problem | None, echo: Echo | None) -> Review:
    grouped: dict[str, list[ReviewRow]] = {}
    for field in scope(session):
        grouped.setdefault(field.section, []).append(_row(session, field))
    rows = [row for group in grouped.values() for row in group]
    return Review(
        sections=tuple(ReviewSection(_section(session.form, key), tuple(group)) for key, group in grouped.items()),
        revision=session.revision,
        missing=blocking(session),
        changed=tuple(row.field.key for row in rows if _differs(row)),
        can_back=bool(way_back(session)),
        error=error,
        echo=echo,
    )


def _row(session: Session, field: Field) -> ReviewRow:
    answer = session.answers.get(field.key)
    previous = session.previous.get(field.key)
    change = difference(field, answer.value, previous) if answer else None
    return ReviewRow(field, answer, previous, field.key in session.previous, change)


def _differs(row: ReviewRow) -> bool:
    return row.answer is not None and row.has_previous and row.answer.value != row.previous


def submitted(session: Session) -> Mapping[str, Answer]:
    """The answers that apply, in the form's order."""
    return {field.key: session.answers[field.key] for field in scope(session) if field.key in session.answers}
