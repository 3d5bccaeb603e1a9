"""``taskforce-bot invite``: a link that lets somebody in, made on the machine itself."""

import asyncio
import re
from datetime import timedelta
from typing import Annotated

import typer

from bot.clock import Clock, SystemClock
from bot.commands.console import OperatorError, bot_username, chosen, console, existing
from bot.settings import Settings, load_settings
from handlers.turn import Surroundings
from storage import audit, invites, units
from storage.database import Transaction
from taskforce.roles import Role
from taskforce.roster import parse_role
from taskforce.vietnamese import NameIndex, search


def invite(
    role: Annotated[str, typer.Option(help="leader, secretary, member, … or the Vietnamese title.")],
    unit: Annotated[str | None, typer.Option(help="The unit's name or short name.")] = None,
    uses: Annotated[int, typer.Option(min=0, help="How many people it lets in; 0 for any number.")] = 1,
    days: Annotated[int, typer.Option(min=0, max=3650, help="How many days it is open; 0 for ever.")] = 14,
    task_force: Annotated[str | None, typer.Option(help="Which task force, where there are several.")] = None,
    bot: Annotated[
        str | None, typer.Option(metavar="NAME", help="The bot's name; asked of Telegram if left out.")
    ] = None,
) -> None:
    """Print a link by which somebody joins; it is shown only once."""
    wanted, name = _role(role), None if bot is None else _bot_name(bot)
    link, body, until = asyncio.run(
        make_link(load_settings(), wanted, unit, uses, days, task_force, SystemClock(), bot=name)
    )
    console.print(link, style="bold", soft_wrap=True)
    people = "any number of people" if uses == 0 else "1 person" if uses == 1 else f"{uses} people"
    console.print(f"{wanted}{f', {unit}' if unit else ''} – {body}; for {people}, {until}.", markup=False)


def _role(text: str) -> Role:
    found = next((role for role in Role if role.value == text.strip().lower().replace("-", "_")), None)
    found = found or parse_role(text)
    if found is None:
        raise OperatorError(f"There is no role “{text}”. There are: {', '.join(Role)}.")
    return found


def _bot_name(text: str) -> str:
    name = text.strip().removeprefix("@")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{4,31}", name):
        raise OperatorError(f"“{text}” cannot be the name of a bot; it is one such as bac_kan_bot.")
    return name


async def make_link(
    settings: Settings,
    role: Role,
    unit: str | None,
    uses: int,
    days: int,
    key: str | None,
    clock: Clock,
    *,
    bot: str | None = None,
) -> tuple[str, str, str]:
    """A new link, the task force's name, and until when it is open; ``uses`` and ``days`` 0 mean without an end.

    ``bot`` is the bot's name where the operator gave it; it is not remembered, as nobody has checked it.

    Raises:
        OperatorError: there is no such unit, or it is not clear which task force is meant.
        StorageError: the database cannot be used.
    """
    async with existing(settings) as database:
        name = bot or await bot_username(settings, database)
        now = clock.now()
        async with database.transaction() as tx:
            body = await chosen(tx, key)
            invite_id, code = await invites.create(
                tx,
                task_force_id=body.id,
                role=role,
                unit_id=None if unit is None else await _unit(tx, body.id, unit),
                uses=uses or None,
                expires_at=now + timedelta(days=days) if days else None,
                now=now,
            )
            await audit.note(
                tx, now=now, action="invite.made", task_force_id=body.id, subject=f"invite:{invite_id}", detail="cli"
            )
    until = f"until {(now + timedelta(days=days)).astimezone():%Y-%m-%d %H:%M}" if days else "without an end"
    return Surroundings(name).join_link(code), body.name, until


async def _unit(tx: Transaction, task_force_id: int, name: str) -> int:
    known = await units.of_task_force(tx, task_force_id)
    found = NameIndex((unit.id, unit.names) for unit in known).find(name)
    if len(found) == 1:
        return found[0]
    near = [unit.name for unit in search(name, known, lambda unit: unit.names)][:5]
    hint = f" Did you mean: {'; '.join(near)}?" if near else " Import the roster first."
    raise OperatorError(f"There is no unit “{name}”.{hint}")
