"""What stories about invitations share: sending them, looking at what was written down, changing the charter."""

from collections.abc import Sequence

from bot.demo.stage import Stage
from bot.sandbox import Phone
from bot.sandbox.records import Message
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations
from storage import absences, invitees, meetings, task_forces
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from tests.e2e.body import Body

REFUSED = "Đồng chí không có quyền thực hiện việc này."


async def invite_all(body: Body, meeting: Meeting) -> None:
    """The invitations go out to everybody on the list."""
    async with body.stage.app.turns.alone() as turn:
        now = await meetings.get(turn.tx, meeting.id)
        await invitations.send(turn, now, await invitees.of_meeting(turn.tx, meeting.id))
    await body.stage.settle()


async def show_office(body: Body, meeting: Meeting) -> None:
    """The live card is put before the office, so that their phones show buttons."""
    async with body.stage.app.turns.alone() as turn:
        await live.open_for_office(turn, await meetings.get(turn.tx, meeting.id))
    await body.stage.settle()


async def set_state(body: Body, meeting: Meeting, **columns: str | int | None) -> None:
    """Something about the meeting changes, and the cards follow."""
    async with body.stage.app.turns.alone() as turn:
        await meetings.change(turn.tx, meeting.id, **columns)
        await invitations.refresh_all(turn, await meetings.get(turn.tx, meeting.id))
    await body.stage.settle()


async def set_charter(body: Body, *changes: tuple[str, str]) -> None:
    """The regulation says something else: every one of the old texts becomes the new one."""
    async with body.stage.database.transaction() as tx:
        text = (await task_forces.by_id(tx, body.id)).charter
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        await task_forces.set_charter(tx, body.id, name="Tổ công tác", charter=text)


async def invitee_of(body: Body, meeting: Meeting, name: str) -> Invitee:
    """The invitation of the person of that name."""
    async with body.stage.database.read() as tx:
        return next(one for one in await invitees.of_meeting(tx, meeting.id) if one.full_name == name)


async def absence_of(body: Body, meeting: Meeting, name: str) -> Absence | None:
    """What is written down of the absence of the person of that name."""
    one = await invitee_of(body, meeting, name)
    async with body.stage.database.read() as tx:
        return await absences.of_invitee(tx, one.id)


async def tap(stage: Stage, phone: Phone, *labels: str) -> None:
    """One button after the other, each time waiting for what comes of it."""
    for label in labels:
        phone.tap(label)
        await stage.settle()


async def say(stage: Stage, phone: Phone, *texts: str) -> None:
    """One text after the other, each time waiting for what comes of it."""
    for text in texts:
        phone.say(text)
        await stage.settle()


async def forge(stage: Stage, phone: Phone, data: str) -> None:
    """Send callback data that no button of theirs carries."""
    if not any(one.inline_keyboard for one in phone.messages):
        await say(stage, phone, "/caidat")
    message = next(one for one in reversed(phone.messages) if one.outgoing and one.inline_keyboard)
    phone.tap_data(message, data)
    await stage.settle()


def card(phone: Phone, containing: str) -> Message:
    """The newest message of the bot that contains the words."""
    return next(one for one in reversed(phone.messages) if one.outgoing and containing in one.text)


def buttons(message: Message) -> list[str]:
    """The labels under a message."""
    return [label for row in message.buttons for label in row]


def files(phone: Phone) -> list[str]:
    """The names of the documents that the bot sent."""
    return [one.json["document"]["file_name"] for one in phone.messages if one.outgoing and "document" in one.json]


def texts(phone: Phone, containing: Sequence[str] | str = "") -> list[str]:
    """What the bot's messages say that contain the words."""
    return [one.text for one in phone.messages if one.outgoing and containing in one.text]


async def no_update_failed(stage: Stage) -> None:
    """Every update was dealt with."""
    async with stage.database.read() as tx:
        failed = await tx.all("SELECT trace FROM failed_updates")
    assert not failed, failed[0]["trace"]
