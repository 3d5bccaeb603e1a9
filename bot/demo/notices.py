"""A notice to everybody in Bắc Kạn: sent, acknowledged, corrected, and who stays silent is reminded once."""

from collections.abc import Mapping
from typing import Any

from bot.demo.cast import story, targets_csv
from bot.demo.director import Director
from bot.demo.meetings import keep, newest
from bot.demo.people import Lost, Person


def told() -> Mapping[str, Any]:
    """What the story says of April."""
    april: Mapping[str, Any] = story()["april"]
    return april


def _members(director: Director) -> list[Person]:
    """Whom a notice to all members is for: neither the secretary who sends it nor those who only help to answer."""
    return [one for one in director.people.values() if one.actor.role != "Thư ký" and not _only_helps(one)]


def _only_helps(person: Person) -> bool:
    return person.actor.helper and person.name != story()["newcomer"]["name"]  # who came in by the link for members


async def is_sent(director: Director, secretary: Person) -> None:
    """The secretary types it, asks for "received" and sends it; one of them has blocked the bot."""
    await director.types(secretary, director.command("thongbao", "broadcast"), told()["notice"].strip())
    await director.taps(secretary, "broadcast.ask_receipt", "broadcast.send")
    members = _members(director)
    reached = [person for person in members if person.sees("broadcast.received", person.phone.last)]
    if len(reached) != len(members) - 1:
        raise Lost(f"{len(reached)} of {len(members)} got the notice.\n{secretary.phone.screen(2)}")
    director.shelf.show("notice_head", reached[-1].name, reached[-1].phone.last)
    director.journal.tell("notice_sent", count=len(reached), total=len(members), unit=told()["blocks"])


async def most_acknowledge(director: Director) -> None:
    """With one tap each."""
    people = [
        person
        for person in _members(director)
        if person.unit not in (told()["blocks"], *told()["silent"]) and person.sees("broadcast.received")
    ]
    await director.all_tap(people, "broadcast.received")
    director.journal.tell("notice_received", count=len(people))


async def office_calls(director: Director, secretary: Person) -> None:
    """Who cannot be reached stands on a list with the number to call."""
    person = director.lead(told()["blocks"])
    await director.taps(secretary, "broadcast.calls")
    if person.name not in secretary.phone.last.text:
        raise Lost(f"{person.name} is not on the call list.\n{secretary.phone.screen(1)}")
    await director.taps(secretary, "picker.back")
    director.journal.tell("notice_call", unit=person.unit)


async def is_corrected(director: Director, secretary: Person) -> None:
    """An hour was wrong: it is put right where it stands, at everybody."""
    await director.taps(secretary, "broadcast.correct")
    await director.types(secretary, told()["corrected"].strip())
    await director.taps(secretary, "broadcast.correct_sure")
    right = told()["corrected"].strip().splitlines()[0]
    have = [one for one in _members(director) if any(right in message.text for message in one.phone.messages)]
    director.journal.tell("notice_corrected", count=len(have))


async def silent_ones_are_nudged(director: Director, secretary: Person) -> None:
    """Only they hear of it again; then all that could be reached have received it."""
    await director.taps(secretary, "broadcast.nudge")
    people = [person for person in _members(director) if person.unit in told()["silent"]]
    await director.all_tap(people, "broadcast.received")
    director.shelf.show("notice_live_head", secretary.name, newest(secretary, "broadcast.ledger"))
    await director.taps(secretary, "broadcast.ledger", "broadcast.sheet")
    keep(director, "theo-doi-thong-bao", "xlsx", secretary)
    director.journal.tell("notice_nudged", count=len(people))


async def target_is_linked(director: Director, secretary: Person) -> None:
    """The plan's targets come in by file; one of them takes its values from the monthly reports."""
    linked = told()["linked"]
    secretary.phone.send_file(told()["targets"], targets_csv(), content_type="text/csv")
    await director.settle()
    await director.taps(secretary, "plan.import_targets")
    await director.types(secretary, f"{director.command('chitieu', 'targets')} {linked['code']}")
    secretary.tap_words(f" {linked['code']} ")
    await director.settle()
    await director.taps(secretary, "targets.link")
    secretary.tap_words(director.papers.question(linked["question"])[:40])
    await director.settle()
    director.shelf.show("target_head", secretary.name, secretary.phone.last)
    director.journal.tell("target_linked", name=linked["code"])


async def secret_is_refused(director: Director) -> None:
    """Somebody types what may not be written here: nothing of it is kept, and one tap takes it out of the chat."""
    person = director.lead(told()["secret"]["unit"])
    said = person.phone.say(told()["secret"]["text"])
    await director.settle()
    director.shelf.show("secret_head", person.name, person.phone.last)
    await director.taps(person, "basics.delete_said")
    if not said.deleted:
        raise Lost(f"The text that bears a mark was not deleted.\n{person.phone.screen(2)}")
    director.journal.tell("secret_refused", unit=person.unit)
