"""Picking people on one card: everybody, by role, group, unit, missing report or name, with people left out.

A feature hands over a ``Picking``: what is picked so far (tokens of ``taskforce.audience``, which the feature keeps),
the card's handle, and how its buttons are made. It authorises every tap itself, then calls ``see``, ``see_list`` or
``change`` — which gives the new tokens to keep — and ``show_view`` for what is typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers import people_pool
from handlers.callbacks import Tap
from handlers.people_pool import Pool, kept, picked
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, page_row
from messages.contexts.picker import PickerList, PickerOverview, PickerView, Purpose
from messages.model import Button, Keyboard, Label
from taskforce import audience as rules
from taskforce.roles import Role
from taskforce.vietnamese import search

VIEWS = ("role", "group", "unit", "missing", "member")
_LIST_PAGE = 30
_NAMED = 10
"""Names of those left out or coming from outside that a card says in full."""
_PARTS = 20
"""Parts of what is picked that a card says in full."""
_ECHO = 200


@dataclass(frozen=True, slots=True)
class Taps:
    """How a feature's buttons are made.

    ``see(view, page)``: one way of picking, "" for all of them. ``pick(kind, key, on, page)``: ``kind`` "all",
    "everybody", "none" or a view, ``on`` 1 or 0. ``listed(page)``: the exact list. ``done``: enough of that.
    """

    see: Callable[[str, int], Tap]
    pick: Callable[[str, str, int, int], Tap]
    listed: Callable[[int], Tap]
    done: Tap


@dataclass(frozen=True, slots=True)
class Picking:
    """What is being picked: see the module.

    ``group``: whose own "all" is meant. ``always``: a membership that belongs to them in any case. ``everybody``:
    the office and observers can be picked in one tap too. ``missing``: so can those who have not reported.
    ``extra``: one more way, of the feature's own. ``last``: a button in the place of "done". ``guests`` come from
    outside; ``called``: those picked before have been told.
    """

    task_force: int
    purpose: Purpose
    subject: str
    tokens: tuple[str, ...]
    handle: str
    taps: Taps
    group: str = ""
    always: int | None = None
    everybody: bool = True
    missing: bool = True
    extra: Button | None = None
    last: Button | None = None
    guests: tuple[str, ...] = ()
    called: bool = False

    @property
    def views(self) -> tuple[str, ...]:
        """The ways of picking that this one offers."""
        return tuple(view for view in VIEWS if view != "missing" or self.missing)

    @property
    def done(self) -> Button:
        """The button that ends the picking."""
        return self.last or Button(Label("picker.done"), data=self.taps.done.pack(), style="primary")


async def see(turn: Turn, picking: Picking, view: str, page: int) -> None:
    """One way of picking, or all of them."""
    if view in picking.views:
        await show_view(turn, picking, view, page)
    else:
        await show(turn, picking)


# The whole


async def show(turn: Turn, picking: Picking) -> None:
    """Who is picked as it stands, and the ways to change that."""
    pool = await kept(turn, picking.task_force)
    people = picked(pool, picking.tokens, picking.group, picking.always)
    parts = await people_pool.words(turn, pool, picking.tokens, group=picking.group, most=_PARTS)
    named = sum(not token.startswith("not:") for token in picking.tokens)
    gone = people_pool.left_out(pool, picking.tokens)
    message = PickerOverview(
        purpose=picking.purpose,
        subject=picking.subject,
        parts=parts,
        more=named - len(parts),
        count=len(people),
        left_out=tuple(gone[:_NAMED]),
        left_out_more=len(gone[_NAMED:]),
        unreachable=pool.unreachable(people),
        guests=picking.guests[:_NAMED],
        called=picking.called,
    )
    await turn.card(picking.handle, message, await _ways(turn, picking, pool))


async def _ways(turn: Turn, picking: Picking, pool: Pool) -> Keyboard:
    taps = picking.taps

    def way(view: str) -> Button:
        return Button(Label(f"picker.by_{view}"), data=taps.see(view, 0).pack())

    def whole(kind: str, words: Label) -> Button:
        return Button(words, data=taps.pick(kind, "", 1, 0).pack())

    charter = await turn.charter(picking.task_force)
    name = next((group.name for group in charter.groups if group.key == picking.group), "")
    every = Label("picker.whole_group", {"name": name}) if name else Label("picker.all")
    heads = (whole("all", every), *((whole("everybody", Label("picker.everybody")),) if picking.everybody else ()))
    last_ways = (picking.extra,) if picking.extra is not None else ()
    late = (way("missing"),) if picking.missing and any(one.missing for one in pool.candidates) else ()
    return (
        heads,
        (way("role"), *((way("group"),) if charter.groups else ())),
        (way("unit"), way("member")),
        (*late, *last_ways),
        (
            Button(Label("picker.list"), data=taps.listed(0).pack()),
            Button(Label("picker.none"), data=taps.pick("none", "", 1, 0).pack()),
        ),
        (picking.done,),
    )


async def change(turn: Turn, picking: Picking, kind: str, key: str, on: int) -> tuple[str, ...]:
    """The tokens after a tap on ``pick(kind, key, on, page)``; told twice it is the same.

    Raises:
        NotAllowed: it names somebody or something that is not there.
    """
    if kind == "none":
        return ()
    if kind == rules.ALL or (kind == rules.EVERYBODY and picking.everybody):
        return (kind,)
    pool = await kept(turn, picking.task_force)
    choices = await _choices(turn, pool, kind) if kind in picking.views else []
    token = next((choice.token for choice in choices if choice.key == key), None)
    if token is None:
        raise NotAllowed(f"audience {kind}:{key}")
    step = rules.with_token if on else rules.without_token
    return step(picking.tokens, token, pool.candidates, picking.group)


# One way of picking


@dataclass(frozen=True, slots=True)
class _Choice:
    """The key in the button, the token it stands for, and what it is known by."""

    key: str
    token: str
    names: Sequence[str]


async def _choices(turn: Turn, pool: Pool, view: str) -> list[_Choice]:
    charter = await turn.charter(pool.task_force)
    if view == "role":
        roles = [role for role in Role if role is not Role.GUEST]
        return [_Choice(str(role), f"role:{role}", (charter.titles.of(role, turn.locale),)) for role in roles]
    if view == "group":  # a group's key may be longer than a button carries
        return [_Choice(str(n), f"group:{group.key}", (group.name,)) for n, group in enumerate(charter.groups)]
    if view == "unit":
        return [_Choice(str(unit.id), f"unit:{unit.id}", unit.names) for unit in pool.units.values()]
    if view == "missing":
        found = [(one.id, await people_pool.period_name(turn, one, turn.locale)) for one in pool.periods]
        return [_Choice(str(period), f"missing:{period}", (name,)) for period, name in found]
    return [
        _Choice(str(member), f"member:{member}", (f"{name}, {unit}" if unit else name, name))
        for member, name, unit in pool.names()
    ]


async def show_view(turn: Turn, picking: Picking, view: str, page: int = 0, query: str = "") -> None:
    """What can be picked in that way; a tick says that all it names are picked already."""
    pool = await kept(turn, picking.task_force)
    there = {one.id for one in rules.resolve(picking.tokens, pool.candidates, picking.group)}
    every = await _choices(turn, pool, view)
    if view in ("role", "group", "missing"):  # nobody needs a line that picks nobody
        every = [choice for choice in every if any(map(rules.meaning((choice.token,)), pool.candidates))]
    found = search(query, every, lambda choice: choice.names)[: PAGE if query else None]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    rows = [(_tick(picking, pool, view, choice, there, page),) for choice in shown]
    turned = page_row(page, len(found), PAGE, lambda to: picking.taps.see(view, to))
    back = (Button(Label("picker.back"), data=picking.taps.see("", 0).pack(), style="primary"),)
    message = PickerView(picking.purpose, view, query[:_ECHO], len(found), page + 1, pages)
    await turn.card(picking.handle, message, (*rows, *turned, back))


def _tick(picking: Picking, pool: Pool, view: str, choice: _Choice, there: set[int], page: int) -> Button:
    ids = {int(choice.key)} if view == "member" else _named(pool, choice)
    whole = bool(ids) and ids <= there
    mark = "☑️" if whole else "◪" if ids & there else "⬜"
    count = f" · {len(ids & there)}/{len(ids)}" if view != "member" else ""
    tap = picking.taps.pick(view, choice.key, int(not whole), page)
    return Button(f"{mark} {choice.names[0]}{count}", data=tap.pack())


def _named(pool: Pool, choice: _Choice) -> set[int]:
    return {one.id for one in filter(rules.meaning((choice.token,)), pool.candidates)}


# The exact list


async def see_list(turn: Turn, picking: Picking, page: int = 0) -> None:
    """Everybody who is picked by name, who is left out, and whom nothing reaches."""
    pool = await kept(turn, picking.task_force)
    people = picked(pool, picking.tokens, picking.group, picking.always)
    pages = max(1, -(-len(people) // _LIST_PAGE))
    page = min(max(page, 0), pages - 1)
    first = page * _LIST_PAGE
    gone = people_pool.left_out(pool, picking.tokens)
    message = PickerList(
        purpose=picking.purpose,
        lines=await people_pool.lines(turn, pool, [pool.places[one.id] for one in people[first : first + _LIST_PAGE]]),
        first=first + 1,
        count=len(people),
        left_out=tuple(gone[:_NAMED]),
        left_out_more=len(gone[_NAMED:]),
        guests=picking.guests[:_LIST_PAGE],
        unreachable=pool.unreachable(people),
        page=page + 1,
        pages=pages,
    )
    turned = page_row(page, len(people), _LIST_PAGE, picking.taps.listed)
    again = Button(Label("picker.change"), data=picking.taps.see("", 0).pack())
    done = Button(Label("picker.done"), data=picking.taps.done.pack(), style="primary")
    await turn.card(picking.handle, message, (*turned, (again, done)))
