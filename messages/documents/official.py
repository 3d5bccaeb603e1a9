"""How official Vietnamese documents write days, hours, numbers and people (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

import re
from datetime import date, datetime

from messages.documents.cleaning import one_line
from messages.documents.model import Official, Signature
from messages.formats import period, weekday

_MEETING_WORDS = ("cuộc họp", "phiên họp", "hội nghị", "hội thảo", "buổi làm việc")


_POINT = r"(?: khoản \d+)?(?: điểm \w+)?"
_ARTICLE = re.compile(rf"(Điều \d+\w?)((?: khoản| điểm) \w+{_POINT}(?:, khoản \d+(?: điểm \w+)?(?! Điều))*)")


def cited(text: str) -> str:
    """Articles as letters name them, the smallest part first: "khoản 1 Điều 7" for a charter's "Điều 7 khoản 1"."""
    return _ARTICLE.sub(lambda found: f"{_smallest_first(found[2])} {found[1]}", one_line(text))


def _smallest_first(parts: str) -> str:
    """Khoản and điểm of one article: "điểm a khoản 1, khoản 3" for " khoản 1 điểm a, khoản 3"."""
    each = (re.findall(r"(?:khoản|điểm) \w+", part) for part in parts.split(","))
    return ", ".join(" ".join(reversed(names)) for names in each)


def padded(number: int) -> str:
    """05 for 5: a number below ten has a nought before it."""
    return f"{number:02d}"


def long_day(day: date | None) -> str:
    """Ngày 05 tháng 4 năm 2022 in lower case, days below 10 and months 1 and 2 padded; room to write where None."""
    if day is None:
        blank = "\u00a0" * 6
        return f"ngày{blank}tháng{blank}năm{blank}"
    month = padded(day.month) if day.month < 3 else str(day.month)
    return f"ngày {padded(day.day)} tháng {month} năm {day.year}"


def short_day(day: date) -> str:
    """05/4/2022: as in a table."""
    return f"{padded(day.day)}/{padded(day.month) if day.month < 3 else day.month}/{day.year}"


def long_period(label: str) -> str:
    """Tháng 3 năm 2022 in lower case, for "2022-03"; quý I năm 2022, 6 tháng đầu năm 2022 alike."""
    said = period(label, "vi")
    if said.count("/") > 1:  # the day on which it was asked for
        return said.replace("/", " tháng ", 1).replace("/", " năm ")
    return said.replace("/", " năm ")


def long_hour(moment: datetime) -> str:
    """08 giờ 00 phút ngày 15 tháng 3 năm 2022."""
    return f"{long_clock(moment)} {long_day(moment)}"


def long_clock(moment: datetime) -> str:
    """14 giờ 30 phút."""
    return f"{padded(moment.hour)} giờ {padded(moment.minute)} phút"


def long_moment(moment: datetime) -> str:
    """14 giờ 30 phút, thứ Ba, ngày 05 tháng 4 năm 2022."""
    return f"{long_clock(moment)}, {weekday(moment, 'vi')}, {long_day(moment)}"


def long_span(starts_at: datetime, ends_at: datetime | None) -> str:
    """From when to when, the day said once where it is the same."""
    if ends_at is None:
        return long_moment(starts_at)
    if ends_at.date() == starts_at.date():
        return f"từ {long_clock(starts_at)} đến {long_moment(ends_at)}"
    return f"từ {long_moment(starts_at)} đến {long_moment(ends_at)}"


def number(given: str) -> str:
    """The document's number, padded; room to write where there is none yet."""
    if not one_line(given):
        return "\u00a0" * 6
    return padded(int(given)) if given.isdecimal() else one_line(given)


def person(official: Official) -> str:
    """Đồng chí Nguyễn Văn Mẫu, Tổ trưởng Tổ công tác, in lower case."""
    said = ", ".join(part for part in (one_line(official.name), one_line(official.title)) if part)
    return f"đồng chí {said}"


def first_upper(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """The text with a small first letter, the rest as it is."""
    return text[:1].lower() + text[1:]


def meeting_named(subject: str) -> str:
    """A subject as it stands in a sentence: "Họp định kỳ tháng 4" is "cuộc họp định kỳ tháng 4"."""
    said = one_line(subject)
    lower = said[:1].lower() + said[1:]
    if lower.startswith(_MEETING_WORDS):
        return lower
    if lower.startswith("họp "):
        return f"cuộc {lower}"
    return f"cuộc họp “{said}”"


def authority(signature: Signature) -> tuple[str, ...]:
    """The lines above the name: TỔ TRƯỞNG, or KT. TỔ TRƯỞNG and the deputy's own title beneath."""
    head, deputy = one_line(signature.head_title), one_line(signature.deputy_title)
    titles = (f"{signature.capacity} {head}", deputy) if deputy else (head,)
    office = one_line(signature.office)
    return tuple(line.upper() for line in (*titles, office) if line)
