"""The period's documents: sent after the summary, again when it was put together anew, and whenever asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from handlers import boards as board_cards
from handlers import mail, report_material, report_records, report_tables
from handlers.boards import GetPapers
from handlers.periods import OpenPeriod, open_period
from handlers.summary import snapshots
from handlers.turn import Turn
from handlers.wanted import Wanted
from messages import formats, render
from messages.contexts.mail import SummaryByMail
from messages.contexts.papers import PaperCaption
from messages.documents.model import Document
from messages.model import Label, Message
from storage import channels, people, periods, summaries
from storage.outbox import Priority
from taskforce.roles import Action, Role

FIRST = timedelta(minutes=1)
"""The text of the summary stands first; a document that takes long holds up nothing."""

QUIET = timedelta(hours=1)
"""So long nothing may have changed before a later version goes out: ten late reports make one set of files."""

Paper = Literal["chart", "report", "workbook"]
PAPERS: Mapping[Paper, str] = {"chart": "png", "report": "docx", "workbook": "xlsx"}
"""In the order in which they are sent, with what their files' names end in."""


async def follow(turn: Turn, standing: OpenPeriod) -> None:
    """Send the documents of the posted summary's version, once, when it has stood long enough."""
    period_id = standing.period.id
    state = await summaries.state(turn.tx, period_id)
    stage = f"papers:{state.version}"
    if state.posted_at is None or await periods.stage_done(turn.tx, period_id, stage):
        return
    changed = await summaries.last_sent_at(turn.tx, period_id)
    since, wait = (state.posted_at, FIRST) if state.version == 1 or changed is None else (changed, QUIET)
    if turn.now - since < wait or (state.version > 1 and not standing.may_disturb(turn.now)):
        return
    await send_to_all(turn, standing)


async def send_to_all(turn: Turn, standing: OpenPeriod) -> None:
    """The documents of the version that stands posted, once: to the channels and the secretaries; without a channel to
    leader and secretary, as the summary goes.
    """
    number = (await summaries.state(turn.tx, standing.period.id)).version
    if not await periods.mark_stage(turn.tx, standing.period.id, f"papers:{number}", turn.now):
        return
    task_force_id = standing.period.task_force_id
    bound = await channels.bound_to(turn.tx, task_force_id)
    roles = [Role.SECRETARY] if bound else [Role.LEADER, Role.SECRETARY]
    readers = await people.with_roles(turn.tx, task_force_id, roles)
    to = {channel.chat_id: standing.body.locale for channel in bound}
    to |= {reader.telegram_id: reader.locale for reader in readers if reader.telegram_id is not None}
    for chat_id, locale in to.items():
        await _send(turn, standing, chat_id, locale)
    await _mail(turn, standing)


async def _mail(turn: Turn, standing: OpenPeriod) -> None:
    """The mailboxes that the stream names get the compiled report too (Quảng Nam Điều 12.3)."""
    copies = standing.report.copies if standing.report is not None else ()
    period, locale = standing.period, standing.body.locale
    state = await summaries.state(turn.tx, period.id)
    language: Literal["vi", "en"] = "en" if locale == "en" else "vi"
    files = [
        mail.prepared(
            f"{_file_name(what, period.period, state.version, locale)}.{suffix}",
            Wanted(what, period.id, language, state.version),
        )
        for what, suffix in PAPERS.items()
    ]
    title = standing.title(locale)
    for address in copies:
        await mail.send(
            turn, address, Label("mail.summary", {"title": title, "period": formats.period(period.period, locale)}),
            SummaryByMail(standing.name, title, period.period, state.version, state.note),
            task_force_id=period.task_force_id, locale=locale, dedupe_key=f"papers:{period.id}:{state.version}",
            files=files,
        )  # fmt: skip


async def send(turn: Turn, period_id: int, chat_id: int, locale: str) -> None:
    """The three documents as they are now, to one chat; the same twice within a minute is sent once.

    Raises:
        LookupError: there is no such period.
    """
    period = await periods.get(turn.tx, period_id)
    if period is None:
        raise LookupError(f"period {period_id}")
    await _send(turn, await open_period(turn, period), chat_id, locale, f"{turn.now:%Y%m%d%H%M}")


async def _send(turn: Turn, standing: OpenPeriod, chat_id: int, locale: str, asked: str = "") -> None:
    """``asked`` is when somebody asked for them, "" for nobody. What they hold is read when they are sent."""
    period = standing.period
    version = max((await summaries.state(turn.tx, period.id)).version, 1)
    language: Literal["vi", "en"] = "en" if locale == "en" else "vi"
    for what, suffix in PAPERS.items():
        await turn.send_prepared(
            chat_id,
            f"{_file_name(what, period.period, version, locale)}.{suffix}",
            Wanted(what, period.id, language, version, asked=asked),
            PaperCaption(what, standing.title(locale), period.period, version),
            locale=locale,
            dedupe_key=f"papers:{period.id}:{asked or version}:{what}:{chat_id}",
            priority=Priority.REPLY if asked else Priority.NOTICE,
        )


async def prepared(turn: Turn, wanted: Wanted) -> dict[str, Document | Message]:
    """The period's three documents, read now.

    Raises:
        LookupError: there is no such period.
    """
    period = await periods.get(turn.tx, wanted.period)
    if period is None:
        raise LookupError(f"period {wanted.period}")
    standing = await open_period(turn, period)
    own = replace(await report_material.gather(turn, standing, wanted.locale), version=wanted.version)
    vietnamese = own
    if wanted.locale != "vi":  # the report is Vietnamese whatever language the reader's chat has
        vietnamese = replace(await report_material.gather(turn, standing, "vi"), version=wanted.version)
    changes = await snapshots.changes_in(turn, standing, wanted.version, "vi", None)
    return {
        "chart": report_tables.chart(own),
        "report": report_records.status_report(vietnamese, changes),
        "workbook": report_tables.workbook(own),
    }


def _file_name(what: Paper, period: str, version: int, locale: str) -> str:
    key = f"papers.{what}_file_again" if version > 1 else f"papers.{what}_file"
    return render.label(Label(key, {"period": period, "version": version}), locale)


async def get(turn: Turn, tap: GetPapers) -> None:
    """Somebody who may read the summary wants the documents."""
    standing = await board_cards.allowed(turn, tap.period, Action.SEE_SUMMARY)
    await turn.toast(Label("papers.coming"))
    await send(turn, standing.period.id, turn.chat_id, turn.locale)
