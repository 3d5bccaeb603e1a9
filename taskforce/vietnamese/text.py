"""One form for what people type: NFC to keep, a folded key to compare."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[\W_]+")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # those of Vietnamese among them


def nfc(text: str) -> str:
    """The text in Unicode NFC with outer spaces cut: phones and Macs often send letters and accents apart."""
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """A key without accents, case, punctuation and double spaces: ``"Sở KH&ĐT"`` gives ``"so kh dt"``.

    Different names can share a key ("Ba Bể" and "Bà Bê"), so a key finds candidates and never decides.
    """
    # đ is a letter of its own: NFD does not take it apart.
    plain = text.casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", plain)
    bare = _MARKS.sub("", decomposed)
    if not bare.isascii():
        bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub(" ", bare).strip()


def compact(text: str) -> str:
    """The folded key without spaces: "Sở KH-ĐT" and "Sở KHĐT" are written apart or together at will."""
    return fold(text).replace(" ", "")
