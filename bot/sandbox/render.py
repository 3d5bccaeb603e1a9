"""Show messages the way a reader sees them, as plain text or HTML."""

from html import escape
from typing import Any

_TAGS = {
    "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"), "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"), "pre": ("<pre>", "</pre>"), "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}  # fmt: skip


def entities_to_html(text: str, entities: list[dict[str, Any]]) -> str:
    """Write a plain text and its UTF-16 entities (outer before inner) as HTML that parses back to the same."""
    waiting = list(entities)
    running: list[dict[str, Any]] = []
    parts: list[str] = []
    unit = 0
    for character in text:
        if running or waiting:
            _close(running, parts, unit)
            while waiting and waiting[0]["offset"] <= unit:
                running.append(waiting.pop(0))
                parts.append(_tags(running[-1])[0])
        parts.append(escape(character, quote=False))
        unit += 1 + (character > "\uffff")
    _close(running, parts, unit)
    return "".join(parts)


def _close(running: list[dict[str, Any]], parts: list[str], unit: int) -> None:
    """Close what ends here; what began inside it and goes on is closed too and opened again."""
    ending = [index for index, entity in enumerate(running) if entity["offset"] + entity["length"] <= unit]
    if not ending:
        return
    inner = running[ending[0] :]
    parts += [_tags(entity)[1] for entity in reversed(inner)]
    going_on = [entity for entity in inner if entity["offset"] + entity["length"] > unit]
    running[ending[0] :] = going_on
    parts += [_tags(entity)[0] for entity in going_on]


def _tags(entity: dict[str, Any]) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return f'<a href="{escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "date_time":
            style = entity.get("date_time_format", "")
            return f'<tg-time unix="{entity["unix_time"]}" format="{style}">', "</tg-time>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
        case "pre" if entity.get("language"):
            return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
        case kind:
            return _TAGS.get(kind, ("", ""))
