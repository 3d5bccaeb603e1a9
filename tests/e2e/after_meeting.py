"""What comes after a meeting, on the phones of a small task force."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document

from bot.sandbox import Phone
from handlers.callbacks import Tap
from handlers.meetings.taps import Conclude
from messages.contexts.basics import NothingTyped
from messages.model import Button
from storage.meetings import Meeting
from tests.e2e.body import Body, at
from tests.e2e.gathering import put_meeting

PASTED = """Kết luận:
1. Giao Sở Tư pháp chủ trì, phối hợp với Sở Y tế rút ngắn thời gian cấp bản sao hộ tịch, xong trước ngày 30/4/2022.
2. Công an tỉnh chủ trì tổng hợp danh sách thôn chưa có điểm tiếp nhận, hạn 20/4/2022.
3. Các đồng chí tiếp tục quán triệt Đề án 06.
"""


async def held(body: Body, starts_at: datetime | None = None, **more: Any) -> Meeting:
    """A meeting that has begun, an hour ago unless told otherwise."""
    return await put_meeting(body, starts_at or at(2, 28, 7), **more)


async def offer(body: Body, phone: Phone, tap: Tap, label: str = "Tiếp") -> None:
    """Put any button before somebody and let them press it."""
    async with body.stage.app.turns.alone() as turn:
        await turn.send(phone.id, NothingTyped(), ((Button(label, data=tap.pack()),),), locale="vi")
    await body.stage.settle()
    phone.tap(label)
    await body.stage.settle()


async def conclude(body: Body, phone: Phone, meeting: Meeting, *said: str) -> None:
    """They open the card of conclusions, and type."""
    await offer(body, phone, Conclude(meeting.id), "Nhập kết luận")
    await does(body, phone, *(f"“{text}" for text in said))


async def does(body: Body, phone: Phone, *what: str) -> None:
    """Taps the buttons of these words; what begins with a quotation mark is typed."""
    for each in what:
        if each.startswith("“"):
            phone.say(each[1:])
        else:
            phone.tap(each)
        await body.stage.settle()


async def send_notice(body: Body, phone: Phone) -> None:
    """From the card of conclusions to everybody."""
    await does(body, phone, "Thông báo kết luận")
    await does(body, phone, *(label for label in buttons(phone) if label.startswith("Gửi ") and "khách" not in label))
    await does(body, phone, "Gửi tới")


async def announced(body: Body, *said: str, **more: Any) -> Meeting:
    """A meeting whose notice the secretary has sent: the pasted list, unless told otherwise."""
    meeting = await held(body, **more)
    await conclude(body, body.secretary, meeting, *(said or (PASTED,)))
    await does(body, body.secretary, "Xem danh sách")
    await send_notice(body, body.secretary)
    return meeting


async def rows(body: Body, sql: str, *parameters: object) -> list[dict[str, Any]]:
    """What the database holds; and no update has failed."""
    async with body.stage.database.read() as tx:
        failed = await tx.all("SELECT trace FROM failed_updates")
        assert not failed, failed[0]["trace"]
        return [dict(row) for row in await tx.all(sql, parameters)]


def letters(phone: Phone) -> list[str]:
    """The words of each DOCX that came, paragraph by paragraph, oldest first."""
    found = []
    for message in phone.messages:
        if (sent := message.json.get("document")) is not None:
            document = Document(io.BytesIO(phone.world.files.get(sent["file_id"]).body))
            cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
            parts = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
            found.append("\n".join(part.text for part in parts))
    return found


def texts(phone: Phone) -> str:
    """All that the bot says on the phone now."""
    return "\n\n".join(message.text for message in phone.messages if message.outgoing)


def buttons(phone: Phone) -> Sequence[str]:
    """The buttons of the newest message that has any."""
    for message in reversed(phone.messages):
        if message.outgoing and message.inline_keyboard:
            return [button["text"] for row in message.inline_keyboard for button in row]
    return ()
