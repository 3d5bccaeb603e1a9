"""The versions of a summary and what each changed, for whoever reads it."""

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.summary import snapshots
from handlers.summary.drafting import comment_lines
from handlers.summary.offices import approval_of
from handlers.summary.taps import ShowVersions
from handlers.turn import NotAllowed, Turn
from messages.contexts.summaries import Approved, VersionLine, VersionList
from messages.model import Button, Keyboard, Label
from storage import summary_versions
from storage.summary_versions import Version
from taskforce.roles import Action

SHOWN = 8
"""Versions on one row of buttons, and lines of them."""

MOST = 100
"""Lines of changes on the card."""


async def show(turn: Turn, tap: ShowVersions) -> None:
    """The list, and what the chosen version changed."""
    standing = await open_periods.by_id(turn, tap.period)
    if standing is None:
        raise NotAllowed(f"period {tap.period}")
    _need_reader(turn, standing)
    versions = await summary_versions.heads(turn.tx, tap.period)
    if not versions:
        await turn.toast(Label("summaries.no_versions"), alert=True)
        return
    numbers = [version.number for version in versions]
    chosen = tap.number if tap.number in numbers else numbers[-1]
    at = numbers.index(chosen)
    first = max(0, min(at - SHOWN // 2, len(versions) - SHOWN))
    around = versions[first : first + SHOWN]
    message = VersionList(
        title=standing.title(turn.locale),
        period=standing.period.period,
        versions=tuple(_line(standing, version) for version in around),
        chosen=chosen,
        changes=await snapshots.changes_in(turn, standing, chosen, turn.locale, MOST),
        comments=await comment_lines(turn, standing, chosen),
    )
    await turn.card(f"versions:{tap.period}", message, _buttons(tap.period, around, chosen))


def _need_reader(turn: Turn, standing: OpenPeriod) -> None:
    approval, person = approval_of(standing), turn.person
    roles = person.roles_in(standing.period.task_force_id) if person is not None else frozenset()
    if approval is None or roles.isdisjoint(approval.roles):
        turn.need(Action.SEE_SUMMARY, standing.period.task_force_id)


def _line(standing: OpenPeriod, version: Version) -> VersionLine:
    approved = None
    if version.approved_at is not None:
        approved = Approved(version.approver, standing.local(version.approved_at))
    return VersionLine(version.number, standing.local(version.posted_at), approved)


def _buttons(period_id: int, around: list[Version], chosen: int) -> Keyboard:
    if len(around) < 2:
        return ()
    return (
        tuple(
            Button(
                f"• {version.number} •" if version.number == chosen else str(version.number),
                data=ShowVersions(period_id, version.number).pack(),
            )
            for version in around
        ),
    )
