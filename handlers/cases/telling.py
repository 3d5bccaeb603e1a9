"""Everybody concerned hears of every step with a case: a short notice, and its card edits itself.

Few followers are told at once, many by slices. Each slice and its mark are one transaction: whatever happens in
between, nobody hears it twice or not at all.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers import which
from handlers.cases import access, cards
from handlers.cases.taps import SeeCase
from handlers.sweeping import apart
from handlers.turn import Turn
from messages import formats
from messages.contexts.cases import CaseNews
from messages.model import Button, Label
from storage import case_followers, cases, outbox, people
from storage.case_followers import News
from storage.cases import Case, Step
from storage.database import Transaction
from storage.outbox import Priority
from storage.people import Person

SLICE = 40
"""Followers who are told in one turn; the next slice follows a second later."""

_EXCERPT = 120
_MOST_CARDS = 100


async def told(turn: Turn, case: Case, *, eyes: Sequence[Person] = (), news: str = "") -> None:
    """The latest step: ``eyes`` need to do something and get the card anew, headed by ``news``; others hear of it.

    Whoever made the step (and is there) sees the card edit itself.
    """
    step = (await cases.history(turn.tx, case.id))[-1]
    actor = None if turn.person is None else turn.person.id
    needed = {person.id: person for person in eyes if person.id != actor}
    for person in needed.values():
        await cards.send(turn, case, person, news)
    await _raiser(turn, case, step, {*needed, actor})
    await _followers(turn, case, step, {*needed, actor})
    fresh = {case.raised_by} if step.what == "answered" else set()
    await _cards(turn, case, {*needed, *fresh})


async def _raiser(turn: Turn, case: Case, step: Step, skipped: set[int | None]) -> None:
    if case.raised_by in skipped:
        return
    person = await people.by_id(turn.tx, case.raised_by)
    if person is None or not person.roles_in(case.task_force_id):
        return
    if step.what == "answered":
        await cards.send(turn, case, person, "answered")
        await files_along(turn, case, person)
    else:
        await _news(turn, case, step, person, "raiser", Priority.NOTICE)


async def _followers(turn: Turn, case: Case, step: Step, skipped: set[int | None]) -> None:
    news = News(step.id, case.id, frozenset(one for one in skipped if one is not None), 0)
    following = await case_followers.next_people(turn.tx, case, 0, SLICE)
    if len(following) < SLICE:
        await _slice(turn, case, step, news, following)
    else:
        await case_followers.to_tell(turn.tx, step.id, news.skipped)
        turn.spoke = True  # the work goes on without whoever made the step


async def due(tx: Transaction, now: datetime) -> bool:
    """Whether ``beat`` has something to do."""
    return await case_followers.anything_to_tell(tx)


async def beat(turn: Turn) -> None:
    """The next slice of one case's followers; one that fails holds up no other."""
    for news in await case_followers.first_of_each(turn.tx):
        async with apart(turn, f"Telling the followers of case {news.case_id}"):
            case = await cases.get(turn.tx, news.case_id)
            step = next((one for one in await cases.history(turn.tx, news.case_id) if one.id == news.step_id), None)
            if case is None or step is None:
                await case_followers.told(turn.tx, news, None)
                return
            following = await case_followers.next_people(turn.tx, case, news.after_person, SLICE)
            await _slice(turn, case, step, news, following)
            await case_followers.told(turn.tx, news, following[-1] if len(following) == SLICE else None)
            return


async def _slice(turn: Turn, case: Case, step: Step, news: News, following: Sequence[int]) -> None:
    for person_id in following:
        person = None if person_id in news.skipped else await people.by_id(turn.tx, person_id)
        if person is None:
            continue
        if step.what != "added":  # what was added is between the one who raised it and the office
            await _news(turn, case, step, person, "follower", Priority.BULK)
        if await access.may_see(turn, case, person):
            await cards.edit(turn, case, person)


async def _news(turn: Turn, case: Case, step: Step, reader: Person, role: str, priority: Priority) -> None:
    private = role == "follower" and step.what in ("confirmed", "reopened")
    message = CaseNews(
        number=case.id,
        kind=case.kind,
        excerpt=formats.shorten(case.text, _EXCERPT),
        what=step.what,
        by="" if private else step.by,
        to=step.to_person or step.to_unit,
        text=step.text if step.what == "answered" else "",
        reader=role,
        body=await which.name_of(turn, case.task_force_id, reader) if len(reader.task_force_ids) > 1 else "",
    )
    see = Button(Label("cases.see"), data=SeeCase(case.id).pack())
    key = f"case-step:{step.id}"
    await turn.notify(reader, message, ((see,),), dedupe_key=key, priority=priority)


async def files_along(turn: Turn, case: Case, reader: Person) -> None:
    """The files of the latest answer, below it."""
    if reader.telegram_id is not None:
        for file in await cases.files(turn.tx, case.id, "answered"):
            await turn.forward_file(
                reader.telegram_id, file.file_id, file.kind, None, locale=reader.locale, priority=Priority.NOTICE
            )


async def _cards(turn: Turn, case: Case, skipped: set[int]) -> None:
    """The cards that stand in other chats show the case as it is now; whoever may see it no more keeps theirs.

    Those of followers are edited when they are told.
    """
    here = None if turn.incoming is None else turn.incoming.chat_id
    following = await case_followers.chats(turn.tx, case.id)
    standing = await outbox.chats_of_card(turn.tx, cards.handle_of(case.id))
    for chat in [one for one in standing if one not in following][:_MOST_CARDS]:
        person = None if chat == here else await people.by_telegram_id(turn.tx, chat)
        if person is not None and person.id not in skipped and await access.may_see(turn, case, person):
            await cards.edit(turn, case, person)
