"""Other task forces live in the same bot: each set up by the operator while it runs, joined by its own few people."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands.init import set_up
from bot.commands.invite import make_link
from bot.demo.cast import Actor, roster_xlsx
from bot.demo.director import Director
from bot.demo.people import Person
from bot.demo.preparing import XLSX, charter_text, code_of, link_in_chat
from taskforce.charter import load_preset
from taskforce.roles import Role

_HEADS = ("Tổ trưởng", "Trưởng ban")


async def comes_in(director: Director, told: Mapping[str, Any], first_id: int) -> Person:
    """Set up, roster and link by its secretary, everybody joins; ``told`` is its part of the story. The secretary."""
    stage, preset, locale = director.stage, told["preset"], director.words.locale
    charter = load_preset(preset)
    charter = charter.model_copy(update={"body": charter.body.model_copy(update={"locale": locale})})
    text = charter_text(locale, preset)
    await set_up(stage.settings, charter, text, preset, clock=stage.clock, offline=False, force=False)
    link, _, _ = await make_link(stage.settings, Role.SECRETARY, None, 1, 14, preset, stage.clock)
    own = told["secretary"]
    place = charter.body.place
    secretary = await director.arrives(Actor(first_id, own["name"], "", "", "Thư ký", own["phone"]), place=place)
    await director.play(secretary.comes_in(code_of(link)))
    actors = [
        Actor(first_id + number, each["name"], each["title"], each["unit"], each["role"], each["phone"], each["unit"])
        for number, each in enumerate(told["people"], start=1)
    ]
    secretary.phone.send_file(told["roster"], roster_xlsx({}, actors), content_type=XLSX)
    await director.settle()
    await director.taps(secretary, "members.import")
    code = await link_in_chat(director, secretary, charter)
    people = [await director.arrives(actor, place=place) for actor in actors]
    await director.play(*(person.comes_in(code) for person in people))
    director.journal.tell("second_in", name=charter.body.short_name or charter.body.name, count=len(people) + 1)
    return secretary


def head(director: Director, place: str) -> Person:
    """Who leads the task force of that place."""
    return next(person for person in director.of_place(place) if person.actor.role in _HEADS)


def asked(director: Director, place: str) -> Sequence[Person]:
    """Everybody of it but the secretary."""
    return [person for person in director.of_place(place) if person.actor.role != "Thư ký"]
