"""A conclusion in the letter does not say twice what its own sentence says."""

from datetime import date

import pytest

from handlers.meetings.conclude.notice_content import _line
from storage.notices import Said
from storage.units import Unit

UNITS = {1: Unit(1, 1, "Sở Y tế", "", 1), 2: Unit(2, 1, "Sở Tư pháp", "", 2)}
SENTENCE = "Sở Y tế chủ trì, Sở Tư pháp phối hợp rà soát dữ liệu, xong trước ngày 20/5"
HELD = date(2022, 4, 5)


@pytest.mark.parametrize(
    ("text", "leads", "helpers", "due", "shown"),
    [
        (SENTENCE, (1,), (2,), date(2022, 5, 19), ("", (), None)),
        (SENTENCE, (2,), (1,), date(2022, 5, 25), ("Sở Tư pháp", ("Sở Y tế",), date(2022, 5, 25))),
        ("Rà soát dữ liệu", (1,), (), date(2022, 5, 19), ("Sở Y tế", (), date(2022, 5, 19))),
        ("Rà soát dữ liệu", (), (), None, ("", (), None)),
    ],
)
def test_only_what_the_sentence_does_not_say_is_added(
    text: str, leads: tuple[int, ...], helpers: tuple[int, ...], due: date | None, shown: tuple[object, ...]
) -> None:
    """Units and last day stand behind it where they are not in it, or are others than it says."""
    line = _line(Said(1, text, leads, helpers, due), UNITS, HELD)
    assert (line.lead, line.with_units, line.due) == shown
