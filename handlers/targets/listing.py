"""/chitieu: the targets of the plan by how they stand, a page at a time, found by a few letters."""

from collections.abc import Sequence

from handlers import which
from handlers.conversations import Conversation, finish
from handlers.targets import standings
from handlers.targets.standings import Standings
from handlers.targets.taps import FindTarget, ListTargets, SeeTarget
from handlers.turn import Turn
from messages import formats
from messages.contexts.targets import TargetList, TargetNone, TargetSearch
from messages.model import Button, Keyboard, Label
from storage import sessions
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.roles import Action
from taskforce.targets import Standing
from taskforce.vietnamese import fold

COMMAND = "chitieu"
HANDLE = "targets"
KIND = "target-search"
PAGE = 6
_HITS = 10
_SIGNS = {Standing.REACHED: "✅", Standing.ON_THE_WAY: "🔵", Standing.BEHIND: "❗", Standing.UNKNOWN: "▫️"}


async def command(turn: Turn) -> None:
    """/chitieu, with or without a word to look for."""
    body = await which.task_force_for(turn, Action.SEE_TARGETS, COMMAND)
    if body is None:
        return
    words = clean(turn.incoming.command_text if turn.incoming else "")
    if not words or not await _found(turn, body, words):
        await show(turn, body, "a", 0)


async def see(turn: Turn, tap: ListTargets) -> None:
    """A page of a view."""
    turn.need(Action.SEE_TARGETS, tap.body)
    searching = await sessions.find(turn.tx, turn.chat_id, KIND, _subject(tap.body))
    if searching is not None:  # no word is looked for any more
        await sessions.end(turn.tx, searching.id)
    await show(turn, tap.body, tap.view, tap.page)


async def show(turn: Turn, body: int, view: str, page: int) -> None:
    """The list; whoever comes here may see it."""
    every = await standings.of_body(turn, body)
    if not every:
        await turn.card(HANDLE, TargetNone(turn.may(Action.IMPORT_PLAN, body)))
        return
    view = view if view in standings.VIEWS else "a"
    found = standings.of_view(every, view)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    message = await _message(turn, body, every, view, shown, len(found), "", page + 1, pages)
    rows = [*_target_rows(shown, view, page)]
    if pages > 1:
        rows.append(
            (
                Button("‹", data=ListTargets(body, view, (page - 1) % pages).pack()),
                Button(f"{page + 1}/{pages}", data=ListTargets(body, view, page).pack()),
                Button("›", data=ListTargets(body, view, (page + 1) % pages).pack()),
            )
        )
    rows += _view_rows(every, body, view)
    find = Button(Label("targets.find"), data=FindTarget(body).pack())
    await turn.card(HANDLE, message, (*rows, (find,)))


async def _message(
    turn: Turn,
    body: int,
    every: Sequence[Standings],
    view: str,
    shown: Sequence[Standings],
    found: int,
    query: str,
    page: int,
    pages: int,
) -> TargetList:
    return TargetList(
        body=await which.name_if_several(turn, body),
        view=view,
        query=query,
        lines=tuple(standings.line_of(each) for each in shown),
        page=page,
        pages=pages,
        found=found,
        total=len(every),
        reached=len(standings.of_view(every, "r")),
        on_the_way=len(standings.of_view(every, "w")),
        behind=len(standings.of_view(every, "b")),
        unknown=len(standings.of_view(every, "u")),
    )


def _target_rows(shown: Sequence[Standings], view: str, page: int) -> Keyboard:
    return tuple(
        (
            Button(
                formats.shorten(f"{_SIGNS[each.state.standing]} {each.target.code} {each.target.title}", 38),
                data=SeeTarget(each.target.id, view, page).pack(),
            ),
        )
        for each in shown
    )


def _view_rows(every: Sequence[Standings], body: int, view: str) -> Keyboard:
    """The other views that show something and not everything."""
    keys = []
    for other in standings.VIEWS:
        count = len(standings.of_view(every, other))
        if other != view and count and (other == "a" or count < len(every)):
            words = Label(f"targets.view_{other}", {"count": count})
            keys.append(Button(words, data=ListTargets(body, other, 0).pack()))
    return tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))


# Looking for a word


async def find(turn: Turn, tap: FindTarget) -> None:
    """A word is awaited."""
    turn.need(Action.SEE_TARGETS, tap.body)
    await sessions.begin(
        turn.tx,
        chat_id=turn.chat_id,
        kind=KIND,
        subject=_subject(tap.body),
        state={"body": tap.body},
        now=turn.now,
    )
    await _ask(turn, tap.body, "")


def _subject(body: int) -> str:
    return f"targets:{body}"


async def _ask(turn: Turn, body: int, missed: str) -> None:
    await turn.card(HANDLE, TargetSearch(missed[:100]), (all_row(body),))


def all_row(body: int, view: str = "a", page: int = 0) -> tuple[Button, ...]:
    """Back to the list."""
    return (Button(Label("targets.all"), data=ListTargets(body, view, page).pack()),)


async def typed(turn: Turn, session: OpenSession) -> None:
    """The word."""
    body = int(session.state["body"])
    turn.need(Action.SEE_TARGETS, body)
    words = clean((turn.incoming.text if turn.incoming else None) or "")[:200]
    if words and await _found(turn, body, words):
        await finish(turn, session)
    else:
        await _ask(turn, body, words)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The word is awaited again."""
    await _ask(turn, int(session.state["body"]), "")


CONVERSATION = Conversation(typed, resumed)


async def _found(turn: Turn, body: int, words: str) -> bool:
    """Show what has all the words in its code or title; False when nothing has."""
    every = await standings.of_body(turn, body)
    wanted = fold(words).split()
    hits = [each for each in every if _has(each, wanted)] if wanted else []
    if not hits:
        return False
    shown = hits[:_HITS]
    message = await _message(turn, body, every, "a", shown, len(hits), words, 1, 1)
    await turn.card(HANDLE, message, (*_target_rows(shown, "a", 0), all_row(body)))
    return True


def _has(one: Standings, wanted: Sequence[str]) -> bool:
    text = fold(f"{one.target.code} {one.target.title}")
    return all(word in text for word in wanted)
