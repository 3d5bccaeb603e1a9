"""/caidat: language, which task force is meant, handing over, leaving."""

from handlers import home, menus
from handlers.callbacks import Tap
from handlers.leaving import Leave
from handlers.turn import NotAllowed, Turn
from handlers.which import PickTaskForce, name_of
from messages.contexts.home import Settings
from messages.model import Button, Label
from messages.render import LOCALES
from storage import people
from taskforce.roles import Action

_CARD = "settings"


class Speak(Tap, frozen=True):
    """Speak that language from now on."""

    prefix = "sl"
    locale: str


async def command(turn: Turn) -> None:
    """/caidat."""
    person = turn.person
    if person is None:
        await home.show(turn)
        return
    several = len(person.task_force_ids) > 1
    rows: list[tuple[Button, ...]] = [
        (
            Button(Label("home.vietnamese"), data=Speak("vi").pack()),
            Button(Label("home.english"), data=Speak("en").pack()),
        )
    ]
    for task_force_id in person.task_force_ids if several else ():
        if task_force_id != person.current_task_force_id:
            pick = PickTaskForce(task_force_id, "caidat")
            rows.append((Button(await name_of(turn, task_force_id), data=pick.pack()),))
    shown = person.current_task_force_id if several else next(iter(person.task_force_ids), None)
    if shown is not None and shown in person.task_force_ids:
        if turn.may(Action.HAND_OVER, shown):
            rows += await home.handover_rows(turn, [m for m in person.memberships if m.task_force_id == shown])
        rows.append((Button(Label("members.leave"), data=Leave(shown, 0).pack()),))
    current = await name_of(turn, shown) if several and shown is not None else ""
    await turn.card(_CARD, Settings(await home.places_of(turn, person), current), tuple(rows))


async def speak(turn: Turn, tap: Speak) -> None:
    """Speak that language from now on."""
    if turn.person is None or tap.locale not in LOCALES:
        raise NotAllowed("language")
    await people.set_locale(turn.tx, turn.person.id, tap.locale)
    turn.person = await turn.person_by_id(turn.person.id)
    await menus.refresh(turn, turn.person)
    await command(turn)
