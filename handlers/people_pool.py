"""Who can be picked in a task force, whom tokens (``taskforce.audience``) stand for, and the words for both."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.turn import Turn
from messages import formats, render
from messages.contexts.picker import PickedLine, PickedWords
from messages.model import Label
from storage import memberships, periods, reports, units
from storage.memberships import Place, Places
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
    places: Places
    candidates: tuple[Candidate, ...]
    units: Mapping[int, Unit]
    periods: tuple[Period, ...]
    blocked: frozenset[int]
    """The memberships of those whom the bot cannot write to any more."""

    def unit_name(self, unit_id: int | None) -> str:
        """The unit as a list says it, "" for none."""
        unit = self.units.get(unit_id or 0)
        return "" if unit is None else unit.short_name or unit.name

    def names(self) -> list[tuple[int, str, str]]:
        """(membership id, full name, unit or "") of each."""
        return [(member, name, self.unit_name(unit)) for member, name, unit in self.places.names()]

    def unreachable(self, people: Iterable[Candidate]) -> int:
        """How many of them nothing reaches."""
        return sum(one.person is None or one.id in self.blocked for one in people)


async def pool_of(turn: Turn, task_force: int) -> Pool:
    """Everybody in the task force who can be picked; those who wait for approval cannot."""
    groups = [group.key for group in (await turn.charter(task_force)).groups]
    found = await memberships.to_pick(turn.tx, task_force)
    current = tuple(await periods.current(turn.tx, task_force, turn.now))
    missing = await reports.missing(turn.tx, [period.id for period in current])
    nothing: frozenset[int] = frozenset()
    candidates = tuple(
        Candidate(
            one.id, one.role, one.unit_id, rules.group_of(one.role, one.group_key, groups), one.person_id,
            missing.get(one.unit_id or 0, nothing) if one.role in REPORTERS else nothing,
        )
        for one in found.lines
    )  # fmt: skip
    living = {unit.id: unit for unit in await units.of_task_force(turn.tx, task_force)}
    blocked = frozenset(one.id for one in found.lines if one.blocked)
    return Pool(task_force, found, candidates, living, current, blocked)


async def kept(turn: Turn, task_force: int) -> Pool:
    """The same, read once in a turn: for stories that give nobody a place and take none away."""
    if task_force not in turn.kept:
        turn.kept[task_force] = await pool_of(turn, task_force)
    pool: Pool = turn.kept[task_force]
    return pool


def picked(pool: Pool, tokens: Collection[str], group: str = "", always: int | None = None) -> list[Candidate]:
    """Whom the tokens stand for, in the order of the list, each person once.

    ``group`` is whose own "all" is meant; ``always`` a membership that belongs to them in any case (a chair), first.
    """
    found = rules.resolve(tokens, pool.candidates, group)
    extra = next((one for one in pool.candidates if one.id == always), None) if always else None
    if extra is not None:
        people = {one.person for one in found} - {None}
        if extra.person not in people and all(one.id != always for one in found):
            found.insert(0, extra)
    return found


def chosen(pool: Pool, tokens: Collection[str], group: str = "", always: int | None = None) -> list[Place]:
    """The same with all that is known of them."""
    return [pool.places[one.id] for one in picked(pool, tokens, group, always)]


def left_out(pool: Pool, tokens: Collection[str]) -> list[str]:
    """The names of those who were taken off by name."""
    gone = {token for token in tokens if token.startswith("not:")}
    found = (one.id for one in pool.candidates if gone and f"not:{one.id}" in gone)
    return [pool.places[one].membership.full_name for one in found]


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
