"""/moihop: from the kind of meeting to the desk, asking at most what is needed."""

from datetime import timedelta
from secrets import token_hex

from handlers import conversations, which
from handlers.meetings import rights
from handlers.meetings.conclude import followup
from handlers.meetings.convene import asking, drafting, timing
from handlers.meetings.convene.desk_taps import DropDraft, SeeKinds
from handlers.meetings.taps import Convene, OpenDesk, SeeLive
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.convening import ConveneDropAsk, ConveneKinds, ConveneNothing, DueLine
from messages.contexts.home import WhichTaskForce
from messages.model import Button, Label
from messages.render import local
from storage import agenda, meetings, outbox
from storage.meetings import Meeting
from taskforce.cadence import Occurrence
from taskforce.charter.meetings import Meeting as Series

_KINDS = "convene"
_COMMAND = "moihop"
_MOST_DRAFTS = 5
_FAR = 2**32
"""Unix seconds that no slot of ours reaches."""

_NEAR = timedelta(days=14)
"""A meeting whose window opens within that is spoken of as due."""


async def command(turn: Turn) -> None:
    """/moihop."""
    if turn.person is None:
        raise NotAllowed(_COMMAND)
    fitting = [tf for tf in turn.person.task_force_ids if await rights.preparable(turn, tf)]
    current = turn.person.current_task_force_id
    if not fitting:
        await turn.reply(ConveneNothing())
    elif len(fitting) == 1 or current in fitting:
        await _show_kinds(turn, current if current in fitting and current is not None else fitting[0])
    else:
        rows = [
            (Button(await which.name_of(turn, tf), data=which.PickTaskForce(tf, _COMMAND).pack()),) for tf in fitting
        ]
        await turn.card("which-task-force", WhichTaskForce(), tuple(rows))


async def see_kinds(turn: Turn, tap: SeeKinds) -> None:
    """What can be convened there."""
    if not await rights.preparable(turn, tap.task_force):
        raise NotAllowed(f"convene in {tap.task_force}")
    await _show_kinds(turn, tap.task_force)


async def _show_kinds(turn: Turn, task_force_id: int) -> None:
    """What is being prepared, what is due, and what else can be convened."""
    charter = await turn.charter(task_force_id)
    zone = charter.body.timezone
    found: list[tuple[Series, Occurrence | None]] = [
        (series, await timing.upcoming(turn, task_force_id, series))
        for series in await rights.preparable(turn, task_force_id)
    ]
    found.sort(key=lambda pair: _rank(turn, pair[1]))
    drafts = [
        meeting for meeting in await meetings.in_state(turn.tx, ("draft",), task_force_id=task_force_id)
        if await rights.may_run(turn, meeting)
    ]  # fmt: skip
    due = tuple(
        DueLine(
            _title(series, turn.locale),
            one.period,
            local(one.hold_until, zone),
            None if one.notice_by is None else local(one.notice_by, zone),
            series.cite,
        )
        for series, one in found
        if one is not None and one.hold_until is not None and _rank(turn, one)[0] == 0
    )
    rows = [
        (Button(Label("convening.go_on", {"subject": _short(meeting)}), data=OpenDesk(meeting.id).pack()),)
        for meeting in drafts[-_MOST_DRAFTS:]
    ]
    places = {series.key: number for number, series in enumerate(charter.meetings)}
    for series, one in found:
        words = _title(series, turn.locale)
        if one is not None:
            words = f"{words} – {formats.period(one.period, turn.locale)}"
        tap = Convene(task_force_id, places[series.key], "" if one is None else one.period, 0)
        rows.append((Button(words, data=tap.pack()),))
    name = await which.name_if_several(turn, task_force_id)
    await turn.card(_KINDS, ConveneKinds(name, len(drafts), due), tuple(rows))


def _rank(turn: Turn, one: Occurrence | None) -> tuple[int, float]:
    """What is near comes first, the nearest deadline at the top; then what has no date; then what lies far ahead."""
    if one is None or one.hold_until is None or one.hold_from is None:
        return 1, 0.0
    return (0 if one.hold_from <= turn.now + _NEAR else 2), one.hold_until.timestamp()


def _title(series: Series, locale: str) -> str:
    return series.title.localised(locale) if series.title else series.key


def _short(meeting: Meeting) -> str:
    """The draft by its subject, as far as there is one."""
    return formats.shorten(meeting.subject, 40) if meeting.subject else f"{meeting.series} {meeting.period}".strip()


async def begin(turn: Turn, tap: Convene) -> None:
    """Begin to prepare that meeting of the series, at the proposed time where one was given."""
    series = await _allowed(turn, tap)
    period = tap.period
    if period and await timing.occasion(turn, tap.task_force, series, period) is None:
        raise NotAllowed(f"{series.key} {period}")
    meeting = await _there_already(turn, tap.task_force, series, period)
    if meeting is not None and meeting.state != "draft":
        live = ((Button(Label("convening.see_live"), data=SeeLive(meeting.id).pack()),),)
        await turn.card(drafting.card_of(meeting.id), await drafting.over(turn, meeting), live)
        return
    if meeting is None:
        meeting = await _new(turn, tap.task_force, series, period)
    incoming = turn.incoming
    if incoming is not None and await outbox.card(turn.tx, turn.chat_id, _KINDS) == incoming.message_id:
        # The card that was tapped goes on as the draft's.
        await outbox.rename_card(turn.tx, turn.chat_id, _KINDS, drafting.card_of(meeting.id))
    if turn.now.timestamp() < tap.slot < _FAR:
        await drafting.ask(turn, meeting, "time", was=None)  # a draft that has another time already is asked about
        if not await drafting.write(turn, meeting, "time", {"starts_at": tap.slot, "ends_at": None}):
            return
        meeting = await meetings.get(turn.tx, meeting.id)
    await asking.onward(turn, meeting)


async def _allowed(turn: Turn, tap: Convene) -> Series:
    if turn.person is None or tap.task_force not in turn.person.task_force_ids:
        raise NotAllowed(f"convene in {tap.task_force}")
    listed = (await turn.charter(tap.task_force)).meetings
    series = listed[tap.series] if 0 <= tap.series < len(listed) else None
    if series is None or series not in await rights.preparable(turn, tap.task_force):
        raise NotAllowed(f"series {tap.series}")
    return series


async def _there_already(turn: Turn, task_force_id: int, series: Series, period: str) -> Meeting | None:
    """The meeting that was begun for this before: of the period, or this person's own still empty draft."""
    found = await meetings.of_series(turn.tx, task_force_id, series.key, period)
    if period:
        return found[-1] if found else None
    person = turn.person
    own = [one for one in found if one.state == "draft" and not one.subject and person and one.created_by == person.id]
    return own[-1] if own else None


async def _new(turn: Turn, task_force_id: int, series: Series, period: str) -> Meeting:
    person = turn.person
    assert person is not None  # noqa: S101 - asked before
    meeting = await meetings.create(
        turn.tx, task_force_id=task_force_id, series=series.key, period=period,
        uid=f"{token_hex(12)}@{turn.surroundings.bot_username}", created_by=person.id, now=turn.now,
    )  # fmt: skip
    if approval := await followup.to_approve(turn, task_force_id, series):
        await agenda.add_items(turn.tx, meeting.id, [approval])
    await drafting.note(turn, meeting, "drafted")
    chairs = await rights.possible_chairs(turn, meeting)
    return await meetings.change(turn.tx, meeting.id, chair_id=chairs[0].id) if chairs else meeting


async def open_desk(turn: Turn, tap: OpenDesk) -> None:
    """Go on preparing the draft."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is not None:
        await asking.onward(turn, meeting)


# Throwing it away


async def drop(turn: Turn, tap: DropDraft) -> None:
    """Asks once, then throws the draft away."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    if tap.sure != 1:
        rows = (
            (Button(Label("convening.drop_sure"), data=DropDraft(meeting.id, 1).pack(), style="danger"),),
            (drafting.back_to(meeting),),
        )
        await turn.card(drafting.card_of(meeting.id), ConveneDropAsk(meeting.subject), rows)
        return
    await drafting.note(turn, meeting, "dropped")
    await drafting.say_over(turn, await meetings.change(turn.tx, meeting.id, state="dropped"))
    await conversations.offer_waiting(turn, turn.chat_id)
