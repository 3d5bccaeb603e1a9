"""Read what a bot sent: query string, JSON body, urlencoded or multipart form (docs/telegram-facts.md, PTB 22.8)."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError, bad_request

MAX_UPLOAD_BYTES = 50 * 1024 * 1024


class Upload(NamedTuple):
    """A file that came with a request."""

    name: str
    body: bytes
    content_type: str


@dataclass(slots=True)
class Args:
    """The arguments of one call. Values are strings, or JSON values when the body was JSON."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """The argument as text."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)

    def integer(self, name: str, default: int = 0, low: int = -(2**63), high: int = 2**63) -> int:
        """The argument as a number, moved into the bounds; what is not a number is 0, as at Telegram."""
        if name not in self.values:
            return default
        try:
            number = int(self.text(name).strip() or default)
        except ValueError:
            number = 0
        return max(low, min(high, number))

    def boolean(self, name: str, default: bool = False) -> bool:
        """``true``, ``yes`` and ``1`` are true."""
        if name not in self.values:
            return default
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """The argument as a JSON value, None when it is missing or empty. Raises ApiError 400."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error


async def read_args(request: web.BaseRequest) -> Args:
    """Read all arguments of a request. Raises ApiError 400 for a broken body, 413 for too large a file."""
    args = Args(dict(request.query)) if request.query_string else Args()
    if not request.body_exists:
        return args
    kind = request.content_type
    if kind == "multipart/form-data":
        await _read_multipart(request, args)
        return args
    body = await request.read()
    if not body:
        return args
    try:
        if kind == "application/json":
            parsed = json.loads(body)
            if not isinstance(parsed, dict):
                raise bad_request("can't parse request body: an object is expected")
            args.values.update((name, value) for name, value in parsed.items() if value is not None)
        else:
            args.values.update(_form(body.decode()))
    except ValueError as error:
        raise bad_request(f"can't parse request body: {error}") from error
    return args


def _form(body: str) -> dict[str, str]:
    """The fields of an urlencoded form (``parse_qsl`` takes three times as long)."""
    fields: dict[str, str] = {}
    for pair in body.split("&"):
        name, _, value = pair.partition("=")
        if "%" in value or "+" in value:
            value = unquote_to_bytes(value.replace("+", " ")).decode()
        fields[unquote_to_bytes(name).decode() if "%" in name else name] = value
    return fields


async def _read_multipart(request: web.BaseRequest, args: Args) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart body")
        body = bytearray()
        while chunk := await part.read_chunk(65536):
            body += chunk
            total += len(chunk)
            if total > MAX_UPLOAD_BYTES + 65536:
                raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            args.values[part.name] = body.decode()
        else:
            content_type = part.headers.get("Content-Type", "application/octet-stream")
            args.files[part.name] = Upload(part.filename, bytes(body), content_type)
