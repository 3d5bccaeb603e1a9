"""From where somebody stands in a report to the card they see: the words' context and the buttons."""

from decimal import Decimal

from handlers.reports import options, review, sides
from handlers.reports.talk import Talk, heading_of
from handlers.reports.taps import Act, Later, Look
from handlers.reports.wording import example, fault, line_of, task_lines
from messages import formats
from messages.answers import bare_text, last_word, value_text
from messages.contexts.reports import (
    EchoLine,
    ReportCollision,
    ReportQuestion,
    ReportWhy,
    WorkedOut,
)
from messages.model import Button, Keyboard, Label, Message
from taskforce.forms import Ask, AskWhy, Collision, Echo, Field, Kind, Review
from taskforce.forms.shows import Live
from taskforce.report_form import CHANGED

Card = tuple[Message, Keyboard]

_CHOICES = (Kind.CHOICE, Kind.MULTI, Kind.YES_NO, Kind.PERSON, Kind.UNIT)


def draw(talk: Talk, live: Live) -> Card:
    """The card for what is live; another side of it where the person turned it over."""
    if talk.state.view == "hand" and isinstance(live, Ask):
        return sides.colleagues(talk, live)
    if talk.state.view == "edit" and isinstance(live, Review):
        return sides.section(talk, live)
    match live:
        case Ask():
            return _question(talk, live)
        case AskWhy():
            return _why(talk, live)
        case Collision():
            return _collision(talk, live)
        case Review():
            return review.card(talk, live, echo_line(talk, live.echo))


# The question


def _question(talk: Talk, ask: Ask) -> Card:
    field = ask.field
    chosen = options.current(talk, field) if field.kind in _CHOICES else None
    message = ReportQuestion(
        head=heading_of(talk),
        index=ask.index,
        total=ask.total,
        section=ask.section.title if ask.section else "",
        label=field.label,
        kind=field.kind.value,
        hint=field.hint,
        measure=field.measure,
        worked_out=_worked_out(talk, ask),
        raised=talk.scene.raised if ask.can_offered and field.kind is Kind.TEXT else (),
        example=example(field, ask.previous, talk.scene.locale),
        task=task_lines(talk.scene, field, ask.previous, talk.scene.today),
        has_previous=ask.has_previous and field.key != CHANGED,
        previous=value_text(field, ask.previous, talk.scene.locale),
        current=value_text(field, ask.current.value, talk.scene.locale) if ask.can_keep and ask.current else None,
        picked=len(ask.selected) if field.kind is Kind.MULTI else None,
        found=chosen.found if chosen else None,
        query=talk.state.query if chosen else "",
        listed=options.in_words(talk, field) if chosen else (),
        asked_of=_asked_of(talk, field),
        comment=next((r.comment for r in talk.scene.sent_back if r.field == field.key), ""),
        echo=echo_line(talk, ask.echo),
        fault=fault(field, ask.error, talk.scene.locale),
    )
    choices = options.rows(talk, ask) if chosen else ()
    return message, (*choices, *_answers(talk, ask), *_ways(talk, ask))


def _asked_of(talk: Talk, field: Field) -> str:
    if not talk.whole:
        return ""
    return next((talk.scene.name_of(h.to_person) for h in talk.scene.handed if field.key in h.fields), "")


def _answers(talk: Talk, ask: Ask) -> Keyboard:
    """What can be answered with one tap besides the options."""

    def act(words: Label, what: str) -> Button:
        return Button(words, data=Act(talk.open.id, ask.revision, what, 0).pack())

    field, locale = ask.field, talk.scene.locale
    last = last_word(talk.scene.period.period)
    rows: list[tuple[Button, ...]] = []
    if ask.can_confirm:
        rows.append((act(Label("report.picked", {"count": len(ask.selected)}), "ok"),))
    elif ask.can_keep and ask.current and field.kind is not Kind.MULTI:
        rows.append((act(Label("report.keep", {"value": bare_text(field, ask.current.value, locale)}), "ok"),))
    if ask.can_offered:
        rows.append((act(_offer(talk, ask), "of"),))
    if ask.can_same and not _among_options(field, ask):
        value = bare_text(field, ask.previous, locale)
        rows.append((act(Label(f"report.same_{last}", {"value": value}), "sm"),))
    if ask.can_same_section and ask.same_in_section > 1:
        key = "report.tasks_unchanged" if talk.scene.task_of(field) else f"report.section_same_{last}"
        rows.append((act(Label(key, {"count": ask.same_in_section}), "ss"),))
    quick: list[Button] = []
    if ask.can_nothing and not ask.can_confirm:
        quick.append(act(Label("report.unchanged" if field.key == CHANGED else "report.nothing"), "no"))
    if ask.can_skip:
        quick.append(act(Label("report.skip"), "sk"))
    rows.append(tuple(quick))
    return tuple(row for row in rows if row)


def _offer(talk: Talk, ask: Ask) -> Label:
    """The figure that the unit's shorter reports come to, on a button; or its open difficulties."""
    if ask.field.kind is Kind.TEXT:
        return Label("cases.open_ones", {"count": len(talk.scene.raised)})
    one = talk.scene.sums[ask.field.key]
    value = bare_text(ask.field, one.value, talk.scene.locale)
    if one.rule == "latest":
        return Label("report.as_told", {"period": formats.period(one.told[-1], talk.scene.locale), "value": value})
    count = str(len(one.told)) if not one.missing else f"{len(one.told)}/{len(one.told) + len(one.missing)}"
    return Label(f"report.sum_of_{one.every.partition('-')[0]}", {"count": count, "value": value})


def _worked_out(talk: Talk, ask: Ask) -> WorkedOut | None:
    if not ask.can_offered or ask.field.kind is Kind.TEXT:
        return None
    one = talk.scene.sums[ask.field.key]
    value = value_text(ask.field, one.value, talk.scene.locale)
    return WorkedOut(value, one.rule, one.every, one.told, one.missing)


def _among_options(field: Field, ask: Ask) -> bool:
    """Whether last time's value is one tap away already, and that tap asks for nothing more."""
    return field.key == CHANGED or (field.kind in _CHOICES and ask.previous not in field.ask_why_on)


def _ways(talk: Talk, ask: Ask) -> Keyboard:
    """The ways from here to somewhere else."""
    ways: list[Button] = []
    if ask.can_back:
        ways.append(Button(Label("report.back"), data=Act(talk.open.id, ask.revision, "b", 0).pack()))
    if any(key in talk.session.answers for key in (field.key for field in talk.session.form.fields)):
        ways.append(Button(Label("report.to_review"), data=Act(talk.open.id, ask.revision, "g", -1).pack()))
    others: list[Button] = []
    if talk.state.mode == "own" and sides.can_ask(talk):
        others.append(Button(Label("report.hand_over"), data=Look(talk.open.id, ask.revision, "hand", 0, 0).pack()))
    others.append(Button(Label("report.later"), data=Later(talk.open.id).pack()))
    return tuple(tuple(row) for row in (ways, others) if row)


# A reason, a collision


def _why(talk: Talk, why: AskWhy) -> Card:
    locale = talk.scene.locale
    choice = why.field.kind in _CHOICES
    message = ReportWhy(
        head=heading_of(talk),
        label=why.field.label,
        old=value_text(why.field, why.old, locale) if why.old is not None else "",
        new=value_text(why.field, why.new, locale),
        choice=choice,
        change=None if why.change is None else int((why.change * 100).to_integral_value()),
        up=_rises(why),
        fault=fault(why.field, why.error, locale),
    )
    words = Label("report.correct_choice" if choice else "report.correct_figure")
    back = Button(words, data=Act(talk.open.id, why.revision, "b", 0).pack())
    return message, ((back,), (Button(Label("report.later"), data=Later(talk.open.id).pack()),))


def _rises(why: AskWhy) -> bool:
    if isinstance(why.old, str) and isinstance(why.new, str) and why.change is not None:
        return Decimal(why.new) > Decimal(why.old)
    return True


def _collision(talk: Talk, both: Collision) -> Card:
    locale = talk.scene.locale
    message = ReportCollision(
        head=heading_of(talk),
        label=both.field.label,
        mine=value_text(both.field, both.mine, locale),
        theirs=value_text(both.field, both.theirs.value, locale),
        who=talk.scene.name_of(both.theirs.by),
        at=talk.scene.local(both.theirs.at),
        fault=fault(both.field, both.error, locale),
    )

    def act(key: str, value: str, what: str) -> tuple[Button]:
        return (Button(Label(key, {"value": value}), data=Act(talk.open.id, both.revision, what, 0).pack()),)

    return message, (
        act("report.keep_theirs", bare_text(both.field, both.theirs.value, locale), "kt"),
        act("report.replace_theirs", bare_text(both.field, both.mine, locale), "rt"),
    )


def echo_line(talk: Talk, echo: Echo | None) -> EchoLine | None:
    """What the step before understood, to be said above the next question."""
    if echo is None:
        return None
    if echo.field is None or echo.answer is None:
        return EchoLine(carried=len([key for key in echo.carried if key != CHANGED]) or len(echo.carried))
    return EchoLine(
        label=line_of(talk.scene, echo.field),
        value=value_text(echo.field, echo.answer.value, talk.scene.locale),
        difference=echo.difference,
        percent=echo.field.kind is Kind.PERCENT,
        kept=echo.kept,
    )
