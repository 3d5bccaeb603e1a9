"""Which story is told when: the features of ``bot/routes``, and what happens to what none of them took."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram.ext import filters

from bot.features import Beat, FileReader
from bot.routes import (
    ballots,
    broadcast,
    cases,
    faq,
    meetings,
    members,
    periods,
    plan,
    reports,
    requests,
    rolled,
    targets,
    tasks,
    units,
    upward,
)
from bot.routes.feature import Feature
from bot.turns import Routes, Story
from handlers import fallbacks, guarding, housekeeping, roster, which
from handlers.broadcast import composing
from handlers.conversations import Conversation, Conversations, ResumeSession
from handlers.turn import Turn

FEATURES: Sequence[Feature] = (
    members.FEATURE,
    periods.FEATURE,
    reports.FEATURE,
    rolled.FEATURE,
    meetings.FEATURE,
    tasks.FEATURE,
    plan.FEATURE,
    broadcast.FEATURE,
    upward.FEATURE,
    requests.FEATURE,
    targets.FEATURE,
    units.FEATURE,
    ballots.FEATURE,
    faq.FEATURE,
    cases.FEATURE,
)
"""In the order in which they are asked, and in which their sweeps run."""

CONVERSATION_KINDS: Mapping[str, Conversation] = {
    kind: conversation for feature in FEATURES for kind, conversation in feature.conversations.items()
}
"""By the kind of a session: who leads it on."""

CONVERSATIONS = Conversations(CONVERSATION_KINDS, on_loose_file=roster.wants_file, on_loose=composing.loose)

SWEEPS: Sequence[Story] = (
    CONVERSATIONS.offer_again_after_gap,
    *(sweep for feature in FEATURES for sweep in feature.sweeps),
    housekeeping.sweep,
)
"""Asked at every tick: what is due and not yet done?"""

BEATS: Sequence[Beat] = tuple(beat for feature in FEATURES for beat in feature.beats)
"""What does not wait for the tick."""

FILE_READERS: Mapping[str, FileReader] = {
    purpose: reader for feature in FEATURES for purpose, reader in feature.readers.items()
}
"""By the purpose a download was requested for."""

PICKED: Mapping[str, Story] = {command: story for feature in FEATURES for command, story in feature.picked.items()}
"""By the command that was meant for one of several task forces: what is told once it is known which."""


async def _picked(turn: Turn, tap: which.PickTaskForce) -> None:
    await which.pick(turn, tap)
    if tap.command in PICKED:
        await PICKED[tap.command](turn)


async def _not_taken(turn: Turn) -> None:
    await guarding.refuse(turn)
    await CONVERSATIONS.ask_again(turn)


def handlers_for(routes: Routes) -> list[Any]:
    """PTB's handlers, in the order in which they are asked; the first that fits takes the update."""
    return [
        # what may not be written here at all: nothing below may take it
        routes.said(lambda incoming: guarding.found_in(incoming) is not None, _not_taken),
        routes.tap(guarding.DeleteSaid, guarding.delete),
        # what was sent before and is edited: no command and no answer, so nothing below may take it
        routes.message(filters.UpdateType.EDITED_MESSAGE, CONVERSATIONS.edited),
        # conversations
        routes.command(("huy", "cancel"), CONVERSATIONS.stop),
        routes.tap(ResumeSession, CONVERSATIONS.resume),
        routes.tap(which.PickTaskForce, _picked),
        *(handler for feature in FEATURES for handler in feature.handlers(routes)),
        # what no feature took
        routes.message(filters.TEXT & ~filters.COMMAND, CONVERSATIONS.typed),
        routes.message(filters.Document.ALL | filters.PHOTO, CONVERSATIONS.file_sent),
        routes.message(filters.ALL, CONVERSATIONS.not_understood),
        routes.any_other_tap(fallbacks.stale_button),
    ]
