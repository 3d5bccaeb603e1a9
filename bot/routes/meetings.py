"""Meetings, from the first draft to the receipts of the conclusions."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
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


def _time_of_meetings(routes: Routes) -> list[Any]:
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


def _convening(routes: Routes) -> list[Any]:
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


def _invitees(routes: Routes) -> list[Any]:
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


def _meeting_hall(routes: Routes) -> list[Any]:
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


def _conclusions(routes: Routes) -> list[Any]:
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


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        *_time_of_meetings(routes),
        *_convening(routes),
        *_invitees(routes),
        *_meeting_hall(routes),
        *_conclusions(routes),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        change_draft.KIND: changing.CONVERSATION,
        drafting.KIND: desk_talk.CONVERSATION,
        absence.KIND: absence.CONVERSATION,
        deciding.KIND: deciding.CONVERSATION,
        entering.KIND: entering.CONVERSATION,
        conclusion_desk.KIND: concluding.CONVERSATION,
        receipts.KIND: receipts.CONVERSATION,
    },
    sweeps=(
        due.sweep,
        reminding.sweep,
        agenda_change.sweep,
        invitations.sweep,
        consent.sweep,
        checkin.sweep,
        afterwards_of_meetings.sweep,
        ledger.sweep,
        receipts.sweep,
    ),
    picked={
        "moihop": convening.command,
    },
)
