"""The server that takes the e-mails."""

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and whose they are; ``per_minute`` is how many at most."""

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password: SecretStr | None = None
    per_minute: int = 60
