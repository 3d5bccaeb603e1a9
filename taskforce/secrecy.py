"""What may not be written here at all: what is marked as a state secret, and numbers of identity cards.

Luật Bảo vệ bí mật nhà nước 117/2025: nothing secret is drafted, sent or kept on devices that are connected.
Luật Bảo vệ dữ liệu cá nhân 91/2025: the product asks nobody for the number of a card, so it keeps none.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# In a text typed in capitals "BẢO MẬT" is about security and "MẬT ĐỘ" about density: no marks. Names of files often
# lack the accents; "MAT" alone would be too many things.
_MARK = re.compile(r"(?<!\w)(TUYỆT MẬT|TỐI MẬT|TUYET MAT|TOI MAT|(?<!BẢO )MẬT(?! (?:ĐỘ|KHẨU|MÃ|ONG|THIẾT|VỤ)\b))(?!\w)")
_MARKS = {"TUYET MAT": "TUYỆT MẬT", "TOI MAT": "TỐI MẬT"}

# Thông tư 59/2021/TT-BCA Điều 4: twelve digits, the first three the province (001–096), then one for century and sex.
_IDENTITY = re.compile(r"(?<![\w.,/-])0(?:0[1-9]|[1-8]\d|9[0-6])[ .]?\d[ .]?\d{2}[ .]?\d{2}[ .]?\d{4}(?![\w/-])")
_BETWEEN_WORDS = re.compile(r"[_\-.]+")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Why a text is not taken: ``found`` is the mark; of a card's number only the kind is told, never the number."""

    kind: Literal["mark", "identity"]
    found: str = ""


def secret_mark(text: str) -> str | None:
    """The mark of secrecy that ``text`` bears ("MẬT", "TỐI MẬT", "TUYỆT MẬT": whole words in capitals), or None."""
    found = _MARK.search(" ".join(unicodedata.normalize("NFC", text).split()))
    return None if found is None else _MARKS.get(found[1], found[1])


def has_identity_number(text: str) -> bool:
    """Whether the number of a citizen's identity card (twelve digits) stands in ``text``."""
    return _IDENTITY.search(unicodedata.normalize("NFKC", text)) is not None


def forbidden(texts: Iterable[str], file_name: str = "") -> Forbidden | None:
    """Why what was said and the name of the file sent with it may not be taken, or None."""
    spoken = [*texts, _BETWEEN_WORDS.sub(" ", file_name)]
    for text in spoken:
        if mark := secret_mark(text):
            return Forbidden("mark", mark)
    return Forbidden("identity") if any(has_identity_number(text) for text in spoken) else None
