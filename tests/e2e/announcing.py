"""Steps that stories about notices to many share."""

from dataclasses import dataclass
from typing import Any

from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage.database import to_text
from tests.e2e.body import Body

TEXT = "Ngày mai 8h họp tại phòng số 2.\nĐề nghị các đồng chí có mặt đúng giờ."


@dataclass
class Office:
    """A body whose secretary sends notices."""

    stage: Stage
    body: Body

    @classmethod
    async def at(cls, stage: Stage) -> "Office":
        """The body of six units, a secretary, a leader and a deputy."""
        return cls(stage, await Body.found(stage))

    @property
    def secretary(self) -> Phone:
        """Who sends."""
        return self.body.secretary

    def member(self, unit: str = "Sở Y tế") -> Phone:
        """Who receives."""
        return self.body.member(unit)

    async def say(self, text: str, phone: Phone | None = None) -> None:
        """Type and wait."""
        (phone or self.secretary).say(text)
        await self.stage.settle()

    async def tap(self, *labels: str, phone: Phone | None = None) -> None:
        """Tap one after the other."""
        for label in labels:
            (phone or self.secretary).tap(label)
            await self.stage.settle()

    async def post(self, content: dict[str, Any], phone: Phone | None = None) -> None:
        """Send what a phone's buttons do not offer: formatting, forwarded messages, parts of an album."""
        self.posted(content, phone)
        await self.stage.settle()

    def posted(self, content: dict[str, Any], phone: Phone | None = None) -> None:
        """The same without waiting."""
        phone = phone or self.secretary
        phone.world.post(phone.chat, phone.user, content)

    async def draft(self, text: str = TEXT, phone: Phone | None = None) -> None:
        """/thongbao and the text: the desk is open."""
        await self.say("/thongbao", phone)
        await self.say(text, phone)

    async def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """What the tables say."""
        async with self.stage.database.read() as tx:
            return [dict(row) for row in await tx.all(sql, values)]

    async def crowd(self, count: int) -> list[Phone]:
        """So many members more, registered, each with a phone."""
        now = to_text(self.stage.clock.now())
        unit = self.body.units["Sở Y tế"]
        phones = []
        async with self.stage.database.transaction() as tx:
            for n in range(count):
                person = await tx.insert(
                    "INSERT INTO people (telegram_id, full_name, phone, consented_at, created_at)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (50_000 + n, f"Người {n}", f"+8498{n:07}", now, now),
                )
                await tx.run(
                    "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, phone, state,"
                    " created_at) VALUES (?, ?, ?, 'member', ?, ?, 'active', ?)",
                    (self.body.id, unit, person, f"Người {n}", f"+8498{n:07}", now),
                )
        for n in range(count):
            phone = await self.stage.person(50_000 + n, f"Người {n}", f"+8498{n:07}")
            phone.chat.started = True
            phones.append(phone)
        return phones


def shown(phone: Phone) -> list[str]:
    """The texts of the bot that stand in the chat now."""
    return [message.text for message in phone.messages if message.outgoing]


def notices(phone: Phone) -> list[str]:
    """Those that are notices."""
    return [text for text in shown(phone) if "hông báo" in text.splitlines()[0] or "THÔNG BÁO" in text.splitlines()[0]]
