"""A second task force lives in the same bot: its regulation has a notice rule, and a meeting is called too late."""

from bot.commands.init import set_up
from bot.commands.invite import make_link
from bot.demo.cast import Actor, roster_xlsx, story
from bot.demo.director import Director
from bot.demo.meetings import keep, newest
from bot.demo.people import Lost, Person
from bot.demo.preparing import XLSX, charter_text, code_of, link_in_chat
from taskforce.charter import load_preset
from taskforce.roles import Role

_FIRST_ID = 5_600_000_200


async def comes_in(director: Director) -> Person:
    """The operator sets it up while the bot runs; its secretary brings the roster and the link, everybody joins."""
    told, stage = story()["second"], director.stage
    preset = told["preset"]
    charter = load_preset(preset)
    locale = director.words.locale
    charter = charter.model_copy(update={"body": charter.body.model_copy(update={"locale": locale})})
    text = charter_text(locale, preset)
    await set_up(stage.settings, charter, text, preset, clock=stage.clock, offline=False, force=False)
    link, _, _ = await make_link(stage.settings, Role.SECRETARY, None, 1, 14, preset, stage.clock)
    own = told["secretary"]
    secretary = await director.arrives(Actor(_FIRST_ID, own["name"], "", "", "Thư ký", own["phone"]), elsewhere=True)
    await director.play(secretary.comes_in(code_of(link)))
    actors = [
        Actor(_FIRST_ID + number, each["name"], each["title"], each["unit"], each["role"], each["phone"], each["unit"])
        for number, each in enumerate(told["people"], start=1)
    ]
    secretary.phone.send_file(told["roster"], roster_xlsx({}, actors), content_type=XLSX)
    await director.settle()
    await director.taps(secretary, "members.import")
    code = await link_in_chat(director, secretary)
    people = [await director.arrives(actor, elsewhere=True) for actor in actors]
    await director.play(*(person.comes_in(code) for person in people))
    director.journal.tell("second_in", name=charter.body.short_name or charter.body.name, count=len(people) + 1)
    return secretary


def _head(director: Director) -> Person:
    return next(person for person in director.others.values() if person.actor.role == "Tổ trưởng")


async def is_called_too_late(director: Director) -> None:
    """The head calls a meeting for tomorrow: warned with the article, asked for the reason, which everybody reads."""
    told, head = story()["second"], _head(director)
    title = next(m.title for m in load_preset(told["preset"]).meetings if m.key == "ad-hoc")
    await director.types(head, director.command("moihop", "convene"))
    head.tap_words(title.localised(director.words.locale) if title else "ad-hoc")
    await director.settle()
    await director.types(head, told["subject"], told["when"], told["place"])
    await director.taps(head, "convening.send")
    head.expect("convening.reason_1")
    await director.types(head, told["reason"])
    await director.taps(head, "convening.send")
    people = [person for person in director.others.values() if person.actor.role != "Thư ký"]
    for person in people:
        if told["reason"] not in newest(person, "invitations.attending").text:
            raise Lost(f"{person.name} does not read why it is so late.\n{person.phone.screen(3)}")
    keep(director, "giay-moi-hop-gap", "docx", head)
    director.shelf.show("late_head", people[-1].name, newest(people[-1], "invitations.attending"))
    await director.all_tap(people, "invitations.attending")
    director.journal.tell("second_late", name=head.name, count=len(people))


async def is_held(director: Director, secretary: Person) -> None:
    """Everybody opens the link on the screen."""
    await director.taps(secretary, "attendance.open", "attendance.copy_link")
    code = code_of(secretary.phone.clipboard)
    people = [person for person in director.others.values() if person is not secretary]
    for person in people:
        person.phone.start(code)
    await director.settle()
    director.journal.tell("second_held", count=len(people))


async def is_closed(director: Director, secretary: Person) -> None:
    """The secretary closes it."""
    await director.taps(secretary, "attendance.live", "attendance.end", "attendance.end_yes")
