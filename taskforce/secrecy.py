"""What may not be written here at all: contents marked as state secrets (Luật Bảo vệ bí mật nhà nước)."""

import re
import unicodedata

# "BẢO MẬT" in a text typed in capitals is about security, not a mark.
_MARK = re.compile(r"(?<!\w)(?<!BẢO )(TUYỆT MẬT|TỐI MẬT|MẬT)(?!\w)")


def secret_mark(text: str) -> str | None:
    """The mark of secrecy that ``text`` bears ("MẬT", "TỐI MẬT", "TUYỆT MẬT": whole words in capitals), or None."""
    found = _MARK.search(" ".join(unicodedata.normalize("NFC", text).split()))
    return None if found is None else found[1]
