"""What delivery learns of a chat: out of reach, refused, moved."""

from datetime import timedelta

from handlers import channels as bound_channels
from handlers.meetings.hall import live
from handlers.turn import Turn
from messages.contexts.basics import MessageRefused
from messages.contexts.mail import LetterRefused
from messages.model import Message
from storage import channels, invitees, outbox, people, task_forces
from storage.outbox import MAIL, Outgoing
from taskforce.roles import Role


async def unreachable(turn: Turn, chat_id: int, cause: str) -> None:
    """Telegram does not let us write to this chat: remember why, until the person comes back.

    A group or channel is no longer bound: that the bot was thrown out may never have been told.
    """
    if chat_id < 0:
        await bound_channels.lost(turn, chat_id, on_posting=True)
        return
    await people.mark_unreachable(turn.tx, chat_id, cause, turn.now)
    for meeting_id in await invitees.chat_lost(turn.tx, chat_id, turn.now):
        await live.refresh(turn, meeting_id)


async def reachable_again(turn: Turn, telegram_id: int) -> None:
    """The person (or a meeting's guest) is back: what waited for them goes out."""
    known = await people.mark_reachable(turn.tx, telegram_id)
    as_guest = await invitees.chat_found(turn.tx, telegram_id)
    for meeting_id in as_guest:
        await live.refresh(turn, meeting_id)
    if (known or as_guest) and await outbox.unpark_chat(turn.tx, telegram_id, turn.now):
        turn.spoke = True


async def refused(turn: Turn, row: Outgoing, cause: str) -> None:
    """Telegram will never take this call, or no server this letter: the secretaries are told, once a day a cause."""
    said, about = _refusal(row, cause)
    for body in await task_forces.active(turn.tx):
        for person in await people.with_roles(turn.tx, body.id, [Role.SECRETARY]):
            if person.telegram_id != row.chat_id:
                await turn.notify(
                    person,
                    said,
                    dedupe_key=f"refused:{turn.now.date()}:{about}:{cause}"[:200],
                    expires_in=timedelta(days=1),
                )


def _refusal(row: Outgoing, cause: str) -> tuple[Message, str]:
    """What is said of it, and what tells it from other refusals."""
    if row.method == MAIL:
        address: str = row.payload["to"]
        return LetterRefused(address, row.payload["subject"], cause), address
    return MessageRefused(row.method, cause), row.method


async def moved(turn: Turn, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: what is bound to it follows."""
    await channels.move(turn.tx, old_chat_id, new_chat_id, turn.now)
