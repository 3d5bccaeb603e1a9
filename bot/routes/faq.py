"""Questions and answers, and the telephone numbers that help."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.faq import aliases, asking, hotlines, keeping, tables, taps, to_secretary, writing


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("hoidap", "faq"), approvals.once_inside(asking.command)),
        routes.command(("duongday", "hotline"), approvals.once_inside(hotlines.command)),
        routes.tap(taps.AskFaq, asking.ask),
        routes.tap(taps.SeeAnswer, asking.see),
        routes.tap(taps.Helped, asking.helped),
        routes.tap(taps.GetFile, asking.file),
        routes.tap(taps.BrowseFaq, asking.browse),
        routes.tap(taps.NoAnswer, asking.no_answer),
        routes.tap(taps.SendQuestion, to_secretary.send),
        routes.tap(taps.WordAnew, to_secretary.anew),
        routes.tap(taps.SeeHotlines, hotlines.see),
        routes.tap(taps.KeepList, keeping.see_list),
        routes.tap(taps.KeepEntry, keeping.see),
        routes.tap(taps.KeepAsk, writing.ask),
        routes.tap(taps.KeepEdit, writing.edit),
        routes.tap(taps.KeepHide, keeping.hide),
        routes.tap(taps.KeepClear, keeping.clear),
        routes.tap(taps.KeepLeave, writing.leave),
        routes.tap(taps.KeepAliases, aliases.see),
        routes.tap(taps.DropAlias, aliases.drop),
        routes.tap(taps.KeepCase, keeping.from_case),
        routes.tap(taps.KeepSheet, tables.sheet),
        routes.tap(taps.TakeSheet, tables.take),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={to_secretary.KIND: asking.CONVERSATION, keeping.KIND: writing.CONVERSATION},
    readers={tables.PURPOSE: tables.read},
    picked={asking.COMMAND: asking.command, hotlines.COMMAND: hotlines.command},
)
