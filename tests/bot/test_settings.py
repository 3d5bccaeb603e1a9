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
        ("TASKFORCE_PROXY=socks5://127.0.0.1:1080", "TASKFORCE_PROXY: .*SOCKS is not supported"),
        ("TASKFORCE_PROXY=proxy.example:3128", "TASKFORCE_PROXY"),
        ("TASKFORCE_PROXY=http://[::1", "TASKFORCE_PROXY"),
        ("TASKFORCE_API_URL=api.example/bot", "TASKFORCE_API_URL: .*https://"),
        ("TASKFORCE_FILE_URL=ftp://api.example/file/bot", "TASKFORCE_FILE_URL: .*https://"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, name: str) -> None:
    """The error says which setting, and does not repeat what was put there."""
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings(_env(tmp_path, line))
    value = line.split("=")[1]
    assert value == "0" or value not in str(caught.value)


_SECRET = "TASKFORCE_WEBHOOK_SECRET=0123456789abcdef\n"


def test_a_webhook_needs_its_secret(tmp_path: Path) -> None:
    """Without the secret the bot would take no update, so it does not start."""
    line = "TASKFORCE_WEBHOOK_URL=https://bot.example/telegram\n"
    with pytest.raises(SettingsError, match="TASKFORCE_WEBHOOK_SECRET: must be set, as TASKFORCE_WEBHOOK_URL is"):
        load_settings(_env(tmp_path, line))
    assert load_settings(_env(tmp_path, line + _SECRET)).webhook_url == "https://bot.example/telegram"


@pytest.mark.parametrize(
    "url",
    [
        "http://bot.example/telegram",
        "bot.example/telegram",
        "https://bot.example",
        "https://bot.example/telegram/",
        "https:///telegram",
        "https://bot.example/?x=/telegram",
        "https://[::1/telegram",
    ],
)
def test_where_telegram_would_send_nothing_is_no_webhook(tmp_path: Path, url: str) -> None:
    """The public address is https and ends in the path that is served; the value is not repeated."""
    with pytest.raises(SettingsError, match=r"TASKFORCE_WEBHOOK_URL: must be .*https.*/telegram") as caught:
        load_settings(_env(tmp_path, f"TASKFORCE_WEBHOOK_URL={url}\n{_SECRET}"))
    assert url not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_a_webhook_on_the_machine_itself_needs_no_tls(tmp_path: Path, host: str) -> None:
    """A local Bot API server calls over plain http."""
    settings = load_settings(_env(tmp_path, f"TASKFORCE_WEBHOOK_URL=http://{host}/telegram\n{_SECRET}"))
    assert settings.webhook_url == f"http://{host}/telegram"


def test_a_setting_left_empty_is_not_set(tmp_path: Path) -> None:
    """A name with nothing behind it, as in a copied example, means the default."""
    settings = load_settings(_env(tmp_path, "TASKFORCE_PROXY=\nTASKFORCE_WEBHOOK_URL=\nTASKFORCE_LOCALE=\n"))
    assert (settings.proxy, settings.webhook_url, settings.locale) == (None, None, "vi")


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
