"""The first days of April: a notice, opinions, a difficulty, a target and what may not be written."""

from bot.demo import notices, opinions, raised, scenes
from bot.demo.director import Director
from bot.demo.people import Person
from bot.demo.second import PLACE


async def play(director: Director, secretary: Person) -> None:
    """From Friday the 1st to Tuesday the 5th."""
    elsewhere = next(person for person in director.of_place(PLACE) if person.actor.role == "Thư ký")
    await _friday(director, secretary, elsewhere)
    await _monday(director, secretary, elsewhere)
    await _tuesday(director)


async def _friday(director: Director, secretary: Person, elsewhere: Person) -> None:
    await director.until("2022-04-01 08:40")
    third = await opinions.third_comes_in(director)
    await opinions.chair_is_advised(director, third)
    await director.until("2022-04-01 09:10")
    await opinions.majority_is_asked(director, elsewhere)
    await director.until("2022-04-01 10:00")
    await notices.target_is_linked(director, secretary)
    await director.until("2022-04-01 14:00")
    await scenes.blocks(director, notices.told()["blocks"])
    await notices.is_sent(director, secretary)
    await director.until("2022-04-01 14:20")
    await notices.most_acknowledge(director)
    await notices.office_calls(director, secretary)
    await director.until("2022-04-01 15:10")
    await notices.is_corrected(director, secretary)
    await director.until("2022-04-01 15:40")
    await raised.difficulty_is_raised(director)


async def _monday(director: Director, secretary: Person, elsewhere: Person) -> None:
    await director.until("2022-04-04 08:40")
    await notices.silent_ones_are_nudged(director, secretary)
    await director.until("2022-04-04 09:20")
    await raised.another_has_the_same(director)
    await director.until("2022-04-04 10:05")
    await raised.standing_unit_answers(director)
    await director.until("2022-04-04 14:30")
    await raised.difficulty_is_settled(director)
    await opinions.majority_decides(director, elsewhere)
    await director.until("2022-04-04 17:01")


async def _tuesday(director: Director) -> None:
    await director.until("2022-04-05 08:10")
    await opinions.chair_decides(director)
    await director.until("2022-04-05 09:00")
    await notices.secret_is_refused(director)
    await director.until("2022-04-05 10:00")
    fourth = await raised.fourth_comes_in(director)
    await raised.question_is_kept(director, fourth)
    await raised.question_is_answered(director)
