"""A meeting put straight into the database, so that a story can begin where it becomes interesting."""

from collections.abc import Sequence
from datetime import datetime

from storage import agenda, invitees, meetings
from storage.meetings import Meeting, State
from taskforce.roles import Role
from tests.e2e.body import Body


async def membership_of(body: Body, name: str) -> int:
    """The membership of the person of that name."""
    async with body.stage.database.read() as tx:
        return int(
            await tx.value("SELECT id FROM memberships WHERE task_force_id = ? AND full_name = ?", (body.id, name))
        )


async def put_meeting(
    body: Body,
    starts_at: datetime,
    *,
    state: State = "called",
    series: str = "ad-hoc",
    period: str = "",
    subject: str = "Họp rà soát tiến độ Đề án 06",
    place: str = "Phòng họp số 2, trụ sở UBND tỉnh",
    chair: str = "Tổ Trưởng",
    names: Sequence[str] | None = None,
    items: Sequence[tuple[str, str | None]] = (),
) -> Meeting:
    """A meeting; ``names`` are who is invited (None: everybody), ``items`` its agenda with the preparing unit's name.

    Nobody has been told of it: the rows are all there is.
    """
    now = body.stage.clock.now()
    chair_id = await membership_of(body, chair)
    async with body.stage.database.transaction() as tx:
        meeting = await meetings.create(
            tx, task_force_id=body.id, series=series, period=period, uid=f"{series}-{starts_at:%s}@test",
            created_by=body.people["Thư Ký"], now=now,
        )  # fmt: skip
        meeting = await meetings.change(
            tx, meeting.id, state=state, subject=subject, starts_at=starts_at, place=place, chair_id=chair_id,
            called_by=body.people["Tổ Trưởng"], called_at=now,
        )  # fmt: skip
        for title, unit in items:
            await agenda.add_items(tx, meeting.id, [title])
            if unit is not None:
                await agenda.assign_item(tx, (await agenda.items(tx, meeting.id))[-1].id, body.units[unit])
        rows = await tx.all(
            "SELECT id, full_name, role FROM memberships WHERE task_force_id = ? AND state = 'active' ORDER BY id",
            (body.id,),
        )
        for row in rows:
            wanted = row["full_name"] in names if names is not None else row["role"] != Role.SECRETARY
            if wanted:
                await invitees.add_member(tx, meeting.id, row["id"], now)
    return meeting
