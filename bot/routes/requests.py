"""Reports that somebody asks for."""

from typing import Any

from bot.features import Beat
from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.requests import asking, changing, following, listing, taps, telling


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("yeucau", "request"), approvals.once_inside(asking.command)),
        routes.tap(taps.NewRequest, asking.new),
        routes.tap(taps.AskAct, asking.act),
        routes.tap(taps.ListRequests, listing.see_list),
        routes.tap(taps.SeeRequest, listing.see),
        routes.tap(taps.ChangeRequest, changing.change),
        routes.tap(taps.ChangeAct, changing.act),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={asking.KIND: asking.CONVERSATION, changing.KIND: changing.CONVERSATION},
    sweeps=(following.sweep,),
    beats=(Beat(telling.due, telling.beat),),
    picked={asking.COMMAND: asking.command},
)
