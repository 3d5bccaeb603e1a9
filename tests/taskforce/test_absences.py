"""Members who cannot come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.absences import (
    AbsenceError,
    AbsenceRequest,
    AbsenceState,
    decide,
    decided_by,
    give_opinion,
    name_substitute,
    state,
    withdraw,
)
from taskforce.charter import load_preset
from taskforce.charter.meetings import Absence

QUANG_NAM = load_preset("quang-nam").meeting("regular").absence
NAM_DONG = load_preset("nam-dong").meeting("regular").absence
ASKED = AbsenceRequest("đi công tác")


def test_the_chair_consents_in_quang_nam() -> None:
    """Reported, a substitute named, the opinion written, then the chair agrees (Điều 6.2)."""
    assert decided_by(QUANG_NAM) == "chair"
    assert state(QUANG_NAM, ASKED) == AbsenceState.WAITING
    sent = name_substitute(QUANG_NAM, ASKED, "Lò Thị Mai")
    assert state(QUANG_NAM, sent) == AbsenceState.OPINION_MISSING
    with pytest.raises(AbsenceError, match="not-complete"):
        decide(QUANG_NAM, sent, granted=True)
    ready = give_opinion(sent, "Nhất trí với dự thảo")
    assert state(QUANG_NAM, decide(QUANG_NAM, ready, granted=True)) == AbsenceState.GRANTED
    assert state(QUANG_NAM, decide(QUANG_NAM, ready, granted=False)) == AbsenceState.REFUSED


def test_telling_is_enough_in_nam_dong() -> None:
    """No consent and no written opinion is needed (Điều 5.3)."""
    assert decided_by(NAM_DONG) is None
    assert state(NAM_DONG, name_substitute(NAM_DONG, ASKED, "Hoàng Văn Páo")) == AbsenceState.NOTIFIED
    with pytest.raises(AbsenceError, match="nothing-to-decide"):
        decide(NAM_DONG, ASKED, granted=True)


def test_another_substitute_is_decided_anew() -> None:
    """Consent was given to one person, not to whoever comes later."""
    granted = decide(QUANG_NAM, ASKED, granted=True)
    assert state(QUANG_NAM, give_opinion(granted, "Ý kiến")) == AbsenceState.GRANTED
    assert state(QUANG_NAM, name_substitute(QUANG_NAM, give_opinion(granted, "Ý kiến"), "Nông Văn Lềnh")) == (
        AbsenceState.WAITING
    )


def test_no_substitute_where_none_is_allowed() -> None:
    """A charter without substitutes refuses one; an opinion may be owed in any case."""
    strict = Absence(substitute=False, written_opinion="always", consent="chair")
    with pytest.raises(AbsenceError, match="no-substitute"):
        name_substitute(strict, ASKED, "Ma Thị Dợ")
    assert state(strict, ASKED) == AbsenceState.OPINION_MISSING


STEPS = st.lists(st.sampled_from(["substitute", "nobody", "opinion", "grant", "refuse", "withdraw"]), max_size=8)


@given(STEPS, st.sampled_from([QUANG_NAM, NAM_DONG, Absence(written_opinion="always", consent="leader")]))
def test_any_order_of_steps(steps: list[str], rule: Absence) -> None:
    """Whatever comes in whatever order, nobody is excused without consent and opinion, and withdrawn is the end."""
    request = ASKED
    for step in steps:
        before = request
        try:
            if step in ("substitute", "nobody"):
                request = name_substitute(rule, request, "Ma Thị Dợ" if step == "substitute" else "")
            elif step == "opinion":
                request = give_opinion(request, "Nhất trí")
            elif step == "withdraw":
                request = withdraw(request)
            else:
                request = decide(rule, request, granted=step == "grant")
        except AbsenceError:
            assert request == before
        if before.withdrawn:
            assert request.withdrawn
        if state(rule, request) in (AbsenceState.GRANTED, AbsenceState.NOTIFIED):
            assert request.opinion or not (rule.written_opinion == "always" or request.substitute) or rule is NAM_DONG
