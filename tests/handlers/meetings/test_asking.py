"""What is taken for a link, and which of many slots are offered."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.meetings.convene.asking import is_link
from handlers.meetings.convene.timing import spread


@pytest.mark.parametrize(
    "text",
    [
        "https://hop.vidu.vn/phong2",
        "http://10.1.2.3/a",
        "https://hop.vidu.vn:8443/?pwd=a&b=%20c#x",
        "HTTPS://Hop.Vidu.VN",
    ],
)
def test_addresses_of_the_web_are_links(text: str) -> None:
    """http and https, with or without port and query."""
    assert is_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "hop.vidu.vn", "javascript:alert(1)", "ftp://vidu.vn/a", "https://", "https://phong", "https://a b.vn",
        "https://ngan-hang.vn@xau.vn/", "https://vidu.vn:port/", "https://[::1", 'https://vidu.vn/"><b>', "tg://join?x=1",
    ],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    """Other schemes, no host, a name before the host that hides where it leads, letters that no address holds."""
    assert not is_link(text)


def test_slots_are_spread_from_the_first_to_the_last() -> None:
    """Of many the first and the last stay; of few all; each once and in order."""
    found = [datetime(2022, 3, 1, 8, tzinfo=UTC) + timedelta(hours=n) for n in range(20)]
    chosen = spread(found, 6)
    assert (len(chosen), chosen[0], chosen[-1]) == (6, found[0], found[-1])
    assert chosen == sorted(set(chosen))
    assert spread(found[:3], 6) == found[:3]
    assert spread(found, 1) == found[:1]
    assert spread(found, 0) == []
