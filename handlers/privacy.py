"""/dulieu: what is kept about oneself; see it, take it along, correct it, have it erased (facts/Vietnam, Law)."""

import json
from typing import Any

from handlers import approvals, home, own_mailbox
from handlers.callbacks import Tap
from handlers.conversations import Conversation, finish
from handlers.meetings.absences import absence_news
from handlers.meetings.hall import live
from handlers.meetings.invite import standing
from handlers.reports import handing
from handlers.turn import NotAllowed, Turn
from handlers.which import name_of
from messages import render
from messages.contexts.home import (
    AskName,
    ConfirmErasing,
    Erased,
    GuestData,
    GuestLine,
    NameChanged,
    NameRefused,
    NothingKept,
    YourData,
    YourDataFile,
)
from messages.contexts.members import MemberLeft
from messages.contexts.registration import AskPhone
from messages.model import AskContact, Button, Label
from messages.render import local
from storage import audit, invitees, mailboxes, meetings, memberships, people, personal, sessions
from storage.database import from_text
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.roles import Role
from taskforce.vietnamese import nfc, show_phone

KIND = "name"
_CARD = "data"
_ZONE = "Asia/Ho_Chi_Minh"  # of whoever is in no task force
_FILE = "du-lieu-ca-nhan.json"


class ExportData(Tap, frozen=True):
    """Send all of it as a file."""

    prefix = "dx"


class ChangeName(Tap, frozen=True):
    """Correct the own name."""

    prefix = "dn"


class ChangePhone(Tap, frozen=True):
    """Correct the own number."""

    prefix = "dp"


class EraseData(Tap, frozen=True):
    """Withdraw consent: 0 asks, 1 does it."""

    prefix = "de"
    sure: int


async def command(turn: Turn) -> None:
    """/dulieu."""
    person, as_guest = turn.person, await _as_guest(turn)
    if person is None:
        await (_guest_card(turn, as_guest) if as_guest else turn.reply(NothingKept()))
        return
    kept = await people.exported(turn.tx, person.id) | await personal.of_person(turn.tx, person.id)
    message = YourData(
        name=person.full_name,
        phone=show_phone(person.phone) if person.phone else "",
        places=await home.places_of(turn, person),
        consented=local(person.consented_at or turn.now, await _zone(turn, person)),
        answers=len(kept["answers"]),
        meetings=len(kept["meetings"]),
        guest=as_guest,
        email=await mailboxes.of_person(turn.tx, person.id),
    )
    rows = (
        (
            Button(Label("home.change_name"), data=ChangeName().pack()),
            Button(Label("home.change_phone"), data=ChangePhone().pack()),
        ),
        (own_mailbox.button(), Button(Label("home.my_data_file"), data=ExportData().pack())),
        (Button(Label("home.erase"), data=EraseData(0).pack(), style="danger"),),
    )
    await turn.card(_CARD, message, rows)


async def _as_guest(turn: Turn) -> tuple[GuestLine, ...]:
    """What is kept about them as a guest of meetings; nothing of a draft is told."""
    return tuple(
        GuestLine(
            row["task_force"],
            row["subject"] if row["told"] else "",
            local(from_text(row["starts_at"]), _ZONE) if row["told"] and row["starts_at"] else None,
            ", ".join(filter(None, (row["full_name"], row["title"]))),
            row["answer"],
        )
        for row in await personal.of_guest(turn.tx, turn.chat_id)
    )


async def _guest_card(turn: Turn, as_guest: tuple[GuestLine, ...]) -> None:
    rows = (
        (Button(Label("home.my_data_file"), data=ExportData().pack()),),
        (Button(Label("home.erase_guest"), data=EraseData(0).pack(), style="danger"),),
    )
    await turn.card(_CARD, GuestData(as_guest), rows)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    hidden = {"told", "meeting_id"} if row["told"] else {"told", "meeting_id", "subject", "starts_at"}
    return {key: value for key, value in row.items() if key not in hidden}


async def export(turn: Turn, _tap: ExportData) -> None:
    """Everything that is kept, as a file that any program reads."""
    person, as_guest = turn.person, await personal.of_guest(turn.tx, turn.chat_id)
    if person is None and not as_guest:
        raise NotAllowed("own data of somebody unknown")
    kept: dict[str, Any] = {"guest": [_told(row) for row in as_guest]}
    if person is not None:
        kept |= await people.exported(turn.tx, person.id) | await personal.of_person(turn.tx, person.id)
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    await turn.send_file(turn.chat_id, _FILE, content, YourDataFile(), locale=turn.locale)
    by = None if person is None else person.id
    await audit.note(turn.tx, now=turn.now, action="data.exported", person_id=by)


async def change_name(turn: Turn, _tap: ChangeName) -> None:
    """Ask for the right name."""
    _known(turn)
    session_id = await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject="own", state={}, now=turn.now)
    session = await sessions.get(turn.tx, session_id)
    if session is not None:
        await _ask_name(turn, session)


async def _ask_name(turn: Turn, _session: OpenSession) -> None:
    await turn.reply(AskName(_known(turn).full_name))


async def _name_typed(turn: Turn, session: OpenSession) -> None:
    person = _known(turn)
    name = " ".join(nfc((turn.incoming.text if turn.incoming is not None else None) or "").split())
    if not 2 <= len(name) <= 80 or any(not (letter.isalpha() or letter in " .'-") for letter in name):
        await turn.reply(NameRefused())
        return
    await people.set_name(turn.tx, person.id, name)
    await audit.note(turn.tx, now=turn.now, action="data.corrected", person_id=person.id, subject="name")
    turn.person = await turn.person_by_id(person.id)
    await turn.reply(NameChanged(name))
    await approvals.refresh_cards(turn, turn.person)
    await finish(turn, session)


CONVERSATION = Conversation(typed=_name_typed, resume=_ask_name)


async def change_phone(turn: Turn, _tap: ChangePhone) -> None:
    """Ask for the number of the account; what comes is taken by the registration."""
    _known(turn)
    await turn.reply(AskPhone(), AskContact(Label("registration.share_phone")))


async def erase(turn: Turn, tap: EraseData) -> None:
    """Withdraw consent: the person is forgotten, their unit's answers stay without their name."""
    person = turn.person
    if person is None:
        await _erase_guest(turn, tap)
        return
    if tap.sure != 1:
        secretary = any(m.role == Role.SECRETARY for m in person.memberships)
        rows = (
            (Button(Label("home.confirm_erase"), data=EraseData(1).pack(), style="danger"),),
            (Button(Label("members.keep"), data=home.GoHome().pack()),),
        )
        await turn.card(_CARD, ConfirmErasing(secretary), rows)
        return
    await _withdraw_requests(turn, person)
    await _tell_secretaries(turn, person)
    await forget(turn, person, "consent.withdrawn")
    chat = {"type": "chat", "chat_id": turn.chat_id}
    await turn.reply(Erased())
    await turn.call("deleteMyCommands", {"scope": chat}, chat_id=turn.chat_id)
    turn.person = None


async def _erase_guest(turn: Turn, tap: EraseData) -> None:
    """A guest, of whom nothing else is kept, withdraws."""
    if not await personal.of_guest(turn.tx, turn.chat_id):
        raise NotAllowed("own data of somebody unknown")
    if tap.sure != 1:
        confirm = Button(Label("home.confirm_erase"), data=EraseData(1).pack(), style="danger")
        await turn.card(_CARD, ConfirmErasing(False, guest=True), ((confirm,),))
        return
    await _forget_guest(turn, turn.chat_id)
    await personal.forget_chat(turn.tx, turn.chat_id)
    await audit.note(turn.tx, now=turn.now, action="guest.withdrawn")
    await turn.reply(Erased(guest=True))


async def _forget_guest(turn: Turn, chat_id: int) -> None:
    """Not a guest of any meeting any more; those who run one that is to come see that on its live card."""
    found = {row["meeting_id"] for row in await personal.of_guest(turn.tx, chat_id)}
    for meeting_id in sorted(found):
        meeting = await meetings.get(turn.tx, meeting_id)
        if standing.phase(meeting, turn.now) == "open":
            for guest in await invitees.of_chat(turn.tx, meeting_id, chat_id):
                if guest.is_guest:
                    await absence_news.guest_gone(turn, meeting, guest, forgotten=True)
    await personal.forget_guest(turn.tx, chat_id, shown_as(), turn.now)
    for meeting_id in sorted(found):
        await live.refresh(turn, meeting_id)


def shown_as() -> str:
    """What stands where a name was forgotten."""
    return render.label(Label("registration.erased_person"), render.DEFAULT_LOCALE)


async def forget(turn: Turn, person: Person, why: str) -> None:
    """Take away all that tells who somebody is; their unit's answers stay."""
    await mailboxes.forget_letters(turn.tx, person.id)
    await personal.forget_person(turn.tx, person.id, shown_as())
    await people.erase(turn.tx, person.id, shown_as(), turn.now)
    for place in person.memberships:
        await handing.helper_gone(turn, place)
    if person.telegram_id is not None:
        await _forget_guest(turn, person.telegram_id)
        await personal.forget_chat(turn.tx, person.telegram_id)
    await audit.note(turn.tx, now=turn.now, action=why, person_id=person.id)


async def _withdraw_requests(turn: Turn, person: Person) -> None:
    for place in await memberships.of_person(turn.tx, person.id):
        if place.state == "pending":
            await memberships.end(turn.tx, place.id, "left", turn.now)
            await approvals.show_decided(turn, place, "withdrawn", "")


async def _tell_secretaries(turn: Turn, person: Person) -> None:
    for place in person.memberships:
        unit = await home.unit_name(turn, place.unit_id)
        for secretary in await people.with_roles(turn.tx, place.task_force_id, [Role.SECRETARY]):
            if secretary.id != person.id:
                left = MemberLeft(await name_of(turn, place.task_force_id, secretary), unit, place.full_name)
                await turn.notify(secretary, left)


def _known(turn: Turn) -> Person:
    if turn.person is None:
        raise NotAllowed("own data of somebody unknown")
    return turn.person


async def _zone(turn: Turn, person: Person) -> str:
    for task_force_id in person.task_force_ids:
        return (await turn.charter(task_force_id)).body.timezone
    return _ZONE
