"""What people raise: a difficulty that two units have, from its photo to "settled"; a question that has its answer."""

from collections.abc import Mapping
from typing import Any

from bot.demo import elsewhere
from bot.demo.cast import story
from bot.demo.director import Director
from bot.demo.people import Lost, Person
from bot.demo.scenes import photo

_FIRST_ID = 5_600_000_400


def _difficulty() -> Mapping[str, Any]:
    told: Mapping[str, Any] = story()["difficulty"]
    return told


async def difficulty_is_raised(director: Director) -> None:
    """Category, photo with its caption, one tap."""
    told = _difficulty()
    person = director.others[told["raises"]]
    await director.types(person, director.command("vuongmac", "difficulty"))
    await director.taps(person, f"cases.category_{told['category']}")
    person.phone.send_photo(photo(), told["text"])
    await director.settle()
    await director.taps(person, "cases.send_normal")
    director.journal.tell("case_raised", unit=person.unit, name=person.name)


async def another_has_the_same(director: Director) -> None:
    """Before it is sent, the earlier one is shown: they follow that instead."""
    told = _difficulty()
    person = director.others[told["follows"]]
    await director.types(person, director.command("vuongmac", "difficulty"))
    await director.taps(person, f"cases.category_{told['category']}")
    await director.types(person, told["same"])
    director.shelf.show("case_alike_head", person.name, person.phone.last)
    await director.taps(person, "cases.same_as")
    director.journal.tell("case_followed", unit=person.unit)


async def standing_unit_answers(director: Director) -> None:
    """Somebody of the standing unit takes it and answers; both units hear of it."""
    told = _difficulty()
    person = director.others[told["answers"]]
    await director.taps(person, "cases.act_take", "cases.act_answer")
    await director.types(person, told["answer"])
    await director.taps(person, "cases.send_say_answer")
    for name in (told["raises"], told["follows"]):
        if not any(told["answer"] in message.text for message in director.others[name].phone.messages):
            raise Lost(f"{name} does not read the answer.\n{director.others[name].phone.screen(3)}")
    director.journal.tell("case_answered", unit=person.unit, name=person.name)


async def difficulty_is_settled(director: Director) -> None:
    """Whoever raised it says so; how long the answer took stands on the card."""
    told = _difficulty()
    person = director.others[told["raises"]]
    await director.taps(person, "cases.act_settled")
    director.shelf.show("case_head", person.name, person.phone.last)
    director.journal.tell("case_settled", unit=person.unit)


# Nam Đông


async def fourth_comes_in(director: Director) -> Person:
    """Gives its secretary."""
    return await elsewhere.comes_in(director, story()["fourth"], _FIRST_ID)


async def question_is_kept(director: Director, secretary: Person) -> None:
    """The secretary writes a question, its answer and the article it rests on, in the chat."""
    told = story()["fourth"]
    await director.types(secretary, director.command("hoidap", "faq"))
    await director.taps(secretary, "faq.keep", "faq.keep_add")
    await director.types(secretary, told["question"], told["answer"])
    await director.taps(secretary, "faq.edit_cite")
    await director.types(secretary, told["cite"])
    director.journal.tell("faq_kept")


async def question_is_answered(director: Director) -> None:
    """Typed without accents it finds its answer; the numbers to call come as contact cards."""
    told = story()["fourth"]
    person = director.others[told["asks"]]
    await director.types(person, director.command("hoidap", "faq"), told["typed"])
    if told["answer"] not in person.phone.last.text:
        raise Lost(f"{person.name} finds no answer.\n{person.phone.screen(2)}")
    director.shelf.show("faq_head", person.name, person.phone.last)
    await director.taps(person, "faq.helped")
    await director.types(person, director.command("duongday", "hotline"))
    cards = sum("contact" in message.json for message in person.phone.messages if message.outgoing)
    director.journal.tell("faq_answered", name=person.name, typed=told["typed"], count=cards)
