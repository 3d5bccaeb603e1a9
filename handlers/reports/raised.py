"""The difficulties of the unit that nobody has answered: offered for the question about difficulties, one tap away."""

from handlers.turn import Turn
from messages import formats, render
from messages.model import Label
from storage import case_lists
from taskforce.forms import Field, Form, Kind, clean

_KEY = "difficulties"
_MOST = 20


def _field(form: Form) -> Field | None:
    """The question about difficulties: of that key, answered in words."""
    return next((f for f in form.fields if f.key == _KEY and f.kind is Kind.TEXT), None)


async def of_unit(turn: Turn, form: Form, task_force_id: int, unit_id: int, locale: str) -> tuple[str, ...]:
    """The unit's open ones as an answer lists them, each as short as all of them need; none where nobody asks."""
    field = _field(form)
    if field is None:
        return ()
    found = await case_lists.unsettled(turn.tx, task_force_id, unit_id=unit_id, most=_MOST)
    room = field.max_length // max(len(found), 1) - 1
    return tuple(_line(one.case.id, one.case.text, room, locale) for one in found)


def _line(number: int, text: str, room: int, locale: str) -> str:
    words = render.label(Label("cases.in_report", {"number": number, "text": " ".join(text.split())}), locale)
    return clean(formats.shorten(words, room))


def offered(form: Form, raised: tuple[str, ...]) -> dict[str, str]:
    """By field key, what the open ones come to as an answer."""
    field = _field(form)
    return {field.key: "\n".join(raised)} if field is not None and raised else {}
