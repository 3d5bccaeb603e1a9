"""The way to the approval: submitted, seen by those who approve, approved with one tap for exactly what was seen."""

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.summary import drafting, posting, snapshots
from handlers.summary.drafting import is_outdated
from handlers.summary.offices import allowed, approval_of, approvers, called, need_approver, secretaries
from handlers.summary.posting import PREVIEW, approved_part, versions_button
from handlers.summary.taps import ApproveSummary, CommentSummary, ShowDraft, SubmitSummary
from handlers.turn import NotAllowed, Turn
from messages.contexts.summaries import Approved, SummaryApprovalDone, SummaryApproved, SummaryToApprove
from messages.model import Button, Keyboard, Label
from storage import audit, outbox, periods, summaries, summary_versions
from storage.people import Person
from storage.summary_versions import Request

# --- submitting --------------------------------------------------------------------------------------------------


async def submit_tapped(turn: Turn, tap: SubmitSummary) -> None:
    """The secretary submits the draft, or submits it again after a comment."""
    standing = await allowed(turn, tap.period)
    person = turn.person
    state = await summaries.state(turn.tx, tap.period)
    request = await summary_versions.latest_request(turn.tx, tap.period)
    going = request is not None and request.version == state.version + 1
    if approval_of(standing) is None or (state.posted_at is not None and not going):
        await turn.toast(Label("summaries.nothing_to_submit"), alert=True)
    elif not await periods.stage_done(turn.tx, tap.period, PREVIEW) and request is None:
        await turn.toast(Label("summaries.too_early"), alert=True)
    elif request is not None and request.state in ("waiting", "approved") and not await is_outdated(turn, request):
        await turn.toast(Label("summaries.already_submitted"))
    else:
        await submit(turn, standing, person)
        await turn.toast(Label("summaries.submitted"))


async def submit(turn: Turn, standing: OpenPeriod, by: Person | None) -> Request:
    """Put what the period holds now before the approvers; ``by`` None: by itself.

    While a card of this version waits unanswered it is edited where it stands: several late reports are one request.
    """
    period_id = standing.period.id
    state = await summaries.state(turn.tx, period_id)
    before = await summary_versions.latest_request(turn.tx, period_id)
    number = state.version + 1
    wanted = await snapshots.locales(turn, standing, await approvers(turn, standing))
    snapshot = await snapshots.take(turn, standing, note=state.note, number=number, locales=wanted)
    content = snapshot.content(with_posts=True)
    request = await summary_versions.ask(turn.tx, period_id, number, content, by.id if by else None, turn.now)
    unanswered = before is not None and before.version == number and before.state == "waiting"
    await ask_all(turn, standing, request, afresh=not unanswered)
    await drafting.refresh_control(turn, standing, request)
    await _note(turn, standing, "summary.submit", request)
    return request


async def _note(turn: Turn, standing: OpenPeriod, action: str, request: Request) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=action,
        task_force_id=standing.period.task_force_id,
        person_id=turn.person.id if turn.person else None,
        subject=f"period:{standing.period.id}",
        detail=f"version {request.version}, request {request.id}",
    )


# --- before the approvers ----------------------------------------------------------------------------------------


async def ask_all(turn: Turn, standing: OpenPeriod, request: Request, *, afresh: bool) -> None:
    """The draft and the card below it, to every approver; ``afresh`` at the end of the chat."""
    for person in await approvers(turn, standing):
        await ask(turn, standing, request, person, afresh=afresh)


async def ask(turn: Turn, standing: OpenPeriod, request: Request, person: Person, *, afresh: bool) -> None:
    """The draft and the card below it, to one approver."""
    if person.telegram_id is None:
        return
    chat_id, locale = person.telegram_id, person.locale
    handle = f"approve-draft:{standing.period.id}:{request.version}"
    post = snapshots.in_language(snapshots.posts_of(request.content), locale, standing)
    if afresh or not await outbox.will_stand(turn.tx, chat_id, handle):
        afresh = True
        await turn.send(chat_id, post, locale=locale, handle=handle)
    else:
        await turn.show(chat_id, handle, post, locale=locale)
    await put_card(turn, standing, request, person, afresh=afresh)


async def put_card(
    turn: Turn, standing: OpenPeriod, request: Request, person: Person, *, afresh: bool, overdue: bool = False
) -> None:
    """The card with the buttons, as the request stands now; ``afresh`` at the end of the chat."""
    if person.telegram_id is None:
        return
    chat_id, handle = person.telegram_id, f"approve:{standing.period.id}:{request.version}"
    approved = approved_part(standing, request)
    if approved is None:
        card: SummaryToApprove | SummaryApprovalDone = await _card(turn, standing, request, person, overdue=overdue)
        buttons = _buttons(request)
    else:
        card = _done(standing, request, approved, person)
        buttons = ((versions_button(standing.period.id),),) if request.state == "posted" else ()
    if afresh or not await outbox.will_stand(turn.tx, chat_id, handle):
        await turn.send(chat_id, card, buttons, locale=person.locale, handle=handle)
    else:
        await turn.show(chat_id, handle, card, buttons, locale=person.locale)


async def _card(
    turn: Turn, standing: OpenPeriod, request: Request, person: Person, *, overdue: bool
) -> SummaryToApprove:
    period, approval = standing.period, approval_of(standing)
    forward = standing.report.forward if standing.report else None
    return SummaryToApprove(
        title=standing.title(person.locale),
        period=period.period,
        number=request.version,
        goes_out=None if period.summarise_at is None else standing.local(period.summarise_at),
        overdue=overdue or (period.summarise_at is not None and turn.now >= period.summarise_at),
        way=drafting.way_of(standing, request),
        changes=await snapshots.changes_of(turn, standing, request, person.locale),
        comments=await drafting.comment_lines(turn, standing, request.version),
        forward_to=forward.to if forward else (),
        forward_due=None if period.forward_due_at is None else standing.local(period.forward_due_at),
        cite=approval.cite if approval else "",
    )


def _buttons(request: Request) -> Keyboard:
    return (
        (
            Button(Label("summaries.approve"), data=ApproveSummary(request.id).pack(), style="success"),
            Button(Label("summaries.comment"), data=CommentSummary(request.id).pack()),
        ),
        (Button(Label("summaries.show_draft"), data=ShowDraft(request.id).pack()),),
    )


def _done(standing: OpenPeriod, request: Request, approved: Approved, person: Person) -> SummaryApprovalDone:
    hour = standing.period.summarise_at
    waits = request.state == "approved" and hour is not None
    return SummaryApprovalDone(
        title=standing.title(person.locale),
        period=standing.period.period,
        number=request.version,
        approved=approved,
        goes_out=standing.local(hour) if waits and hour is not None else None,
    )


async def show_draft(turn: Turn, tap: ShowDraft) -> None:
    """The text of the newest request again, at the end of the chat, with the card below it."""
    _, standing = await asked_of(turn, tap.request)
    person = need_approver(turn, standing)
    newest = await summary_versions.latest_request(turn.tx, standing.period.id)
    if newest is not None:
        await ask(turn, standing, newest, person, afresh=True)


async def asked_of(turn: Turn, request_id: int) -> tuple[Request, OpenPeriod]:
    """The request and its period, for somebody who may approve it.

    Raises:
        NotAllowed: they may not, or there is no such request.
    """
    request = await summary_versions.request(turn.tx, request_id)
    standing = None if request is None else await open_periods.by_id(turn, request.period_id)
    if request is None or standing is None:
        raise NotAllowed(f"request {request_id}")
    need_approver(turn, standing)
    return request, standing


# --- the decision ------------------------------------------------------------------------------------------------


async def approve(turn: Turn, tap: ApproveSummary) -> None:
    """Approved with one tap, if it is still exactly what stands on the card."""
    request, standing = await asked_of(turn, tap.request)
    person = need_approver(turn, standing)
    newest = await summary_versions.latest_request(turn.tx, request.period_id) or request
    if request.state in ("approved", "posted"):
        await turn.toast(Label("summaries.already_approved", {"by": request.approver}))
        await put_card(turn, standing, request, person, afresh=False)
    elif newest.id != request.id:
        await turn.toast(Label("summaries.overtaken"), alert=True)
        await ask(turn, standing, newest, person, afresh=True)
    elif await is_outdated(turn, request):
        await turn.toast(Label("summaries.overtaken"), alert=True)
        await submit(turn, standing, None)
    else:
        await _approved(turn, standing, request, person)
        await turn.toast(Label("summaries.approved"))


async def _approved(turn: Turn, standing: OpenPeriod, request: Request, person: Person) -> None:
    name = called(standing, person, standing.body.locale)
    if not await summary_versions.approve(turn.tx, request.id, person.id, name, turn.now):
        return
    await _note(turn, standing, "summary.approve", request)
    hour = standing.period.summarise_at
    decided = await summary_versions.request(turn.tx, request.id) or request
    if request.version > 1 or hour is None or turn.now >= hour:
        await posting.post_approved(turn, standing, decided)
        decided = await summary_versions.request(turn.tx, request.id) or decided
        if standing.period.closed_at is not None:  # no sweep follows it any more
            await _send_papers(turn, standing)
    await tell(turn, standing, decided)


async def _send_papers(turn: Turn, standing: OpenPeriod) -> None:
    from handlers import report_papers  # they hold what a version changed

    await report_papers.send_to_all(turn, standing)


async def tell(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """Every card of the request shows that it is approved; the secretaries are told while it waits for its hour."""
    for reader in await approvers(turn, standing):
        await put_card(turn, standing, request, reader, afresh=False)
    approved = approved_part(standing, request)
    if request.version > 1 or request.state == "approved":
        await drafting.refresh_control(turn, standing, request)
    if approved is None or request.state == "posted":
        return  # what is out has its own notice
    for secretary in await secretaries(turn, standing):
        if turn.person is not None and secretary.id == turn.person.id:
            continue
        done = _done(standing, request, approved, secretary)
        message = SummaryApproved(done.title, done.period, done.number, done.approved, done.goes_out)
        await turn.notify(secretary, message, dedupe_key=f"summary-approved:{request.id}")
