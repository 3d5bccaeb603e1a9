"""How letters write things."""

import pytest

from messages.documents.official import cited


@pytest.mark.parametrize(
    ("charter", "letter"),
    [
        ("Điều 7 khoản 1", "khoản 1 Điều 7"),
        ("Điều 3 khoản 4, Điều 11 khoản 1 Quy chế", "khoản 4 Điều 3, khoản 1 Điều 11 Quy chế"),
        ("Điều 11 khoản 1, khoản 3", "khoản 1, khoản 3 Điều 11"),
        ("Điều 5 khoản 2 điểm a, khoản 4", "điểm a khoản 2, khoản 4 Điều 5"),
        ("Quy chế Điều 4 khoản 2; Điều 10 khoản 2", "Quy chế khoản 2 Điều 4; khoản 2 Điều 10"),
        ("Kế hoạch mục VI.1; Điều 8", "Kế hoạch mục VI.1; Điều 8"),
        ("khoản 1 Điều 7, khoản 2 Điều 8", "khoản 1 Điều 7, khoản 2 Điều 8"),
        ("Điều 7, khoản 2 Điều 8", "Điều 7, khoản 2 Điều 8"),
    ],
)
def test_articles_are_named_from_the_smallest_part(charter: str, letter: str) -> None:
    """As officials write them; done twice it changes nothing more."""
    assert cited(charter) == letter
    assert cited(letter) == letter
