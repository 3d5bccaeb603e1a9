"""The notice of the conclusions: who signs it, what it looks like, and sending it to everybody."""

from collections.abc import Awaitable, Callable

from handlers import mail
from handlers.meetings import by_mail, telling
from handlers.meetings.conclude import afterwards, ledger, notice_content, receipts
from handlers.meetings.conclude.conclusion_desk import KIND, facts, line_of, need_begun, subject_of
from handlers.meetings.conclude.conclusion_taps import PrepareNotice
from handlers.meetings.conclude.notice_content import Content
from handlers.meetings.conclude.notice_files import file_name
from handlers.meetings.convene import letters
from handlers.meetings.hall import live
from handlers.meetings.taps import Conclude
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.conclusions import (
    NoticeChooseSigner,
    NoticeConfirm,
    NoticeDesk,
    NoticeFile,
    NoticeGone,
    NoticePost,
    NoticeToMember,
)
from messages.documents.model import ConclusionNotice
from messages.model import Button, Keyboard, Label
from storage import audit, channels, meetings, notices, people, sessions
from storage.outbox import Priority
from storage.people import Membership


async def act(turn: Turn, tap: PrepareNotice) -> None:
    """A button of the notice's card; what changes something is refused on a card that is not as things are now."""
    meeting, begun = await need_begun(turn, tap.meeting)
    step = _STEPS.get(tap.what)
    if step is None:
        raise NotAllowed(f"notice {tap.what}")
    if not begun:
        await turn.toast(Label("conclusions.cancelled"), alert=True)
        return
    content = await notice_content.load(turn, meeting)
    if tap.what != "n" and tap.revision != content.notice.revision:
        mine = turn.person is not None and content.notice.changed_by == turn.person.id
        await turn.toast(Label("conclusions.stale" if mine else "conclusions.changed_meanwhile"), alert=not mine)
        await _show(turn, content)
        return
    await step(turn, content, tap.arg)


async def _begin(turn: Turn, content: Content, _: int) -> None:
    """What is typed from now on is no conclusion."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(content.meeting.id))
    if session is not None:
        await sessions.step_aside(turn.tx, session.id)
    await _show(turn, content)


async def _show(turn: Turn, content: Content) -> None:
    meeting = content.meeting
    charter = await turn.charter(meeting.task_force_id)
    deadline, cite = await afterwards.notice_deadline(turn, meeting)
    signer = content.signer
    signs_for = ""
    if signer is not None:
        series = await notice_content.signed_series(turn, meeting, signer)
        signed = letters.signature(charter, series, signer)
        signs_for = signed.head_title if signed.deputy_title else ""
    message = NoticeDesk(
        meeting=await facts(turn, meeting),
        signer="" if signer is None else signer.full_name,
        signer_title="" if signer is None else charter.titles.of(signer.role, turn.locale),
        signs_for=signs_for,
        count=len(content.items),
        tasks=content.tasks,
        has_general=bool(content.notice.general),
        members=len(content.members),
        unreachable=await _unreachable(turn, content.members),
        guests=len(content.guests),
        to_guests=content.notice.guests,
        version=content.notice.version,
        changes=content.changes,
        problems=content.problems,
        deadline=deadline,
        cite=cite,
    )
    await turn.card(subject_of(meeting.id), message, _desk_buttons(content))


async def _unreachable(turn: Turn, members: tuple[Membership, ...]) -> tuple[str, ...]:
    found = []
    for member in members:
        person = None if member.person_id is None else await people.by_id(turn.tx, member.person_id)
        if person is None or person.telegram_id is None or person.unreachable_since is not None:
            found.append(member.full_name)
    return tuple(found)


def _button(content: Content, label: str, what: str, arg: int = 0, **words: str | int) -> Button:
    data = PrepareNotice(content.meeting.id, content.notice.revision, what, arg).pack()
    style = {"c": "primary", "go": "success"}.get(what)
    words_of = Label(f"conclusions.{label}", words)
    return Button(words_of, data=data, style="primary" if style == "primary" else "success" if style else None)


def _desk_buttons(content: Content) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    signer = _button(content, "signer" if content.signer else "choose_signer", "s")
    if content.signer is None:
        rows.append((signer,))
    else:
        rows.append((_button(content, "preview", "p"), signer))
    if content.guests:
        ticked = "to_guests_ticked" if content.notice.guests else "to_guests"
        rows.append((_button(content, ticked, "g", count=len(content.guests)),))
    if not content.problems:
        rows.append((_button(content, "send_again" if content.notice.version else "send", "c"),))
    rows.append((Button(Label("conclusions.back"), data=Conclude(content.meeting.id).pack()),))
    return tuple(rows)


# Before it goes out


async def _choose_signer(turn: Turn, content: Content, _: int) -> None:
    charter = await turn.charter(content.meeting.task_force_id)
    rows = []
    for member in await notice_content.signers(turn, content.meeting):
        title = charter.titles.of(member.role, turn.locale)
        data = PrepareNotice(content.meeting.id, content.notice.revision, "ss", member.id).pack()
        rows.append((Button(formats.shorten(f"{member.full_name} – {title}", 44), data=data),))
    back = (_button(content, "back_to_notice", "n"),)
    message = NoticeChooseSigner(await facts(turn, content.meeting))
    await turn.card(subject_of(content.meeting.id), message, (*rows[:20], back))


async def _set_signer(turn: Turn, content: Content, membership_id: int) -> None:
    if membership_id not in {member.id for member in await notice_content.signers(turn, content.meeting)}:
        raise NotAllowed(f"membership {membership_id} signs")
    await notices.set_signer(turn.tx, content.meeting.id, membership_id, _by(turn))
    await _again(turn, content)


async def _tick_guests(turn: Turn, content: Content, _: int) -> None:
    await notices.set_guests(turn.tx, content.meeting.id, not content.notice.guests, _by(turn))
    await _again(turn, content)


async def _again(turn: Turn, content: Content) -> None:
    await _show(turn, await notice_content.load(turn, content.meeting))


def _by(turn: Turn) -> int:
    assert turn.person is not None  # noqa: S101 - whoever runs a meeting is known
    return turn.person.id


async def _preview(turn: Turn, content: Content, _: int) -> None:
    if content.signer is None:
        await _show(turn, content)
        return
    draft = await notice_content.document(turn, content, draft=True)
    await turn.toast(Label("conclusions.draft_coming"))
    caption = NoticeFile(draft.subject, draft.version, draft=True)
    await turn.send_document(
        turn.chat_id, file_name(draft, "draft_name", turn.locale), draft, caption, locale=turn.locale
    )


async def _confirm(turn: Turn, content: Content, _: int) -> None:
    if content.problems:
        await _show(turn, content)
        return
    bound = await channels.bound_to(turn.tx, content.meeting.task_force_id)
    message = NoticeConfirm(
        meeting=await facts(turn, content.meeting),
        members=len(content.members),
        guests=len(content.guests) if content.notice.guests else 0,
        tasks=content.tasks,
        channels=tuple(channel.title for channel in bound),
        version=content.notice.version,
    )
    send = _button(content, "really_send", "go", count=len(content.members))
    await turn.card(subject_of(content.meeting.id), message, ((send,), (_button(content, "not_yet", "n"),)))


# It goes out


async def _send(turn: Turn, content: Content, _: int) -> None:
    """Once a version: the tasks, the messages, the documents and the mark are written in one transaction."""
    if content.problems:
        await _show(turn, content)
        return
    meeting = content.meeting
    tasks = await notice_content.give_tasks(turn, content)
    if content.notice.signer_id is None and content.signer is not None:
        await notices.set_signer(turn.tx, meeting.id, content.signer.id, _by(turn))
    version = await notices.mark_sent(turn.tx, meeting.id, content.words, _by(turn), turn.now)
    if meeting.state == "called":
        closed = meeting.closed_at or min(turn.now, meeting.ends_at or turn.now)
        meeting = await meetings.change(turn.tx, meeting.id, state="held", closed_at=closed)
    sent = await notice_content.load(turn, meeting)
    letter = await notice_content.document(turn, sent, draft=False)
    for member in sent.members:
        await receipts.send(turn, sent, member, letter)
    if sent.notice.guests:
        await _to_guests(turn, sent, letter)
    await _post(turn, sent)
    await _mail(turn, sent, letter)
    await audit.note(
        turn.tx, now=turn.now, action="conclusions.sent", task_force_id=meeting.task_force_id, person_id=_by(turn),
        subject=f"meeting:{meeting.id}", detail=str(version),
    )  # fmt: skip
    await _close_desk(turn, sent, tasks)
    await ledger.open_for_office(turn, meeting)
    await live.refresh(turn, meeting.id)


async def _close_desk(turn: Turn, sent: Content, tasks: int) -> None:
    """Whoever sent it reads what happened, and nobody is left in a conversation about it."""
    meeting = sent.meeting
    for session in await sessions.about(turn.tx, KIND, subject_of(meeting.id)):
        if session.chat_id == turn.chat_id:
            await sessions.end(turn.tx, session.id)
    guests = len(sent.guests) if sent.notice.guests else 0
    message = NoticeGone(await facts(turn, meeting), len(sent.members), guests, tasks, sent.notice.version)
    go_on = Button(Label("conclusions.correct"), data=Conclude(meeting.id).pack())
    await turn.card(subject_of(meeting.id), message, ((go_on,),))


async def _to_guests(turn: Turn, sent: Content, letter: ConclusionNotice) -> None:
    """Guests read it, and are asked for nothing."""
    notice = sent.notice
    for guest in sent.guests:
        if guest.chat_id is None:
            continue
        key = f"conclusions:{sent.meeting.id}:{notice.version}:g{guest.id}"
        message = NoticeToMember(
            meeting=await telling.facts(turn, sent.meeting, guest.locale, guest.person_id),
            general=notice.general,
            own=(),
            others=tuple(line_of(one.said, number, sent.units) for number, one in enumerate(sent.items, 1)),
            version=notice.version,
            changes=notice_content.told(notice, sent.units),
            asks=False,
            received=None,
            remark="",
        )
        await turn.send(guest.chat_id, message, locale=guest.locale, dedupe_key=key)
        await turn.send_document(
            guest.chat_id, file_name(letter, "file_name", guest.locale), letter,
            NoticeFile(letter.subject, letter.version, draft=False), locale=guest.locale, dedupe_key=f"{key}:file",
            priority=Priority.BULK,
        )  # fmt: skip


async def _post(turn: Turn, sent: Content) -> None:
    """The leadership channel reads it too, without buttons."""
    meeting = sent.meeting
    locale = (await turn.charter(meeting.task_force_id)).body.locale
    message = await _post_of(turn, sent, locale)
    for channel in await channels.bound_to(turn.tx, meeting.task_force_id):
        key = f"conclusions:{meeting.id}:{sent.notice.version}:channel:{channel.chat_id}"
        await turn.send(channel.chat_id, message, locale=locale, dedupe_key=key)


async def _mail(turn: Turn, sent: Content, letter: ConclusionNotice) -> None:
    """The mailboxes that the series names get it too."""
    meeting = sent.meeting
    locale = (await turn.charter(meeting.task_force_id)).body.locale
    enclosed = mail.made(file_name(letter, "file_name", locale), letter)
    members = [member.id for member in sent.members]
    message = await _post_of(turn, sent, locale)
    await by_mail.concluded(turn, meeting, members, message, enclosed, sent.notice.version)


async def _post_of(turn: Turn, sent: Content, locale: str) -> NoticePost:
    """The notice as those read it who are asked for nothing."""
    body = (await turn.charter(sent.meeting.task_force_id)).body
    return NoticePost(
        body=body.short_name or body.name,
        meeting=await telling.facts(turn, sent.meeting, locale),
        general=sent.notice.general,
        lines=tuple(line_of(one.said, number, sent.units) for number, one in enumerate(sent.items, 1)),
        version=sent.notice.version,
        changes=notice_content.told(sent.notice, sent.units),
    )


_STEPS: dict[str, Callable[[Turn, Content, int], Awaitable[None]]] = {
    "n": _begin,
    "s": _choose_signer,
    "ss": _set_signer,
    "g": _tick_guests,
    "p": _preview,
    "c": _confirm,
    "go": _send,
}
"""By the name on a button: what it does."""
