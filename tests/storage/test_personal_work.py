"""What the work of a body keeps under a person's name."""

from datetime import UTC, datetime
from pathlib import Path

from storage import personal, personal_work
from storage.database import Database, to_text

NOW = to_text(datetime(2022, 3, 7, tzinfo=UTC))


async def test_notes_files_and_wishes_are_told_and_lose_the_name(tmp_path: Path) -> None:
    """Everything of theirs is in the export, nothing of others; erased, the unit keeps its words without the cause."""
    database = await Database.open(tmp_path / "one.sqlite3")
    async with database.transaction() as tx:
        await tx.run("INSERT INTO task_forces (id, key, name, charter, created_at) VALUES (1, 'a', 'A', '', ?)", (NOW,))
        await tx.run("INSERT INTO units (id, task_force_id, name, folded, position) VALUES (1, 1, 'Sở', 'so', 1)")
        for person in (1, 2):
            await tx.run(
                "INSERT INTO people (id, telegram_id, full_name, created_at) VALUES (?, ?, 'Lê Văn An', ?)",
                (person, person, NOW),
            )
        await tx.run("INSERT INTO tasks (id, task_force_id, code, title, position) VALUES (1, 1, 'I.1', 'Việc', 1)")
        for person in (1, 2):
            said = await tx.insert(
                "INSERT INTO task_progress (task_id, unit_id, state, note, by_person, at)"
                " VALUES (1, 1, 'going', 'ghi chú', ?, ?)",
                (person, NOW),
            )
            await tx.run(
                "INSERT INTO task_files (progress_id, file_id, kind, file_name) VALUES (?, 'F', 'document', 'a.pdf')",
                (said,),
            )
            await tx.run(
                "INSERT INTO task_extensions (task_id, unit_id, due_asked, reason, asked_by, asked_at, granted)"
                " VALUES (1, 1, '2022-05-01', 'tôi ốm', ?, ?, 1)",
                (person, NOW),
            )
        kept = await personal.of_person(tx, 1)
        assert [row["note"] for row in kept["task_notes"]] == ["ghi chú"]
        assert [row["file_name"] for row in kept["task_files"]] == ["a.pdf"]
        assert [row["reason"] for row in kept["more_time_asked"]] == ["tôi ốm"]
        assert "summary_comments" not in kept
        await personal.forget_person(tx, 1, "Người đã rút")
        reasons = await tx.all("SELECT reason FROM task_extensions ORDER BY asked_by")
        assert [row["reason"] for row in reasons] == ["", "tôi ốm"]
        assert await tx.value("SELECT count(*) FROM task_progress WHERE note = 'ghi chú'") == 2
    await database.close()


async def test_every_kind_can_be_read(tmp_path: Path) -> None:
    """Of somebody who did nothing, nothing is kept; no table is missing."""
    database = await Database.open(tmp_path / "one.sqlite3")
    async with database.read() as tx:
        assert await personal_work.of_person(tx, 7) == {}
    await database.close()
