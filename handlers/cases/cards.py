"""The card of a case: one in each chat, that edits itself; what its reader can do with it stands below."""

from datetime import datetime

from handlers import which
from handlers.cases import access
from handlers.cases.taps import CaseAct, CaseFiles, HandCase, ListCases
from handlers.faq.taps import KeepCase
from handlers.turn import Turn
from messages import render
from messages.contexts.cases import CaseCard, StepLine
from messages.contexts.reports import ReportMovedDown
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import case_followers, cases, outbox, people, sessions, units
from storage.cases import Case, Step
from storage.people import Person
from taskforce.cases import CATEGORIES, answer_due
from taskforce.roles import Action, may

_STEPS = 12


HANDING = "case-hand"
"""The conversation in which it is said to whom a case goes."""


async def stop_handing(turn: Turn, case_id: int) -> None:
    """It is not asked any more to whom the case goes."""
    waiting = await sessions.find(turn.tx, turn.chat_id, HANDING, f"{HANDING}:{case_id}")
    if waiting is not None:
        await sessions.end(turn.tx, waiting.id)


def handle_of(case_id: int) -> str:
    """The name of the card of one case."""
    return f"case:{case_id}"


def category_words(category: str, locale: str) -> str:
    """What the category is called, "" for none of ours."""
    return render.label(Label(f"cases.category_{category}"), locale) if category in CATEGORIES else ""


async def card(turn: Turn, case: Case, reader: Person, news: str = "") -> tuple[CaseCard, Keyboard]:
    """The card as this reader sees it; ``news`` is why it is shown to them now."""
    charter = await turn.charter(case.task_force_id)
    office = await access.deals_with(turn, case, reader)
    mine = case.raised_by == reader.id
    unit = None if case.unit_id is None else await units.get(turn.tx, case.unit_id)
    raiser = await people.by_id(turn.tx, case.raised_by)
    steps = await cases.history(turn.tx, case.id)
    files = sum(step.files for step in steps)
    zone = charter.body.timezone
    message = CaseCard(
        number=case.id,
        kind=case.kind,
        category=category_words(case.category, reader.locale),
        text=case.text,
        urgent=case.urgent,
        unit="" if unit is None else unit.name,
        by=raiser.full_name if raiser is not None and office and not mine else "",
        at=local(case.raised_at, zone),
        state=case.state,
        owner=await _owner(turn, case),
        due=local(case.due_at, zone) if case.live else None,
        overdue=is_overdue(case, turn.now),
        escalated=case.escalated_at is not None,
        answer=case.answer,
        answered_by=await _name(turn, case.answered_by),
        took=None if case.first_answer is None else case.first_answer - case.raised_at,
        steps=tuple(_line(step, zone, office or mine) for step in steps[1:][-_STEPS:]),
        followers=await case_followers.count(turn.tx, case.id),
        files=files,
        mine=mine,
        body=await which.name_of(turn, case.task_force_id, reader) if len(reader.task_force_ids) > 1 else "",
        news=news,
        closes=await _closes(turn, case) if mine else None,
    )
    return message, await _rows(turn, case, reader, office=office, files=files)


async def _closes(turn: Turn, case: Case) -> datetime | None:
    """When it is closed by itself, local."""
    if case.state != "answered" or case.answered_at is None:
        return None
    charter = await turn.charter(case.task_force_id)
    calendar = await turn.calendar(case.task_force_id)
    moment = answer_due(case.answered_at, charter.cases.close_after, calendar, charter.body.zone)
    return local(moment, charter.body.timezone)


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether an answer is waited for and its time is over."""
    return case.live and case.due_at <= now


def _line(step: Step, zone: str, whole: bool) -> StepLine:
    """A step; whoever only follows is not told the names and words of the person who raised it."""
    private = not whole and step.what in ("added", "reopened", "confirmed")
    return StepLine(
        at=local(step.at, zone),
        what=step.what,
        by="" if private else step.by,
        text="" if private or step.what == "answered" else step.text,
        to=step.to_person or step.to_unit,
        files=step.files,
    )


async def _owner(turn: Turn, case: Case) -> str:
    if case.owner_id is not None:
        return await _name(turn, case.owner_id)
    unit = None if case.owner_unit_id is None else await units.get(turn.tx, case.owner_unit_id)
    return "" if unit is None else unit.name


async def _name(turn: Turn, person_id: int | None) -> str:
    person = None if person_id is None else await people.by_id(turn.tx, person_id)
    return "" if person is None else person.full_name


# Buttons


async def _rows(turn: Turn, case: Case, reader: Person, *, office: bool, files: int) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    if case.raised_by == reader.id:
        rows += _raiser_rows(case)
    if office:
        rows += _office_rows(case, reader)
    if case.raised_by != reader.id and not office and await case_followers.has(turn.tx, case.id, reader.id):
        rows.append((_act(case, "unfollow"),))
    if case.kind == "question" and not case.live and may(reader.roles_in(case.task_force_id), Action.KEEP_FAQ):
        rows.append((Button(Label("faq.from_case"), data=KeepCase(case.id).pack()),))
    last = [Button(Label("cases.list"), data=ListCases(case.task_force_id, "o" if office else "m", 0).pack())]
    if files:
        last.insert(0, Button(Label("cases.files", {"count": files}), data=CaseFiles(case.id).pack()))
    return (*rows, tuple(last))


def _act(case: Case, what: str, style: str = "") -> Button:
    words = Label(f"cases.act_{what.replace('-', '_')}")
    data = CaseAct(case.id, case.version, what).pack()
    if style == "success":
        return Button(words, data=data, style="success")
    return Button(words, data=data, style="primary" if style else None)


def _raiser_rows(case: Case) -> list[tuple[Button, ...]]:
    if case.state == "answered":
        return [(_act(case, "settled", "success"), _act(case, "not-yet"))]
    if case.state == "closed":
        return [(_act(case, "again"),)]
    return [(_act(case, "add"), _act(case, "settled"))]


def _office_rows(case: Case, reader: Person) -> list[tuple[Button, ...]]:
    if case.state == "closed":
        return []
    if case.state == "answered":
        return [(_act(case, "correct"),)]
    rows: list[tuple[Button, ...]] = []
    answer = _act(case, "answer", "primary")
    rows.append((answer,) if case.owner_id == reader.id else (_act(case, "take"), answer))
    hand = Button(Label("cases.act_hand"), data=HandCase(case.id, case.version, 0, 0).pack())
    escalate = case.escalated_at is None and not access.leads(reader, case.task_force_id)
    rows.append((hand, _act(case, "up")) if escalate else (hand,))
    return rows


# Where it stands


async def show(turn: Turn, case: Case, news: str = "") -> None:
    """To whoever is there: in place when they tapped on it, else at the end of the chat."""
    assert turn.person is not None  # noqa: S101 - the caller has asked
    message, rows = await card(turn, case, turn.person, news)
    standing = await outbox.card(turn.tx, turn.chat_id, handle_of(case.id))
    tapped = turn.incoming is not None and turn.incoming.tap is not None and turn.incoming.message_id == standing
    await turn.card(handle_of(case.id), message, rows)
    if standing is not None and not tapped:
        await turn.rewrite(turn.chat_id, standing, ReportMovedDown(), locale=turn.locale)


async def send(turn: Turn, case: Case, reader: Person, news: str) -> None:
    """A fresh card that makes itself heard: something needs this reader's eyes."""
    message, rows = await card(turn, case, reader, news)
    chat_id, key = reader.telegram_id, f"case:{case.id}:{case.version}"
    standing = None if chat_id is None else await outbox.card(turn.tx, chat_id, handle_of(case.id))
    fresh = await turn.notify(reader, message, rows, handle=handle_of(case.id), dedupe_key=key)
    if fresh and chat_id is not None and standing is not None:  # an older card would go on saying what was
        await turn.rewrite(chat_id, standing, ReportMovedDown(), locale=reader.locale)


async def edit(turn: Turn, case: Case, reader: Person) -> None:
    """The card where it stands in this reader's chat, if it does."""
    if reader.telegram_id is not None and await outbox.will_stand(turn.tx, reader.telegram_id, handle_of(case.id)):
        message, rows = await card(turn, case, reader)
        await turn.show(reader.telegram_id, handle_of(case.id), message, rows, locale=reader.locale)
