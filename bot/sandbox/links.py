"""Which links Telegram accepts behind a word or a button."""

import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg:(?://)?user\?id=([0-9]+)$")


def mentioned_user_id(address: str) -> int | None:
    """The user that ``tg://user?id=…`` names, or None for any other address."""
    found = _USER.match(address.strip())
    return int(found.group(1)) if found else None


def checked_link(address: str) -> str:
    """The address as Telegram keeps it, or "" when it does not take it as a link.

    Only http, https, tg and ton; a host needs a dot, and one without a scheme becomes http.
    """
    address = address.strip()
    scheme, colon, rest = address.partition(":")
    if colon and scheme.lower() in ("tg", "ton", "tonsite"):
        return address if rest else ""
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host.strip(".") or re.search(r"\s", parts.netloc):
        return ""
    return parts._replace(path=parts.path or "/").geturl()
