"""A task force whose charter asks for the summary to be approved."""

from bot.demo.stage import Stage
from bot.sandbox import Room
from storage import task_forces
from tests.e2e.body import SIX_UNITS, Body


async def approving_body(stage: Stage, approved_by: str = '["leader"]', *, preview: bool = True) -> Body:
    """Bắc Kạn, where its summary needs the approval of these roles; without ``preview`` no draft is shown."""
    body = await Body.found(stage, unit_names=SIX_UNITS)
    async with stage.database.transaction() as tx:
        stored = await task_forces.by_id(tx, body.id)
        shown = 'preview = "1h"\n'
        charter = stored.charter.replace(shown, f"{shown if preview else ''}approved_by = {approved_by}\n", 1)
        assert charter != stored.charter
        await task_forces.set_charter(tx, body.id, name=stored.name, charter=charter)
    return body


async def bound_channel(stage: Stage, body: Body) -> Room:
    """A channel that the secretary has bound."""
    room = stage.telegram.channel("Lãnh đạo Đề án 06")
    room.add_bot(body.secretary)
    await stage.settle()
    body.secretary.tap("Gắn với Tổ công tác Đề án 06")
    await stage.settle()
    return room


def posts(room: Room) -> list[str]:
    """The summaries that stand in the channel."""
    return [message.text for message in room.messages if message.text.startswith("TỔNG HỢP")]
