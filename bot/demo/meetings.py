"""The monthly meeting of March: prepared, approved, answered, moved, held, concluded, acknowledged."""

import re
from collections.abc import Mapping
from typing import Any

from bot.demo.cast import story
from bot.demo.director import Director
from bot.demo.people import Lost, Person
from bot.demo.shelf import PHOTO
from bot.sandbox.records import Message

_HEAD, _DEPUTY = "Tổ trưởng", "Tổ phó thường trực"
_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_PDF = "application/pdf"


def told() -> Mapping[str, Any]:
    """What the story says of the meeting."""
    meeting: Mapping[str, Any] = story()["meeting"]
    return meeting


def invited(director: Director, *but: str) -> list[Person]:
    """Who is invited: the leaders and one person of each unit, without those of the units ``but``."""
    return [person for person in director.people.values() if _is_invited(person) and person.unit not in but]


def _is_invited(person: Person) -> bool:
    newcomer = person.name == story()["newcomer"]["name"]  # came in by the link for members
    return person.actor.role in (_HEAD, _DEPUTY) or bool(person.unit and not person.actor.helper) or newcomer


def newest(person: Person, key: str) -> Message:
    """The newest message with such a button.

    Raises:
        Lost: there is none.
    """
    for message in reversed(person.phone.messages):
        if message.outgoing and person.sees(key, message):
            return message
    raise Lost(f"{person.name} sees no “{person.words.stem(key)}”.\n{person.phone.screen(2)}")


def keep(director: Director, stem: str, ending: str, person: Person) -> None:
    """Keep the newest document of that ending that the person has."""
    director.shelf.keep(stem, ending, person.phone.messages, director.stage.telegram.world.files)


# Calling it


async def prepares(director: Director, secretary: Person) -> None:
    """The secretary: what is due, when, where, the agenda, the papers; then it is put before the head."""
    series = director.charter.meetings[0]
    title = series.title.localised(director.words.locale) if series.title else series.key
    await director.types(secretary, director.command("moihop", "convene"))
    for _ in ("the kind", "the subject that is proposed"):
        secretary.tap_words(title)
        await director.settle()
    await director.types(secretary, told()["first"], told()["place"])
    await _writes_agenda(director, secretary)
    await director.taps(secretary, "convening.papers")
    for name in told()["papers"]:
        secretary.phone.send_file(name, _PAPER, content_type=_PDF)
        await director.settle()
    await director.taps(secretary, "convening.done", "convening.submit")
    unit = told()["prepares"]["unit"]
    director.journal.tell("meeting_prepared", name=secretary.name, papers=len(told()["papers"]), unit=unit)


async def _writes_agenda(director: Director, secretary: Person) -> None:
    prepares_it = told()["prepares"]
    await director.taps(secretary, "convening.agenda")
    await director.types(secretary, told()["agenda"].strip())
    secretary.tap_words(f"✏️ {prepares_it['item']}")
    await director.settle()
    await director.taps(secretary, "convening.assign")
    await director.types(secretary, prepares_it["search"])
    secretary.tap_words(director.unit_name(prepares_it["unit"]))
    await director.settle()
    await director.taps(secretary, "convening.back")


async def is_called(director: Director) -> None:
    """The head approves with one tap; everybody is invited, with the calendar entry and the papers."""
    head = director.holder(_HEAD)
    await director.taps(head, "convening.approve")
    for person in invited(director):
        person.expect("invitations.attending")
    example = director.lead(told()["at_once"][0])
    keep(director, "giay-moi", "docx", head)
    keep(director, "lich-hop-ban-dau", "ics", example)
    director.shelf.show("invitation_head", example.name, newest(example, "invitations.attending"))
    director.journal.tell("meeting_called", name=head.name, count=len(invited(director)))


# Answering


async def some_attend(director: Director) -> None:
    """One tap each."""
    people = [director.lead(unit) for unit in told()["at_once"]]
    await director.all_tap(people, "invitations.attending")
    director.journal.tell("meeting_attend", count=len(people))


async def others_attend(director: Director) -> None:
    """All but one, and those of whom something else is told."""
    but = (told()["silent"], told()["absent"], told()["sends"], told()["refused"], *told()["at_once"])
    people = invited(director, *but)
    await director.all_tap(people, "invitations.attending")
    director.journal.tell("meeting_attend", count=len(people))


async def cannot_come(director: Director) -> None:
    """Somebody gives a reason, and the chair agrees."""
    person = director.lead(told()["absent"])
    keys = ("invitations.absent", "absence.reason_trip", "absence.nobody", "absence.send_for_consent")
    await director.taps(person, *keys)
    await director.taps(director.holder(_HEAD), "absence.agree")
    director.journal.tell("meeting_absent", unit=person.unit)


async def sends_somebody(director: Director) -> None:
    """A colleague goes instead, with the written opinion that the regulation asks for; the chair agrees."""
    unit = told()["sends"]
    person, colleague = director.lead(unit), director.helper(unit)
    await director.taps(person, "invitations.send_somebody")
    person.tap_words(colleague.name)
    await director.settle()
    await director.taps(person, "absence.reason_other_meeting")
    await director.types(person, told()["opinion"])
    await director.taps(person, "absence.send_for_consent")
    await director.taps(colleague, "absence.stand_in")
    await director.taps(director.holder(_HEAD), "absence.agree")
    director.journal.tell("meeting_substitute", unit=unit, colleague=colleague.name)


async def is_refused(director: Director) -> None:
    """The chair does not agree, says why, and so the person comes."""
    person, head = director.lead(told()["refused"]), director.holder(_HEAD)
    keys = ("invitations.absent", "absence.reason_other_meeting", "absence.nobody", "absence.send_for_consent")
    await director.taps(person, *keys)
    await director.taps(head, "absence.refuse", "absence.refusal_needed")
    await director.taps(person, "invitations.coming_after_all")
    director.journal.tell("meeting_refused", unit=person.unit)


async def is_moved(director: Director, secretary: Person) -> None:
    """The secretary asks for another time, the head agrees; everybody hears exactly that and is asked anew."""
    head = director.holder(_HEAD)
    await director.taps(secretary, "attendance.change", "meeting_changes.time")
    await director.types(secretary, told()["moved"])
    await director.taps(secretary, "meeting_changes.ask")
    await director.taps(head, "meeting_changes.agree")
    for person in invited(director):
        if not any("→" in message.text for message in person.phone.messages[-3:]):
            raise Lost(f"{person.name} was not told of the new time.\n{person.phone.screen(3)}")
    keep(director, "lich-hop", "ics", director.lead(told()["at_once"][0]))
    director.journal.tell("meeting_moved", first=told()["first"], moved=told()["moved"])


async def answer_again(director: Director) -> None:
    """The new time suits all but those whom the old one did not suit; the unit's item is prepared."""
    people = invited(director, told()["silent"], told()["absent"], told()["sends"])
    await director.all_tap(people, "meeting_times.attend")
    await director.taps(director.lead(told()["prepares"]["unit"]), "meeting_times.ready")
    director.journal.tell("meeting_again", count=len(people))
    await cannot_come(director)
    await sends_somebody(director)


async def silent_one_answers(director: Director) -> None:
    """The one who had not answered does so under the last reminder."""
    person = director.lead(told()["silent"])
    await director.taps(person, "meeting_times.attend")
    director.journal.tell("meeting_reminded", unit=person.unit)


# Holding it


async def opens_check_in(director: Director, secretary: Person) -> str:
    """The secretary opens check-in: a picture for the screen, a code for those without a camera. Gives the code."""
    await director.taps(secretary, "attendance.open", "attendance.copy_link")
    keep(director, "diem-danh-qr", PHOTO, secretary)
    director.journal.tell("meeting_open")
    return secretary.phone.clipboard.rpartition("=")[2]


async def people_come(director: Director, secretary: Person, code: str) -> None:
    """Half scan the picture, half type the code; the secretary notes one whose battery is empty."""
    away = (told()["absent"], told()["sends"], told()["ticked"], told()["late"])
    coming = [*invited(director, *away), director.helper(told()["sends"])]
    by_code, by_link = coming[::2], coming[1::2]
    for person in by_link:
        person.phone.start(code)
    await director.all_tap(by_code, "attendance.check_in")
    for person in by_code:
        person.say(code.rpartition("-")[2])
    await director.settle()
    await director.taps(secretary, "attendance.tick", "attendance.only_missing")
    ticked = director.lead(told()["ticked"])
    secretary.tap_words(ticked.name)
    await director.settle()
    director.journal.tell("meeting_came", link=len(by_link), code=len(by_code), name=ticked.name)


async def comes_late(director: Director, code: str) -> None:
    """Somebody opens the link when the meeting has begun."""
    person = director.lead(told()["late"])
    person.phone.start(code)
    await director.settle()
    director.journal.tell("meeting_late", unit=person.unit, clock=director.clock())


async def is_closed(director: Director, secretary: Person) -> None:
    """The secretary closes the meeting: the live card becomes its record, the list a workbook."""
    await director.taps(secretary, "attendance.live", "attendance.end", "attendance.end_yes", "attendance.sheet")
    keep(director, "danh-sach-du-hop", "xlsx", secretary)
    everybody = len(invited(director))
    card = newest(secretary, "attendance.list")
    if not re.search(rf"\b{everybody - 1}\b\D{{1,6}}\b{everybody}\b", card.text):
        raise Lost(f"The record does not count {everybody - 1} of {everybody}.\n{card.text}")
    director.shelf.show("live_head", secretary.name, card)
    director.journal.tell("meeting_closed", there=everybody - 1, total=everybody)


# After it


async def concludes(director: Director, secretary: Person) -> None:
    """The conclusions are pasted as a numbered list; what is not clear is asked; a deputy signs the notice."""
    deputy = director.holder(_DEPUTY)
    await director.taps(secretary, "attendance.conclude")
    await director.types(secretary, told()["conclusions"].strip())
    await director.taps(secretary, "conclusions.no_lead", "conclusions.no_due", "conclusions.general")
    await director.types(secretary, told()["general"])
    await director.taps(secretary, "conclusions.notice", "conclusions.signer")
    secretary.tap_words(deputy.name)
    await director.settle()
    await director.taps(secretary, "conclusions.send", "conclusions.really_send")
    keep(director, "thong-bao-ket-luan", "docx", deputy)
    count = len(re.findall(r"^\d+\.", told()["conclusions"], re.MULTILINE))
    director.journal.tell("meeting_concluded", count=count, name=deputy.name)


async def most_acknowledge(director: Director) -> None:
    """With one tap; one of them has a remark."""
    remark = told()["remark"]
    people = [p for p in director.people.values() if p.sees("conclusions.received") and p.unit not in told()["unread"]]
    await director.all_tap([person for person in people if person.unit != remark["unit"]], "conclusions.received")
    person = director.lead(remark["unit"])
    await director.taps(person, "conclusions.remark")
    await director.types(person, remark["text"])
    director.journal.tell("meeting_received", count=len(people), unit=person.unit)


async def is_nudged(director: Director, secretary: Person) -> None:
    """The secretary reminds who has not acknowledged; one of them does."""
    await director.taps(secretary, "conclusions.nudge")
    unit = told()["unread"][-1]
    await director.taps(director.lead(unit), "conclusions.received")
    director.shelf.show("ledger_head", secretary.name, newest(secretary, "conclusions.by_phone"))
    director.journal.tell("meeting_nudged", unit=unit)
