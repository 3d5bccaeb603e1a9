"""HTML is read as the real server reads it."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import read_text, tidy, typed_entities, utf16_slice
from bot.sandbox.errors import ApiError
from bot.sandbox.html import parse_html
from bot.sandbox.render import entities_to_html

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
PIECES = [*"<>&;/\"'=ba# xđ😀\n", "&lt;", "</b>", "<b>", "&amp;", "tg-"]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TAGS = st.sampled_from(["b", "i", "u", "s", "code", "blockquote", "tg-spoiler"])


def kinds(source: str) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in read_text(source, "HTML")[1]]


@given(ANY_TEXT | HOSTILE)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """Whatever people type, escaped for HTML, is read back unchanged and without entities."""
    assert parse_html(escape(text)) == (text, [])


@given(ANY_TEXT | HOSTILE, TAGS)
def test_a_tag_around_escaped_text_covers_all_of_it(text: str, tag: str) -> None:
    """A tag around any escaped text marks exactly its UTF-16 length."""
    plain, entities = parse_html(f"{escape('a😀')}<{tag}>{escape(text)}</{tag}>")
    assert plain == f"a😀{text}"
    assert [(e["offset"], e["length"]) for e in entities] == ([(3, len(text.encode("utf-16-le")) // 2)] if text else [])


@given(HOSTILE)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Hostile markup is either read or refused with 400, never anything else."""
    refusal = None
    try:
        read_text(text, "HTML")
    except ApiError as error:
        refusal = error
    assert refusal is None or refusal.description.startswith("Bad Request: can't parse entities: ")


@given(
    st.recursive(
        HOSTILE.map(escape),
        lambda inner: st.lists(st.tuples(TAGS, inner), min_size=1, max_size=3).map(
            lambda parts: "".join(f"<{tag}>{text}</{tag}> " for tag, text in parts)
        ),
    )
)
def test_what_is_read_can_be_written_again(source: str) -> None:
    """A message written out as HTML is read as the same message."""
    text, entities = read_text(source, "HTML")
    assert read_text(entities_to_html(text, entities), "HTML") == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
        ("đ <đồng chí>", 'Unsupported start tag "đồng" at byte offset 3'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y', "Unclosed start tag at byte offset 0"),
        ("<a href=x_y>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<a / href='x'>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="q">x</tg-time>', "Invalid date format used"),
        ("&#xd800;", "Text contains invalid Unicode characters after decoding HTML entities, "
         "check for unmatched surrogate code units"),
    ],
)  # fmt: skip
def test_wrong_markup_is_refused_with_telegrams_words(source: str, reason: str) -> None:
    """A stray <, an unknown tag and bad nesting are each refused with the server's own text."""
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    lowered = reason[0].lower() + reason[1:]
    assert refusal.value.description.lower() == f"bad request: can't parse entities: {lowered}".lower()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Sở A & Sở B", "Sở A & Sở B"),
        ("a &nbsp; b &copy;", "a &nbsp; b &copy;"),
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&lt &ampx;", "< &ampx;"),
        ("&#273;&#x111;&#0;&#x110000;", "đđ&#0;&#x110000;"),
        ("&#00000000273;", "&#00000000273;"),
        ("&#39;&apos;", "'&apos;"),
    ],
)
def test_only_four_named_references_and_numbers_are_decoded(source: str, text: str) -> None:
    """A stray & and unknown names stay as they are."""
    assert parse_html(source)[0] == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a</b><strong>b</strong>", [("bold", 0, 2)]),
        ("<i>a</i> <em>b</em>", [("italic", 0, 1), ("italic", 2, 1)]),
        ("<s>a</s> <strike>b</strike> <del>c</del>", [("strikethrough", n, 1) for n in (0, 2, 4)]),
        ("<u>a</u> <ins>b</ins>", [("underline", 0, 1), ("underline", 2, 1)]),
        ('<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>', [("spoiler", 0, 1), ("spoiler", 2, 1)]),
        ("<B>a</B>", [("bold", 0, 1)]),
        ("<b>😀</b>x", [("bold", 0, 2)]),
        ("<b>a<i>b</i></b>", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<i><b>a</b></i>", [("bold", 0, 1), ("italic", 0, 1)]),
        ("<b></b>x", []),
        ("<b> </b>x", []),
        ("<code>a<b>b</b></code>", [("code", 0, 2)]),
        ("<pre>a</pre>", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", 0, 2)]),
    ],
)
def test_every_tag_becomes_its_entity(source: str, expected: list[tuple[str, int, int]]) -> None:
    """Each tag gives its entity, counted in UTF-16, outer before inner, neighbours of one kind joined."""
    assert kinds(source) == expected


def test_links_languages_times_and_emoji_carry_their_argument() -> None:
    """href, language, unix time and emoji id are kept; a link Telegram does not take is dropped."""
    _, entities = read_text(
        '<a href="https://a.vn/?x=1&amp;y=2">a</a> <a href="khong">b</a> <a href="tg://user?id=5">c</a> '
        '<pre><code class="language-python">d</code></pre> <tg-time unix="1646100000" format="wDt">e</tg-time> '
        '<tg-emoji emoji-id="77">😀</tg-emoji>',
        "html",
    )
    fields = [{k: v for k, v in e.items() if k not in ("offset", "length")} for e in entities]
    assert fields == [
        {"type": "text_link", "url": "https://a.vn/?x=1&y=2"},
        {"type": "text_mention", "user": {"id": 5}},
        {"type": "pre", "language": "python"},
        {"type": "date_time", "unix_time": 1646100000, "date_time_format": "wDt"},
        {"type": "custom_emoji", "custom_emoji_id": "77"},
    ]


def test_blank_ends_and_control_characters_are_removed() -> None:
    """Blank ends go, tabs become spaces, carriage returns vanish, and entities move along."""
    text, entities = read_text(" \n a\r\n\tb <b>c\r d</b> \n", "HTML")
    assert text == "a\n b c d"
    assert [utf16_slice(text, e["offset"], e["length"]) for e in entities] == ["c d"]


def test_only_a_hundred_entities_are_kept() -> None:
    """Entities past 100 are ignored; the text stays whole."""
    text, entities = read_text("".join(f"<b>{n}</b> " for n in range(150)), "HTML")
    assert len(entities) == 100
    assert text.endswith("149")


def test_a_text_with_half_a_character_is_refused() -> None:
    """A lone surrogate is not UTF-8."""
    with pytest.raises(ApiError, match="UTF-8"):
        tidy("a\ud83d", [])


def test_what_people_type_gets_entities_by_itself() -> None:
    """Commands, links, mentions, addresses and phone numbers are found; a path inside a word is none."""
    text = "/baocao 1/2 https://a.vn/x. @thu_ky a@b.vn +84912345678 và/hoặc"
    assert [(e["type"], utf16_slice(text, e["offset"], e["length"])) for e in typed_entities(text)] == [
        ("bot_command", "/baocao"),
        ("url", "https://a.vn/x"),
        ("mention", "@thu_ky"),
        ("email", "a@b.vn"),
        ("phone_number", "+84912345678"),
    ]


def test_every_entity_can_be_written_as_html() -> None:
    """Links, languages, times, emoji and crossing styles are written so that they read the same."""
    source = (
        '<a href="https://a.vn/?x=1&amp;y=2">a</a> <pre><code class="language-python">d &lt; e</code></pre> '
        '<tg-time unix="1646100000" format="wDt">1/3</tg-time> <tg-emoji emoji-id="77">😀</tg-emoji> '
        "<b>x<i>y</i></b><i>z</i> <blockquote expandable>q<u>r</u></blockquote>"
    )
    read = read_text(source, "HTML")
    assert read_text(entities_to_html(*read), "HTML") == read


def test_code_is_never_styled_and_links_do_not_nest() -> None:
    """A style around code is cut out of it; a link in a link is none."""
    assert kinds("<b>a <code>b</code> c</b>") == [("bold", 0, 2), ("code", 2, 1), ("bold", 3, 2)]
    assert kinds('<a href="a.vn">x <a href="b.vn">y</a></a>') == [("text_link", 0, 3)]
