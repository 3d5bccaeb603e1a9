"""A question or a section is handed to a colleague of the unit, and comes back into the same report."""

from dataclasses import replace

from handlers.reports import conversation, showing
from handlers.reports import scene as scenes
from handlers.reports.talk import KIND, Talk, heading, keep, subject_of
from handlers.reports.taps import HandTo, HelpOut, OpenReport
from handlers.reports.wording import line_of
from handlers.turn import NotAllowed, Turn
from messages.contexts.reports import ReportHelpGone, ReportHelpWanted
from messages.model import Button, Label
from storage import handoffs, sessions
from storage.handoffs import Handoff
from storage.people import Membership, Person
from taskforce.forms import Field, show, visible
from taskforce.forms.walk import field_of
from taskforce.roles import Action


async def hand_to(turn: Turn, tap: HandTo) -> None:
    """Ask that colleague; whoever asks goes on with the rest."""
    talk = await conversation.of_tap(turn, tap.session)
    if talk is None:
        return
    here = field_of(talk.session.form, talk.session.position)
    if tap.revision != talk.session.revision or here is None or talk.state.mode != "own":
        await conversation.stale(turn, talk, show(talk.session))
        return
    turn.need(Action.HAND_OVER, talk.scene.task_force_id)
    others = scenes.colleagues(talk.scene, talk.person.id)
    person = next((each for each in others if each.id == tap.person), None)
    if person is None:
        raise NotAllowed(f"person {tap.person} is no colleague")
    fields = talk.section_fields if tap.whole else (here,)
    await _hand_over(turn, talk, person, fields)


async def _hand_over(turn: Turn, talk: Talk, person: Person, fields: tuple[Field, ...]) -> None:
    keys = tuple(field.key for field in fields)
    new_id = await handoffs.hand_over(
        turn.tx,
        report_id=talk.scene.report.id,
        fields=keys,
        from_person=talk.person.id,
        to_person=person.id,
        now=turn.now,
    )
    await _tell(turn, talk, person, keys, new_id)
    scene = await scenes.need(turn, talk.scene.report.id)
    handed = {key for each in scene.handed for key in each.fields}
    step = conversation.lead_past(talk.session, handed, turn, talk.person.id)
    after = replace(talk, scene=scene, session=step.session, state=talk.state.at_question())
    await keep(turn, after)
    await turn.toast(Label("report.asked", {"name": person.full_name}))
    await showing.present(turn, after, show(after.session))


async def _tell(turn: Turn, talk: Talk, person: Person, keys: tuple[str, ...], handoff_id: int) -> None:
    theirs = await scenes.load(turn, talk.scene.report.id, person.locale)
    if theirs is None:
        return
    applying = [field for field in visible(theirs.form, theirs.stored) if field.key in keys]
    message = ReportHelpWanted(
        head=heading(theirs, person),
        who=talk.person.full_name,
        labels=tuple(line_of(theirs, field) for field in applying[:12]),
        count=len(applying),
        due_at=theirs.local(theirs.period.due_at),
    )
    button = Button(Label("report.help_out"), data=HelpOut(handoff_id).pack(), style="primary")
    await turn.notify(person, message, ((button,),), dedupe_key=f"help-wanted:{handoff_id}")


async def helper_gone(turn: Turn, place: Membership) -> None:
    """Somebody's place in a unit ended: what they were asked for there is whoever asked's again, and they are told."""
    if place.person_id is None or place.unit_id is None:
        return
    for handoff in await handoffs.asked_of(turn.tx, place.person_id):
        scene = await scenes.load(turn, handoff.report_id, turn.locale)
        if scene is None or scene.unit.id != place.unit_id or any(p.id == place.person_id for p in scene.members):
            continue
        await handoffs.finish(turn.tx, handoff.id, turn.now)
        for row in await sessions.about(turn.tx, KIND, subject_of("handoff", 0, handoff.id)):
            await sessions.end(turn.tx, row.id)
        await _tell_asker(turn, handoff, place.full_name)


async def _tell_asker(turn: Turn, handoff: Handoff, who: str) -> None:
    asker = await turn.person_by_id(handoff.from_person)
    theirs = await scenes.load(turn, handoff.report_id, asker.locale)
    if theirs is None or asker.telegram_id is None or not scenes.answers_for(asker, theirs):
        return
    row = await sessions.find(turn.tx, asker.telegram_id, KIND, subject_of("own", handoff.report_id))
    if row is not None:
        await showing.refresh(turn, row)
    fields = visible(theirs.form, theirs.stored)
    labels = tuple(line_of(theirs, field) for field in fields if field.key in handoff.fields)
    keyboard = ((Button(Label("report.go_on"), data=OpenReport(handoff.report_id).pack()),),)
    message = ReportHelpGone(heading(theirs, asker), who, labels[:12])
    await turn.notify(asker, message, keyboard, dedupe_key=f"help-gone:{handoff.id}")


async def help_out(turn: Turn, tap: HelpOut) -> None:
    """The colleague begins, or goes on, with what was asked for."""
    handoff = await handoffs.get(turn.tx, tap.handoff)
    if handoff is None or turn.person is None or handoff.to_person != turn.person.id:
        raise NotAllowed(f"handoff {tap.handoff}")
    scene = await scenes.need(turn, handoff.report_id)
    if not scenes.answers_for(turn.person, scene):
        raise NotAllowed(f"report {scene.report.id}")
    if handoff.done_at is not None:
        await turn.toast(Label("report.help_done"), alert=True)
        return
    keys = {field.key for field in scene.form.fields}
    only = tuple(key for key in handoff.fields if key in keys)
    await conversation.enter(turn, scene, "handoff", ref=handoff.id, only=only)
