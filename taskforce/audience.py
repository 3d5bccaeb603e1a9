"""Who is meant when people are picked by body, role, group, unit or name: tokens in, the exact list out.

A token is "all", "role:KEY", "group:KEY", "unit:ID", "member:ID" or "not:ID" (a membership's id); "not" always wins.
"all" is the body itself (leader, deputies, members), or the group whose own meeting it is (Quảng Nam Đ11.2, Đ11.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from taskforce.roles import Role

ALL = "all"
BODY = frozenset({Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER})
"""The roles of the body itself; the office, support and observers are invited one by one."""

HELPERS = frozenset({Role.HELPER_LEAD, Role.HELPER})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be invited: a living membership. ``person`` is None for who has not joined yet."""

    id: int
    role: Role
    unit: int | None = None
    group: str = ""
    person: int | None = None


def group_of(role: Role, group_key: str | None, groups: Sequence[str]) -> str:
    """The group somebody belongs to: the named one, else the only one there is for its helpers."""
    if group_key:
        return group_key
    return groups[0] if len(groups) == 1 and role in HELPERS else ""


def meant(token: str, one: Candidate, series_group: str) -> bool:
    """Whether the token names the candidate; ``series_group`` is whose own meeting it is, "" for the whole body."""
    kind, _, key = token.partition(":")
    if kind == ALL:
        return one.group == series_group if series_group else one.role in BODY
    if kind == "role":
        return one.role == key
    if kind == "group":
        return one.group == key
    if kind == "unit":
        return str(one.unit) == key
    return kind == "member" and str(one.id) == key


def resolve(tokens: Sequence[str], candidates: Sequence[Candidate], series_group: str = "") -> list[Candidate]:
    """Who is invited, in the order of ``candidates``; somebody with two places is invited once, by the first."""
    found: list[Candidate] = []
    people: set[int] = set()
    for one in candidates:
        if excluded(tokens, one) or not any(meant(token, one, series_group) for token in tokens):
            continue
        if one.person is not None and one.person in people:
            continue
        if one.person is not None:
            people.add(one.person)
        found.append(one)
    return found


def excluded(tokens: Sequence[str], one: Candidate) -> bool:
    """Whether this one was taken off by name."""
    return f"not:{one.id}" in tokens


def included(tokens: Sequence[str], one: Candidate, series_group: str = "") -> bool:
    """Whether the tokens invite this one."""
    return not excluded(tokens, one) and any(meant(token, one, series_group) for token in tokens)


def with_token(
    tokens: Sequence[str], token: str, candidates: Sequence[Candidate], series_group: str = ""
) -> tuple[str, ...]:
    """The tokens that invite everybody whom ``token`` names too, those taken off before included."""
    named = [one for one in candidates if meant(token, one, series_group)]
    again = {f"not:{one.id}" for one in named}
    kept = [each for each in tokens if each not in again and each != token]
    if named and all(included(kept, one, series_group) for one in named):
        return tuple(kept)
    return (*kept, token)


def without_token(
    tokens: Sequence[str], token: str, candidates: Sequence[Candidate], series_group: str = ""
) -> tuple[str, ...]:
    """The tokens that invite nobody whom ``token`` names; who is still named by another one is taken off by name."""
    gone = [one for one in candidates if meant(token, one, series_group)]
    own = {f"member:{one.id}" for one in gone}
    kept = [each for each in tokens if each != token and each not in own]
    kept += [f"not:{one.id}" for one in gone if included(kept, one, series_group)]
    return tuple(kept)
