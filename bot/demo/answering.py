"""How somebody goes through a report on their phone, reading each card as it comes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.demo.people import Lost, Person, Script
from bot.sandbox.records import Message

_LONGEST = 150  # steps; nobody has that many questions


@dataclass
class Sheet:
    """What somebody has before them on paper: figures by their question, states for the tasks, and their remarks.

    ``tries`` are what is typed first for a figure, and refused. ``same``: wherever it is offered, "as last month".
    """

    figures: Mapping[str, str]
    states: list[str] = field(default_factory=list)
    stuck: str = ""
    jump: str = ""
    remarks: Mapping[str, str | None] = field(default_factory=dict)
    tries: dict[str, list[str]] = field(default_factory=dict)
    same: bool = False
    photo: bytes | None = None


def asked(card: Message, questions: Iterable[str]) -> str | None:
    """Which of the questions stands on the card, on a line of its own (perhaps with what it is counted in)."""
    lines = card.text.splitlines()
    return next((q for q in questions if any(line == q or line.startswith(f"{q} (") for line in lines)), None)


class Answering:
    """One person and one report."""

    def __init__(self, person: Person, sheet: Sheet) -> None:
        self.person = person
        self.sheet = sheet
        self._states = iter(sheet.states)
        self.steps = 0

    def script(self, begin: str = "reminders.answer", *, stop_after: int | None = None, send: bool = True) -> Script:
        """Open the report by that button, answer all of it and send it; or put the phone away after some answers."""
        self.person.tap(begin)
        yield
        yield from self.go_on(stop_after=stop_after, send=send)

    def by_command(self, command: str, *, stop_after: int | None = None) -> Script:
        """The same by typing a command."""
        self.person.say(command)
        yield
        yield from self.go_on(stop_after=stop_after)

    def go_on(self, *, stop_after: int | None = None, send: bool = True) -> Iterator[None]:
        """From the question that is asked now."""
        for step in range(_LONGEST):
            if stop_after is not None and step >= stop_after:
                return
            card = self.person.card()
            if any(self._has(card, key) for key in ("report.send", "report.send_again", "report.send_help")):
                if send:
                    self._send(card)
                    yield
                return
            self.answer(card)
            self.steps += 1
            yield
        raise Lost(f"{self.person.name} comes to no end.\n{self.person.phone.screen(2)}")

    def _send(self, card: Message) -> None:
        for key in ("report.send_again", "report.send_help", "report.send"):
            if self._has(card, key):
                self.person.tap(key, card)
                return

    def _has(self, card: Message, key: str) -> bool:
        return self.person.sees(key, card)

    def answer(self, card: Message) -> None:
        """Do one thing about the question on the card."""
        if self._has(card, "report.answer_missing"):
            self.person.tap("report.answer_missing", card)
        elif self._has(card, "report.replace_theirs"):
            self.person.tap("report.keep_theirs", card)
        elif self._has(card, "report.correct_choice"):
            self.person.say(self.sheet.stuck)
        elif self._has(card, "report.correct_figure"):
            self.person.say(self.sheet.jump)
        elif self._has(card, "task.stuck"):
            self._task(card)
        elif self._has(card, "report.unchanged"):
            self.person.tap("report.unchanged", card)
        else:
            self._figure_or_remark(card)

    def _task(self, card: Message) -> None:
        state = next(self._states, "")
        if state:
            self.person.tap(f"task.{state}", card)
        elif self._has(card, "report.tasks_unchanged"):
            self.person.tap("report.tasks_unchanged", card)
        elif self._has(card, "report.same_month"):
            self.person.tap("report.same_month", card)
        else:
            self.person.tap("task.going", card)

    def _figure_or_remark(self, card: Message) -> None:
        question = asked(card, self.sheet.figures)
        if self.sheet.same and self._as_last(card):
            return
        if question is not None:
            tries = self.sheet.tries.get(question)
            self.person.say(tries.pop(0) if tries else self.sheet.figures[question])
            return
        remark = asked(card, self.sheet.remarks)
        text = self.sheet.remarks[remark] if remark is not None else None
        if text is not None:
            self.person.say(text)
        elif self._has(card, "report.nothing"):
            self.person.tap("report.nothing", card)
        elif self.sheet.photo is not None and self._has(card, "report.skip"):
            self.person.phone.send_photo(self.sheet.photo)
            self.sheet.photo = None
        elif self._has(card, "report.skip"):
            self.person.tap("report.skip", card)
        else:
            raise Lost(f"{self.person.name} does not know what to answer.\n{self.person.phone.screen(2)}")

    def _as_last(self, card: Message) -> bool:
        for key in ("report.section_same_month", "report.same_month"):
            if self._has(card, key):
                self.person.tap(key, card)
                return True
        return False
