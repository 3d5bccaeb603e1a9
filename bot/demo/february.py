"""February in short: everybody joins and reports for the first time, so that March has something to compare with."""

from bot.demo import preparing
from bot.demo.cast import roster, story
from bot.demo.director import Director
from bot.demo.people import Person
from bot.demo.scenes import expect_posts


async def play(director: Director) -> Person:
    """The bot comes to Bắc Kạn on the first working day after Tết. Gives the secretary."""
    code = await preparing.operator_sets_up(director)
    await director.until("2022-02-07 08:10")
    secretary = await preparing.secretary_comes_in(director, code)
    await preparing.roster_comes_in(director, secretary)
    await preparing.operator_imports_plan(director)
    code = await preparing.secretary_makes_link(director, secretary)
    await preparing.leaders_come_in(director, code)
    actors = [actor for actor in roster() if actor.short]
    await director.until("2022-02-07 10:00")
    await preparing.members_come_in(director, code, actors[:15])
    await director.until("2022-02-08 09:00")
    await preparing.members_come_in(director, code, actors[15:])
    newcomer = await preparing.newcomer_asks(director, code)
    await director.until("2022-02-08 09:40")
    await preparing.secretary_approves(director, secretary, newcomer)
    for moment, units in story()["february"].items():
        await director.until(moment)
        await director.report(units, month=2)
        director.journal.tell("answered", count=len(units))
    await director.until("2022-02-15 08:00")
    await expect_posts(director, 1)
    return secretary
