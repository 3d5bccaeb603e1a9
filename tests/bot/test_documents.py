"""Documents are made beside the bot: it answers meanwhile, and one that cannot be made stops nobody."""

import asyncio
import io
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from docx import Document

from bot.demo.stage import Stage
from bot.documents import DocumentFailed, Documents
from messages.documents.model import (
    CalendarEntry,
    CheckInPoster,
    Heading,
    InvitationLetter,
    Official,
    Signature,
    to_data,
)
from storage import outbox
from storage.outbox import Priority


def _entry(summary: str) -> CalendarEntry:
    begin = datetime(2022, 4, 8, 7, tzinfo=UTC)
    return CalendarEntry(uid="m1@test", sequence=0, summary=summary, starts_at=begin, stamp=begin)


async def test_a_document_comes_back_as_its_bytes() -> None:
    """What the data says is in the file."""
    made = await Documents().make(to_data(_entry("Hop thang 4")))
    assert made.startswith(b"BEGIN:VCALENDAR")
    assert b"SUMMARY:Hop thang 4" in made


async def test_the_same_document_is_made_once() -> None:
    """Twenty people get the same calendar entry: the second costs nothing."""
    documents = Documents()
    began = time.perf_counter()
    first = await documents.make(to_data(_entry("A")))
    made = time.perf_counter()
    assert all([await documents.make(to_data(_entry("A"))) == first for _ in range(20)])
    assert time.perf_counter() - made < made - began  # all twenty in less than one takes
    assert await documents.make(to_data(_entry("B"))) != first


async def test_the_bot_goes_on_while_a_document_is_made() -> None:
    """The event loop is never held up by the making."""
    task = asyncio.create_task(Documents().make(to_data(CheckInPoster("https://t.me/x?start=c-1", "1234"))))
    turns = 0
    while not task.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert (await task).startswith(b"\x89PNG")
    assert turns > 20  # made in our own process, it would hold the loop for the whole time


async def test_the_operators_own_template_wins(tmp_path: Path) -> None:
    """A letter written on the operator's template carries what stands there."""
    template = Document()
    template.add_paragraph("CƠ QUAN THỬ NGHIỆM — {{ subject }}")
    template.save(str(tmp_path / "giay_moi.docx"))
    begin = datetime(2022, 4, 8, 14, tzinfo=timezone(timedelta(hours=7)))
    heading = Heading(superior="", body="Tổ công tác", code="TCT", place="Bắc Kạn")
    letter = InvitationLetter(
        heading, "Họp thử", ("Các thành viên",), Official("Trần Văn Mẫu"), begin, Signature("Tổ trưởng", "Trần Văn Mẫu")
    )
    made = await Documents(tmp_path).make(to_data(letter))
    assert "CƠ QUAN THỬ NGHIỆM — Họp thử" in [p.text for p in Document(io.BytesIO(made)).paragraphs]


async def test_what_cannot_be_made_is_said_with_its_cause() -> None:
    """The operator reads why."""
    with pytest.raises(DocumentFailed, match="no-such-kind"):
        await Documents().make({"kind": "no-such-kind"})


async def test_a_document_that_cannot_be_made_does_not_stop_its_chat(stage: Stage) -> None:
    """The row ends with the cause, and what was written after it arrives."""
    phone = await stage.person(1001, "Người Thử", "+84912001001")
    phone.start()
    await stage.settle()
    async with stage.database.transaction() as tx:
        for method, payload in (
            ("sendDocument", {"document": {"name": "a.docx", "make": {"kind": "no-such-kind"}}}),
            ("sendMessage", {"text": "sau đó"}),
        ):
            await outbox.enqueue(
                tx, chat_id=1001, method=method, payload=payload, priority=Priority.NOTICE, now=stage.clock.now()
            )
    stage.app.delivery.wake()
    await stage.settle()
    assert phone.messages[-1].text == "sau đó"
    async with stage.database.read() as tx:
        row = await tx.one("SELECT state, error FROM outbox WHERE method = 'sendDocument'")
    assert row is not None
    assert row["state"] == "dead"
    assert "no-such-kind" in row["error"]
