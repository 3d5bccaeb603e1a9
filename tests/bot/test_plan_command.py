"""``taskforce-bot plan import`` on the real plan of Bắc Kạn and on broken ones."""

import asyncio
import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from storage import task_forces, tasks, units
from storage.database import Database
from taskforce.charter.loader import preset_text
from taskforce.report_form import TaskReport
from taskforce.tally import TaskState

DATA = Path(__file__).parents[1] / "taskforce" / "data"
PLAN = DATA / "bac_kan_plan_tasks.csv"
NOW = datetime(2022, 3, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with the task force of Bắc Kạn and its 22 units, chosen by the settings."""
    path = tmp_path / "taskforce.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TASKFORCE_DATABASE", str(path))

    async def make() -> None:
        opened = await Database.open(path)
        async with opened.transaction() as tx:
            body = await task_forces.create(
                tx, key="bac-kan", name="Bắc Kạn", charter=preset_text("bac-kan"), locale="vi", now=NOW
            )
            with (DATA / "bac_kan_units.csv").open(encoding="utf-8") as lines:
                for row in csv.DictReader(lines):
                    await units.add(tx, body.id, row["unit"], short_name=row["short"])
        await opened.close()

    asyncio.run(make())
    return path


def stored(path: Path) -> list[tuple[str, str, TaskState]]:
    """(code, title, state) of every unit's task."""

    async def read() -> list[tuple[str, str, TaskState]]:
        opened = await Database.open(path)
        async with opened.read() as tx:
            found = await tasks.of_task_force(tx, 1)
        await opened.close()
        return [(task.code, task.title, task.state) for task in found]

    return asyncio.run(read())


def run(*arguments: str) -> None:
    """The command line; it returns, or ends with an exit code."""
    try:
        main(arguments)
    except SystemExit as end:
        if end.code:
            raise


def test_the_whole_plan_comes_in(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All 88 rows of the real plan are imported, and the units nobody knows are listed."""
    run("plan", "import", str(PLAN))
    said = capsys.readouterr().out
    assert "✓ 88 tasks new.\n" in said
    assert "Cục Thuế tỉnh" in said
    assert len({code for code, _, _ in stored(database)}) == 88


def test_again_updates_by_code_and_keeps_progress(database: Path, tmp_path: Path) -> None:
    """A second import changes the title and leaves what the unit said of the task."""
    run("plan", "import", str(PLAN))

    async def say() -> None:
        opened = await Database.open(database)
        async with opened.transaction() as tx:
            task = next(each for each in await tasks.of_task_force(tx, 1) if each.code == "III.1.a")
            await tx.run("INSERT INTO people (id, full_name, created_at) VALUES (1, 'Lê Văn Mẫu', '')")
            said = {task.task_id: TaskReport(TaskState.DONE)}
            await tx.run(
                "INSERT INTO report_periods (id, task_force_id, stream, period, opens_at, target_at, due_at, form,"
                " opened_at) VALUES (1, 1, 'monthly', '2022-03', '', '', '', '', '')"
            )
            await tx.run("INSERT INTO reports (id, period_id, unit_id) VALUES (1, 1, ?)", (task.unit_id,))
            await tasks.record(tx, report_id=1, unit_id=task.unit_id, said=said, by=1, now=NOW)
        await opened.close()

    asyncio.run(say())
    edited = tmp_path / "plan.csv"
    edited.write_text(PLAN.read_text(encoding="utf-8").replace("Triển khai Thông tư quy", "Thực hiện Thông tư quy"))
    run("plan", "import", str(edited))
    assert next((title, state) for code, title, state in stored(database) if code == "III.1.a") == (
        "Thực hiện Thông tư quy định về danh mục, sản phẩm được khai thác từ Cơ sở dữ liệu quốc gia về dân cư.",
        TaskState.DONE,
    )


def test_a_wrong_row_is_named_and_nothing_is_taken(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every wrong row is said with its number; the database stays as it was."""
    broken = tmp_path / "plan.csv"
    broken.write_text("code,title,lead_units,due_to\nI.1,Rà soát,Công an tỉnh,31/02/2022\nI.1,,Sở Tư pháp,\n")
    with pytest.raises(SystemExit):
        run("plan", "import", str(broken))
    said = capsys.readouterr().err
    assert "3 thing(s)" in said
    assert "Row 2: '31/02/2022' in due_to is no date" in said
    assert "Row 3: the code 'I.1' is in row 2 already." in said
    assert "Row 3: title is empty." in said
    assert stored(database) == []


def test_a_missing_file_is_one_sentence(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path says so and how to go on."""
    with pytest.raises(SystemExit):
        run("plan", "import", "nowhere.csv")
    assert "Check the path" in capsys.readouterr().err


def test_without_units_the_roster_comes_first(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A task force without units is told what to import first."""
    shutil.copy(PLAN, tmp_path / "plan.csv")

    async def end_all() -> None:
        opened = await Database.open(database)
        async with opened.transaction() as tx:
            await tx.run("UPDATE units SET ended_at = ''")
        await opened.close()

    asyncio.run(end_all())
    with pytest.raises(SystemExit):
        run("plan", "import", "plan.csv")
    assert "Import the roster first" in capsys.readouterr().err


def rows_of(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What the database holds."""

    async def read() -> list[tuple[object, ...]]:
        opened = await Database.open(path)
        async with opened.read() as tx:
            found = [tuple(row) for row in await tx.all(sql)]
        await opened.close()
        return found

    return asyncio.run(read())


def test_the_targets_come_in_by_the_same_command(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """26 targets of the real plan; a second time nothing changes."""
    run("plan", "import", str(DATA / "bac_kan_plan_targets.csv"))
    assert "✓ 26 targets new." in capsys.readouterr().out
    run("plan", "import", str(DATA / "bac_kan_plan_targets.csv"))
    assert "✓ 26 targets as before." in capsys.readouterr().out
    assert rows_of(database, "SELECT count(*) FROM targets") == [(26,)]


def test_old_tasks_are_overdue_unless_said_to_be_done(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With nobody at the terminal nothing is claimed to be done; --past-closed says so."""
    file = Path("plan.csv")
    file.write_text("code,title,lead_units,deadline_text\nI.1,Rà soát,Công an tỉnh,Trong tháng 3 năm 2022\n")
    run("plan", "import", "plan.csv")
    assert "taken over as overdue (done: --past-closed):\n  I.1" in capsys.readouterr().out
    file.write_text(file.read_text() + "I.2,Tập huấn,Công an tỉnh,Trong Quý I năm 2022\n")
    run("plan", "import", "plan.csv", "--past-closed")
    assert "taken over as done:\n  I.2" in capsys.readouterr().out
    assert [(code, state) for code, _, state in stored(database)] == [
        ("I.1", TaskState.NOT_BEGUN),
        ("I.2", TaskState.DONE),
    ]


def test_names_are_told_on_the_command_line_and_remembered(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a name means is said once; what is not clear is listed; what the file lacks is ended when asked."""
    file = Path("plan.csv")
    head = "code,title,lead_units,deadline_text\n"
    file.write_text(f"{head}I.1,Rà soát,Công an,Đột xuất\nI.2,Tuyên truyền,Các cơ quan báo chí,\n")
    run("plan", "import", "plan.csv")
    said = capsys.readouterr().out
    assert "  Công an: I.1\n" in said
    assert "  I.1: Đột xuất (not-understood)\n" in said
    run("plan", "import", "plan.csv", "--unit", "Công an=CA tỉnh", "--unit", "Các cơ quan báo chí=-")
    assert "nobody is asked" not in capsys.readouterr().out
    file.write_text(f"{head}I.1,Rà soát lại,Công an,Đột xuất\n")
    run("plan", "import", "plan.csv", "--end-missing")
    assert "1 task changed, 1 task ended that the file does not name." in capsys.readouterr().out
    assert rows_of(database, "SELECT code FROM tasks WHERE ended_at IS NULL") == [("I.1",)]
    assert [code for code, _, _ in stored(database)] == ["I.1"]
    for wrong in ("Công an", "Công an=Không có"):
        with pytest.raises(SystemExit):
            run("plan", "import", "plan.csv", "--unit", wrong)


def test_a_template_is_written_and_comes_back_in(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example of each template is a right row; a file that is there is not overwritten."""
    run("plan", "template", "plan.xlsx")
    run("plan", "template", "targets.xlsx", "--targets")
    run("plan", "import", "plan.xlsx")
    run("plan", "import", "targets.xlsx")
    said = capsys.readouterr().out
    assert "✓ 1 task new." in said
    assert "✓ 1 target new." in said
    with pytest.raises(SystemExit):
        run("plan", "template", "plan.xlsx")
    assert "is there already" in capsys.readouterr().err


def test_a_template_is_of_the_kind_its_name_says(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A .csv is text that comes back in; a name that is neither is refused and nothing is written."""
    run("plan", "template", "plan.csv")
    run("plan", "template", "targets.CSV", "--targets")
    assert Path("plan.csv").read_bytes().startswith("\ufeffMã;Nhiệm vụ;Đơn vị chủ trì".encode())
    run("plan", "import", "plan.csv")
    run("plan", "import", "targets.CSV")
    said = capsys.readouterr().out
    assert "✓ 1 task new." in said
    assert "✓ 1 target new." in said
    with pytest.raises(SystemExit):
        run("plan", "template", "plan.pdf")
    assert "plan.pdf is neither .xlsx nor .csv. Choose another name, such as plan.xlsx." in capsys.readouterr().err
    assert not Path("plan.pdf").exists()


def test_wrong_targets_are_named(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its row and what would be right."""
    Path("t.csv").write_text("code,title,value,unit,period,op\nA,Tỷ lệ,nhiều,%,2022,=\nA,,5,%,2022-Q5,~\n")
    with pytest.raises(SystemExit):
        run("plan", "import", "t.csv")
    said = capsys.readouterr().err
    assert "5 thing(s)" in said
    assert "Row 2: 'nhiều' is no number" in said
    assert "Row 3: '2022-Q5' is no period" in said
    assert "Row 3: '~' is none of" in said
