"""One report period or one meeting, with every moment worked out; ``taskforce.cadence`` makes them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from taskforce.reminders import EscalationStep, Stage


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One report period or one meeting that is to be held. None and () where the charter has no rule.

    Reports: it opens at ``opens_at``; ``target_at`` is the last working day not after ``due_at``, the deadline;
    ``remind_at`` and ``escalate_at`` are the moments of ``stages`` and ``escalations``. Meetings: to be held from
    ``hold_from`` to ``hold_until``, with notice by ``notice_by`` if on the last working day possible.
    ``window_from`` to ``window_to`` (both included) are the days the figures cover.
    """

    kind: Literal["report", "meeting"]
    key: str
    period: str
    opens_at: datetime | None = None
    due_at: datetime | None = None
    target_at: datetime | None = None
    remind_at: tuple[datetime, ...] = ()
    escalate_at: tuple[datetime, ...] = ()
    summarise_at: datetime | None = None
    forward_due_at: datetime | None = None
    hold_from: datetime | None = None
    hold_until: datetime | None = None
    notice_by: datetime | None = None
    cite: str = ""
    stages: tuple[Stage, ...] = ()
    escalations: tuple[EscalationStep, ...] = ()
    preview_at: datetime | None = None
    papers_by: datetime | None = None
    window_from: date | None = None
    window_to: date | None = None

    @property
    def closes_at(self) -> datetime | None:
        """The deadline, or the target where the regulation gives none: what comes after it is late."""
        return self.due_at or self.target_at

    @property
    def starts_at(self) -> datetime | None:
        """When it opens, or its first reminder where the charter does not say; None when there is neither."""
        return self.opens_at or (self.remind_at[0] if self.remind_at else None)

    @property
    def moments(self) -> tuple[datetime, ...]:
        """Every moment it has, in order."""
        single = (
            self.opens_at,
            self.due_at,
            self.target_at,
            self.preview_at,
            self.summarise_at,
            self.forward_due_at,
            self.hold_from,
            self.hold_until,
            self.notice_by,
        )
        given = [moment for moment in single if moment is not None]
        return tuple(sorted([*given, *self.remind_at, *self.escalate_at], key=datetime.timestamp))


def to_json(occurrence: Occurrence) -> dict[str, object]:
    """The fourteen public keys: ISO 8601 with the offset of the charter's zone, null where a rule has none."""

    def iso(moment: datetime | None) -> str | None:
        return moment.isoformat(timespec="seconds") if moment else None

    return {
        "kind": occurrence.kind,
        "key": occurrence.key,
        "period": occurrence.period,
        "opens_at": iso(occurrence.opens_at),
        "due_at": iso(occurrence.due_at),
        "target_at": iso(occurrence.target_at),
        "remind_at": [iso(moment) for moment in occurrence.remind_at],
        "escalate_at": [iso(moment) for moment in occurrence.escalate_at],
        "summarise_at": iso(occurrence.summarise_at),
        "forward_due_at": iso(occurrence.forward_due_at),
        "hold_from": iso(occurrence.hold_from),
        "hold_until": iso(occurrence.hold_until),
        "notice_by": iso(occurrence.notice_by),
        "cite": occurrence.cite,
    }
