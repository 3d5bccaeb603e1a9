"""A notice by e-mail too, where the charter says so (``[notices] email_to``; Bắc Giang Điều 10.5).

It begins with the notice and goes on by slices, at the mail server's pace, to those whom the bot does not reach as
well: their mailbox may be all there is. A letter cannot be edited, so whoever has one gets a second that corrects it or
takes it back.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers import mail
from handlers.broadcast.wording import title_of
from handlers.mail import Enclosed
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.contexts.mail import NoticeByMail, NoticeWithdrawnByMail
from messages.model import Label, Message
from messages.render import local
from messages.rich import RichText, Span
from storage import broadcast_letters as letters
from storage import broadcasts, mailboxes
from storage.broadcast_letters import Letter
from storage.broadcasts import Broadcast
from storage.database import Transaction
from storage.outbox import Priority

SLICE = 60
"""Letters that lie in the outbox at most: about a minute's, so that a pause is one soon."""

_ROOM = 20
"""More are written when there is room for so many."""


async def count(turn: Turn, broadcast: Broadcast, members: Sequence[int]) -> int:
    """To how many mailboxes a notice to these memberships goes."""
    to = (await turn.charter(broadcast.task_force_id)).notices.email_to
    if not to or not turn.surroundings.mails:
        return 0
    return len(await mailboxes.for_members(turn.tx, members, to))


async def begin(turn: Turn, broadcast: Broadcast) -> None:
    """To whose mailboxes it goes is fixed with the recipients."""
    to = (await turn.charter(broadcast.task_force_id)).notices.email_to
    if to and turn.surroundings.mails:
        await letters.freeze(turn.tx, broadcast.id, to)


async def changed(turn: Turn, broadcast: Broadcast) -> None:
    """Other words: what has not gone out is written anew, who has a letter gets another."""
    await letters.take_back(turn.tx, broadcast.id, turn.now, corrections=True)
    await letters.set_open(turn.tx, broadcast.id, is_open=True)


async def gone_on(turn: Turn, broadcast: Broadcast) -> None:
    """It was held, and goes on."""
    await letters.set_open(turn.tx, broadcast.id, is_open=True)


async def ended(turn: Turn, broadcast: Broadcast, *, withdrawn: bool) -> None:
    """Who has no letter gets none; ``withdrawn``: who has one is told."""
    await letters.take_back(turn.tx, broadcast.id, turn.now, corrections=withdrawn)
    await letters.stop(turn.tx, broadcast.id)
    await letters.set_open(turn.tx, broadcast.id, is_open=True)


# The work


async def due(tx: Transaction, now: datetime) -> bool:
    """Whether letters can be written, or all that were written have been heard of."""
    for broadcast_id in await letters.open_ones(tx):
        work = await letters.work(tx, broadcast_id, now)
        if not (work.lying or work.settling) or (work.to_write and SLICE - work.lying >= _ROOM):
            return True
    return False


async def beat(turn: Turn) -> None:
    """A slice of every notice."""
    for broadcast_id in await letters.open_ones(turn.tx):
        async with apart(turn, f"Letters of broadcast {broadcast_id}"):
            await _work(turn, await broadcasts.get(turn.tx, broadcast_id))


sweep = beat
"""Once a minute, whatever waits: what became of the letters is kept, and told."""


async def _work(turn: Turn, broadcast: Broadcast) -> None:
    news = await letters.reconcile(turn.tx, broadcast.id)
    work = await letters.work(turn.tx, broadcast.id, turn.now)
    some = await letters.to_write(turn.tx, broadcast.id, SLICE - work.lying) if work.lying < SLICE else []
    letter = Words(turn, broadcast)
    for one in some:
        await letter.write(one)
    if not (some or work.unheard or work.settling):
        # whoever is still waiting waits for somebody's tap, and that opens it again
        await letters.set_open(turn.tx, broadcast.id, is_open=False)
    if some or news:
        await broadcasts.change(turn.tx, broadcast.id, changed=True)


class Words:
    """The letters of one notice."""

    def __init__(self, turn: Turn, broadcast: Broadcast) -> None:
        self._turn = turn
        self._broadcast = broadcast

    async def write(self, letter: Letter) -> None:
        """The letter, or the mark that there is nobody to write to any more."""
        turn, broadcast = self._turn, self._broadcast
        if not letter.address or (letter.had is None and not letter.living):
            await letters.passed_over(turn.tx, letter, broadcast.version)
            return
        locale = letter.locale or (await turn.charter(broadcast.task_force_id)).body.locale
        key = f"broadcast:{broadcast.id}:{broadcast.version}"
        await mail.send(
            turn, letter.address, self._subject(letter), await self._message(letter),
            task_force_id=broadcast.task_force_id, locale=locale, dedupe_key=key,
            files=() if letter.had is not None else self._files(), priority=Priority.BULK,
        )  # fmt: skip
        await letters.written(turn.tx, letter.id, broadcast.version, mail.key_of(key, letter.address))

    def _subject(self, letter: Letter) -> Label:
        broadcast = self._broadcast
        what = "notice_urgent" if broadcast.urgent else "notice"
        if letter.had is not None:
            what = "notice_withdrawn" if broadcast.withdrawn_at is not None else "notice_corrected"
        return Label(f"mail.{what}", {"title": title_of(broadcast)})

    async def _message(self, letter: Letter) -> Message:
        broadcast = self._broadcast
        body = (await self._turn.charter(broadcast.task_force_id)).body
        if broadcast.withdrawn_at is not None:
            had = letter.had or broadcast.withdrawn_at
            return NoticeWithdrawnByMail(
                body.name, title_of(broadcast), local(had, body.timezone), local(broadcast.withdrawn_at, body.timezone)
            )
        corrected = broadcast.corrected_at
        return NoticeByMail(
            body=RichText(broadcast.text, tuple(Span(*span) for span in broadcast.spans)),
            task_force=body.name,
            urgent=broadcast.urgent,
            reason=broadcast.reason,
            corrected=None if corrected is None else local(corrected, body.timezone),
            replaces=letter.had is not None,
            acknowledge=broadcast.acknowledge,
            files=len(broadcast.files),
        )

    def _files(self) -> list[Enclosed]:
        return [mail.lying(file.name, file.id) for file in self._broadcast.files]
