"""Changing who is invited once the invitations are out: shown first, then the new ones invited and the others told."""

from collections.abc import Sequence

from handlers.meetings import by_mail, rights, telling
from handlers.meetings.changes import agenda_change
from handlers.meetings.convene import audience, desk, drafting
from handlers.meetings.convene.desk_taps import ApplyAudience, Done, SeeAudience
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations
from handlers.meetings.taps import SeeLive
from handlers.turn import Turn
from messages.contexts.convening import ConveneAudienceChange, ConveneTakenOff
from messages.model import Button, Label
from storage import invitees
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Membership


async def apply(turn: Turn, tap: ApplyAudience) -> None:
    """What was picked becomes the list: the new ones are invited, the others told. Asks first."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    if meeting.state != "called":
        await desk.show(turn, meeting)
        return
    added, removed = await _difference(turn, meeting)
    if tap.sure != 1 or tap.revision != meeting.revision or not (added or removed):
        await _preview_change(turn, meeting, added, removed)
        return
    new = [await invitees.add_member(turn.tx, meeting.id, m.id, turn.now) for m in added]
    await invitations.send(turn, meeting, new)
    await by_mail.invited(turn, meeting, new)
    for to in await telling.recipients(turn, removed):
        await telling.tell(turn, to, ConveneTakenOff(await telling.facts(turn, meeting, to.locale, to.person_id)))
    for one in removed:
        await invitees.remove(turn.tx, one.id, turn.now)
    await drafting.note(turn, meeting, "invited", detail=f"+{len(new)} -{len(removed)}")
    await done(turn, Done(meeting.id))


async def _difference(turn: Turn, meeting: Meeting) -> tuple[list[Membership], list[Invitee]]:
    """Who is picked and not on the list, and who is on it and not picked."""
    wanted = await audience.resolve(turn, meeting)
    there = [one for one in await telling.invited(turn, meeting) if not one.is_guest]
    known = {one.membership_id for one in there} | {one.person_id for one in there if one.person_id is not None}
    added = [m for m in wanted if m.id not in known and m.person_id not in known]
    kept = {m.id for m in wanted} | {m.person_id for m in wanted if m.person_id is not None}
    removed = [one for one in there if one.membership_id not in kept and one.person_id not in kept]
    return added, removed


async def _preview_change(
    turn: Turn, meeting: Meeting, added: Sequence[Membership], removed: Sequence[Invitee]
) -> None:
    rows: list[tuple[Button, ...]] = []
    if added or removed:
        yes = ApplyAudience(meeting.id, meeting.revision, 1).pack()
        rows.append((Button(Label("convening.apply_sure"), data=yes, style="primary"),))
    rows.append((Button(Label("convening.back"), data=SeeAudience(meeting.id, "", 0).pack()),))
    rows.append((Button(Label("convening.done"), data=Done(meeting.id).pack()),))
    message = ConveneAudienceChange(
        meeting.subject, tuple(m.full_name for m in added), tuple(one.full_name for one in removed)
    )
    await turn.card(drafting.card_of(meeting.id), message, tuple(rows))


async def done(turn: Turn, tap: Done) -> None:
    """Back to the desk; of a called meeting, to its live card."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if meeting.state == "draft":
        await desk.show(turn, meeting)
        return
    await drafting.end(turn, meeting.id)
    assert turn.person is not None  # noqa: S101 - they run it
    if told := await agenda_change.tell(turn, meeting, turn.person):
        await turn.toast(Label("convening.agenda_told", {"count": str(told)}))
    await live.refresh(turn, meeting.id)
    await live.show(turn, SeeLive(meeting.id))
