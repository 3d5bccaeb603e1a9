"""The people who were asked are told of a request, of its new deadline, of its end: few at once, many by slices.

Each slice and its mark are one transaction: whatever happens in between, nobody hears it twice or not at all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.reminders import answer_keyboard, deadline, reminder_handle
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.requests import RequestDropped, RequestDueChanged, RequestOpened, RequestSheet
from storage import boards, request_news, requests
from storage.boards import Owing
from storage.database import Transaction
from storage.outbox import Priority
from storage.people import Person
from storage.request_news import Kind, News
from taskforce.charter import Charter
from taskforce.charter.forms import FormSpec
from taskforce.roles import LEADERS, Role

SLICE = 60
"""People who are told in one turn; the next slice follows a second later, faster than Telegram takes the messages."""

_LIFETIME = timedelta(hours=48)


async def announce(
    turn: Turn, standing: OpenPeriod, kind: Kind, *, units: Sequence[int] = (), before: datetime | None = None
) -> None:
    """They are told, in the name of whoever acts: few of them at once, many from the next second on."""
    assert turn.person is not None  # noqa: S101 - the caller has asked who it is
    news = await request_news.add(
        turn.tx, standing.period.id, kind, by=turn.person.id, now=turn.now, units=units, before_due=before
    )
    await _slice(turn, standing, news, few=True)


async def due(tx: Transaction, now: datetime) -> bool:
    """Whether ``beat`` has something to do."""
    return await request_news.under_way(tx)


async def beat(turn: Turn) -> None:
    """The next slice of one request's news; one that fails holds up no other."""
    for news in await request_news.first_of_each(turn.tx):
        async with apart(turn, f"News {news.id} of period {news.period_id}"):
            standing = await open_periods.by_id(turn, news.period_id)
            if standing is None or (standing.period.closed_at is not None and news.kind != "withdrawn"):
                await request_news.end(turn.tx, news.id, turn.now)
            else:
                await _slice(turn, standing, news)
            return


async def _slice(turn: Turn, standing: OpenPeriod, news: News, *, few: bool = False) -> None:
    body, roles, groups = standing.period.task_force_id, standing.asked_roles, standing.asked_groups
    following = await request_news.next_people(turn.tx, news, body, roles, groups, SLICE)
    if few and len(following) == SLICE:
        turn.spoke = True  # the work goes on without them
        return
    if following:
        by = await turn.person_by_id(news.by_person)
        if news.kind == "withdrawn":
            await _tell_withdrawn(turn, standing, news, by, (following[0], following[-1]))
        else:
            await _tell_owing(turn, standing, news, by, (following[0], following[-1]))
        await request_news.told(turn.tx, news.id, following[-1])
    if len(following) < SLICE:
        await request_news.end(turn.tx, news.id, turn.now)


async def _tell_owing(turn: Turn, standing: OpenPeriod, news: News, by: Person, people: tuple[int, int]) -> None:
    """Who has answered already need not know."""
    period = standing.period
    owing = await boards.owing(
        turn.tx, period.task_force_id, period.id, standing.asked_roles, standing.asked_groups, people=people
    )
    mine: dict[int, list[Owing]] = {}
    for each in owing:
        if not news.units or each.unit_id in news.units:
            mine.setdefault(each.person.id, []).append(each)
    for owed in mine.values():
        await turn.notify(
            owed[0].person,
            _words(turn, standing, news, by, owed),
            answer_keyboard(standing, owed),
            dedupe_key=f"request:{period.id}:{news.id}",
            handle=reminder_handle(period.id),
            priority=Priority.BULK,
            expires_in=_LIFETIME,
        )


def _words(
    turn: Turn, standing: OpenPeriod, news: News, by: Person, owed: Sequence[Owing]
) -> RequestOpened | RequestDueChanged:
    names = tuple(each.unit_name for each in owed)
    if news.kind == "opened":
        return RequestOpened(sheet_of(turn, standing, owed[0].person, by, names))
    assert news.before_due is not None  # noqa: S101 - written with the change
    return RequestDueChanged(
        title=standing.period.title,
        period=standing.period.period,
        units=names,
        by=by.full_name,
        before=standing.local(news.before_due),
        deadline=deadline(standing, turn.now),
    )


async def _tell_withdrawn(turn: Turn, standing: OpenPeriod, news: News, by: Person, people: tuple[int, int]) -> None:
    """Those too who have answered; not in the place of the request itself: an edit makes no sound."""
    period = standing.period
    for asked in await requests.everybody_asked(
        turn.tx, period.task_force_id, period.id, standing.asked_roles, standing.asked_groups, people
    ):
        role = role_of(standing.charter, by, period.task_force_id, asked.person.locale)
        message = RequestDropped(period.title, period.period, asked.units, by.full_name, role)
        await turn.notify(asked.person, message, dedupe_key=f"request-withdrawn:{period.id}", priority=Priority.BULK)


# The words


def role_of(charter: Charter, person: Person, task_force_id: int, locale: str) -> str:
    """As what they may ask: "Tổ trưởng", "Thư ký"."""
    roles = person.roles_in(task_force_id)
    role = next((one for one in Role if one in roles and one in LEADERS | {Role.SECRETARY}), None)
    return "" if role is None else charter.titles.of(role, locale)


def questions(form: FormSpec, unit: str, locale: str) -> tuple[str, ...]:
    """What that unit is asked."""
    return tuple(field.label.localised(locale) for field in form.fields_for(unit))


def sheet_of(turn: Turn, standing: OpenPeriod, reader: Person, asker: Person, names: tuple[str, ...]) -> RequestSheet:
    """The request as that reader gets it, for these units."""
    request = standing.request
    assert request is not None  # noqa: S101 - the caller's
    event = request.happened_at if open_periods.counts_from_event(standing.charter, standing.period.stream) else None
    return RequestSheet(
        units=names,
        by=asker.full_name,
        by_role=role_of(standing.charter, asker, standing.period.task_force_id, reader.locale),
        body=standing.name,
        title=standing.period.title,
        deadline=deadline(standing, turn.now),
        questions=questions(standing.form, names[0], reader.locale),
        event=standing.local(event) if event else None,
        cite=standing.cite,
    )
