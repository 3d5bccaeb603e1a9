"""Settings from the environment or a ``.env`` file, all prefixed ``TASKFORCE_`` (design §11)."""

import re
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.mail_server import MailServer
from bot.pace import PaceLimits

_TOKEN_SHAPE = re.compile(r"\d{5,}:[A-Za-z0-9_-]{10,}")


_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which, and what to do."""


class Settings(BaseSettings):
    """Everything an operator can set. The token is a secret: it shows in no log, traceback or repr."""

    model_config = SettingsConfigDict(
        env_prefix="TASKFORCE_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    token: SecretStr = SecretStr("")
    database: Path = Path("taskforce.sqlite3")
    charter: str = "bac-kan"
    api_url: str = "https://api.telegram.org/bot"
    file_url: str = "https://api.telegram.org/file/bot"
    proxy: str | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)  # looked at beside the URL
    listen: str = "127.0.0.1:8080"
    templates: Path | None = None
    locale: Literal["vi", "en"] = "vi"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    smtp_host: str = ""
    smtp_port: int = Field(default=587, gt=0, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    mail_from: str = Field(default="", validate_default=True)  # looked at beside the host
    mails_per_minute: int = Field(default=60, gt=0, le=6000)
    messages_per_second: float = Field(default=29.4, gt=0, le=1_000_000)
    private_limit: str = "3/3.2"
    group_limit: str = "19/60.5"

    @field_validator("token")
    @classmethod
    def _token_has_the_shape(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not _TOKEN_SHAPE.fullmatch(token.get_secret_value()):
            raise ValueError("must look like 123456789:AbC… (BotFather shows it after /newbot)")
        return token

    @field_validator("api_url", "file_url")
    @classmethod
    def _server_has_a_scheme(cls, url: str) -> str:
        if not _host_of(url, "http", "https"):
            raise ValueError("must begin with https:// (or http://) and a host")
        return url

    @field_validator("proxy")
    @classmethod
    def _proxy_speaks_http(cls, proxy: str | None) -> str | None:
        if proxy is not None and not _host_of(proxy, "http", "https"):
            raise ValueError("must begin with http:// or https:// and a host; SOCKS is not supported")
        return proxy

    @field_validator("webhook_url")
    @classmethod
    def _webhook_can_be_reached(cls, url: str | None) -> str | None:
        if url is None:
            return None
        safe = _host_of(url, "https") or _host_of(url, "http") in _LOOPBACK
        if not safe or not url.endswith("/telegram") or "?" in url or "#" in url:
            raise ValueError("must be the public https address, ending in /telegram (http only on this machine)")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _secret_has_the_shape(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None and info.data.get("webhook_url"):
            raise ValueError("must be set, as TASKFORCE_WEBHOOK_URL is: without it no update is believed")
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, - or _")
        return secret

    @field_validator("templates")
    @classmethod
    def _templates_are_in_a_folder(cls, templates: Path | None) -> Path | None:
        if templates is not None and not templates.is_dir():
            raise ValueError("must be a folder that is there")
        return templates

    @field_validator("smtp_security")
    @classmethod
    def _letters_go_encrypted(cls, security: str, info: ValidationInfo) -> str:
        if security == "none" and info.data.get("smtp_host") not in ("", *_LOOPBACK):
            raise ValueError("must be starttls or tls: unencrypted only on this machine")
        return security

    @field_validator("mail_from")
    @classmethod
    def _sender_is_an_address(cls, sender: str, info: ValidationInfo) -> str:
        if info.data.get("smtp_host") and not sender:
            raise ValueError("must be set, as TASKFORCE_SMTP_HOST is: the address letters come from")
        if sender and not _ADDRESS.fullmatch(parseaddr(sender)[1]):
            raise ValueError('must be an address, such as to.cong.tac@tinh.example or "Tổ công tác <tct@tinh.example>"')
        return sender

    @field_validator("listen")
    @classmethod
    def _listen_is_an_address(cls, listen: str) -> str:
        host, _, port = listen.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("must be HOST:PORT, such as 127.0.0.1:8080")
        return listen

    @field_validator("private_limit", "group_limit")
    @classmethod
    def _limit_has_the_shape(cls, limit: str) -> str:
        if not re.fullmatch(r"[1-9]\d*/\d+(\.\d+)?", limit):
            raise ValueError("must be MESSAGES/SECONDS, such as 3/3.2")
        return limit

    def pace(self) -> PaceLimits:
        """How fast to send: overall, to one person, to one group."""
        private, group = ((int(n), float(s)) for n, s in (x.split("/") for x in (self.private_limit, self.group_limit)))
        return PaceLimits(self.messages_per_second, private, group)

    def mail_server(self) -> MailServer | None:
        """Where e-mails are handed in; None where none is set, and then none are written."""
        if not self.smtp_host:
            return None
        return MailServer(
            host=self.smtp_host,
            port=self.smtp_port,
            sender=self.mail_from,
            security=self.smtp_security,
            user=self.smtp_user,
            password=self.smtp_password,
            per_minute=self.mails_per_minute,
        )

    def need_token(self) -> str:
        """The token.

        Raises:
            SettingsError: none is set.
        """
        token = self.token.get_secret_value()
        if not token:
            raise SettingsError("TASKFORCE_TOKEN is not set. Run `taskforce-bot init`, or put it into .env.")
        return token


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: every wrong setting, by its name, and what was expected; the values are not repeated.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        wrong = [f"TASKFORCE_{str(e['loc'][0]).upper()}: {_plain(e['msg'])}" for e in error.errors()]
        raise SettingsError("Wrong settings (environment or .env):\n  " + "\n  ".join(wrong)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file} cannot be read: {error}. Make it a UTF-8 text file.") from None


def _host_of(url: str, *schemes: str) -> str | None:
    """The host of an address that begins with one of these schemes, else None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in schemes else None


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
