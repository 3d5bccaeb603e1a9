"""The plan and its targets."""

from typing import Any

from bot.routes.feature import Feature
from bot.turns import Routes
from handlers import plan_asking, plan_file, plan_import, plan_taps


def handlers(routes: Routes) -> list[Any]:
    """PTB's handlers of this feature's commands and taps."""
    return [
        routes.command(("kehoach", "plan"), plan_import.command),
        routes.tap(plan_taps.ImportPlan, plan_import.take_over),
        routes.tap(plan_taps.ImportTargets, plan_import.take_targets_over),
        routes.tap(plan_taps.DropPlan, plan_import.drop),
        routes.tap(plan_taps.BackToPlan, plan_asking.back),
        routes.tap(plan_taps.TurnGone, plan_asking.turn_gone),
        routes.tap(plan_taps.ChooseNames, plan_asking.choose_names),
        routes.tap(plan_taps.ChooseAgain, plan_asking.choose_again),
        routes.tap(plan_taps.NameMeans, plan_asking.name_means),
        routes.tap(plan_taps.SayDeadlines, plan_asking.say_deadlines),
        routes.tap(plan_taps.NoDeadline, plan_asking.no_deadline),
        routes.tap(plan_taps.SendPlanTemplate, plan_import.send_template),
        routes.tap(plan_taps.SeeNames, plan_import.see_names),
        routes.tap(plan_taps.ForgetName, plan_import.forget_name),
    ]


FEATURE = Feature(
    handlers=handlers,
    conversations={
        plan_file.KIND: plan_import.CONVERSATION,
    },
    picked={
        "kehoach": plan_import.command,
    },
)
