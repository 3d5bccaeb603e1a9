"""One case: read, taken, answered, settled or not, put before the leader; every step is told."""

from collections.abc import Callable, Mapping

from handlers.cases import access, cards, saying, telling
from handlers.cases.raising import again
from handlers.cases.taps import CaseAct, CaseFiles, SeeCase
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.cases import CaseFollowed
from messages.model import Label
from storage import case_followers, cases
from storage.cases import Case
from storage.people import Person

_EXCERPT = 140


async def see(turn: Turn, tap: SeeCase) -> None:
    """The case."""
    case, _ = await access.need(turn, tap.case)
    await cards.stop_handing(turn, case.id)
    await cards.show(turn, case)


async def get_files(turn: Turn, tap: CaseFiles) -> None:
    """Its files, sent on to whoever may read it."""
    case, _ = await access.need(turn, tap.case)
    await turn.toast(Label("cases.files_coming"))
    for file in await cases.files(turn.tx, case.id):
        await turn.forward_file(turn.chat_id, file.file_id, file.kind, None, locale=turn.locale)


# Who may do what, and when

_Fits = Callable[[Case], bool]
OFFICE_ACTS: Mapping[str, _Fits] = {
    "take": lambda case: case.live,
    "answer": lambda case: case.live,
    "correct": lambda case: case.state == "answered",
    "up": lambda case: case.live and case.escalated_at is None,
}
RAISER_ACTS: Mapping[str, _Fits] = {
    "add": lambda case: case.live,
    "settled": lambda case: case.state != "closed",
    "not-yet": lambda case: case.state == "answered",
    "again": lambda case: case.state == "closed",
}
_SAID = {"answer": "answer", "correct": "answer", "add": "add", "not-yet": "reopen", "again": "reopen"}


async def act(turn: Turn, tap: CaseAct) -> None:
    """A step; on a case that has moved on, the card as it is now."""
    case, person = await access.need(turn, tap.case)
    if tap.what == "unfollow":
        await _unfollow(turn, case, person)
        return
    fits = await _allowed(turn, case, person, tap.what)
    if tap.version != case.version or not fits(case):
        await stale(turn, case)
    elif tap.what in _SAID:
        await saying.begin(turn, case, _SAID[tap.what])
    elif tap.what == "take":
        await _take(turn, case, person)
    elif tap.what == "up":
        await escalate(turn, case, person)
    else:
        await _settle(turn, case, person)


async def _allowed(turn: Turn, case: Case, person: Person, what: str) -> _Fits:
    if what in OFFICE_ACTS and await access.deals_with(turn, case, person):
        return OFFICE_ACTS[what]
    if what in RAISER_ACTS and case.raised_by == person.id:
        return RAISER_ACTS[what]
    raise NotAllowed(f"{what} case {case.id}")


async def stale(turn: Turn, case: Case) -> None:
    """Somebody made a step meanwhile."""
    await turn.toast(Label("cases.stale"), alert=True)
    await cards.show(turn, case)


async def _take(turn: Turn, case: Case, person: Person) -> None:
    if not await cases.take(turn.tx, case, person.id, turn.now):
        await stale(turn, await again(turn, case))
        return
    await done(turn, case)


async def escalate(turn: Turn, case: Case, person: Person | None) -> None:
    """Before the leader; by itself where nobody did it."""
    if await cases.escalate(turn.tx, case, by=None if person is None else person.id, now=turn.now):
        fresh = await again(turn, case)
        await telling.told(turn, fresh, eyes=await access.leaders(turn, case.task_force_id), news="escalated")
        if person is not None:
            await cards.show(turn, fresh)


async def _settle(turn: Turn, case: Case, person: Person) -> None:
    if await cases.close(turn.tx, case, by=person.id, now=turn.now):
        await done(turn, case)


async def done(turn: Turn, case: Case) -> None:
    """A step was made by whoever is there: everybody hears of it, and their card shows it."""
    fresh = await again(turn, case)
    await telling.told(turn, fresh)
    await cards.show(turn, fresh)


async def _unfollow(turn: Turn, case: Case, person: Person) -> None:
    await case_followers.remove(turn.tx, case.id, person.id)
    await turn.toast(Label("cases.follows_no_more"))
    if await access.may_see(turn, case, person):
        await cards.show(turn, case)
    else:
        excerpt = formats.shorten(" ".join(case.text.split()), _EXCERPT)
        await turn.card(cards.handle_of(case.id), CaseFollowed(case.id, excerpt, case.state, on=False))
