"""Targets of the plan: seen, told, taken from reports."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.targets import card, linking, listing, taps, telling, undoing


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("chitieu", "targets"), approvals.once_inside(listing.command)),
        routes.tap(taps.ListTargets, listing.see),
        routes.tap(taps.FindTarget, listing.find),
        routes.tap(taps.SeeTarget, card.see),
        routes.tap(taps.TellTarget, telling.begin),
        routes.tap(taps.TellPeriod, telling.period),
        routes.tap(taps.ConfirmTold, telling.confirm),
        routes.tap(taps.ChangeTold, telling.change),
        routes.tap(taps.DropTold, telling.drop),
        routes.tap(taps.UndoTold, undoing.undo),
        routes.tap(taps.SeeTold, undoing.see_told),
        routes.tap(taps.TakeBackTold, undoing.take_back),
        routes.tap(taps.ChooseFigure, linking.choose),
        routes.tap(taps.PickFigure, linking.pick),
        routes.tap(taps.LinkFigure, linking.link),
        routes.tap(taps.UnlinkFigure, linking.unlink),
        routes.tap(taps.CountTarget, linking.count),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        listing.KIND: listing.CONVERSATION,
        telling.KIND: telling.CONVERSATION,
    },
    picked={
        listing.COMMAND: listing.command,
    },
)
