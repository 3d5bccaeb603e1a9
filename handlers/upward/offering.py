"""A report from another installation waits for the secretary: asked once which unit it is, then taken with a tap."""

from handlers.conversations import offer_waiting
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, unit_rows
from handlers.upward import content as contents
from handlers.upward import desk, linking, news, taking
from handlers.upward.taps import UpAccept, UpOfferUnit, UpOfferUnits, UpRefuse
from handlers.which import name_of
from messages.contexts.upward import UpwardDropped, UpwardOffer, UpwardRefused, UpwardTaken
from messages.model import Button, Keyboard, Label, Message
from storage import sessions, upward, upward_reports
from storage.people import Person
from storage.sessions import OpenSession
from storage.units import Unit
from storage.upward import Link
from storage.upward_reports import Offer
from taskforce.roles import Action
from taskforce.upward import Content
from taskforce.upward_file import Opened, fingerprint
from taskforce.vietnamese import fold, search


def refused(file: str, reason: str, opened: Opened | None = None, known: str = "") -> UpwardRefused:
    if opened is None:
        return UpwardRefused(file, reason, "", "", "", 0, "", known)
    said = opened.content
    return UpwardRefused(
        file, reason, said.body, said.title, said.period, said.version, fingerprint(opened.public), known
    )


async def why_not(
    turn: Turn, parent_id: int, link: Link | None, file: str, opened: Opened
) -> UpwardRefused | None:  # fmt: skip
    if link is None:
        other = await _known_by_another_key(turn, parent_id, opened)
        if other:
            return refused(file, "other-key", opened, other)
        why = await taking.unknown_problem(turn, parent_id, opened.content)
        return None if why is None else refused(file, why, opened)
    why = await taking.problem(turn, link, opened.content)
    newest = await upward_reports.newest(turn.tx, link.id, opened.content.stream, opened.content.period)
    return None if why is None else refused(file, why, opened, str(newest.version) if newest else "")


async def _known_by_another_key(turn: Turn, parent_id: int, opened: Opened) -> str:
    """The fingerprint of the key under which a body of that name is known; "" where none is."""
    name = fold(opened.content.body)
    for link in await upward.below(turn.tx, parent_id):
        if link.child_key and link.child_key != opened.public and fold(link.child_name) == name:
            return fingerprint(link.child_key)
    return ""


# --- the card ----------------------------------------------------------------------------------------------------


def handle_of(offer_id: int) -> str:
    return f"upward-offer:{offer_id}"


async def offer_message(
    turn: Turn,
    person: Person,
    offer: Offer,
    *,
    unknown: bool,
    which: bool = False,
    unit: str = "",
    query: str = "",
    found: int = 0,
    page: int = 0,
    pages: int = 1,
) -> UpwardOffer:
    content = contents.from_text(offer.content)
    return UpwardOffer(
        task_force="" if which else await name_of(turn, offer.parent_id, person),
        body=content.body,
        title=content.title,
        period=content.period,
        version=content.version,
        arrived=content.arrived,
        units=content.units,
        fingerprint=fingerprint(offer.public_key),
        unknown=unknown,
        unit=unit,
        query=query,
        found=found,
        page=page + 1,
        pages=pages,
    )


async def _known(turn: Turn, person: Person, offer: Offer, link: Link) -> tuple[Message, Keyboard]:
    unit = await desk.unit_name(turn, link.unit_id)
    message = await offer_message(turn, person, offer, unknown=False, unit=unit)
    yes = Button(Label("upward.accept"), data=UpAccept(offer.id, link.unit_id).pack(), style="success")
    return message, ((yes,), no_row(offer))


def no_row(offer: Offer) -> tuple[Button, ...]:
    return (Button(Label("upward.refuse"), data=UpRefuse(offer.id).pack()),)


async def _units(turn: Turn, person: Person, offer: Offer, query: str, page: int) -> tuple[Message, Keyboard]:
    free = await linking.free_units(turn, offer.parent_id)
    found = search(query, free, lambda unit: unit.names)
    pages = 1 if query else max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = unit_rows(
        found[:PAGE] if query else found,
        page,
        lambda unit: UpOfferUnit(offer.id, unit.id),
        lambda to: UpOfferUnits(offer.id, to),
    )
    message = await offer_message(
        turn, person, offer, unknown=True, query=query, found=len(found), page=page, pages=pages
    )  # fmt: skip
    return message, (*rows, no_row(offer))


async def turn_units(turn: Turn, tap: UpOfferUnits) -> None:
    """Another page of the units."""
    found = await live(turn, tap.offer)
    if found is not None:
        person, offer = found
        await _keep(turn, turn.chat_id, offer.id, "")
        await turn.card(handle_of(offer.id), *await _units(turn, person, offer, "", tap.page))


async def choose_unit(turn: Turn, tap: UpOfferUnit) -> None:
    """The key is new: it is asked once whether it is that unit's from now on."""
    found = await live(turn, tap.offer)
    if found is None:
        return
    person, offer = found
    unit = await _free_unit(turn, offer, tap.unit)
    if unit is None:
        await turn.toast(Label("upward.unit_taken"), alert=True)
        return
    message = await offer_message(turn, person, offer, unknown=True, unit=unit.name)
    yes = Button(Label("upward.accept_always"), data=UpAccept(offer.id, unit.id).pack(), style="success")
    again = Button(Label("upward.choose_again"), data=UpOfferUnits(offer.id, 0).pack())
    await turn.card(handle_of(offer.id), message, ((yes,), (again,), no_row(offer)))


async def _free_unit(turn: Turn, offer: Offer, unit_id: int) -> Unit | None:
    return next((unit for unit in await linking.free_units(turn, offer.parent_id) if unit.id == unit_id), None)


async def typed(turn: Turn, session: OpenSession, query: str) -> None:
    """Letters of a unit's name, while a file waits."""
    found = await live(turn, int(session.state["offer"]))
    if found is None:
        await sessions.end(turn.tx, session.id)
        return
    person, offer = found
    await _keep(turn, turn.chat_id, offer.id, query)
    await turn.card(handle_of(offer.id), *await _units(turn, person, offer, query, 0))


async def _keep(turn: Turn, chat_id: int, offer_id: int, query: str) -> None:
    state = {"step": "offer", "offer": offer_id, "query": query}
    await sessions.begin(turn.tx, chat_id=chat_id, kind=desk.KIND, subject=desk.SUBJECT, state=state, now=turn.now)


async def live(turn: Turn, offer_id: int) -> tuple[Person, Offer] | None:
    """The file, for somebody who may take it; None (and said so) when that was decided.

    Raises:
        NotAllowed: they may not, or there is no such file.
    """
    offer = await upward_reports.offer(turn.tx, offer_id)
    if offer is None:
        raise NotAllowed(f"offer {offer_id}")
    person = turn.need(Action.LINK_BODIES, offer.parent_id)
    if offer.decided:
        await turn.toast(Label("upward.over"), alert=True)
        return None
    return person, offer


# --- decided -----------------------------------------------------------------------------------------------------


async def refuse(turn: Turn, tap: UpRefuse) -> None:
    """Not this file."""
    found = await live(turn, tap.offer)
    if found is not None:
        await upward_reports.decide_offer(turn.tx, tap.offer, turn.now)
        await turn.card(handle_of(tap.offer), UpwardDropped("file"))
        await _finish(turn)


async def _finish(turn: Turn) -> None:
    session = await sessions.find(turn.tx, turn.chat_id, desk.KIND, desk.SUBJECT)
    if session is not None and session.state["step"] == "offer":
        await sessions.end(turn.tx, session.id)
        await offer_waiting(turn, turn.chat_id)


async def accept(turn: Turn, tap: UpAccept) -> None:
    """Take the file; a new key is that unit's from now on."""
    found = await live(turn, tap.offer)
    if found is None:
        return
    person, offer = found
    content = contents.from_text(offer.content)
    opened = Opened(offer.public_key, content)
    link = await upward.of_key(turn.tx, offer.parent_id, offer.public_key)
    said_no = await why_not(turn, offer.parent_id, link, content.title, opened)
    if said_no is None and link is None:
        unit = await _free_unit(turn, offer, tap.unit)
        if unit is None:
            said_no = refused(content.title, "unit", opened)
        else:
            link = await _link(turn, person, offer, unit, content)
    await upward_reports.decide_offer(turn.tx, offer.id, turn.now)
    if said_no is not None or link is None:
        await turn.card(handle_of(offer.id), said_no or refused(content.title, "unit", opened))
        await _finish(turn)
        return
    outcome = await taking.take(turn, link, content, person.id)
    state = outcome if isinstance(outcome, str) else outcome.state
    unit_name = await desk.unit_name(turn, link.unit_id)
    done = UpwardTaken(content.body, content.title, content.period, content.version, unit_name, state)
    await turn.card(handle_of(offer.id), done)
    await _finish(turn)
    if not isinstance(outcome, str):
        await news.tell_parent(turn, link, content, outcome)


async def _link(turn: Turn, person: Person, offer: Offer, unit: Unit, content: Content) -> Link:
    link = await upward.add_link(
        turn.tx,
        parent_id=offer.parent_id,
        unit_id=unit.id,
        child_key=offer.public_key,
        child_name=content.body,
        by=person.id,
        now=turn.now,
    )
    await desk.note(turn, "upward.linked", offer.parent_id, f"link:{link.id}")
    return link


async def show_new(turn: Turn, person: Person, chat_id: int, opened: Opened, parent_id: int) -> None:
    """A file that nothing speaks against: keep it and ask."""
    offer = await add(turn, opened, parent_id)
    message, buttons = await card_of(turn, person, chat_id, offer)
    await turn.send(chat_id, message, buttons, locale=person.locale, handle=handle_of(offer.id))


async def add(turn: Turn, opened: Opened, parent_id: int) -> Offer:
    content = contents.to_text(opened.content)
    offer_id = await upward_reports.add_offer(
        turn.tx, parent_id=parent_id, public_key=opened.public, content=content, now=turn.now
    )
    return Offer(offer_id, parent_id, opened.public, content, False)


async def card_of(turn: Turn, person: Person, chat_id: int, offer: Offer) -> tuple[Message, Keyboard]:
    """Of a known key the one tap; of a new one the units."""
    link = await upward.of_key(turn.tx, offer.parent_id, offer.public_key)
    if link is not None:
        return await _known(turn, person, offer, link)
    await _keep(turn, chat_id, offer.id, "")
    return await _units(turn, person, offer, "", 0)
