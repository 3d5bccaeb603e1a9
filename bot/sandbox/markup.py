"""Check keyboards the way Telegram does (docs/telegram-facts.md, Limits)."""

from typing import Any

from bot.sandbox.args import Args
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_link, mentioned_user_id

MAX_BUTTONS = 100
MAX_A_ROW = 8
MAX_DATA_BYTES = 64
MAX_COPY_CHARACTERS = 256
MAX_PLACEHOLDER = 64

_STYLES = ("primary", "success", "danger")
_OTHER_KINDS = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
_REQUESTS = ("request_contact", "request_location")

Json = dict[str, Any]


def read_markup(args: Args, chat_type: str, *, inline_only: bool = False) -> tuple[Json | None, Json | None]:
    """The inline keyboard and the other reply markup of a call; both None when there is none.

    Raises ApiError 400.
    """
    markup = args.json("reply_markup")
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if markup.get("keyboard"):
        return None, _reply_keyboard(markup, chat_type, inline_only)
    if markup.get("inline_keyboard"):
        return _inline_keyboard(markup["inline_keyboard"]), None
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        _refuse_in_channels(chat_type, inline_only)
        return None, markup
    return None, None


def _refuse_in_channels(chat_type: str, inline_only: bool) -> None:
    if inline_only or chat_type == "channel":
        raise bad_request("inline keyboard expected")


def _rows(rows: Any, field: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    filled: list[list[Any]] = [row for row in rows if row]
    if sum(len(row) for row in filled) > MAX_BUTTONS or any(len(row) > MAX_A_ROW for row in filled):
        raise bad_request("reply markup is too long")
    return filled


def _inline_keyboard(rows: Any) -> Json | None:
    checked = [[_inline_button(button) for button in row] for row in _rows(rows, "inline_keyboard")]
    return {"inline_keyboard": checked} if checked else None


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("inline keyboard", "InlineKeyboardButton must be an Object")
    checked = _common(button, "inline keyboard")
    if button.get("url"):
        return {**checked, "url": _button_url(str(button["url"]))}
    if button.get("callback_data"):
        data = button["callback_data"]
        if not isinstance(data, str):
            raise _unreadable("inline keyboard", 'Field "callback_data" must be of type String')
        if len(data.encode()) > MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {**checked, "callback_data": data}
    if "copy_text" in button:
        return {**checked, "copy_text": _copy_text(button["copy_text"])}
    for kind in _OTHER_KINDS:
        if kind in button:
            return {**checked, kind: button[kind]}
    raise _unreadable("inline keyboard", "Text buttons are unallowed in the inline keyboard")


def _button_url(address: str) -> str:
    if mentioned_user_id(address) is not None:
        return address
    link = checked_link(address)
    if not link:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
    return link


def _copy_text(copy_text: Any) -> Json:
    text = copy_text.get("text") if isinstance(copy_text, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _reply_keyboard(markup: Json, chat_type: str, inline_only: bool) -> Json:
    rows = [[_reply_button(button, chat_type) for button in row] for row in _rows(markup["keyboard"], "keyboard")]
    _refuse_in_channels(chat_type, inline_only)
    if len(str(markup.get("input_field_placeholder") or "")) > MAX_PLACEHOLDER:
        raise bad_request("REPLY_MARKUP_PLACEHOLDER_INVALID")
    return {**markup, "keyboard": rows}


def _reply_button(button: Any, chat_type: str) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise _unreadable("keyboard", "KeyboardButton must be a String or an Object")
    checked = _common(button, "keyboard")
    for request in _REQUESTS:
        if button.get(request):
            if chat_type != "private":
                what = "Phone number" if request == "request_contact" else "Location"
                raise bad_request(f"{what} can be requested in private chats only")
            checked[request] = True
    return checked


def _common(button: Json, where: str) -> Json:
    """The label and the style, which every button has."""
    text = button.get("text")
    if not isinstance(text, str):
        raise _unreadable(where, 'Can\'t find field "text"')
    if not text.strip():
        raise bad_request(f"{where} button text must be non-empty")
    checked: Json = {"text": text}
    style = str(button.get("style") or "default").lower()
    if style in _STYLES:
        checked["style"] = style
    elif style != "default":
        raise _unreadable(where, "invalid button style specified")
    return checked


def _unreadable(where: str, reason: str) -> ApiError:
    return bad_request(f"can't parse {where} button: {reason}")
