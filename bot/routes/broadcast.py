"""Notices to many: written, sent, followed, corrected, taken back; the tap that says one was received."""

from typing import Any

from bot.features import Beat
from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.broadcast import (
    access,
    audience,
    by_mail,
    changing,
    composing,
    ledger,
    outgoing,
    receiving,
    sending,
    settings,
    talk,
    taps,
)


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("thongbao", "broadcast"), approvals.once_inside(composing.command)),
        routes.tap(taps.Compose, composing.compose),
        routes.tap(taps.SeeBroadcast, composing.see),
        routes.tap(taps.Ask, settings.ask),
        routes.tap(taps.SetAcknowledge, settings.acknowledge),
        routes.tap(taps.NotUrgent, settings.not_urgent),
        routes.tap(taps.SetTime, settings.set_time),
        routes.tap(taps.SeeAudience, audience.see),
        routes.tap(taps.Pick, audience.pick),
        routes.tap(taps.SeeList, audience.see_list),
        routes.tap(taps.Send, sending.send),
        routes.tap(taps.Unplan, sending.unplan),
        routes.tap(taps.Drop, sending.drop),
        routes.tap(taps.Hold, sending.hold),
        routes.tap(taps.Correct, changing.correct),
        routes.tap(taps.Withdraw, changing.withdraw),
        routes.tap(taps.SeeLedger, ledger.see),
        routes.tap(taps.GetSheet, ledger.sheet),
        routes.tap(taps.SeeCalls, ledger.calls),
        routes.tap(taps.Nudge, ledger.nudge),
        routes.tap(taps.SeePast, ledger.past),
        routes.tap(taps.Received, receiving.received),
        routes.tap(taps.Preview, receiving.preview),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={access.KIND: talk.CONVERSATION},
    sweeps=(outgoing.sweep, by_mail.sweep),
    beats=(Beat(outgoing.due, outgoing.beat), Beat(by_mail.due, by_mail.beat)),
    picked={composing.COMMAND: composing.command},
)
