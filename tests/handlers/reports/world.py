"""A task force in the middle of a reporting month: units, people, the last month's reports, an open period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.callbacks import Tap
from handlers.reports.taps import OpenReport
from storage import outbox, people, periods, reports, task_forces, tasks, units
from storage.database import Transaction, to_text
from storage.outbox import Priority
from taskforce.charter import Charter, load_preset
from taskforce.charter.forms import FormSpec
from taskforce.forms import Answer, Value
from taskforce.plan import check_plan
from taskforce.report_form import TaskReport
from taskforce.roles import Role
from taskforce.sheets import read_rows
from taskforce.tally import TaskState

START = datetime(2022, 3, 7, 1, 30, tzinfo=UTC)  # 8h30, Monday, in Bắc Kạn
LAST_DUE = datetime(2022, 2, 14, 16, 59, 59, tzinfo=UTC)
DUE = datetime(2022, 3, 14, 16, 59, 59, tzinfo=UTC)
PLAN = Path(__file__).parents[2] / "taskforce" / "data" / "bac_kan_plan_tasks.csv"

LAST_MONTH: dict[str, Value] = {
    "online-files": "1200",
    "electronic-share": "92.5",
    "verified-share": "40",
    "digitised-results": "310",
    "difficulties": None,
    "proposals": "Bổ sung máy quét cho bộ phận một cửa",
    "next-plan": "Tiếp tục số hóa kết quả giải quyết thủ tục hành chính",
}

SMALL_PLAN = (
    "code,title,lead_units,coordinating_units,deadline_text,due_from,due_to,recurring\n"
    "I.1,Rà soát thủ tục hành chính,Sở Tư pháp,Công an tỉnh,Trong tháng 3 năm 2022,2022-03-01,2022-03-31,\n"
    "I.2,Tổ chức tập huấn,Sở Tư pháp,,Trước 20/02/2022,2022-01-01,2022-02-20,\n"
    "I.3,Duy trì hỏi đáp pháp luật,Sở Tư pháp,,Thường xuyên,,,thường xuyên\n"
    "I.4,Sơ kết năm,Sở Tư pháp,,Tháng 12 năm 2022,2022-12-01,2022-12-31,\n"
    "II.1,Vận hành hệ thống một cửa,Sở Nội vụ,,Trong tháng 3 năm 2022,2022-03-01,2022-03-31,\n"
)


@dataclass(frozen=True)
class Body:
    """The task force and what tests need of it."""

    stage: Stage
    id: int
    units: dict[str, int]
    period_id: int

    async def report_id(self, unit: str) -> int:
        """The unit's report of the open period."""
        async with self.stage.database.read() as tx:
            found = await reports.of_unit(tx, self.period_id, self.units[unit])
        assert found is not None
        return found.id

    async def member(
        self, telegram_id: int, name: str, unit: str | None, role: Role = Role.MEMBER, locale: str = "vi"
    ) -> Phone:
        """Somebody who joined before."""
        phone = await self.stage.person(telegram_id, name, f"+84912{telegram_id:06}", language=locale)
        phone.chat.started = True
        async with self.stage.database.transaction() as tx:
            await add_person(tx, self.id, telegram_id, name, None if unit is None else self.units[unit], role, locale)
        return phone

    async def offer(self, phone: Phone, label: str, *taps: Tap) -> None:
        """Put buttons before somebody, as a reminder or the board does."""
        rows = [
            [{"text": label if n == 0 else f"{label} {n}", "callback_data": tap.pack()}] for n, tap in enumerate(taps)
        ]
        payload = {"chat_id": phone.id, "text": "Nhắc việc", "reply_markup": {"inline_keyboard": rows}}
        async with self.stage.database.transaction() as tx:
            await outbox.enqueue(
                tx,
                chat_id=phone.id,
                method="sendMessage",
                payload=payload,
                priority=Priority.NOTICE,
                now=self.stage.clock.now(),
            )
        self.stage.app.delivery.wake()
        await self.stage.settle()

    async def remind(self, phone: Phone, unit: str) -> None:
        """A reminder with its one button."""
        await self.offer(phone, "Làm báo cáo", OpenReport(await self.report_id(unit)))

    async def state(self, unit: str) -> reports.Report:
        """The report as it is stored."""
        async with self.stage.database.read() as tx:
            found = await reports.get(tx, await self.report_id(unit))
        assert found is not None
        return found

    async def answers(self, unit: str) -> dict[str, Value]:
        """The newest answers."""
        async with self.stage.database.read() as tx:
            found = await reports.answers(tx, await self.report_id(unit))
        return {key: answer.value for key, answer in found.items()}

    async def tap(self, phone: Phone, *labels: str) -> None:
        """Tap one button after the other."""
        for label in labels:
            phone.tap(label)
            await self.stage.settle()

    async def say(self, phone: Phone, *texts: str) -> None:
        """Type one text after the other."""
        for text in texts:
            phone.say(text)
            await self.stage.settle()

    async def failures(self) -> list[str]:
        """What went wrong unseen: updates that raised, calls that Telegram refused."""
        async with self.stage.database.read() as tx:
            raised = await tx.all("SELECT trace FROM failed_updates")
            dead = await tx.all("SELECT method, error, payload FROM outbox WHERE state = 'dead'")
        return [row["trace"] for row in raised] + [f"{row[0]}: {row[1]}: {row[2]}" for row in dead]


async def add_person(
    tx: Transaction, body: int, telegram_id: int, name: str, unit: int | None, role: Role, locale: str
) -> int:
    """A registered person with one active membership; returns the person's id."""
    at = to_text(START)
    person = await people.by_telegram_id(tx, telegram_id)
    person_id = (
        person.id
        if person
        else await tx.insert(
            "INSERT INTO people (telegram_id, full_name, locale, consented_at, consent_version, created_at)"
            " VALUES (?, ?, ?, ?, 1, ?)",
            (telegram_id, name, locale, at, at),
        )
    )
    await tx.run(
        "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, state, created_at, joined_at)"
        " VALUES (?, ?, ?, ?, ?, 'active', ?, ?)",
        (body, unit, person_id, role.value, name, at, at),
    )
    return person_id


def form_of(charter: Charter) -> FormSpec:
    """The monthly questions."""
    return next(form for form in charter.forms if form.key == "monthly-status")


async def build(stage: Stage, unit_names: Iterable[str], plan: str | bytes = SMALL_PLAN) -> Body:
    """The task force of Bắc Kạn with these units, the plan, and the March period open; February is yet to be given."""
    text = resources.files("taskforce").joinpath("charters/bac-kan.toml").read_text(encoding="utf-8")
    form = form_of(load_preset("bac-kan")).model_dump_json()
    async with stage.database.transaction() as tx:
        body = await task_forces.create(
            tx, key="bac-kan", name="Tổ công tác Đề án 06", charter=text, locale="vi", now=START
        )
        ids = {name: (await units.add(tx, body.id, name)).id for name in unit_names}
        rows = read_rows(plan.encode() if isinstance(plan, str) else plan, "plan.csv")
        await tasks.import_plan(tx, body.id, check_plan(rows, [(i, name, "") for name, i in ids.items()]))
        for label, due in (("2022-02", LAST_DUE), ("2022-03", DUE)):
            opens = due.replace(day=4, hour=17, minute=0, second=0)
            moments = periods.Plan(opens, due, due, due.replace(day=15, hour=1), None)
            opened = await periods.open_new(
                tx, task_force_id=body.id, stream="monthly", label=label, plan=moments, form=form, now=opens
            )
            assert opened is not None
            await tx.run("UPDATE report_periods SET closed_at = ? WHERE period = '2022-02'", (to_text(START),))
            await reports.create_for_units(tx, opened.id, ids.values())
    return Body(stage, body.id, ids, opened.id)


async def last_month(body: Body, unit: str, answers: dict[str, Value] | None = None, state: str = "going") -> None:
    """The unit sent February's report, and told of all its tasks that they stand at ``state``."""
    values = LAST_MONTH if answers is None else answers
    at = LAST_DUE.replace(day=10)
    async with body.stage.database.transaction() as tx:
        person = await add_person(
            tx, body.id, 900_000 + body.units[unit], "Người cũ", body.units[unit], Role.MEMBER, "vi"
        )
        await tx.run("UPDATE memberships SET state = 'ended' WHERE person_id = ?", (person,))
        period = await periods.find(tx, body.id, "monthly", "2022-02")
        assert period is not None
        report = await reports.of_unit(tx, period.id, body.units[unit])
        assert report is not None
        await reports.save_answers(tx, report.id, {k: Answer(v, person, at) for k, v in values.items()})
        await reports.mark_sent(tx, report.id, dict.fromkeys(values, 1), person, at)
        led = await tasks.of_unit(tx, body.units[unit])
        await tasks.record(
            tx,
            report_id=report.id,
            unit_id=body.units[unit],
            said={task.task_id: TaskReport(TaskState(state)) for task in led},
            by=person,
            now=at,
        )
