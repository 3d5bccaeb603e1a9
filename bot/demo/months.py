"""Two months: February in short, so that March has something to compare with, and March in full."""

import asyncio

from bot.demo import preparing
from bot.demo.answering import Answering, asked
from bot.demo.cast import roster, story
from bot.demo.director import Director, step
from bot.demo.people import Lost, Person, Script
from taskforce.vietnamese import fold

_POLICE = "CA tỉnh"
_MARK = "2022-03"


async def february(director: Director) -> Person:
    """The bot comes to Bắc Kạn after Tết: everybody joins, and reports for the first time. Gives the secretary."""
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
    await director.until("2022-02-15 08:05")
    units = {actor.short for actor in actors}
    _expect_posts(director, 1)
    director.journal.tell("posted", sent=len(units), total=len(units))
    return secretary


def _expect_posts(director: Director, count: int) -> None:
    """The welcome and so many summaries stand in the channel."""
    if len(director.room.messages) != count + 1:
        raise Lost(f"The channel holds {len(director.room.messages) - 1} summaries.\n{director.room.screen()}")


async def march(director: Director, secretary: Person) -> None:
    """The month that is told."""
    told, when = story(), story()["march"]
    await director.until("2022-03-01 16:00")
    await _blocks(director)
    for moment in ("2022-03-07 09:10", "2022-03-08 14:20", "2022-03-09 09:00"):
        await director.until(moment)
        await _some(director, when[moment])
    await director.until("2022-03-09 15:10")
    await _dies(director)
    await director.until("2022-03-10 08:40")
    await _resumes(director)
    await _nonsense(director)
    await director.until("2022-03-10 14:30")
    await _hands_over(director)
    await director.until("2022-03-11 09:00")
    await _two_people(director)
    await director.until("2022-03-11 14:10")
    await _restart(director, told["restart"])
    await _last_day(director, secretary)
    await _after(director, secretary)


async def _some(director: Director, units: list[str]) -> None:
    same = set(story()["march"]["unchanged"])
    await director.report(units, month=3, same=same)
    director.journal.tell("answered", count=len(units))
    for unit in units:
        person = director.lead(unit)
        if unit in same:
            director.journal.tell("unchanged", unit=unit, taps=person.taps, typed=person.texts)
        if unit == story()["jumps"]:
            director.journal.tell("jump", unit=unit)


async def _blocks(director: Director) -> None:
    person = director.lead(story()["blocks"])
    person.phone.block()
    await director.settle()
    director.journal.tell("blocked", name=person.name, unit=person.unit)


_half_way: dict[str, Answering] = {}


async def _dies(director: Director) -> None:
    unit = story()["dies"]
    answering = Answering(director.lead(unit), director.papers.sheet(unit, month=3))
    await director.play(answering.script(stop_after=3))
    _half_way[unit] = answering
    director.journal.tell("died", unit=unit)


async def _resumes(director: Director) -> None:
    unit = story()["dies"]
    command = "/baocao" if director.words.locale == "vi" else "/report"
    await director.play(_half_way.pop(unit).by_command(command))
    director.journal.sent()
    director.journal.tell("resumed", unit=unit)


async def _nonsense(director: Director) -> None:
    unit, tries = story()["nonsense"]["unit"], story()["nonsense"]["tries"]
    sheet = director.papers.sheet(unit, month=3)
    sheet.tries = {director.papers.question("online-files"): list(tries)}
    sheet.photo = _photo()
    await director.play(Answering(director.lead(unit), sheet).script())
    director.journal.sent()
    director.journal.tell("nonsense", unit=unit, first=tries[0], second=tries[1])


def _photo() -> bytes:
    """A grey square, as a PNG."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 640, 480, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes([180]) * 640 for _ in range(480)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def _hands_over(director: Director) -> None:
    unit = story()["hands_over"]
    lead, helper = director.lead(unit), director.helper(unit)
    sheet = director.papers.sheet(unit, month=3)
    answering = Answering(lead, sheet)
    await director.play(_until_question(answering, director.papers.question("electronic-share")))
    lead.tap("report.hand_over")
    await director.settle()
    lead.tap("report.ask_person", name=helper.name)
    await director.settle()
    helper.tap("report.help_out")
    await director.settle()
    await director.play(Answering(helper, sheet).go_on())
    await director.play(answering.go_on())
    director.journal.sent()
    director.journal.tell("handed", name=lead.name, colleague=helper.name)


def _until_question(answering: Answering, question: str) -> Script:
    answering.person.tap("reminders.answer")
    yield
    while asked(answering.person.card(), [question]) is None:
        answering.answer(answering.person.card())
        yield


async def _two_people(director: Director) -> None:
    lead, helper = director.lead(_POLICE), director.helper(_POLICE)
    sheet = director.papers.sheet(_POLICE, month=3)
    both = _tasks_only(Answering(lead, sheet)), _figures_only(Answering(helper, sheet), director)
    await director.play(*both)
    await director.play(Answering(lead, sheet).go_on())
    director.journal.sent()
    director.journal.tell("two_people", unit=_POLICE)


def _tasks_only(answering: Answering) -> Script:
    person = answering.person
    person.tap("reminders.answer")
    yield
    while person.sees("task.stuck", person.card()) or person.sees("report.correct_choice", person.card()):
        answering.answer(person.card())
        yield


def _figures_only(answering: Answering, director: Director) -> Script:
    """The helper waits until somebody has begun, then goes to the figures by way of the review."""
    person = answering.person
    yield
    yield
    person.tap("reminders.answer")
    yield
    person.tap("report.to_review")
    yield
    figures = director.charter.form("monthly-status").sections[1].title.localised(director.words.locale)
    person.tap("report.edit_section", section=figures)
    yield
    person.tap("report.whole_section")
    yield
    for _ in sheet_questions(answering):
        answering.answer(person.card())
        yield
        while person.sees("report.correct_figure", person.card()):
            answering.answer(person.card())
            yield


def sheet_questions(answering: Answering) -> list[str]:
    """The figures that this unit is asked."""
    return list(answering.sheet.figures)


async def _restart(director: Director, units: list[str]) -> None:
    scripts = [
        Answering(director.lead(unit), director.papers.sheet(unit, month=3)).script() for unit in units
    ]
    for _ in range(3):
        scripts = [script for script in scripts if step(script)]
        await director.settle()
    scripts = [script for script in scripts if step(script)]  # they tap, and nobody waits for the answers
    await asyncio.sleep(0.003)
    await director.stage.stop_bot()
    director.restarts += 1
    await director.stage.start_bot()
    await director.settle()
    await director.play(*scripts)
    for _ in units:
        director.journal.sent()
    director.journal.tell("restarted", count=len(units))


async def _last_day(director: Director, secretary: Person) -> None:
    told, when = story(), story()["march"]
    await director.until("2022-03-14 09:00")
    await _snoozes(director, told["snoozes"])
    await director.until("2022-03-14 09:30")
    await _some(director, when["2022-03-14 09:30"])
    await _status(director)
    await director.until("2022-03-14 10:00")
    await director.until("2022-03-14 11:30")
    await director.play(Answering(director.lead(told["snoozes"]), director.papers.sheet(told["snoozes"], month=3)).script())
    director.journal.sent()
    await director.until("2022-03-14 15:20")
    await _sends_back(director, secretary, told["sent_back"])
    secretary.tap("boards.nudge_all")
    await director.settle()
    director.journal.tell("nudged")
    await director.until("2022-03-14 16:10")
    await _by_phone(director, secretary, told["by_phone"])


async def _snoozes(director: Director, unit: str) -> None:
    person = director.lead(unit)
    person.tap("reminders.later")
    await director.settle()
    hour = person.phone.last.buttons[0][0]
    person.tap_words(hour)
    await director.settle()
    director.journal.tell("snoozed", unit=unit, clock=hour)


async def _status(director: Director) -> None:
    head = next(iter(p for p in director.people.values() if p.actor.role == "Tổ trưởng"))
    head.say("/tinhhinh" if director.words.locale == "vi" else "/status")
    await director.settle()
    director.journal.tell("status_seen", sent=19, total=22)


async def _open_unit(director: Director, secretary: Person, unit: str) -> None:
    secretary.say("/bang" if director.words.locale == "vi" else "/board")
    await director.settle()
    secretary.tap("boards.units")
    await director.settle()
    name = director.unit_name(unit)
    for _ in range(3):
        if any(name in label for row in secretary.phone.last.buttons for label in row):
            break
        secretary.tap("boards.page_on")
        await director.settle()
    secretary.tap_words(name)
    await director.settle()


async def _sends_back(director: Director, secretary: Person, unit: str) -> None:
    await _open_unit(director, secretary, unit)
    question = director.papers.question("digitised-results")
    secretary.tap("boards.see", secretary.phone.last)
    await director.settle()
    secretary.tap("report.send_back")
    await director.settle()
    secretary.tap_words(question[:24])
    await director.settle()
    secretary.say(story()["comment"])
    await director.settle()
    person = director.lead(unit)
    sheet = director.papers.sheet(unit, month=3)
    person.tap("report.answer_again")
    await director.settle()
    await director.play(Answering(person, sheet).go_on())
    director.journal.tell("sent_back", unit=unit)


async def _by_phone(director: Director, secretary: Person, unit: str) -> None:
    await _open_unit(director, secretary, unit)
    secretary.tap("boards.enter_for")
    await director.settle()
    await director.play(Answering(secretary, director.papers.sheet(unit, month=3)).go_on())
    director.journal.sent()
    director.journal.tell("by_phone", unit=unit)


async def _after(director: Director, secretary: Person) -> None:
    told, when = story(), story()["march"]
    await director.until("2022-03-15 07:05")
    secretary.tap("summaries.add_note")
    await director.settle()
    secretary.say(told["note"])
    await director.settle()
    director.journal.tell("note_added")
    await director.until("2022-03-15 08:00")
    _expect_posts(director, 2)
    director.journal.tell("posted", sent=19, total=22)
    await director.until("2022-03-15 10:15")
    director.journal.tell("escalated")
    late = when["2022-03-15 10:15"]
    await director.report(late, month=3)
    director.journal.tell("late", unit=late[0], days=1)
    await director.tick()
    director.journal.tell("updated", unit=late[0])
    await director.until("2022-03-16 09:20")
    person = director.lead(told["blocks"])
    person.phone.start()
    await director.settle()
    await director.play(Answering(person, director.papers.sheet(person.unit, month=3)).script("home.begin_report"))
    director.journal.sent()
    director.journal.tell("came_back", name=person.name, unit=person.unit, days=2)
    await director.tick()
    director.journal.tell("updated", unit=person.unit)
    await director.until("2022-03-18 17:00")
