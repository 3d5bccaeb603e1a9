"""PTB's request backend on aiohttp, and the token kept out of everything that is written (design §11).

aiohttp carries 2–3 times the calls per second of PTB's default HTTPX backend on the same machine (Telegram facts,
Measured); ``make bench`` shows the difference.
"""

import json
import logging
import re
from typing import Any

import aiohttp
from telegram import InputFile
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{10,}")


class WithoutToken(logging.Filter):
    """Takes anything that looks like a bot token out of every log record, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it is always let through."""
        record.msg = hide_token(record.getMessage())
        record.args = None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = hide_token(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def hide_token(text: str) -> str:
    """The text with every bot token replaced."""
    return _TOKEN.sub("<token>", text)


class AiohttpRequest(BaseRequest):
    """One keep-alive pool for all calls. ``timeout`` in seconds, per call; ``proxy`` is an http(s) proxy's URL."""

    def __init__(self, *, timeout: float = 20.0, connections: int = 64, proxy: str | None = None) -> None:
        self._timeout = timeout
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._timeout

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, json_serialize=_compact)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; returns the HTTP status and the body.

        Raises:
            TimedOut: no answer in time.
            NetworkError: no connection. Neither names the URL, which holds the token.
        """
        seconds = self._timeout if isinstance(read_timeout, DefaultValue) else read_timeout
        if self._session is None:
            await self.initialize()
        assert self._session is not None  # noqa: S101 - just opened
        try:
            async with self._session.request(
                method,
                url,
                timeout=aiohttp.ClientTimeout(total=seconds, connect=10),
                proxy=self._proxy,
                **_body(request_data),
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"Telegram cannot be reached ({type(error).__name__})") from None


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"json": data.parameters}
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows the file name as it comes: as letters, not as %C3%A1
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return {"data": form}


def input_file(name: str, content: bytes) -> InputFile:
    """An upload, sent in the field itself; what would end the name or its line is left out of it."""
    return InputFile(content, filename=re.sub(r'[\x00-\x1f\x7f"\\/]+', " ", name), attach=False)
