"""A text that somebody formatted on their phone, said again as Telegram HTML."""

from html import escape

from markupsafe import Markup as Safe

from messages.model import Part


class Span(Part, frozen=True):
    """One piece of formatting: Telegram's ``kind`` of entity, ``offset`` and ``length`` in UTF-16 units.

    ``detail`` is a link's address, the id of a person who is mentioned, or the language of code.
    """

    kind: str
    offset: int
    length: int
    detail: str


class RichText(Part, frozen=True):
    """A text with its formatting; spans that do not fit it are left out."""

    text: str
    spans: tuple[Span, ...]


_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def to_html(rich: RichText) -> Safe:
    """The text as HTML, every letter escaped, every tag closed where it has to be."""
    place = _places(rich.text)
    spans = sorted(
        ((place[s.offset], place[s.offset + s.length], n) for n, s in enumerate(rich.spans) if _fits(s, place)),
        key=lambda span: (span[0], -span[1], span[2]),
    )
    cuts = sorted({0, len(rich.text), *[span[0] for span in spans], *[span[1] for span in spans]})
    parts: list[str] = []
    running: list[tuple[int, int, int]] = []
    for start, end in zip(cuts, [*cuts[1:], len(rich.text)], strict=True):
        _close(parts, running, rich.spans, start)
        for span in spans:
            if span[0] == start < span[1]:
                running.append(span)
                parts.append(_tags(rich.spans[span[2]])[0])
        parts.append(escape(rich.text[start:end], quote=False))
    _close(parts, running, rich.spans, len(rich.text))
    return Safe("".join(parts))  # noqa: S704 - every text in it is escaped


def _close(parts: list[str], running: list[tuple[int, int, int]], spans: tuple[Span, ...], at: int) -> None:
    """Close what ends here; what lies inside it and goes on is closed with it and opened again."""
    first = next((n for n, span in enumerate(running) if span[1] <= at), None)
    if first is None:
        return
    inner = running[first:]
    parts += [_tags(spans[span[2]])[1] for span in reversed(inner)]
    running[first:] = [span for span in inner if span[1] > at]
    parts += [_tags(spans[span[2]])[0] for span in running[first:]]


def _places(text: str) -> dict[int, int]:
    """Where in the text each UTF-16 unit is that begins a letter, and the end."""
    found, unit = {}, 0
    for index, letter in enumerate(text):
        found[unit] = index
        unit += 1 + (letter > "\uffff")
    found[unit] = len(text)
    return found


def _fits(span: Span, place: dict[int, int]) -> bool:
    known = span.kind in _TAGS or span.kind in ("text_link", "text_mention", "expandable_blockquote")
    linked = not span.kind.startswith("text_") or bool(span.detail)
    return known and linked and span.length > 0 and span.offset in place and span.offset + span.length in place


def _tags(span: Span) -> tuple[str, str]:
    if span.kind == "text_link":
        return f'<a href="{escape(span.detail)}">', "</a>"
    if span.kind == "text_mention":
        return f'<a href="tg://user?id={escape(span.detail)}">', "</a>"
    if span.kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if span.kind == "pre" and span.detail:
        return f'<pre><code class="language-{escape(span.detail)}">', "</code></pre>"
    return f"<{_TAGS[span.kind]}>", f"</{_TAGS[span.kind]}>"
