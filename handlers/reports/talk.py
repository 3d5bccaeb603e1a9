"""One person's conversation about one report: what is stored of it, and what it needs to be drawn."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from handlers.reports import scene as scenes
from handlers.reports.scene import Scene
from handlers.turn import Turn
from messages.answers import last_word
from messages.contexts.reports import Heading, Mode
from storage import sessions
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.forms import Field, Phase, Session, session_from_json, session_to_json, with_answers
from taskforce.forms.walk import is_answered
from taskforce.roles import Action, Role, may

KIND = "report"
"""The kind of these sessions."""


@dataclass(frozen=True)
class State:
    """What a session keeps besides the form's own session.

    ``mode`` says in whose name is answered; ``ref`` is the handoff where it is one. ``view`` is the side of the card
    that is shown ("" the live question, "edit" a section's questions, "hand" the colleagues), ``arg`` and ``page``
    where in it, ``query`` what options are searched for, ``cut_at`` when a part of a text came
    that was too long for one message.
    """

    report: int
    mode: Mode
    ref: int = 0
    view: str = ""
    arg: int = 0
    page: int = 0
    query: str = ""
    cut_at: str = ""

    def at_question(self) -> "State":
        """The same with the live question shown from its beginning."""
        return replace(self, view="", arg=0, page=0, query="")


@dataclass(frozen=True)
class Talk:
    """A conversation, loaded: its row, its state, the report, where the person stands and who it is."""

    open: OpenSession
    state: State
    scene: Scene
    session: Session
    person: Person

    @property
    def handle(self) -> str:
        """Our name for its card."""
        return self.open.subject

    @property
    def on_behalf(self) -> bool:
        """Whether somebody outside the unit answers, as told by phone."""
        return self.state.mode == "phone"

    @property
    def whole(self) -> bool:
        """Whether it is the whole report, not a part of it."""
        return self.state.mode in ("own", "phone")

    @property
    def section_fields(self) -> tuple[Field, ...]:
        """What is open in the section where the person stands; all of it where nothing is."""
        fields = self.session.form.fields
        here = next((field for field in fields if field.key == self.session.position), None)
        whole = tuple(field for field in fields if here is not None and field.section == here.section)
        return tuple(field for field in whole if not is_answered(field, self.session.answers)) or whole


def subject_of(mode: Mode, report_id: int, ref: int = 0) -> str:
    """What such a session is about; also the handle of its card."""
    if mode == "handoff":
        return f"handoff:{ref}"
    return f"{'report' if mode == 'own' else mode}:{report_id}"


def pack(state: State, session: Session) -> dict[str, Any]:
    """What is stored; form, last values and sums are put together anew each time."""
    bare = replace(session, previous={}, offered={})
    return {**asdict(state), "session": json.loads(session_to_json(bare, with_form=False))}


async def load(turn: Turn, row: OpenSession, person: Person) -> Talk | None:
    """The conversation with the report's answers as they stand now; None when the report is gone.

    ``person`` is whose conversation it is; its texts are in their language.
    """
    stored = dict(row.state)
    inner = stored.pop("session")
    state = State(**stored)
    scene = await scenes.load(turn, state.report, person.locale)
    if scene is None:
        return None
    session = session_from_json(json.dumps(inner), scene.form)
    session = with_answers(replace(session, previous=scene.previous, offered=scene.offered), scene.stored)
    return Talk(row, state, scene, session, person)


def holds_something(row: OpenSession) -> bool:
    """Whether something was typed or ticked there that is no answer yet: it waits for a reason or a decision."""
    inner = row.state["session"]
    return inner.get("phase", Phase.ASK) != Phase.ASK or inner["position"] in inner.get("draft", {})


async def keep(turn: Turn, talk: Talk) -> None:
    """Store where the person stands."""
    await sessions.save(turn.tx, talk.open.id, pack(talk.state, talk.session), turn.now)


def may_go_on(talk: Talk) -> bool:
    """Whether this person may (still) answer there."""
    if talk.on_behalf:
        return may(talk.person.roles_in(talk.scene.task_force_id), Action.ENTER_FOR_OTHER)
    return scenes.answers_for(talk.person, talk.scene)


def heading(scene: Scene, reader: Person | None, mode: Mode = "own") -> Heading:
    """Which report it is; whoever serves several task forces also reads whose."""
    return Heading(
        title=scene.title,
        period=scene.period.period,
        unit=scene.unit.name,
        mode=mode,
        last=last_word(scene.period.period),
        task_force=scene.task_force if reader is not None and len(reader.task_force_ids) > 1 else "",
    )


def is_helper(person: Person, scene: Scene) -> bool:
    """Whether the person answers for the unit as its helper only."""
    roles = {m.role for m in person.memberships if m.unit_id == scene.unit.id}
    return bool(roles) and roles <= {Role.HELPER, Role.HELPER_LEAD}


def heading_of(talk: Talk) -> Heading:
    """The same for a conversation: a helper reads that they stand in."""
    helper = talk.state.mode == "own" and is_helper(talk.person, talk.scene)
    return heading(talk.scene, talk.person, "helper" if helper else talk.state.mode)
