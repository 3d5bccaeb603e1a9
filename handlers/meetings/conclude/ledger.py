"""Who has received the notice, who has not, what they remarked: one card a chat of the office, edited in place."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.meetings import rights, telling
from handlers.meetings.conclude import afterwards
from handlers.meetings.conclude.conclusion_desk import need_begun
from handlers.meetings.conclude.conclusion_taps import GetNotice, SeeConclusions, SeeReceipts
from handlers.meetings.taps import Conclude
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.conclusions import (
    ReceiptLedger,
    ReceiptName,
    ReceiptPick,
    ReceiptRemark,
    ReceiptReminder,
    ReceiptsMovedDown,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, meetings, notices, outbox, people, receipts
from storage.meetings import Meeting
from storage.notices import Notice
from storage.people import Person
from storage.receipts import Receipt
from taskforce.charter.expressions import Duration
from taskforce.moments import add_to_day
from taskforce.roles import Action, Role, may
from taskforce.vietnamese import show_phone

_PAUSE = timedelta(hours=1)
"""Between two reminders by hand."""

_PATIENCE = Duration(2, "wd")
"""After which who has said nothing is reminded once."""

_PASSED = timedelta(days=60)
"""A notice sent so long ago is not waited for any more."""

_REMINDER_LIFETIME = timedelta(hours=12)
_PAGE = 10


def handle(meeting_id: int) -> str:
    """The name of the card."""
    return f"receipts:{meeting_id}"


def open_button(meeting_id: int) -> Keyboard:
    """One button that opens the ledger."""
    return ((Button(Label("conclusions.receipts"), data=SeeReceipts(meeting_id, "see", 0).pack()),),)


# The card


async def open_for_office(turn: Turn, meeting: Meeting) -> None:
    """A notice went out: a fresh card for the secretaries and whoever sent it."""
    readers = {one.id: one for one in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])}
    if turn.person is not None:
        readers[turn.person.id] = turn.person
    for reader in readers.values():
        await _put(turn, meeting, reader)


async def _put(turn: Turn, meeting: Meeting, reader: Person) -> None:
    """A new card at the end of the chat; the old one loses its buttons."""
    if reader.telegram_id is None:
        return
    message, keyboard = await _card(turn, meeting, reader)
    standing = await outbox.card(turn.tx, reader.telegram_id, handle(meeting.id))
    await turn.send(reader.telegram_id, message, keyboard, locale=reader.locale, handle=handle(meeting.id))
    if standing is not None:
        await turn.rewrite(reader.telegram_id, standing, ReceiptsMovedDown(), locale=reader.locale)


async def refresh(turn: Turn, meeting: Meeting) -> None:
    """Somebody answered: every card that stands with the office follows."""
    readers = await people.with_roles(
        turn.tx, meeting.task_force_id, [Role.SECRETARY, Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY]
    )
    sender = (await notices.get(turn.tx, meeting.id)).sent_by
    found = {one.id: one for one in readers}
    if sender is not None and sender not in found and (person := await people.by_id(turn.tx, sender)) is not None:
        found[sender] = person
    for reader in found.values():
        chat = reader.telegram_id
        if chat is None or reader.unreachable_since is not None or not await rights.may_run(turn, meeting, reader):
            continue
        if await outbox.will_stand(turn.tx, chat, handle(meeting.id)):
            message, keyboard = await _card(turn, meeting, reader)
            await turn.show(chat, handle(meeting.id), message, keyboard, locale=reader.locale)


async def _card(turn: Turn, meeting: Meeting, reader: Person) -> tuple[ReceiptLedger, Keyboard]:
    notice = await notices.get(turn.tx, meeting.id)
    current = await _current(turn, meeting, notice)
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    phones = may(reader.roles_in(meeting.task_force_id), Action.SEE_PHONES)
    everybody = await receipts.of_meeting(turn.tx, meeting.id)
    silent = _silent(current)
    lost = [one for one in current if one.received_at is None and one.unreachable]
    message = ReceiptLedger(
        meeting=await telling.facts(turn, meeting, reader.locale, reader.id),
        version=notice.version,
        sent=local(notice.sent_at or turn.now, zone),
        received=sum(one.received_at is not None for one in current),
        total=len(current),
        waiting=tuple(_name(one, phones=False) for one in silent),
        to_call=tuple(_name(one, phones=phones) for one in lost),
        remarks=tuple(
            ReceiptRemark(one.full_name, one.unit_name, one.remark, local(one.remarked_at, zone))
            for one in everybody
            if one.remark and one.remarked_at is not None
        ),
        nudged=None if notice.nudged_at is None else local(notice.nudged_at, zone),
    )
    return message, _buttons(meeting, silent, lost)


async def _current(turn: Turn, meeting: Meeting, notice: Notice) -> list[Receipt]:
    """Those the newest notice went to who still belong to the task force."""
    found = await receipts.of_meeting(turn.tx, meeting.id)
    return [one for one in found if one.living and one.version == notice.version]


def _silent(current: Sequence[Receipt]) -> list[Receipt]:
    return [one for one in current if one.received_at is None and not one.unreachable]


def _name(one: Receipt, *, phones: bool) -> ReceiptName:
    return ReceiptName(one.full_name, one.unit_name, show_phone(one.phone) if phones and one.phone else "")


def _buttons(meeting: Meeting, silent: Sequence[Receipt], lost: Sequence[Receipt]) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    if silent:
        nudge = SeeReceipts(meeting.id, "nudge", 0).pack()
        rows.append((Button(Label("conclusions.nudge", {"count": len(silent)}), data=nudge, style="primary"),))
    if silent or lost:
        rows.append((Button(Label("conclusions.by_phone"), data=SeeReceipts(meeting.id, "pick", 0).pack()),))
    rows.append(
        (
            Button(Label("conclusions.correct"), data=Conclude(meeting.id).pack()),
            Button(Label("conclusions.file"), data=GetNotice(meeting.id).pack()),
        )
    )
    return tuple(rows)


# What the office does


async def act(turn: Turn, tap: SeeReceipts) -> None:
    """A button of the card."""
    meeting, _ = await need_begun(turn, tap.meeting)
    notice = await notices.get(turn.tx, meeting.id)
    person = turn.person
    assert person is not None  # noqa: S101 - whoever runs a meeting is known
    if not notice.version:
        await turn.toast(Label("conclusions.stale"))
    elif tap.what == "see":
        await _put(turn, meeting, person)
    elif tap.what == "nudge":
        await _nudge(turn, meeting, notice)
    elif tap.what == "pick":
        await _pick(turn, meeting, notice, tap.arg)
    elif tap.what == "back":
        message, keyboard = await _card(turn, meeting, person)
        await turn.card(handle(meeting.id), message, keyboard)
    elif tap.what == "note":
        await _note(turn, meeting, notice, tap.arg)
    else:
        raise NotAllowed(f"receipts {tap.what}")


async def _nudge(turn: Turn, meeting: Meeting, notice: Notice) -> None:
    """Remind those who have said nothing, once an hour at most."""
    silent = _silent(await _current(turn, meeting, notice))
    wait = None if notice.nudged_at is None else notice.nudged_at + _PAUSE - turn.now
    if not silent:
        await turn.toast(Label("conclusions.nobody_silent"))
    elif wait is not None and wait > timedelta():
        minutes = -(-int(wait.total_seconds()) // 60)
        await turn.toast(Label("conclusions.nudged_lately", {"minutes": minutes}), alert=True)
    else:
        await notices.mark_nudged(turn.tx, meeting.id, turn.now)
        await _remind(turn, meeting, notice, silent, f"{turn.now:%Y%m%d%H%M%S}")
        await turn.toast(Label("conclusions.nudged", {"count": len(silent)}))
    await refresh(turn, meeting)


async def _remind(turn: Turn, meeting: Meeting, notice: Notice, silent: Sequence[Receipt], key: str) -> None:
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    for one in silent:
        person = None if one.person_id is None else await people.by_id(turn.tx, one.person_id)
        if person is None:
            continue
        mine = set(person.units_in(meeting.task_force_id))
        message = ReceiptReminder(
            name=person.full_name,
            meeting=await telling.facts(turn, meeting, person.locale, person.id),
            sent=local(one.sent_at, zone),
            own=sum(bool(mine & {*each.leads, *each.helpers}) for each in notice.sent.conclusions),
        )
        read = Button(Label("conclusions.see"), data=SeeConclusions(meeting.id).pack(), style="primary")
        await turn.notify(
            person, message, ((read,),), dedupe_key=f"receipt:{meeting.id}:{notice.version}:{key}",
            expires_in=_REMINDER_LIFETIME,
        )  # fmt: skip


async def _pick(turn: Turn, meeting: Meeting, notice: Notice, page: int) -> None:
    """Who said by telephone or on paper that they have it."""
    open_ = [one for one in await _current(turn, meeting, notice) if one.received_at is None]
    pages = max(1, -(-len(open_) // _PAGE))
    page = min(max(page, 0), pages - 1)
    rows: list[tuple[Button, ...]] = []
    for one in open_[page * _PAGE : (page + 1) * _PAGE]:
        words = f"{one.full_name} – {one.unit_name}" if one.unit_name else one.full_name
        data = SeeReceipts(meeting.id, "note", one.membership_id).pack()
        rows.append((Button(formats.shorten(words, 44), data=data),))
    if pages > 1:
        rows.append(
            tuple(
                Button(words, data=SeeReceipts(meeting.id, "pick", to % pages).pack())
                for words, to in (("‹", page - 1), (f"{page + 1}/{pages}", page), ("›", page + 1))
            )
        )
    rows.append((Button(Label("conclusions.receipts"), data=SeeReceipts(meeting.id, "back", 0).pack()),))
    facts = await telling.facts(turn, meeting, turn.locale)
    await turn.card(handle(meeting.id), ReceiptPick(facts), tuple(rows))


async def _note(turn: Turn, meeting: Meeting, notice: Notice, membership_id: int) -> None:
    """Somebody of the office notes it for them; who did is on record."""
    named = next((o for o in await _current(turn, meeting, notice) if o.membership_id == membership_id), None)
    if named is None:
        raise NotAllowed(f"receipt of membership {membership_id}")
    if await receipts.received(turn.tx, meeting.id, membership_id, turn.now):
        await audit.note(
            turn.tx, now=turn.now, action="conclusions.received", task_force_id=meeting.task_force_id,
            person_id=None if turn.person is None else turn.person.id, subject=f"meeting:{meeting.id}",
            detail=f"membership:{membership_id}",
        )  # fmt: skip
    await turn.toast(Label("conclusions.noted"))
    await refresh(turn, meeting)


# By itself


async def sweep(turn: Turn) -> None:
    """After two working days whoever has said nothing about a notice is reminded, once a version."""
    for meeting_id in await receipts.waiting(turn.tx, turn.now - _PASSED):
        async with apart(turn, f"The receipts of meeting {meeting_id}"):
            await _sweep_one(turn, await meetings.get(turn.tx, meeting_id))


async def _sweep_one(turn: Turn, meeting: Meeting) -> None:
    notice = await notices.get(turn.tx, meeting.id)
    stage = f"receipts:{notice.version}"
    if notice.sent_at is None or await meetings.stage_done(turn.tx, meeting.id, stage):
        return
    charter = await turn.charter(meeting.task_force_id)
    calendar = await turn.calendar(meeting.task_force_id)
    day = add_to_day(notice.sent_at.astimezone(charter.body.zone).date(), _PATIENCE, calendar)
    if turn.now < afterwards.at_notice_time(charter, calendar, day):
        return
    await meetings.mark_stage(turn.tx, meeting.id, stage, turn.now)
    silent = _silent(await _current(turn, meeting, notice))
    await _remind(turn, meeting, notice, silent, "sweep")
    await refresh(turn, meeting)
