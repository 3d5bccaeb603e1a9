"""Opinions and votes in writing: preparing, answering, counting."""

from typing import Any

from bot.features import Beat
from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.ballots import asking, closing, deciding, draft, drafting, listing, office, secret, taps, voting


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("phieu", "ballot"), approvals.once_inside(listing.command)),
        routes.tap(taps.ListBallots, listing.see),
        routes.tap(taps.NewBallot, draft.begin),
        routes.tap(taps.EditBallot, draft.act),
        routes.tap(taps.SeeAsked, asking.see_asked),
        routes.tap(taps.PickAsked, asking.pick_asked),
        routes.tap(taps.ListAsked, asking.list_asked),
        routes.tap(taps.SeeBallot, office.see),
        routes.tap(taps.RunBallot, office.act),
        routes.tap(taps.Choose, voting.choose),
        routes.tap(taps.AddWords, voting.add_words),
        routes.tap(taps.GetBallotPapers, voting.get_papers),
        routes.tap(taps.TakePaper, secret.take_paper),
        routes.tap(taps.Cast, secret.cast),
        routes.tap(taps.AddOpinion, secret.add_opinion),
        routes.tap(taps.DecideBallot, deciding.decide),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        drafting.KIND: asking.CONVERSATION,
        voting.KIND: voting.CONVERSATION,
        deciding.KIND: deciding.CONVERSATION,
    },
    sweeps=(closing.sweep,),
    beats=(Beat(closing.due, closing.beat),),
    picked={listing.COMMAND: listing.command},
)
