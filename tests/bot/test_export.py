"""``taskforce-bot export``: what it writes, and when it refuses."""

import asyncio
import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from storage import memberships, task_forces, units
from storage.database import Database
from taskforce.roles import Role

NOW = datetime(2022, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own with a small database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TASKFORCE_DATABASE", "taskforce.sqlite3")

    async def seed() -> None:
        database = await Database.open("taskforce.sqlite3")
        async with database.transaction() as tx:
            body = await task_forces.create(tx, key="thu", name="Tổ thử", charter="", locale="vi", now=NOW)
            unit = await units.add(tx, body.id, "=Sở Y tế")
            await memberships.add(
                tx, task_force_id=body.id, role=Role.MEMBER, full_name="Lò Thị Thử", state="expected", now=NOW,
                unit_id=unit.id, phone="+84912345678",
            )  # fmt: skip
        await database.close()

    asyncio.run(seed())


def _rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _run(*arguments: str) -> int:
    try:
        main(("export", *arguments))
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_every_table_is_there_and_phones_are_not() -> None:
    """Open files with a byte order mark, a README that counts the rows, and nobody's number anywhere."""
    assert _run("out") == 0
    assert Path("out/units.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (member,) = _rows("out/memberships.csv")
    assert member["full_name"] == "Lò Thị Thử"
    assert "memberships.csv: 1" in Path("out/README.txt").read_text(encoding="utf-8")
    assert not any(b"912345678" in file.read_bytes() for file in Path("out").iterdir())
    names = {file.stem for file in Path("out").glob("*.csv")}
    assert {"reports", "answers", "tasks", "task_progress", "targets", "meetings", "invitees", "conclusions"} <= names


def test_phones_come_when_asked_for() -> None:
    """--with-phones adds the column; the leading plus is made harmless."""
    assert _run("out", "--with-phones") == 0
    assert _rows("out/memberships.csv")[0]["phone"] == "'+84912345678"


def test_nothing_is_run_by_a_spreadsheet() -> None:
    """A name that begins like a formula does not stay one."""
    assert _run("out") == 0
    assert _rows("out/units.csv")[0]["name"] == "'=Sở Y tế"


def test_a_folder_with_something_in_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """What stands there is not touched, and one sentence says why."""
    Path("out").mkdir()
    Path("out/mine.txt").write_text("x", encoding="utf-8")
    assert _run("out") == 1
    assert "is not empty" in capsys.readouterr().err
    assert [file.name for file in Path("out").iterdir()] == ["mine.txt"]
