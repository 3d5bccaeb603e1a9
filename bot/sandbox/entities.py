"""Clean a text and its entities the way Telegram does before it keeps a message."""

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.html import Entity, parse_html, utf16_length

MAX_ENTITIES = 100

# Control characters become spaces; these vanish: carriage return, U+2028–202E, three combining lines.
_UNCLEAN = re.compile(r"[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_VANISHING = re.compile(r"[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_BLANK = " \n"
_QUOTES = ("blockquote", "expandable_blockquote")
_CODE = ("pre", "code")
_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "date_time": 30,
    "text_link": 49, "text_mention": 49, "bold": 90, "italic": 91, "underline": 92,
    "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip

# What Telegram finds by itself in what people type.
_TYPED = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>(?:https?://|(?<![\w@.])t\.me/)[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?P<email>(?<![\w.+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<phone_number>(?<![\w+])\+[0-9]{9,15}\b)"
)


def read_text(source: str, parse_mode: str, given: list[Entity] | None = None) -> tuple[str, list[Entity]]:
    """Parse and clean what a bot sends: plain text, and at most 100 entities in Telegram's order.

    ``parse_mode`` is "" or "HTML" in any case; ``given`` are entities the bot sent ready-made (used only without
    a parse mode). Raises ApiError 400.
    """
    if parse_mode:
        if parse_mode.lower() != "html":
            # The real server knows Markdown too; nothing here may depend on it.
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(source)
    else:
        text, entities = source, [_given_entity(entity, utf16_length(source)) for entity in given or []]
    return tidy(text, entities)


def typed_entities(text: str) -> list[Entity]:
    """Commands, links, addresses, mentions and phone numbers in what a person typed."""
    found: list[Entity] = []
    for match in _TYPED.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop what Telegram drops: control characters, blank ends, empty or doubled entities, those past 100."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    if not entities:
        if _UNCLEAN.search(text):
            text = _CONTROL.sub(" ", _VANISHING.sub("", text))
        return text.strip(_BLANK), []
    spans = [_span(text, entity) for entity in entities]
    text, spans = _clean(text, spans)
    spans = [span for span in _merged(spans) if text[span[0] : span[1]].strip(_BLANK)]
    text, spans = _trim(text, spans)
    return text, [_entity(text, span) for span in spans[:MAX_ENTITIES]]


_Span = tuple[int, int, Entity]  # begin and end in code points, and the entity's other fields


def _given_entity(entity: Any, text_length: int) -> Entity:
    try:
        offset, length = int(entity["offset"]), int(entity["length"])
        kind = str(entity["type"])
    except (KeyError, TypeError, ValueError) as error:
        raise bad_request("can't parse MessageEntity") from error
    if offset < 0 or length < 0 or offset + length > text_length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
    return {**entity, "type": kind, "offset": offset, "length": length}


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of the text that an entity covers."""
    return text[_point(text, offset) : _point(text, offset + length)]


def _point(text: str, offset: int) -> int:
    """The code point index of a UTF-16 offset."""
    if len(text) >= offset and (not text or max(text[:offset], default="") <= "\uffff"):
        return offset
    units = 0
    for index, character in enumerate(text):
        if units >= offset:
            return index
        units += 1 + (character > "\uffff")
    return len(text)


def _span(text: str, entity: Entity) -> _Span:
    rest = {key: value for key, value in entity.items() if key not in ("offset", "length")}
    return (
        _point(text, entity["offset"]),
        _point(text, entity["offset"] + entity["length"]),
        rest,
    )


def _entity(text: str, span: _Span) -> Entity:
    begin, end, rest = span
    place = {"offset": utf16_length(text[:begin]), "length": utf16_length(text[begin:end])}
    return {**place, **rest}


def _clean(text: str, spans: list[_Span]) -> tuple[str, list[_Span]]:
    if _UNCLEAN.search(text) is None:
        return text, spans
    gone = [match.start() for match in _VANISHING.finditer(text)]

    def moved(index: int) -> int:
        return index - sum(1 for position in gone if position < index)

    cleaned = _CONTROL.sub(" ", _VANISHING.sub("", text))
    return cleaned, [(moved(begin), moved(end), rest) for begin, end, rest in spans]


def _order(span: _Span) -> tuple[int, int, int]:
    return span[0], -span[1], _PRIORITY.get(span[2]["type"], 50)


def _merged(spans: list[_Span]) -> list[_Span]:
    """Without doubles and crossings: a quote holds no quote, a link no link, code nothing; styles of a kind join."""
    kept: list[_Span] = []
    for group in (_QUOTES, None):
        end_of_last = -1
        for span in sorted(spans, key=_order):
            kind = span[2]["type"]
            if kind in _STYLES or (kind in _QUOTES) != (group is _QUOTES) or span[0] < end_of_last:
                continue
            kept.append(span)
            end_of_last = span[1]
    code = [(begin, end) for begin, end, rest in kept if rest["type"] in _CODE]
    quotes = [(begin, end) for begin, end, rest in kept if rest["type"] in _QUOTES]
    for style in _STYLES:
        covered = _union([(begin, end) for begin, end, rest in spans if rest["type"] == style])
        covered = _cut_at(_without(covered, code), quotes)
        kept += [(begin, end, {"type": style}) for begin, end in covered]
    return kept


def _union(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(places):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _without(places: list[tuple[int, int]], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    for hole_begin, hole_end in holes:
        cut = [((begin, min(end, hole_begin)), (max(begin, hole_end), end)) for begin, end in places]
        places = [(begin, end) for pair in cut for begin, end in pair if begin < end]
    return places


def _cut_at(places: list[tuple[int, int]], quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A place that crosses a quote's edge becomes two; one that holds the whole quote, or lies in it, stays."""
    for first, last in quotes:
        pieces: list[tuple[int, int]] = []
        for begin, end in places:
            edge = last if first < begin < last < end else first if begin < first < end < last else None
            pieces += [(begin, end)] if edge is None else [(begin, edge), (edge, end)]
        places = pieces
    return places


def _trim(text: str, spans: list[_Span]) -> tuple[str, list[_Span]]:
    """Cut blank ends; leading blanks only up to the first entity, as Telegram does."""
    text = text.rstrip(_BLANK)
    spans = [(begin, min(end, len(text)), rest) for begin, end, rest in spans if begin < len(text)]
    first = min((begin for begin, _, _ in spans), default=len(text))
    lead = min(first, len(text) - len(text.lstrip(_BLANK)))
    return text[lead:], sorted([(begin - lead, end - lead, rest) for begin, end, rest in spans], key=_order)
