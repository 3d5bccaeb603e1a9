"""The list of what was raised: all for the office, their own and their unit's for everybody else."""

from handlers import which
from handlers.cases import access, cards
from handlers.cases.taps import FindCase, FoundCases, ListCases, NewCase, SeeCase
from handlers.conversations import Conversation, finish
from handlers.turn import Turn
from handlers.units import page_row
from messages import formats
from messages.contexts.cases import CaseLine, CaseList, CaseSearch
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import case_lists, sessions
from storage.case_lists import Page, Reader
from storage.sessions import OpenSession
from taskforce.cases import gist
from taskforce.forms import clean
from taskforce.roles import Action

KIND = "case-search"
_HANDLE = "cases"
_PAGE = 8
_EXCERPT = 110
_QUERY = 36  # bytes of a button
VIEWS = ("o", "m", "a", "c")


async def see(turn: Turn, tap: ListCases) -> None:
    """A page of a view."""
    turn.need(Action.RAISE_CASE, tap.body)
    await show(turn, tap.body, tap.view if tap.view in VIEWS else "o", tap.page)


async def see_found(turn: Turn, tap: FoundCases) -> None:
    """A page of what has the words in it."""
    turn.need(Action.RAISE_CASE, tap.body)
    await show(turn, tap.body, "o", tap.page, tap.words)


def _words(query: str) -> tuple[str, ...]:
    """What is looked for: as many of the telling words as a button carries, the first one cut where it is too long."""
    words = gist(query).split()
    while len(words) > 1 and len(" ".join(words).encode()) > _QUERY:
        words.pop()
    return tuple(" ".join(words).encode()[:_QUERY].decode(errors="ignore").split())


async def show(turn: Turn, body: int, view: str = "o", page: int = 0, query: str = "") -> None:
    """What this person may see of the task force; ``query`` what was looked for, in any state."""
    person = turn.need(Action.RAISE_CASE, body)
    reader = await access.reader_of(turn, body, person)
    page = max(0, min(page, 10**6))
    words = _words(query)
    found = await case_lists.page(turn.tx, body, reader, "all" if words else view, words, page, _PAGE)
    last = max(0, -(-found.found // _PAGE) - 1)
    if page > last:
        await show(turn, body, view, last, query)
        return
    times = await case_lists.answer_times(turn.tx, body) if reader.everything else []
    zone = (await turn.charter(body)).body.timezone
    message = CaseList(
        view=view,
        query=query,
        lines=_lines(turn, found, zone),
        page=page + 1,
        pages=last + 1,
        found=found.found,
        office=reader.everything,
        usual=times[len(times) // 2] if times else None,
        body=await which.name_if_several(turn, body),
    )
    await turn.card(_HANDLE, message, await _rows(turn, body, reader, view, page, found, words))


def _lines(turn: Turn, found: Page, zone: str) -> tuple[CaseLine, ...]:
    return tuple(
        CaseLine(
            number=case.id,
            kind=case.kind,
            category=cards.category_words(case.category, turn.locale),
            excerpt=formats.shorten(" ".join(case.text.split()), _EXCERPT),
            whose=whose,
            owner=owner,
            state=case.state,
            urgent=case.urgent and case.live,
            overdue=cards.is_overdue(case, turn.now),
            at=local(case.raised_at, zone),
            took=None if case.first_answer is None else case.first_answer - case.raised_at,
        )
        for case, whose, owner in found.lines
    )


async def _rows(
    turn: Turn, body: int, reader: Reader, view: str, page: int, found: Page, words: tuple[str, ...]
) -> Keyboard:
    opened = [
        Button(str(case.id), data=SeeCase(case.id).pack())
        for case, _, _ in found.lines
    ]  # fmt: skip
    numbers = tuple(tuple(opened[at : at + 4]) for at in range(0, len(opened), 4))
    counts = await case_lists.counts(turn.tx, body, reader)
    views = tuple(_view(body, name, counts[name], name == view and not words) for name in VIEWS)
    searched = " ".join(words)
    pages = page_row(
        page,
        found.found,
        _PAGE,
        lambda to: FoundCases(body, to, searched) if searched else ListCases(body, view, to),
    )
    new = Button(Label("cases.new"), data=NewCase(body, "difficulty").pack(), style="primary")
    feedback = Button(Label("cases.new_feedback"), data=NewCase(body, "feedback").pack())
    find = (Button(Label("cases.find"), data=FindCase(body).pack()),) if sum(counts.values()) > _PAGE else ()
    return (*numbers, *pages, views[:2], views[2:], (new,), (feedback, *find))


def _view(body: int, view: str, count: int, chosen: bool) -> Button:
    words = Label(f"cases.{'chosen_' if chosen else ''}view_{view}", {"count": count})
    return Button(words, data=ListCases(body, view, 0).pack())


# A word


async def find(turn: Turn, tap: FindCase) -> None:
    """Which word?"""
    turn.need(Action.RAISE_CASE, tap.body)
    await sessions.begin(
        turn.tx,
        chat_id=turn.chat_id,
        kind=KIND,
        subject=f"cases:{tap.body}",
        state={"body": tap.body, "idle": True},
        now=turn.now,
    )
    await turn.reply(CaseSearch(""))


async def typed(turn: Turn, session: OpenSession) -> None:
    """The word; a search that finds something is over."""
    body = int(session.state["body"])
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    person = turn.need(Action.RAISE_CASE, body)
    reader = await access.reader_of(turn, body, person)
    words = _words(text)
    found = await case_lists.page(turn.tx, body, reader, "all", words, 0, 1)
    if not words or not found.found:
        await turn.reply(CaseSearch(text))
        return
    await show(turn, body, "o", 0, text)
    await finish(turn, session)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The question again."""
    await turn.reply(CaseSearch(""))


CONVERSATION = Conversation(typed, resumed)
