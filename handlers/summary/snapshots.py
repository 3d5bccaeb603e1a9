"""One exact content of the summary: what was counted, its text in each language, what it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from handlers.compiling import Compiled, compile_period, post_of
from handlers.periods import OpenPeriod
from handlers.summary.changes import MOST, changes_between
from handlers.turn import Turn
from messages.contexts.summaries import Changes, News, SummaryPost
from storage import channels, people, summaries, summary_versions, tasks
from storage.people import Person
from storage.summary_versions import Content, Request, Version
from taskforce.roles import Role
from taskforce.tally.differences import Counted, Differences, Standing, TaskCounted, UnitCounted, differences

_POSTS = dict[str, SummaryPost]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``posts`` by language; ``differences`` to the version before it, None for the first one."""

    note: str
    counted: Counted
    included: Mapping[int, int]
    posts: Mapping[str, SummaryPost]
    differences: Differences | None

    def content(self, *, with_posts: bool = False) -> Content:
        """As it is kept."""
        posts = _to_json(dict(self.posts)) if with_posts else "{}"
        return Content(self.note, _to_json(self.counted), self.included, posts)


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def posts_of(content: Content) -> Mapping[str, SummaryPost]:
    """The texts of a kept content, by language; {} where none were kept."""
    return msgspec.json.decode(content.posts, type=_POSTS)


@lru_cache(maxsize=8)
def _counted(text: str) -> Counted:
    return msgspec.json.decode(text, type=Counted)


def counted_of(content: Content) -> Counted:
    """What a kept content was counted from."""
    return _counted(content.counted)


async def take(turn: Turn, standing: OpenPeriod, *, note: str, number: int, locales: Iterable[str]) -> Snapshot:
    """The period as it is now, to be version ``number``, worded in these languages."""
    period_id = standing.period.id
    included = await summaries.report_versions(turn.tx, period_id)
    before = await summary_versions.version(turn.tx, period_id, number - 1) if number > 1 else None
    posts: dict[str, SummaryPost] = {}
    counted, changed = Counted(), None
    for locale in sorted({*locales, standing.body.locale}):
        compiled = await compile_period(turn, standing, locale)
        if not posts:
            counted = await _count(turn, standing, compiled, note)
            changed = None if before is None else differences(counted_of(before.content), counted)
        changes = None if changed is None else changes_between(standing, changed, locale, since=number - 1)
        news = None if before is None else _news(turn, standing, compiled, included, before, changes)
        posts[locale] = post_of(turn, standing, compiled, locale, note=note, news=news)
    return Snapshot(note, counted, included, posts, changed)


def _news(
    turn: Turn,
    standing: OpenPeriod,
    compiled: Compiled,
    included: Mapping[int, int],
    before: Version,
    changes: Changes | None,
) -> News | None:
    """Which units' reports were added or corrected since, and everything that this changed."""
    was = before.content.included
    fresh = [state for state in compiled.states if included.get(state.report_id, 0) != was.get(state.report_id, 0)]
    news = News(
        number=before.number,
        day=standing.local(turn.now),
        added=tuple(state.name for state in fresh if state.report_id not in was),
        changed=tuple(state.name for state in fresh if state.report_id in was),
        changes=changes,
    )
    return news if fresh or changes else None


async def _count(turn: Turn, standing: OpenPeriod, compiled: Compiled, note: str) -> Counted:
    summary = compiled.summary
    how: dict[int, Standing] = {unit.unit.id: "on-time" for unit in summary.on_time}
    how |= {unit.unit.id: "late" for unit in summary.late}
    asked = {field.key for field in standing.form.fields if field.kind != "tasks"}
    names = {state.unit_id: state.name for state in compiled.states}
    shares = await tasks.of_task_force(turn.tx, standing.period.task_force_id) if compiled.has_tasks else []
    return Counted(
        units={
            state.unit_id: UnitCounted(
                name=state.name,
                standing=how.get(state.unit_id, "missing"),
                order=order,
                answers={
                    key: given.value
                    for key, given in compiled.answers.get(state.unit_id, {}).items()
                    if key in asked
                },
            )
            for order, state in enumerate(compiled.states)
        },
        totals={figure.field.key: figure.total for figure in summary.figures if figure.total is not None},
        tasks=tuple(
            TaskCounted(
                task.task_id, task.unit_id, task.code, task.title, names[task.unit_id], task.state, task.note
            )
            for task in shares
            if task.unit_id in names
        ),
        note=note,
    )  # fmt: skip


async def readers(turn: Turn, standing: OpenPeriod) -> list[Person]:
    """Those who get the summary where no channel is bound."""
    return await people.with_roles(turn.tx, standing.period.task_force_id, [Role.LEADER, Role.SECRETARY])


async def locales(turn: Turn, standing: OpenPeriod, also: Iterable[Person] = ()) -> set[str]:
    """The languages in which the summary is read: the body's own in channels, else those of its readers."""
    bound = await channels.bound_to(turn.tx, standing.period.task_force_id)
    direct = [] if bound else await readers(turn, standing)
    return {standing.body.locale, *(person.locale for person in (*direct, *also))}


def in_language(posts: Mapping[str, SummaryPost], locale: str, standing: OpenPeriod) -> SummaryPost:
    """The text in the reader's language, or in the body's own where it was not kept in theirs."""
    return posts[locale] if locale in posts else posts[standing.body.locale]


async def changes_of(turn: Turn, standing: OpenPeriod, request: Request, locale: str) -> Changes | None:
    """What a request would change in what is posted; None for the first version."""
    before = await summary_versions.version(turn.tx, request.period_id, request.version - 1)
    if before is None:
        return None
    changed = differences(counted_of(before.content), counted_of(request.content))
    return changes_between(standing, changed, locale, since=before.number)


async def changes_in(
    turn: Turn, standing: OpenPeriod, number: int, locale: str, most: int | None = MOST
) -> Changes | None:
    """What the posted version ``number`` changed; None for the first, or where one of the two was not kept."""
    after = await summary_versions.version(turn.tx, standing.period.id, number)
    before = await summary_versions.version(turn.tx, standing.period.id, number - 1)
    if after is None or before is None:
        return None
    changed = differences(counted_of(before.content), counted_of(after.content))
    return changes_between(standing, changed, locale, since=before.number, most=most)
