"""Taking a checked roster over: what it would change, and the change itself, in one go (for the chat and the CLI)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from storage import memberships, plans, units
from storage.database import Transaction
from storage.people import Membership
from taskforce.roles import Role
from taskforce.roster import Roster, RosterEntry, check_roster
from taskforce.sheets import read_rows
from taskforce.vietnamese import NameIndex, fold


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import does, or did: people by what becomes of them, and the units that come new."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    new_units: tuple[str, ...]

    @property
    def people(self) -> int:
        """How many people the roster names."""
        return len(self.new) + len(self.changed) + len(self.same)

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is there already."""
        return not (self.new or self.changed or self.new_units)


async def read(tx: Transaction, task_force_id: int, content: bytes, filename: str) -> Roster:
    """The roster in a file, checked whole against the units of the task force.

    Raises:
        SheetError: the file is no table that can be read.
        RosterErrors: it has wrong rows; every one is named.
    """
    known = await units.of_task_force(tx, task_force_id)
    names = {unit.id: unit.name for unit in known}
    other = {alias: names[unit] for alias, unit in await _understood(tx, task_force_id) if unit in names}
    other |= {unit.short_name: unit.name for unit in known if unit.short_name}
    return check_roster(read_rows(content, filename), list(names.values()), other)


async def _understood(tx: Transaction, task_force_id: int) -> list[tuple[str, int]]:
    """(name, unit): names that were said to mean a unit, those too under which it was known before."""
    said = await plans.aliases(tx, task_force_id)
    return [(alias.name, alias.unit) for alias in said if alias.unit is not None]


async def preview(tx: Transaction, task_force_id: int, roster: Roster) -> Outcome:
    """What taking the roster over would do; nothing is written."""
    index = await _index(tx, task_force_id)
    living = await memberships.living(tx, task_force_id)
    sorted_names: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for entry in roster.entries:
        sorted_names[_compare(entry, _unit_id(index, entry), living).verdict].append(entry.name)
    new_units = tuple(name for name in roster.new_units if not index.find(name))
    return Outcome(tuple(sorted_names["new"]), tuple(sorted_names["changed"]), tuple(sorted_names["same"]), new_units)


async def take_over(tx: Transaction, task_force_id: int, roster: Roster, now: datetime) -> Outcome:
    """Write the roster: new units, new people, changed details. A second time it changes nothing.

    People are told apart by their number, then by name and unit. Nobody is taken out.
    """
    outcome = await preview(tx, task_force_id, roster)
    for name in outcome.new_units:
        await units.add(tx, task_force_id, name)
    index = await _index(tx, task_force_id)
    living = await memberships.living(tx, task_force_id)
    for entry in roster.entries:
        unit_id = _unit_id(index, entry)
        compared = _compare(entry, unit_id, living)
        for changed in compared.changed:
            await memberships.change(tx, changed)
        for role in compared.missing_roles:
            await memberships.add(
                tx,
                task_force_id=task_force_id,
                role=role,
                unit_id=unit_id,
                full_name=entry.name,
                phone=entry.phone,
                title=entry.title,
                email=entry.email or None,
                group_key=entry.group or None,
                # Somebody who has joined already has consented: a further role needs no second joining.
                person_id=compared.person_id,
                state="expected" if compared.person_id is None else "active",
                now=now,
            )
    return outcome


@dataclass(frozen=True, slots=True)
class _Compared:
    """An entry beside what is known: the places to change, the roles it adds, whose places they are."""

    changed: tuple[Membership, ...]
    missing_roles: tuple[Role, ...]
    person_id: int | None
    known: bool

    @property
    def verdict(self) -> str:
        if not self.known:
            return "new"
        return "changed" if self.changed or self.missing_roles else "same"


def _compare(entry: RosterEntry, unit_id: int | None, living: Sequence[Membership]) -> _Compared:
    theirs = _theirs(entry, unit_id, living)
    changed: list[Membership] = []
    missing: list[Role] = []
    for role in entry.roles:
        held = next((m for m in theirs if m.role == role), None)
        if held is None:
            missing.append(role)
            continue
        wanted = _as_listed(held, entry, unit_id)
        if wanted != held:
            changed.append(wanted)
    person_id = next((m.person_id for m in theirs if m.state == "active"), None)
    return _Compared(tuple(changed), tuple(missing), person_id, bool(theirs))


def _theirs(entry: RosterEntry, unit_id: int | None, living: Iterable[Membership]) -> list[Membership]:
    places = list(living)
    if entry.phone is not None:
        by_phone = [m for m in places if m.phone == entry.phone]
        if by_phone:
            return by_phone
    name = fold(entry.name)
    return [m for m in places if m.unit_id == unit_id and fold(m.full_name) == name]


def _as_listed(held: Membership, entry: RosterEntry, unit_id: int | None) -> Membership:
    """The place with the roster's details; what the roster leaves empty stays.

    Telegram vouches for the number of somebody who has joined: a roster does not overwrite it.
    """
    phone = held.phone if held.state == "active" and held.phone else entry.phone or held.phone
    return replace(
        held,
        full_name=entry.name,
        unit_id=unit_id,
        phone=phone,
        title=entry.title or held.title,
        email=entry.email or held.email,
        group_key=entry.group or held.group_key,
    )


async def _index(tx: Transaction, task_force_id: int) -> NameIndex[int]:
    known = {unit.id: unit.names for unit in await units.of_task_force(tx, task_force_id)}
    index = NameIndex(known.items())
    for alias, unit in await _understood(tx, task_force_id):
        if unit in known and not index.find(alias):
            index.add(unit, [alias])
    return index


def _unit_id(index: NameIndex[int], entry: RosterEntry) -> int | None:
    if not entry.unit:
        return None
    found = index.find(entry.unit)
    return found[0] if found else None


# As JSON, for a preview that waits for a tap


def to_data(roster: Roster) -> dict[str, Any]:
    """The roster as plain data."""
    return {
        "new_units": list(roster.new_units),
        "entries": [
            [e.row, e.name, e.unit, [str(role) for role in e.roles], e.title, e.phone, e.email, e.group]
            for e in roster.entries
        ],
    }


def from_data(data: dict[str, Any]) -> Roster:
    """The roster that ``to_data`` wrote."""
    entries = tuple(
        RosterEntry(row, name, unit, tuple(Role(role) for role in roles), title, phone, email, group)
        for row, name, unit, roles, title, phone, email, group in data["entries"]
    )
    return Roster(entries, tuple(data["new_units"]))
