"""A text formatted on a phone, said again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html import parse_html
from messages.rich import RichText, Span, to_html

_KINDS = st.sampled_from(["bold", "italic", "spoiler", "text_link", "blockquote", "code", "mention", "x"])
_SPANS = st.lists(st.builds(Span, _KINDS, st.integers(-2, 12), st.integers(-2, 12), st.sampled_from(["", "http://a"])))
_LETTERS = st.text(alphabet="a đ<&>😀\"'", min_size=1, max_size=10)


def test_what_overlaps_is_closed_and_opened_again() -> None:
    """Positions count UTF-16 units: an emoji is two."""
    spans = (Span("bold", 0, 4, ""), Span("italic", 3, 3, ""))
    assert to_html(RichText("😀a<b>c", spans)) == "<b>😀a<i>&lt;</i></b><i>b&gt;</i>c"


def test_a_link_cannot_break_out() -> None:
    """Its address is escaped."""
    assert to_html(RichText("xem", (Span("text_link", 0, 3, 'http://a"><b>'),))) == (
        '<a href="http://a&quot;&gt;&lt;b&gt;">xem</a>'
    )


@given(text=_LETTERS.filter(lambda text: text.strip() == text), spans=_SPANS)
def test_telegram_reads_the_same_text(text: str, spans: list[Span]) -> None:
    """Whatever the spans: every tag is closed, no letter is lost or run as HTML."""
    read, _ = parse_html(str(to_html(RichText(text, tuple(spans)))))
    assert read == text
