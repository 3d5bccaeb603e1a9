"""Which story is told when: every command, tap, message, tick and file of the product, in one place."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram.ext import ChatMemberHandler, filters

from bot.features import FileReader
from bot.turns import Routes, Story
from handlers import (
    approvals,
    boards,
    calendar,
    channels,
    escalations,
    fallbacks,
    home,
    housekeeping,
    invites,
    leaving,
    members,
    menus,
    periods,
    placing,
    plan_asking,
    plan_file,
    plan_import,
    plan_taps,
    preferences,
    presence,
    privacy,
    registration,
    reminders,
    report_papers,
    roster,
    status,
    summaries,
    which,
)
from handlers.conversations import Conversation, Conversations, ResumeSession
from handlers.meetings import taps as meeting_taps
from handlers.meetings.absences import absence, absence_taps, consent, deciding, standing_in
from handlers.meetings.before import due, listing, preparing, reminding, viewing
from handlers.meetings.changes import agenda_change, approving, change_draft, change_taps, changing, confirming
from handlers.meetings.conclude import afterwards as afterwards_of_meetings
from handlers.meetings.conclude import concluding, conclusion_desk, conclusion_taps, ledger, noticing, receipts
from handlers.meetings.convene import (
    agenda_talk,
    asking,
    called_list,
    calling,
    chair_talk,
    convening,
    desk_talk,
    desk_taps,
    drafting,
    giving_back,
    guest_talk,
    letters,
    papers,
    picking,
    time_talk,
)
from handlers.meetings.hall import attendance as attendance_list
from handlers.meetings.hall import checkin, entering, hall_taps, live, roll
from handlers.meetings.invite import answering, guests, invitations
from handlers.reports import conversation as report_conversation
from handlers.reports import handing, returning
from handlers.reports import opening as report_opening
from handlers.reports import taps as report_taps
from handlers.reports.talk import KIND as REPORT_KIND
from handlers.tasks import assigning, more_time, more_time_decided
from handlers.tasks import card as task_card
from handlers.tasks import listing as task_listing
from handlers.tasks import progress as task_progress
from handlers.tasks import reminding as task_reminding
from handlers.tasks import taps as task_taps
from handlers.turn import Turn

CONVERSATION_KINDS: Mapping[str, Conversation] = {
    # periods, reminders, board, summary, channel
    calendar.KIND: Conversation(calendar.typed, calendar.resumed),
    summaries.NOTE_KIND: Conversation(summaries.note_typed, summaries.note_resumed),
    # meetings
    change_draft.KIND: changing.CONVERSATION,
    drafting.KIND: desk_talk.CONVERSATION,
    absence.KIND: absence.CONVERSATION,
    deciding.KIND: deciding.CONVERSATION,
    entering.KIND: entering.CONVERSATION,
    conclusion_desk.KIND: concluding.CONVERSATION,
    receipts.KIND: receipts.CONVERSATION,
    # members
    invites.KIND: invites.CONVERSATION,
    privacy.KIND: privacy.CONVERSATION,
    placing.KIND: registration.CONVERSATION,
    roster.KIND: roster.CONVERSATION,
    # plan
    plan_file.KIND: plan_import.CONVERSATION,
    # reports
    REPORT_KIND: report_conversation.CONVERSATION,
    returning.COMMENT_KIND: returning.COMMENT,
    # tasks
    assigning.KIND: assigning.CONVERSATION,
    more_time.KIND: more_time.CONVERSATION,
    more_time_decided.KIND: more_time_decided.CONVERSATION,
    task_listing.KIND: task_listing.CONVERSATION,
    task_progress.KIND: task_progress.CONVERSATION,
}
"""By the kind of a session: who leads it on."""

CONVERSATIONS = Conversations(CONVERSATION_KINDS, on_loose_file=roster.wants_file)

SWEEPS: Sequence[Story] = (
    CONVERSATIONS.offer_again_after_gap,
    # members
    menus.sweep,
    # periods, reminders, board, summary; in this order: what opens is reminded of, what is sent is summed up
    periods.sweep,
    boards.sweep,
    reminders.sweep,
    escalations.sweep,
    summaries.sweep,
    # meetings
    due.sweep,
    reminding.sweep,
    agenda_change.sweep,
    invitations.sweep,
    consent.sweep,
    checkin.sweep,
    afterwards_of_meetings.sweep,
    ledger.sweep,
    receipts.sweep,
    # tasks
    task_reminding.sweep,
    housekeeping.sweep,
)
"""Asked at every tick: what is due and not yet done?"""

FILE_READERS: Mapping[str, FileReader] = {
    # members; a plan and its targets are told apart from a roster by their headings
    roster.PURPOSE: plan_import.read,
}
"""By the purpose a download was requested for."""


PICKED: Mapping[str, Story] = {
    # members
    "caidat": preferences.command,
    assigning.COMMAND: assigning.command,
    "kehoach": plan_import.command,
    "moi": invites.command,
    "moihop": convening.command,
    "roi": leaving.command,
    "thanhvien": members.command,
}
"""By the command that was meant for one of several task forces: what is told once it is known which."""


async def _picked(turn: Turn, tap: which.PickTaskForce) -> None:
    await which.pick(turn, tap)
    if tap.command in PICKED:
        await PICKED[tap.command](turn)


async def _standing_changed(turn: Turn) -> None:
    """The bot was blocked, unblocked, added, promoted or removed."""
    if turn.incoming is not None and turn.incoming.chat_kind == "private":
        await presence.standing_changed(turn)
    else:
        await channels.standing_changed(turn)


def _for_members(routes: Routes) -> list[Any]:
    return [
        routes.command(("start",), registration.start),
        routes.command(("trogiup", "help"), registration.help_on),
        routes.command(("moi", "invite"), invites.command),
        routes.command(("thanhvien", "members"), members.command),
        routes.command(("roi", "leave"), leaving.command),
        routes.command(("dulieu", "data"), privacy.command),
        routes.command(("caidat", "settings"), preferences.command),
        routes.message(filters.CONTACT, registration.contact),
        routes.tap(home.GoHome, home.tapped),
        routes.tap(home.AskToJoin, registration.ask_to_join),
        routes.tap(registration.AnswerConsent, registration.answer_consent),
        routes.tap(placing.ChooseBody, placing.choose_body),
        routes.tap(placing.ChooseAgain, placing.choose_again),
        routes.tap(placing.TakeUnit, placing.take_unit),
        routes.tap(placing.TurnUnits, placing.turn_units),
        routes.tap(approvals.WithdrawRequest, approvals.withdraw_request),
        routes.tap(approvals.Decide, approvals.decide),
        routes.tap(approvals.SeePending, approvals.see_pending),
        routes.tap(invites.StartInvite, invites.start),
        routes.tap(invites.InviteFor, invites.ask_unit),
        routes.tap(invites.InviteTo, invites.ask_terms),
        routes.tap(invites.MakeInvite, invites.make),
        routes.tap(invites.ListInvites, invites.list_open),
        routes.tap(invites.RevokeInvite, invites.revoke),
        routes.tap(members.SeeMembers, members.see_all),
        routes.tap(members.SeeUnit, members.see_unit),
        routes.tap(members.SeePerson, members.see_person),
        routes.tap(members.GiveLink, members.give_link),
        routes.tap(members.Remove, members.remove),
        routes.tap(leaving.Leave, leaving.leave),
        routes.tap(leaving.Stay, leaving.stay),
        routes.tap(roster.ImportRoster, roster.take_over),
        routes.tap(roster.DropRoster, roster.drop),
        routes.tap(roster.SendTemplate, roster.send_template),
        routes.tap(privacy.ExportData, privacy.export),
        routes.tap(privacy.ChangeName, privacy.change_name),
        routes.tap(privacy.ChangePhone, privacy.change_phone),
        routes.tap(privacy.EraseData, privacy.erase),
        routes.tap(preferences.Speak, preferences.speak),
        routes.tap(which.PickTaskForce, _picked),
        routes.other(ChatMemberHandler, _standing_changed),
    ]


def _for_reports(routes: Routes) -> list[Any]:
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


def _for_tasks(routes: Routes) -> list[Any]:
    return [
        routes.command(("nhiemvu", "tasks"), approvals.once_inside(task_listing.command)),
        routes.tap(report_taps.SeeTasks, task_listing.see_unit),
        routes.tap(task_taps.ListTasks, task_listing.see),
        routes.tap(task_taps.ChooseTaskUnit, task_listing.choose_unit),
        routes.tap(task_taps.FindTask, task_listing.find),
        routes.tap(task_taps.SeeTask, task_card.see),
        routes.tap(task_taps.GetProofs, task_card.get_proofs),
        routes.tap(task_taps.TellState, task_progress.begin),
        routes.tap(task_taps.ConfirmState, task_progress.confirm),
        routes.tap(task_taps.DropState, task_progress.drop),
        routes.command(("giaoviec", "assign"), approvals.once_inside(assigning.command)),
        routes.tap(task_taps.Assign, assigning.act),
        routes.tap(task_taps.AskMoreTime, more_time.begin),
        routes.tap(task_taps.MoreTimeUntil, more_time.until),
        routes.tap(task_taps.DecideMoreTime, more_time_decided.decide),
    ]


def _for_plan(routes: Routes) -> list[Any]:
    return [
        routes.command(("kehoach", "plan"), plan_import.command),
        routes.tap(plan_taps.ImportPlan, plan_import.take_over),
        routes.tap(plan_taps.ImportTargets, plan_import.take_targets_over),
        routes.tap(plan_taps.DropPlan, plan_import.drop),
        routes.tap(plan_taps.BackToPlan, plan_asking.back),
        routes.tap(plan_taps.TurnGone, plan_asking.turn_gone),
        routes.tap(plan_taps.ChooseNames, plan_asking.choose_names),
        routes.tap(plan_taps.ChooseAgain, plan_asking.choose_again),
        routes.tap(plan_taps.NameMeans, plan_asking.name_means),
        routes.tap(plan_taps.SayDeadlines, plan_asking.say_deadlines),
        routes.tap(plan_taps.NoDeadline, plan_asking.no_deadline),
        routes.tap(plan_taps.SendPlanTemplate, plan_import.send_template),
        routes.tap(plan_taps.SeeNames, plan_import.see_names),
        routes.tap(plan_taps.ForgetName, plan_import.forget_name),
    ]


def _for_periods(routes: Routes) -> list[Any]:
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
        routes.tap(summaries.SendSummary, summaries.send_now),
        routes.tap(summaries.EditNote, summaries.edit_note),
        routes.tap(summaries.DropNote, summaries.drop_note),
        routes.tap(channels.BindChannel, channels.bind),
        routes.tap(channels.AskUnbind, channels.ask_unbind),
        routes.tap(channels.UnbindChannel, channels.unbind),
        routes.tap(channels.KeepChannel, channels.keep),
        routes.tap(calendar.AskForDay, calendar.ask_for_day),
        routes.tap(calendar.PreviewUsual, calendar.preview_usual),
        routes.tap(calendar.DeclareDay, calendar.declare),
        routes.tap(calendar.ShowCalendar, calendar.show),
    ]


def _for_time_of_meetings(routes: Routes) -> list[Any]:
    return [
        routes.command(("lichhop", "meetings"), approvals.once_inside(listing.command)),
        routes.tap(viewing.ListMeetings, listing.tapped),
        routes.tap(meeting_taps.SeeMeeting, viewing.see),
        routes.tap(meeting_taps.Manage, changing.manage),
        routes.tap(change_taps.ChangeWhat, changing.begin),
        routes.tap(change_taps.PickTime, changing.pick_time),
        routes.tap(change_taps.PickChair, changing.pick_chair),
        routes.tap(change_taps.PickNothing, changing.pick_nothing),
        routes.tap(change_taps.ConfirmChange, confirming.confirm),
        routes.tap(change_taps.DecideChange, approving.decide),
        routes.tap(preparing.ItemReady, preparing.item_ready),
    ]


def _for_convening(routes: Routes) -> list[Any]:
    return [
        routes.command(("moihop", "convene"), approvals.once_inside(convening.command)),
        routes.tap(meeting_taps.Convene, convening.begin),
        routes.tap(meeting_taps.OpenDesk, convening.open_desk),
        routes.tap(desk_taps.SeeKinds, convening.see_kinds),
        routes.tap(desk_taps.DropDraft, convening.drop),
        routes.tap(desk_taps.Ask, asking.ask),
        routes.tap(desk_taps.Settle, asking.settle),
        routes.tap(desk_taps.TakeSubject, asking.take_subject),
        routes.tap(desk_taps.SetTime, time_talk.set_time),
        routes.tap(desk_taps.SetPlace, asking.set_place),
        routes.tap(desk_taps.DropLink, asking.drop_link),
        routes.tap(desk_taps.SetChair, chair_talk.set_chair),
        routes.tap(desk_taps.PageChairs, chair_talk.turn_page),
        routes.tap(desk_taps.TakeReason, asking.take_reason),
        routes.tap(desk_taps.SeeAudience, picking.see),
        routes.tap(desk_taps.Pick, picking.pick),
        routes.tap(desk_taps.SeeList, picking.see_list),
        routes.tap(desk_taps.ApplyAudience, called_list.apply),
        routes.tap(desk_taps.RemoveGuest, guest_talk.remove),
        routes.tap(desk_taps.Done, called_list.done),
        routes.tap(desk_taps.SeeAgenda, agenda_talk.see),
        routes.tap(desk_taps.SeeItem, agenda_talk.see_item),
        routes.tap(desk_taps.RenameItem, agenda_talk.rename),
        routes.tap(desk_taps.AssignItem, agenda_talk.assign),
        routes.tap(desk_taps.GiveItem, agenda_talk.give),
        routes.tap(desk_taps.RemoveItem, agenda_talk.remove),
        routes.tap(desk_taps.SeePapers, papers.see),
        routes.tap(desk_taps.RemovePaper, papers.remove),
        routes.tap(desk_taps.PreviewLetter, letters.preview),
        routes.tap(desk_taps.CallNow, calling.call_now),
        routes.tap(desk_taps.RemindConvener, calling.remind),
        routes.tap(desk_taps.ReturnDraft, giving_back.ask),
    ]


def _for_invitees(routes: Routes) -> list[Any]:
    return [
        routes.tap(meeting_taps.Respond, answering.respond),
        routes.tap(meeting_taps.GetPapers, answering.get_papers),
        routes.tap(meeting_taps.GetCalendarFile, answering.get_calendar_file),
        routes.tap(absence_taps.AbsenceAct, absence.act),
        routes.tap(absence_taps.ChangeAbsence, absence.change),
        routes.tap(absence_taps.SeeAbsence, deciding.see),
        routes.tap(absence_taps.DecideAbsence, deciding.decide),
        routes.tap(absence_taps.RefuseAbsence, deciding.refuse),
        routes.tap(absence_taps.StandIn, standing_in.respond),
        routes.tap(absence_taps.NewGuestLink, guests.renew),
        routes.tap(absence_taps.GuestFiles, guests.files),
    ]


def _for_meeting_hall(routes: Routes) -> list[Any]:
    return [
        routes.tap(meeting_taps.SeeLive, live.show),
        routes.tap(hall_taps.ChaseNow, live.chase),
        routes.tap(hall_taps.OpenCheckIn, checkin.open_check_in),
        routes.tap(hall_taps.ShowPoster, checkin.show_poster),
        routes.tap(hall_taps.EndMeeting, checkin.end_meeting),
        routes.tap(hall_taps.AddUninvited, checkin.add_uninvited),
        routes.tap(hall_taps.TypeCode, entering.ask_code),
        routes.tap(hall_taps.ListInvited, roll.see_list),
        routes.tap(hall_taps.SeeInvited, roll.see_person),
        routes.tap(hall_taps.Mark, roll.mark),
        routes.tap(hall_taps.FindInvited, roll.ask_name),
        routes.tap(hall_taps.GetOpinion, roll.send_opinion),
        routes.tap(hall_taps.GetAttendance, attendance_list.send),
    ]


def _for_conclusions(routes: Routes) -> list[Any]:
    return [
        routes.tap(meeting_taps.Conclude, concluding.begin),
        routes.tap(conclusion_taps.EditConclusions, concluding.act),
        routes.tap(conclusion_taps.PrepareNotice, noticing.act),
        routes.tap(conclusion_taps.AnswerNotice, receipts.answer),
        routes.tap(conclusion_taps.SeeConclusions, receipts.see),
        routes.tap(conclusion_taps.GetNotice, receipts.get_file),
        routes.tap(conclusion_taps.SeeReceipts, ledger.act),
        routes.tap(conclusion_taps.AfterwardsReady, afterwards_of_meetings.ready),
    ]


def handlers_for(routes: Routes) -> list[Any]:
    """PTB's handlers, in the order in which they are asked; the first that fits takes the update."""
    return [
        # what was sent before and is edited: no command and no answer, so nothing below may take it
        routes.message(filters.UpdateType.EDITED_MESSAGE, CONVERSATIONS.edited),
        # conversations
        routes.command(("huy", "cancel"), CONVERSATIONS.stop),
        routes.tap(ResumeSession, CONVERSATIONS.resume),
        *_for_members(routes),
        *_for_periods(routes),
        *_for_reports(routes),
        *_for_tasks(routes),
        *_for_plan(routes),
        *_for_time_of_meetings(routes),
        *_for_convening(routes),
        *_for_invitees(routes),
        *_for_meeting_hall(routes),
        *_for_conclusions(routes),
        # what no feature took
        routes.message(filters.TEXT & ~filters.COMMAND, CONVERSATIONS.typed),
        routes.message(filters.Document.ALL | filters.PHOTO, CONVERSATIONS.file_sent),
        routes.message(filters.ALL, CONVERSATIONS.not_understood),
        routes.any_other_tap(fallbacks.stale_button),
    ]
