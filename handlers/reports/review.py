"""The review before sending: everything answered, section by section, what is missing marked."""

from collections.abc import Collection, Mapping, Sequence

from handlers.reports.scene import Scene
from handlers.reports.talk import Talk, heading_of
from handlers.reports.taps import Act, Later, Look
from handlers.reports.wording import fault, is_stuck, is_task, line_of
from messages import formats
from messages.answers import value_text
from messages.contexts.reports import EchoLine, ReportReview, ReviewLine, ReviewPart
from messages.model import Button, Keyboard, Label, Message
from taskforce.forms import Answer, Field, Kind, Review, Section, difference
from taskforce.report_form import CHANGED

_TEXT = 300
"""Letters of a long text in the review; the full text is in the report."""

_MOST = 20
"""Lines of one section in the review, so that it stays one message; what is missing is always listed."""


def card(talk: Talk, live: Review, echo: EchoLine | None) -> tuple[Message, Keyboard]:
    """The review with its buttons."""
    scene = talk.scene
    missing = {field.key for field in live.missing}
    asked_of = {
        key: scene.name_of(handoff.to_person) for handoff in scene.handed for key in handoff.fields if talk.whole
    }
    parts = tuple(
        part(scene, section.section, [row.field for row in section.rows], talk.session.answers, missing, asked_of)
        for section in live.sections
    )
    here = next((field for field in scene.form.fields if field.key == talk.session.position), scene.form.fields[0])
    message = ReportReview(
        head=heading_of(talk),
        parts=parts,
        missing=len(missing),
        sent_before=scene.report.version > 0,
        days_late=scene.days_late(scene.now),
        asker=asker_name(talk),
        echo=echo,
        fault=fault(here, live.error, scene.locale),
    )
    return message, _buttons(talk, live)


def asker_name(talk: Talk) -> str:
    """Who asked for help, where this is an answer to it."""
    if talk.state.mode != "handoff":
        return ""
    return next((talk.scene.name_of(h.from_person) for h in talk.scene.handed if h.id == talk.state.ref), "")


def part(
    scene: Scene,
    section: Section | None,
    fields: Sequence[Field],
    answers: Mapping[str, Answer],
    missing: Collection[str] = (),
    asked_of: Mapping[str, str] | None = None,
    *,
    cut: int = _TEXT,
    entered: frozenset[str] = frozenset(),
) -> ReviewPart:
    """One section's lines; tasks that stand as before are counted, not listed."""
    lines: list[ReviewLine] = []
    unchanged = 0
    for field in fields:
        answer = answers.get(field.key)
        if field.key == CHANGED and answer is not None and field.key not in missing:
            unchanged += len(field.options) - len(answer.value or ())
        elif answer is not None and field.key not in missing and _as_before(scene, field, answer):
            unchanged += 1
        elif answer is not None or field.required:
            lines.append(_line(scene, field, answer, field.key in missing, asked_of or {}, cut, field.key in entered))
    keep = _MOST if cut <= _TEXT else len(lines)
    shown = [line for place, line in enumerate(lines) if place < keep or line.missing]
    return ReviewPart(section.title if section else "", tuple(shown), unchanged, len(lines) - len(shown))


def _as_before(scene: Scene, field: Field, answer: Answer) -> bool:
    same = field.key in scene.previous and scene.previous[field.key] == answer.value
    return same and is_task(field, scene) and not is_stuck(answer.value)


def _line(
    scene: Scene,
    field: Field,
    answer: Answer | None,
    missing: bool,
    asked_of: Mapping[str, str],
    cut: int,
    entered: bool,
) -> ReviewLine:
    value = "" if answer is None else value_text(field, answer.value, scene.locale)
    change = None if answer is None else difference(field, answer.value, scene.previous.get(field.key))
    return ReviewLine(
        label=line_of(scene, field),
        value=formats.shorten(value, cut),
        missing=missing,
        asked_of=asked_of.get(field.key, "") if missing or answer is None else "",
        difference=change,
        percent=field.kind is Kind.PERCENT,
        reason=formats.shorten(_reason(scene, field, answer), cut),
        long=field.kind is Kind.TEXT and len(value) > 40,
        entered=entered,
    )


def _reason(scene: Scene, field: Field, answer: Answer | None) -> str:
    """Why a figure jumped or a task is stuck; a stuck task taken over keeps its reason."""
    if answer is None or answer.reason is not None:
        return (answer.reason or "") if answer else ""
    if not (answer.carried and is_stuck(answer.value)):
        return ""
    task = scene.task_of(field)
    return next((each.note for each in scene.asked.all if task and each.task_id == task.id), "")


def _buttons(talk: Talk, live: Review) -> Keyboard:
    send = Button(_send_words(talk, live), data=Act(talk.open.id, live.revision, "su", 0).pack(), style="primary")
    edits = tuple(
        (
            Button(
                Label("report.edit_section", {"section": formats.shorten(each.section.title, 30)})
                if each.section
                else Label("report.edit_others"),
                data=Look(talk.open.id, live.revision, "edit", place, 0).pack(),
            ),
        )
        for place, each in enumerate(live.sections)
    )
    last: list[Button] = []
    if live.can_back:
        last.append(Button(Label("report.back"), data=Act(talk.open.id, live.revision, "b", 0).pack()))
    last.append(Button(Label("report.later"), data=Later(talk.open.id).pack()))
    return ((send,), *edits, tuple(last))


def _send_words(talk: Talk, live: Review) -> Label:
    if live.missing:
        return Label("report.answer_missing", {"count": len(live.missing)})
    if talk.state.mode == "handoff":
        return Label("report.send_help")
    return Label("report.send_again" if talk.scene.report.version else "report.send")


def whole(scene: Scene, answers: Mapping[str, Answer], entered: frozenset[str], cut: int) -> tuple[ReviewPart, ...]:
    """Every answered question of the report, section by section, to be read."""
    given = [field for field in scene.form.fields if field.key in answers]
    keys = list(dict.fromkeys(field.section for field in given))
    sections = {section.key: section for section in scene.form.sections}
    return tuple(
        part(
            scene,
            sections.get(key),
            [field for field in given if field.section == key],
            answers,
            cut=cut,
            entered=entered,
        )
        for key in keys
    )
