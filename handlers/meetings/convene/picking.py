"""Picking who is invited: everybody, by role, group, unit or name, with people left out; guests; the exact list."""

from collections.abc import Callable, Sequence

from handlers.meetings.convene import audience, desk, drafting, guest_talk
from handlers.meetings.convene.desk_taps import ApplyAudience, Done, Pick, SeeAudience, SeeList
from handlers.meetings.convene.drafting import ECHO, one_line
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, page_row
from messages.contexts.convening import (
    ConveneAudience,
    ConveneList,
    ConvenePick,
    PreviewLine,
)
from messages.model import Button, Keyboard, Label
from storage import units
from storage.meetings import Meeting
from storage.memberships import Place
from storage.people import Membership
from taskforce import audience as rules
from taskforce.audience import Candidate
from taskforce.roles import Role
from taskforce.vietnamese import search

_VIEWS = ("role", "group", "unit", "member")
_LIST_PAGE = 30
_NAMED = 10
"""Names of those left out or coming from outside that a card says in full."""


async def see(turn: Turn, tap: SeeAudience) -> None:
    """One way of picking, or all of them."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    if tap.view == "guest":
        await guest_talk.show(turn, meeting)
    elif tap.view in _VIEWS:
        await show_view(turn, meeting, tap.view, tap.page)
    else:
        await show(turn, meeting)


# The whole


async def show(turn: Turn, meeting: Meeting) -> None:
    """Who is invited as it stands, and the ways to change that."""
    await drafting.ask(turn, meeting, "audience")
    places = {place.membership.id: place for place in await audience.places(turn, meeting)}
    chosen = [places[m.id] for m in await audience.resolve(turn, meeting)]
    message = ConveneAudience(
        subject=meeting.subject,
        audience=await desk.words(turn, meeting, turn.locale),
        invited=len(chosen),
        left_out=_names_left_out(meeting, places),
        unreachable=sum(bool(audience.why_unreachable(place)) for place in chosen),
        guests=tuple([line for _, line in await audience.guest_lines(turn, meeting)][:_NAMED]),
        called=meeting.state == "called",
    )
    await turn.card(drafting.card_of(meeting.id), message, await _ways(turn, meeting))


def _names_left_out(meeting: Meeting, places: dict[int, Place]) -> tuple[str, ...]:
    ids = [int(token.removeprefix("not:")) for token in meeting.audience if token.startswith("not:")]
    return tuple(places[one].membership.full_name for one in ids if one in places)[:_NAMED]


async def _ways(turn: Turn, meeting: Meeting) -> Keyboard:
    number = meeting.id

    def way(view: str) -> Button:
        return Button(Label(f"convening.by_{view}"), data=SeeAudience(number, view, 0).pack())

    has_groups = bool((await turn.charter(meeting.task_force_id)).groups)
    everybody = Pick(number, "all", "", 1, 0).pack()
    nobody = Pick(number, "none", "", 1, 0).pack()
    last = Button(Label("convening.done"), data=Done(number).pack(), style="primary")
    if meeting.state == "called":
        apply = ApplyAudience(number, meeting.revision, 0).pack()
        last = Button(Label("convening.apply"), data=apply, style="primary")
    return (
        (
            Button(Label("convening.pick_all"), data=everybody),
            Button(Label("convening.pick_none"), data=nobody),
        ),
        (way("role"), way("group")) if has_groups else (way("role"),),
        (way("unit"), way("member")),
        (way("guest"), Button(Label("convening.list"), data=SeeList(number, 0).pack())),
        (last,),
    )


async def pick(turn: Turn, tap: Pick) -> None:
    """Invite, or leave out, whom that names; told twice it is the same."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    everybody = await audience.candidates(turn, meeting)
    group = await audience.series_group(turn, meeting)
    if tap.kind == "none":
        tokens: tuple[str, ...] = ()
    elif tap.kind == "all":
        tokens = (rules.ALL,)
    else:
        token = await _token(turn, meeting, tap)
        change = rules.with_token if tap.on else rules.without_token
        tokens = change(meeting.audience, token, everybody, group)
    if tokens != meeting.audience:
        await drafting.note(turn, meeting, "audience", detail=f"{tap.kind}:{tap.key}:{tap.on}")
        meeting = await drafting.edit(turn, meeting, audience=tokens)
    if tap.kind in _VIEWS:
        query = str((await drafting.asked(turn, meeting.id)).get("query", ""))
        await show_view(turn, meeting, tap.kind, tap.page, query)
    else:
        await show(turn, meeting)


async def _token(turn: Turn, meeting: Meeting, tap: Pick) -> str:
    """What the tap names, if there is such in this task force.

    Raises:
        NotAllowed: there is not.
    """
    known = [key for key, _, _ in await _choices(turn, meeting, tap.kind)] if tap.kind in _VIEWS else []
    if tap.key not in known:
        raise NotAllowed(f"audience {tap.kind}:{tap.key}")
    key = tap.key
    if tap.kind == "group":  # a group's key may be longer than a button carries
        key = (await turn.charter(meeting.task_force_id)).groups[int(tap.key)].key
    return f"{tap.kind}:{key}"


# One way of picking

Choice = tuple[str, Sequence[str], Callable[[Candidate], bool]]
"""The key in the button, what it is known by, and who is meant."""


async def _choices(turn: Turn, meeting: Meeting, view: str) -> list[Choice]:
    charter = await turn.charter(meeting.task_force_id)
    if view == "role":
        roles = [role for role in Role if role is not Role.GUEST]
        return [(str(role), (charter.titles.of(role, turn.locale),), _has_role(role)) for role in roles]
    if view == "group":
        return [(str(n), (group.name,), _in_group(group.key)) for n, group in enumerate(charter.groups)]
    if view == "unit":
        every = await units.of_task_force(turn.tx, meeting.task_force_id)
        return [(str(unit.id), unit.names, _of_unit(unit.id)) for unit in every]
    known = [place.membership for place in await audience.places(turn, meeting)]
    names = {
        unit.id: unit.short_name or unit.name for unit in await units.of_task_force(turn.tx, meeting.task_force_id)
    }
    return [(str(m.id), (_with_unit(m, names), m.full_name), _is(m.id)) for m in known]


def _with_unit(member: Membership, names: dict[int, str]) -> str:
    return ", ".join(filter(None, (member.full_name, names.get(member.unit_id or 0, ""))))


def _has_role(role: Role) -> Callable[[Candidate], bool]:
    return lambda one: one.role == role


def _in_group(group: str) -> Callable[[Candidate], bool]:
    return lambda one: one.group == group


def _of_unit(unit: int) -> Callable[[Candidate], bool]:
    return lambda one: one.unit == unit


def _is(member: int) -> Callable[[Candidate], bool]:
    return lambda one: one.id == member


async def show_view(turn: Turn, meeting: Meeting, view: str, page: int = 0, query: str = "") -> None:
    """What can be picked in that way; a tick says that all it names are invited already."""
    await drafting.ask(turn, meeting, view, query=query)
    everybody = await audience.candidates(turn, meeting)
    chosen = {one.id for one in await audience.chosen(turn, meeting)}
    every = await _choices(turn, meeting, view)
    if view in ("role", "group"):  # nobody needs a line that invites nobody
        every = [choice for choice in every if any(choice[2](one) for one in everybody)]
    found = search(query, every, lambda choice: choice[1])[: PAGE if query else None]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = []
    for key, names, is_meant in found[page * PAGE : (page + 1) * PAGE]:
        ids = {one.id for one in everybody if is_meant(one)}
        mark = "☑️" if ids and ids <= chosen else "◪" if ids & chosen else "⬜"
        on = int(not (ids and ids <= chosen))
        count = f" · {len(ids & chosen)}/{len(ids)}" if view != "member" else ""
        rows.append((Button(f"{mark} {names[0]}{count}", data=Pick(meeting.id, view, key, on, page).pack()),))
    turned = page_row(page, len(found), PAGE, lambda to: SeeAudience(meeting.id, view, to))
    back = (Button(Label("convening.back"), data=SeeAudience(meeting.id, "", 0).pack(), style="primary"),)
    message = ConvenePick(view, query[:ECHO], len(found), page + 1, pages)
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *turned, back))


async def typed(turn: Turn, meeting: Meeting, view: str, text: str) -> None:
    """Letters of a name; where nothing is searched, people are."""
    query = one_line(text)[:100]
    await show_view(turn, meeting, view if view in _VIEWS else "member", 0, query)


# The exact list


async def see_list(turn: Turn, tap: SeeList) -> None:
    """Everybody who is invited by name, who is left out, and whom nothing reaches."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    await drafting.ask(turn, meeting, "list")
    places = {place.membership.id: place for place in await audience.places(turn, meeting)}
    chosen = [places[m.id] for m in await audience.resolve(turn, meeting)]
    pages = max(1, -(-len(chosen) // _LIST_PAGE))
    page = min(max(tap.page, 0), pages - 1)
    first = page * _LIST_PAGE
    message = ConveneList(
        lines=await preview_lines(turn, meeting, chosen[first : first + _LIST_PAGE]),
        first=first + 1,
        left_out=_names_left_out(meeting, places),
        guests=tuple([line for _, line in await audience.guest_lines(turn, meeting)][:_LIST_PAGE]),
        invited=len(chosen),
        unreachable=sum(bool(audience.why_unreachable(place)) for place in chosen),
        page=page + 1,
        pages=pages,
    )
    turned = page_row(page, len(chosen), _LIST_PAGE, lambda to: SeeList(meeting.id, to))
    change = Button(Label("convening.audience"), data=SeeAudience(meeting.id, "", 0).pack())
    done = Button(Label("convening.done"), data=Done(meeting.id).pack(), style="primary")
    await turn.card(drafting.card_of(meeting.id), message, (*turned, (change, done)))


async def preview_lines(turn: Turn, meeting: Meeting, places: Sequence[Place]) -> tuple[PreviewLine, ...]:
    """These people as a list says them."""
    titles = (await turn.charter(meeting.task_force_id)).titles
    names = {
        unit.id: unit.short_name or unit.name for unit in await units.of_task_force(turn.tx, meeting.task_force_id)
    }
    return tuple(
        PreviewLine(
            place.membership.full_name,
            titles.of(place.membership.role, turn.locale),
            names.get(place.membership.unit_id or 0, ""),
            audience.why_unreachable(place),
        )
        for place in places
    )
