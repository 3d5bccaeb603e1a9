"""/duongday: the telephone numbers of the charter, as contact cards and to copy."""

from handlers import which
from handlers.faq.taps import AskFaq, SeeHotlines
from handlers.turn import Turn
from messages import formats
from messages.contexts.faq import HotlineLine, HotlineList
from messages.model import Button, Keyboard, Label
from taskforce.charter.hotlines import Hotline
from taskforce.roles import Action

COMMAND = "duongday"
_MOST_CARDS = 10
_NAME = 60  # letters of a contact's name


async def command(turn: Turn) -> None:
    """/duongday."""
    body = await which.task_force_for(turn, Action.ASK_FAQ, COMMAND)
    if body is not None:
        await show(turn, body)


async def see(turn: Turn, tap: SeeHotlines) -> None:
    """The button that leads here."""
    turn.need(Action.ASK_FAQ, tap.body)
    await show(turn, tap.body)


async def show(turn: Turn, body: int) -> None:
    """The list to copy from, then a contact card each; whoever comes here may see them."""
    lines = await lines_of(turn, body)
    ask = (Button(Label("faq.ask"), data=AskFaq(body).pack()),)
    await turn.reply(HotlineList(lines, await which.name_if_several(turn, body)), (*copy_rows(lines), ask))
    for line in lines[:_MOST_CARDS]:
        payload = {
            "chat_id": turn.chat_id,
            "phone_number": line.phone,
            "first_name": formats.shorten(line.name, _NAME),
        }
        await turn.call("sendContact", payload, chat_id=turn.chat_id)


async def lines_of(turn: Turn, body: int) -> tuple[HotlineLine, ...]:
    """The numbers, in the language of whoever is there."""
    return tuple(_line(each, turn.locale) for each in (await turn.charter(body)).hotlines)


def _line(hotline: Hotline, locale: str) -> HotlineLine:
    hours = hotline.hours.localised(locale) if hotline.hours else ""
    return HotlineLine(hotline.name.localised(locale), hotline.phone, hours, hotline.cite)


def copy_rows(lines: tuple[HotlineLine, ...]) -> Keyboard:
    """A button a number that copies it, two a row."""
    keys = [Button(Label("faq.copy", {"phone": line.phone}), copy=line.phone) for line in lines[:_MOST_CARDS]]
    return tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
