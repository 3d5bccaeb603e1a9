"""Preparing a ballot on one card: what is asked, whom, until when, and how it is counted."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Literal

from handlers import people_pool
from handlers.ballots import access, asking, opening, wording
from handlers.ballots.checking import warnings
from handlers.ballots.drafting import HANDLE, KIND, card_of, key, note, say_over, subject_of
from handlers.ballots.taps import EditBallot, NewBallot
from handlers.conversations import offer_waiting
from handlers.turn import Turn
from messages.contexts.ballots import BallotDesk, BallotDropAsk, BallotRules
from messages.model import Keyboard, Label
from storage import ballots, outbox, sessions
from storage.ballots import Ballot
from taskforce.charter.base import UNSPECIFIED
from taskforce.decisions import Silence
from taskforce.roles import Action

_PARTS = 8
_OF: tuple[Literal["all", "present", "voting"], ...] = ("all", "present", "voting")
_SILENCE: tuple[Silence, ...] = (UNSPECIFIED, "consent", "against", "abstain")
_QUORUM = (None, Fraction(1, 2), Fraction(2, 3), Fraction(1))
_FAR = 2**32
"""Unix seconds that no deadline of ours reaches."""

_CHANGES = ("o0", "ts", "px", "rs", "rr", "rq", "ro", "ri", "rt", "dd", "go")
"""What is done to the draft as it was shown: on an older card it is not done."""


async def begin(turn: Turn, tap: NewBallot) -> None:
    """A new draft with the charter's rules; the question is asked at once."""
    person = turn.need(Action.OPEN_BALLOT, tap.body)
    ballot = await ballots.empty_draft(turn.tx, tap.body, person.id)
    if ballot is None:
        charter = await turn.charter(tap.body)
        written = charter.decisions.written
        ballot = await ballots.create(
            turn.tx, tap.body, mode=charter.body.decisions, majority=wording.charter_rule(charter),
            silence=wording.charter_silence(charter), early=written is not None and written.early,
            by=person.id, now=turn.now,
        )  # fmt: skip
        await note(turn, ballot, "drafted")
    incoming = turn.incoming
    if incoming is not None and await outbox.card(turn.tx, turn.chat_id, HANDLE) == incoming.message_id:
        await outbox.rename_card(turn.tx, turn.chat_id, HANDLE, card_of(ballot.id))
    await asking.ask(turn, ballot, "question")


async def act(turn: Turn, tap: EditBallot) -> None:
    """A button of the desk."""
    ballot = await access.need_to_run(turn, tap.ballot)
    if ballot.state != "draft":
        await say_over(turn, ballot)
    elif tap.what in _CHANGES and tap.revision != ballot.revision:
        await _stale(turn, ballot)
    elif tap.what in _ASKED:
        await asking.ask(turn, ballot, _ASKED[tap.what])
    elif tap.what == "p":
        await asking.show_papers(turn, ballot)
    elif tap.what == "px":
        await ballots.remove_paper(turn.tx, ballot.id, tap.arg, turn.now)
        await asking.show_papers(turn, await ballots.change(turn.tx, ballot.id, question=ballot.question))
    elif tap.what in ("r", "rs", "rr", "rq", "ro", "ri", "rt"):
        await _rules(turn, ballot, tap.what)
    else:
        await _other(turn, ballot, tap)


_ASKED = {"q": "question", "o": "options", "t": "time", "lr": "reason"}


async def _other(turn: Turn, ballot: Ballot, tap: EditBallot) -> None:
    if tap.what == "o0":
        await onward(turn, await ballots.change(turn.tx, ballot.id, options=()))
    elif tap.what == "ts" and turn.now.timestamp() < tap.arg < _FAR:
        closes = datetime.fromtimestamp(tap.arg, UTC)
        await onward(turn, await ballots.change(turn.tx, ballot.id, closes_at=closes))
    elif tap.what == "d":
        rows = ((key(ballot, "drop_sure", "dd", style="danger"),), (key(ballot, "back", "desk"),))
        await turn.card(card_of(ballot.id), BallotDropAsk(ballot.question), rows)
    elif tap.what == "dd":
        await note(turn, ballot, "dropped")
        await ballots.move_on(turn.tx, ballot.id, "draft", "dropped")
        await say_over(turn, await ballots.get(turn.tx, ballot.id))
        await offer_waiting(turn, turn.chat_id)
    elif tap.what == "c":
        await opening.confirm(turn, ballot)
    elif tap.what == "go":
        await opening.open_it(turn, ballot)
    else:
        await onward(turn, ballot)


async def _stale(turn: Turn, ballot: Ballot) -> None:
    await turn.toast(Label("ballots.stale"), alert=True)
    await show(turn, ballot)


async def onward(turn: Turn, ballot: Ballot) -> None:
    """What is still missing is asked; then the desk."""
    if not ballot.question:
        await asking.ask(turn, ballot, "question")
    elif ballot.closes_at is None:
        await asking.ask(turn, ballot, "time")
    else:
        await show(turn, ballot)


# The desk


async def show(turn: Turn, ballot: Ballot, *, stray: bool = False) -> None:
    """The whole draft; what is typed now belongs to nothing until a part is chosen, files belong to it."""
    state = {"ballot": ballot.id, "ask": ""}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(ballot.id), state=state, now=turn.now
    )
    pool = await people_pool.kept(turn, ballot.task_force_id)
    found = people_pool.chosen(pool, ballot.audience)
    parts = await people_pool.words(turn, pool, ballot.audience, most=_PARTS)
    named = sum(not token.startswith("not:") for token in ballot.audience)
    message = BallotDesk(
        facts=await wording.facts(turn, ballot, turn.locale),
        rules=await wording.rule_words(turn, ballot, turn.locale),
        parts=parts,
        more=named - len(parts),
        count=len(found),
        late_reason=ballot.late_reason,
        told_to_all=ballot.told_to_all,
        warnings=await warnings(turn, ballot, found),
        stray=stray,
    )
    await turn.card(card_of(ballot.id), message, _rows(ballot, message))


def _rows(ballot: Ballot, desk: BallotDesk) -> Keyboard:
    late = any(one.code in ("soon", "long") for one in desk.warnings)
    rows: list[tuple[Any, ...]] = [(key(ballot, "go_on_open", "c", style="primary"),)]
    if late:
        rows.append((key(ballot, "late_reason", "lr"),))
    rows += [
        (key(ballot, "question", "q"), key(ballot, "options", "o")),
        (key(ballot, "time", "t"), asking.audience_key(ballot)),
        (key(ballot, "papers", "p"), key(ballot, "rules", "r")),
        (key(ballot, "drop", "d"),),
    ]
    return tuple(rows)


# How it is counted


async def _rules(turn: Turn, ballot: Ballot, what: str) -> None:
    """The rules, after a tap on one of them took it to its next value."""
    changed = _turned(ballot, what)
    if changed:
        await note(turn, ballot, "rules", detail=what)
        ballot = await ballots.change(turn.tx, ballot.id, **changed)
    message = BallotRules(
        ballot.question, await wording.rule_words(turn, ballot, turn.locale), ballot.reason_required,
        ballot.told_to_all,
    )  # fmt: skip
    await turn.card(card_of(ballot.id), message, _rule_rows(ballot))


def _turned(ballot: Ballot, what: str) -> dict[str, Any]:
    if what == "rs":
        return {"secret": not ballot.secret, "reason_required": False}
    if what == "rr" and not ballot.secret:
        return {"reason_required": not ballot.reason_required}
    if what == "rt":
        return {"told_to_all": not ballot.told_to_all}
    if what == "rq":
        at = _QUORUM.index(ballot.quorum) if ballot.quorum in _QUORUM else 0
        return {"quorum": _QUORUM[(at + 1) % len(_QUORUM)]}
    if what == "ro" and ballot.mode == "majority":
        at = _OF.index(ballot.majority.of) if ballot.majority.of in _OF else 0
        return {"majority": ballot.majority.model_copy(update={"of": _OF[(at + 1) % len(_OF)]})}
    if what == "ri" and not ballot.options and ballot.mode == "majority":
        at = _SILENCE.index(ballot.silence)
        return {"silence": _SILENCE[(at + 1) % len(_SILENCE)]}
    return {}


def _rule_rows(ballot: Ballot) -> Keyboard:
    of = ballot.majority.of if ballot.majority.of in _OF else "all"
    rows = [(key(ballot, "secret" if ballot.secret else "named", "rs"),)]
    if not ballot.secret:
        rows.append((key(ballot, "reason_must" if ballot.reason_required else "reason_may", "rr"),))
    if ballot.mode == "majority":
        rows.append((key(ballot, f"of_{of}", "ro"),))
        if not ballot.options:
            rows.append((key(ballot, f"silence_{ballot.silence}", "ri"),))
    share = "" if ballot.quorum is None else str(ballot.quorum).replace("/", "_")
    rows.append((key(ballot, f"quorum_{share}" if share else "quorum_none", "rq"),))
    rows.append((key(ballot, "told_all" if ballot.told_to_all else "told_office", "rt"),))
    rows.append((key(ballot, "back", "desk", style="primary"),))
    return tuple(rows)
