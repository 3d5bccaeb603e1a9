"""Texts that were shortened to fit into an answer, whole again for the documents."""

from collections.abc import Mapping

from handlers.periods import OpenPeriod
from handlers.turn import Turn
from handlers.upward import content as contents
from storage import upward_reports
from taskforce.forms.values import clean
from taskforce.tally import Given
from taskforce.upward import CUT, Content, attributed

Answers = Mapping[int, Mapping[str, Given]]


async def texts(turn: Turn, standing: OpenPeriod, answers: Answers) -> Answers:
    """The answers by unit, with everything that was said below where an answer holds only a part of it."""
    room = {field.key: field.max_length for field in standing.form.fields if field.kind == "text"}
    found = dict(answers)
    for unit_id, content in await upward_reports.contents_of_period(turn.tx, standing.period.id):
        if unit_id in found:
            found[unit_id] = _whole(found[unit_id], contents.from_text(content), room)
    return found


def _whole(answers: Mapping[str, Given], content: Content, room: Mapping[str, int]) -> Mapping[str, Given]:
    whole = dict(answers)
    for line in content.lines:
        given = answers.get(line.key)
        if given is None or not isinstance(given.value, str) or CUT not in given.value or line.key not in room:
            continue
        if given.value == clean(attributed(line.said, room[line.key])):
            whole[line.key] = Given(attributed(line.said), given.reason)
    return whole
