"""The parts of a draft that are typed, sent or picked: question, options, deadline, reason, files, people."""

from datetime import datetime, timedelta

from handlers import people_picker
from handlers.ballots import access, checking, deadline, drafting, withdrawing, wording
from handlers.ballots.drafting import ECHO, KIND, card_of, key, say_over, subject_of
from handlers.ballots.taps import EditBallot, ListAsked, PickAsked, SeeAsked
from handlers.conversations import Conversation
from handlers.people_picker import Picking, Taps
from handlers.reports import cut
from handlers.turn import NotAllowed, Turn
from messages.contexts.ballots import BallotAsk, BallotPapers
from messages.model import Button, Label
from messages.render import local
from storage import ballots, outbox, sessions
from storage.ballots import Ballot
from storage.outbox import Priority
from storage.sessions import OpenSession
from taskforce.forms import clean

QUESTION_LIMIT = 1500
REASON_LIMIT = 600
_OPTION_LIMIT = 120
_MOST_OPTIONS = 8
_MB = 1024 * 1024
_LIMIT_MB = 50
"""What a bot may send on by its id (Telegram facts, Files)."""
_MOST_PAPERS = 20
_NAME_LIMIT = 200
_LIMITS = {"question": QUESTION_LIMIT, "options": _OPTION_LIMIT, "reason": REASON_LIMIT, "time": 200}


async def _await(turn: Turn, ballot: Ballot, what: str) -> None:
    """From now on what is typed answers that."""
    state = {"ballot": ballot.id, "ask": what, "was": _value(ballot, what)}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(ballot.id), state=state, now=turn.now
    )


def _value(ballot: Ballot, what: str) -> str:
    """What the draft holds there: whether somebody else wrote it meanwhile shows by it."""
    if what == "time":
        return "" if ballot.closes_at is None else ballot.closes_at.isoformat()
    return {"question": ballot.question, "options": "\n".join(ballot.options), "reason": ballot.late_reason}.get(
        what, ""
    )


async def ask(
    turn: Turn, ballot: Ballot, what: str, problem: str = "", typed: str = "", choices: tuple[datetime, ...] = ()
) -> None:
    """Ask for one part; ``choices`` (UTC) are what a typed deadline can mean."""
    await _await(turn, ballot, what)
    zone = (await turn.charter(ballot.task_force_id)).body.timezone
    bounds = await checking.window(turn, ballot)
    message = BallotAsk(
        what=what,
        question=ballot.question,
        current="" if what == "time" else _value(ballot, what),
        problem=problem,
        typed=typed[:ECHO],
        limit=_LIMITS[what],
        earliest=None if bounds.earliest is None else local(bounds.earliest, zone),
        latest=None if bounds.latest is None else local(bounds.latest, zone),
        cite=wording.written_cite(await turn.charter(ballot.task_force_id)),
    )
    rows: list[tuple[Button, ...]] = []
    if what == "time":
        rows += await deadline.rows(turn, ballot, choices)
    if what == "options":
        rows.append((key(ballot, "usual_options", "o0"),))
    if ballot.question and (ballot.closes_at is not None or what != "time"):
        rows.append((key(ballot, "back", "desk"),))
    else:
        rows.append((key(ballot, "drop", "d"),))
    await turn.card(card_of(ballot.id), message, tuple(rows))


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """According to what is asked."""
    ballot = await _still(turn, session)
    what = str(session.state["ask"])
    if ballot is None:
        return
    if what == "withdraw":
        await withdrawing.typed(turn, session, ballot)
        return
    if ballot.state != "draft":
        await say_over(turn, ballot)
        return
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    cut_off = await cut.belongs(turn, text)
    if what == "audience":
        await people_picker.show_view(turn, picking(ballot), "member", 0, " ".join(text.split())[:100])
    elif what == "papers":
        await show_papers(turn, ballot, "text")
    elif what in _LIMITS:
        if text and session.state.get("was") != _value(ballot, what):
            await ask(turn, ballot, what, "clash", text)
        else:
            await _take(turn, ballot, what, text, cut_off=cut_off)
    else:
        await _stray(turn, ballot)


async def _take(turn: Turn, ballot: Ballot, what: str, text: str, *, cut_off: bool) -> None:
    """What was asked for."""
    if not text:
        await ask(turn, ballot, what, "empty")
    elif cut_off or (what != "options" and len(text) > _LIMITS[what]):
        await ask(turn, ballot, what, "too-long", text)
    elif what == "options":
        await _options(turn, ballot, text)
    elif what == "time":
        await _time(turn, ballot, text)
    else:
        column = {"question": "question", "reason": "late_reason"}[what]
        await drafting.note(turn, ballot, what)
        await _onward(turn, await ballots.change(turn.tx, ballot.id, **{column: text}))


async def _still(turn: Turn, session: OpenSession) -> Ballot | None:
    """The conversation's ballot; whoever has no part in it any more loses the conversation with it."""
    try:
        return await access.need_to_run(turn, int(session.state["ballot"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def _onward(turn: Turn, ballot: Ballot) -> None:
    from handlers.ballots import draft  # it asks for the parts

    await draft.onward(turn, ballot)


async def _stray(turn: Turn, ballot: Ballot) -> None:
    from handlers.ballots import draft  # it asks for the parts

    await draft.show(turn, ballot, stray=True)


async def _options(turn: Turn, ballot: Ballot, text: str) -> None:
    """One a line."""
    found = [one for line in text.split("\n") if (one := " ".join(line.split()).lstrip("-•* ").strip())]
    folded = [one.casefold() for one in found]
    if len(found) < 2:
        await ask(turn, ballot, "options", "few", text)
    elif len(found) > _MOST_OPTIONS:
        await ask(turn, ballot, "options", "many", text)
    elif any(len(one) > _OPTION_LIMIT for one in found):
        await ask(turn, ballot, "options", "too-long", text)
    elif len(set(folded)) < len(found):
        await ask(turn, ballot, "options", "twice", text)
    else:
        await drafting.note(turn, ballot, "options")
        await _onward(turn, await ballots.change(turn.tx, ballot.id, options=tuple(found)))


async def _time(turn: Turn, ballot: Ballot, text: str) -> None:
    problem, found = await deadline.read(turn, ballot, text)
    if len(found) == 1 and not problem:
        await _onward(turn, await ballots.change(turn.tx, ballot.id, closes_at=found[0]))
    else:
        await ask(turn, ballot, "time", problem, text, found)


# Files


async def show_papers(turn: Turn, ballot: Ballot, problem: str = "", file: str = "", *, in_place: bool = False) -> None:
    """The files, to add and to remove."""
    await _await(turn, ballot, "papers")
    found = await ballots.papers(turn.tx, ballot.id)
    message = BallotPapers(ballot.question, tuple(paper.file_name for paper in found), problem, file, _LIMIT_MB)
    keys = [
        Button(f"🗑 {n}", data=EditBallot(ballot.id, ballot.revision, "px", paper.id).pack())
        for n, paper in enumerate(found, 1)
    ]
    rows = [tuple(keys[n : n + 8]) for n in range(0, len(keys), 8)]
    rows.append((key(ballot, "done", "desk", style="primary"),))
    handle = card_of(ballot.id)
    if in_place and await outbox.will_stand(turn.tx, turn.chat_id, handle):
        await turn.show(turn.chat_id, handle, message, tuple(rows), locale=turn.locale, priority=Priority.REPLY)
    else:
        await turn.card(handle, message, tuple(rows))


async def file_sent(turn: Turn, session: OpenSession) -> None:
    """A file, whatever is asked at the moment: it belongs to the draft."""
    ballot = await _still(turn, session)
    file = None if turn.incoming is None else turn.incoming.file
    if ballot is None or file is None or turn.person is None:
        return
    if ballot.state != "draft":
        await say_over(turn, ballot)
        return
    just_now = turn.now - session.updated_at < timedelta(seconds=2) and session.state["ask"] == "papers"
    name = file.name[:_NAME_LIMIT]
    there = await ballots.papers(turn.tx, ballot.id)
    if file.size is not None and file.size > _LIMIT_MB * _MB:
        await show_papers(turn, ballot, "too-big", name)
    elif len(there) >= _MOST_PAPERS:
        await show_papers(turn, ballot, "too-many", name)
    elif any((paper.file_id, paper.file_name) == (file.file_id, name) for paper in there):
        await show_papers(turn, ballot, "twice", name)
    else:
        await ballots.add_paper(
            turn.tx, ballot.id, file_id=file.file_id, kind=file.kind, name=name, size=file.size, by=turn.person.id,
            now=turn.now,
        )  # fmt: skip
        ballot = await ballots.change(turn.tx, ballot.id, question=ballot.question)
        await show_papers(turn, ballot, file=name, in_place=just_now)


# People


def picking(ballot: Ballot) -> Picking:
    """Who is asked, on the desk's own card."""
    number = ballot.id
    taps = Taps(
        see=lambda view, page: SeeAsked(number, view, page),
        pick=lambda kind, name, on, page: PickAsked(number, kind, name, on, page),
        listed=lambda page: ListAsked(number, page),
        done=EditBallot(number, ballot.revision, "desk", 0),
    )
    return Picking(
        ballot.task_force_id, "ask", ballot.question[:200], ballot.audience, card_of(number), taps, missing=False
    )


def audience_key(ballot: Ballot) -> Button:
    """The button that leads to the picking."""
    return Button(Label("ballots.audience"), data=SeeAsked(ballot.id, "", 0).pack())


async def _need_draft(turn: Turn, ballot_id: int) -> Ballot | None:
    ballot = await access.need_to_run(turn, ballot_id)
    if ballot.state == "draft":
        await _await(turn, ballot, "audience")
        return ballot
    await say_over(turn, ballot)
    return None


async def see_asked(turn: Turn, tap: SeeAsked) -> None:
    """One way of picking, or all of them."""
    ballot = await _need_draft(turn, tap.ballot)
    if ballot is not None:
        await people_picker.see(turn, picking(ballot), tap.view, tap.page)


async def list_asked(turn: Turn, tap: ListAsked) -> None:
    """The exact list."""
    ballot = await _need_draft(turn, tap.ballot)
    if ballot is not None:
        await people_picker.see_list(turn, picking(ballot), tap.page)


async def pick_asked(turn: Turn, tap: PickAsked) -> None:
    """Ask them, or not."""
    ballot = await _need_draft(turn, tap.ballot)
    if ballot is None:
        return
    tokens = await people_picker.change(turn, picking(ballot), tap.kind, tap.key, tap.on)
    if tokens != ballot.audience:
        await drafting.note(turn, ballot, "audience", detail=f"{tap.kind}:{tap.key}:{tap.on}")
        ballot = await ballots.change(turn.tx, ballot.id, audience=tokens)
    await people_picker.see(turn, picking(ballot), tap.kind, tap.page)


# Taken up again


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live question again."""
    ballot = await _still(turn, session)
    what = str(session.state["ask"])
    if ballot is None:
        return
    if what == "withdraw":
        await withdrawing.ask(turn, ballot)
    elif ballot.state != "draft":
        await say_over(turn, ballot)
    elif what == "papers":
        await show_papers(turn, ballot)
    elif what == "audience":
        await people_picker.show(turn, picking(ballot))
    elif what in _LIMITS:
        await ask(turn, ballot, what)
    else:
        await _onward(turn, ballot)


CONVERSATION = Conversation(typed, resumed, file_sent)
