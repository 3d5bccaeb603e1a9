"""The first days: the operator sets the bot up, the secretary imports the roster, everybody comes in."""

from pathlib import Path

from bot.commands.init import set_up
from bot.commands.invite import make_link
from bot.commands.plan import take_over
from bot.demo.cast import Actor, plan_csv, roster, roster_xlsx, story
from bot.demo.director import PRESET, Director
from bot.demo.people import Lost, Person
from taskforce.charter import Charter
from taskforce.charter.loader import preset_text
from taskforce.roles import Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SECRETARY_ID, _NEWCOMER_ID = 5_500_000_100, 5_500_000_130


def charter_text(locale: str, preset: str = PRESET) -> str:
    """The preset; in English too the regulation stays what it is, only the channel is written to in English."""
    text = preset_text(preset)
    return text if locale == "vi" else text.replace("[body]\n", f'[body]\nlocale = "{locale}"\n', 1)


async def operator_sets_up(director: Director) -> str:
    """``taskforce-bot init`` and ``invite``; the code of the secretary's link."""
    stage = director.stage
    text = charter_text(director.words.locale)
    charter = director.charter.model_copy(
        update={"body": director.charter.body.model_copy(update={"locale": director.words.locale})}
    )
    await set_up(stage.settings, charter, text, PRESET, clock=stage.clock, offline=False, force=False)
    link, _, _ = await make_link(stage.settings, Role.SECRETARY, None, 1, 14, None, stage.clock)
    await stage.start_bot()
    director.journal.tell("set_up")
    return code_of(link)


def code_of(link: str) -> str:
    """The start code of a link."""
    return link.rpartition("=")[2]


async def operator_imports_plan(director: Director) -> None:
    """``taskforce-bot plan import``."""
    stage = director.stage
    plan, *_ = await take_over(stage.settings, Path("plan.csv"), plan_csv(), None, stage.clock)
    director.journal.tell("plan_imported", count=len(plan.tasks))


async def secretary_comes_in(director: Director, code: str) -> Person:
    """By the operator's link."""
    told = story()["secretary"]
    secretary = await director.arrives(Actor(_SECRETARY_ID, told["name"], "", "", "Thư ký", told["phone"]))
    await director.play(secretary.comes_in(code))
    director.journal.tell("secretary_in", name=secretary.name)
    return secretary


async def roster_comes_in(director: Director, secretary: Person) -> None:
    """Once with wrong rows, then right."""
    wrong, right = story()["roster_files"]
    bad = story()["wrong_phones"]
    secretary.phone.send_file(wrong, roster_xlsx(bad), content_type=XLSX)
    await director.settle()
    if secretary.sees("members.import") or any(phone not in secretary.phone.last.text for phone in bad.values()):
        raise Lost(f"The roster's wrong rows were not named.\n{secretary.phone.screen(2)}")
    director.journal.tell("roster_wrong", count=len(bad))
    secretary.phone.send_file(right, roster_xlsx({}), content_type=XLSX)
    await director.settle()
    secretary.tap("members.import")
    await director.settle()
    units = {actor.unit for actor in roster() if actor.unit}
    director.journal.tell("roster_right", people=len(roster()), units=len(units))


async def secretary_makes_link(director: Director, secretary: Person) -> str:
    """A link for many people."""
    code = await link_in_chat(director, secretary, director.charter)
    director.journal.tell("link_made")
    return code


async def link_in_chat(director: Director, secretary: Person, charter: Charter) -> str:
    """The code of a link for many people, as it is copied from the chat."""
    for key in ("members.invite", "role", "members.no_unit", "members.many_30", "members.copy_link"):
        if key == "role":
            secretary.tap_words(charter.titles.of(Role.MEMBER, director.words.locale))
        else:
            secretary.tap(key)
        await director.settle()
    return code_of(secretary.phone.clipboard)


async def leaders_come_in(director: Director, code: str) -> Person:
    """The head and the standing deputy; the head binds the channel."""
    people = [await director.arrives(actor) for actor in roster() if not actor.short]
    await director.play(*(person.comes_in(code) for person in people))
    director.journal.tell("leaders_in")
    head = people[0]
    title = story()["channel"]
    director.room = director.stage.telegram.channel(title, owner=head.phone)
    director.room.add_bot(head.phone)
    await director.settle()
    head.tap("channels.bind")
    await director.settle()
    director.journal.tell("channel_bound", title=title)
    return head


async def members_come_in(director: Director, code: str, actors: list[Actor]) -> None:
    """A group of people from the roster; one of them sends a colleague's card first."""
    scripts = []
    for actor in actors:
        person = await director.arrives(actor)
        foreign = None
        if actor.short == story()["foreign_contact"]:
            foreign = next(iter(director.people.values())).phone
        scripts.append(person.comes_in(code, foreign=foreign))
    await director.play(*scripts)
    director.journal.tell("joined", count=len(actors))
    for actor in actors:
        if actor.short == story()["foreign_contact"]:
            director.journal.tell("foreign_contact", name=actor.name)


async def newcomer_asks(director: Director, code: str) -> Person:
    """Somebody who is on no list."""
    told = story()["newcomer"]
    short = next(actor.short for actor in roster() if actor.unit == told["unit"])
    actor = Actor(_NEWCOMER_ID, told["name"], "", told["unit"], "Giúp việc", told["phone"], short)
    person = await director.arrives(actor)
    await director.play(person.chooses_unit(code, told["search"], told["unit"]))
    director.journal.tell("asked_in", name=person.name, typed=told["search"])
    return person


async def secretary_approves(director: Director, secretary: Person, newcomer: Person) -> None:
    """With one tap."""
    secretary.tap("registration.approve")
    await director.settle()
    newcomer.expect("home.begin_report")
    newcomer.joined_at = director.stage.clock.now()
    director.journal.tell("approved")
