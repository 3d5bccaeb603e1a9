"""One's own mailbox, in /dulieu: corrected or taken away by whoever it belongs to, for all their places."""

from handlers.callbacks import Tap
from handlers.conversations import Conversation, finish
from handlers.turn import NotAllowed, Turn
from messages.contexts.mail import OwnMailboxAsk, OwnMailboxKept
from messages.model import Button, Keyboard, Label
from storage import audit, mailboxes, sessions
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.roster import EMAIL

KIND = "own-mailbox"
_CARD = "own-mailbox"
_SUBJECT = "own"
_LONGEST = 254
"""Letters of an address (RFC 5321 §4.5.3.1.3)."""
_ECHO = 80


class ChangeMailbox(Tap, frozen=True):
    """Correct the own mailbox."""

    prefix = "dmh"


class DropMailbox(Tap, frozen=True):
    """No letters any more."""

    prefix = "dmx"


def button() -> Button:
    """For the card of one's own data."""
    return Button(Label("mail.change_own"), data=ChangeMailbox().pack())


def _known(turn: Turn) -> Person:
    if turn.person is None:
        raise NotAllowed("own mailbox of somebody unknown")
    return turn.person


async def ask(turn: Turn, _tap: ChangeMailbox) -> None:
    """Which is it?"""
    _known(turn)
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=_SUBJECT, state={}, now=turn.now)
    await _show(turn)


async def _show(turn: Turn, wrong: str = "") -> None:
    now = await mailboxes.of_person(turn.tx, _known(turn).id)
    drop: Keyboard = ((Button(Label("mail.drop_own"), data=DropMailbox().pack()),),) if now else ()
    await turn.card(_CARD, OwnMailboxAsk(now, wrong[:_ECHO]), drop)


async def typed(turn: Turn, session: OpenSession) -> None:
    """The address."""
    person = _known(turn)
    text = "".join(((turn.incoming.text if turn.incoming else None) or "").split())
    if len(text) > _LONGEST or not EMAIL.fullmatch(text):
        await _show(turn, text or "–")
        return
    await _put(turn, person, text)
    await finish(turn, session)


async def drop(turn: Turn, _tap: DropMailbox) -> None:
    """Take it away; twice is once."""
    await _put(turn, _known(turn), "")
    session = await sessions.find(turn.tx, turn.chat_id, KIND, _SUBJECT)
    if session is not None:
        await finish(turn, session)


async def _put(turn: Turn, person: Person, address: str) -> None:
    await mailboxes.put_own(turn.tx, person.id, address)
    await audit.note(turn.tx, now=turn.now, action="data.corrected", person_id=person.id, subject="email")
    await turn.card(_CARD, OwnMailboxKept(address))


async def resumed(turn: Turn, _session: OpenSession) -> None:
    """The question again."""
    await _show(turn)


CONVERSATION = Conversation(typed, resumed)
