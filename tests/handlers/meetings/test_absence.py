"""What is still to be asked about an absence, and which files are taken."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.incoming import SentFile
from handlers.meetings.absences.absence_draft import Draft, Substitute, unpack
from handlers.meetings.absences.absence_input import slip_of_file
from taskforce.charter.meetings import Meeting as Series


def series(**absence: Any) -> Series:
    """A series with that rule about absences."""
    return Series.model_validate({"key": "regular", "cite": "Điều 7", "absence": absence})


_PERSON = Substitute("Trần Văn Mẫu", None, "Phó Giám đốc", "+84912345678")


def test_why_is_asked_first_or_last() -> None:
    """ "Vắng" asks for the reason and then for a substitute, "Cử người thay" the other way round."""
    rule = series(substitute=True)
    assert Draft(1, "n").onward(rule).step == "reason"
    assert Draft(1, "n", reason="Ốm").onward(rule).step == "substitute"
    assert Draft(1, "s").onward(rule).step == "substitute"
    assert Draft(1, "s", substitute=_PERSON).onward(rule).step == "reason"
    assert Draft(1, "s", substitute=_PERSON, reason="Ốm").onward(rule).step == "review"


def test_missing_details_of_a_substitute_are_asked() -> None:
    """Title, then number; a registered colleague needs neither."""
    rule = series(substitute=True)
    assert Draft(1, "s", substitute=Substitute("Mẫu")).onward(rule).step == "title"
    assert Draft(1, "s", substitute=Substitute("Mẫu", title="")).onward(rule).step == "phone"
    assert Draft(1, "s", substitute=Substitute("Mẫu", membership=4)).onward(rule).step == "reason"


@pytest.mark.parametrize(
    ("rule", "with_substitute", "asked"),
    [
        ("always", False, True),
        ("with-substitute", False, False),
        ("with-substitute", True, True),
        ("never", True, False),
    ],
)
def test_the_opinion_is_asked_where_the_charter_wants_it(rule: str, with_substitute: bool, asked: bool) -> None:
    """Always, only with a substitute, or never; it may follow later."""
    draft = Draft(1, "n", reason="Ốm", substitute=_PERSON if with_substitute else None, nobody=not with_substitute)
    wants = series(substitute=True, written_opinion=rule)
    assert (draft.onward(wants).step == "opinion") is asked
    later = Draft(**{**draft.pack(), "substitute": draft.substitute, "later": True})
    assert later.onward(wants).step == "review"


def test_nobody_is_asked_about_where_nobody_may_be_sent() -> None:
    """Without a right to a substitute the reason is all."""
    assert Draft(1, "s", reason="Ốm").onward(series(substitute=False)).step == "review"


@given(
    st.builds(
        Draft, st.integers(1), st.sampled_from("ns"), st.integers(0), reason=st.none() | st.text(),
        substitute=st.none() | st.builds(Substitute, st.text(min_size=1), st.none() | st.integers(1)),
        opinion=st.text(), file=st.none() | st.just({"file_id": "x", "kind": "photo", "name": "y"}),
    )
)  # fmt: skip
def test_a_draft_survives_being_put_away(draft: Draft) -> None:
    """Packed and unpacked it is the same, whatever else the session keeps."""
    import json

    assert unpack(json.loads(json.dumps({**draft.pack(), "cut_at": "2022-02-28"}))) == draft


def test_files_beyond_what_can_be_sent_on_are_refused() -> None:
    """Over 50 MB; everything else is taken."""
    turn: Any = SimpleNamespace(locale="vi")
    assert slip_of_file(turn, SentFile("id", "y-kien.pdf", 50 * 1024**2)) is None
    assert slip_of_file(turn, SentFile("id", "y-kien.pdf", None)) is None
    too_big = slip_of_file(turn, SentFile("id", "y-kien.pdf", 50 * 1024**2 + 1))
    assert too_big is not None
    assert (too_big.code, too_big.limit) == ("too-big", "50")
