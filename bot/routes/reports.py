"""The guided report."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.reports import conversation as report_conversation
from handlers.reports import handing, returning
from handlers.reports import opening as report_opening
from handlers.reports import taps as report_taps
from handlers.reports.talk import KIND as REPORT_KIND


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("baocao", "report"), approvals.once_inside(report_opening.command)),
        routes.tap(report_taps.OpenReport, report_opening.open_report),
        routes.tap(report_taps.EnterFor, report_opening.enter_for),
        routes.tap(report_taps.SeeReport, report_opening.see),
        routes.tap(report_taps.SeeFiles, report_opening.see_files),
        routes.tap(report_taps.EditReport, report_opening.edit),
        routes.tap(report_taps.Act, report_conversation.act),
        routes.tap(report_taps.Look, report_conversation.look),
        routes.tap(report_taps.Later, report_conversation.later),
        routes.tap(report_taps.HandTo, handing.hand_to),
        routes.tap(report_taps.HelpOut, handing.help_out),
        routes.tap(report_taps.PickToReturn, returning.pick),
        routes.tap(report_taps.ReturnAnswer, returning.begin),
        routes.tap(report_taps.AnswerAgain, returning.answer_again),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        REPORT_KIND: report_conversation.CONVERSATION,
        returning.COMMENT_KIND: returning.COMMENT,
    },
)
