"""Quarters, half-years and years rolled up from the periods within them."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.rolled import choosing, sending


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("tonghop", "rollup"), approvals.once_inside(choosing.command)),
        routes.tap(choosing.ChooseSpan, choosing.choose),
        routes.tap(choosing.ShowSpan, choosing.show),
        routes.tap(choosing.SpanPapers, choosing.documents),
        routes.tap(choosing.PostSpan, choosing.post),
    ]


FEATURE = Feature(handlers=handlers, sweeps=(sending.sweep,), picked={choosing.COMMAND: choosing.command})
