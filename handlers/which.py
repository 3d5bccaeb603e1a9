"""Which task force is meant, for somebody who is in several: asked only when it matters (design §8)."""

from handlers.callbacks import Tap
from handlers.turn import NotAllowed, Turn
from messages.contexts.home import WhichTaskForce
from messages.model import Button
from storage import people
from storage.people import Person
from taskforce.roles import Action


class PickTaskForce(Tap, frozen=True):
    """That task force is meant, now and later; ``command`` is what they wanted to do."""

    prefix = "tfp"
    task_force: int
    command: str


async def task_force_for(turn: Turn, action: Action | None, command: str) -> int | None:
    """The task force that a command is meant for; None when the person has just been asked.

    ``action`` None: any in which the person is. Raises NotAllowed when there is none.
    """
    if turn.person is None:
        raise NotAllowed(command)
    fitting = [tf for tf in turn.person.task_force_ids if action is None or turn.may(action, tf)]
    if not fitting:
        raise NotAllowed(command)
    if len(fitting) == 1:
        return fitting[0]
    if turn.person.current_task_force_id in fitting:
        return turn.person.current_task_force_id
    rows = [(Button(await name_of(turn, tf), data=PickTaskForce(tf, command).pack()),) for tf in fitting]
    await turn.card("which-task-force", WhichTaskForce(), tuple(rows))
    return None


async def name_of(turn: Turn, task_force_id: int, reader: Person | None = None) -> str:
    """What the task force is called to its people: its short name, where the charter gives one.

    Where another task force of the reader (whoever is there, unless told otherwise) goes by the same short name, the
    full one tells them apart.
    """
    reader = turn.person if reader is None else reader
    others = () if reader is None else reader.task_force_ids
    name = await _short_name(turn, task_force_id)
    for other in others:
        if other != task_force_id and await _short_name(turn, other) == name:
            return (await turn.charter(task_force_id)).body.name
    return name


async def name_if_several(turn: Turn, task_force_id: int) -> str:
    """The task force's name for somebody who is in several; "" for everybody else, who need not be told."""
    several = turn.person is not None and len(turn.person.task_force_ids) > 1
    return await name_of(turn, task_force_id) if several else ""


async def _short_name(turn: Turn, task_force_id: int) -> str:
    body = (await turn.charter(task_force_id)).body
    return body.short_name or body.name


async def pick(turn: Turn, tap: PickTaskForce) -> None:
    """Remember which task force is meant from now on."""
    if turn.person is None or tap.task_force not in turn.person.task_force_ids:
        raise NotAllowed("pick a task force")
    await people.set_current_task_force(turn.tx, turn.person.id, tap.task_force)
    turn.person = await turn.person_by_id(turn.person.id)
