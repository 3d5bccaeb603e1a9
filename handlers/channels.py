"""The leadership channel: bound by one tap of somebody entitled, unbound when the bot is thrown out."""

from datetime import timedelta

from handlers.callbacks import Tap
from handlers.summary import following
from handlers.turn import NotAllowed, Turn
from messages.contexts.boards import NothingToSee
from messages.contexts.channels import (
    BotRemoved,
    Bound,
    ChannelList,
    ChannelWelcome,
    ConfirmUnbinding,
    OfferBinding,
    StrangerAdded,
    Unbound,
)
from messages.model import Button, Label, Message
from storage import audit, channels, outbox, people, task_forces
from storage.channels import Channel
from storage.people import Person
from taskforce.roles import PERMISSIONS, Action, Role


class BindChannel(Tap, frozen=True):
    """Post this task force's summaries there."""

    prefix = "kb"
    channel: int
    task_force: int


class AskUnbind(Tap, frozen=True):
    """Take the channel away: ask first."""

    prefix = "ka"
    channel: int


class UnbindChannel(Tap, frozen=True):
    """Take it away."""

    prefix = "kx"
    channel: int


class KeepChannel(Tap, frozen=True):
    """No, keep it."""

    prefix = "kk"
    channel: int


# --- what becomes of the bot in a chat ---------------------------------------------------------------------------


async def standing_changed(turn: Turn) -> None:
    """The bot was added to a channel or group, promoted, demoted or thrown out."""
    incoming = turn.incoming
    assert incoming is not None  # noqa: S101 - an update
    may_post = incoming.standing == "administrator" or (
        incoming.chat_kind == "group" and incoming.standing in ("member", "restricted")
    )
    if may_post:
        await _added(turn, incoming.chat_title)
    else:
        await lost(turn, turn.chat_id)


async def _added(turn: Turn, title: str) -> None:
    if await channels.bound_of_chat(turn.tx, turn.chat_id):
        return
    bodies = await _may_bind(turn)
    offered = await channels.offer(turn.tx, turn.chat_id, title, turn.person.id if turn.person and bodies else None)
    if turn.person is not None and bodies:
        await _offer(turn, turn.person, offered, bodies)
    else:
        await _tell_of_stranger(turn, title)


async def _may_bind(turn: Turn) -> list[int]:
    """The task forces whose channel this person may bind."""
    if turn.person is None:
        return []
    found = [m.task_force_id for m in turn.person.memberships if m.role in PERMISSIONS[Action.BIND_CHANNEL]]
    return list(dict.fromkeys(found))


async def _offer(turn: Turn, person: Person, offered: Channel, bodies: list[int]) -> None:
    rows = []
    for task_force_id in bodies:
        charter = await turn.charter(task_force_id)
        label = Label("channels.bind", {"body": charter.body.short_name or charter.body.name})
        rows.append((Button(label, data=BindChannel(offered.id, task_force_id).pack(), style="primary"),))
    is_channel = turn.incoming is not None and turn.incoming.chat_kind == "channel"
    message = OfferBinding(offered.title, is_channel, len(bodies) > 1)
    await turn.notify(person, message, tuple(rows), handle=f"offer:{offered.chat_id}")


async def _tell_of_stranger(turn: Turn, title: str) -> None:
    """Once a day for each chat: who adds the bot again and again must not flood the secretaries."""
    by = turn.incoming.sender_name if turn.incoming else ""
    for body in await task_forces.active(turn.tx):
        for secretary in await people.with_roles(turn.tx, body.id, [Role.SECRETARY]):
            await turn.notify(
                secretary,
                StrangerAdded(title, by),
                dedupe_key=f"stranger:{turn.chat_id}:{turn.now.date()}",
                expires_in=timedelta(days=2),
            )


async def lost(turn: Turn, chat_id: int, *, on_posting: bool = False) -> None:
    """The bot is out of the chat: every binding of it ends, and the secretaries learn how to bind it again.

    ``on_posting``: Telegram did not tell us, a post that could not be delivered did.
    """
    for channel in await channels.left(turn.tx, chat_id, turn.now):
        if channel.task_force_id is None:
            continue
        charter = await turn.charter(channel.task_force_id)
        name = charter.body.short_name or charter.body.name
        await _audit(turn, "channel.lost", channel)
        for secretary in await people.with_roles(turn.tx, channel.task_force_id, [Role.SECRETARY]):
            await turn.notify(secretary, BotRemoved(channel.title, name, on_posting))


async def _audit(turn: Turn, action: str, channel: Channel, task_force_id: int | None = None) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=action,
        task_force_id=task_force_id or channel.task_force_id,
        person_id=turn.person.id if turn.person else None,
        subject=f"chat:{channel.chat_id}",
        detail=channel.title,
    )


# --- binding -----------------------------------------------------------------------------------------------------


async def bind(turn: Turn, tap: BindChannel) -> None:
    """Whoever added the bot, and leads or is the secretary of that task force, binds the chat to it."""
    offered = await channels.get(turn.tx, tap.channel)
    person = turn.need(Action.BIND_CHANNEL, tap.task_force)
    if offered is None:
        await turn.toast(Label("channels.gone"), alert=True)
        return
    if offered.offered_to != person.id or offered.task_force_id is not None:
        raise NotAllowed(f"bind chat {offered.chat_id}")
    charter = await turn.charter(tap.task_force)
    name = charter.body.short_name or charter.body.name
    if not await channels.bind(turn.tx, offered, tap.task_force, person.id, turn.now):
        await turn.toast(Label("channels.already_bound"))
        return
    await _audit(turn, "channel.bind", offered, tap.task_force)
    await turn.card(f"offer:{offered.chat_id}", Bound(offered.title, name, ""))
    body = await turn.task_force(tap.task_force)
    await turn.send(offered.chat_id, ChannelWelcome(charter.body.name), locale=body.locale)
    await outbox.unpark_chat(turn.tx, offered.chat_id, turn.now)
    await following.show_again(turn, tap.task_force, offered.chat_id)
    await _tell_others(turn, tap.task_force, person, Bound(offered.title, name, person.full_name))


async def _tell_others(turn: Turn, task_force_id: int, person: Person, message: Message) -> None:
    for secretary in await people.with_roles(turn.tx, task_force_id, [Role.SECRETARY]):
        if secretary.id != person.id:
            await turn.notify(secretary, message)


# --- /kenh -------------------------------------------------------------------------------------------------------


async def command(turn: Turn) -> None:
    """/kenh: the bound channels of each task force the person leads, with a button to take each away."""
    bodies = await _may_bind(turn)
    if not bodies:
        await turn.reply(NothingToSee())
    for task_force_id in bodies:
        await _list(turn, task_force_id)


async def _list(turn: Turn, task_force_id: int) -> None:
    charter = await turn.charter(task_force_id)
    bound = await channels.bound_to(turn.tx, task_force_id)
    name = charter.body.short_name or charter.body.name
    rows = tuple(
        (Button(Label("channels.unbind", {"chat": channel.title}), data=AskUnbind(channel.id).pack()),)
        for channel in bound
    )
    titles = tuple(channel.title for channel in bound)
    message = ChannelList(name, titles, turn.surroundings.bot_username)
    await turn.card(_list_handle(task_force_id), message, rows)


def _list_handle(task_force_id: int) -> str:
    return f"channels:{task_force_id}"


async def ask_unbind(turn: Turn, tap: AskUnbind) -> None:
    """Ask before taking a channel away."""
    channel, task_force_id = await _bound(turn, tap.channel)
    charter = await turn.charter(task_force_id)
    message = ConfirmUnbinding(channel.title, charter.body.short_name or charter.body.name)
    keyboard = (
        (
            Button(Label("channels.confirm_unbind"), data=UnbindChannel(channel.id).pack(), style="danger"),
            Button(Label("channels.keep"), data=KeepChannel(channel.id).pack()),
        ),
    )
    await turn.card(_list_handle(task_force_id), message, keyboard)


async def keep(turn: Turn, tap: KeepChannel) -> None:
    """Back to the list."""
    _, task_force_id = await _bound(turn, tap.channel)
    await _list(turn, task_force_id)


async def unbind(turn: Turn, tap: UnbindChannel) -> None:
    """Nothing is posted there any more."""
    channel, task_force_id = await _bound(turn, tap.channel)
    person = turn.need(Action.UNBIND_CHANNEL, task_force_id)
    await channels.unbind(turn.tx, channel.id, turn.now)
    await _audit(turn, "channel.unbind", channel)
    charter = await turn.charter(task_force_id)
    name = charter.body.short_name or charter.body.name
    await turn.card(_list_handle(task_force_id), Unbound(channel.title, name, ""))
    await _tell_others(turn, task_force_id, person, Unbound(channel.title, name, person.full_name))


async def _bound(turn: Turn, channel_id: int) -> tuple[Channel, int]:
    """A bound channel and its task force, when the person may take it away.

    Raises:
        NotAllowed: they may not, or it is not bound.
    """
    channel = await channels.get(turn.tx, channel_id)
    if channel is None or channel.task_force_id is None:
        raise NotAllowed(f"channel {channel_id}")
    turn.need(Action.UNBIND_CHANNEL, channel.task_force_id)
    return channel, channel.task_force_id
