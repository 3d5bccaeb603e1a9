"""Options to tap on a phone: a few side by side, many in pages, each found by a few letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.reports.talk import Talk
from handlers.reports.taps import Act, Look
from messages import formats
from messages.model import Button, Keyboard, Label
from taskforce.forms import NO, YES, Ask, Field, Kind, Option
from taskforce.report_form import CHANGED
from taskforce.vietnamese import search

PAGE = 7
"""Options on one page, one a row."""

_SIDE_BY_SIDE = 15
"""Labels up to so many letters stand two in a row."""

_ONE_ROW = 38
"""Letters of a button that has the row for itself; the phone cuts what is longer."""


@dataclass(frozen=True)
class Options:
    """The options that are offered now: (place in the field, option)."""

    shown: tuple[tuple[int, Option], ...]
    page: int
    pages: int
    found: int | None = None


def offered(field: Field) -> tuple[Option, ...]:
    """All there is to choose; yes and no get their words from the labels."""
    if field.kind is Kind.YES_NO:
        given = {option.key: option for option in field.options}
        return tuple(given.get(key, Option(key, "")) for key in (YES, NO))
    return field.options


def is_long(field: Field) -> bool:
    """Whether the options need pages and a search."""
    return len(offered(field)) > PAGE + 1


def find(field: Field, query: str) -> list[tuple[int, Option]]:
    """The options that a few typed letters can mean, with their places."""
    return search(query, list(enumerate(offered(field))), lambda each: each[1].label)


def current(talk: Talk, field: Field) -> Options:
    """The page that is shown."""
    everything = list(enumerate(offered(field)))
    if not is_long(field):
        return Options(tuple(everything), 0, 1)
    query = talk.state.query
    found = find(field, query) if query else everything
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(talk.state.page, 0), pages - 1)
    shown = tuple(found[page * PAGE : (page + 1) * PAGE])
    return Options(shown, page, pages, len(found) if query else None)


def rows(talk: Talk, ask: Ask) -> Keyboard:
    """The rows of buttons for choosing."""
    field = ask.field
    options = current(talk, field)
    multi = field.kind is Kind.MULTI
    chosen = set(ask.selected) if multi else {ask.current.value if ask.current else None}
    buttons: list[Button] = []
    for place, option in options.shown:
        mark = ("☑ " if option.key in chosen else "☐ ") if multi else ("● " if option.key in chosen else "")
        data = Act(talk.open.id, ask.revision, "t" if multi else "c", place).pack()
        buttons.append(Button(_words(talk, field, option, mark), data=data))
    narrow = not multi and all(len(option.label) <= _SIDE_BY_SIDE for _, option in options.shown)
    grid = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)) if narrow else ()
    return (*(grid or tuple((button,) for button in buttons)), *pager(talk, ask.revision, options))


def _words(talk: Talk, field: Field, option: Option, mark: str) -> Label | str:
    if not option.label:
        return Label(f"report.{option.key}_marked" if mark else f"report.{option.key}")
    told = talk.scene.telling.get(option.key) if field.key == CHANGED else None
    return mark + formats.shorten(f"{option.key} {told}" if told else option.label, _ONE_ROW)


def in_words(talk: Talk, field: Field) -> tuple[str, ...]:
    """The options of the page as a list above the buttons, where these cannot hold them."""
    shown = current(talk, field).shown if is_long(field) else ()
    return tuple(option.label for _, option in shown if len(option.label) > _ONE_ROW)


def pager(talk: Talk, revision: int, options: Options) -> Keyboard:
    """‹ 2/6 › and the way out of a search."""
    view, arg = talk.state.view, talk.state.arg
    row: Sequence[Button] = ()
    if options.pages > 1:
        row = (
            Button("‹", data=_turned(talk, revision, view, arg, (options.page - 1) % options.pages)),
            Button(f"{options.page + 1}/{options.pages}", data=_turned(talk, revision, view, arg, options.page)),
            Button("›", data=_turned(talk, revision, view, arg, (options.page + 1) % options.pages)),
        )
    everything: Sequence[Button] = ()
    if options.found is not None:
        everything = (Button(Label("report.show_all"), data=_turned(talk, revision, "all", 0, 0)),)
    return tuple(tuple(each) for each in (row, everything) if each)


def _turned(talk: Talk, revision: int, view: str, arg: int, page: int) -> str:
    return Look(talk.open.id, revision, view, arg, page).pack()
