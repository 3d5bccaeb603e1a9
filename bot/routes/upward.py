"""Reports that go up to a parent body, and come from bodies below."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers.upward import choosing, desk, linking, offering, receiving, sending, taking_over, taps


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("captren", "parent"), desk.command),
        routes.tap(taps.UpDesk, desk.show),
        routes.tap(taps.UpUnlink, desk.unlink),
        routes.tap(taps.UpStartFiles, desk.start_files),
        routes.tap(taps.UpFileAgain, desk.file_again),
        routes.tap(taps.UpStopFiles, desk.stop_files),
        routes.tap(taps.UpUnits, linking.choose_unit),
        routes.tap(taps.UpMakeCode, linking.make_code),
        routes.tap(taps.UpEnterCode, linking.enter_code),
        routes.tap(taps.UpChild, linking.choose_child),
        routes.tap(taps.UpJoin, linking.join),
        routes.tap(taps.UpOfferBody, choosing.choose_body),
        routes.tap(taps.UpOfferUnits, offering.turn_units),
        routes.tap(taps.UpOfferUnit, offering.choose_unit),
        routes.tap(taps.UpAccept, offering.accept),
        routes.tap(taps.UpRefuse, offering.refuse),
        routes.tap(taps.UpTakeOver, taking_over.take_over),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={desk.KIND: linking.CONVERSATION},
    sweeps=(sending.sweep,),
    readers={receiving.PURPOSE: receiving.read},
    picked={"captren": desk.command},
)
