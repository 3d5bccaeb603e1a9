"""Typed text without accents, letter for letter, and a reader that takes pieces out of it."""

import re
import unicodedata

# Words that differ by their accents alone and say different things stay as they were written.
_KEPT = frozenset({"tới", "tối", "một", "mốt", "bảy", "bẩy", "bây", "sáu", "thứ", "sáng"})
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = str.maketrans(dict.fromkeys("‐‑‒–—−~→", "-") | dict.fromkeys("\u2019\u2032`", "'"))
_SIGN = re.compile(r"[^\W_]+|[^\s\w.,;:()?!\"'§-]")
_TAKEN = " § "


def bare(text: str) -> str:
    """NFC text without case and accents, each letter in its place: a slice of it is the same slice of the text."""
    return "".join(_bare_letter(letter) for letter in text)


def _bare_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].casefold()
    return base if len(base) == 1 else letter


def plain(text: str) -> str:
    """``text`` without accents, case and double spaces; "tới" and "tối" and their like keep their accents.

    "sang" is the morning, except as a word without accent among words that have theirs ("chuyển sang 14h").
    """
    written = unicodedata.normalize("NFC", text).translate(_MARKS)
    words = " ".join(_WORD.sub(_plain_word, written).split())
    if bare(written) != written.casefold():
        words = re.sub(r"\bsang\b", "", words)
    return words.replace("sáng", "sang")


def _plain_word(word: re.Match[str]) -> str:
    lower = word[0].casefold()
    return lower if lower in _KEPT else bare(word[0])


class Text:
    """Plain text of which readers take their piece; what nobody took is left to be judged."""

    def __init__(self, text: str) -> None:
        self.left = text

    def take(self, shape: re.Pattern[str]) -> re.Match[str] | None:
        """The first place that fits, taken out; None when there is none."""
        found = shape.search(self.left)
        if found:
            self.left = self.left[: found.start()] + _TAKEN + self.left[found.end() :]
        return found

    def words(self) -> list[str]:
        """The words and signs that are left, punctuation apart."""
        return _SIGN.findall(self.left)
