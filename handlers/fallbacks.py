"""When something cannot be done: not entitled, an old button, our own mistake."""

from handlers.turn import Turn
from messages.contexts.basics import Apology, NothingTyped, NotPermitted
from messages.model import Label


async def not_allowed(turn: Turn) -> None:
    """Tell whoever may not do that."""
    if turn.incoming is not None and turn.incoming.tap_id is not None:
        await turn.toast(Label("basics.not_permitted"), alert=True)
    elif turn.incoming is not None and turn.incoming.chat_kind == "private":
        await turn.reply(NotPermitted())


async def stale_button(turn: Turn) -> None:
    """A tap that means nothing any more."""
    await turn.toast(Label("basics.stale_button"), alert=True)


async def apologise(turn: Turn) -> None:
    """Our own mistake: the update lies in ``failed_updates``, the person is told."""
    await turn.reply(Apology())


async def not_understood(turn: Turn) -> None:
    """A command we do not have, a sticker, a voice message: say where to go on."""
    await turn.reply(NothingTyped())
