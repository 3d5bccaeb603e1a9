"""Who is meant by body, role, group, unit and name."""

from hypothesis import given
from hypothesis import strategies as st

from taskforce.audience import Candidate, group_of, included, resolve, with_token, without_token
from taskforce.roles import Role

LEADER = Candidate(1, Role.LEADER, person=11)
HEALTH = Candidate(2, Role.MEMBER, unit=5, person=12)
FINANCE = Candidate(3, Role.MEMBER, unit=6, person=13, missing=frozenset({9}))
SECRETARY = Candidate(4, Role.SECRETARY, person=14)
HELPER = Candidate(5, Role.HELPER, unit=6, group="support", person=15, missing=frozenset({8, 9}))
WATCHER = Candidate(6, Role.OBSERVER)
EVERYBODY = (LEADER, HEALTH, FINANCE, SECRETARY, HELPER, WATCHER)

_TOKENS = st.sampled_from(
    ["all", "everybody", "role:member", "role:helper", "group:support", "unit:5", "unit:6", "missing:9"]
    + [f"member:{n}" for n in range(1, 7)]
)
_AUDIENCES = st.lists(_TOKENS | st.integers(1, 6).map(lambda n: f"not:{n}"), max_size=6).map(tuple)


def _ids(*tokens: str, group: str = "") -> list[int]:
    return [one.id for one in resolve(tokens, EVERYBODY, group)]


def test_all_is_the_body_without_its_office_and_helpers() -> None:
    """Leader and members; secretary, helpers and observers are invited by name."""
    assert _ids("all") == [1, 2, 3]


def test_all_of_a_group_is_the_group() -> None:
    """The support group's own meeting (Quảng Nam Đ11.5)."""
    assert _ids("all", group="support") == [5]


def test_each_way_of_picking_names_its_own() -> None:
    """Role, group, unit, single people; taken together, in the order of the list."""
    assert _ids("role:secretary") == [4]
    assert _ids("group:support") == [5]
    assert _ids("unit:6") == [3, 5]
    assert _ids("member:6", "unit:5") == [2, 6]
    assert _ids("nonsense:1", "") == []


def test_those_who_have_not_reported() -> None:
    """Of the named period only."""
    assert _ids("missing:9") == [3, 5]
    assert _ids("missing:8") == [5]
    assert _ids("missing:99") == []


def test_everybody_is_whoever_has_a_place_but_for_guests() -> None:
    """The office, helpers and observers too."""
    guest = Candidate(8, Role.GUEST)
    assert [one.id for one in resolve(("everybody",), (*EVERYBODY, guest))] == [1, 2, 3, 4, 5, 6]


def test_taken_off_by_name_wins() -> None:
    """Whatever else names them."""
    assert _ids("all", "member:2", "not:2") == [1, 3]


def test_somebody_with_two_places_is_invited_once() -> None:
    """By the first of them."""
    twice = Candidate(7, Role.MEMBER, unit=6, person=12)
    assert [one.id for one in resolve(("all",), (*EVERYBODY, twice))] == [1, 2, 3]


def test_a_helper_without_a_group_is_of_the_only_one() -> None:
    """Rosters often leave it out; with several groups nothing is guessed."""
    assert group_of(Role.HELPER, None, ["support"]) == "support"
    assert group_of(Role.HELPER, None, ["support", "clerks"]) == ""
    assert group_of(Role.MEMBER, None, ["support"]) == ""
    assert group_of(Role.MEMBER, "clerks", ["support"]) == "clerks"


@given(tokens=_AUDIENCES, token=_TOKENS)
def test_what_is_ticked_is_invited(tokens: tuple[str, ...], token: str) -> None:
    """Ticking invites all that it names and leaves the others as they are; twice is once."""
    before = {one.id for one in EVERYBODY if included(tokens, one)}
    after = with_token(tokens, token, EVERYBODY)
    named = {one.id for one in resolve((token,), EVERYBODY)}
    assert {one.id for one in EVERYBODY if included(after, one)} == before | named
    again = with_token(after, token, EVERYBODY)
    assert {one.id for one in EVERYBODY if included(again, one)} == before | named


@given(tokens=_AUDIENCES, token=_TOKENS)
def test_what_is_unticked_is_not_invited(tokens: tuple[str, ...], token: str) -> None:
    """Unticking takes off all that it names, however else they are named, and nobody else; twice is once."""
    before = {one.id for one in EVERYBODY if included(tokens, one)}
    after = without_token(tokens, token, EVERYBODY)
    named = {one.id for one in resolve((token,), EVERYBODY)}
    assert {one.id for one in EVERYBODY if included(after, one)} == before - named
    assert without_token(after, token, EVERYBODY) == after
