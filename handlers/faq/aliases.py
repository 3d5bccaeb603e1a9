"""Abbreviations for finding: what the secretary added beside those that everybody writes."""

from handlers.faq.taps import DropAlias, KeepAliases, KeepAsk, KeepList
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.faq import AliasLine, FaqAliases
from messages.model import Button, Label
from storage import faq
from taskforce.faq import COMMON, Alias
from taskforce.roles import Action
from taskforce.vietnamese import fold

MOST = 300
_SHORT, _WORDS = 20, 100
_PAGE = 10
_HANDLE = "faq-keep"


async def see(turn: Turn, tap: KeepAliases) -> None:
    """A page of them."""
    turn.need(Action.KEEP_FAQ, tap.body)
    await show(turn, tap.body, tap.page)


async def show(turn: Turn, body: int, page: int = 0) -> None:
    """What was added, each with a button that takes it away; whoever comes here keeps them."""
    every = await faq.aliases(turn.tx, body)
    pages = max(1, -(-len(every) // _PAGE))
    at = min(max(page, 0), pages - 1)
    shown = every[at * _PAGE : (at + 1) * _PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(Label("faq.drop_alias", {"short": formats.shorten(each.alias.short, 20)}), data=_drop(each.id)),)
        for each in shown
    ]
    if pages > 1:
        rows.append(
            tuple(
                Button(words, data=KeepAliases(body, to % pages).pack())
                for words, to in (("‹", at - 1), (f"{at + 1}/{pages}", at), ("›", at + 1))
            )
        )
    rows.append((Button(Label("faq.keep_alias"), data=KeepAsk(body, "alias").pack(), style="primary"),))
    rows.append((Button(Label("faq.kept"), data=KeepList(body, "shown", 0).pack()),))
    lines = tuple(AliasLine(each.alias.short, each.alias.words) for each in shown)
    common = tuple(AliasLine(each.short, each.words) for each in COMMON)
    await turn.card(_HANDLE, FaqAliases(lines, common, len(every)), tuple(rows))


def _drop(alias_id: int) -> str:
    return DropAlias(alias_id).pack()


async def add(turn: Turn, body: int, typed: str) -> str:
    """ "DVC = dịch vụ công"; returns why not, "" when it is kept."""
    person = turn.need(Action.KEEP_FAQ, body)
    short, _, words = (" ".join(part.split()) for part in typed.replace(":", "=", 1).partition("="))
    if not fold(short) or not fold(words) or len(short) > _SHORT or len(words) > _WORDS:
        return "alias"
    if len(await faq.aliases(turn.tx, body)) >= MOST:
        return "full"
    await faq.add_alias(turn.tx, body, Alias(short, words), by=person.id, now=turn.now)
    return ""


async def drop(turn: Turn, tap: DropAlias) -> None:
    """One is taken away; tapped twice, the list is shown."""
    kept = await faq.alias(turn.tx, tap.alias)
    if kept is None:
        if turn.person is None or not any(turn.may(Action.KEEP_FAQ, body) for body in turn.person.task_force_ids):
            raise NotAllowed(f"faq alias {tap.alias}")
        await turn.toast(Label("basics.stale_button"))
        return
    turn.need(Action.KEEP_FAQ, kept.task_force_id)
    await faq.drop_alias(turn.tx, kept.id)
    await show(turn, kept.task_force_id)
