"""Who hears of a report that went up: the unit's people, the parent's secretary, the child's secretary."""

from collections.abc import Sequence

from handlers.reports import scene as scenes
from handlers.reports.scene import Scene
from handlers.reports.taps import EditReport, EnterFor, OpenReport, SeeReport
from handlers.reports.wording import line_of
from handlers.turn import Turn
from handlers.upward.taking import Effect
from handlers.upward.taps import UpTakeOver
from handlers.which import name_of
from messages.answers import value_text
from messages.contexts.upward import ChangeLine, UpwardNews, UpwardSent, UpwardTaken
from messages.model import Button, Keyboard, Label
from storage import people, units
from storage.people import Person
from storage.upward import Link
from taskforce.forms import missing
from taskforce.roles import Role
from taskforce.upward import Content

_NAMED = 10  # questions named in one message


def handle_of(taken_id: int) -> str:
    """The name of the card about one version."""
    return f"upward:{taken_id}"


async def tell_parent(turn: Turn, link: Link, content: Content, effect: Effect) -> None:
    """The unit's people hear of everything, the secretary of what changed, differs, or nobody else can go on with."""
    if effect.state == "unchanged" and not effect.gone:
        return
    reached = False
    for person in effect.after.members:
        if scenes.answers_for(person, effect.after):
            told = await _tell(turn, person, link, content, effect, secretary=False)
            reached |= told and person.unreachable_since is None
    if effect.state in ("updated", "kept") or effect.kept or effect.gone or not reached:
        for secretary in await secretaries(turn, link.parent_id):
            await _tell(turn, secretary, link, content, effect, secretary=True)


async def secretaries(turn: Turn, task_force_id: int) -> list[Person]:
    """The body's secretaries."""
    return await people.with_roles(turn.tx, task_force_id, [Role.SECRETARY])


async def _tell(
    turn: Turn, person: Person, link: Link, content: Content, effect: Effect, *, secretary: bool
) -> bool:  # fmt: skip
    scene = await scenes.load(turn, effect.after.report.id, person.locale)
    if scene is None:
        return False
    lacking = missing(scene.form, scene.stored) if effect.state == "opened" else ()
    message = UpwardNews(
        secretary=secretary,
        state=effect.state,
        title=scene.title,
        period=content.period,
        unit=scene.unit.name,
        child=link.child_name,
        version=content.version,
        arrived=content.arrived,
        units=content.units,
        filled=sum(1 for key in effect.fitted.answers if key not in effect.kept),
        changes=changes(effect, scene) if effect.state in ("updated", "opened") else (),
        kept=differences(effect, scene),
        left=tuple(line_of(scene, field) for field in lacking[:_NAMED]),
        more_left=len(lacking[_NAMED:]),
        gone=labels(scene, effect.gone),
        short=labels(scene, [key for key in effect.written if effect.fitted.answers[key].short]),
    )
    return await turn.notify(
        person,
        message,
        _buttons(effect, secretary=secretary),
        handle=handle_of(effect.taken_id),
        dedupe_key=handle_of(effect.taken_id),
    )


def labels(scene: Scene, keys: Sequence[str]) -> tuple[str, ...]:
    """What these questions are called."""
    return tuple(line_of(scene, field) for field in scene.form.fields if field.key in keys)


def changes(effect: Effect, scene: Scene) -> tuple[ChangeLine, ...]:
    """What was written over an earlier answer from below."""
    return tuple(
        ChangeLine(
            line_of(scene, field),
            value_text(field, effect.before.stored[field.key].value, scene.locale),
            value_text(field, scene.stored[field.key].value, scene.locale),
        )
        for field in scene.form.fields
        if field.key in effect.written and field.key in effect.before.stored
    )


def differences(effect: Effect, scene: Scene) -> tuple[ChangeLine, ...]:
    """What the unit's people said otherwise."""
    return tuple(
        ChangeLine(
            line_of(scene, field),
            value_text(field, scene.stored[field.key].value, scene.locale),
            value_text(field, effect.fitted.answers[field.key].value, scene.locale),
        )
        for field in scene.form.fields
        if field.key in effect.kept
    )


def _buttons(effect: Effect, *, secretary: bool) -> Keyboard:
    report = effect.after.report.id
    rows: list[tuple[Button, ...]] = []
    if effect.kept:
        rows.append((Button(Label("upward.take_over"), data=UpTakeOver(effect.taken_id).pack()),))
    see = Button(Label("upward.see"), data=SeeReport(report).pack())
    if secretary:
        enter = Button(Label("upward.enter_for"), data=EnterFor(report).pack())
        rows.append((see, enter) if effect.state == "opened" else (see,))
    elif effect.state == "opened":
        rows.append((Button(Label("upward.go_on"), data=OpenReport(report).pack(), style="primary"),))
    else:
        rows.append((see, Button(Label("upward.edit"), data=EditReport(report).pack())))
    return tuple(rows)


async def tell_child(turn: Turn, link: Link, content: Content, outcome: Effect | str) -> None:
    """The child's secretaries see where the report went; of one elsewhere the parent's hear what became of its file."""
    state = outcome if isinstance(outcome, str) else outcome.state
    unit = await units.get(turn.tx, link.unit_id)
    if link.child_id is None:
        for secretary in await secretaries(turn, link.parent_id):
            done = UpwardTaken(
                content.body, content.title, content.period, content.version, unit.name if unit else "", state
            )
            await turn.notify(secretary, done, dedupe_key=f"upward-entered:{link.id}:{content.period}:{state}")
        return
    for secretary in await secretaries(turn, link.child_id):
        message = UpwardSent(
            title=content.title,
            period=content.period,
            version=content.version,
            parent=await name_of(turn, link.parent_id, secretary),
            unit=unit.name if unit else "",
            state=state,
        )
        key = f"upward-sent:{link.id}:{content.stream}:{content.period}:{content.version}:{state}"
        await turn.notify(secretary, message, dedupe_key=key)
