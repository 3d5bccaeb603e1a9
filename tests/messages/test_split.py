"""Long texts: every piece fits, no tag is cut, nothing is lost."""

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html import parse_html
from messages.split import split_html, visible_length

_WORDS = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30)
_TAGS = st.sampled_from(["b", "i", "u", "blockquote expandable", "code"])


@st.composite
def _html(draw: st.DrawFn, depth: int = 0) -> str:
    pieces = []
    for _ in range(draw(st.integers(1, 5))):
        if depth < 3 and draw(st.booleans()):
            tag = draw(_TAGS)
            pieces.append(f"<{tag}>{draw(_html(depth + 1))}</{tag.split()[0]}>")
        else:
            pieces.append(escape(draw(_WORDS), quote=False) + draw(st.sampled_from(["", " ", "\n"])))
    return "".join(pieces)


def _plain(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


@given(_html(), st.integers(5, 60))
def test_pieces_fit_and_lose_nothing(html: str, limit: int) -> None:
    """Each piece is within the limit, its tags balance, and all letters are there in their order."""
    pieces = split_html(html, limit)
    assert "".join(map(_plain, pieces)) == _plain(html)
    for piece in pieces:
        assert visible_length(piece) <= limit or len(pieces) == 1
        opened = re.findall(r"<([a-z]+)", piece)
        closed = re.findall(r"</([a-z]+)>", piece)
        assert sorted(opened) == sorted(closed)


def test_a_text_is_cut_between_lines_where_possible() -> None:
    """Lines stay whole when they fit."""
    assert split_html("một dòng\nhai dòng\nba dòng", 18) == ["một dòng\nhai dòng", "ba dòng"]


def test_a_tag_open_at_the_cut_goes_on_in_the_next_piece() -> None:
    """A foldable quote over two messages is a quote in both."""
    first, second = split_html("<blockquote expandable>một\nhai</blockquote>", 4)
    assert first == "<blockquote expandable>một</blockquote>"
    assert second == "<blockquote expandable>hai</blockquote>"


def test_telegram_takes_every_piece_of_a_long_summary() -> None:
    """Ten thousand characters with tags and entities become messages that the local Telegram parses and counts."""
    line = "<b>Sở Thông tin &amp; Truyền thông</b>: còn 3 &lt; 5 nhiệm vụ, <i>đề nghị hỗ trợ</i> kinh phí.\n"
    for piece in split_html(f"<blockquote expandable>{line * 150}</blockquote>"):
        text, _ = parse_html(piece)
        assert len(text) <= 4096
