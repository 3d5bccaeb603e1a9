"""Read ``parse_mode=HTML`` the way Telegram does (docs/telegram-facts.md, Limits).

Offsets and lengths of entities are UTF-16 code units; byte offsets in error texts are UTF-8.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_link, mentioned_user_id

Entity = dict[str, Any]

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]*)|([0-9]*))|([A-Za-z]+))")
_SPECIAL = re.compile(r"[<&]")
_SPACE = " \t\r\n\0\v"
_TAG_NAME = re.compile(r"[^ \t\r\n\0\v>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^ \t\r\n\0\v=>/"']*""")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = frozenset(_SIMPLE) | {"tg-emoji", "tg-time", "a", "pre", "code", "blockquote"}


def utf16_length(text: str) -> int:
    """How many UTF-16 code units the text takes."""
    if not text or max(text) <= "\uffff":
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Split HTML into plain text and entities, in the order in which their tags close.

    Raises ApiError 400 ``can't parse entities: …`` for a stray ``<``, an unknown tag or wrong nesting.
    """
    if _SPECIAL.search(markup) is None:
        return markup, []
    return _Reader(markup).read()


@dataclass(slots=True)
class _OpenTag:
    name: str
    offset: int
    chunk: int
    argument: str = ""
    unix: str = "0"


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    chunks: list[str] = field(default_factory=list)
    offset: int = 0
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    surrogates: bool = False

    def read(self) -> tuple[str, list[Entity]]:
        while (special := _SPECIAL.search(self.source, self.at)) is not None:
            self._add(self.source[self.at : special.start()])
            self.at = special.start()
            if self.source[self.at] == "&":
                self._reference()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self._add(self.source[self.at :])
        if self.open_tags:
            name = self.open_tags[-1].name
            raise _error(f'Can\'t find end tag corresponding to start tag "{name}"')
        if self.surrogates:
            raise _error(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self.chunks), self.entities

    def _add(self, text: str) -> None:
        if text:
            self.chunks.append(text)
            self.offset += utf16_length(text)

    def _reference(self) -> None:
        character, end = _decode(self.source, self.at)
        if character and "\ud800" <= character <= "\udfff":
            self.surrogates = True
            character = "\ufffd"
        self._add(character or "&")
        self.at = end if character else self.at + 1

    def _fail(self, reason: str, position: int) -> ApiError:
        return _error(reason.replace("{at}", f"at byte offset {len(self.source[:position].encode())}"))

    def _character(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        assert found is not None  # noqa: S101 -- every pattern used here also matches nothing at all
        self.at = found.end()
        return found.group()

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._match(_TAG_NAME).lower()
        if not self._character():
            raise self._fail("Unclosed start tag {at}", begin)
        if name not in _TAGS:
            raise self._fail(f'Unsupported start tag "{name}" {{at}}', begin)
        tag = _OpenTag(name, self.offset, len(self.chunks))
        while self._character() != ">":
            self._skip_space()
            if self._character() == ">":
                break
            self._attribute(tag, begin)
        if name == "span" and tag.argument != "spoiler":
            raise self._fail('Tag "span" must have class "tg-spoiler" {at}', begin)
        self.at += 1
        self.open_tags.append(tag)

    def _attribute(self, tag: _OpenTag, begin: int) -> None:
        attribute = self._match(_ATTRIBUTE_NAME)
        if not attribute:
            raise self._fail(f'Empty attribute name in the tag "{tag.name}" {{at}}', begin)
        self._skip_space()
        if self._character() != "=":
            if not self._character():
                raise self._fail(f'Unclosed start tag "{tag.name}" {{at}}', begin)
            _set_attribute(tag, attribute, "")
            return
        self.at += 1
        self._skip_space()
        if not self._character():
            raise self._fail(f'Unclosed start tag "{tag.name}" {{at}}', begin)
        value = self._quoted() if self._character() in "'\"" else self._bare()
        if not self._character():
            raise self._fail("Unclosed start tag {at}", begin)
        _set_attribute(tag, attribute, value)

    def _bare(self) -> str:
        begin = self.at
        value = self._match(_TOKEN).lower()
        if self._character() and self._character() not in _SPACE + ">":
            raise self._fail("Unexpected end of name token {at}", begin)
        return value

    def _quoted(self) -> str:
        quote = self._character()
        self.at += 1
        parts: list[str] = []
        while self._character() not in ("", quote):
            if self._character() == "&":
                character, end = _decode(self.source, self.at)
                if character:
                    parts.append(character)
                    self.at = end
                    continue
            parts.append(self._character())
            self.at += 1
        self.at += 1
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open_tags:
            raise self._fail("Unexpected end tag {at}", begin)
        self.at += 2
        name = self._match(_TAG_NAME).lower()
        self._skip_space()
        if self._character() != ">":
            raise self._fail("Unclosed end tag {at}", begin)
        self.at += 1
        tag = self.open_tags.pop()
        if name and name != tag.name:
            raise self._fail(f'Unmatched end tag {{at}}, expected "</{tag.name}>", found "</{name}>"', begin)
        length = self.offset - tag.offset
        if length:
            self._close(tag, {"offset": tag.offset, "length": length})

    def _close(self, tag: _OpenTag, place: Entity) -> None:
        if tag.name in _SIMPLE:
            self.entities.append({"type": _SIMPLE[tag.name], **place})
        elif tag.name in ("pre", "code"):
            self._close_code(tag, place)
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self.entities.append({"type": kind, **place})
        elif tag.name == "a":
            self._close_link(tag, place)
        elif tag.name == "tg-emoji":
            if not tag.argument.isdigit() or int(tag.argument) == 0:
                raise _error("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", **place, "custom_emoji_id": tag.argument})
        else:
            self._close_time(tag, place)

    def _close_code(self, tag: _OpenTag, place: Entity) -> None:
        last = self.entities[-1] if self.entities else {}
        same_place = last.get("offset") == place["offset"] and last.get("length") == place["length"]
        if tag.name == "pre" and same_place and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
        elif tag.name == "code" and same_place and last["type"] == "pre" and tag.argument:
            last["language"] = tag.argument
        elif tag.name == "code" and tag.argument:
            self.entities.append({"type": "code", **place, "language": tag.argument})
        else:
            self.entities.append({"type": tag.name, **place})

    def _close_link(self, tag: _OpenTag, place: Entity) -> None:
        address = tag.argument or "".join(self.chunks[tag.chunk :])
        user_id = mentioned_user_id(address)
        if user_id is not None:
            self.entities.append({"type": "text_mention", **place, "user": {"id": user_id}})
            return
        link = checked_link(address)
        if link:
            self.entities.append({"type": "text_link", **place, "url": link})

    def _close_time(self, tag: _OpenTag, place: Entity) -> None:
        if tag.argument not in ("r", "R") and tag.argument.strip("tTdDwW"):
            raise _error("Invalid date format used")
        unix = int(tag.unix) if re.fullmatch(r"[0-9]{1,10}", tag.unix) else 0
        if 0 < unix < 2**31:
            entity: Entity = {"type": "date_time", **place, "unix_time": unix}
            if tag.argument:
                entity["date_time_format"] = tag.argument
            self.entities.append(entity)


def _set_attribute(tag: _OpenTag, attribute: str, value: str) -> None:
    match tag.name, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format"):
            tag.argument = value
        case ("code", "class") if value.startswith("language-"):
            tag.argument = value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            tag.argument = value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            tag.argument = "1"
        case ("tg-time", "unix"):
            tag.unix = value


def _decode(source: str, position: int) -> tuple[str, int]:
    """The character that a reference stands for ("" when it is literal text) and where it ends."""
    found = _REFERENCE.match(source, position)
    if found is None:
        return "", position
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        character = _NAMED.get(name, "")
    else:
        code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
        wrong = code == 0 or code >= 0x10FFFF or found.end() - position >= 10
        character = "" if wrong else chr(code)
    end = found.end()
    return character, end + 1 if source.startswith(";", end) else end


def _error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
