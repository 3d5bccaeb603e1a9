"""Cases in the database: steps once, lists for two thousand, units that end."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from storage import case_followers, case_lists, case_units, cases, personal, personal_work
from storage.case_lists import Reader
from storage.cases import CaseFile
from storage.database import Database, Transaction, to_text
from taskforce.cases import gist, similar

NOW = datetime(2022, 3, 7, tzinfo=UTC)


@pytest.fixture
async def tx(tmp_path: Path) -> AsyncIterator[Transaction]:
    """A task force of two units and three people, one of each unit and one of none."""
    database = await Database.open(tmp_path / "one.sqlite3")
    async with database.transaction() as tx:
        at = to_text(NOW)
        await tx.run("INSERT INTO task_forces (id, key, name, charter, created_at) VALUES (1, 'a', 'A', '', ?)", (at,))
        for unit, name in ((1, "Sở Y tế"), (2, "Sở Nội vụ")):
            await tx.run(
                "INSERT INTO units (id, task_force_id, name, folded, position) VALUES (?, 1, ?, '', ?)",
                (unit, name, unit),
            )
        for person in (1, 2, 3):
            await tx.run(
                "INSERT INTO people (id, telegram_id, full_name, created_at) VALUES (?, ?, 'Lê Văn An', ?)",
                (person, person, at),
            )
            await tx.run(
                "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, state, created_at)"
                " VALUES (1, ?, ?, 'member', 'Lê Văn An', 'active', ?)",
                (person if person < 3 else None, person, at),
            )
        yield tx
    await database.close()


async def raised(tx: Transaction, text: str = "Máy quét hỏng", unit: int | None = 1, by: int = 1) -> cases.Case:
    """A difficulty with a photo."""
    return await cases.add(
        tx, task_force_id=1, kind="difficulty", category="equipment", text=text, urgent=False, unit_id=unit, by=by,
        due_at=NOW + timedelta(days=2), files=[CaseFile("F", "photo", "anh.jpg")], now=NOW,
    )  # fmt: skip


async def test_a_step_on_an_old_version_changes_nothing(tx: Transaction) -> None:
    """Two people tap at once: the second finds the case moved on, and the history tells of one step."""
    case = await raised(tx)
    assert await cases.take(tx, case, 2, NOW)
    assert not await cases.take(tx, case, 3, NOW)
    assert not await cases.answer(tx, case, by=3, text="x", files=(), now=NOW)
    assert [step.what for step in await cases.history(tx, case.id)] == ["raised", "taken"]
    fresh = await cases.get(tx, case.id)
    assert fresh is not None
    assert (fresh.state, fresh.owner_id, fresh.version) == ("doing", 2, 2)


async def test_the_time_to_answer_is_that_of_the_first_answer(tx: Transaction) -> None:
    """Reopened and answered again, the first answer counts; the file of the latest one is told apart."""
    case = await raised(tx)
    assert await cases.answer(tx, case, by=2, text="Đổi máy", files=(), now=NOW + timedelta(hours=3))
    for step in ("reopen", "answer"):
        case = await cases.get(tx, case.id) or case
        later = NOW + timedelta(days=1)
        if step == "reopen":
            assert await cases.reopen(tx, case, by=1, text="Chưa", files=(), due_at=later, now=later)
        else:
            assert await cases.answer(
                tx, case, by=2, text="Đã đổi", files=[CaseFile("G", "document", "a.pdf")], now=later
            )
    assert await case_lists.answer_times(tx, 1) == [timedelta(hours=3)]
    assert [file.file_id for file in await cases.files(tx, case.id, "answered")] == ["G"]
    assert [file.file_id for file in await cases.files(tx, case.id)] == ["F", "G"]


async def test_a_member_lists_what_is_theirs_and_their_units(tx: Transaction) -> None:
    """Nothing of another unit, but what they follow or was handed to their unit."""
    own, other = await raised(tx), await raised(tx, "Thiếu kinh phí", 2, 2)
    nobody = await raised(tx, "Chưa tập huấn", None, 3)
    reader = Reader(1, False, (1,))

    async def seen() -> set[int]:
        page = await case_lists.page(tx, 1, reader, "o", (), 0, 8)
        return {case.id for case, _, _ in page.lines}

    assert await seen() == {own.id}
    await case_followers.add(tx, other.id, 1, NOW)
    await cases.hand(tx, nobody, by=2, to_unit=1, to_person=None, now=NOW)
    assert await seen() == {own.id, other.id, nobody.id}
    found = await case_lists.page(tx, 1, Reader(3, True, ()), "all", ("kinh", "ph"), 0, 8)
    assert [case.id for case, _, _ in found.lines] == [other.id]


async def test_what_was_left_behind_is_found_and_let_go(tx: Transaction) -> None:
    """The owner left the task force: the case waits for somebody to take it, once."""
    case = await raised(tx)
    await cases.take(tx, case, 2, NOW)
    assert await cases.without_owner(tx, 10) == []
    await tx.run("UPDATE memberships SET state = 'ended' WHERE person_id = 2")
    (left,) = await cases.without_owner(tx, 10)
    assert await cases.let_go(tx, left, NOW)
    assert await cases.without_owner(tx, 10) == []
    assert (await cases.get(tx, case.id)).state == "open"  # type: ignore[union-attr]


async def test_a_unit_that_ends_leaves_nothing_behind(tx: Transaction) -> None:
    """Open ones and what was handed to it go to the target; with no target the standing unit has them again."""
    own, handed = await raised(tx), await raised(tx, "Thiếu người", 2, 2)
    await cases.hand(tx, handed, by=3, to_unit=1, to_person=None, now=NOW)
    await case_units.move(tx, [1], 2, by=3, now=NOW)
    moved, given = await cases.get(tx, own.id), await cases.get(tx, handed.id)
    assert moved is not None
    assert given is not None
    assert (moved.unit_id, given.owner_unit_id) == (2, 2)
    assert [step.what for step in await cases.history(tx, own.id)] == ["raised", "moved"]
    await case_units.move(tx, [2], None, by=3, now=NOW)
    assert (await cases.get(tx, handed.id)).owner_unit_id is None  # type: ignore[union-attr]


async def test_people_read_what_is_kept_and_lose_their_name(tx: Transaction) -> None:
    """What they raised and follow is in their file; erased, they follow nothing and the unit's trouble stays."""
    case = await raised(tx)
    await case_followers.add(tx, case.id, 2, NOW)
    assert [row["text"] for row in (await personal_work.of_person(tx, 1))["raised"]] == ["Máy quét hỏng"]
    assert [row["number"] for row in (await personal_work.of_person(tx, 2))["followed"]] == [case.id]
    await personal.forget_person(tx, 2, "Người đã rút")
    assert await case_followers.count(tx, case.id) == 0
    await personal.forget_person(tx, 1, "Người đã rút")
    assert (await cases.get(tx, case.id)).live  # type: ignore[union-attr]


async def test_two_thousand_cases_hold_nobody_up(tx: Transaction) -> None:
    """A page with its counts, and the likeness of a new one to all of them, take a few dozen milliseconds."""
    words = [f"{a} {b}" for a in ("máy quét", "phần mềm", "kinh phí", "dữ liệu") for b in ("hỏng", "chậm", "thiếu")]
    rows = [
        (f"{words[n % 12]} tại xã {n}", gist(f"{words[n % 12]} tại xã {n}"), n % 2 + 1, to_text(NOW))
        for n in range(2000)
    ]
    await tx.run_many(
        "INSERT INTO cases (task_force_id, kind, text, gist, unit_id, raised_by, raised_at, due_at)"
        " VALUES (1, 'difficulty', ?, ?, ?, 1, ?4, ?4)",
        rows,
    )
    reader = Reader(1, True, (1,))
    best = [9.0, 9.0]
    for _ in range(5):
        begun = perf_counter()
        page = await case_lists.page(tx, 1, reader, "o", (), 100, 8)
        await case_lists.counts(tx, 1, reader)
        best[0] = min(best[0], perf_counter() - begun)
        begun = perf_counter()
        found = similar(gist("Máy quét ở xã 1200 bị hỏng"), await case_lists.gists(tx, 1, "difficulty"))
        best[1] = min(best[1], perf_counter() - begun)
    assert page.found == 2000
    assert len(page.lines) == 8
    assert found[0].id == 1201
    assert max(best) < 0.05, best


async def test_followers_are_told_where_the_last_slice_ended(tx: Transaction) -> None:
    """The oldest step of a case comes first, goes on after the last who was told, and is over when all were."""
    case = await raised(tx)
    for person in (2, 3):
        await case_followers.add(tx, case.id, person, NOW)
    steps = [await cases.step(tx, case.id, what, by=1, now=NOW) for what in ("taken", "answered")]
    for step in steps:
        await case_followers.to_tell(tx, step, [2])
        await case_followers.to_tell(tx, step, [2])
    (news,) = await case_followers.first_of_each(tx)
    assert (news.step_id, news.case_id, news.skipped, news.after_person) == (steps[0], case.id, {2}, 0)
    assert await case_followers.next_people(tx, case, 0, 1) == [2]
    await case_followers.told(tx, news, 2)
    (news,) = await case_followers.first_of_each(tx)
    assert (news.step_id, await case_followers.next_people(tx, case, news.after_person, 9)) == (steps[0], [3])
    await case_followers.told(tx, news, None)
    (news,) = await case_followers.first_of_each(tx)
    assert news.step_id == steps[1]
    await case_followers.told(tx, news, None)
    assert not await case_followers.anything_to_tell(tx)
