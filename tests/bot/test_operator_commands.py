"""init, invite and roster as the operator types them: what they write, and the one sentence when they cannot."""

import asyncio
import io
import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.sandbox import LocalTelegram
from bot.settings import load_settings
from storage import invites, memberships, task_forces, units
from storage.database import Database

TOKEN = "123456789:local-telegram-token"
INIT = ("init", "--token", TOKEN, "--charter", "bac-kan", "--database", "taskforce.sqlite3")
ROSTER = "Họ và tên,Đơn vị,Điện thoại\nNguyễn Văn An,Sở Y tế,0912000001\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test stands in an empty folder, without settings of the machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DATABASE", "CHARTER", "API_URL", "PROXY"):
        monkeypatch.delenv(f"TASKFORCE_{name}", raising=False)


def _run(*arguments: str) -> int:
    """The exit code."""
    try:
        main(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said on the way out with code 1, which is no traceback."""
    capsys.readouterr()
    assert _run(*arguments) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def test_init_writes_settings_only_the_owner_can_read() -> None:
    """The settings file loads, is closed to others, and the database holds the task force."""
    assert _run(*INIT, "--offline") == 0
    assert stat.S_IMODE(Path(".env").stat().st_mode) == 0o600
    settings = load_settings()
    assert settings.need_token() == TOKEN
    assert settings.database.exists()


def test_init_keeps_the_charter_text() -> None:
    """The task force lives by the text it was given, also by a file of the operator's own."""
    text = Path(__file__).parents[2].joinpath("taskforce/charters/nam-dong.toml").read_text(encoding="utf-8")
    Path("quy chế.toml").write_text(text, encoding="utf-8")
    own = ("init", "--token", TOKEN, "--charter", "quy chế.toml", "--database", "a b.sqlite3", "--offline")
    assert _run(*own) == 0
    assert load_settings().database == Path("a b.sqlite3")
    assert asyncio.run(_bodies("a b.sqlite3")) == [("quy-che", text)]


async def _bodies(path: str) -> list[tuple[str, str]]:
    """Key and charter of every task force."""
    database = await Database.open(path)
    async with database.read() as tx:
        found = [(body.key, body.charter) for body in await task_forces.active(tx)]
    await database.close()
    return found


def test_init_overwrites_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A second time it refuses, and says how to insist."""
    assert _run(*INIT, "--offline") == 0
    before = Path(".env").read_text(encoding="utf-8")
    assert "--force" in _fails(capsys, *INIT, "--offline")
    assert "--force" in _fails(capsys, *INIT, "--offline", "--env-file", "other.env")
    assert Path(".env").read_text(encoding="utf-8") == before
    assert _run(*INIT, "--offline", "--force") == 0


@pytest.mark.parametrize("env_file", ["none/.env", "a-folder"])
def test_init_that_cannot_write_the_settings_makes_no_database(
    capsys: pytest.CaptureFixture[str], env_file: str
) -> None:
    """A settings file in no folder, or that is one, stops it before anything is made; the next try needs no --force."""
    Path("a-folder").mkdir()
    assert "--env-file" in _fails(capsys, *INIT, "--offline", "--env-file", env_file, "--force")
    assert not Path("taskforce.sqlite3").exists()
    assert _run(*INIT, "--offline") == 0


def test_init_that_fails_leaves_no_token_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the database cannot be made, no half-written settings file stays, and the next try goes through."""
    elsewhere = ("init", "--token", TOKEN, "--charter", "bac-kan", "--database", "none/t.sqlite3", "--offline")
    _fails(capsys, *elsewhere)
    assert [path.name for path in Path().iterdir()] == []
    Path("none").mkdir()
    assert _run(*elsewhere) == 0
    assert sorted(path.name for path in Path().iterdir()) == [".env", "none"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--token", "abc", "--charter", "bac-kan"), "must look like"),
        (("--token", TOKEN, "--charter", "no-such"), "there is no such preset"),
        (("--token", TOKEN, "--charter", "no-such.toml"), "there is no such file"),
        (("--token", TOKEN, "--charter", "broken.toml"), "not valid TOML"),
    ],
)
def test_init_with_wrong_input_writes_nothing(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    """The sentence says what is wrong; neither settings nor database come into being."""
    Path("broken.toml").write_text("[body\n", encoding="utf-8")
    assert words in _fails(capsys, "init", *arguments, "--database", "d.sqlite3", "--offline")
    assert not Path(".env").exists()
    assert not Path("d.sqlite3").exists()


def test_init_says_when_telegram_is_out_of_reach(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an answer nothing is written, and the way on without asking is told."""
    monkeypatch.setenv("TASKFORCE_API_URL", "http://127.0.0.1:9/bot")
    said = _fails(capsys, *INIT)
    assert "--offline" in said
    assert TOKEN not in said
    assert not Path(".env").exists()


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LocalTelegram]:
    """A local Telegram that knows the token; the commands are told where it is."""
    async with LocalTelegram(SystemClock(), token=TOKEN) as local:
        monkeypatch.setenv("TASKFORCE_API_URL", local.base_url)
        yield local


async def _in_thread(*arguments: str) -> int:
    """Run a command beside the local Telegram's event loop."""
    return await asyncio.to_thread(_run, *arguments)


async def test_init_asks_telegram(telegram: LocalTelegram, capsys: pytest.CaptureFixture[str]) -> None:
    """The right token is greeted with the bot's name, a wrong one ends in one sentence."""
    assert await _in_thread("init", "--token", "999999999:not-this-one", *INIT[3:]) == 1
    assert "does not know this token" in capsys.readouterr().err
    assert await _in_thread(*INIT) == 0  # without --force: the first time wrote nothing
    assert "@bac_kan_bot" in capsys.readouterr().out


async def test_invite_prints_a_link_that_works(telegram: LocalTelegram, capsys: pytest.CaptureFixture[str]) -> None:
    """The code in the link is known to the database; the bot's name is asked once and remembered."""
    assert await _in_thread(*INIT) == 0
    await telegram.stop()
    capsys.readouterr()
    assert await _in_thread("invite", "--role", "thư ký", "--uses", "0", "--days", "0") == 0
    found = re.search(r"https://t\.me/bac_kan_bot\?start=([\w-]+)", capsys.readouterr().out)
    assert found is not None
    database = await Database.open("taskforce.sqlite3")
    async with database.read() as tx:
        invite = await invites.by_code(tx, found[1])
    await database.close()
    assert invite is not None
    assert (invite.role.value, invite.uses_left, invite.expires_at) == ("secretary", None, None)


def test_invite_says_what_is_wrong(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No database, no such role, no such unit, Telegram out of reach: a sentence each."""
    assert "init" in _fails(capsys, "invite", "--role", "secretary")
    assert _run(*INIT, "--offline") == 0
    assert "There are: leader" in _fails(capsys, "invite", "--role", "king")
    monkeypatch.setenv("TASKFORCE_API_URL", "http://127.0.0.1:9/bot")
    said = _fails(capsys, "invite", "--role", "secretary")
    assert "cannot be reached" in said
    assert "--bot NAME" in said


def test_invite_takes_the_name_of_the_bot(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network the operator says what the bot is called; what cannot be a name is refused."""
    assert _run(*INIT, "--offline") == 0
    monkeypatch.setenv("TASKFORCE_API_URL", "http://127.0.0.1:9/bot")
    for wrong in ("my bot", "bot", "t.me/x_bot", "@"):
        assert "such as bac_kan_bot" in _fails(capsys, "invite", "--role", "secretary", "--bot", wrong)
    assert _run("invite", "--role", "secretary", "--bot", "@bac_kan_bot") == 0
    assert "https://t.me/bac_kan_bot?start=" in capsys.readouterr().out
    assert "--bot NAME" in _fails(capsys, "invite", "--role", "secretary")


def test_doctor_names_a_folder_that_is_not_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database in no folder is a finding with its remedy, like everything else the doctor sees."""
    Path("a-file").write_text("", encoding="utf-8")
    for path, remedy in (
        ("none/t.sqlite3", "Make the folder"),
        ("a-file/t.sqlite3", "There is no database at a-file/t.sqlite3."),
        ("a" * 300, "Check TASKFORCE_DATABASE"),
    ):
        monkeypatch.setenv("TASKFORCE_DATABASE", path)
        capsys.readouterr()
        assert _run("doctor", "--offline") == 1
        said = capsys.readouterr()
        assert "✗" in said.out
        assert remedy in said.out
        assert said.err == ""


def test_a_roster_is_imported_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """New units are shown and need a yes; a second import finds everybody there."""
    assert _run(*INIT, "--offline") == 0
    Path("ds.csv").write_text(ROSTER, encoding="utf-8")
    for answer, code in (("", 1), ("n\n", 1), ("y\n", 0)):
        assert asyncio.run(_listed()) == ([], [])
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert _run("roster", "import", "ds.csv") == code
        said = capsys.readouterr().out
        assert "Units that are new (1):\n  Sở Y tế\n" in said
        assert ("✓ 1 person new, 1 unit new.\n" in said) == (code == 0)
    assert asyncio.run(_listed()) == (["Sở Y tế"], ["Nguyễn Văn An"])
    assert _run("roster", "import", "ds.csv") == 0
    assert capsys.readouterr().out == "✓ 1 person there before.\n"


async def _listed() -> tuple[list[str], list[str]]:
    """The names of the units and of the people."""
    database = await Database.open("taskforce.sqlite3")
    async with database.read() as tx:
        found = [unit.name for unit in await units.of_task_force(tx, 1)]
        people = [m.full_name for m in await memberships.living(tx, 1)]
    await database.close()
    return found, people


def test_a_wrong_roster_names_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    """File, row and cause are told; the file that is not there, too."""
    assert _run(*INIT, "--offline") == 0
    Path("ds.csv").write_text(ROSTER + ",Sở Y tế,12\nLê Văn Dũng,Sở Y tế,0912000001\n", encoding="utf-8")
    said = _fails(capsys, "roster", "import", "ds.csv", "--yes")
    assert "Row 3: no name." in said
    assert "Row 3: “12”" in said
    assert "Row 4: the same phone number as row 2." in said
    assert "no such file" in _fails(capsys, "roster", "import", "none.csv")
    assert "device" in _fails(capsys, "roster", "import", "/dev/zero")
    Path("ds.xlsx").write_bytes(b"PK\x03\x04")
    assert "damaged" in _fails(capsys, "roster", "import", "ds.xlsx")


def test_several_task_forces_have_to_be_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """Without --task-force the sentence lists the keys."""
    assert _run(*INIT, "--offline") == 0
    second = ("init", "--token", TOKEN, "--charter", "nam-dong", "--database", "taskforce.sqlite3", "--offline")
    assert _run(*second, "--force") == 0
    Path("ds.csv").write_text(ROSTER, encoding="utf-8")
    assert "bac-kan, nam-dong" in _fails(capsys, "roster", "import", "ds.csv", "--yes")
    assert "no task force x" in _fails(capsys, "roster", "import", "ds.csv", "--yes", "--task-force", "x")
    assert _run("roster", "import", "ds.csv", "--yes", "--task-force", "nam-dong") == 0


def test_the_template_is_written_and_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """What it writes is a roster without people; it overwrites nothing."""
    assert _run(*INIT, "--offline") == 0
    assert _run("roster", "template", "mau.xlsx") == 0
    assert _run("roster", "template", "mau[1].xlsx") == 0
    assert "mau[1].xlsx: one person a row" in capsys.readouterr().out
    assert "There is no row" in _fails(capsys, "roster", "import", "mau.xlsx")
    assert "already" in _fails(capsys, "roster", "template", "mau.xlsx")


@pytest.mark.parametrize("command", [("backup",), ("roster", "template"), (*INIT, "--offline", "--env-file")])
def test_a_name_the_system_refuses_ends_in_a_sentence(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """Where something is to be written, a name too long or a missing folder is told like any other mistake."""
    if command[0] != "init":
        assert _run(*INIT, "--offline") == 0
    assert "Choose another" in _fails(capsys, *command, "a" * 300)
    assert "none" in _fails(capsys, *command, "none/x")


def test_a_foreign_database_ends_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no database of this bot is left alone."""
    Path("taskforce.sqlite3").write_text("not a database at all, but long enough to be looked at", encoding="utf-8")
    assert "not a database of this bot" in _fails(capsys, *INIT, "--offline")
    assert not Path(".env").exists()
