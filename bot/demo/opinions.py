"""Opinions in writing: in Quảng Nam the majority decides, in Bắc Giang the chair, whom the opinions advise."""

from bot.demo import elsewhere
from bot.demo.cast import story
from bot.demo.director import Director
from bot.demo.meetings import keep, newest
from bot.demo.people import Person
from bot.demo.second import PLACE

THIRD = "Bắc Giang"
_FIRST_ID = 5_600_000_300
_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def _prepares(director: Director, secretary: Person, question: str, until: str, paper: str = "") -> None:
    await director.types(secretary, director.command("phieu", "ballot"))
    await director.taps(secretary, "ballots.new")
    await director.types(secretary, question, until)
    if paper:
        secretary.phone.send_file(paper, _PAPER, content_type="application/pdf")
        await director.settle()
        await director.taps(secretary, "ballots.done")
    await director.taps(secretary, "ballots.go_on_open", "ballots.open")


# Quảng Nam


async def majority_is_asked(director: Director, secretary: Person) -> None:
    """The secretary asks everybody; most agree at once."""
    told = story()["majority"]
    await _prepares(director, secretary, told["question"], told["until"], told["paper"])
    people = elsewhere.asked(director, PLACE)
    director.shelf.show("ballot_head", people[-1].name, people[-1].phone.last)
    first = [person for person in people if person.name not in told["later"]]
    await director.all_tap(first, "ballots.agree")
    changes, other = director.others[told["changes"]], told["other"]
    await director.taps(changes, "ballots.disagree")
    await director.taps(director.others[other["name"]], "ballots.other")
    await director.types(director.others[other["name"]], other["text"])
    director.journal.tell("ballot_opened", count=len(people), name=changes.name)


async def majority_decides(director: Director, secretary: Person) -> None:
    """One thinks again; all have answered, so nobody waits for the deadline. The head confirms, the record is kept."""
    changes = director.others[story()["majority"]["changes"]]
    await director.taps(changes, "ballots.agree")
    await director.taps(secretary, "ballots.refresh", "ballots.end_now")
    head = elsewhere.head(director, PLACE)
    await director.taps(head, "ballots.confirm_result")
    director.shelf.show("ballot_result_head", changes.name, changes.phone.last)
    await director.taps(secretary, "ballots.record")
    keep(director, "bien-ban-lay-y-kien", "docx", secretary)
    director.journal.tell("ballot_decided", name=changes.name)


# Bắc Giang


async def third_comes_in(director: Director) -> Person:
    """Gives its secretary."""
    return await elsewhere.comes_in(director, story()["third"], _FIRST_ID)


async def chair_is_advised(director: Director, secretary: Person) -> None:
    """One agrees, one does not and says why, one stays silent until the time is over."""
    told = story()["third"]
    await _prepares(director, secretary, told["question"], told["until"])
    head, against = elsewhere.head(director, THIRD), director.others[told["disagrees"]["name"]]
    people = [one for one in elsewhere.asked(director, THIRD) if one not in (head, against)]
    await director.all_tap([person for person in people if person.name != told["silent"]], "ballots.agree")
    await director.taps(against, "ballots.disagree", "ballots.add_words")
    await director.types(against, told["disagrees"]["text"])
    director.journal.tell("advice_asked", count=len(people) + 1)


async def chair_decides(director: Director) -> None:
    """The opinions lie before the chair, who decides once and says why; everybody is told."""
    told, head = story()["third"], elsewhere.head(director, THIRD)
    await director.taps(head, "ballots.decide_yes")
    await director.types(head, told["why"])
    member = director.others[told["disagrees"]["name"]]
    director.shelf.show("advice_head", member.name, member.phone.last)
    await director.taps(newest_holder(director), "ballots.record")
    keep(director, "bien-ban-chu-tri-quyet-dinh", "docx", newest_holder(director))
    director.journal.tell("chair_decided", name=head.name)


def newest_holder(director: Director) -> Person:
    """Who keeps the record there: the secretary."""
    secretary = next(person for person in director.of_place(THIRD) if person.actor.role == "Thư ký")
    newest(secretary, "ballots.record")
    return secretary
