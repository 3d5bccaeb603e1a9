"""One conclusion: what it says of its units and its last day, and what it says without certainty."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from taskforce.numbered.deadlines import read_due
from taskforce.numbered.duties import Names, read_duties


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion: the whole text, and what is certain in it.

    ``lead`` and ``with_`` are unit ids in the order written; ``due`` is the last day (local). ``unclear`` holds the
    phrases, as written, that say something of these but not for certain: a person has to be asked.
    """

    text: str
    lead: tuple[int, ...] = ()
    with_: tuple[int, ...] = ()
    due: date | None = None
    unclear: tuple[str, ...] = ()


def read_conclusion(text: str, units: Names, today: date) -> Conclusion:
    """What a conclusion says of its leading and co-ordinating units and its last day; ``today`` is local.

    "Giao Sở Y tế …", "Công an tỉnh chủ trì", "phối hợp với Sở Tư pháp" and "Sở Tư pháp phối hợp" are certain, a
    known unit that is only mentioned is not. "Trước ngày 20/4" ends with the 19th; "trong tháng 4", "trong quý II"
    end with their last day. A date that has passed, a day of every month, a number of days and two different last
    days are not certain.
    """
    written = " ".join(unicodedata.normalize("NFC", text).split())
    duties = read_duties(written, units)
    due, vague = read_due(written, today)
    return Conclusion(text.strip(), duties.lead, duties.with_, due, tuple(dict.fromkeys(duties.unclear + vague)))
