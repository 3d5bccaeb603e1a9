"""Report periods: calendar, reminders, board, summary, channel."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import (
    approvals,
    boards,
    calendar,
    channels,
    escalations,
    periods,
    reminders,
    report_papers,
    status,
)
from handlers.conversations import Conversation
from handlers.summary import approving, commenting, drafting, noting, versions
from handlers.summary import sweep as summary
from handlers.summary import taps as summary_taps


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("bang", "board"), approvals.once_inside(boards.command)),
        routes.command(("tinhhinh", "status"), approvals.once_inside(status.command)),
        routes.command(("kenh", "channel"), channels.command),
        routes.command(("lich", "calendar"), calendar.command),
        routes.tap(reminders.SnoozeMenu, reminders.choose_hour),
        routes.tap(reminders.Snooze, reminders.snooze),
        routes.tap(reminders.SnoozeBack, reminders.back),
        routes.tap(escalations.Forwarded, escalations.forwarded),
        routes.tap(boards.ShowBoard, boards.show),
        routes.tap(boards.NudgeAll, reminders.nudge_all),
        routes.tap(boards.NudgeUnit, reminders.nudge_unit),
        routes.tap(boards.ListUnits, boards.list_units),
        routes.tap(boards.ShowUnit, boards.show_unit),
        routes.tap(boards.GetPapers, report_papers.get),
        routes.tap(summary_taps.SendSummary, drafting.send_now),
        routes.tap(summary_taps.EditNote, noting.edit_note),
        routes.tap(summary_taps.DropNote, noting.drop_note),
        routes.tap(summary_taps.SubmitSummary, approving.submit_tapped),
        routes.tap(summary_taps.ApproveSummary, approving.approve),
        routes.tap(summary_taps.CommentSummary, commenting.begin),
        routes.tap(summary_taps.ShowDraft, approving.show_draft),
        routes.tap(summary_taps.ResumeDraft, drafting.resume),
        routes.tap(summary_taps.ShowVersions, versions.show),
        routes.tap(channels.BindChannel, channels.bind),
        routes.tap(channels.AskUnbind, channels.ask_unbind),
        routes.tap(channels.UnbindChannel, channels.unbind),
        routes.tap(channels.KeepChannel, channels.keep),
        routes.tap(calendar.AskForDay, calendar.ask_for_day),
        routes.tap(calendar.PreviewUsual, calendar.preview_usual),
        routes.tap(calendar.DeclareDay, calendar.declare),
        routes.tap(calendar.ShowCalendar, calendar.show),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        calendar.KIND: Conversation(calendar.typed, calendar.resumed),
        noting.NOTE_KIND: Conversation(noting.note_typed, noting.note_resumed),
        commenting.COMMENT_KIND: Conversation(commenting.typed, commenting.resumed),
    },
    sweeps=(
        # in this order: what opens is reminded of, what is sent is summed up
        periods.sweep,
        boards.sweep,
        reminders.sweep,
        escalations.sweep,
        summary.sweep,
    ),
)
