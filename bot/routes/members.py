"""Who is here: joining, places, invitations, the roster, one's own data."""

from typing import Any

from telegram.ext import ChatMemberHandler, filters

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import (
    approvals,
    channels,
    home,
    invites,
    leaving,
    members,
    menus,
    own_mailbox,
    placing,
    plan_import,
    preferences,
    presence,
    privacy,
    registration,
    roster,
)
from handlers.turn import Turn


async def _standing_changed(turn: Turn) -> None:
    """The bot was blocked, unblocked, added, promoted or removed."""
    if turn.incoming is not None and turn.incoming.chat_kind == "private":
        await presence.standing_changed(turn)
    else:
        await channels.standing_changed(turn)


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
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
        routes.tap(own_mailbox.ChangeMailbox, own_mailbox.ask),
        routes.tap(own_mailbox.DropMailbox, own_mailbox.drop),
        routes.tap(preferences.Speak, preferences.speak),
        routes.other(ChatMemberHandler, _standing_changed),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        invites.KIND: invites.CONVERSATION,
        own_mailbox.KIND: own_mailbox.CONVERSATION,
        privacy.KIND: privacy.CONVERSATION,
        placing.KIND: registration.CONVERSATION,
        roster.KIND: roster.CONVERSATION,
    },
    sweeps=(menus.sweep,),
    readers={
        # a plan and its targets are told apart from a roster by their headings
        roster.PURPOSE: plan_import.read,
    },
    picked={
        "caidat": preferences.command,
        "moi": invites.command,
        "roi": leaving.command,
        "thanhvien": members.command,
    },
)
