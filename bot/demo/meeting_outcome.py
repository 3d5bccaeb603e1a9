"""What came of the meetings, read from the product's database and from the files that people were sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.demo.cast import story
from bot.demo.director import PRESET, ZONE, Director
from storage import absences, conclusions, invitees, meetings, notices, receipts, task_forces
from storage.database import Transaction

BEGINS = datetime(2022, 3, 25, 8, 30, tzinfo=ZONE)
_LATE = datetime(2022, 3, 25, 8, 50, tzinfo=ZONE)


@dataclass(frozen=True)
class MeetingOutcome:
    """The monthly meeting of March: who was there, what became tasks, who has received the notice."""

    invited: int = 0
    present: int = 0
    tasks: int = 0
    conclusions: int = 0
    received: int = 0
    sent_to: int = 0
    problem: str = ""


async def look_back(director: Director, tx: Transaction) -> MeetingOutcome:
    """Nothing is written; ``problem`` is what is not as the story has it, "" when all is well."""
    bodies = {body.key: body.id for body in await task_forces.active(tx)}
    held = await meetings.in_state(tx, ["held"], task_force_id=bodies[PRESET])
    hasty = await meetings.in_state(tx, ["held"], task_force_id=bodies.get(story()["second"]["preset"], 0))
    if len(held) != 1 or len(hasty) != 1:
        return MeetingOutcome(problem=f"{len(held)} and {len(hasty)} meetings were held, not one in each task force.")
    meeting = held[0]
    guests = await invitees.of_meeting(tx, meeting.id)
    there = [one for one in guests if one.present_from is not None]
    said = await conclusions.of_meeting(tx, meeting.id)
    sent = await receipts.of_meeting(tx, meeting.id)
    received = [one for one in sent if one.received_at is not None]
    away = await absences.of_meeting(tx, meeting.id)
    notice = await notices.get(tx, meeting.id)
    tasks = [one for one in said if one.task_id is not None]
    late = [one for one in there if one.present_from and one.present_from >= _LATE]
    remarks = [one for one in sent if one.remark]
    checks = (
        (meeting.starts_at != BEGINS or meeting.sequence != 1, "The meeting was not moved once, to the 25th at 8:30."),
        (_entries(director) != [0, 1], f"The calendar entries have the sequences {_entries(director)}, not 0 and 1."),
        (len(there) != len(guests) - 1, f"{len(there)} of {len(guests)} were there; one should be missing."),
        (sum(one.by_substitute for one in there) != 1, "Not exactly one substitute was there."),
        (len(late) != 1, f"{len(late)} came late, not one."),
        ([one.decision for one in away.values()] != ["granted"] * 2, "Not exactly two absences were agreed to."),
        ((len(said), len(tasks)) != (4, 3), f"{len(tasks)} of {len(said)} conclusions are tasks, not 3 of 4."),
        (notice.signer_id == meeting.chair_id, "The standing deputy did not sign the notice."),
        (len(received) != len(sent) - 1, f"{len(received)} of {len(sent)} acknowledged; one should be missing."),
        (len(remarks) != 1, f"{len(remarks)} made a remark, not one."),
        (hasty[0].late_reason != story()["second"]["reason"], "Why the hasty meeting was called so late was not kept."),
    )
    problem = next((sentence for wrong, sentence in checks if wrong), "")
    return MeetingOutcome(
        len(guests), len(there), len(tasks), len(said), len(received), len(sent), problem
    )  # fmt: skip


def _entries(director: Director) -> Sequence[int]:
    """The sequences of the calendar entries that were sent for the meeting, if they are of one and the same event."""
    texts = [body.decode() for name, body in director.shelf.papers.items() if name.endswith(".ics")]
    uids = {match[1] for text in texts if (match := re.search(r"^UID:(\S+)", text, re.MULTILINE))}
    if len(uids) != 1:
        return []
    return [int(match[1]) for text in texts if (match := re.search(r"^SEQUENCE:(\d+)", text, re.MULTILINE))]
