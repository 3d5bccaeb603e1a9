"""Units: named, merged, split, ended."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.unit_changes import asking, draft, listing, mailbox, taps


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("donvi", "units"), approvals.once_inside(listing.command)),
        routes.tap(taps.ListUnits, listing.see),
        routes.tap(taps.SeeUnitChanges, listing.see_unit),
        routes.tap(taps.ListNobody, listing.see_nobody),
        routes.tap(taps.BeginChange, asking.begin),
        routes.tap(taps.Change, asking.act),
        routes.tap(mailbox.AskMailbox, mailbox.ask),
        routes.tap(mailbox.DropMailbox, mailbox.drop),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={draft.KIND: asking.CONVERSATION, mailbox.KIND: mailbox.CONVERSATION},
    picked={listing.COMMAND: listing.command},
)
