"""Opens a Turn for whatever happens: an update, a tick of the clock, a file that arrived, a message refused."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import Application, BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.clock import Clock
from bot.intake import RawUpdate
from bot.updates import incoming_from
from handlers.callbacks import BadTap, Tap
from handlers.incoming import Incoming
from handlers.turn import NotAllowed, Surroundings, Turn
from storage import people, sessions
from storage.database import Database, Transaction

T = TypeVar("T", bound=Tap)

Story = Callable[[Turn], Awaitable[None]]
"""A handler: read, apply a rule, write, reply."""


@dataclass
class _Current:
    """The turn under way, and what a handler raised: PTB swallows it (Telegram facts, PTB)."""

    turn: Turn
    error: BaseException | None = None


_current: ContextVar[_Current] = ContextVar("current")
_Handler = BaseHandler[Update, Any, None]


@dataclass(frozen=True)
class Refusals:
    """What is said when a handler cannot do its work."""

    not_allowed: Story
    stale_button: Story


def _guarded(story: Story, refusals: Refusals) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    async def callback(_update: Update, _context: Any) -> None:
        current = _current.get()
        try:
            await _whole_or_not(current.turn, story)
        except NotAllowed:
            await refusals.not_allowed(current.turn)
        except BadTap:
            await refusals.stale_button(current.turn)
        except Exception as error:
            current.error = error

    return callback


async def _whole_or_not(turn: Turn, story: Story) -> None:
    """Tell the story; of one that is refused half-way nothing stays but the end of conversations.

    Whoever may no longer lead a conversation is not asked its question again and again.
    """
    chat = None if turn.incoming is None else turn.incoming.chat_id
    still_open: tuple[int, ...] = ()
    try:
        async with turn.tx.savepoint():
            try:
                await story(turn)
            except (NotAllowed, BadTap):
                if chat is not None:
                    still_open = tuple(session.id for session in await sessions.open_in(turn.tx, chat))
                raise
    except (NotAllowed, BadTap):
        await turn.take_back()
        if chat is not None:
            await sessions.keep_only(turn.tx, chat, still_open)
        raise


class _Said(filters.UpdateFilter):
    """Asks in the product's own words."""

    def __init__(self, fits: Callable[[Incoming], bool]) -> None:
        super().__init__(name="said")
        self._fits = fits

    def filter(self, update: Update) -> bool:
        """Whether the update under way fits."""
        incoming = _current.get().turn.incoming
        return incoming is not None and self._fits(incoming)


@dataclass(frozen=True)
class Routes:
    """Builds PTB's handlers for our stories. Commands and typed text are for private chats."""

    refusals: Refusals

    def command(self, names: tuple[str, ...], story: Story) -> _Handler:
        """A command under its Vietnamese name and its aliases."""
        return CommandHandler(names, _guarded(story, self.refusals), filters=filters.ChatType.PRIVATE)

    def tap(self, kind: type[T], story: Callable[[Turn, T], Awaitable[None]]) -> _Handler:
        """A tap of that kind."""

        async def unpacked(turn: Turn) -> None:
            assert turn.incoming is not None  # noqa: S101 - a tap is an update
            await story(turn, kind.unpack(turn.incoming.tap or ""))

        return CallbackQueryHandler(_guarded(unpacked, self.refusals), pattern=rf"^{kind.prefix}(:|$)")

    def any_other_tap(self, story: Story) -> _Handler:
        """A tap that no feature knows."""
        return CallbackQueryHandler(_guarded(story, self.refusals))

    def message(self, which: filters.BaseFilter, story: Story) -> _Handler:
        """A message of that kind in a private chat."""
        return MessageHandler(which & filters.ChatType.PRIVATE, _guarded(story, self.refusals))

    def said(self, fits: Callable[[Incoming], bool], story: Story) -> _Handler:
        """Whatever is said in a private chat, or said anew, that fits."""
        return MessageHandler(filters.ChatType.PRIVATE & _Said(fits), _guarded(story, self.refusals))

    def other(self, handler: type[_Handler], story: Story, **options: Any) -> _Handler:
        """Any other PTB handler for a story."""
        return handler(_guarded(story, self.refusals), **options)


class Turns:
    """Opens turns; knows the database, the clock and the bot's name."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        surroundings: Surroundings,
        application: Application[Any, Any, Any, Any, Any, Any],
        on_outgoing: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._surroundings = surroundings
        self._application = application
        self._on_outgoing = on_outgoing

    async def update(self, tx: Transaction, raw: RawUpdate) -> bool:
        """Deal with one raw update inside the transaction; True when something is to be sent.

        Raises:
            Exception: whatever the handler raised; the caller undoes and keeps the update.
        """
        update = Update.de_json(raw, self._application.bot)
        turn = await self._for_update(tx, update)
        if turn is None:
            return False
        incoming, person = turn.incoming, turn.person
        known = person is not None and person.unreachable_since is None
        if incoming is not None and incoming.standing is None and not known:
            from handlers import deliveries  # loaded by now; at the start Telegram would wait for all it brings along

            await deliveries.reachable_again(turn, incoming.sender_id)  # whoever speaks to us can be spoken to
        current = _Current(turn)
        token = _current.set(current)
        try:
            await self._application.process_update(update)
        finally:
            _current.reset(token)
        if current.error is not None:
            raise current.error
        await turn.finish()
        return turn.spoke

    async def apology(self, tx: Transaction, raw: RawUpdate, story: Story) -> None:
        """Say sorry for an update that could not be dealt with, where there is somebody to say it to."""
        turn = await self._for_update(tx, Update.de_json(raw, self._application.bot))
        if turn is not None and turn.incoming is not None and turn.incoming.chat_kind == "private":
            await story(turn)
            await turn.finish()

    async def _for_update(self, tx: Transaction, update: Update) -> Turn | None:
        incoming = incoming_from(update)
        if incoming is None:
            return None
        person = await people.by_telegram_id(tx, incoming.sender_id)
        return Turn(tx, self._clock.now(), self._surroundings, incoming, person)

    def within(self, tx: Transaction) -> Turn:
        """A turn in a transaction that somebody else opened, with nobody there."""
        return Turn(tx, self._clock.now(), self._surroundings)

    @contextlib.asynccontextmanager
    async def alone(self) -> AsyncIterator[Turn]:
        """A turn of its own transaction, with nobody there: a tick of the clock, a file that arrived."""
        async with self._database.transaction() as tx:
            turn = self.within(tx)
            yield turn
        if turn.spoke:
            self._on_outgoing()
