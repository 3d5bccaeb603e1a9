"""Who can be picked in a task force, whom tokens (``taskforce.audience``) stand for, and the words for both."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handlers.turn import Turn
from messages import formats, render
from messages.contexts.picker import PickedLine, PickedWords
from messages.model import Label
from storage import memberships, periods, reports, units
from storage.memberships import Place
from storage.periods import Period
from storage.units import Unit
from taskforce import audience as rules
from taskforce.audience import Candidate
from taskforce.roles import REPORTERS, Role


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody who can be picked, read once: living places (by membership id, in the order of the units) and more.

    ``periods`` are the open ones, for "those who have not reported".
    """

    task_force: int
    places: Mapping[int, Place]
    candidates: tuple[Candidate, ...]
    units: Mapping[int, Unit]
    periods: tuple[Period, ...]

    def unit_name(self, unit_id: int | None) -> str:
        """The unit as a list says it, "" for none."""
        unit = self.units.get(unit_id or 0)
        return "" if unit is None else unit.short_name or unit.name


async def pool_of(turn: Turn, task_force: int) -> Pool:
    """Everybody in the task force who can be picked; those who wait for approval cannot."""
    groups = [group.key for group in (await turn.charter(task_force)).groups]
    found = [place for place in await memberships.places(turn.tx, task_force) if place.membership.state != "pending"]
    current = tuple(await periods.current(turn.tx, task_force, turn.now))
    missing: dict[int, set[int]] = {}
    for period in current:
        for report in await reports.of_period(turn.tx, period.id):
            if report.state != "submitted":
                missing.setdefault(report.unit_id, set()).add(period.id)
    candidates = tuple(
        Candidate(
            m.id, m.role, m.unit_id, rules.group_of(m.role, m.group_key, groups), m.person_id,
            frozenset(missing.get(m.unit_id or 0, ())) if m.role in REPORTERS else frozenset(),
        )
        for m in (place.membership for place in found)
    )  # fmt: skip
    living = {unit.id: unit for unit in await units.of_task_force(turn.tx, task_force)}
    return Pool(task_force, {place.membership.id: place for place in found}, candidates, living, current)


def chosen(pool: Pool, tokens: Collection[str], group: str = "", always: int | None = None) -> list[Place]:
    """Whom the tokens stand for, in the order of the list, each person once.

    ``group`` is whose own "all" is meant; ``always`` a membership that belongs to them in any case (a chair), first.
    """
    found = [pool.places[one.id] for one in rules.resolve(tokens, pool.candidates, group)]
    extra = pool.places.get(always or 0)
    if extra is not None:
        there = {place.membership.id for place in found}
        people = {place.membership.person_id for place in found} - {None}
        if extra.membership.id not in there and extra.membership.person_id not in people:
            found.insert(0, extra)
    return found


def left_out(pool: Pool, tokens: Collection[str]) -> list[str]:
    """The names of those who were taken off by name."""
    gone = (one.id for one in pool.candidates if rules.excluded(tokens, one))
    return [pool.places[one].membership.full_name for one in gone]


def why_unreachable(place: Place) -> str:
    """Why nothing reaches this member: "not-joined", "blocked", or "" when it does."""
    if place.membership.person_id is None:
        return "not-joined"
    return "blocked" if place.unreachable_since is not None else ""


# In words


async def lines(turn: Turn, pool: Pool, places: Sequence[Place]) -> tuple[PickedLine, ...]:
    """These people as a list says them."""
    titles = (await turn.charter(pool.task_force)).titles
    return tuple(
        PickedLine(
            place.membership.full_name,
            titles.of(place.membership.role, turn.locale),
            pool.unit_name(place.membership.unit_id),
            why_unreachable(place),
        )
        for place in places
    )


async def words(
    turn: Turn, pool: Pool, tokens: Sequence[str], *, locale: str | None = None, group: str = "", most: int = 1000
) -> tuple[PickedWords, ...]:
    """The tokens as people say them, those taken off left out; at most so many."""
    locale = turn.locale if locale is None else locale
    named = [token for token in tokens if not token.startswith("not:")][:most]
    return tuple([await _part(turn, pool, token, locale, group) for token in named])


async def _part(turn: Turn, pool: Pool, token: str, locale: str, group: str) -> PickedWords:
    charter = await turn.charter(pool.task_force)
    groups = {each.key: each.name for each in charter.groups}
    kind, _, key = token.partition(":")
    name = ""
    if kind == rules.ALL:
        name = groups.get(group, "")
    elif kind == "role":
        name = charter.titles.of(Role(key), locale)
    elif kind == "group":
        name = groups.get(key, key)
    elif kind == "unit":
        unit = pool.units.get(int(key)) or await units.get(turn.tx, int(key))
        name = "" if unit is None else unit.name
    elif kind == "missing":
        period = await periods.get(turn.tx, int(key))
        name = "" if period is None else await period_name(turn, period, locale)
    elif kind == "member":
        place = await memberships.get(turn.tx, int(key))
        name = "" if place is None else place.full_name
    return PickedWords(kind, name)


async def period_name(turn: Turn, period: Period, locale: str) -> str:
    """A report of a period: "Báo cáo tháng (tháng 3/2022)"."""
    charter = await turn.charter(period.task_force_id)
    said = formats.period(period.period, locale)
    for report in charter.reports:
        if report.key == period.stream:
            title = report.title or charter.form(report.form).title
            return render.label(Label("picker.report", {"title": title.localised(locale), "period": said}), locale)
    return said
