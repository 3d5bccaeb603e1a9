"""A report, or a part of one, is sent: what is written down, and who hears of it."""

from typing import Literal

from msgspec.structs import replace

from handlers import boards, conversations
from handlers.reports import scene as scenes
from handlers.reports import showing
from handlers.reports.scene import Scene
from handlers.reports.talk import KIND, Talk, heading, heading_of, holds_something, is_helper, subject_of
from handlers.reports.taps import EditReport, EnterFor, OpenReport, SeeReport
from handlers.reports.wording import line_of
from handlers.summary import following
from handlers.turn import Turn
from messages.answers import value_text
from messages.contexts.reports import (
    ReportHelpGiven,
    ReportHelpThanks,
    ReportMovedDown,
    ReportReturnedAnswered,
    ReportSent,
    ReportSentBy,
)
from messages.model import Button, Keyboard, Label
from storage import audit, handoffs, outbox, people, reports, returned, sessions, tasks
from storage.people import Person
from storage.reports import Report
from storage.returned import ReturnedAnswer
from taskforce.forms import Answer, visible
from taskforce.report_form import task_reports
from taskforce.tally import is_late

How = Literal["member", "helper", "phone"]


async def tell_boards(turn: Turn, scene: Scene) -> None:
    """The report was opened: whoever watches sees it."""
    await boards.refresh(turn, scene.period.id)


async def send(turn: Turn, talk: Talk) -> None:
    """The person tapped Send at a review that lacks nothing; the answers are stored already."""
    from handlers.reports import copies  # what it sends is read as others read it, which leads here

    if talk.state.mode == "handoff":
        await _help_given(turn, talk)
        return
    scene = await scenes.need(turn, talk.scene.report.id)
    answered_again = _answered_again(talk, scene)
    await _write(turn, scene, talk.person, answered_again)
    sent = await scenes.need(turn, scene.report.id)
    left = sum(1 for each in sent.sent_back)
    await turn.card(talk.handle, _confirmation(talk, sent, left), _after(sent.report, on_behalf=talk.on_behalf))
    await conversations.finish(turn, talk.open)
    await _tell_unit(turn, sent, talk)
    await _tell_returners(turn, sent, talk.person, answered_again)
    await boards.refresh(turn, sent.period.id)
    await following.report_changed(turn, sent.report.id)
    await copies.send(turn, sent)


def _answered_again(talk: Talk, scene: Scene) -> list[ReturnedAnswer]:
    """What was sent back and is dealt with by this: answered since, or gone through and kept."""

    def dealt_with(each: ReturnedAnswer) -> bool:
        answer = scene.stored.get(each.field)
        return each.field in talk.session.only or answer is None or answer.at > each.at

    return [each for each in scene.sent_back if dealt_with(each)]


async def _write(turn: Turn, scene: Scene, person: Person, answered_again: list[ReturnedAnswer]) -> None:
    report = scene.report
    valid = applying(scene)
    revisions = {key: answer.revision for key, answer in valid.items()}
    await reports.mark_sent(turn.tx, report.id, revisions, person.id, turn.now)
    for each in answered_again:
        await returned.resolve(turn.tx, each.id, turn.now)
    if len(answered_again) < len(scene.sent_back):
        await reports.mark_returned(turn.tx, report.id)
    said = task_reports(scene.asked, scene.titles, valid)
    await tasks.record(turn.tx, report_id=report.id, unit_id=report.unit_id, said=said, by=person.id, now=turn.now)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="report.sent",
        task_force_id=scene.task_force_id,
        person_id=person.id,
        subject=f"report:{report.id}",
        detail=f"version {report.version + 1}",
    )


def applying(scene: Scene) -> dict[str, Answer]:
    """The stored answers to the questions that apply."""
    fields = visible(scene.form, scene.stored)
    return {field.key: scene.stored[field.key] for field in fields if field.key in scene.stored}


async def unsent(turn: Turn, scene: Scene) -> dict[str, Answer]:
    """What was changed in a report that was sent, and not sent again; {} for one that never was."""
    if not scene.report.version:
        return {}
    sent = await reports.sent_answers(turn.tx, scene.report)

    def said(answer: Answer | None) -> object:
        return None if answer is None else (answer.value, answer.reason)

    return {key: answer for key, answer in applying(scene).items() if said(answer) != said(sent.get(key))}


def how_of(person: Person, scene: Scene) -> How:
    """How the person stands to the unit."""
    if not scenes.answers_for(person, scene):
        return "phone"
    return "helper" if is_helper(person, scene) else "member"


def _confirmation(talk: Talk, scene: Scene, left: int) -> ReportSent:
    report, period = scene.report, scene.period
    assert report.submitted_at is not None  # noqa: S101 - it was just sent
    summary = period.summarise_at
    return ReportSent(
        head=heading_of(talk),
        days_late=scene.days_late(report.submitted_at),
        late=is_late(report.submitted_at, period.due_at),
        again=report.version > 1,
        returned_left=left,
        summary_at=scene.local(summary) if summary is not None and summary > scene.now else None,
        receiver=scene.stream.receiver if scene.stream else "",
    )


def _after(report: Report, *, go_on: bool = False, on_behalf: bool = False) -> Keyboard:
    """What can be done with the sent report; ``go_on``: something is half-way still."""
    if on_behalf:
        edit = Button(Label("report.correct_for"), data=EnterFor(report.id).pack())
    elif go_on:
        edit = Button(Label("report.go_on"), data=EditReport(report.id).pack(), style="primary")
    else:
        edit = Button(Label("report.edit"), data=EditReport(report.id).pack())
    see = Button(Label("report.see"), data=SeeReport(report.id).pack())
    return ((see,), (edit,)) if on_behalf else ((see, edit),)


async def _tell_unit(turn: Turn, scene: Scene, talk: Talk) -> None:
    """The others of the unit hear of it; what they had open of it is closed, since their answers went along."""
    report = scene.report
    kept = await _close_own(turn, scene, talk)
    if talk.state.mode != "returned":
        await _close_returned(turn, scene, talk)
    message = ReportSentBy(
        head=heading(scene, talk.person),
        who=talk.person.full_name,
        how=how_of(talk.person, scene),
        again=report.version > 1,
        days_late=scene.days_late(report.submitted_at) if report.submitted_at else 0,
    )
    for person in scene.members:
        if person.id == talk.person.id or not scenes.answers_for(person, scene):
            continue
        unsent = person.telegram_id in kept
        await turn.notify(
            person,
            replace(message, head=heading(scene, person), unsent=unsent),
            _after(report, go_on=unsent),
            dedupe_key=f"report-sent:{report.id}:{report.version}",
        )


async def _close_own(turn: Turn, scene: Scene, talk: Talk) -> set[int]:
    """Close what the others had open, but not where something typed waits for its reason or a decision.

    That stays open as an edit of the sent report. Gives the chats where it does.
    """
    kept: set[int] = set()
    for row in await sessions.about(turn.tx, KIND, subject_of("own", scene.report.id)):
        if row.id == talk.open.id:
            continue
        if holds_something(row):
            kept.add(row.chat_id)
            await showing.refresh(turn, row)
        else:
            await _close(turn, row, scene)
    return kept


async def _close_returned(turn: Turn, scene: Scene, talk: Talk) -> None:
    """Nothing is left to answer again: nobody is asked for it any more."""
    if scene.sent_back:
        return
    for row in await sessions.about(turn.tx, KIND, subject_of("returned", scene.report.id)):
        if row.id != talk.open.id:
            await _close(turn, row, scene)


async def _close(turn: Turn, row: sessions.OpenSession, scene: Scene) -> None:
    person = await people.by_telegram_id(turn.tx, row.chat_id)
    await sessions.end(turn.tx, row.id)
    if person is not None and await outbox.card(turn.tx, row.chat_id, row.subject) is not None:
        await turn.show(row.chat_id, row.subject, ReportMovedDown(), (), locale=person.locale)


# What was sent back is answered


async def _tell_returners(turn: Turn, scene: Scene, person: Person, answered: list[ReturnedAnswer]) -> None:
    """Whoever sent an answer back reads the new one."""
    for returner in {each.by_person for each in answered}:
        to = await turn.person_by_id(returner)
        theirs = await scenes.load(turn, scene.report.id, to.locale)
        if theirs is None:
            continue
        mine = [each.field for each in answered if each.by_person == returner]
        message = ReportReturnedAnswered(heading(theirs, to), _lines(theirs, mine), person.full_name)
        see = ((Button(Label("report.see"), data=SeeReport(scene.report.id).pack()),),)
        await turn.notify(to, message, see, dedupe_key=f"returned-answered:{scene.report.id}:{scene.report.version}")


def _lines(scene: Scene, keys: list[str]) -> tuple[tuple[str, str], ...]:
    fields = [field for field in scene.form.fields if field.key in keys and field.key in scene.stored]
    return tuple(
        (line_of(scene, field), value_text(field, scene.stored[field.key].value, scene.locale)) for field in fields
    )


# A colleague has helped


async def _help_given(turn: Turn, talk: Talk) -> None:
    handoff = await handoffs.get(turn.tx, talk.state.ref)
    if handoff is None or not await handoffs.finish(turn.tx, talk.state.ref, turn.now):
        await conversations.finish(turn, talk.open)
        return
    scene = await scenes.need(turn, talk.scene.report.id)
    if scene.report.version and scene.report.state == "submitted":
        # It went in meanwhile: what was asked for belongs into it.
        await _write(turn, scene, talk.person, [])
        await following.report_changed(turn, scene.report.id)
    asker = await turn.person_by_id(handoff.from_person)
    await turn.card(talk.handle, ReportHelpThanks(heading_of(talk), asker.full_name), ())
    await conversations.finish(turn, talk.open)
    theirs = await scenes.load(turn, scene.report.id, asker.locale)
    if theirs is None or asker.telegram_id is None:
        return
    row = await sessions.find(turn.tx, asker.telegram_id, KIND, subject_of("own", scene.report.id))
    if row is not None:
        await showing.refresh(turn, row)
    message = ReportHelpGiven(heading(theirs, asker), talk.person.full_name, _lines(theirs, list(handoff.fields)))
    keyboard = ((Button(Label("report.go_on"), data=OpenReport(scene.report.id).pack()),),)
    await turn.notify(asker, message, keyboard, dedupe_key=f"help-given:{handoff.id}")
