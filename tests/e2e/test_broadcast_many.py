"""A notice to hundreds: changed and held while it goes out; killed in the middle of two thousand."""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage import task_forces
from storage.database import Database, to_text
from tests.e2e.announcing import TEXT, Office, notices
from tests.e2e.power import charter
from tests.e2e.test_power import house

MANY = 2000


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - what is waited for happens at the stage
            await asyncio.sleep(0)


def _reached(phones: list[Phone]) -> int:
    return sum(bool(notices(phone)) for phone in phones)


async def test_corrected_while_it_goes_out(stage: Stage) -> None:
    """Who has it sees it edited; who has not never sees the old words; nobody gets two."""
    office = await Office.at(stage)
    phones = await office.crowd(300)
    await office.draft()
    await office.tap("Gửi cho 308 người")
    office.secretary.tap("Xác nhận gửi")
    going = asyncio.create_task(stage.settle())
    await _until(lambda: _reached(phones) > 20)
    office.secretary.tap("Đính chính")
    await _until(lambda: "toàn bộ lời văn mới" in office.secretary.screen())
    office.secretary.say("Lời văn mới")
    await _until(lambda: "Bản đính chính ở trên" in office.secretary.screen())
    had = _reached(phones)
    assert had < 300
    office.secretary.tap("Đính chính")
    await going
    await stage.settle()
    assert all(len(notices(phone)) == 1 and "Lời văn mới" in notices(phone)[0] for phone in phones)
    old = sum(any(TEXT in event.text for event in phone.history) for phone in phones)
    assert had <= old <= had + 2 * Delivery.IN_FLIGHT + 60
    assert "Đã gửi 308/308" in office.secretary.screen()


async def test_the_progress_is_told_while_it_goes_out(stage: Stage) -> None:
    """One message that is edited, at most every three seconds; its last state is right."""
    office = await Office.at(stage)
    await office.crowd(300)
    await office.draft()
    await office.tap("Gửi cho 308 người", "Xác nhận gửi")
    told = [event for event in office.secretary.history if event.kind == "edited" and "Đã gửi" in event.text]
    assert len(told) >= 3
    assert all((after.at - before.at).total_seconds() >= 2.5 for before, after in pairwise(told))
    assert len({event.message_id for event in told}) == 1
    assert "Đã gửi 308/308" in told[-1].text


async def test_held_gone_on_with_and_stopped(stage: Stage) -> None:
    """A pause ends soon after the tap; going on loses nobody; stopped, the rest never get it."""
    office = await Office.at(stage)
    phones = await office.crowd(600)
    await office.draft()
    await office.tap("Gửi cho 608 người")
    office.secretary.tap("Xác nhận gửi")
    going = asyncio.create_task(stage.settle())
    await _until(lambda: _reached(phones) > 20)
    office.secretary.tap("Tạm dừng")
    await going
    await stage.settle()
    held = _reached(phones)
    assert held < 400
    assert "Tạm dừng" in office.secretary.screen(1)
    office.secretary.tap("Gửi tiếp")
    going = asyncio.create_task(stage.settle())
    await _until(lambda: _reached(phones) > held + 20)
    office.secretary.tap("Dừng hẳn")
    await _until(lambda: "Người chưa nhận sẽ không nhận nữa" in office.secretary.screen())
    office.secretary.tap("Dừng hẳn")
    await going
    await stage.settle()
    assert held < _reached(phones) < 600
    assert all(len(notices(phone)) <= 1 for phone in phones)
    rows = await office.rows("SELECT state, count(*) AS n FROM broadcast_recipients GROUP BY state ORDER BY state")
    assert {row["state"] for row in rows} == {"sent", "stopped"}
    others = [phone for name, phone in office.body.phones.items() if name != "Thư Ký"]
    assert sum(row["n"] for row in rows if row["state"] == "sent") == _reached([*phones, *others])


@pytest.mark.e2e
async def test_killed_in_the_middle_of_two_thousand(tmp_path: Path) -> None:
    """Killed twice: everybody has it; nobody twice but for those whose mark was not on the disk."""
    async with house(tmp_path, MANY) as home:
        await _plan(home.database)
        for reached in (300, 900):
            await home.on()
            await home.until(lambda reached=reached: _reached(home.phones) > reached, seconds=120)
            await home.cut()
        await home.on()
        sent = "SELECT count(*) AS n FROM broadcasts WHERE state = 'sent'"
        async with asyncio.timeout(240):
            while not home.rows(sent)[0]["n"]:  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.5)
        await home.calm()
        assert _reached(home.phones) == MANY
        assert home.repeats() <= sum(home.lost) <= 2 * Delivery.IN_FLIGHT
        states = home.rows("SELECT state, count(*) AS n FROM broadcast_recipients GROUP BY state")
        assert [(row["state"], row["n"]) for row in states] == [("sent", MANY)]
        assert home.failures() == []


async def _plan(path: Path) -> None:
    """A notice to everybody, due now, in a task force without reports."""
    now = SystemClock().now()
    database = await Database.open(path)
    async with database.transaction() as tx:
        await task_forces.set_charter(tx, 1, name="Thử điện", charter=charter().split("# Open", 1)[0])
        await tx.run(
            "INSERT INTO broadcasts (task_force_id, state, text, send_at, created_by, created_at, confirmed_by)"
            " VALUES (1, 'scheduled', ?, ?, 1, ?, 1)",
            (TEXT, to_text(now), to_text(now)),
        )
    await database.close()
