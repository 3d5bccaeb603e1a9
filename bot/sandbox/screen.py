"""Draw a chat as plain text, the way a reader sees it on the phone."""

from zoneinfo import ZoneInfo

from bot.sandbox.entities import utf16_slice
from bot.sandbox.records import Chat, Json, Message

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_QUOTES = ("blockquote", "expandable_blockquote")
FOLDED_LINES = 3


def draw_chat(chat: Chat, *, last: int | None = None, keyboard: Json | None = None, fold: bool = False) -> str:
    """The last messages of a chat, oldest first, and the reply keyboard below.

    ``fold`` shows only the first lines of expandable quotes, as before a reader unfolds them.
    """
    visible = [message for message in chat.messages.values() if not message.deleted]
    if last is not None:
        visible = visible[-last:] if last else []
    blocks = [draw_message(message, fold=fold) for message in visible]
    if keyboard is not None:
        rows = [[button["text"] for button in row] for row in keyboard["keyboard"]]
        blocks.append("\n".join("⌨ " + _row(row) for row in rows))
    return "\n\n".join(blocks)


def draw_message(message: Message, *, fold: bool = False) -> str:
    """One message: when and from whom, the text with quotes marked, attachments, buttons."""
    when = message.sent_at.astimezone(ZONE).strftime("%d/%m %H:%M")
    pinned = " 📌" if message.id in message.chat.pinned else ""
    head = f"── {when} · {message.sender}{' ✎' if message.edited else ''}{pinned}"
    lines = [head, *_attachments(message)]
    if message.text:
        lines += quoted_text(message, fold=fold).split("\n")
    lines += [_row(row) for row in message.buttons]
    return "\n".join(lines)


def quoted_text(message: Message, *, fold: bool = False) -> str:
    """The text with a bar before every quoted line."""
    text = message.text
    for entity in reversed([entity for entity in message.entities if entity["type"] in _QUOTES]):
        begin = len(utf16_slice(text, 0, entity["offset"]))
        quote = utf16_slice(text, entity["offset"], entity["length"])
        lines = quote.strip("\n").split("\n")
        if fold and entity["type"] == "expandable_blockquote" and len(lines) > FOLDED_LINES:
            lines = [*lines[:FOLDED_LINES], "… ▾"]
        barred = "\n".join(f"│ {line}" for line in lines)
        before, after = text[:begin].rstrip("\n"), text[begin + len(quote) :].lstrip("\n")
        text = "\n".join(part for part in (before, barred, after) if part)
    return text


def _attachments(message: Message) -> list[str]:
    body = message.json
    lines = []
    if "document" in body:
        lines.append(f"📄 {body['document']['file_name']}")
    if "photo" in body:
        largest = body["photo"][-1]
        lines.append(f"🖼 {largest['width']}×{largest['height']}")
    if "contact" in body:
        contact = body["contact"]
        name = f"{contact['first_name']} {contact.get('last_name', '')}".strip()
        lines.append(f"👤 {name} {contact['phone_number']}")
    if "poll" in body:
        poll = body["poll"]
        lines.append(f"📊 {poll['question']}{' 🔒' if poll['is_closed'] else ''}")
        lines += [f"  ○ {option['text']} — {option['voter_count']}" for option in poll["options"]]
    return lines


def _row(labels: list[str]) -> str:
    return " ".join(f"[ {label} ]" for label in labels)
