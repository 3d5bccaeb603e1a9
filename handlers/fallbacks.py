"""When something cannot be done: not entitled, an old button, our own mistake."""

from handlers import approvals
from handlers.turn import Turn
from messages.contexts.basics import Apology, NotPermitted
from messages.model import Label
from storage import people
from storage.outbox import Priority


async def not_allowed(turn: Turn) -> None:
    """Tell whoever may not do that."""
    if turn.incoming is not None and turn.incoming.tap_id is not None:
        await turn.toast(Label("basics.not_permitted"), alert=True)
    elif turn.incoming is not None and turn.incoming.chat_kind == "private" and not await approvals.told_to_wait(turn):
        await turn.reply(NotPermitted())


async def stale_button(turn: Turn) -> None:
    """A tap that means nothing any more."""
    await turn.toast(Label("basics.stale_button"), alert=True)


async def apologise(turn: Turn) -> None:
    """Our own mistake: the update lies in ``failed_updates``, the person is told."""
    await turn.reply(Apology())


async def file_unreadable(turn: Turn, chat_id: int) -> None:
    """Our own mistake with a file that somebody sent."""
    person = await people.by_telegram_id(turn.tx, chat_id)
    await turn.send(chat_id, Apology(), locale=person.locale if person else "vi", priority=Priority.REPLY)
