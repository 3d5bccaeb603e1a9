"""Settings: every wrong one named, with what was expected and without its value."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings


def _env(tmp_path: Path, text: str) -> Path:
    path = tmp_path / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    """Settings come from .env under their prefix."""
    settings = load_settings(_env(tmp_path, "TASKFORCE_LOCALE=en\nTASKFORCE_LISTEN=0.0.0.0:9000\n"))
    assert (settings.locale, settings.listen) == ("en", "0.0.0.0:9000")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TASKFORCE_TOKEN=hello", "TASKFORCE_TOKEN"),
        ("TASKFORCE_LOCALE=fr", "TASKFORCE_LOCALE"),
        ("TASKFORCE_LISTEN=9090", "TASKFORCE_LISTEN"),
        ("TASKFORCE_WEBHOOK_SECRET=short", "TASKFORCE_WEBHOOK_SECRET"),
        ("TASKFORCE_PRIVATE_LIMIT=fast", "TASKFORCE_PRIVATE_LIMIT"),
        ("TASKFORCE_MESSAGES_PER_SECOND=0", "TASKFORCE_MESSAGES_PER_SECOND"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, name: str) -> None:
    """The error says which setting, and does not repeat what was put there."""
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings(_env(tmp_path, line))
    value = line.split("=")[1]
    assert value == "0" or value not in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Two wrong settings, two lines."""
    with pytest.raises(SettingsError) as caught:
        load_settings(_env(tmp_path, "TASKFORCE_TOKEN=x\nTASKFORCE_LOCALE=fr\n"))
    assert "TASKFORCE_TOKEN" in str(caught.value)
    assert "TASKFORCE_LOCALE" in str(caught.value)


def test_a_missing_token_says_how_to_get_one(tmp_path: Path) -> None:
    """Where a token is needed and none is set, the sentence names the command to run."""
    with pytest.raises(SettingsError, match="taskforce-bot init"):
        load_settings(_env(tmp_path, "")).need_token()


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A .env in another encoding ends in a sentence, not a traceback."""
    path = tmp_path / ".env"
    path.write_bytes(b"\xff\xfeT\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(path)
