"""What bears a mark of secrecy, or the number of an identity card, is not taken: said why, and what to do instead.

It stands before every command, conversation and file (``bot/routing``), so that no feature can forget it. Nothing of
what was said has been written down by then. A person who was wronged can say it in other words: the mark is a word in
capitals.
"""

from handlers.callbacks import Tap
from handlers.incoming import Incoming
from handlers.turn import Turn
from messages.contexts.basics import NotTaken
from messages.model import Button, Label
from taskforce.secrecy import Forbidden, forbidden


class DeleteSaid(Tap, frozen=True):
    """Take that message of theirs out of this chat."""

    prefix = "ds"
    message: int


def found_in(incoming: Incoming) -> Forbidden | None:
    """Why what was said, a caption or the name of a file may not be taken; None when it may."""
    name = incoming.file.name if incoming.file is not None else ""
    return forbidden(filter(None, (incoming.text, incoming.caption)), name)


async def refuse(turn: Turn) -> None:
    """Say that it is not taken and why, with a button that deletes it."""
    incoming = turn.incoming
    found = None if incoming is None else found_in(incoming)
    if incoming is None or found is None:
        return
    delete = DeleteSaid(incoming.message_id or 0).pack()
    message = NotTaken(found.kind, found.found, incoming.file is not None)
    await turn.reply(message, ((Button(Label("basics.delete_said"), data=delete, style="primary"),),))


async def delete(turn: Turn, tap: DeleteSaid) -> None:
    """Delete it on Telegram's side too (a bot may, in a private chat, for two days); twice is once."""
    chat_id = turn.chat_id
    payload = {"chat_id": chat_id, "message_id": tap.message}
    await turn.call("deleteMessage", payload, chat_id=chat_id)
    await turn.toast(Label("basics.said_deleted"))
