"""The papers of a longer period: which go where, and what they hold when they are prepared beside the bot."""

from collections.abc import Mapping
from typing import Literal

from handlers.report_papers import PAPERS
from handlers.report_records import subject_of
from handlers.rolled import material, records, spans
from handlers.rolled.spans import Stream
from handlers.turn import Turn
from handlers.wanted import Wanted
from messages import formats, render
from messages.contexts.rolled import RolledCaption
from messages.documents.model import Document
from messages.model import Keyboard, Label, Message
from storage.outbox import Priority


async def prepared(turn: Turn, wanted: Wanted) -> Mapping[str, Document | Message]:
    """The card alone, or the three documents.

    Raises:
        LookupError: there is no such period or stream any more, or nothing was told.
    """
    found = await spans.of_period(turn, wanted.period)
    if found is None:
        raise LookupError(f"period {wanted.period}")
    _, stream = found
    own = await material.gather(turn, stream, wanted.span, wanted.locale)
    if wanted.what == "card":
        return {"card": records.post(own)}
    vietnamese = own if wanted.locale == "vi" else await material.gather(turn, stream, wanted.span, "vi")
    return {"chart": records.chart(own), "report": records.report(vietnamese), "workbook": records.workbook(own)}


async def send_card(
    turn: Turn, stream: Stream, span: str, chat_id: int, locale: str, keyboard: Keyboard, *, key: str = ""
) -> bool:
    """The longer period on a phone. With a ``key`` it goes to the chat once under it: False when it went before."""
    return await turn.send_prepared_text(
        chat_id,
        _wanted("card", stream, span, locale, key or f"{turn.now:%Y%m%d%H%M%S}"),
        keyboard,
        locale=locale,
        dedupe_key=f"{_about(stream, span)}:{key}:card:{chat_id}" if key else None,
        priority=Priority.NOTICE if key else Priority.REPLY,
    )


async def send_documents(turn: Turn, stream: Stream, span: str, chat_id: int, locale: str, *, key: str = "") -> None:
    """Picture, report and workbook; asked for twice within a minute they come once."""
    asked = key or f"{turn.now:%Y%m%d%H%M}"
    for what, suffix in PAPERS.items():
        words = Label(f"papers.{what}_file", {"period": formats.period(span, locale).replace("/", "-")})
        await turn.send_prepared(
            chat_id,
            f"{render.label(words, locale)}.{suffix}",
            _wanted(what, stream, span, locale, asked),
            RolledCaption(what, title(stream, locale), span),
            locale=locale,
            dedupe_key=f"{_about(stream, span)}:{asked}:{what}:{chat_id}",
            priority=Priority.NOTICE if key else Priority.REPLY,
        )


def title(stream: Stream, locale: str) -> str:
    """What the stream's reports are about."""
    said = stream.title(locale)
    return subject_of(said) if locale == "vi" else said


def _about(stream: Stream, span: str) -> str:
    """The beginning of keys under which the papers of this longer period go out once."""
    return f"rolled:{stream.task_force_id}:{stream.report.key}:{span}"


def _wanted(
    what: Literal["card", "chart", "report", "workbook"], stream: Stream, span: str, locale: str, asked: str
) -> Wanted:
    return Wanted(what, stream.told[0].id, "en" if locale == "en" else "vi", span=span, asked=asked)
