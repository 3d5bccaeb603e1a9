"""The first half of March, day by day: the ladder of the regulation and how people meet it."""

from bot.demo import scenes
from bot.demo.answering import Answering
from bot.demo.cast import story
from bot.demo.director import Director
from bot.demo.people import Person

_POLICE = "CA tỉnh"


async def play(director: Director, secretary: Person) -> None:
    """The month of reports that is told."""
    director.reported.clear()
    await director.until("2022-03-01 16:00")
    await scenes.blocks(director, story()["blocks"])
    await _first_days(director, secretary)
    await _in_the_middle(director)
    await _last_day(director, secretary)
    await _after(director, secretary)


async def _first_days(director: Director, secretary: Person) -> None:
    when = story()["march"]
    await director.until("2022-03-07 08:40")
    await scenes.office_sees_blocked(director, secretary, story()["blocks"])
    for moment in ("2022-03-07 09:10", "2022-03-08 14:20", "2022-03-09 09:00"):
        await director.until(moment)
        await scenes.some_report(director, when[moment])


async def _in_the_middle(director: Director) -> None:
    told = story()
    await director.until("2022-03-09 15:10")
    half_way = await scenes.dies(director, told["dies"])
    await director.until("2022-03-10 08:40")
    await scenes.resumes(director, half_way)
    await scenes.types_nonsense(director, told["nonsense"]["unit"], told["nonsense"]["tries"])
    await director.until("2022-03-10 14:30")
    await scenes.hands_over(director, told["hands_over"])
    await director.until("2022-03-11 09:00")
    await scenes.two_people(director, _POLICE)
    await director.until("2022-03-11 14:10")
    await scenes.restart(director, told["restart"])


async def _last_day(director: Director, secretary: Person) -> None:
    told, when = story(), story()["march"]
    await director.until("2022-03-14 09:00")
    await scenes.snoozes(director, told["snoozes"])
    await director.until("2022-03-14 09:30")
    await scenes.some_report(director, when["2022-03-14 09:30"])
    await scenes.head_looks(director)
    await director.until("2022-03-14 10:00")
    await director.until("2022-03-14 10:05")
    await director.report([told["snoozes"]], month=3)
    director.journal.tell("answered", count=1)
    await director.until("2022-03-14 15:20")
    await scenes.sends_back(director, secretary, told["sent_back"])
    await scenes.nudges(director, secretary)
    await director.until("2022-03-14 16:10")
    await scenes.by_phone(director, secretary, told["by_phone"])


async def _after(director: Director, secretary: Person) -> None:
    told, when = story(), story()["march"]
    await director.until("2022-03-15 07:05")
    await scenes.adds_note(director, secretary)
    await director.until("2022-03-15 08:00")
    await scenes.expect_posts(director, 2)
    await director.until("2022-03-15 08:35")
    await scenes.deputy_is_told(director)
    await director.until("2022-03-15 10:15")
    late = when["2022-03-15 10:15"]
    await director.report(late, month=3)
    director.journal.tell("late", unit=late[0], days=1)
    await scenes.post_is_updated(director, late[0])
    await director.until("2022-03-16 09:20")
    person = director.lead(told["blocks"])
    person.phone.start()
    await director.settle()
    await director.play(Answering(person, director.papers.sheet(person.unit, month=3)).script("home.begin_report"))
    director.sent(person.unit)
    director.journal.tell("came_back", name=person.name, unit=person.unit, days=2)
    await scenes.post_is_updated(director, person.unit)
