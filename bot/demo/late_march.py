"""The second half of March: the monthly meeting from its call to its notice; a hasty one elsewhere."""

from bot.demo import meetings, second
from bot.demo.director import Director
from bot.demo.people import Person


async def play(director: Director, secretary: Person) -> None:
    """From the 16th to the end of the month."""
    await _called(director, secretary)
    elsewhere = await _moved(director, secretary)
    await second.is_held(director, elsewhere)
    await director.until("2022-03-23 15:30")
    await second.is_closed(director, elsewhere)
    await _held(director, secretary)
    await _concluded(director, secretary)
    await director.until("2022-03-31 17:00")


async def _called(director: Director, secretary: Person) -> None:
    await director.until("2022-03-16 14:00")
    await meetings.prepares(director, secretary)
    await director.until("2022-03-17 08:15")
    await meetings.is_called(director)
    await director.until("2022-03-17 10:00")
    await meetings.some_attend(director)
    await meetings.cannot_come(director)
    await meetings.sends_somebody(director)
    await meetings.is_refused(director)
    await director.until("2022-03-18 09:00")
    await meetings.others_attend(director)


async def _moved(director: Director, secretary: Person) -> Person:
    await director.until("2022-03-21 09:00")
    elsewhere = await second.comes_in(director)
    await director.until("2022-03-21 14:00")
    await meetings.is_moved(director, secretary)
    await director.until("2022-03-21 16:00")
    await meetings.answer_again(director)
    await director.until("2022-03-22 15:10")
    await second.is_called_too_late(director)
    await director.until("2022-03-23 13:40")
    return elsewhere


async def _held(director: Director, secretary: Person) -> None:
    await director.until("2022-03-24 09:00")
    await meetings.silent_one_answers(director)
    await director.until("2022-03-25 07:40")
    code = await meetings.opens_check_in(director, secretary)
    await director.until("2022-03-25 08:20")
    await meetings.people_come(director, secretary, code)
    await director.until("2022-03-25 08:50")
    await meetings.comes_late(director, code)
    await director.until("2022-03-25 10:30")
    await meetings.is_closed(director, secretary)


async def _concluded(director: Director, secretary: Person) -> None:
    await director.until("2022-03-25 14:00")
    await meetings.concludes(director, secretary)
    await director.until("2022-03-25 16:00")
    await meetings.most_acknowledge(director)
    await director.until("2022-03-28 10:00")
    await meetings.is_nudged(director, secretary)
