"""The record of a ballot as an official document, for whoever may see the result."""

import html

from handlers.ballots import access, counting, results, wording
from handlers.meetings.convene import letters
from handlers.turn import NotAllowed, Turn
from messages import render
from messages.contexts.ballots import BallotCounting, BallotRecordCaption
from messages.documents.ballot import BallotOption, BallotRecord, BallotRow
from messages.documents.base import Official, Signature
from messages.model import Label
from messages.render import local
from storage import ballot_votes, ballots, people
from storage.ballots import Ballot
from storage.people import Person
from taskforce.charter import Charter
from taskforce.roles import LEADERS, Role

_VI = "vi"
"""The record is Vietnamese whatever the reader's chat speaks."""


async def send(turn: Turn, ballot_id: int) -> None:
    """The record to whoever asks for it and may see the result."""
    ballot = await ballots.find(turn.tx, ballot_id)
    if ballot is None or ballot.state != "closed" or not await access.may_see_result(turn, ballot):
        raise NotAllowed(f"record of ballot {ballot_id}")
    name = render.label(Label("ballots.record_name", {"number": ballot.id}), turn.locale)
    caption = BallotRecordCaption(ballot.question)
    await turn.send_document(turn.chat_id, name, await of(turn, ballot), caption, locale=turn.locale)


async def of(turn: Turn, ballot: Ballot) -> BallotRecord:
    """The record of a closed ballot."""
    charter = await turn.charter(ballot.task_force_id)
    zone = charter.body.timezone
    found = await counting.outcome_of(turn, ballot)
    everybody = await ballot_votes.everybody(turn.tx, ballot.id)
    votes = {} if ballot.secret else await ballot_votes.votes(turn.tx, ballot.id)
    options = wording.options(ballot, _VI)
    said = await results.opinions(turn, ballot, everybody, votes, _VI, whole=True) if ballot.secret else ()
    rows = () if ballot.secret else tuple(
        BallotRow(
            one.full_name, one.title or charter.titles.of(one.role, _VI), one.unit,
            options[votes[one.id].place] if one.id in votes else "", votes[one.id].words if one.id in votes else "",
        )
        for one in everybody
    )  # fmt: skip
    return BallotRecord(
        heading=letters.heading(charter),
        question=ballot.question,
        asked_by=await _asked_by(turn, ballot, charter),
        opened_at=local(ballot.opened_at or turn.now, zone),
        closed_at=local(ballot.closed_at or turn.now, zone),
        asked=found.asked,
        silent=found.silent,
        options=tuple(BallotOption(text, found.counts[n]) for n, text in enumerate(options)),
        counting=await _counting(turn, ballot),
        signature=await _signature(turn, ballot, charter),
        secret=ballot.secret,
        decision=await _decision(turn, ballot, charter),
        papers=tuple(paper.file_name for paper in await ballots.papers(turn.tx, ballot.id)),
        rows=rows,
        opinions=tuple(one.words for one in said),
        cite=letters.cited(charter, wording.written_cite(charter) or charter.body.cite),
        late_reason=ballot.late_reason,
        receivers=(render.label(Label("ballots.receivers"), _VI),),
    )


async def _counting(turn: Turn, ballot: Ballot) -> tuple[str, ...]:
    found = await counting.outcome_of(turn, ballot)
    numbers = await results.numbers(turn, ballot, found, _VI)
    said = render.text(BallotCounting(await wording.rule_words(turn, ballot, _VI), numbers), _VI)
    return tuple(line for line in html.unescape(said).split("\n") if line.strip())


def _role(person: Person, task_force: int) -> Role | None:
    held = [role for role in Role if role in person.roles_in(task_force)]
    return held[0] if held else None


async def _asked_by(turn: Turn, ballot: Ballot, charter: Charter) -> Official:
    person = None if ballot.opened_by is None else await people.by_id(turn.tx, ballot.opened_by)
    role = None if person is None else _role(person, ballot.task_force_id)
    title = "" if role is None else charter.titles.of(role, _VI)
    return Official("" if person is None else person.full_name, title)


async def _signature(turn: Turn, ballot: Ballot, charter: Charter) -> Signature:
    """The room for signing: the head, a deputy in the head's place (KT.), or the secretary by order (TL.)."""
    head = charter.titles.of(Role.LEADER, _VI)
    person = None if ballot.opened_by is None else await people.by_id(turn.tx, ballot.opened_by)
    role = None if person is None else _role(person, ballot.task_force_id)
    if person is None or role is None or role is Role.LEADER:
        return Signature(head, "" if person is None else person.full_name)
    return Signature(head, person.full_name, charter.titles.of(role, _VI), "KT." if role in LEADERS else "TL.")


async def _decision(turn: Turn, ballot: Ballot, charter: Charter) -> str:
    """The chair's word in a sentence."""
    if not ballot.decided:
        return ""
    by = None if ballot.decided_by is None else await people.by_id(turn.tx, ballot.decided_by)
    word = results.decision(ballot, _VI)
    key = word if word in ("yes", "no", "seen") else "option"
    values = {"chair": charter.titles.of(Role.LEADER, _VI), "name": "" if by is None else by.full_name, "option": word}
    said = render.label(Label(f"ballots.record_{key}", values), _VI)
    why = render.label(Label("ballots.record_why", {"why": ballot.decided_why}), _VI) if ballot.decided_why else ""
    return f"{said} {why}".strip()
