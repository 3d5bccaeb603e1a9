"""Guests from outside: a link of their own that opens one card, and nothing else of the bot."""

import hashlib
import secrets

from msgspec.structs import replace

from handlers.meetings import rights, telling
from handlers.meetings.absences.absence_taps import GuestFiles, NewGuestLink
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations, standing
from handlers.turn import NotAllowed, Turn
from messages.contexts.invitations import (
    CalendarFile,
    GuestLink,
    GuestLinkForGuests,
    GuestLinkTaken,
    GuestLinkUnknown,
    GuestSoon,
)
from messages.model import Button, Keyboard, Label
from storage import audit, invitees, meetings
from storage.invitees import Invitee
from storage.meetings import Meeting

_MARK = "g-"
_BYTES = 12  # 16 characters


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _new_code() -> str:
    return _MARK + secrets.token_urlsafe(_BYTES)


def is_code(code: str) -> bool:
    """Whether a link's code is a guest's; the codes that let members in are twice as long."""
    return code.startswith(_MARK) and len(code) == len(_MARK) + _BYTES * 4 // 3


# Whoever invites


async def invite(turn: Turn, meeting: Meeting, full_name: str, title: str) -> None:
    """Put the guest on the list and show whoever is there the link to pass on; the caller has asked whether they may.

    The code is shown once and never kept.
    """
    code = _new_code()
    invitee = await invitees.add_guest(
        turn.tx, meeting.id, full_name=full_name, title=title, code_hash=_hash(code), now=turn.now
    )
    await _note(turn, meeting, invitee, "invited")
    await _show_link(turn, meeting, invitee, code)
    await live.refresh(turn, meeting.id)


async def renew(turn: Turn, tap: NewGuestLink) -> None:
    """Another link, because the first was lost or opened by somebody else."""
    meeting, invitee = await _need(turn, tap.invitee)
    if standing.phase(meeting, turn.now) not in ("draft", "open", "begun"):
        await turn.toast(Label(f"invitations.closed_{standing.phase(meeting, turn.now)}"), alert=True)
        return
    code = _new_code()
    await invitees.new_code(turn.tx, invitee.id, _hash(code))
    await _note(turn, meeting, invitee, "link_renewed")
    await _show_link(turn, meeting, invitee, code)
    await live.refresh(turn, meeting.id)


async def _need(turn: Turn, invitee_id: int) -> tuple[Meeting, Invitee]:
    """The guest, for those who run the meeting.

    Raises:
        NotAllowed: they may not, or it is no guest.
    """
    invitee = await invitees.get(turn.tx, invitee_id)
    if invitee is None or not invitee.is_guest:
        raise NotAllowed(f"guest {invitee_id}")
    return await rights.need_to_run(turn, invitee.meeting_id), invitee


async def _note(turn: Turn, meeting: Meeting, invitee: Invitee, what: str) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=f"guest.{what}",
        task_force_id=meeting.task_force_id,
        person_id=None if turn.person is None else turn.person.id,
        subject=f"invitee:{invitee.id}",
    )


async def _show_link(turn: Turn, meeting: Meeting, invitee: Invitee, code: str) -> None:
    link = turn.surroundings.join_link(code)
    facts = await telling.facts(turn, meeting, turn.locale)
    message = GuestLink(facts, invitee.full_name, invitee.title, link, meeting.state == "called")
    rows: Keyboard = ((Button(Label("invitations.copy_link"), copy=link),),)
    if meeting.starts_at is not None:
        rows = (*rows, (Button(Label("invitations.guest_files"), data=GuestFiles(invitee.id).pack()),))
    renewal = Button(Label("invitations.new_link"), data=NewGuestLink(invitee.id).pack())
    await turn.reply(message, (*rows, (renewal,)))


async def files(turn: Turn, tap: GuestFiles) -> None:
    """What can be forwarded to a guest who does not use Telegram: the calendar entry and the letter."""
    meeting, invitee = await _need(turn, tap.invitee)
    if meeting.starts_at is None:
        await turn.toast(Label("invitations.no_calendar"), alert=True)
        return
    await turn.send_document(
        turn.chat_id,
        invitations.file_name(meeting),
        await invitations.calendar_entry(turn, meeting, turn.locale),
        CalendarFile(await telling.facts(turn, meeting, turn.locale), False),
        locale=turn.locale,
        dedupe_key=f"guest-calendar:{invitee.id}:{turn.chat_id}:{turn.now:%Y%m%d%H%M}",
    )
    from handlers.meetings.convene import letters  # it leads back here

    letter = replace(await letters.letter(turn, meeting), invitees=(_line(invitee),))
    await turn.send_document(
        turn.chat_id, f"giay-moi-{meeting.id}-{invitee.id}", letter, None, locale=turn.locale,
        dedupe_key=f"guest-letter:{invitee.id}:{turn.chat_id}:{turn.now:%Y%m%d%H%M}",
    )  # fmt: skip


def _line(invitee: Invitee) -> str:
    return ", ".join(filter(None, (f"Đồng chí {invitee.full_name}", invitee.title)))


# The guest


async def open_link(turn: Turn, code: str) -> None:
    """Somebody opened a guest's link: the first account to do so is the guest from now on."""
    assert turn.incoming is not None  # noqa: S101 - a command is an update
    invitee = await invitees.by_code_hash(turn.tx, _hash(code))
    if invitee is None:
        await turn.reply(GuestLinkUnknown())
        return
    meeting = await meetings.get(turn.tx, invitee.meeting_id)
    sender = turn.incoming.sender_id
    if turn.person is not None and meeting.task_force_id in turn.person.task_force_ids:
        await turn.reply(GuestLinkForGuests(invitee.full_name))
    elif invitee.chat_id not in (None, sender):
        await turn.reply(GuestLinkTaken())
    else:
        await _welcome(turn, meeting, invitee, sender)


async def _welcome(turn: Turn, meeting: Meeting, invitee: Invitee, sender: int) -> None:
    if invitee.chat_id is None and standing.phase(meeting, turn.now) in ("draft", "open", "begun"):
        await invitees.guest_came(turn.tx, invitee.id, sender)
        await live.refresh(turn, meeting.id)
    if meeting.state == "draft":
        body = (await turn.charter(meeting.task_force_id)).body
        await turn.reply(GuestSoon(body.name, invitee.full_name))
        return
    now = await invitees.get(turn.tx, invitee.id)
    if now is not None:
        await invitations.show(turn, meeting, now)
