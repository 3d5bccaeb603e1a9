"""The scenes of the story, each a few taps on one or two phones."""

import asyncio
import re
import struct
import zlib
from datetime import timedelta

from bot.demo.answering import Answering, asked
from bot.demo.cast import story
from bot.demo.director import Director, step
from bot.demo.people import Lost, Person, Script
from taskforce.roles import Role

UNITS = 22


def _answering(director: Director, unit: str) -> Answering:
    return Answering(director.lead(unit), director.papers.sheet(unit, month=3))


# The channel


async def expect_posts(director: Director, count: int) -> None:
    """So many summaries stand in the channel, the newest of them just posted."""
    if len(director.posts()) != count:
        raise Lost(f"The channel holds {len(director.posts())} summaries.\n{director.room.screen()}")
    _expect_count(director)
    director.journal.tell("posted", sent=len(director.reported), total=UNITS)


def _counts(text: str, reported: int) -> bool:
    """Whether a text says that so many of all units reported, in whatever words."""
    return re.search(rf"\b{reported}\b\D{{1,6}}\b{UNITS}\b", text) is not None


def _expect_count(director: Director) -> None:
    if not _counts(director.posts()[-1].text, len(director.reported)):
        raise Lost(f"The summary does not count {len(director.reported)} units.\n{director.room.screen(1)}")


async def post_is_updated(director: Director, unit: str) -> None:
    """At the next minute the posted summary is edited where it stands."""
    before = director.posts()[-1].id
    await director.tick()
    post = director.posts()[-1]
    if post.id != before or director.unit_name(unit) not in post.text:
        raise Lost(f"The summary was not updated in its place.\n{director.room.screen(2)}")
    _expect_count(director)
    director.journal.tell("updated", unit=unit)


# Members


async def some_report(director: Director, units: list[str]) -> None:
    """These units report; what is worth telling of them is told."""
    same = story()["march"]["unchanged"]
    await director.report(units, month=3, same=same)
    director.journal.tell("answered", count=len(units))
    for unit in units:
        person = director.lead(unit)
        if unit in same:
            director.journal.tell("unchanged", unit=unit, taps=person.taps, typed=person.texts)
        if unit == story()["jumps"]:
            director.journal.tell("jump", unit=unit)


async def blocks(director: Director, unit: str) -> None:
    """Somebody does not want to hear of it any more."""
    person = director.lead(unit)
    person.phone.block()
    await director.settle()
    director.journal.tell("blocked", name=person.name, unit=unit)


async def office_sees_blocked(director: Director, secretary: Person, unit: str) -> None:
    """The board names who has to be called instead."""
    line = f"⚠️ {director.unit_name(unit)}"
    if not any(line in message.text for message in secretary.phone.messages):
        raise Lost(f"The board does not name {unit}.\n{secretary.phone.screen(1)}")
    director.journal.tell("unreachable", unit=unit)


async def dies(director: Director, unit: str) -> Answering:
    """Three answers, then the phone is empty. Gives what was begun."""
    answering = _answering(director, unit)
    await director.play(answering.script(stop_after=3))
    director.journal.tell("died", unit=unit)
    return answering


async def resumes(director: Director, half_way: Answering) -> None:
    """The next day, by a command."""
    await director.play(half_way.by_command(director.command("baocao", "report")))
    director.sent(half_way.person.unit)
    director.journal.tell("resumed", unit=half_way.person.unit)


async def types_nonsense(director: Director, unit: str, tries: list[str]) -> None:
    """A figure is typed as it should not be, twice; and a photo is sent along."""
    answering = _answering(director, unit)
    answering.sheet.tries = {director.papers.question("online-files"): list(tries)}
    answering.sheet.photo = photo()
    await director.play(answering.script())
    director.sent(unit)
    director.journal.tell("nonsense", unit=unit, first=tries[0], second=tries[1])


def photo() -> bytes:
    """A grey picture, as a PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 640, 480, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([180]) * 640) * 480)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def hands_over(director: Director, unit: str) -> None:
    """One question is handed to a colleague; the answer comes back into the unit's report."""
    lead, helper = director.lead(unit), director.helper(unit)
    answering = _answering(director, unit)
    await director.play(_until_question(answering, director.papers.question("electronic-share")))
    lead.tap("report.hand_over")
    await director.settle()
    lead.tap("report.ask_person", name=helper.name)
    await director.settle()
    helper.tap("report.help_out")
    await director.settle()
    await director.play(Answering(helper, answering.sheet).go_on())
    await director.play(answering.go_on())
    director.sent(unit)
    director.journal.tell("handed", name=lead.name, colleague=helper.name)


def _until_question(answering: Answering, question: str) -> Script:
    answering.person.tap("reminders.answer")
    yield
    while asked(answering.person.card(), [question]) is None:
        answering.answer(answering.person.card())
        yield


async def two_people(director: Director, unit: str) -> None:
    """At the same time one answers for the tasks and the other for the figures."""
    lead = _answering(director, unit)
    helper = Answering(director.helper(unit), lead.sheet)
    await director.play(_tasks_only(lead), _figures_only(helper, director))
    await director.play(lead.go_on())
    director.sent(unit)
    director.journal.tell("two_people", unit=unit)


def _tasks_only(answering: Answering) -> Script:
    person = answering.person
    person.tap("reminders.answer")
    yield
    while any(person.sees(key, person.card()) for key in ("task.stuck", "report.correct_choice")):
        answering.answer(person.card())
        yield


def _figures_only(answering: Answering, director: Director) -> Script:
    """The helper comes a little later, and goes to the figures by way of the review."""
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
    for _ in answering.sheet.figures:
        answering.answer(person.card())
        yield
        while person.sees("report.correct_figure", person.card()):
            answering.answer(person.card())
            yield


async def restart(director: Director, units: list[str]) -> None:
    """The bot is stopped while several people are tapping, and started again five seconds later."""
    scripts = [_answering(director, unit).script() for unit in units]
    for _ in range(3):
        scripts = [script for script in scripts if step(script)]
        await director.settle()
    scripts = [script for script in scripts if step(script)]  # they tap, and nobody waits for the answers
    await asyncio.sleep(0.003)
    await director.stage.stop_bot()
    director.restarts += 1
    director.stage.clock.move_to(director.stage.clock.now() + timedelta(seconds=5))
    await director.stage.start_bot()
    await director.settle()
    await director.play(*scripts)
    director.sent(*units)
    director.journal.tell("restarted", count=len(units))


async def snoozes(director: Director, unit: str) -> None:
    """Somebody wants to be reminded at an hour of their own."""
    person = director.lead(unit)
    person.tap("reminders.later")
    await director.settle()
    hour = person.phone.last.buttons[0][0]
    person.tap_words(hour)
    await director.settle()
    director.journal.tell("snoozed", unit=unit, clock=hour)


# The office


async def head_looks(director: Director) -> None:
    """The head asks how things stand."""
    head = director.holder("Tổ trưởng")
    head.say(director.command("tinhhinh", "status"))
    await director.settle()
    if not _counts(head.phone.last.text, len(director.reported)):
        raise Lost(f"The head is not told that {len(director.reported)} units reported.\n{head.phone.screen(2)}")
    director.journal.tell("status_seen", sent=len(director.reported), total=UNITS)


async def _open_unit(director: Director, secretary: Person, unit: str) -> None:
    secretary.say(director.command("bang", "board"))
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


async def sends_back(director: Director, secretary: Person, unit: str) -> None:
    """One figure goes back with a comment; the unit answers that question alone."""
    await _open_unit(director, secretary, unit)
    secretary.tap("boards.see", secretary.phone.last)
    await director.settle()
    secretary.tap("report.send_back")
    await director.settle()
    secretary.tap_words(director.papers.question("digitised-results")[:24])
    await director.settle()
    secretary.say(story()["comment"])
    await director.settle()
    answering = _answering(director, unit)
    answering.person.tap("report.answer_again")
    await director.settle()
    await director.play(answering.go_on())
    director.journal.tell("sent_back", unit=unit)


async def nudges(director: Director, secretary: Person) -> None:
    """Everybody who owes hears from the secretary."""
    secretary.tap("boards.nudge_all")
    await director.settle()
    director.journal.tell("nudged")


async def by_phone(director: Director, secretary: Person, unit: str) -> None:
    """The secretary enters what the unit says on the phone."""
    await _open_unit(director, secretary, unit)
    secretary.tap("boards.enter_for")
    await director.settle()
    await director.play(Answering(secretary, director.papers.sheet(unit, month=3)).go_on())
    director.sent(unit)
    director.journal.tell("by_phone", unit=unit)


async def adds_note(director: Director, secretary: Person) -> None:
    """The secretary reads the draft and adds a line."""
    secretary.tap("summaries.add_note")
    await director.settle()
    secretary.say(story()["note"])
    await director.settle()
    director.journal.tell("note_added")


async def deputy_is_told(director: Director) -> None:
    """The regulation names who hears of the missing."""
    title = director.charter.titles.of(Role.STANDING_DEPUTY, "vi")
    deputy = director.holder(title)
    if director.unit_name(story()["never"]) not in deputy.phone.last.text:
        raise Lost(f"The standing deputy was not told who is missing.\n{deputy.phone.screen(2)}")
    director.journal.tell("escalated")
