"""Half-filled conversations: what is typed goes to the one at the front, the others are offered again (design §6).

A feature that leads a conversation describes it by a ``Conversation``; ``bot/routes`` lists them by kind.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from handlers.callbacks import Tap
from handlers.incoming import Incoming
from handlers.reports import cut
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.basics import (
    EditNotTaken,
    Interrupted,
    NothingToStop,
    NothingTyped,
    NotUnderstood,
    StillOpen,
    Stopped,
)
from messages.model import Button, Label
from storage import intake, people, sessions
from storage.sessions import OpenSession

Continue = Callable[[Turn, OpenSession], Awaitable[None]]


@dataclass(frozen=True)
class Conversation:
    """How a feature leads its conversation on.

    ``typed`` gets a text (``turn.incoming.text``), ``file`` a file, ``resume`` shows the live question again.
    """

    typed: Continue
    resume: Continue
    file: Continue | None = None


class ResumeSession(Tap, frozen=True):
    """Go on with that conversation."""

    prefix = "go"
    session: int


async def finish(turn: Turn, session: OpenSession) -> None:
    """The conversation is over; the next one that waits in this chat is offered again."""
    await sessions.end(turn.tx, session.id)
    await offer_waiting(turn, session.chat_id)


async def offer_waiting(turn: Turn, chat_id: int, *, typed: bool = False) -> bool:
    """Offer the most recent conversation that waits in the chat; False when none does.

    ``typed``: something was just typed that went nowhere, and that is said.
    """
    waiting = await _half_filled(turn, chat_id)
    if not waiting:
        return False
    await turn.reply(StillOpen(waiting[0].kind, typed), _go_on(waiting[0]))
    return True


async def _half_filled(turn: Turn, chat_id: int) -> list[OpenSession]:
    """Those in which something was filled in: one whose state says that it is ``idle`` only waits for a word."""
    return [each for each in await sessions.open_in(turn.tx, chat_id) if not each.state.get("idle")]


def _go_on(session: OpenSession) -> tuple[tuple[Button, ...], ...]:
    return ((Button(Label("basics.go_on"), data=ResumeSession(session.id).pack(), style="primary"),),)


@dataclass(frozen=True)
class Conversations:
    """Leads typed text, files and "go on" to the feature whose conversation it is."""

    kinds: Mapping[str, Conversation]
    on_loose_file: Callable[[Turn], Awaitable[bool]]
    """A file that no conversation waits for; False when nobody wants it."""
    on_loose: Callable[[Turn], Awaitable[bool]]
    """The same of any message, asked before."""

    async def typed(self, turn: Turn) -> None:
        """Text that is no command."""
        session = await sessions.front(turn.tx, turn.chat_id)
        if session is not None:
            await self.kinds[session.kind].typed(turn, session)
        elif not await self.on_loose(turn) and not await offer_waiting(turn, turn.chat_id, typed=True):
            await turn.reply(NothingTyped())

    async def file_sent(self, turn: Turn) -> None:
        """A document or photo."""
        session = await sessions.front(turn.tx, turn.chat_id)
        leader = None if session is None else self.kinds[session.kind].file
        if session is not None and leader is not None:
            await leader(turn, session)
        elif not await self.on_loose(turn) and not await self.on_loose_file(turn):
            await self.typed(turn) if session is not None else await turn.reply(NothingTyped())

    async def ask_again(self, turn: Turn) -> None:
        """What was said is not taken: show the live question again, where there is one."""
        session = await sessions.front(turn.tx, turn.chat_id)
        if session is None:
            return
        # the rest of a text that was cut belongs to what was refused
        await cut.belongs(turn, (turn.incoming.text if turn.incoming else None) or "")
        fresh = await sessions.get(turn.tx, session.id)
        if fresh is not None:
            await self.kinds[session.kind].resume(turn, fresh)

    async def not_understood(self, turn: Turn) -> None:
        """A command we do not have, a sticker, a voice message: say so, and lead back to what is under way."""
        command = turn.incoming is not None and turn.incoming.command is not None
        session = await sessions.front(turn.tx, turn.chat_id)
        if session is not None:
            await turn.reply(NotUnderstood(command, True))
            await self.kinds[session.kind].resume(turn, session)
        else:
            waiting = await _half_filled(turn, turn.chat_id)
            await turn.reply(NotUnderstood(command, bool(waiting)), _go_on(waiting[0]) if waiting else ())

    async def edited(self, turn: Turn) -> None:
        """One of their own earlier texts was edited: nothing is taken from that, and it is said how to correct."""
        live = await sessions.front(turn.tx, turn.chat_id)
        waiting = [live] if live is not None else await _half_filled(turn, turn.chat_id)
        await turn.reply(EditNotTaken(bool(waiting)), _go_on(waiting[0]) if waiting else ())

    async def resume(self, turn: Turn, tap: ResumeSession) -> None:
        """Go on with a conversation of this chat."""
        session = await sessions.get(turn.tx, tap.session)
        if session is None or session.chat_id != turn.chat_id:
            await turn.toast(Label("basics.stale_button"), alert=True)
            return
        await sessions.bring_to_front(turn.tx, session)
        await self.kinds[session.kind].resume(turn, session)

    async def stop(self, turn: Turn) -> None:
        """/huy: leave the conversation at the front. What was answered is kept."""
        session = await sessions.front(turn.tx, turn.chat_id)
        if session is None:
            await turn.reply(NothingToStop())
            return
        await sessions.end(turn.tx, session.id)
        await turn.reply(Stopped(session.kind))
        await offer_waiting(turn, session.chat_id)

    async def offer_again_after_gap(self, turn: Turn) -> None:
        """A sweep: after an outage the buttons that were tapped meanwhile are lost; show live questions again, once.

        Telegram keeps a tap for 150 seconds only (Telegram facts, Updates).
        """
        gap = await intake.take_gap(turn.tx)
        if gap is None:
            return
        for session in await sessions.fronts(turn.tx):
            person = await people.by_telegram_id(turn.tx, session.chat_id)
            theirs = Incoming(session.chat_id, session.chat_id, "")
            toward = Turn(turn.tx, turn.now, turn.surroundings, theirs, person)
            async with apart(turn, f"Going on with {session.kind} in chat {session.chat_id}"):
                await toward.reply(Interrupted())
                await self.kinds[session.kind].resume(toward, session)
            turn.spoke = True
