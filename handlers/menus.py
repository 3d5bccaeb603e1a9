"""The commands that Telegram shows below the text field: per role and language, set only when they change."""

from collections.abc import Sequence

from handlers.meetings import rights
from handlers.turn import Turn
from messages import render
from messages.model import Label
from storage import facts, people
from storage.people import Person
from taskforce.roles import Action, may

_FACT = "menu"

# Command in Vietnamese without accents, in English, its words, and who sees it (None: everybody).
_COMMANDS: Sequence[tuple[str, str, str, Action | None]] = (
    ("baocao", "report", "menu.report", Action.REPORT_FOR_UNIT),
    ("nhiemvu", "tasks", "menu.tasks", Action.SEE_OWN_UNIT),
    ("chitieu", "targets", "menu.targets", Action.SEE_TARGETS),
    ("giaoviec", "assign", "menu.assign", Action.ASSIGN_TASK),
    ("yeucau", "request", "menu.request", Action.ASK_REPORT),
    ("thongbao", "broadcast", "menu.broadcast", Action.BROADCAST),
    ("lichhop", "meetings", "menu.meetings", Action.SEE_MEETINGS),
    ("moihop", "convene", "menu.convene", Action.PREPARE_MEETING),
    ("phieu", "ballot", "menu.ballot", Action.SEE_BALLOTS),
    ("vuongmac", "difficulty", "menu.difficulty", Action.RAISE_CASE),
    ("hoidap", "faq", "menu.faq", Action.ASK_FAQ),
    ("duongday", "hotline", "menu.hotline", Action.ASK_FAQ),
    ("tinhhinh", "status", "menu.status", Action.SEE_OWN_UNIT),
    ("bang", "board", "menu.board", Action.SEE_BOARD),
    ("tonghop", "rollup", "menu.rollup", Action.SEE_BOARD),
    ("thanhvien", "members", "menu.members", Action.SEE_OWN_UNIT),
    ("moi", "invite", "menu.invite", Action.INVITE),
    ("donvi", "units", "menu.units", Action.MANAGE_UNITS),
    ("kenh", "channel", "menu.channel", Action.BIND_CHANNEL),
    ("kehoach", "plan", "menu.plan", Action.IMPORT_PLAN),
    ("captren", "parent", "menu.parent", Action.LINK_BODIES),
    ("lich", "calendar", "menu.calendar", Action.MANAGE_CALENDAR),
    ("trogiup", "help", "menu.help", None),
    ("caidat", "settings", "menu.settings", None),
    ("dulieu", "data", "menu.data", None),
    ("huy", "cancel", "menu.cancel", None),
)


async def commands_of(turn: Turn, person: Person | None, locale: str) -> tuple[tuple[str, str], ...]:
    """(command, what it does) for a person in a language; what everybody may do for None."""
    roles = frozenset() if person is None else frozenset(m.role for m in person.memberships)
    prepares = person is not None and await _prepares(turn, person)

    def shown(action: Action | None) -> bool:
        if action is Action.PREPARE_MEETING:  # a charter may give it to more roles than the office's
            return prepares
        if action is Action.SEE_OWN_UNIT:  # the same command shows everything to those who may see all
            return may(roles, action) or may(roles, Action.SEE_BOARD)
        return action is None or may(roles, action)

    return tuple(
        (english if locale == "en" else vietnamese, render.label(Label(words), locale))
        for vietnamese, english, words, action in _COMMANDS
        if shown(action)
    )


async def _prepares(turn: Turn, person: Person) -> bool:
    """Whether they may prepare any meeting, in one of their task forces."""
    for task_force_id in person.task_force_ids:
        if await rights.preparable(turn, task_force_id, person):
            return True
    return False


def _listed(commands: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"command": command, "description": words} for command, words in commands]


async def refresh(turn: Turn, person: Person) -> None:
    """Show the person the commands that their roles and language call for now."""
    if person.telegram_id is None or person.unreachable_since is not None:
        return
    commands = await commands_of(turn, person, person.locale)
    key = " ".join(command for command, _ in commands)
    if key == person.menu:
        return
    await people.set_menu(turn.tx, person.id, key)
    scope = {"type": "chat", "chat_id": person.telegram_id}
    # In the lane of their chat, so that it comes after the message it belongs to and waits while they are away.
    payload = {"commands": _listed(commands), "scope": scope}
    await turn.call("setMyCommands", payload, chat_id=person.telegram_id)


async def sweep(turn: Turn) -> None:
    """Set the commands for strangers, once for every change of them, and everybody's own with them."""
    defaults = {locale: await commands_of(turn, None, locale) for locale in render.LOCALES}
    key = repr(defaults)
    if await facts.get(turn.tx, _FACT) == key:
        return
    await facts.put(turn.tx, _FACT, key)
    for locale, commands in defaults.items():
        language = {} if locale == render.DEFAULT_LOCALE else {"language_code": locale}
        await turn.call("setMyCommands", {"commands": _listed(commands), **language})
    for person in await people.everybody(turn.tx):
        await refresh(turn, person)
