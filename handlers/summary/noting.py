"""The secretary's line at the top of the summary."""

from handlers import conversations
from handlers.periods import OpenPeriod
from handlers.summary import approving, drafting, posting
from handlers.summary.offices import allowed, approval_of
from handlers.summary.taps import DropNote, EditNote
from handlers.turn import Turn
from messages.contexts.summaries import AskNote, NoteSaved
from messages.model import Button, Label
from storage import sessions, summaries, summary_versions
from storage.sessions import OpenSession
from taskforce.roles import Action
from taskforce.vietnamese import nfc

NOTE_KIND = "summary-note"
"""The kind of the conversation that asks for the secretary's line."""

NOTE_LIMIT = 500
"""Characters of the secretary's line."""


async def edit_note(turn: Turn, tap: EditNote) -> None:
    """Ask for the line."""
    standing = await allowed(turn, tap.period)
    subject = f"period:{tap.period}"
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=NOTE_KIND, subject=subject, state={"period": tap.period}, now=turn.now
    )
    await _ask_note(turn, standing)


async def _ask_note(turn: Turn, standing: OpenPeriod, too_long: int = 0) -> None:
    state = await summaries.state(turn.tx, standing.period.id)
    message = AskNote(standing.title(turn.locale), standing.period.period, state.note, NOTE_LIMIT, max(0, too_long))
    drop = (Button(Label("summaries.drop_note"), data=DropNote(standing.period.id).pack()),) if state.note else ()
    await turn.reply(message, (drop,) if drop else ())


async def note_typed(turn: Turn, session: OpenSession) -> None:
    """The line was typed."""
    standing = await allowed(turn, int(session.state["period"]))
    text = nfc(" ".join((turn.incoming.text or "").split())) if turn.incoming else ""
    if not text or len(text) > NOTE_LIMIT:
        await _ask_note(turn, standing, len(text) - NOTE_LIMIT)
        return
    await sessions.end(turn.tx, session.id)
    await _set_note(turn, standing, text)
    await conversations.offer_waiting(turn, turn.chat_id)


async def note_resumed(turn: Turn, session: OpenSession) -> None:
    """Ask for the line again."""
    await _ask_note(turn, await allowed(turn, int(session.state["period"])))


async def drop_note(turn: Turn, tap: DropNote) -> None:
    """Take the line away."""
    standing = await allowed(turn, tap.period)
    session = await sessions.find(turn.tx, turn.chat_id, NOTE_KIND, f"period:{tap.period}")
    if session is not None:
        await sessions.end(turn.tx, session.id)
    await _set_note(turn, standing, "")


async def _set_note(turn: Turn, standing: OpenPeriod, note: str) -> None:
    """The draft follows at once; what is posted does where nobody has to approve it. What was submitted, and what is
    posted after an approval, goes to the approvers with the new line; after a comment the secretary submits it.
    """
    person = turn.need(Action.ANNOTATE_SUMMARY, standing.period.task_force_id)
    period_id = standing.period.id
    state = await summaries.state(turn.tx, period_id)
    await summaries.set_note(turn.tx, period_id, note, person.id)
    to_approve = approval_of(standing) is not None
    posted = state.posted_at is not None
    request = await summary_versions.latest_request(turn.tx, period_id) if to_approve else None
    going = request is not None and request.version == state.version + 1
    if not posted:
        versions = await summaries.report_versions(turn.tx, period_id)
        await drafting.show_draft(turn, standing, note, versions)
    elif not to_approve and note != state.note:
        await posting.post_again(turn, standing, state.version + 1, note)
    submitted = note != state.note and to_approve
    submitted = submitted and (request.state in ("waiting", "approved") if going and request else posted)
    if submitted:
        request = await approving.submit(turn, standing, person)
    saved = NoteSaved(note, posted=posted, to_approve=to_approve, submitted=submitted)
    open_still = not posted or (going and request is not None and request.is_open)
    await turn.reply(saved, drafting.control_buttons(standing, note, request) if open_still else ())
