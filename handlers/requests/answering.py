"""What is typed while a request is put together: title, questions, options, units, times."""

from handlers.reports import cut
from handlers.requests import live
from handlers.requests.draft import TITLE_LIMIT, Draft
from handlers.turn import Turn
from messages.contexts.requests import RequestFault
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.request_deadlines import Read, read_due, read_event
from taskforce.request_questions import (
    LONGEST,
    LONGEST_OPTION,
    MOST,
    MOST_OPTIONS,
    Question,
    read_options,
    read_questions,
)
from taskforce.requests import report_title
from taskforce.vietnamese import search


async def typed(turn: Turn, session: OpenSession) -> None:
    """According to what is asked."""
    draft = await live.draft_of(turn, session)
    text = (turn.incoming.text if turn.incoming else None) or ""
    step = draft.state["step"]
    if await cut.belongs(turn, text):
        await live.show(turn, draft, RequestFault("cut"))
    elif not clean(text):
        await live.show(turn, draft, RequestFault("empty"))
    elif step in _TYPED:
        await _TYPED[step](turn, draft, text)
    else:
        await live.show(turn, draft, RequestFault("choose", typed=clean(text)[:100]))


async def _title(turn: Turn, draft: Draft, text: str) -> None:
    title = " ".join(clean(text).split())
    if len(title) > TITLE_LIMIT:
        await live.show(turn, draft, RequestFault("too-long", TITLE_LIMIT, title[:100]))
        return
    draft.state["title"] = title if turn.locale == "en" else report_title(title)
    await live.go_on(turn, draft)


async def _questions(turn: Turn, draft: Draft, text: str) -> None:
    """More questions, one a line; what was there stays."""
    found = read_questions(text)
    too_long = next((question for question in found if len(question.text) > LONGEST), None)
    if too_long is not None:
        await live.show(turn, draft, RequestFault("too-long", LONGEST, too_long.text[:100]))
    elif len(draft.questions) + len(found) > MOST:
        await live.show(turn, draft, RequestFault("too-many", MOST))
    else:
        draft.keep([*draft.questions, *found])
        await live.show(turn, draft)


async def _options(turn: Turn, draft: Draft, text: str) -> None:
    """What the question offers to choose from."""
    options = read_options(text)
    if not 2 <= len(options) <= MOST_OPTIONS:
        await live.show(turn, draft, RequestFault("options", MOST_OPTIONS))
        return
    if any(len(option) > LONGEST_OPTION for option in options):
        await live.show(turn, draft, RequestFault("too-long", LONGEST_OPTION, max(options, key=len)[:100]))
        return
    changed = draft.questions
    at = int(draft.state["at"]) - 1
    changed[at] = Question(changed[at].text, "choice", options)
    draft.keep(changed)
    draft.state["step"] = "questions"
    await live.show(turn, draft)


async def _reworded(turn: Turn, draft: Draft, text: str) -> None:
    """The open question in other words; its kind stays."""
    words = " ".join(clean(text).split())
    if len(words) > LONGEST:
        await live.show(turn, draft, RequestFault("too-long", LONGEST, words[:100]))
        return
    changed = draft.questions
    at = int(draft.state["at"]) - 1
    changed[at] = Question(words, changed[at].kind, changed[at].options, changed[at].measure)
    draft.keep(changed)
    draft.state["step"] = "questions"
    await live.show(turn, draft)


async def _find(turn: Turn, draft: Draft, text: str) -> None:
    query = clean(text)[:100]
    if search(query, list(draft.units.values()), lambda unit: unit.names):
        draft.state.update(query=query, page=0)
        await live.show(turn, draft)
    else:
        await live.show(turn, draft, RequestFault("not-found", typed=query))


async def _due(turn: Turn, draft: Draft, text: str) -> None:
    await _read(turn, draft, "due", read_due(text[:200], draft.now, draft.calendar), text)


async def _event(turn: Turn, draft: Draft, text: str) -> None:
    await _read(turn, draft, "event", read_event(text[:200], draft.now), text)


async def _read(turn: Turn, draft: Draft, what: str, read: Read, text: str) -> None:
    if len(read.moments) == 1:
        await live.set_moment(turn, draft, what, read.moments[0])
    elif read.moments:
        await live.show(turn, draft, RequestFault("which", typed=clean(text)[:60]), read.moments)
    else:
        await live.show(turn, draft, RequestFault(read.fault, typed=clean(text)[:60], day=read.day))


_TYPED = {
    "title": _title,
    "questions": _questions,
    "question": _reworded,
    "options": _options,
    "units": _find,
    "due": _due,
    "event": _event,
}
