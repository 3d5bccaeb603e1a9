"""Who leads a summary, who approves it, and what they are called."""

from datetime import datetime, timedelta

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.turn import NotAllowed, Turn
from storage import people
from storage.people import Person
from taskforce.charter.reports import Approval
from taskforce.roles import Action, Role

PUNCTUAL = timedelta(hours=1)
"""What is so much late waits for a working hour: an outage must not end with a post at midnight."""


def is_due(turn: Turn, standing: OpenPeriod, moment: datetime | None) -> bool:
    """Whether the moment has come, and may be acted on now."""
    if moment is None or turn.now < moment:
        return False
    return turn.now - moment < PUNCTUAL or standing.may_disturb(turn.now)


async def allowed(turn: Turn, period_id: int) -> OpenPeriod:
    """The period, when the person may lead its summary.

    Raises:
        NotAllowed: they may not, or there is no such period.
    """
    standing = await open_periods.by_id(turn, period_id)
    if standing is None:
        raise NotAllowed(f"period {period_id}")
    turn.need(Action.ANNOTATE_SUMMARY, standing.period.task_force_id)
    return standing


async def secretaries(turn: Turn, standing: OpenPeriod) -> list[Person]:
    """Those who prepare the summary."""
    return await people.with_roles(turn.tx, standing.period.task_force_id, [Role.SECRETARY])


def approval_of(standing: OpenPeriod) -> Approval | None:
    """Whose approval the charter asks for; None where the summary goes out by itself."""
    return standing.report.approved_by if standing.report else None


async def approvers(turn: Turn, standing: OpenPeriod) -> list[Person]:
    """Everybody who holds one of the roles that approve, as the memberships are now."""
    approval = approval_of(standing)
    return [] if approval is None else await people.with_roles(turn.tx, standing.period.task_force_id, approval.roles)


def need_approver(turn: Turn, standing: OpenPeriod) -> Person:
    """This person, who may approve it now.

    Raises:
        NotAllowed: they hold none of the roles, or nobody has to approve it.
    """
    approval, person = approval_of(standing), turn.person
    if approval is None or person is None or person.roles_in(standing.period.task_force_id).isdisjoint(approval.roles):
        raise NotAllowed(f"approve the summary of {standing}")
    return person


def called(standing: OpenPeriod, person: Person, locale: str) -> str:
    """The approver with the title of the role that makes them one: "Tổ trưởng Nguyễn Văn An"."""
    approval, held = approval_of(standing), person.roles_in(standing.period.task_force_id)
    role = next((role for role in approval.roles if role in held), None) if approval else None
    return person.full_name if role is None else f"{standing.charter.titles.of(role, locale)} {person.full_name}"


def titles_of(standing: OpenPeriod, locale: str) -> tuple[str, ...]:
    """The titles of the roles that approve."""
    approval = approval_of(standing)
    return () if approval is None else tuple(standing.charter.titles.of(role, locale) for role in approval.roles)
