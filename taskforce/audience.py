"""Who is meant when people are picked by body, role, group, unit or name: tokens in, the exact list out.

A token is "all", "everybody", "role:KEY", "group:KEY", "unit:ID", "missing:PERIOD_ID" (those of units whose report
for the period is not in), "member:ID" or "not:ID" (a membership's id); "not" always wins. "all" is the body itself
(leader, deputies, members), or the group whose own meeting it is (Quảng Nam Đ11.2, Đ11.5).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from taskforce.roles import Role

ALL = "all"
EVERYBODY = "everybody"
"""Whoever has a place in the task force, but for guests."""

BODY = frozenset({Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER})
"""The roles of the body itself; the office, support and observers are invited one by one."""

HELPERS = frozenset({Role.HELPER_LEAD, Role.HELPER})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be picked: a living membership. ``person`` is None for who has not joined yet.

    ``missing``: the ids of the periods for which they owe a report that is not in.
    """

    id: int
    role: Role
    unit: int | None = None
    group: str = ""
    person: int | None = None
    missing: frozenset[int] = frozenset()


def group_of(role: Role, group_key: str | None, groups: Sequence[str]) -> str:
    """The group somebody belongs to: the named one, else the only one there is for its helpers."""
    if group_key:
        return group_key
    return groups[0] if len(groups) == 1 and role in HELPERS else ""


def names(one: Candidate, series_group: str = "") -> frozenset[str]:
    """Every token that names the candidate; ``series_group`` is whose own meeting it is, "" for the whole body.

    Asked this way round, a list of a thousand names costs a candidate no more than one of a single name.
    """
    found = {f"role:{one.role}", f"member:{one.id}", *[f"missing:{period}" for period in one.missing]}
    if one.group == series_group if series_group else one.role in BODY:
        found.add(ALL)
    if one.role is not Role.GUEST:
        found.add(EVERYBODY)
    if one.group:
        found.add(f"group:{one.group}")
    if one.unit is not None:
        found.add(f"unit:{one.unit}")
    return frozenset(found)


def resolve(tokens: Collection[str], candidates: Sequence[Candidate], series_group: str = "") -> list[Candidate]:
    """Who is meant, in the order of ``candidates``; somebody with two places is meant once, by the first."""
    wanted = frozenset(tokens)
    found: list[Candidate] = []
    people: set[int] = set()
    for one in candidates:
        if not included(wanted, one, series_group) or one.person in people:
            continue
        if one.person is not None:
            people.add(one.person)
        found.append(one)
    return found


def excluded(tokens: Collection[str], one: Candidate) -> bool:
    """Whether this one was taken off by name."""
    return f"not:{one.id}" in tokens


def included(tokens: Collection[str], one: Candidate, series_group: str = "") -> bool:
    """Whether the tokens mean this one; give a set where many are asked about."""
    return not excluded(tokens, one) and not names(one, series_group).isdisjoint(tokens)


def with_token(
    tokens: Sequence[str], token: str, candidates: Sequence[Candidate], series_group: str = ""
) -> tuple[str, ...]:
    """The tokens that mean everybody whom ``token`` names too, those taken off before included."""
    named = [one for one in candidates if token in names(one, series_group)]
    again = {f"not:{one.id}" for one in named}
    kept = [each for each in tokens if each not in again and each != token]
    wanted = frozenset(kept)
    if named and all(included(wanted, one, series_group) for one in named):
        return tuple(kept)
    return (*kept, token)


def without_token(
    tokens: Sequence[str], token: str, candidates: Sequence[Candidate], series_group: str = ""
) -> tuple[str, ...]:
    """The tokens that mean nobody whom ``token`` names; who is still named by another one is taken off by name."""
    gone = [one for one in candidates if token in names(one, series_group)]
    own = {f"member:{one.id}" for one in gone}
    kept = [each for each in tokens if each != token and each not in own]
    wanted = frozenset(kept)
    kept += [f"not:{one.id}" for one in gone if included(wanted, one, series_group)]
    return tuple(kept)
