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
    """Write a plain text and its UTF-16 entities as HTML that parses back to the same."""
    begins: dict[int, list[tuple[int, str]]] = {}
    ends: dict[int, list[str]] = {}
    for entity in entities:
        opening, closing = _tags(entity)
        begins.setdefault(entity["offset"], []).append((entity["length"], opening))
        ends.setdefault(entity["offset"] + entity["length"], []).insert(0, closing)
    parts: list[str] = []
    unit = 0
    for character in text:
        parts += ends.get(unit, [])
        # Entities come sorted: the longer one that begins here encloses the shorter.
        parts += [opening for _, opening in begins.get(unit, [])]
        parts.append(escape(character, quote=False))
        unit += 1 + (character > "\uffff")
    parts += ends.get(unit, [])
    return "".join(parts)


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
