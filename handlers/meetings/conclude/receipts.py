"""The notice before its readers: a card each, one tap to say that it was received, a remark where there is one."""

from collections.abc import Sequence
from datetime import timedelta

from handlers import conversations
from handlers.conversations import Conversation
from handlers.meetings import rights, telling
from handlers.meetings.conclude import ledger, notice_content
from handlers.meetings.conclude.conclusion_desk import facts, line_of
from handlers.meetings.conclude.conclusion_taps import AnswerNotice, GetNotice, SeeConclusions
from handlers.meetings.conclude.notice_content import Content
from handlers.meetings.conclude.notice_files import file_name
from handlers.reports import cut
from handlers.reports.taps import SeeTasks
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages.contexts.conclusions import (
    ConclusionsNone,
    Fault,
    NoticeFile,
    NoticeReplaced,
    NoticeToMember,
    RemarkAsk,
    RemarkCame,
)
from messages.documents.model import ConclusionNotice
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, meetings, memberships, outbox, people, receipts, sessions
from storage.meetings import Meeting
from storage.outbox import Priority
from storage.people import Membership, Person
from storage.receipts import Receipt
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.roles import Role

KIND = "notice-remark"
"""The kind of the conversation while a remark is typed."""

REMARK_LIMIT = 3000

_LATE = timedelta(days=60)
"""Whoever comes so long after a notice is not asked for it any more."""


def handle(meeting_id: int) -> str:
    """The name of the card, in each reader's chat."""
    return f"notice:{meeting_id}"


# It comes


async def send(turn: Turn, content: Content, member: Membership, letter: ConclusionNotice) -> None:
    """This version goes to one member: the card and the document; an earlier card says that it is replaced."""
    meeting, version = content.meeting, content.notice.version
    await receipts.sent_to(turn.tx, meeting.id, member.id, version, turn.now)
    person = None if member.person_id is None else await people.by_id(turn.tx, member.person_id)
    if person is None or person.telegram_id is None:
        return
    if turn.person is not None and person.id == turn.person.id:
        await receipts.received(turn.tx, meeting.id, member.id, turn.now)
    if await outbox.will_stand(turn.tx, person.telegram_id, handle(meeting.id)):
        replaced = NoticeReplaced(letter.subject, version - 1)
        await turn.show(person.telegram_id, handle(meeting.id), replaced, locale=person.locale)
    receipt = await receipts.of_person(turn.tx, meeting.id, person.id)
    message, buttons = await _card(turn, content, person, receipt)
    key = f"conclusions:{meeting.id}:{version}"
    await turn.notify(person, message, buttons, dedupe_key=key, handle=handle(meeting.id))
    await turn.send_document(
        person.telegram_id, file_name(letter, "file_name", person.locale), letter,
        NoticeFile(letter.subject, letter.version, draft=False), locale=person.locale,
        dedupe_key=f"{key}:file:{person.id}", priority=Priority.BULK,
    )  # fmt: skip


async def sweep(turn: Turn) -> None:
    """Who took over a member's place, or came to the bot, after a notice went out gets it, and is asked too."""
    for meeting_id, membership_id in await receipts.unsent(turn.tx, turn.now - _LATE):
        async with apart(turn, f"The notice of meeting {meeting_id} to membership {membership_id}"):
            meeting = await meetings.get(turn.tx, meeting_id)
            content = await notice_content.load(turn, meeting)
            member = next((one for one in content.members if one.id == membership_id), None)
            if member is not None:
                await send(turn, content, member, await notice_content.document(turn, content, draft=False))
                await ledger.refresh(turn, meeting)


async def _card(
    turn: Turn, content: Content, person: Person, receipt: Receipt | None
) -> tuple[NoticeToMember, Keyboard]:
    meeting, notice = content.meeting, content.notice
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    mine = person.units_in(meeting.task_force_id)
    lines = [line_of(one, n, content.units, own=mine) for n, one in enumerate(notice.sent.conclusions, 1)]
    own = sorted((line for line in lines if line.part), key=lambda line: line.part != "lead")
    received = None if receipt is None else receipt.received_at
    message = NoticeToMember(
        meeting=await telling.facts(turn, meeting, person.locale, person.id),
        general=notice.sent.general,
        own=tuple(own),
        others=tuple(line for line in lines if not line.part),
        version=notice.version,
        changes=notice_content.told(notice, content.units),
        asks=receipt is not None and received is None,
        received=None if received is None else local(received, zone),
        remark="" if receipt is None else receipt.remark,
    )
    leading = [unit for unit in mine if any(unit in one.leads for one in notice.sent.conclusions)]
    return message, _buttons(content, receipt, leading)


def _buttons(content: Content, receipt: Receipt | None, leading: Sequence[int]) -> Keyboard:
    meeting, version = content.meeting, content.notice.version
    rows: list[tuple[Button, ...]] = []
    if receipt is not None:
        remark = "change_remark" if receipt.remark else "remark"
        opinion = Button(Label(f"conclusions.{remark}"), data=AnswerNotice(meeting.id, version, "o").pack())
        yes = AnswerNotice(meeting.id, version, "y").pack()
        received = Button(Label("conclusions.received"), data=yes, style="success")
        rows.append((received, opinion) if receipt.received_at is None else (opinion,))
    if leading:
        rows.append((Button(Label("conclusions.tasks"), data=SeeTasks(leading[0], 0).pack()),))
    return tuple(rows)


async def see(turn: Turn, tap: SeeConclusions) -> None:
    """What a meeting decided, at the end of the chat, for whoever may read about the meeting."""
    meeting, receipt, person = await _readable(turn, tap.meeting)
    content = await notice_content.load(turn, meeting)
    if not content.notice.version:
        await turn.reply(ConclusionsNone(await facts(turn, meeting)))
        return
    await _bring_down(turn, content, person, receipt)


async def get_file(turn: Turn, tap: GetNotice) -> None:
    """The notice that was sent last, as a document."""
    meeting, _, _ = await _readable(turn, tap.meeting)
    content = await notice_content.load(turn, meeting)
    if not content.notice.version:
        await turn.reply(ConclusionsNone(await facts(turn, meeting)))
        return
    letter = await notice_content.document(turn, content, draft=False)
    caption = NoticeFile(letter.subject, letter.version, draft=False)
    name = file_name(letter, "file_name", turn.locale)
    await turn.send_document(turn.chat_id, name, letter, caption, locale=turn.locale)


async def _readable(turn: Turn, meeting_id: int) -> tuple[Meeting, Receipt | None, Person]:
    meeting = await rights.need_meeting(turn, meeting_id)
    person = _person(turn)
    receipt = await receipts.of_person(turn.tx, meeting_id, person.id)
    if receipt is None and not (await rights.may_see(turn, meeting) or await rights.may_run(turn, meeting)):
        raise NotAllowed(f"conclusions of meeting {meeting_id}")
    return meeting, receipt, person


# The answer


async def answer(turn: Turn, tap: AnswerNotice) -> None:
    """Received, or a remark; only by whom it was sent to, and only of the newest version."""
    meeting, receipt = await _own(turn, tap.meeting)
    if tap.version != receipt.version:
        await turn.toast(Label("conclusions.newer"), alert=True)
    elif tap.what == "o":
        state = {"meeting": meeting.id}
        await sessions.begin(
            turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"remark:{meeting.id}", state=state, now=turn.now
        )
        await _ask(turn, meeting, receipt)
    elif tap.what == "y":
        fresh = await receipts.received(turn.tx, meeting.id, receipt.membership_id, turn.now)
        await turn.toast(Label("conclusions.thanks" if fresh else "conclusions.already"))
        await _refresh(turn, meeting)
    else:
        raise NotAllowed(f"answer {tap.what}")


async def _own(turn: Turn, meeting_id: int) -> tuple[Meeting, Receipt]:
    meeting = await meetings.find(turn.tx, meeting_id)
    receipt = None if turn.person is None else await receipts.of_person(turn.tx, meeting_id, turn.person.id)
    if meeting is None or receipt is None:
        raise NotAllowed(f"receipt of meeting {meeting_id}")
    return meeting, receipt


async def _refresh(turn: Turn, meeting: Meeting) -> None:
    """The reader's own card, where it was tapped or at the end of the chat, and the ledger."""
    person = _person(turn)
    content = await notice_content.load(turn, meeting)
    receipt = await receipts.of_person(turn.tx, meeting.id, person.id)
    message, buttons = await _card(turn, content, person, receipt)
    await turn.show(turn.chat_id, handle(meeting.id), message, buttons, locale=turn.locale, priority=Priority.REPLY)
    await ledger.refresh(turn, meeting)


def _person(turn: Turn) -> Person:
    assert turn.person is not None  # noqa: S101 - whoever answers is known
    return turn.person


# A remark


async def _ask(turn: Turn, meeting: Meeting, receipt: Receipt, fault: Fault | None = None) -> None:
    await turn.reply(RemarkAsk(await facts(turn, meeting), receipt.remark, REMARK_LIMIT, fault))


async def typed(turn: Turn, session: OpenSession) -> None:
    """The remark: kept, and told to the secretary and the chair. Who remarks has received it."""
    found = await _of_session(turn, session)
    if found is None:
        return
    meeting, receipt = found
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if await cut.belongs(turn, text):
        await _ask(turn, meeting, receipt, Fault("cut"))
    elif not text:
        await _ask(turn, meeting, receipt, Fault("empty"))
    elif len(text) > REMARK_LIMIT:
        await _ask(turn, meeting, receipt, Fault("too-long", REMARK_LIMIT, text))
    else:
        await receipts.remark(turn.tx, meeting.id, receipt.membership_id, text, turn.now)
        await receipts.received(turn.tx, meeting.id, receipt.membership_id, turn.now)
        await _tell(turn, meeting, receipt, text)
        content = await notice_content.load(turn, meeting)
        meeting, receipt = await _own(turn, meeting.id)
        await _bring_down(turn, content, _person(turn), receipt)
        await ledger.refresh(turn, meeting)
        await conversations.finish(turn, session)


async def _bring_down(turn: Turn, content: Content, person: Person, receipt: Receipt | None) -> None:
    """The card at the end of the chat; the one above says where it went, so that no two have buttons."""
    meeting = content.meeting
    message, buttons = await _card(turn, content, person, receipt)
    standing = await outbox.card(turn.tx, turn.chat_id, handle(meeting.id))
    if standing is not None:
        subject = meeting.subject or message.meeting.kind
        await turn.rewrite(turn.chat_id, standing, NoticeReplaced(subject, 0), locale=turn.locale)
    file = Button(Label("conclusions.file"), data=GetNotice(meeting.id).pack())
    await turn.reply(message, (*buttons, (file,)), handle=handle(meeting.id))


async def _tell(turn: Turn, meeting: Meeting, receipt: Receipt, text: str) -> None:
    """The secretaries and the chair, each once."""
    readers = {one.id: one for one in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])}
    place = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    if place is not None and place.person_id is not None and place.state == "active":
        chair = await people.by_id(turn.tx, place.person_id)
        readers |= {} if chair is None else {chair.id: chair}
    for reader in readers.values():
        if turn.person is not None and reader.id == turn.person.id:
            continue
        told = await telling.facts(turn, meeting, reader.locale, reader.id)
        message = RemarkCame(receipt.full_name, receipt.unit_name, told, text, bool(receipt.remark))
        await turn.notify(reader, message, ledger.open_button(meeting.id))
    await audit.note(
        turn.tx, now=turn.now, action="conclusions.remark", task_force_id=meeting.task_force_id,
        person_id=receipt.person_id, subject=f"meeting:{meeting.id}",
    )  # fmt: skip


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Ask for the remark again."""
    found = await _of_session(turn, session)
    if found is not None:
        await _ask(turn, *found)


async def _of_session(turn: Turn, session: OpenSession) -> tuple[Meeting, Receipt] | None:
    """What the remark is about; None when the person has left: then the conversation is over.

    Raises:
        NotAllowed: they have left, and did something just now.
    """
    try:
        return await _own(turn, int(session.state["meeting"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        if turn.incoming is not None and (turn.incoming.tap_id or turn.incoming.text):
            raise
        return None


CONVERSATION = Conversation(typed=typed, resume=resumed)
"""For ``bot/routes``."""
