"""The second channel: the same words by e-mail, written to the outbox like everything else (Bắc Giang Điều 10.5).

What goes by e-mail says the charter: ``email_to`` of a meeting, ``copies`` of a report, ``[notices]``. Without a mail
server nothing is written down.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import to_builtins

from handlers.turn import Turn
from handlers.wanted import Wanted
from messages.contexts.mail import MailFooter
from messages.documents.model import Document, to_data
from messages.mail import mail_of
from messages.model import Label, Message
from storage import outbox
from storage.outbox import MAIL, NO_CHAT, Priority

LIFETIME = timedelta(days=3)
"""A letter that could not be handed in for that long would puzzle more than it helps."""

Enclosed = Mapping[str, Any]
"""A file that goes with a letter, as the outbox keeps it."""


def made(name: str, document: Document) -> Enclosed:
    """A document that is made when the letter is sent; ``name`` without the suffix."""
    return {"name": f"{name}.{document.suffix}", "make": to_data(document)}


def prepared(name: str, wanted: Wanted) -> Enclosed:
    """A document whose data are read when the letter is sent; ``name`` with the suffix."""
    return {"name": name, "prepare": to_builtins(wanted)}


def lying(name: str, file_id: str) -> Enclosed:
    """A file that lies at Telegram; one that Telegram does not give out (over 20 MB) is named in the letter."""
    return {"name": name, "file_id": file_id}


def key_of(dedupe_key: str, address: str) -> str:
    """The outbox's key of that letter: an address gets it at most once, however it is written."""
    return f"mail:{dedupe_key}:{address.casefold()}"


async def send(
    turn: Turn,
    address: str,
    subject: Label,
    message: Message,
    *,
    task_force_id: int,
    locale: str,
    dedupe_key: str,
    files: Sequence[Enclosed] = (),
    priority: Priority = Priority.NOTICE,
) -> bool:
    """One letter; False when it was written before (``dedupe_key`` and address), or there is no mail server."""
    if not turn.surroundings.mails:
        return False
    footer = MailFooter((await turn.charter(task_force_id)).body.name, turn.surroundings.bot_link)
    letter = mail_of(message, subject, locale, footer)
    fresh = await outbox.enqueue(
        turn.tx,
        chat_id=NO_CHAT,
        method=MAIL,
        payload={
            "to": address,
            "subject": letter.subject,
            "html": letter.html,
            "text": letter.text,
            "files": [dict(file) for file in files],
            "locale": locale,
        },
        priority=priority,
        now=turn.now,
        dedupe_key=key_of(dedupe_key, address),
        expires_at=turn.now + LIFETIME,
    )
    turn.spoke = turn.spoke or fresh
    return fresh
