"""``taskforce-bot charter``."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.charter import charter_app
from taskforce.charter import preset_names

RUNNER = CliRunner()
KEYS = ["kind", "key", "period", "opens_at", "due_at", "target_at", "remind_at", "escalate_at", "summarise_at"]
KEYS += ["forward_due_at", "hold_from", "hold_until", "notice_by", "cite"]


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one call."""
    result = RUNNER.invoke(charter_app, list(arguments), env={"COLUMNS": "120"})
    return result.exit_code, result.stdout, result.stderr


def test_list() -> None:
    """The presets are listed with their names."""
    code, out, _ = run("list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(preset_names())


def test_check_a_good_file(tmp_path: Path) -> None:
    """A good charter is said to be one."""
    file = tmp_path / "tcta.toml"
    file.write_text('[body]\nname = "Tổ A"\nregulation = "QC"\nstanding_unit = "VP"\n', encoding="utf-8")
    code, out, err = run("check", str(file))
    assert (code, err) == (0, "")
    assert "Tổ A" in out


def test_check_names_every_mistake(tmp_path: Path) -> None:
    """Each mistake is one line on standard error: file, key, what was expected."""
    file = tmp_path / "bad.toml"
    file.write_text('[body]\nnam = "Tổ A"\nregulation = "QC"\nstanding_unit = "VP"\n', encoding="utf-8")
    code, out, err = run("check", str(file))
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"{file}: body.name: is missing",
        f'{file}: body.nam: there is no such key; did you mean "name"?',
    ]


@pytest.mark.parametrize("content", [b"[body\n", b"\xff\xfe\x00", b"", b"\x00"])
def test_check_any_file(tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, the answer is a sentence that names it, without a traceback."""
    file = tmp_path / "x.toml"
    file.write_bytes(content)
    code, _, err = run("check", str(file))
    assert code == 1
    assert err.startswith(str(file))
    assert "Traceback" not in err


def test_check_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are named as what they are."""
    assert run("check", str(tmp_path / "no.toml"))[2] == f"{tmp_path / 'no.toml'}: there is no such file\n"
    assert run("check", str(tmp_path))[0] == 1


@pytest.mark.parametrize("command", [("check",), ("show", "--year", "2026")])
def test_what_is_no_charter_file_is_left_unread(tmp_path: Path, command: tuple[str, ...]) -> None:
    """A device, a pipe, a folder, a huge file, a name too long: a sentence each, and nothing is read without end."""
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "big.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    for name, said in (
        ("/dev/zero", "device"),
        (tmp_path / "pipe.toml", "pipe"),
        (tmp_path, "folder"),
        (tmp_path / "big.toml", "bigger than 1 MB"),
        ("a" * 5000 + ".toml", "cannot be read"),
    ):
        code, _, err = run(*command, str(name))
        assert (code, err.count("\n")) == (1, 1)
        assert said in err


def test_deep_nesting_is_a_sentence(tmp_path: Path) -> None:
    """Two thousand brackets are answered like any other mistake."""
    file = tmp_path / "deep.toml"
    file.write_text("a = " + "[" * 2000, encoding="utf-8")
    for command in (("check",), ("show", "--year", "2026")):
        assert run(*command, str(file)) == (1, "", f"{file}: lists or tables lie too deep in each other\n")


def test_show_prints_names_as_they_are(tmp_path: Path) -> None:
    """Square brackets in a name or an article are part of it, not colours."""
    file = tmp_path / "x.toml"
    rules = '[[meetings]]\nkey = "m"\nevery = "month"\ncite = "Điều 1 [/b] [red]"\n'
    body = '[body]\nname = "Tổ [bold]A"\nregulation = "QC"\nstanding_unit = "VP"\n'
    file.write_text(body + rules, encoding="utf-8")
    code, out, _ = run("show", str(file), "--year", "2026")
    assert code == 0
    assert "Tổ [bold]A, 2026" in out
    assert "Điều 1 [/b] [red]" in out


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    """Notepad's byte order mark does no harm."""
    file = tmp_path / "bom.toml"
    file.write_text('[body]\nname = "Tổ A"\nregulation = "QC"\nstanding_unit = "VP"\n', encoding="utf-8-sig")
    assert run("check", str(file))[0] == 0


@pytest.mark.parametrize("name", preset_names())
def test_show_json(name: str) -> None:
    """The JSON is a list of objects with exactly the public keys."""
    code, out, _ = run("show", name, "--year", "2026", "--json")
    found = json.loads(out)
    assert code == 0
    assert found
    assert all(list(one) == KEYS for one in found)


def test_show_a_table() -> None:
    """The table has the year's reports and meetings, and the articles."""
    code, out, _ = run("show", "quang-nam", "--year", "2026")
    assert code == 0
    assert "2026-12" in out
    assert "Điều 12 khoản 3" in out
    assert "17/02" in out


def test_show_an_unknown_preset() -> None:
    """An unknown name is answered with those that there are."""
    code, _, err = run("show", "quang-nm", "--year", "2026")
    assert code == 1
    assert "quang-nam" in err
