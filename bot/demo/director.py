"""Leads the simulated people through the days: everybody does one thing, the bot deals with it, and so on."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.answering import Answering
from bot.demo.cast import Actor, e164, roster
from bot.demo.journal import Journal, Teller
from bot.demo.people import Lost, Person, Script
from bot.demo.sheets import Papers
from bot.demo.shelf import Shelf
from bot.demo.stage import Stage
from bot.demo.words import Words
from bot.sandbox import Room
from bot.sandbox.records import Message
from messages import formats
from taskforce.charter import load_preset

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PRESET = "bac-kan"
_RINGS = (time(7), time(8), time(8, 30), time(15))  # when the bot has something to do by itself, on working days
_SATURDAY = 5


class Director:
    """Holds the stage and everybody on it.

    ``people`` by name, ``others`` those of other task forces; ``room`` is the leadership channel, ``reported`` the
    units that sent the month's report, ``shelf`` what is kept for the end of the story.
    """

    def __init__(self, stage: Stage, words: Words, teller: Teller) -> None:
        self.stage = stage
        self.words = words
        self.charter = load_preset(PRESET)
        self.papers = Papers(self.charter.form("monthly-status"), words.locale)
        self.journal = Journal(words, teller, self.moment, self.messages)
        self.people: dict[str, Person] = {}
        self.others: dict[str, Person] = {}
        self.shelf = Shelf()
        self.room: Room
        self.restarts = 0
        self.reported: set[str] = set()

    # -- time

    def moment(self) -> datetime:
        """Now, in Bắc Kạn."""
        return self.stage.clock.now().astimezone(ZONE)

    def clock(self) -> str:
        """Now as people write it."""
        return formats.clock(self.moment(), self.words.locale)

    async def until(self, text: str) -> None:
        """Let time pass until that local moment, "2022-03-07 09:10"; the bot's minute bell rings where it matters."""
        to = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        for ring in self._rings(self.moment(), to):
            if ring.date() != self.moment().date():
                self.journal.close()
            before = self._reminded()
            await self.stage.advance(ring, step=timedelta(days=2))
            self._tell_reminders(before)
        if self.moment() > to + timedelta(minutes=30):
            raise Lost(f"It is {self.moment():%d/%m %H:%M} already and should be {text}.")

    def _rings(self, start: datetime, end: datetime) -> Iterable[datetime]:
        day: date = start.date()
        while day <= end.date():
            for at in _RINGS if day.weekday() < _SATURDAY else ():
                moment = datetime.combine(day, at, ZONE)
                if start < moment < end:
                    yield moment
            day += timedelta(days=1)
        yield max(end, start)

    def _reminded(self) -> dict[str, int]:
        return {name: len(person.reminders()) for name, person in self.people.items()}

    def _tell_reminders(self, before: dict[str, int]) -> None:
        told = [person for name, person in self.people.items() if len(person.reminders()) > before.get(name, 0)]
        if told:
            units = {person.unit for person in told}
            self.journal.tell("reminded", count=len(told), units=len(units))

    # -- people

    async def arrives(self, actor: Actor, *, place: str = "") -> Person:
        """Somebody with a phone; ``place`` is where another task force is, "Quảng Nam"."""
        phone = await self.stage.person(actor.telegram_id, actor.name, e164(actor.phone), language=self.words.locale)
        person = Person(actor, phone, self.words, place)
        (self.others if place else self.people)[actor.name] = person
        return person

    def holder(self, role: str) -> Person:
        """The first who has that role on the roster, "Tổ trưởng"."""
        return next(person for person in self.people.values() if person.actor.role.casefold() == role.casefold())

    def lead(self, unit: str) -> Person:
        """Who answers for the unit."""
        return next(p for p in self.people.values() if p.unit == unit and not p.actor.helper)

    def of_place(self, place: str) -> list[Person]:
        """Everybody of another task force."""
        return [person for person in self.others.values() if person.place == place]

    def helper(self, unit: str) -> Person:
        """Who helps in the unit."""
        return next(p for p in self.people.values() if p.unit == unit and p.actor.helper)

    def unit_name(self, short: str) -> str:
        """The full name of a unit."""
        return next(actor.unit for actor in roster() if actor.short == short)

    # -- doing

    async def settle(self) -> None:
        """Wait until the bot has dealt with everything."""
        await self.stage.settle()

    async def play(self, *scripts: Script) -> None:
        """All of them at the same time, step by step."""
        going = list(scripts)
        while going:
            going = [script for script in going if step(script)]
            await self.settle()

    async def taps(self, person: Person, *keys: str) -> None:
        """One button after the other, each time waiting for what comes of it."""
        for key in keys:
            person.tap(key)
            await self.settle()

    async def types(self, person: Person, *texts: str) -> None:
        """One text after the other, each time waiting for what comes of it."""
        for text in texts:
            person.say(text)
            await self.settle()

    async def all_tap(self, people: Iterable[Person], *keys: str) -> None:
        """Everybody presses these, all at the same time."""
        await self.play(*(person.presses(*keys) for person in people))

    def command(self, vietnamese: str, english: str) -> str:
        """A command in the language of the screens."""
        return f"/{vietnamese if self.words.locale == 'vi' else english}"

    async def report(self, units: Iterable[str], month: int, same: Iterable[str] = ()) -> None:
        """These units sit down and answer at the same time."""
        units, same = list(units), set(same)
        work = {}
        for unit in units:
            sheet = self.papers.sheet(unit, month=month, same=unit in same)
            work[unit] = Answering(self.lead(unit), sheet)
            self.lead(unit).taps = self.lead(unit).texts = 0
        await self.play(*(answering.script() for answering in work.values()))
        self.sent(*units)

    def sent(self, *units: str) -> None:
        """These units have sent their report of the month."""
        self.reported.update(units)
        self.journal.sent(len(units))

    async def tick(self) -> None:
        """The bot's minute bell."""
        await self.stage.app.tick()
        await self.settle()

    def posts(self) -> list[Message]:
        """The summaries in the channel, oldest first, without the files that follow them."""
        stream = self.charter.reports[0]
        title = stream.title.localised(self.words.locale) if stream.title else stream.key
        return [message for message in self.room.messages if title in message.json.get("text", "")]

    def messages(self) -> int:
        """How many messages the bot has sent so far."""
        granted = self.stage.telegram.calls.granted
        return sum(granted[method] for method in ("sendmessage", "senddocument", "sendphoto", "copymessage"))


def step(script: Script) -> bool:
    """Let a script do one thing; False when it is over."""
    try:
        next(script)
    except StopIteration:
        return False
    return True
