"""Who may do what with a ballot: asked on the server at every tap."""

from handlers.turn import NotAllowed, Turn
from storage import ballot_votes, ballots, people
from storage.ballot_votes import Asked
from storage.ballots import Ballot
from storage.people import Person
from taskforce.roles import LEADERS, Action, Role


async def need_to_run(turn: Turn, ballot_id: int) -> Ballot:
    """The ballot, which this person's office runs.

    Raises:
        NotAllowed: they have no part in that, or there is none.
    """
    ballot = await ballots.find(turn.tx, ballot_id)
    if ballot is None or not turn.may(Action.OPEN_BALLOT, ballot.task_force_id):
        raise NotAllowed(f"run ballot {ballot_id}")
    return ballot


async def need_asked(turn: Turn, ballot_id: int) -> tuple[Ballot, Asked]:
    """The ballot and the place by which this person is asked in it.

    Raises:
        NotAllowed: they are not asked.
    """
    ballot = await ballots.find(turn.tx, ballot_id)
    place = None if ballot is None else await place_in(turn, ballot)
    if ballot is None or place is None:
        raise NotAllowed(f"vote in ballot {ballot_id}")
    return ballot, place


async def place_in(turn: Turn, ballot: Ballot) -> Asked | None:
    """The place by which whoever is there is asked; None for everybody else."""
    if turn.person is None or ballot.state in ("draft", "dropped"):
        return None
    return await ballot_votes.of_person(turn.tx, ballot.id, turn.person.id)


async def may_see_result(turn: Turn, ballot: Ballot) -> bool:
    """The office and the leaders; those asked where whoever opened it said so."""
    if turn.may(Action.OPEN_BALLOT, ballot.task_force_id):
        return True
    return ballot.told_to_all and await place_in(turn, ballot) is not None


async def may_withdraw(turn: Turn, ballot: Ballot) -> bool:
    """Who opened it; when they are not in the office any more, whoever is."""
    if turn.person is None or not turn.may(Action.OPEN_BALLOT, ballot.task_force_id):
        return False
    opener = None if ballot.opened_by is None else await people.by_id(turn.tx, ballot.opened_by)
    gone = opener is None or opener.roles_in(ballot.task_force_id).isdisjoint(LEADERS | {Role.SECRETARY})
    return gone or turn.person.id == ballot.opened_by


async def chairs(turn: Turn, task_force_id: int) -> list[Person]:
    """Who decides where the chair does, and confirms a result: the leader, else the standing deputy."""
    found = await people.with_roles(turn.tx, task_force_id, [Role.LEADER])
    return found or await people.with_roles(turn.tx, task_force_id, [Role.STANDING_DEPUTY])


async def is_chair(turn: Turn, task_force_id: int) -> bool:
    """Whether whoever is there is one of them."""
    return turn.person is not None and turn.person.id in {one.id for one in await chairs(turn, task_force_id)}


async def office(turn: Turn, task_force_id: int) -> list[Person]:
    """Everybody who is told of the result in any case: leaders and secretaries."""
    return await people.with_roles(turn.tx, task_force_id, [*sorted(LEADERS), Role.SECRETARY])
