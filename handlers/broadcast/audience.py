"""Who gets the notice: the general picker, for a draft."""

from handlers import people_picker
from handlers.broadcast import access, live
from handlers.broadcast.taps import Pick, SeeAudience, SeeBroadcast, SeeList
from handlers.broadcast.wording import title_of
from handlers.people_picker import Picking, Taps
from handlers.turn import Turn
from storage import broadcasts
from storage.broadcasts import Broadcast


def _picking(broadcast: Broadcast) -> Picking:
    number = broadcast.id
    taps = Taps(
        see=lambda view, page: SeeAudience(number, view, page),
        pick=lambda kind, key, on, page: Pick(number, kind, key, on, page),
        listed=lambda page: SeeList(number, page),
        done=SeeBroadcast(number),
    )
    return Picking(
        broadcast.task_force_id, "tell", title_of(broadcast), broadcast.audience, access.card_of(number), taps
    )


async def need_draft(turn: Turn, broadcast_id: int) -> Broadcast | None:
    """The draft; None (and its card) when it is none any more.

    Raises:
        NotAllowed: this person may not.
    """
    broadcast = await access.need(turn, broadcast_id)
    if broadcast.state == "draft":
        return broadcast
    await live.show(turn, broadcast)
    return None


async def see(turn: Turn, tap: SeeAudience) -> None:
    """The ways of picking, or one of them."""
    broadcast = await need_draft(turn, tap.broadcast)
    if broadcast is not None:
        await access.ask(turn, broadcast, "audience", view=tap.view)
        await people_picker.see(turn, _picking(broadcast), tap.view, tap.page)


async def pick(turn: Turn, tap: Pick) -> None:
    """Add or leave out whom that names."""
    broadcast = await need_draft(turn, tap.broadcast)
    if broadcast is None:
        return
    tokens = await people_picker.change(turn, _picking(broadcast), tap.kind, tap.key, tap.on)
    if tokens != broadcast.audience:
        await access.note(turn, broadcast, "audience", f"{tap.kind}:{tap.key}:{tap.on}")
        broadcast = await broadcasts.change(turn.tx, broadcast.id, audience=tokens)
    query = str((await access.asked(turn, broadcast.id)).get("query", ""))
    if tap.kind in people_picker.VIEWS:
        await people_picker.show_view(turn, _picking(broadcast), tap.kind, tap.page, query)
    else:
        await people_picker.show(turn, _picking(broadcast))


async def see_list(turn: Turn, tap: SeeList) -> None:
    """Everybody who gets it, by name."""
    broadcast = await need_draft(turn, tap.broadcast)
    if broadcast is not None:
        await access.ask(turn, broadcast, "audience", view="")
        await people_picker.see_list(turn, _picking(broadcast), tap.page)


async def typed(turn: Turn, broadcast: Broadcast, view: str, text: str) -> None:
    """Letters of a name; where nothing is searched, people are."""
    query = " ".join(text.split())[:100]
    view = view if view in people_picker.VIEWS else "member"
    await access.ask(turn, broadcast, "audience", view=view, query=query)
    await people_picker.show_view(turn, _picking(broadcast), view, 0, query)


async def show(turn: Turn, broadcast: Broadcast) -> None:
    """The ways of picking."""
    await people_picker.show(turn, _picking(broadcast))
