"""The ledger of a notice: what the page holds, and the page. The library is imported when it is made."""

import io
from typing import Any, ClassVar, Literal

from messages.documents.base import Moment, Record


class BroadcastRow(Record, frozen=True):
    """One recipient; ``state`` as the ledger says it, ``cause`` Telegram's words for why it did not get through.

    ``mail`` and ``unit_mail``: what became of the letter to their own mailbox and to their unit's, "" for none.
    """

    name: str
    title: str = ""
    unit: str = ""
    phone: str = ""
    state: str = ""
    cause: str = ""
    sent_at: Moment | None = None
    received_at: Moment | None = None
    mail: str = ""
    mail_cause: str = ""
    unit_mail: str = ""
    unit_mail_cause: str = ""


class BroadcastSheet(Record, frozen=True, tag_field="kind", tag="broadcast_sheet"):
    """The ledger as XLSX, in the reader's language; ``phones``: the reader may see numbers."""

    kind: ClassVar[str] = "broadcast_sheet"
    suffix: ClassVar[str] = "xlsx"

    body: str
    title: str
    made_at: Moment
    rows: tuple[BroadcastRow, ...]
    acknowledge: bool = False
    phones: bool = False
    locale: Literal["vi", "en"] = "vi"


_WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "tab": "Theo dõi",
        "heading": "THEO DÕI THÔNG BÁO",
        "notice": "Thông báo",
        "made": "Lập lúc",
        "page": "Trang",
        "position": "TT",
        "name": "Họ và tên",
        "title": "Chức danh",
        "unit": "Đơn vị",
        "phone": "Điện thoại",
        "state": "Tình trạng",
        "cause": "Lý do",
        "sent": "Gửi lúc",
        "received": "Xác nhận lúc",
        "mail": "E-mail",
        "unit_mail": "E-mail đơn vị",
        "mail-waiting": "Chờ gửi",
        "mail-queued": "Đang gửi",
        "mail-sent": "Đã gửi",
        "mail-refused": "Bị từ chối",
        "mail-expired": "Quá hạn gửi",
        "mail-stopped": "Không gửi",
        "state-waiting": "Chờ gửi",
        "state-queued": "Đang gửi",
        "state-sent": "Đã gửi",
        "state-received": "Đã nhận",
        "state-blocked": "Không gửi tới được",
        "state-failed": "Không gửi được",
        "state-expired": "Quá hạn gửi",
        "state-absent": "Chưa tham gia bot",
        "state-stopped": "Không gửi",
        "state-left": "Đã rời",
        "state-taken-back": "Đã thu hồi",
        "blocked": "Đã chặn bot",
        "deactivated": "Tài khoản đã xóa",
    },
    "en": {
        "tab": "Ledger",
        "heading": "LEDGER OF A NOTICE",
        "notice": "Notice",
        "made": "Made at",
        "page": "Page",
        "position": "No.",
        "name": "Name",
        "title": "Role",
        "unit": "Unit",
        "phone": "Phone",
        "state": "State",
        "cause": "Cause",
        "sent": "Sent at",
        "received": "Received at",
        "mail": "E-mail",
        "unit_mail": "Unit's e-mail",
        "mail-waiting": "Waiting",
        "mail-queued": "Being sent",
        "mail-sent": "Sent",
        "mail-refused": "Refused",
        "mail-expired": "Too late",
        "mail-stopped": "Not sent",
        "state-waiting": "Waiting",
        "state-queued": "Being sent",
        "state-sent": "Sent",
        "state-received": "Received",
        "state-blocked": "Out of reach",
        "state-failed": "Refused",
        "state-expired": "Too late",
        "state-absent": "Has not joined",
        "state-stopped": "Not sent",
        "state-left": "Has left",
        "state-taken-back": "Withdrawn",
        "blocked": "Blocked the bot",
        "deactivated": "Account deleted",
    },
}
_WIDTHS = {
    "position": 5, "name": 24, "title": 20, "unit": 30, "phone": 15, "state": 18, "cause": 24, "sent": 16,
    "received": 16, "mail": 22, "unit_mail": 22,
}  # fmt: skip
_MOMENTS = ("sent", "received")


def broadcast_sheet(sheet: BroadcastSheet) -> bytes:
    """One row a recipient, real moments to sort by, ready to print on A4."""
    import xlsxwriter  # type: ignore[import-untyped]

    from messages.documents import sheets
    from messages.formats import moment

    words = _WORDS[sheet.locale]
    hidden = {*(() if sheet.phones else ("phone",)), *(() if sheet.acknowledge else ("received",))}
    hidden |= {name for name in ("mail", "unit_mail") if not any(getattr(row, name) for row in sheet.rows)}
    columns = [name for name in _WIDTHS if name not in hidden]
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, sheets.OPTIONS)
    book.set_properties({"title": sheets.text(sheet.title)[:255], "created": sheets.MADE})
    page = book.add_worksheet(words["tab"])
    shapes = sheets.formats(book)
    said = [
        (sheet.body, "body"),
        (words["heading"], "title"),
        (f"{words['notice']}: {sheet.title}", "fact"),
        (f"{words['made']}: {moment(sheet.made_at, sheet.locale)}", "fact"),
    ]
    head = sheets.facts(page, said, len(columns) - 1, shapes)
    for at, name in enumerate(columns):
        page.set_column(at, at, _WIDTHS[name])
        page.write_string(head, at, words[name], shapes["head"])
    for number, row in enumerate(sheet.rows, start=1):
        values = _values(number, row, words)
        for at, name in enumerate(columns):
            look = "moment" if name in _MOMENTS else "middle" if name == "position" else "text"
            sheets.write(page, head + number, at, values[name], shapes[look])
        page.set_row(head + number, sheets.height((values[name], _WIDTHS[name]) for name in columns))
    sheets.lay_out(page, head, len(sheet.rows), len(columns) - 1, frozen=2, page_word=words["page"])
    book.close()
    return written.getvalue()


def _values(number: int, row: BroadcastRow, words: dict[str, str]) -> dict[str, Any]:
    return {
        "position": number,
        "name": row.name,
        "title": row.title,
        "unit": row.unit,
        "phone": row.phone,
        "state": words.get(f"state-{row.state}", row.state),
        "cause": next((words[mark] for mark in ("blocked", "deactivated") if mark in row.cause), row.cause),
        "sent": row.sent_at,
        "received": row.received_at,
        "mail": _mail(row.mail, row.mail_cause, words),
        "unit_mail": _mail(row.unit_mail, row.unit_mail_cause, words),
    }


def _mail(state: str, cause: str, words: dict[str, str]) -> str:
    said = words.get(f"mail-{state}", "") if state else ""
    return f"{said}: {cause}" if cause else said
