"""What is done about requests as time passes: whoever asked hears how it ended."""

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.requests.taps import SeeRequest
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.requests import RequestStands
from messages.model import Button, Keyboard, Label
from storage import periods
from storage.people import Person
from storage.requests import Request
from taskforce.roles import Action, may

ALL_IN, OVER = "told-complete", "told-over"
"""The stages of a period at which whoever asked was told."""

_NAMED = 20


async def sweep(turn: Turn) -> None:
    """Whoever asked is told when all are in, or the time is over."""
    for standing in await open_periods.all_open(turn):
        if standing.request is not None:
            async with apart(turn, f"Following the request of {standing}"):
                await _tell_asker(turn, standing, standing.request)


async def _tell_asker(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """At once, whatever the hour: they wait for it. Not once more for what came after the deadline."""
    period = standing.period
    over = turn.now > period.due_at
    done = await periods.stages_done(turn.tx, period.id)
    at_the_end = f"{OVER}:{period.due_at:%Y%m%d%H%M}"
    if {ALL_IN, at_the_end} & done or not (over or request.complete_at is not None):
        return
    stage = ALL_IN if request.complete_at is not None else at_the_end
    await periods.mark_stage(turn.tx, period.id, stage, turn.now)
    asker = await turn.person_by_id(request.asked_by)
    if not may(asker.roles_in(period.task_force_id), Action.ASK_REPORT):
        return  # they are not of the office any more
    states = await board_cards.unit_states(turn, standing)
    missing = [state.name for state in states if not state.sent]
    message = RequestStands(
        title=period.title,
        period=period.period,
        sent=len(states) - len(missing),
        total=len(states),
        missing=tuple(missing[:_NAMED]),
        more_missing=len(missing[_NAMED:]),
        over=over,
    )
    # one more unit may be asked after all were in: then all are in once more
    key = f"request-stands:{period.id}:{stage}:{len(states)}"
    await turn.notify(asker, message, _rows(standing, asker), dedupe_key=key)


def _rows(standing: OpenPeriod, asker: Person) -> Keyboard:
    period = standing.period
    see = Button(Label("requests.see"), data=SeeRequest(period.id).pack())
    if not may(asker.roles_in(period.task_force_id), Action.SEE_SUMMARY):
        return ((see,),)
    papers = Button(Label("papers.get"), data=board_cards.GetPapers(period.id).pack())
    return (*board_cards.open_button(period.id), (papers, see))
