"""Putting the card where the person sees it: in place after a tap, else at the end of the chat."""

from dataclasses import replace

from handlers.reports import cards
from handlers.reports.talk import Talk, keep, load
from handlers.reports.wording import line_of
from handlers.turn import Turn
from messages.answers import value_text
from messages.contexts.reports import ReportAnswered, ReportMovedDown
from storage import outbox, people
from storage.sessions import OpenSession
from taskforce.forms import Echo, ask_too, show
from taskforce.forms.shows import Live


async def present(turn: Turn, talk: Talk, live: Live) -> None:
    """Show the card: in place after a tap on it; else at the end of the chat, and then the old one becomes a line.

    The new question goes first: whoever types on should not wait for the tidying.
    """
    message, keyboard = cards.draw(talk, live)
    standing = await outbox.card(turn.tx, talk.open.chat_id, talk.handle)
    tapped = turn.incoming is not None and turn.incoming.tap is not None and turn.incoming.message_id == standing
    await turn.card(talk.handle, message, keyboard)
    if standing is not None and not tapped:
        echo = getattr(live, "echo", None)
        line = _answered(talk, echo) if isinstance(echo, Echo) else None
        await turn.rewrite(talk.open.chat_id, standing, line or ReportMovedDown(), locale=talk.scene.locale)


def _answered(talk: Talk, echo: Echo) -> ReportAnswered | None:
    if echo.field is None or echo.answer is None:
        return None
    value = value_text(echo.field, echo.answer.value, talk.scene.locale)
    return ReportAnswered(line_of(talk.scene, echo.field), value)


async def refresh(turn: Turn, row: OpenSession, *, also: tuple[str, ...] = ()) -> None:
    """Somebody else changed the report: the card of that conversation follows, silently.

    ``also`` are fields that it asks from now on too: they were sent back while others were answered again.
    """
    person = await people.by_telegram_id(turn.tx, row.chat_id)
    talk = None if person is None else await load(turn, row, person)
    if talk is None or talk.scene.closed:
        return
    if also:
        talk = replace(talk, session=ask_too(talk.session, also))
    await keep(turn, talk)
    message, keyboard = cards.draw(talk, show(talk.session))
    await turn.show(row.chat_id, talk.handle, message, keyboard, locale=talk.scene.locale)
