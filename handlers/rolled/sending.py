"""By itself: when the last period of a half-year or year is posted, the secretary gets the papers of the whole, once.

Where the charter asks for a report of the half-year or year itself, its summary is what is waited for.
"""

from collections.abc import Iterator
from datetime import timedelta

from handlers.rolled import choosing, papers, spans
from handlers.rolled.spans import Stream
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.rolled import RolledReady
from storage import people, periods, report_history
from storage.report_history import PastPeriod
from taskforce.charter import Charter
from taskforce.period_labels import longer, period_days
from taskforce.roles import Role

STAGE = "rolled"
"""The stage of a posted period whose longer periods were dealt with."""

LATELY = timedelta(days=31)
"""What was posted longer ago is history: nobody waits for its papers."""

_LENGTHS = {"Q": "quarter", "H": "half-year", "": "year"}
_BY_ITSELF = ("half-year", "year")


async def sweep(turn: Turn) -> None:
    """Send the papers of what has just been completed."""
    for posted in await report_history.posted_lately(turn.tx, turn.now - LATELY, STAGE):
        async with apart(turn, f"Rolling up to period {posted.id}"):
            await periods.mark_stage(turn.tx, posted.id, STAGE, turn.now)
            await _complete(turn, posted)


async def _complete(turn: Turn, posted: PastPeriod) -> None:
    found = await spans.of_period(turn, posted.id)
    if found is None:
        return
    _, stream = found
    charter = stream.charter
    for span in _ended_by(stream, posted.label):
        if _every(span) in _BY_ITSELF and _every(span) not in _own(charter):
            await _send(turn, stream, span, posted.label)
    if _every(posted.label) in _own(charter):  # the summary of the long report itself
        for shorter in await spans.streams(turn, stream.task_force_id):
            if shorter.report.key != stream.report.key and shorter.told_in(posted.label):
                await _send(turn, shorter, posted.label, posted.label)


def _own(charter: Charter) -> frozenset[str]:
    """How long the reports are that the charter asks for beside shorter ones."""
    return frozenset(report.every for report in charter.reports if report.every in _LENGTHS.values())


def _every(span: str) -> str:
    part = span.partition("-")[2]
    return "month" if part[:1].isdecimal() else _LENGTHS.get(part[:1], "week")


def _ended_by(stream: Stream, label: str) -> Iterator[str]:
    """The longer periods whose last part this is."""
    for span in longer(label):
        expected = stream.expected(span)
        if expected and expected[-1] == label and period_days(span) is not None:
            yield span


async def _send(turn: Turn, stream: Stream, span: str, last: str) -> None:
    for secretary in await people.with_roles(turn.tx, stream.task_force_id, [Role.SECRETARY]):
        if secretary.telegram_id is None:
            continue
        told = RolledReady(papers.title(stream, secretary.locale), span, last)
        key = f"rolled-ready:{stream.report.key}:{stream.task_force_id}:{span}"
        if not await turn.notify(secretary, told, dedupe_key=key):
            continue
        keyboard = await choosing.buttons(turn, stream, span, post=True)
        await papers.send_card(turn, stream, span, secretary.telegram_id, secretary.locale, keyboard, key="auto")
        await papers.send_documents(turn, stream, span, secretary.telegram_id, secretary.locale, key="auto")
