"""/vuongmac: a difficulty, or a comment on the regulation, is told in few taps: category, text or photo, urgency.

Before it is sent, earlier ones like it are shown: whoever has the same trouble follows that one with a tap.
"""

from handlers import which
from handlers.cases import access, cards, listing, raising, writing
from handlers.cases.taps import NewCase, RaiseAct, SeeCase
from handlers.conversations import Conversation, finish
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.basics import Stopped
from messages.contexts.cases import AlikeLine, CaseFollowed, CaseTell
from messages.model import Button, Keyboard, Label
from storage import case_followers, case_lists, cases, sessions, units
from storage.cases import Case
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.cases import CATEGORIES, LONGEST, gist, similar
from taskforce.forms import clean
from taskforce.roles import Action

KIND = "case"
COMMAND = "vuongmac"
_HANDLE = "case-tell"
_EXCERPT, _ANSWER = 140, 200

KEYS = {
    "c": "that category, by its number",
    "r": "a comment on the regulation instead",
    "u": "that unit (0: none)",
    "s": "send it, urgent (1) or not (0)",
    "f": "follow that case instead",
    "g": "choose the category again",
    "x": "write the text anew",
    "no": "do not send it",
}
"""What the buttons mean while something is being told."""


async def command(turn: Turn) -> None:
    """/vuongmac: their list, where there is one; else the first question. Text after the command is what is raised."""
    body = await which.task_force_for(turn, Action.RAISE_CASE, COMMAND)
    if body is None:
        return
    person = turn.need(Action.RAISE_CASE, body)
    text = clean(turn.incoming.command_text if turn.incoming else "")
    half_told = await sessions.find(turn.tx, turn.chat_id, KIND, f"case:{body}")
    if text:
        await _begin(turn, body, "difficulty", text)
    elif half_told is None and (view := await _view(turn, body, person)):
        await listing.show(turn, body, view)
    else:
        await _begin(turn, body, "" if half_told is not None else "difficulty")


async def _view(turn: Turn, body: int, person: Person) -> str:
    """The view of their list in which there is something, the open ones first; "" where there is no list."""
    reader = await access.reader_of(turn, body, person)
    counts = await case_lists.counts(turn.tx, body, reader)
    return next((view for view in "oamc" if counts[view]), "o" if reader.everything else "")


async def new(turn: Turn, tap: NewCase) -> None:
    """Raise something new."""
    turn.need(Action.RAISE_CASE, tap.body)
    await _begin(turn, tap.body, "feedback" if tap.kind == "feedback" else "difficulty")


async def _begin(turn: Turn, body: int, kind: str, text: str = "") -> None:
    """A new one, or the half-told one again; ``kind`` "" leaves it as it was."""
    subject = f"case:{body}"
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    if session is None:
        state = {"body": body, "kind": kind, "category": "", "unit": -1, "turn": 0, **writing.empty()}
        await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
        session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
        assert session is not None  # noqa: S101 - just begun
    else:
        await sessions.bring_to_front(turn.tx, session)
        session.state["kind"] = kind or session.state["kind"]
    whole = f"{session.state['text']}\n{text}".strip()
    too_long = len(whole) > LONGEST
    session.state["text"] = session.state["text"] if too_long else whole
    await _show(turn, session, "too-long" if too_long else "", LONGEST)


# What is asked next


def _units(person: Person, body: int) -> tuple[int, ...]:
    return person.units_in(body)


def _step(session: OpenSession, person: Person) -> str:
    state = session.state
    if state["kind"] == "difficulty" and not state["category"]:
        return "category"
    if state["kind"] == "difficulty" and state["unit"] < 0 and len(_units(person, state["body"])) > 1:
        return "unit"
    return "review" if state["text"] else "text"


async def _person(turn: Turn, session: OpenSession) -> Person:
    """Whoever tells; the conversation is over when they may raise nothing any more."""
    try:
        return turn.need(Action.RAISE_CASE, int(session.state["body"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def _show(turn: Turn, session: OpenSession, problem: str = "", limit: int = 0) -> None:
    person, state = await _person(turn, session), session.state
    step = _step(session, person)
    state["turn"] = int(state["turn"]) + 1
    await sessions.save(turn.tx, session.id, state, turn.now)
    alike = await _alike(turn, session) if step == "review" else []
    unit = await units.get(turn.tx, state["unit"]) if state["unit"] > 0 else None
    message = CaseTell(
        step=step,
        kind=state["kind"],
        category=cards.category_words(state["category"], turn.locale),
        text=state["text"],
        files=writing.names_of(state),
        unit="" if unit is None else unit.name,
        alike=tuple([await _alike_line(turn, case) for case in alike]),
        problem=problem,
        limit=limit,
        body=await which.name_if_several(turn, state["body"]),
    )
    await turn.card(_HANDLE, message, await _rows(turn, session, person, step, alike))


async def _alike(turn: Turn, session: OpenSession) -> list[Case]:
    """Earlier ones like what is being told, the most alike first."""
    state = session.state
    earlier = await case_lists.gists(turn.tx, state["body"], state["kind"])
    found = similar(gist(state["text"]), earlier)
    return await case_lists.by_ids(turn.tx, [each.id for each in found])


async def _alike_line(turn: Turn, case: Case) -> AlikeLine:
    unit = None if case.unit_id is None else await units.get(turn.tx, case.unit_id)
    return AlikeLine(
        number=case.id,
        excerpt=formats.shorten(" ".join(case.text.split()), _EXCERPT),
        unit="" if unit is None else unit.short_name or unit.name,
        state=case.state,
        answer=formats.shorten(" ".join(case.answer.split()), _ANSWER),
    )


# Buttons


def _key(session: OpenSession, words: Label | str, what: str, arg: int = 0, *, primary: bool = False) -> Button:
    data = RaiseAct(session.id, int(session.state["turn"]), what, arg).pack()
    return Button(words, data=data, style="primary" if primary else None)


async def _rows(turn: Turn, session: OpenSession, person: Person, step: str, alike: list[Case]) -> Keyboard:
    drop = _key(session, Label("cases.drop"), "no")
    if step == "category":
        keys = [_key(session, Label(f"cases.category_{name}"), "c", n) for n, name in enumerate(CATEGORIES)]
        pairs = tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
        return (*pairs, (_key(session, Label("cases.feedback"), "r"), drop))
    if step == "unit":
        found = await units.by_ids(turn.tx, _units(person, session.state["body"]))
        return (
            *((_key(session, formats.shorten(unit.name, 60), "u", unit.id),) for unit in found.values()),
            (_key(session, Label("cases.no_unit"), "u", 0), drop),
        )
    change = (_key(session, Label("cases.other_category"), "g"),) if session.state["kind"] == "difficulty" else ()
    if step == "text":
        return ((*change, drop),)
    same = tuple((_key(session, Label("cases.same_as", {"number": case.id}), "f", case.id),) for case in alike)
    last = (_key(session, Label("cases.retype"), "x"), *change)
    return (*same, *_send_rows(session, bool(alike)), last, (drop,))


def _send_rows(session: OpenSession, anew: bool) -> Keyboard:
    if session.state["kind"] == "feedback":
        return ((_key(session, Label("cases.send_feedback"), "s", 0, primary=True),),)
    new = "_new" if anew else ""
    normal = _key(session, Label(f"cases.send{new}_normal"), "s", 0, primary=True)
    return ((normal,), (_key(session, Label(f"cases.send{new}_urgent"), "s", 1),))


# What is said and tapped


async def said(turn: Turn, session: OpenSession) -> None:
    """A text, photo or file: it is added to what is told."""
    await _person(turn, session)
    problem, limit = await writing.take(turn, session)
    step = _step(session, await _person(turn, session))
    if not problem and step in ("category", "unit"):
        problem = "buttons"
    await _show(turn, session, problem, limit)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The same card again."""
    await _show(turn, session)


CONVERSATION = Conversation(said, resumed, said)


async def act(turn: Turn, tap: RaiseAct) -> None:
    """A button of the live card."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    person = await _person(turn, session)
    if tap.turn != session.state["turn"]:
        await turn.toast(Label("basics.stale_button"), alert=True)
        await _show(turn, session)
        return
    if not session.front:
        await sessions.bring_to_front(turn.tx, session)
    if tap.what == "no":
        await turn.card(_HANDLE, Stopped(KIND))
        await finish(turn, session)
    elif tap.what == "s" and _step(session, person) == "review":
        await _send(turn, session, person, urgent=tap.arg == 1)
    elif tap.what == "f":
        await _follow(turn, session, person, tap.arg)
    else:
        _change(session, person, tap)
        await _show(turn, session)


def _change(session: OpenSession, person: Person, tap: RaiseAct) -> None:
    state = session.state
    if tap.what == "c" and 0 <= tap.arg < len(CATEGORIES):
        state.update(kind="difficulty", category=CATEGORIES[tap.arg])
    elif tap.what == "r":
        state.update(kind="feedback", category="")
    elif tap.what == "u" and (tap.arg == 0 or tap.arg in _units(person, state["body"])):
        state["unit"] = tap.arg
    elif tap.what == "g":
        state["category"] = ""
    elif tap.what == "x":
        state.update(writing.empty())


async def _send(turn: Turn, session: OpenSession, person: Person, *, urgent: bool) -> None:
    state = session.state
    theirs = _units(person, state["body"])
    unit = theirs[0] if len(theirs) == 1 else state["unit"]
    await sessions.end(turn.tx, session.id)  # a second tap finds nothing to send
    await turn.toast(Label("cases.sent"))
    await raising.raise_case(
        turn,
        task_force_id=state["body"],
        kind=state["kind"],
        category=state["category"],
        text=state["text"],
        urgent=urgent and state["kind"] == "difficulty",
        files=writing.files_of(state),
        about=unit,
        card=_HANDLE,
    )
    await finish(turn, session)


async def _follow(turn: Turn, session: OpenSession, person: Person, case_id: int) -> None:
    """They have the same trouble: only what was offered to them can be followed this way."""
    case = await cases.get(turn.tx, case_id)
    if case is None or all(case.id != each.id for each in await _alike(turn, session)):
        raise NotAllowed(f"follow case {case_id}")
    if case.raised_by != person.id:
        await case_followers.add(turn.tx, case.id, person.id, turn.now)
    await turn.toast(Label("cases.follows"))
    see = Button(Label("cases.see"), data=SeeCase(case.id).pack())
    excerpt = formats.shorten(" ".join(case.text.split()), _EXCERPT)
    await turn.card(_HANDLE, CaseFollowed(case.id, excerpt, case.state), ((see,),))
    await finish(turn, session)
