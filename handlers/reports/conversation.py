"""Leading somebody through a report: a tap, a typed answer, a file, and back again after a pause.

The answers table is the truth: it is read before each step, and exactly the answers of the step are added to it.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers import roster
from handlers.conversations import Conversation
from handlers.reminders import SnoozeMenu
from handlers.reports import cut, options, sending
from handlers.reports.buttons import EVENTS
from handlers.reports.scene import Scene
from handlers.reports.showing import present
from handlers.reports.sides import can_ask
from handlers.reports.talk import KIND, State, Talk, heading, heading_of, keep, load, may_go_on, pack, subject_of
from handlers.reports.taps import Act, Later, Look
from handlers.turn import NotAllowed, Turn
from messages.answers import with_file
from messages.contexts.reports import (
    Mode,
    ReportLater,
    ReportPeriodOver,
)
from messages.model import Button, Label
from storage import reports, sessions
from storage.sessions import OpenSession
from taskforce.forms import (
    REVIEW,
    Back,
    Code,
    Echo,
    Event,
    Field,
    Goto,
    GotoSection,
    Kind,
    Phase,
    Problem,
    Resume,
    Sent,
    Session,
    Stale,
    Step,
    Submit,
    Submitted,
    Toggled,
    Typed,
    advance,
    changed_fields,
    open_for,
    scope,
    show,
    start,
)
from taskforce.forms.shows import Live
from taskforce.forms.values import FIGURES, REASON_LIMIT
from taskforce.forms.walk import field_of, outstanding
from taskforce.report_form import tasks_to_json

# Beginning and going on


async def enter(turn: Turn, scene: Scene, mode: Mode, *, ref: int = 0, only: tuple[str, ...] = ()) -> None:
    """Begin the conversation, or go on where it was left. The caller has asked whether this person may."""
    person = turn.person
    assert person is not None  # noqa: S101 - the caller knows them
    if scene.closed:
        await turn.reply(ReportPeriodOver(heading(scene, person)))
        return
    await reports.mark_opened(turn.tx, scene.report.id, person.id, turn.now, tasks_to_json(scene.asked))
    subject = subject_of(mode, scene.report.id, ref)
    row = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    if row is None:
        if only:
            step = open_for(scene.form, only, scene.stored, scene.previous, scene.offered)
        else:
            step = start(scene.form, scene.stored, scene.previous, offered=scene.offered)
        state = pack(State(scene.report.id, mode, ref), step.session)
        new_id = await sessions.begin(
            turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now
        )
        row = await sessions.get(turn.tx, new_id)
        assert row is not None  # noqa: S101 - it was just begun
    else:
        await sessions.bring_to_front(turn.tx, row)
    await resume(turn, row)
    if scene.report.state == "untouched":
        await sending.tell_boards(turn, scene)


async def resume(turn: Turn, row: OpenSession) -> None:
    """Show where the person stands, from the beginning of the question."""
    talk = await _talk(turn, row)
    if talk is not None:
        talk = replace(talk, state=talk.state.at_question())
        await keep(turn, talk)
        await present(turn, talk, show(talk.session))


async def _talk(turn: Turn, row: OpenSession) -> Talk | None:
    """The conversation, if the person may go on with it; else it is ended and None.

    Raises:
        NotAllowed: they may not any more.
    """
    talk = None if turn.person is None else await load(turn, row, turn.person)
    if talk is None or not may_go_on(talk):
        await sessions.end(turn.tx, row.id)
        if turn.incoming is not None and (turn.incoming.tap_id or turn.incoming.text):
            raise NotAllowed(f"session {row.id}")
        return None
    if talk.scene.closed:
        await sessions.end(turn.tx, row.id)
        await turn.reply(ReportPeriodOver(heading_of(talk)))
        return None
    return talk


# What the person does


async def act(turn: Turn, tap: Act) -> None:
    """A button of the live card."""
    talk = await of_tap(turn, tap.session)
    if talk is None:
        return
    make = EVENTS.get(tap.what)
    event = make(talk.session, tap.arg, tap.revision) if make else None
    if tap.revision != talk.session.revision and event is None:
        event = Back(tap.revision)  # an old button for something that is not there any more: stale all the same
    if event is None:
        await stale(turn, talk, show(talk.session))
        return
    await _step(turn, talk, event)


async def look(turn: Turn, tap: Look) -> None:
    """Turn the card over, or turn a page."""
    talk = await of_tap(turn, tap.session)
    if talk is None:
        return
    live = show(talk.session)
    if tap.revision != talk.session.revision:
        await stale(turn, talk, live)
        return
    view = tap.view if tap.view in ("edit", "hand") else ""
    if view == "hand" and not (talk.state.mode == "own" and can_ask(talk)):
        view = ""
    query = "" if tap.view in ("all", "live") else talk.state.query
    talk = replace(talk, state=replace(talk.state, view=view, arg=tap.arg, page=tap.page, query=query))
    await keep(turn, talk)
    await present(turn, talk, live)


async def later(turn: Turn, tap: Later) -> None:
    """Leave it for now; the answers are kept, the reminders go on."""
    talk = await of_tap(turn, tap.session)
    if talk is None:
        return
    fields = scope(talk.session)
    answered = len(fields) - len(outstanding(talk.session))
    due = talk.scene.local(talk.scene.period.due_at)
    left = (due.date() - talk.scene.today).days
    message = ReportLater(
        heading_of(talk), answered, len(fields), due, left, bool(await sending.unsent(turn, talk.scene))
    )
    go_on = Button(Label("report.go_on"), data=Look(talk.open.id, talk.session.revision, "live", 0, 0).pack())
    snooze = Button(Label("reminders.later"), data=SnoozeMenu(talk.scene.period.id).pack())
    await sessions.step_aside(turn.tx, talk.open.id)
    rows = ((go_on,), (snooze,)) if talk.state.mode == "own" and left >= 0 else ((go_on,),)
    await turn.card(talk.handle, message, rows)


async def of_tap(turn: Turn, session_id: int) -> Talk | None:
    """The conversation of this chat that a button belongs to; None (and told) when it is over."""
    row = await sessions.get(turn.tx, session_id)
    if row is None or row.chat_id != turn.chat_id or row.kind != KIND:
        await turn.toast(Label("report.over"))
        return None
    if not row.front:
        await sessions.bring_to_front(turn.tx, row)
    return await _talk(turn, row)


async def typed(turn: Turn, row: OpenSession) -> None:
    """A typed answer, reason or search."""
    talk = await _talk(turn, row)
    if talk is None:
        return
    text = (turn.incoming.text if turn.incoming else None) or ""
    if await cut.belongs(turn, text):
        # Half of a pasted text would pass for the whole of it, or for the answer to the next question.
        await present(turn, talk, show(talk.session, _too_long(talk.session, text)))
        return
    field = field_of(talk.session.form, talk.session.position)
    if field is not None and talk.session.phase is Phase.ASK and _searches(field):
        await _search(turn, talk, field, text)
        return
    await _step(turn, talk, Typed(text))


def _too_long(session: Session, text: str) -> Problem:
    field = field_of(session.form, session.position)
    if session.phase is not Phase.ASK or field is None:
        return Problem(Code.TOO_LONG, "", str(REASON_LIMIT))
    if field.kind in FIGURES:
        return Problem(Code.NOT_A_NUMBER, text[:200])
    return Problem(Code.TOO_LONG, "", str(field.max_length))


def _searches(field: Field) -> bool:
    return field.kind in (Kind.CHOICE, Kind.MULTI, Kind.PERSON, Kind.UNIT) and options.is_long(field)


async def _search(turn: Turn, talk: Talk, field: Field, text: str) -> None:
    if options.find(field, text):
        state = replace(talk.state.at_question(), query=text[:100])
        talk = replace(talk, state=state)
        await keep(turn, talk)
        await present(turn, talk, show(talk.session))
    else:
        await present(turn, talk, show(talk.session, Problem(Code.NOT_AN_OPTION, text[:200])))


async def file(turn: Turn, row: OpenSession) -> None:
    """A photo or document; only its id and name are kept, the file stays at Telegram."""
    talk = await _talk(turn, row)
    sent = turn.incoming.file if turn.incoming else None
    if talk is None or sent is None:
        return
    place = _place_for_files(talk.session)
    if talk.on_behalf and (place is None or talk.session.position != place.key):
        # A secretary's file is more often a roster than what a unit told by phone.
        if not (sent.name.lower().endswith((".xlsx", ".csv")) and await roster.wants_file(turn)):
            await present(turn, talk, show(talk.session, Problem(Code.NEEDS_TEXT)))
        return
    if place is None or talk.session.phase is not Phase.ASK:
        await _step(turn, talk, Sent({"file_id": sent.file_id, "name": sent.name, "kind": sent.kind}))
        return
    # Wherever the person stands, a file belongs to the question that wants files; further ones are added.
    given = talk.session.answers.get(place.key)
    value = with_file(given.value if given else None, sent.file_id, sent.name, sent.kind)
    if talk.session.position != place.key:
        there = advance(talk.session, Goto(place.key, talk.session.revision), turn.now, talk.person.id)
        talk = replace(talk, session=there.session)
    await _step(turn, talk, Sent(value))


def _place_for_files(session: Session) -> Field | None:
    """The one question of this conversation that wants files; None where there is none, or several."""
    found = [field for field in scope(session) if field.kind is Kind.FILE]
    here = [field for field in found if field.key == session.position]
    return (here or found)[0] if here or len(found) == 1 else None


# One step


async def _step(turn: Turn, talk: Talk, event: Event) -> None:
    zone = ZoneInfo(talk.scene.zone)
    step = advance(talk.session, event, turn.now.astimezone(zone), talk.person.id)
    if isinstance(step.show, Stale):
        if step.show.repeated:
            return
        await stale(turn, talk, step.show.show)
        return
    changed = changed_fields(talk.session, step.session)
    await reports.save_answers(turn.tx, talk.scene.report.id, changed, on_behalf=talk.on_behalf)
    if isinstance(step.show, Submitted):
        await sending.send(turn, replace(talk, session=step.session))
        return
    step = _past_handed(talk, event, step, turn)
    state = talk.state if isinstance(event, Toggled) else talk.state.at_question()
    after = replace(talk, session=step.session, state=state)
    await keep(turn, after)
    assert not isinstance(step.show, Stale | Submitted)  # noqa: S101 - dealt with above
    await present(turn, after, step.show)


def _past_handed(talk: Talk, event: Event, step: Step, turn: Turn) -> Step:
    """Whoever asked a colleague is led past those questions, unless they go there themselves."""
    if not talk.whole or isinstance(event, Back | Goto | GotoSection | Submit | Resume | Toggled):
        return step
    handed = {key for handoff in talk.scene.handed for key in handoff.fields}
    after = step.session
    if after.position == talk.session.position or after.position not in handed or after.phase is not Phase.ASK:
        return step
    echo = getattr(step.show, "echo", None)
    return lead_past(after, handed, turn, talk.person.id, echo)


def lead_past(session: Session, handed: set[str], turn: Turn, person_id: int, echo: Echo | None = None) -> Step:
    """To the next open question that nobody else was asked, or to the review."""
    todo = [field for field in outstanding(session) if field.key not in handed]
    if REVIEW in session.trail:
        todo = [field for field in todo if field.key in session.pending]
    where = todo[0].key if todo else REVIEW
    step = advance(session, Goto(where, session.revision), turn.now, person_id)
    return Step(step.session, show(step.session, echo=echo))


async def stale(turn: Turn, talk: Talk, live: Live) -> None:
    """An old button: nothing happened, here is the live question."""
    await turn.toast(Label("report.stale"))
    await present(turn, talk, live)


CONVERSATION = Conversation(typed=typed, resume=resume, file=file)
"""For ``bot/routes``."""
