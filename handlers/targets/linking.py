"""A target's values come from a question of the units' reports: chosen by buttons, left again with one tap."""

from handlers.targets import card, figures, standings
from handlers.targets.figures import Offer
from handlers.targets.listing import HANDLE
from handlers.targets.taps import ChooseFigure, CountTarget, LinkFigure, PickFigure, SeeTarget, UnlinkFigure
from handlers.targets.undoing import note
from handlers.turn import NotAllowed, Turn
from handlers.units import page_row
from messages import formats, render
from messages.contexts.targets import TargetCounting, TargetFigures
from messages.model import Button, Label
from storage import target_figures, targets
from storage.targets import Target
from taskforce.roles import Action
from taskforce.target_counting import Counting

_PAGE = 8


async def choose(turn: Turn, tap: ChooseFigure) -> None:
    """The questions whose measure is the target's."""
    target = await _need(turn, tap.target)
    found = figures.fitting(await turn.charter(target.task_force_id), target, turn.locale)
    page = min(max(tap.page, 0), max(0, (len(found) - 1) // _PAGE))
    several = len({offer.stream.key for offer in found}) > 1
    rows: list[tuple[Button, ...]] = [
        (Button(_words(turn, offer, several), data=PickFigure(target.id, offer.key).pack()),)
        for offer in found[page * _PAGE : (page + 1) * _PAGE]
    ]
    rows += page_row(page, len(found), _PAGE, lambda other: ChooseFigure(target.id, other))
    await turn.card(HANDLE, TargetFigures(standings.goal_of(target), len(found)), (*rows, _back(target)))


def _words(turn: Turn, offer: Offer, several: bool) -> str:
    """The question; with its report's name where the questions are of several."""
    question = offer.field.label.localised(turn.locale)
    if not several:
        return formats.shorten(question, 60)
    words = {"report": formats.shorten(offer.title, 20), "question": question}
    return formats.shorten(render.label(Label("targets.figure", words), turn.locale), 60)


async def pick(turn: Turn, tap: PickFigure) -> None:
    """The question is chosen; what is counted can be compared in two ways, a share only as it stands."""
    target = await _need(turn, tap.target)
    offer = await _offer(turn, target, tap.key)
    if offer.field.total != "sum" or offer.field.kind == "percent":
        await _link(turn, target, offer, Counting.LEVEL)
        return
    both = (offer.usual, *(each for each in Counting if each is not offer.usual))
    rows = tuple(
        (
            Button(
                _counting_words(turn, each, each is offer.usual),
                data=LinkFigure(target.id, offer.key, each.value).pack(),
                style="primary" if each is offer.usual else None,
            ),
        )
        for each in both
    )
    message = TargetCounting(
        target=standings.goal_of(target),
        report=offer.title,
        question=offer.field.label.localised(turn.locale),
        usual=offer.usual.value,
    )
    await turn.card(HANDLE, message, (*rows, _back(target)))


def _counting_words(turn: Turn, counting: Counting, usual: bool) -> Label:
    words = Label(f"targets.use_{counting.value}")
    return Label("targets.usual", {"words": render.label(words, turn.locale)}) if usual else words


async def link(turn: Turn, tap: LinkFigure) -> None:
    """From now on the values come from that question."""
    target = await _need(turn, tap.target)
    offer = await _offer(turn, target, tap.key)
    counting = _counting(tap.counting)
    if offer.field.total != "sum" or offer.field.kind == "percent":
        counting = Counting.LEVEL
    await _link(turn, target, offer, counting)


async def _link(turn: Turn, target: Target, offer: Offer, counting: Counting) -> None:
    person = turn.need(Action.TELL_TARGETS, target.task_force_id)
    await targets.count_as(turn.tx, target.id, counting)
    await target_figures.link(turn.tx, target.id, offer.stream.key, offer.field.key, by=person.id, now=turn.now)
    await note(turn, target, "target.linked", f"{offer.stream.key}/{offer.field.key} {counting.value}")
    await turn.toast(Label("targets.linked"))
    await _show(turn, target)


async def unlink(turn: Turn, tap: UnlinkFigure) -> None:
    """The values come from no report any more; what was told stays."""
    target = await _need(turn, tap.target)
    person = turn.need(Action.TELL_TARGETS, target.task_force_id)
    if await target_figures.unlink(turn.tx, target.id, by=person.id, now=turn.now):
        await note(turn, target, "target.unlinked", "")
    await turn.toast(Label("targets.unlinked"), alert=True)
    await _show(turn, target)


async def count(turn: Turn, tap: CountTarget) -> None:
    """What is compared with the goal: the latest value, or what the periods add up to."""
    target = await _need(turn, tap.target)
    counting = _counting(tap.counting)
    await targets.count_as(turn.tx, target.id, counting)
    await note(turn, target, "target.counted", counting.value)
    await turn.toast(Label(f"targets.counting_{counting.value}"))
    await _show(turn, target)


def _counting(word: str) -> Counting:
    try:
        return Counting(word)
    except ValueError as error:
        raise NotAllowed(f"counting {word}") from error


async def _need(turn: Turn, target_id: int) -> Target:
    return await standings.need(turn, target_id, Action.TELL_TARGETS)


async def _offer(turn: Turn, target: Target, key: int) -> Offer:
    """The question of that key.

    Raises:
        NotAllowed: none that fits the target has it.
    """
    found = figures.fitting(await turn.charter(target.task_force_id), target, turn.locale)
    offer = next((each for each in found if each.key == key), None)
    if offer is None:
        raise NotAllowed(f"figure {key} of target {target.id}")
    return offer


async def _show(turn: Turn, target: Target) -> None:
    fresh = await targets.get(turn.tx, target.id)
    await card.show(turn, target if fresh is None else fresh)


def _back(target: Target) -> tuple[Button, ...]:
    return (Button(Label("targets.back"), data=SeeTarget(target.id, "a", 0).pack()),)
