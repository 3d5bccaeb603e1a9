"""The questions about a meeting that one answer settles: subject, time, place, link, chair, the reason for haste."""

from urllib.parse import urlsplit

from handlers.meetings import rights
from handlers.meetings.convene import chair_talk, desk, drafting, time_talk, timing
from handlers.meetings.convene.desk_taps import (
    Ask,
    DropLink,
    SetPlace,
    Settle,
    TakeReason,
    TakeSubject,
)
from handlers.meetings.convene.drafting import ECHO, one_line
from handlers.turn import NotAllowed, Turn
from messages import formats, render
from messages.contexts.convening import ConveneLink, ConvenePlace, ConveneReason, ConveneSubject
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import meetings
from storage.meetings import Meeting

SUBJECT_LIMIT, PLACE_LIMIT, LINK_LIMIT, REASON_LIMIT = 300, 200, 1000, 1000
_PLACES = 4
_ONLINE = -1
REASONS = (1, 2, 3)


async def onward(turn: Turn, meeting: Meeting) -> None:
    """The next thing that a meeting cannot do without; the desk once all is there."""
    if not meeting.subject:
        await show_subject(turn, meeting)
    elif meeting.starts_at is None:
        await time_talk.show(turn, meeting)
    elif not (meeting.place or meeting.link):
        await show_place(turn, meeting)
    else:
        await desk.show(turn, meeting)


async def again(turn: Turn, meeting_id: int) -> None:
    """What comes next of the draft as it is now."""
    await onward(turn, await meetings.get(turn.tx, meeting_id))


async def ask(turn: Turn, tap: Ask) -> None:
    """A button of the desk: one thing is asked anew."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is not None:
        await show(turn, meeting, tap.what)


async def show(turn: Turn, meeting: Meeting, what: str) -> None:
    """The question of that name; the desk where there is none."""
    if what == "time":
        await time_talk.show(turn, meeting)
    elif what == "chair":
        await chair_talk.show(turn, meeting)
    else:
        shown = {"subject": show_subject, "place": show_place, "link": show_link, "reason": show_reason}.get(what)
        await (desk.show(turn, meeting) if shown is None else shown(turn, meeting))


async def settle(turn: Turn, tap: Settle) -> None:
    """Two had answered differently: this one stands."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    state = await drafting.asked(turn, meeting.id)
    if state.get("ask") == "clash" and tap.mine:
        await drafting.put(turn, meeting, state["what"], state["mine"])
    await again(turn, meeting.id)


# The subject


async def show_subject(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """What is it about?"""
    await drafting.ask(turn, meeting, "subject")
    series = await rights.series_of(turn, meeting)
    kind = series.title.localised(turn.locale) if series.title else series.key
    suggestion = await suggested_subject(turn, meeting)
    rows = ((Button(suggestion[:80], data=TakeSubject(meeting.id).pack(), style="primary"),),)
    message = ConveneSubject(kind, series.cite, meeting.subject, problem, typed[:ECHO])
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *desk.leave(meeting)))


async def suggested_subject(turn: Turn, meeting: Meeting) -> str:
    """What such a meeting is usually called, in the body's language: "Họp định kỳ hằng tháng – tháng 4/2022"."""
    locale = (await turn.charter(meeting.task_force_id)).body.locale
    series = await rights.series_of(turn, meeting)
    kind = series.title.localised(locale) if series.title else series.key
    if not meeting.period:
        return kind
    return render.label(
        Label("convening.subject_of", {"kind": kind, "period": formats.period(meeting.period, locale)}), locale
    )


async def take_subject(turn: Turn, tap: TakeSubject) -> None:
    """The suggested subject."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is not None:
        await _set(turn, meeting, "subject", subject=await suggested_subject(turn, meeting))


async def subject_typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """A subject in own words."""
    if problem := await drafting.refusal(turn, text, SUBJECT_LIMIT):
        await show_subject(turn, meeting, problem, text)
    else:
        await _set(turn, meeting, "subject", subject=one_line(text))


async def _set(turn: Turn, meeting: Meeting, what: str, **columns: str | int | None) -> None:
    if await drafting.write(turn, meeting, what, columns):
        await again(turn, meeting.id)


# The place and the link


async def show_place(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """Where?"""
    await drafting.ask(turn, meeting, "place")
    charter = await turn.charter(meeting.task_force_id)
    known = await _last_places(turn, meeting)
    rows = [(Button(formats.shorten(place), data=SetPlace(meeting.id, source).pack()),) for source, place in known]
    if not known:
        standing = await _at_standing_unit(turn, meeting)
        rows.append((Button(formats.shorten(standing), data=SetPlace(meeting.id, 0).pack()),))
    rows.append((Button(Label("convening.online"), data=SetPlace(meeting.id, _ONLINE).pack()),))
    noted = None if meeting.starts_at is None else local(meeting.starts_at, charter.body.timezone)
    message = ConvenePlace(noted, tuple(await timing.warnings(turn, meeting)), meeting.place, problem, typed[:ECHO])
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *desk.leave(meeting)))


async def _last_places(turn: Turn, meeting: Meeting) -> list[tuple[int, str]]:
    """(meeting, its place): where the task force met last, each place once."""
    before = await meetings.in_state(turn.tx, ("called", "held"), task_force_id=meeting.task_force_id)
    found: dict[str, int] = {}
    for other in reversed(before):
        if other.place and other.id != meeting.id:
            found.setdefault(other.place, other.id)
    return [(source, place) for place, source in list(found.items())[:_PLACES]]


async def _at_standing_unit(turn: Turn, meeting: Meeting) -> str:
    body = (await turn.charter(meeting.task_force_id)).body
    return render.label(Label("convening.at_unit", {"unit": body.standing_unit}), body.locale)


async def set_place(turn: Turn, tap: SetPlace) -> None:
    """A place by its button; online: the link is asked for."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    if tap.source == _ONLINE:
        await show_link(turn, meeting)
        return
    place = await _at_standing_unit(turn, meeting)
    if tap.source:
        other = await rights.need_meeting(turn, tap.source)
        if other.task_force_id != meeting.task_force_id:
            raise NotAllowed(f"place of meeting {tap.source}")
        place = other.place
    await _set(turn, meeting, "place", place=place)


async def place_typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """A place in own words; an address of the web in it is the link."""
    line = one_line(text)
    links = [word for word in line.split() if word.lower().startswith(("http://", "https://"))]
    place = " ".join(word for word in line.split() if word not in links).strip(" ,;-–")
    problem = await drafting.refusal(turn, text, LINK_LIMIT if links else PLACE_LIMIT)
    problem = problem or ("too-long" if len(place) > PLACE_LIMIT else "")
    if not problem and (len(links) > 1 or any(not is_link(link) for link in links)):
        problem = "bad-link"
    if problem:
        await show_place(turn, meeting, problem, line)
    elif links and not place:
        await _set(turn, meeting, "link", link=links[0])
    elif links:
        await _set(turn, meeting, "place", place=place, link=links[0])
    else:
        await _set(turn, meeting, "place", place=place)


async def show_link(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """The link of the room on the web."""
    await drafting.ask(turn, meeting, "link")
    message = ConveneLink(meeting.link, problem, typed[:ECHO])
    rows: Keyboard = ()
    if meeting.link and meeting.place:
        rows = ((Button(Label("convening.no_link"), data=DropLink(meeting.id).pack()),),)
    elif not meeting.place:
        rows = ((Button(Label("convening.other_place"), data=Ask(meeting.id, "place").pack()),),)
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *desk.leave(meeting)))


async def link_typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """A link; only addresses that a browser opens safely."""
    line = one_line(text)
    problem = await drafting.refusal(turn, text, LINK_LIMIT) or ("" if is_link(line) else "bad-link")
    if problem:
        await show_link(turn, meeting, problem, line)
    else:
        await _set(turn, meeting, "link", link=line)


async def drop_link(turn: Turn, tap: DropLink) -> None:
    """No link."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is not None:
        await _set(turn, meeting, "link", link="")


def is_link(text: str) -> bool:
    """Whether the text is one address of the web (http or https), with nothing that hides where it leads."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return known and "." in host.strip(".") and not any(letter.isspace() or letter in '<>"' for letter in text)


# The reason for haste


async def show_reason(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """Why so late?"""
    await drafting.ask(turn, meeting, "reason")
    found = tuple(one for one in await timing.warnings(turn, meeting) if one.code.startswith("late"))
    rows = tuple(
        (Button(Label(f"convening.reason_{number}"), data=TakeReason(meeting.id, number).pack()),) for number in REASONS
    )
    first = [
        (desk.slot_button(meeting, at, turn.locale, revision=meeting.revision),)
        for at in await timing.first_in_time(turn, meeting)
    ]
    message = ConveneReason(found, meeting.late_reason, problem, typed[:ECHO])
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *first, *desk.leave(meeting)))


async def take_reason(turn: Turn, tap: TakeReason) -> None:
    """One of the usual reasons."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    if tap.number not in REASONS:
        raise NotAllowed("no such reason")
    locale = (await turn.charter(meeting.task_force_id)).body.locale
    await _set(turn, meeting, "reason", late_reason=render.label(Label(f"convening.reason_{tap.number}"), locale))


async def reason_typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """A reason in own words."""
    if problem := await drafting.refusal(turn, text, REASON_LIMIT):
        await show_reason(turn, meeting, problem, text)
    else:
        await _set(turn, meeting, "reason", late_reason=one_line(text))
