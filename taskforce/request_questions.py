"""The questions of a report that somebody asks for: read from a pasted list, the kind of each guessed from its words.

A guess saves taps and decides nothing: the kind of each question is shown and changed with a tap.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from taskforce.charter.base import Text
from taskforce.charter.forms import FieldSpec, FormSpec, OptionSpec
from taskforce.numbered import read_list
from taskforce.vietnamese import fold, nfc

Kind = Literal["text", "number", "percent", "yes-no", "choice", "file"]

KINDS: tuple[Kind, ...] = get_args(Kind)
MOST = 15
"""Questions of one request: more than that is a form of the regulation."""

LONGEST = 300
"""Characters of a question."""

MOST_OPTIONS = 8
LONGEST_OPTION = 60


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``options`` of a choice as people read them, ``measure`` of a number ("hộ"), "" for none."""

    text: str
    kind: Kind
    options: tuple[str, ...] = ()
    measure: str = ""


def read_questions(text: str) -> tuple[Question, ...]:
    """The questions of a typed or pasted list, each with the kind its words speak for; never raises.

    >>> [(q.text, q.kind) for q in read_questions("1. Số hộ nghèo?\\n2. Đã họp chưa?")]
    [('Số hộ nghèo?', 'number'), ('Đã họp chưa?', 'yes-no')]
    """
    return tuple(guess(item) for item in read_list(text))


def read_options(text: str) -> tuple[str, ...]:
    """What can be chosen, one a line or between semicolons, or else commas; each once."""
    lines = read_list(text) if "\n" in text.strip() else re.split(r";", text)
    if len(lines) == 1:
        lines = re.split(r"[,/]", lines[0])
    return tuple(dict.fromkeys(found for line in lines if (found := " ".join(nfc(line).split()).strip(" .;,"))))


def guess(text: str) -> Question:
    """The question with the kind its words speak for; text when they speak for none."""
    said = " ".join(nfc(text).split())
    plain = fold(said)
    options = _options(said)
    if options and {fold(one) for one in options} <= {"co", "khong", "da", "chua", "roi"}:
        return Question(said, "yes-no")
    if options:
        return Question(said, "choice", options)
    if "%" in said or re.search(r"\bt[yi] le\b|\bphan tram\b|\bpercent", plain):
        return Question(said, "percent")
    measure = _measure(said)
    if measure or _counts(said, plain):
        return Question(said, "number", measure=measure)
    if _asks_yes_or_no(said, plain):
        return Question(said, "yes-no")
    if re.search(r"\b(dinh kem|gui kem|kem theo|tep|file|anh chup|ban chup|ban scan|ban quet|attach\w*)\b", plain):
        return Question(said, "file")
    return Question(said, "text")


def _options(said: str) -> tuple[str, ...]:
    """What stands in brackets at the end, or after a colon, with strokes between: "(tốt/khá/yếu)"."""
    match = re.search(r"(?:\(([^()]+)\)|:\s*([^:()]+?))\s*[?.]*$", said)
    inside = (match[1] or match[2]) if match else ""
    found = tuple(dict.fromkeys(part for one in inside.split("/") if (part := one.strip(" ?."))))
    if not 2 <= len(found) <= MOST_OPTIONS or any(len(one) > LONGEST_OPTION or one[0].isdigit() for one in found):
        return ()
    if len(found) > 2 or re.match(r"(?:co|da|khong|chua)\b", fold(found[0])) or _denies(found[1]):
        return found
    return ()


def _denies(words: str) -> bool:
    return re.match(r"(?:khong|chua)\b", fold(words)) is not None


_MEASURES = frozenset(
    (
        *("nguoi", "ho", "hoso", "luot", "vu", "viec", "truonghop", "vanban", "thutuc", "taikhoan", "nhiemvu", "phieu"),
        *("dong", "nghindong", "trieu", "trieudong", "ty", "tydong", "ha", "m", "m2", "km", "tan", "ta", "kg", "can"),
        *("con", "cuoc", "lop", "xa", "thon", "to", "doan", "may", "bo", "chiec", "cai", "diem", "donvi", "congtrinh"),
        *("ngay", "gio", "the"),
    )
)


def _measure(said: str) -> str:
    """What is counted, where it stands in brackets at the end: "Kinh phí đã chi (triệu đồng)"."""
    match = re.search(r"\(([^()]{1,20})\)\s*[?.:]*$", said)
    if match is None:
        return ""
    counted = [fold(part).replace(" ", "") for part in match[1].split("/")]
    return match[1].strip() if counted[0] in _MEASURES else ""


def _counts(said: str, plain: str) -> bool:
    if re.search(r"\bbao nhieu\b|\bhow many\b|\bhow much\b|\bnumber of\b", plain):
        return True
    lower = said.casefold()
    if re.search(r"(?<!\w)mấy(?!\w)", lower):
        return True
    start = re.match(r"(?:tổng số|số lượng|tổng|số)(?!\w)\s*(.*)", lower)
    if start is None and lower.isascii():
        start = re.match(r"(?:tong so|so luong|so)(?!\w)\s*(.*)", lower)
    names = (
        "dien thoai",
        "hieu",
        "quyet dinh",
        "cong van",
        "van ban so",
        "tai khoan ngan",
        "ke hoach",
        "sanh",
        "nha",
        "lieu",
    )
    return start is not None and not fold(start[1]).startswith(names)


def _asks_yes_or_no(said: str, plain: str) -> bool:
    if re.search(r"\bco hay khong\b|\bhay khong$|\bhay chua$|\bco phai\b", plain):
        return True
    asks = said.endswith("?") or not re.search(r"[.;:]$", said)
    return asks and re.search(r"^(?:.* )?(?:co|da|duoc|con)\b.* (?:khong|chua)$", plain) is not None


def form_of(title: str, questions: Sequence[Question]) -> FormSpec:
    """The questions as a report asks them.

    Numbers are summed and percentages averaged in the summary; who has nothing to tell can say so with a tap, and a
    file can be left out.

    Raises:
        ValueError: a question or an option cannot be asked.
    """
    return FormSpec(
        key="adhoc",
        title=Text(vi=title),
        fields=tuple(_field(number, question) for number, question in enumerate(questions, start=1)),
    )


def _label(question: Question) -> str:
    """As a line says it before an answer: "Số hộ nghèo: 12", but "Đã họp chưa?"."""
    ends = ".:;" if question.kind in ("yes-no", "choice") else ".:;?"
    return question.text.rstrip(f"{ends} ") or question.text


def _field(number: int, question: Question) -> FieldSpec:
    kind = question.kind
    return FieldSpec(
        key=f"q{number}",
        kind=kind,
        label=Text(vi=_label(question)),
        required=kind != "file",
        nothing=kind == "text",
        carry=False,
        options=tuple(
            OptionSpec(key=f"o{at}", label=Text(vi=option)) for at, option in enumerate(question.options, start=1)
        )
        if kind == "choice"
        else (),
        measure=Text(vi="%")
        if kind == "percent"
        else Text(vi=question.measure)
        if question.measure and kind == "number"
        else None,
        minimum="0" if kind == "percent" else None,
        total="sum" if kind == "number" else "average" if kind == "percent" else "none",
    )
