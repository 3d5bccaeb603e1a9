"""How a notice stands, in one card that edits itself while it goes out."""

from handlers.broadcast.access import card_of
from handlers.broadcast.taps import Ask, Hold, Nudge, SeeBroadcast, SeeCalls, SeeLedger, SeePast, Unplan, Withdraw
from handlers.broadcast.wording import title_of
from handlers.turn import Turn
from messages.contexts.broadcast import BroadcastLive, MailLine
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import broadcast_letters as letters
from storage import broadcast_recipients as recipients
from storage import people
from storage.broadcast_recipients import Counts
from storage.broadcasts import Broadcast
from storage.outbox import Priority
from storage.people import Person
from taskforce.broadcasts import DELETABLE
from taskforce.roles import Action, may


async def show(turn: Turn, broadcast: Broadcast, note: str = "", keyboard: Keyboard | None = None) -> None:
    """The card for whoever is there; ``note`` and ``keyboard`` where something is asked in it."""
    message, counts = await _card(turn, broadcast, note)
    rows = await buttons(turn, broadcast, counts) if keyboard is None else keyboard
    await turn.card(card_of(broadcast.id), message, rows)


def see_tap(broadcast: Broadcast) -> SeeBroadcast:
    """Leads to the card."""
    return SeeBroadcast(broadcast.id)


async def refresh(turn: Turn, broadcast: Broadcast) -> None:
    """The card in the chat of whoever sent it says how it stands now."""
    sender = await people.by_id(turn.tx, broadcast.confirmed_by or 0)
    if sender is None or sender.telegram_id is None or not _may_see(broadcast, sender):
        return
    message, counts = await _card(turn, broadcast, "")
    await turn.show(
        sender.telegram_id, card_of(broadcast.id), message, await buttons(turn, broadcast, counts),
        locale=sender.locale, priority=Priority.NOTICE,
    )  # fmt: skip


def _may_see(broadcast: Broadcast, person: Person) -> bool:
    return may(person.roles_in(broadcast.task_force_id), Action.BROADCAST)


async def _card(turn: Turn, broadcast: Broadcast, note: str) -> tuple[BroadcastLive, Counts]:
    counts = await recipients.counts(turn.tx, broadcast.id, broadcast.ask_from, broadcast.version)
    zone = (await turn.charter(broadcast.task_force_id)).body.timezone
    by = await people.by_id(turn.tx, broadcast.confirmed_by or broadcast.created_by)
    at = broadcast.send_at or broadcast.begun_at
    corrected = broadcast.corrected_at
    message = BroadcastLive(
        title=title_of(broadcast),
        state=broadcast.state,
        by="" if by is None else by.full_name,
        at=None if at is None else local(at, zone),
        total=counts.total,
        sent=counts.sent,
        pending=counts.total - counts.sent - counts.unreached - counts.stopped,
        unreached=counts.unreached,
        stopped=counts.stopped,
        acknowledge=broadcast.acknowledge,
        received=counts.received,
        silent=counts.silent,
        behind=counts.sent - counts.current,
        corrected=None if corrected is None else local(corrected, zone),
        urgent=broadcast.urgent,
        reason=broadcast.reason,
        note=note,
        late=await recipients.count_late(turn.tx, broadcast.id, turn.now - DELETABLE) if note == "withdraw-ask" else 0,
        files=len(broadcast.files),
        mail=await _mail(turn, broadcast),
    )
    return message, counts


async def _mail(turn: Turn, broadcast: Broadcast) -> MailLine:
    found = await letters.counts(turn.tx, broadcast.id)
    return MailLine(found.total, found.sent, found.pending, found.refused, found.had)


async def buttons(turn: Turn, broadcast: Broadcast, counts: Counts) -> Keyboard:
    """What can be done about it now."""
    number, state = broadcast.id, broadcast.state

    def key(words: str, data: str, style: str | None = None) -> Button:
        return Button(Label(f"broadcast.{words}"), data=data, style=style)  # type: ignore[arg-type]  # one of its words

    rows: list[tuple[Button, ...]] = []
    if state == "scheduled" and broadcast.begun_at is None:
        return ((key("unplan", Unplan(number).pack()),),)
    if state == "going":
        rows.append((key("pause", Hold(number, "pause", 0).pack()), key("stop", Hold(number, "stop", 0).pack())))
    if state == "paused":
        go_on = key("resume", Hold(number, "go", 0).pack(), "primary")
        rows.append((go_on, key("stop", Hold(number, "stop", 0).pack())))
    if state == "scheduled":
        rows.append((key("stop", Hold(number, "stop", 0).pack()),))
    if broadcast.acknowledge and counts.silent and state in ("sent", "stopped"):
        words = Label("broadcast.nudge", {"count": counts.silent})
        rows.append((Button(words, data=Nudge(number, broadcast.nudges + 1).pack(), style="primary"),))
    rows.append((key("ledger", SeeLedger(number, "all", 0).pack()),))
    if counts.unreached:
        words = Label("broadcast.calls", {"count": counts.unreached})
        rows.append((Button(words, data=SeeCalls(number, 0).pack()),))
    if state != "withdrawn":
        withdraw = key("withdraw", Withdraw(number, 0).pack())
        rows.append((key("correct", Ask(number, "correct").pack()), withdraw))
    rows.append((key("past", SeePast(broadcast.task_force_id, 0).pack()),))
    return tuple(rows)
