"""One conclusion: what it says of its units and its last day, and what it says without certainty."""

import unicodedata
from datetime import date

from taskforce.numbered.deadlines import read_due
from taskforce.numbered.duties import read_duties
from taskforce.numbered.model import Conclusion, Names


def read(text: str, units: Names, today: date) -> Conclusion:
    """``taskforce.numbered.read_conclusion``."""
    written = " ".join(unicodedata.normalize("NFC", text).split())
    duties = read_duties(written, units)
    due, vague = read_due(written, today)
    return Conclusion(text.strip(), duties.lead, duties.with_, due, tuple(dict.fromkeys(duties.unclear + vague)))
