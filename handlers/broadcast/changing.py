"""A notice that went out, or is going out, is corrected or taken back, at every recipient."""

from dataclasses import replace

from handlers.broadcast import access, by_mail, composing, live, outgoing
from handlers.broadcast.composing import problem_of, said_in
from handlers.broadcast.taps import Correct, SeeBroadcast, Withdraw
from handlers.broadcast.wording import Wording, title_of
from handlers.reports import cut
from handlers.turn import Turn
from messages.contexts.broadcast import BroadcastCorrect, BroadcastCorrectSure, Problem
from messages.model import Button, Keyboard, Label
from storage import broadcast_letters as letters
from storage import broadcast_recipients as recipients
from storage import broadcasts, outbox, sessions
from storage.broadcasts import Broadcast
from storage.outbox import SHOW, Priority
from taskforce.broadcasts import CAPTION_LIMIT, TEXT_LIMIT

_CORRECTABLE = ("going", "paused", "scheduled", "sent", "stopped")


async def _can_change(turn: Turn, broadcast: Broadcast) -> bool:
    if broadcast.state in _CORRECTABLE and broadcast.begun_at is not None:
        return True
    await composing.open_card(turn, broadcast)
    return False


# Correct


def _limit(broadcast: Broadcast) -> int:
    """Letters the new words may have: those under a file stay under it."""
    short = len(broadcast.files) == 1 and len(broadcast.text) <= CAPTION_LIMIT
    return CAPTION_LIMIT if short else TEXT_LIMIT


async def ask(turn: Turn, broadcast: Broadcast, problem: Problem = "") -> None:
    """What shall it say instead?"""
    if not await _can_change(turn, broadcast):
        return
    await access.ask(turn, broadcast, "correct")
    message = BroadcastCorrect(title_of(broadcast), problem, _limit(broadcast), len(broadcast.files))
    await turn.card(access.card_of(broadcast.id), message, _back(broadcast))


def _back(broadcast: Broadcast) -> Keyboard:
    return ((Button(Label("picker.back"), data=SeeBroadcast(broadcast.id).pack()),),)


async def typed(turn: Turn, broadcast: Broadcast) -> None:
    """The new words: shown as they will look, then confirmed."""
    said = said_in(turn)
    problem = problem_of(said)
    if await cut.belongs(turn, said.text) or len(said.text) > _limit(broadcast):
        problem = "too-long"
    elif said.file is not None:
        problem = "files"
    if problem:
        await ask(turn, broadcast, problem)
        return
    if not await _can_change(turn, broadcast):
        return
    spans = [list(span) for span in said.spans]
    await access.ask(turn, broadcast, "correct", text=said.text, spans=spans)
    await _show_sure(turn, broadcast, said.text, said.spans)


async def _show_sure(turn: Turn, broadcast: Broadcast, text: str, spans: tuple[tuple[str, int, int, str], ...]) -> None:
    wanted = replace(broadcast, text=text, spans=spans, corrected_at=turn.now)
    several = turn.person is not None and len(turn.person.task_force_ids) > 1
    payload = await Wording(turn, wanted).payload(turn.locale, "preview", several=several)
    turn.spoke = True
    await outbox.enqueue(
        turn.tx, chat_id=turn.chat_id, method=SHOW, payload=payload, priority=Priority.REPLY, now=turn.now,
        handle=f"{access.preview_of(broadcast.id)}:new",
    )  # fmt: skip
    counts = await recipients.counts(turn.tx, broadcast.id, broadcast.ask_from, broadcast.version)
    plain = Button(Label("broadcast.correct_sure"), data=Correct(broadcast.id, 0).pack(), style="primary")
    rows: list[tuple[Button, ...]] = [(plain,)]
    if broadcast.acknowledge and counts.received:
        words = Label("broadcast.correct_again", {"count": counts.received})
        rows.append((Button(words, data=Correct(broadcast.id, 1).pack()),))
    had = (await letters.counts(turn.tx, broadcast.id)).had
    message = BroadcastCorrectSure(counts.total, broadcast.acknowledge, counts.received, had)
    await turn.card(access.card_of(broadcast.id), message, (*rows, *_back(broadcast)))


async def correct(turn: Turn, tap: Correct) -> None:
    """Put the new words in the place of the old ones; ``again``: who received those is asked again."""
    broadcast = await access.need(turn, tap.broadcast)
    state = await access.asked(turn, broadcast.id)
    if state.get("ask") != "correct" or "text" not in state:
        await turn.toast(Label("broadcast.changed"), alert=True)
        await composing.open_card(turn, broadcast)
        return
    if not await _can_change(turn, broadcast):
        return
    await recipients.reconcile(turn.tx, broadcast.id)
    version = broadcast.version + 1
    changed = await broadcasts.change(
        turn.tx, broadcast.id, text=state["text"], spans=state["spans"], version=version, corrected_at=turn.now,
        ask_from=version if tap.again else broadcast.ask_from, follow_up=True, changed=True,
    )  # fmt: skip
    await access.note(turn, changed, "corrected", f"version {version}")
    await outgoing.say_anew(turn, changed)
    await by_mail.changed(turn, changed)
    await _over(turn, changed)


async def _over(turn: Turn, broadcast: Broadcast) -> None:
    session = await sessions.find(turn.tx, turn.chat_id, access.KIND, access.subject_of(broadcast.id))
    if session is not None:
        await sessions.end(turn.tx, session.id)
    await live.show(turn, broadcast)


# Take back


async def withdraw(turn: Turn, tap: Withdraw) -> None:
    """Deleted at every recipient; what Telegram does not delete any more is edited to say so. Asks first."""
    broadcast = await access.need(turn, tap.broadcast)
    if not await _can_change(turn, broadcast):
        return
    if tap.sure != 1:
        yes = Button(Label("broadcast.withdraw_sure"), data=Withdraw(broadcast.id, 1).pack(), style="danger")
        await live.show(turn, broadcast, "withdraw-ask", ((yes,), *_back(broadcast)))
        return
    await recipients.take_back(turn.tx, broadcast.id, turn.now)
    changed = await broadcasts.change(
        turn.tx, broadcast.id, state="withdrawn", withdrawn_at=turn.now, version=broadcast.version + 1,
        follow_up=True, changed=True, send_at=None, ended_at=broadcast.ended_at or turn.now,
    )  # fmt: skip
    await by_mail.ended(turn, changed, withdrawn=True)
    await access.note(turn, changed, "withdrawn")
    await _over(turn, changed)
