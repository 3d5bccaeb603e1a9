"""Whoever prepares a meeting at the stage: what the stories of convening act through."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage import meetings, task_forces
from storage.meetings import Meeting
from tests.e2e.body import Body


@dataclass
class Desk:
    """A task force at the stage, seen by somebody who prepares meetings."""

    body: Body

    @classmethod
    async def at(cls, stage: Stage, preset: str = "quang-nam", **options: Any) -> "Desk":
        """The desk of a task force that lives by the preset."""
        return cls(await Body.found(stage, preset, **options))

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.body.stage

    async def say(self, phone: Phone, *texts: str) -> None:
        """They type these, one after the other."""
        for text in texts:
            phone.say(text)
            await self.stage.settle()

    async def tap(self, phone: Phone, *labels: str) -> None:
        """They tap these, one after the other."""
        for label in labels:
            phone.tap(label)
            await self.stage.settle()

    async def forge(self, phone: Phone, data: str) -> None:
        """They send callback data that no button of theirs carries."""
        message = next((one for one in reversed(phone.messages) if one.outgoing and one.inline_keyboard), None)
        assert message is not None, "no message with buttons to forge a tap on"
        phone.tap_data(message, data)
        await self.stage.settle()

    async def draft(self, phone: Phone, *, when: str = "8h30 ngày 9/3", subject: str = "Họp rà soát dữ liệu") -> int:
        """An extraordinary meeting up to its desk; returns its id."""
        await self.say(phone, "/moihop")
        await self.tap(phone, "Họp đột xuất")
        await self.say(phone, subject, when, "Phòng họp số 2, trụ sở UBND tỉnh")
        assert "[ Chương trình ]" in phone.screen(1), phone.screen(2)
        return (await self.meetings())[-1].id

    async def meetings(self) -> list[Meeting]:
        """All there are, by id."""
        async with self.stage.database.read() as tx:
            states = ("draft", "called", "held", "cancelled", "dropped")
            return sorted(await meetings.in_state(tx, states), key=lambda one: one.id)

    async def meeting(self) -> Meeting:
        """The newest one; and no update has failed."""
        failed = await self.rows("SELECT trace FROM failed_updates")
        assert not failed, failed[0]["trace"]
        return (await self.meetings())[-1]

    async def rows(self, sql: str, *parameters: object) -> list[Mapping[str, Any]]:
        """What the database holds."""
        async with self.stage.database.read() as tx:
            return [dict(row) for row in await tx.all(sql, parameters)]

    async def invited(self) -> list[str]:
        """The names of those invited to the newest meeting."""
        rows = await self.rows(
            "SELECT coalesce(m.full_name, i.full_name) AS name FROM invitees i"
            " LEFT JOIN memberships m ON m.id = i.membership_id WHERE i.meeting_id = ? AND i.removed_at IS NULL"
            " ORDER BY name",
            (await self.meeting()).id,
        )
        return [str(row["name"]) for row in rows]

    async def live_by(self, preset: str, change: Mapping[str, str]) -> None:
        """The task force lives by a variant of the preset from now on."""
        text = files("taskforce").joinpath("charters", f"{preset}.toml").read_text(encoding="utf-8")
        for old, new in change.items():
            assert old in text
            text = text.replace(old, new)
        async with self.stage.database.transaction() as tx:
            await task_forces.set_charter(tx, self.body.id, name=preset, charter=text)


def told(phone: Phone, words: str) -> int:
    """How many of the bot's messages to this person hold the words."""
    return sum(words in message.text for message in phone.messages if message.outgoing)


def sent_files(phone: Phone) -> list[str]:
    """The names of the documents that the bot sent this person, oldest first."""
    return [
        message.json["document"]["file_name"]
        for message in phone.messages
        if "document" in message.json and message.outgoing
    ]
