"""What people raise: difficulties, questions, feedback."""

from typing import Any

from bot.features import Beat
from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.cases import acting, asking, handing, listing, saying, sweep, taps, telling


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("vuongmac", "difficulty"), approvals.once_inside(asking.command)),
        routes.tap(taps.NewCase, asking.new),
        routes.tap(taps.RaiseAct, asking.act),
        routes.tap(taps.SeeCase, acting.see),
        routes.tap(taps.CaseFiles, acting.get_files),
        routes.tap(taps.CaseAct, acting.act),
        routes.tap(taps.SayAct, saying.act),
        routes.tap(taps.HandCase, handing.see),
        routes.tap(taps.HandTo, handing.hand),
        routes.tap(taps.ListCases, listing.see),
        routes.tap(taps.FindCase, listing.find),
        routes.tap(taps.FoundCases, listing.see_found),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        asking.KIND: asking.CONVERSATION,
        saying.KIND: saying.CONVERSATION,
        handing.KIND: handing.CONVERSATION,
        listing.KIND: listing.CONVERSATION,
    },
    sweeps=(sweep.sweep,),
    beats=(Beat(telling.due, telling.beat),),
    picked={asking.COMMAND: asking.command},
)
