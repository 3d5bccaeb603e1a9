"""Who is meant when people are picked by body, role, group, unit or name: tokens in, the exact list out.

A token is "all", "everybody", "role:KEY", "group:KEY", "unit:ID", "missing:PERIOD_ID" (those of units whose report
for the period is not in), "member:ID" or "not:ID" (a membership's id); "not" always wins. "all" is the body itself
(leader, deputies, members), or the group whose own meeting it is (Quảng Nam Đ11.2, Đ11.5).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
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


def meaning(tokens: Collection[str], series_group: str = "") -> Callable[[Candidate], bool]:
    """What tells of each candidate whether the tokens mean them; worked out once for however many are asked about.

    ``series_group`` is whose own meeting it is, "" for the whole body.
    """
    named: dict[str, set[str]] = {}
    for token in tokens:
        kind, _, key = token.partition(":")
        named.setdefault(kind, set()).add(key)
    off, members, units, missing = (_ids(named, kind) for kind in ("not", "member", "unit", "missing"))
    roles, groups = named.get("role", set()), named.get("group", set()) - {""}
    body, everybody = ALL in tokens, EVERYBODY in tokens

    def meant(one: Candidate) -> bool:
        if one.id in off:
            return False
        if body and (one.group == series_group if series_group else one.role in BODY):
            return True
        return (
            (everybody and one.role is not Role.GUEST)
            or one.id in members
            or one.role in roles
            or one.group in groups
            or one.unit in units
            or not missing.isdisjoint(one.missing)
        )

    return meant


def _ids(named: Mapping[str, set[str]], kind: str) -> frozenset[int]:
    return frozenset(int(key) for key in named.get(kind, ()) if key.isascii() and key.isdigit())


def resolve(tokens: Collection[str], candidates: Sequence[Candidate], series_group: str = "") -> list[Candidate]:
    """Who is meant, in the order of ``candidates``; somebody with two places is meant once, by the first."""
    meant = meaning(tokens, series_group)
    found: list[Candidate] = []
    people: set[int] = set()
    for one in candidates:
        if not meant(one) or one.person in people:
            continue
        if one.person is not None:
            people.add(one.person)
        found.append(one)
    return found


def excluded(tokens: Collection[str], one: Candidate) -> bool:
    """Whether this one was taken off by name."""
    return f"not:{one.id}" in tokens


def included(tokens: Collection[str], one: Candidate, series_group: str = "") -> bool:
    """Whether the tokens mean this one; where many are asked about, ask ``meaning``."""
    return meaning(tokens, series_group)(one)


def with_token(
    tokens: Sequence[str], token: str, candidates: Sequence[Candidate], series_group: str = ""
) -> tuple[str, ...]:
    """The tokens that mean everybody whom ``token`` names too, those taken off before included."""
    named = list(filter(meaning((token,), series_group), candidates))
    again = {f"not:{one.id}" for one in named}
    kept = [each for each in tokens if each not in again and each != token]
    if named and all(map(meaning(kept, series_group), named)):
        return tuple(kept)
    return (*kept, token)


def without_token(
    tokens: Sequence[str], token: str, candidates: Sequence[Candidate], series_group: str = ""
) -> tuple[str, ...]:
    """The tokens that mean nobody whom ``token`` names; who is still named by another one is taken off by name."""
    gone = list(filter(meaning((token,), series_group), candidates))
    own = {f"member:{one.id}" for one in gone}
    kept = [each for each in tokens if each != token and each not in own]
    kept += [f"not:{one.id}" for one in filter(meaning(tuple(kept), series_group), gone)]
    return tuple(kept)
