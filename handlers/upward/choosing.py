"""A file from below, for whoever is the secretary of several bodies: which of them takes it?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.turn import Turn
from handlers.upward import content as contents
from handlers.upward import offering
from handlers.upward.taps import UpOfferBody
from handlers.which import name_of
from messages.model import Button
from storage import upward, upward_reports
from storage.people import Person
from taskforce.roles import Action
from taskforce.upward_file import Opened


async def ask_body(turn: Turn, person: Person, chat_id: int, opened: Opened, bodies: Sequence[int]) -> None:
    """Several of the person's bodies could take the file: it is asked which one."""
    offer = await offering.add(turn, opened, bodies[0])
    message = await offering.offer_message(turn, person, offer, unknown=True, which=True)
    rows = [(Button(await name_of(turn, body, person), data=UpOfferBody(offer.id, body).pack()),) for body in bodies]
    await turn.send(
        chat_id, message, (*rows, offering.no_row(offer)), locale=person.locale, handle=offering.handle_of(offer.id)
    )


async def choose_body(turn: Turn, tap: UpOfferBody) -> None:
    """That body takes the file; whether it can is asked again."""
    found = await offering.live(turn, tap.offer)
    if found is None:
        return
    person, offer = found
    turn.need(Action.LINK_BODIES, tap.task_force)
    opened = Opened(offer.public_key, contents.from_text(offer.content))
    link = await upward.of_key(turn.tx, tap.task_force, offer.public_key)
    no = await offering.why_not(turn, tap.task_force, link, opened.content.title, opened)
    if no is not None:
        await upward_reports.decide_offer(turn.tx, offer.id, turn.now)
        await turn.card(offering.handle_of(offer.id), no)
        return
    await upward_reports.aim_offer(turn.tx, offer.id, tap.task_force)
    message, buttons = await offering.card_of(turn, person, turn.chat_id, replace(offer, parent_id=tap.task_force))
    await turn.card(offering.handle_of(offer.id), message, buttons)
