"""A task force with its secretary at the stage: what most stories of joining begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage import invites, memberships, task_forces, units
from taskforce.charter.loader import preset_text
from taskforce.roles import Role


@dataclass
class Office:
    """The stage with one task force; ``secretary`` has joined."""

    stage: Stage
    task_force_id: int
    secretary: Phone

    async def unit(self, name: str) -> int:
        """A unit of the task force."""
        async with self.stage.database.transaction() as tx:
            return (await units.add(tx, self.task_force_id, name)).id

    async def expect(
        self, name: str, unit_id: int | None, phone: str | None, role: Role = Role.MEMBER, body: int | None = None
    ) -> int:
        """A place on the roster that waits for somebody."""
        async with self.stage.database.transaction() as tx:
            return await memberships.add(
                tx,
                task_force_id=body or self.task_force_id,
                role=role,
                full_name=name,
                unit_id=unit_id,
                phone=phone,
                state="expected",
                now=self.stage.clock.now(),
            )

    async def link(self, role: Role = Role.MEMBER, body: int | None = None, days: int = 14, **more: Any) -> str:
        """The code of a new link."""
        return await make_link(self.stage, body or self.task_force_id, role, days, **more)

    async def person(self, number: int, name: str) -> Phone:
        """Somebody with a phone; number 7 has the telephone number +84912000007."""
        return await self.stage.person(number, name, phone_of(number))

    async def joins(self, phone: Phone, code: str | None = None) -> None:
        """They open a link, agree and share their number."""
        phone.start(code)
        await self.stage.settle()
        if code is None:
            await self.taps(phone, "Xin tham gia")
        await self.taps(phone, "Đồng ý")
        phone.share_contact()
        await self.stage.settle()

    async def taps(self, phone: Phone, label: str) -> None:
        """They tap a button."""
        phone.tap(label)
        await self.stage.settle()

    async def says(self, phone: Phone, text: str) -> None:
        """They type something."""
        phone.say(text)
        await self.stage.settle()

    async def rows(self, sql: str, *parameters: object) -> list[Mapping[str, Any]]:
        """What the database holds; and no update has failed."""
        async with self.stage.database.read() as tx:
            failed = await tx.all("SELECT trace FROM failed_updates")
            assert not failed, failed[0]["trace"]
            return [dict(row) for row in await tx.all(sql, parameters)]

    async def states(self) -> list[tuple[str, str]]:
        """(name, state) of every place but the secretary's that has not ended."""
        rows = await self.rows(
            "SELECT full_name, state FROM memberships WHERE role <> 'secretary' AND state <> 'ended' ORDER BY id"
        )
        return [(row["full_name"], row["state"]) for row in rows]


def phone_of(number: int) -> str:
    """The telephone number of a person at the stage."""
    return f"+8491200{number:04d}"


async def make_link(stage: Stage, task_force_id: int, role: Role, days: int = 14, **more: Any) -> str:
    """The code of a new link."""
    now = stage.clock.now()
    async with stage.database.transaction() as tx:
        _, code = await invites.create(
            tx, task_force_id=task_force_id, role=role, now=now, expires_at=now + timedelta(days=days), **more
        )
    return code


async def new_body(stage: Stage, key: str) -> int:
    """A task force that lives by the preset of that name."""
    async with stage.database.transaction() as tx:
        body = await task_forces.create(
            tx, key=key, name=f"Tổ công tác {key}", charter=preset_text(key), locale="vi", now=stage.clock.now()
        )
    return body.id


async def open_office(stage: Stage) -> Office:
    """The task force of Bắc Kạn, and Lê Thị Thư as its secretary."""
    body = await new_body(stage, "bac-kan")
    office = Office(stage, body, await stage.person(1, "Lê Thị Thư", phone_of(1)))
    await office.joins(office.secretary, await office.link(Role.SECRETARY))
    return office
