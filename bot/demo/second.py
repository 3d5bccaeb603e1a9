"""A second task force lives in the same bot: its regulation has a notice rule, and a meeting is called too late."""

from bot.demo import elsewhere
from bot.demo.cast import story
from bot.demo.director import Director
from bot.demo.meetings import keep, newest
from bot.demo.people import Lost, Person
from bot.demo.preparing import code_of
from taskforce.charter import load_preset

PLACE = "Quảng Nam"
_FIRST_ID = 5_600_000_200


async def comes_in(director: Director) -> Person:
    """Gives its secretary."""
    return await elsewhere.comes_in(director, story()["second"], _FIRST_ID)


async def is_called_too_late(director: Director) -> None:
    """The head calls a meeting for tomorrow: warned with the article, asked for the reason, which everybody reads."""
    told, head = story()["second"], elsewhere.head(director, PLACE)
    title = next(m.title for m in load_preset(told["preset"]).meetings if m.key == "ad-hoc")
    await director.types(head, director.command("moihop", "convene"))
    head.tap_words(title.localised(director.words.locale) if title else "ad-hoc")
    await director.settle()
    await director.types(head, told["subject"], told["when"], told["place"])
    await director.taps(head, "convening.send")
    head.expect("convening.reason_1")
    await director.types(head, told["reason"])
    await director.taps(head, "convening.send")
    people = elsewhere.asked(director, PLACE)
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
    people = elsewhere.asked(director, PLACE)
    for person in people:
        person.phone.start(code)
    await director.settle()
    director.journal.tell("second_held", count=len(people))


async def is_closed(director: Director, secretary: Person) -> None:
    """The secretary closes it."""
    await director.taps(secretary, "attendance.live", "attendance.end", "attendance.end_yes")
