"""A message as an e-mail: the same words, as HTML that mail programs show and as plain text beside it.

Telegram's HTML has a handful of tags (Telegram facts, Formatting); a letter needs its line ends written down, and
knows neither expandable quotes nor times in the reader's own zone.
"""

import html
import re
from dataclasses import dataclass

from messages import render
from messages.model import Label, Message

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
_TAG = re.compile(r"</?([a-zA-Z-]+)[^>]*>")
_KEPT = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote"}
_LONGEST_SUBJECT = 150
"""Letters: what a phone's list of letters shows of it is less still."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter's words; ``subject`` is one line."""

    subject: str
    html: str
    text: str


def mail_of(message: Message, subject: Label | str, locale: str, footer: Message | None = None) -> Mail:
    """The message as a letter; ``footer`` says who sends it and where to answer."""
    said = render.text(message, locale)
    if footer is not None:
        said += f"\n\n—\n{render.text(footer, locale)}"
    line = " ".join(render.label(subject, locale).split())
    return Mail(
        line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1] + "…",
        f'<div style="font-family: sans-serif; line-height: 1.5">{_html(said)}</div>',
        _plain(said),
    )


def _html(said: str) -> str:
    return _TAG.sub(_known_tag, said).replace("\n", "<br>\n")


def _known_tag(found: re.Match[str]) -> str:
    """The tag as a mail program knows it; what only Telegram knows is left out, its words stay."""
    name = found[1].lower()
    if name not in _KEPT:
        return ""
    return found[0] if name == "a" else f"</{name}>" if found[0].startswith("</") else f"<{name}>"


def _plain(said: str) -> str:
    with_addresses = _LINK.sub(lambda link: f"{link[2]} ({link[1]})" if link[1] != link[2] else link[2], said)
    return html.unescape(_TAG.sub("", with_addresses))
