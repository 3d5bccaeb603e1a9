"""Tasks: progress, assignment, more time."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import approvals
from handlers.reports import taps as report_taps
from handlers.tasks import assigning, more_time, more_time_decided
from handlers.tasks import card as task_card
from handlers.tasks import listing as task_listing
from handlers.tasks import progress as task_progress
from handlers.tasks import reminding as task_reminding
from handlers.tasks import taps as task_taps


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("nhiemvu", "tasks"), approvals.once_inside(task_listing.command)),
        routes.tap(report_taps.SeeTasks, task_listing.see_unit),
        routes.tap(task_taps.ListTasks, task_listing.see),
        routes.tap(task_taps.ChooseTaskUnit, task_listing.choose_unit),
        routes.tap(task_taps.FindTask, task_listing.find),
        routes.tap(task_taps.SeeTask, task_card.see),
        routes.tap(task_taps.GetProofs, task_card.get_proofs),
        routes.tap(task_taps.TellState, task_progress.begin),
        routes.tap(task_taps.PhoneState, task_card.by_phone),
        routes.tap(task_taps.ConfirmState, task_progress.confirm),
        routes.tap(task_taps.DropState, task_progress.drop),
        routes.command(("giaoviec", "assign"), approvals.once_inside(assigning.command)),
        routes.tap(task_taps.Assign, assigning.act),
        routes.tap(task_taps.AskMoreTime, more_time.begin),
        routes.tap(task_taps.MoreTimeUntil, more_time.until),
        routes.tap(task_taps.DecideMoreTime, more_time_decided.decide),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        assigning.KIND: assigning.CONVERSATION,
        more_time.KIND: more_time.CONVERSATION,
        more_time_decided.KIND: more_time_decided.CONVERSATION,
        task_listing.KIND: task_listing.CONVERSATION,
        task_progress.KIND: task_progress.CONVERSATION,
    },
    sweeps=(task_reminding.sweep,),
    picked={
        assigning.COMMAND: assigning.command,
    },
)
