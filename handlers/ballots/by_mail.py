"""A ballot by e-mail too, where notices go that way (``[notices] email_to``; Bắc Giang Điều 10.5).

The question to those asked; the result with its record to the own mailboxes of those who are told of it, since it may
name who chose what, and a unit's mailbox is read by its whole office. The vote is given in the bot alone. Of a secret
ballot no letter tells who chose what, for nobody knows.
"""

from collections.abc import Awaitable, Callable, Sequence

from handlers import mail
from handlers.ballots import record, wording
from handlers.mail import Enclosed
from handlers.turn import Turn
from messages import render
from messages.contexts.mail import BallotByMail
from messages.model import Label, Message
from storage import ballots, mailboxes
from storage.ballot_votes import Asked
from storage.ballots import Ballot
from storage.mailboxes import Mailbox
from storage.outbox import Priority

_TITLE = 100
"""Letters of the question in a subject."""


async def _to(turn: Turn, ballot: Ballot, places: Sequence[Asked]) -> list[Mailbox]:
    to = (await turn.charter(ballot.task_force_id)).notices.email_to
    members = [place.membership_id for place in places if not place.left]
    if not to or not members or not turn.surroundings.mails:
        return []
    return await mailboxes.for_members(turn.tx, members, to)


async def asked(turn: Turn, ballot: Ballot, places: Sequence[Asked]) -> None:
    """The question with its papers, and where to answer; a unit's mailbox has it once."""
    boxes = await _to(turn, ballot, places)
    if not boxes:
        return
    files = [mail.lying(paper.file_name, paper.file_id) for paper in await ballots.papers(turn.tx, ballot.id)]

    async def words(locale: str) -> Message:
        return BallotByMail(await wording.facts(turn, ballot, locale), await wording.rule_words(turn, ballot, locale))

    await _send(
        turn, ballot, boxes, "ballot_secret" if ballot.secret else "ballot", f"ballot:{ballot.id}", words, files
    )


async def ended(
    turn: Turn, ballot: Ballot, places: Sequence[Asked], what: str, words: Callable[[str], Awaitable[Message]]
) -> None:
    """What it came to with the record, or that it was taken back; ``words`` in a language."""
    boxes = [box for box in await _to(turn, ballot, places) if not box.unit]
    if not boxes:
        return
    files: list[Enclosed] = []
    if ballot.state == "closed":
        name = render.label(Label("ballots.record_name", {"number": ballot.id}), render.DEFAULT_LOCALE)
        files = [mail.made(name, await record.of(turn, ballot))]
    subject = "ballot_withdrawn" if ballot.state == "withdrawn" else "ballot_result"
    await _send(turn, ballot, boxes, subject, f"ballot-{what}:{ballot.id}", words, files)


async def _send(
    turn: Turn,
    ballot: Ballot,
    boxes: Sequence[Mailbox],
    subject: str,
    key: str,
    words: Callable[[str], Awaitable[Message]],
    files: Sequence[Enclosed],
) -> None:
    question = " ".join(ballot.question.split())
    title = question if len(question) <= _TITLE else f"{question[: _TITLE - 1]}…"
    made: dict[str, Message] = {}
    for to in boxes:
        locale = to.locale or (await turn.charter(ballot.task_force_id)).body.locale
        if locale not in made:
            made[locale] = await words(locale)
        await mail.send(
            turn, to.address, Label(f"mail.{subject}", {"question": title}), made[locale],
            task_force_id=ballot.task_force_id, locale=locale, dedupe_key=key, files=files, priority=Priority.BULK,
        )  # fmt: skip
