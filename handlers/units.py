"""Units as buttons, a page at a time: for whoever has to choose one."""

from collections.abc import Callable, Sequence

from handlers.callbacks import Tap
from messages.model import Button, Keyboard, Label
from storage.units import Unit

PAGE = 8
"""Units on one page: what a phone shows without scrolling."""


def unit_rows(
    found: Sequence[Unit], page: int, choose: Callable[[Unit], Tap], turn_to: Callable[[int], Tap]
) -> Keyboard:
    """One unit a row, and the keys to the other pages."""
    shown = found[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [(Button(unit.name, data=choose(unit).pack()),) for unit in shown]
    return (*rows, *page_row(page, len(found), PAGE, turn_to))


def page_row(page: int, count: int, size: int, turn_to: Callable[[int], Tap]) -> Keyboard:
    """The keys to the page before and the page after; no row where there is only one page."""
    keys: list[Button] = []
    if page > 0:
        keys.append(Button(Label("registration.previous_page"), data=turn_to(page - 1).pack()))
    if (page + 1) * size < count:
        keys.append(Button(Label("registration.next_page"), data=turn_to(page + 1).pack()))
    return (tuple(keys),) if keys else ()
