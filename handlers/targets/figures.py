"""The figures of the charter's reports that a target's values can come from."""

from dataclasses import dataclass
from zlib import crc32

from storage.targets import Target
from taskforce.charter import Charter
from taskforce.charter.forms import FieldSpec
from taskforce.charter.reports import Report
from taskforce.target_counting import Counting, measure_fits, usual_counting

_LOCALES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Offer:
    """A number or percentage that a report asks for."""

    stream: Report
    title: str
    field: FieldSpec

    @property
    def key(self) -> int:
        """What a button carries for it."""
        return crc32(f"{self.stream.key}/{self.field.key}".encode())

    @property
    def usual(self) -> Counting:
        """How it is usually compared with a goal."""
        return usual_counting(self.field.total, self.field.label.localised("vi"))


def offers(charter: Charter, locale: str) -> list[Offer]:
    """Every figure that is combined over the units, in the order of the regulation."""
    found = []
    for report in charter.reports:
        form = charter.form(report.form)
        title = (report.title or form.title).localised(locale)
        found += [
            Offer(report, title, field)
            for field in form.fields
            if field.kind in ("number", "percent") and field.total != "none"
        ]
    return found


def fitting(charter: Charter, target: Target, locale: str) -> list[Offer]:
    """Those whose measure is the target's."""
    return [
        offer
        for offer in offers(charter, locale)
        if measure_fits(
            target.unit,
            offer.field.kind == "percent",
            [offer.field.measure.localised(each) for each in _LOCALES] if offer.field.measure else [],
        )
    ]
