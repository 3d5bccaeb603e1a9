"""A whole task force put straight into the database, so that a story can begin where it becomes interesting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers import boards
from handlers.summary import following
from storage import periods, reports, task_forces, units
from storage.database import to_text
from storage.periods import Period
from taskforce.forms import Answer
from taskforce.roles import Role

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

SIX_UNITS = (
    "Văn phòng UBND tỉnh",
    "Công an tỉnh",
    "Sở Tư pháp",
    "Sở Y tế",
    "Sở Tài chính",
    "Sở Nội vụ",
)


def at(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2022) -> datetime:
    """That clock time in the task force's zone."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@dataclass
class Body:
    """One task force on the stage; ``units`` by name, ``phones`` by name of the person."""

    stage: Stage
    id: int
    units: dict[str, int] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    _next: int = 0

    @classmethod
    async def found(
        cls,
        stage: Stage,
        preset: str = "bac-kan",
        unit_names: Sequence[str] = SIX_UNITS,
        *,
        member_each: bool = True,
        number: int = 0,
    ) -> "Body":
        """A task force with these units, one member each ("Cán bộ <unit>"), a secretary, a leader and a deputy.

        ``number`` tells the second body of a stage from the first.
        """
        text = files("taskforce").joinpath("charters", f"{preset}.toml").read_text(encoding="utf-8")
        now = stage.clock.now()
        async with stage.database.transaction() as tx:
            created = await task_forces.create(tx, key=preset, name=preset, charter=text, locale="vi", now=now)
        body = cls(stage, created.id, _next=100 * number)
        for name in unit_names:
            await body.add_unit(name)
            if member_each:
                await body.add_person(f"Cán bộ {name}", Role.MEMBER, name)
        await body.add_person("Thư Ký", Role.SECRETARY, None)
        await body.add_person("Tổ Trưởng", Role.LEADER, None)
        await body.add_person("Tổ Phó", Role.STANDING_DEPUTY, None)
        return body

    async def add_unit(self, name: str) -> int:
        """One more unit."""
        async with self.stage.database.transaction() as tx:
            self.units[name] = (await units.add(tx, self.id, name)).id
        return self.units[name]

    async def add_person(
        self, name: str, role: Role, unit: str | None, *, joined: bool = True, group: str = ""
    ) -> None:
        """Somebody of the task force, with a phone on which the bot was started, or only on the roster."""
        self._next += 1
        telegram_id, number = 9000 + self._next, f"+8491{self._next:07}"
        now = to_text(self.stage.clock.now())
        async with self.stage.database.transaction() as tx:
            person_id = None
            if joined:
                person_id = await tx.insert(
                    "INSERT INTO people (telegram_id, full_name, phone, consented_at, created_at)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (telegram_id, name, number, now, now),
                )
                self.people[name] = person_id
            await tx.run(
                "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, phone, group_key, state,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.id, self.units.get(unit or ""), person_id, role.value, name, number, group or None,
                    "active" if joined else "expected", now,
                ),
            )  # fmt: skip
        if joined:
            phone = await self.stage.person(telegram_id, name, number)
            phone.chat.started = True
            self.phones[name] = phone

    def member(self, unit: str) -> Phone:
        """The phone of that unit's member."""
        return self.phones[f"Cán bộ {unit}"]

    @property
    def secretary(self) -> Phone:
        """The secretary's phone."""
        return self.phones["Thư Ký"]

    @property
    def leader(self) -> Phone:
        """The leader's phone."""
        return self.phones["Tổ Trưởng"]

    @property
    def deputy(self) -> Phone:
        """The standing deputy's phone."""
        return self.phones["Tổ Phó"]

    async def period(self, label: str = "2022-03") -> Period:
        """The period of that label, of whatever stream."""
        async with self.stage.database.read() as tx:
            row = await tx.one(
                "SELECT stream FROM report_periods WHERE task_force_id = ? AND period = ?", (self.id, label)
            )
            assert row is not None, f"period {label} is not open"
            found = await periods.find(tx, self.id, row["stream"], label)
        assert found is not None
        return found

    async def report_id(self, unit: str, label: str = "2022-03") -> int:
        """The report that the unit owes."""
        period = await self.period(label)
        async with self.stage.database.read() as tx:
            found = await reports.of_unit(tx, period.id, self.units[unit])
        assert found is not None, f"{unit} owes nothing"
        return found.id

    async def open_report(self, unit: str, label: str = "2022-03") -> None:
        """Somebody of the unit begins."""
        report_id = await self.report_id(unit, label)
        async with self.stage.app.turns.alone() as turn:
            await reports.mark_opened(turn.tx, report_id, self.people[f"Cán bộ {unit}"], turn.now, "{}")
            await boards.refresh(turn, (await self.period(label)).id)
        await self.stage.settle()

    async def send(
        self,
        unit: str,
        label: str = "2022-03",
        reasons: Mapping[str, str] | None = None,
        **values: Decimal | int | str | None,
    ) -> None:
        """The unit sends its report with these answers; underscores in their names are hyphens."""
        report_id = await self.report_id(unit, label)
        by = self.people.get(f"Cán bộ {unit}", 1)
        async with self.stage.app.turns.alone() as turn:
            before = await reports.answers(turn.tx, report_id)
            answers = {}
            for name, value in values.items():
                key = name.replace("_", "-")
                revision = before[key].revision + 1 if key in before else 1
                answers[key] = Answer(
                    None if value is None else str(value), by, turn.now, (reasons or {}).get(name), revision
                )
            await reports.save_answers(turn.tx, report_id, answers)
            sent = {key: answer.revision for key, answer in (before | answers).items()}
            await reports.mark_sent(turn.tx, report_id, sent, by, turn.now)
            await boards.refresh(turn, (await self.period(label)).id)
            await following.report_changed(turn, report_id)
        await self.stage.settle()

    async def stages(self, label: str = "2022-03") -> frozenset[str]:
        """What was done about the period."""
        async with self.stage.database.read() as tx:
            return await periods.stages_done(tx, (await self.period(label)).id)


async def live_until(stage: Stage, until: datetime) -> None:
    """Let time pass, ticking at the hours of a day at which anything is planned."""
    day = stage.clock.now().astimezone(ZONE).date()
    while day <= until.astimezone(ZONE).date():
        for hour, minute in ((0, 0), (7, 0), (8, 0), (8, 30), (14, 0), (15, 0), (20, 0)):
            moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
            if stage.clock.now() < moment <= until:
                await tick_at(stage, moment)
        day += timedelta(days=1)
    await tick_at(stage, until)


async def tick_at(stage: Stage, moment: datetime) -> None:
    """Jump there, as after an outage, and tick once."""
    if moment > stage.clock.now():
        stage.clock.move_to(moment)
    await stage.app.tick()
    await stage.settle()


def said(phone: Phone) -> list[str]:
    """What the bot said to the person, "dd/mm HH:MM first line", oldest first."""
    return [
        f"{message.sent_at.astimezone(ZONE):%d/%m %H:%M} {message.text.splitlines()[0]}"
        for message in phone.messages
        if message.outgoing
    ]


def when(phone: Phone, containing: str) -> list[str]:
    """The moments, "dd/mm HH:MM", of the bot's messages that contain the words."""
    return [
        f"{message.sent_at.astimezone(ZONE):%d/%m %H:%M}"
        for message in phone.messages
        if message.outgoing and containing in message.text
    ]
