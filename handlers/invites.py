"""/moi: a secretary makes links that let people in, sees those that are open, and revokes them."""

from datetime import timedelta
from urllib.parse import quote

from handlers import home
from handlers.callbacks import Tap
from handlers.conversations import Conversation
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, unit_rows
from handlers.which import name_of, task_force_for
from messages import render
from messages.contexts.members import (
    ForwardInvite,
    HandoverLink,
    InviteLink,
    InviteList,
    InviteRole,
    InviteTerms,
    InviteUnit,
    LinkLine,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, invites, memberships, sessions, units
from storage.invites import Invite
from storage.people import Membership
from storage.sessions import OpenSession
from taskforce.roles import Action, Role
from taskforce.vietnamese import search

KIND = "invite"
_CARD = "invite"
PERSONAL_DAYS = 14
"""How long a link for one place is open."""
_TERMS = ((1, 7), (1, 14), (1, 30), (0, 7), (0, 14), (0, 30))  # (uses, 0 for any number; days)


class StartInvite(Tap, frozen=True):
    """Begin a new link."""

    prefix = "is"
    task_force: int


class InviteFor(Tap, frozen=True):
    """A link for that role: for which unit?"""

    prefix = "ir"
    task_force: int
    role: str
    page: int


class InviteTo(Tap, frozen=True):
    """A link for that role and unit (0: none): on which terms?"""

    prefix = "iu"
    task_force: int
    role: str
    unit: int


class MakeInvite(Tap, frozen=True):
    """Make the link: ``uses`` 0 for any number."""

    prefix = "im"
    task_force: int
    role: str
    unit: int
    uses: int
    days: int


class ListInvites(Tap, frozen=True):
    """Show the open links."""

    prefix = "il"
    task_force: int


class RevokeInvite(Tap, frozen=True):
    """The link opens nothing from now on."""

    prefix = "ix"
    invite: int


async def command(turn: Turn) -> None:
    """/moi."""
    task_force_id = await task_force_for(turn, Action.INVITE, "moi")
    if task_force_id is not None:
        await _ask_role(turn, task_force_id)


async def start(turn: Turn, tap: StartInvite) -> None:
    """A button that leads here."""
    turn.need(Action.INVITE, tap.task_force)
    await _ask_role(turn, tap.task_force)


async def _ask_role(turn: Turn, task_force_id: int) -> None:
    charter = await turn.charter(task_force_id)
    open_links = len(await invites.valid(turn.tx, task_force_id, turn.now))
    roles = (Role.MEMBER, *(role for role in Role if role != Role.MEMBER))
    buttons = [
        Button(charter.titles.of(role, turn.locale), data=InviteFor(task_force_id, str(role), 0).pack())
        for role in roles
    ]
    rows: list[tuple[Button, ...]] = [(button,) for button in buttons]
    if open_links:
        words = Label("members.open_links", {"count": open_links})
        rows.append((Button(words, data=ListInvites(task_force_id).pack()),))
    await turn.card(_CARD, InviteRole(await name_of(turn, task_force_id), open_links), tuple(rows))


async def ask_unit(turn: Turn, tap: InviteFor) -> None:
    """The role is chosen."""
    turn.need(Action.INVITE, tap.task_force)
    role = _role(tap.role)
    if not await units.of_task_force(turn.tx, tap.task_force):
        await ask_terms(turn, InviteTo(tap.task_force, tap.role, 0))
        return
    await _show_units(turn, tap.task_force, role, "", tap.page)


async def _show_units(turn: Turn, task_force_id: int, role: Role, query: str, page: int) -> None:
    state = {"task_force": task_force_id, "role": str(role), "query": query}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject="unit", state=state, now=turn.now)
    charter = await turn.charter(task_force_id)
    found = search(query, await units.of_task_force(turn.tx, task_force_id), lambda unit: unit.names)
    pages = max(1, -(-len(found) // PAGE))
    page = 0 if query else min(max(page, 0), pages - 1)
    shown = found[:PAGE] if query else found  # what was typed finds a few; the rest is typed more exactly
    rows = unit_rows(
        shown,
        page,
        lambda unit: InviteTo(task_force_id, str(role), unit.id),
        lambda to: InviteFor(task_force_id, str(role), to),
    )
    without = (Button(Label("members.no_unit"), data=InviteTo(task_force_id, str(role), 0).pack()),)
    back = (Button(Label("members.back"), data=StartInvite(task_force_id).pack()),)
    title = charter.titles.of(role, turn.locale)
    await turn.card(
        _CARD, InviteUnit(title, query, len(found), page + 1, 1 if query else pages), (*rows, without, back)
    )


async def ask_terms(turn: Turn, tap: InviteTo) -> None:
    """The unit is chosen, or none."""
    turn.need(Action.INVITE, tap.task_force)
    await _end(turn)
    charter = await turn.charter(tap.task_force)
    unit = await _unit_of(turn, tap.task_force, tap.unit)
    buttons = [
        Button(
            Label(f"members.{'once' if uses else 'many'}_{days}"),
            data=MakeInvite(tap.task_force, tap.role, tap.unit, uses, days).pack(),
        )
        for uses, days in _TERMS
    ]
    rows = tuple((buttons[n], buttons[n + 3]) for n in range(3))
    back = (Button(Label("members.back"), data=InviteFor(tap.task_force, tap.role, 0).pack()),)
    title = charter.titles.of(_role(tap.role), turn.locale)
    await turn.card(_CARD, InviteTerms(title, await home.unit_name(turn, unit)), (*rows, back))


async def make(turn: Turn, tap: MakeInvite) -> None:
    """Make the link and show it, this once."""
    person = turn.need(Action.INVITE, tap.task_force)
    if (tap.uses, tap.days) not in _TERMS:
        raise NotAllowed("such terms are not offered")
    unit = await _unit_of(turn, tap.task_force, tap.unit)
    invite_id, code = await invites.create(
        turn.tx,
        task_force_id=tap.task_force,
        role=_role(tap.role),
        unit_id=unit,
        uses=tap.uses or None,
        expires_at=turn.now + timedelta(days=tap.days),
        created_by=person.id,
        now=turn.now,
    )
    await _note(turn, "invite.made", tap.task_force, invite_id)
    await _show_link(turn, invite_id, code, handover=False)


async def personal(turn: Turn, place: Membership) -> None:
    """A link for one place: for whom it is kept, or for a successor. Earlier links for it open nothing any more.

    The caller has made sure that this person may do that.
    """
    await invites.revoke_for(turn.tx, place.id, turn.now)
    invite_id, code = await invites.create(
        turn.tx,
        task_force_id=place.task_force_id,
        role=place.role,
        unit_id=place.unit_id,
        membership_id=place.id,
        uses=1,
        expires_at=turn.now + timedelta(days=PERSONAL_DAYS),
        created_by=None if turn.person is None else turn.person.id,
        now=turn.now,
    )
    await _note(turn, "invite.made", place.task_force_id, invite_id)
    await _show_link(turn, invite_id, code, handover=place.state == "active")


async def _show_link(turn: Turn, invite_id: int, code: str, *, handover: bool) -> None:
    invite = await invites.get(turn.tx, invite_id)
    assert invite is not None  # noqa: S101 - just made
    charter = await turn.charter(invite.task_force_id)
    link = turn.surroundings.join_link(code)
    words = render.text(ForwardInvite(charter.body.name), turn.locale)
    share = f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(words, safe='')}"
    buttons: Keyboard = (
        (Button(Label("members.copy_link"), copy=link),),
        (Button(Label("members.send_link"), url=share),),
    )
    line = await _line(turn, invite)
    kind = HandoverLink if handover else InviteLink
    if not handover and turn.may(Action.INVITE, invite.task_force_id):
        buttons = (*buttons, (Button(Label("members.new_link"), data=StartInvite(invite.task_force_id).pack()),))
    # A message of its own, not the card: the next link must not take it away.
    await turn.reply(kind(await name_of(turn, invite.task_force_id), link, line), buttons)


async def list_open(turn: Turn, tap: ListInvites) -> None:
    """The links that still open something."""
    turn.need(Action.INVITE, tap.task_force)
    await _show_list(turn, tap.task_force)


async def revoke(turn: Turn, tap: RevokeInvite) -> None:
    """A link opens nothing from now on."""
    invite = await invites.get(turn.tx, tap.invite)
    if invite is None:
        raise NotAllowed("no such link")
    turn.need(Action.INVITE, invite.task_force_id)
    if await invites.revoke(turn.tx, invite.id, turn.now):
        await _note(turn, "invite.revoked", invite.task_force_id, invite.id)
    await turn.toast(Label("members.revoked"))
    await _show_list(turn, invite.task_force_id)


async def _show_list(turn: Turn, task_force_id: int) -> None:
    found = (await invites.valid(turn.tx, task_force_id, turn.now))[:30]
    lines = tuple([await _line(turn, invite) for invite in found])
    keys = [
        Button(Label("members.revoke", {"number": n}), data=RevokeInvite(invite.id).pack())
        for n, invite in enumerate(found, start=1)
    ]
    rows = [tuple(keys[n : n + 3]) for n in range(0, len(keys), 3)]
    back = (Button(Label("members.new_link"), data=StartInvite(task_force_id).pack()),)
    await turn.card(_CARD, InviteList(await name_of(turn, task_force_id), lines), (*rows, back))


async def _typed(turn: Turn, session: OpenSession) -> None:
    """Letters of a unit's name."""
    task_force_id = int(session.state["task_force"])
    turn.need(Action.INVITE, task_force_id)
    text = (turn.incoming.text if turn.incoming is not None else None) or ""
    await _show_units(turn, task_force_id, _role(session.state["role"]), text[:100], 0)


async def _resume(turn: Turn, session: OpenSession) -> None:
    task_force_id = int(session.state["task_force"])
    turn.need(Action.INVITE, task_force_id)
    await _show_units(turn, task_force_id, _role(session.state["role"]), session.state["query"], 0)


CONVERSATION = Conversation(typed=_typed, resume=_resume)


async def _end(turn: Turn) -> None:
    session = await sessions.find(turn.tx, turn.chat_id, KIND, "unit")
    if session is not None:
        await sessions.end(turn.tx, session.id)


async def _unit_of(turn: Turn, task_force_id: int, unit_id: int) -> int | None:
    """The unit's id, None for 0. Raises NotAllowed when it is not of this task force."""
    if unit_id == 0:
        return None
    if unit_id not in {unit.id for unit in await units.of_task_force(turn.tx, task_force_id)}:
        raise NotAllowed("a unit of another task force")
    return unit_id


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise NotAllowed("no such role") from None


async def _line(turn: Turn, invite: Invite) -> LinkLine:
    charter = await turn.charter(invite.task_force_id)
    place = None if invite.membership_id is None else await memberships.get(turn.tx, invite.membership_id)
    return LinkLine(
        role=charter.titles.of(invite.role, turn.locale),
        unit=await home.unit_name(turn, invite.unit_id),
        name="" if place is None else place.full_name,
        uses=invite.uses_left,
        expires=None if invite.expires_at is None else local(invite.expires_at, charter.body.timezone),
    )


async def _note(turn: Turn, action: str, task_force_id: int, invite_id: int) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=action,
        task_force_id=task_force_id,
        person_id=None if turn.person is None else turn.person.id,
        subject=f"invite:{invite_id}",
    )
