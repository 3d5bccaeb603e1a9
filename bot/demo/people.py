"""What the simulated people do with their phones: each script does one thing, then waits until the bot has answered.

They read what stands on their screen and press what they find there; nothing of the bot is known to them but words.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.demo.cast import Actor
from bot.demo.words import Words
from bot.sandbox import Phone
from bot.sandbox.records import Message

Script = Iterator[None]
"""Does one thing at each step; between two steps the bot deals with it."""

_MARK = "● "  # before the option that was chosen
_WAYS_ON = ("report.later", "report.keep_theirs", "report.send")


class Lost(Exception):
    """Somebody does not find what they were looking for; says who, what, and what they see instead."""


class Person:
    """Somebody with a phone. ``joined_at`` is when they came in, ``place`` where their task force is: "" is Bắc Kạn."""

    def __init__(self, actor: Actor, phone: Phone, words: Words, place: str = "") -> None:
        self.actor = actor
        self.phone = phone
        self.words = words
        self.place = place
        self.joined_at: datetime | None = None
        self.taps = 0
        self.texts = 0

    @property
    def name(self) -> str:
        """What the roster calls them."""
        return self.actor.name

    @property
    def unit(self) -> str:
        """The short name of their unit."""
        return self.actor.short

    # -- seeing

    def sees(self, key: str, message: Message | None = None) -> bool:
        """Whether there is such a button (on that message, else on any)."""
        stem = self.words.stem(key)
        shown = [message] if message else self.phone.messages
        return any(label.removeprefix(_MARK).startswith(stem) for each in shown for label in _labels(each))

    def card(self) -> Message:
        """The question that is asked now: the newest message with a way on."""
        for message in reversed(self.phone.messages):
            if message.outgoing and any(self._exactly(key, message) for key in _WAYS_ON):
                return message
        raise Lost(f"{self.name} sees no question.\n{self.phone.screen(3)}")

    def _exactly(self, key: str, message: Message) -> bool:
        stem = self.words.stem(key)
        return any(label == stem or (label.startswith(stem) and stem[-1:] in " :(") for label in _labels(message))

    def reminders(self) -> list[tuple[datetime, str]]:
        """When the bot reminded them (UTC), and of what."""
        later = self.words("reminders.later")
        return [
            (event.at, event.text)
            for event in self.phone.history
            if event.kind == "sent" and any(later in row for row in event.buttons)
        ]

    def expect(self, key: str) -> None:
        """Raise Lost when there is no such button."""
        if not self.sees(key):
            raise Lost(f"{self.name} sees no “{self.words.stem(key)}”.\n{self.phone.screen(3)}")

    # -- doing

    def tap(self, key: str, message: Message | None = None, **params: str | int) -> None:
        """Press the newest button with these words."""
        words = self.words(key, **params) if params else self.words.stem(key)
        self.tap_words(words, message)

    def tap_words(self, words: str, message: Message | None = None) -> None:
        """Press the newest button that says so."""
        try:
            self.phone.tap(words, message)
        except AssertionError as error:
            raise Lost(f"{error}\n{self.phone.screen(2)}") from None
        self.taps += 1

    def say(self, text: str) -> None:
        """Type something."""
        self.phone.say(text)
        self.texts += 1

    # -- scripts

    def comes_in(self, code: str, *, foreign: Phone | None = None) -> Script:
        """Open the link, agree, share the own number; perhaps somebody else's card first."""
        self.phone.start(code)
        yield
        self.tap("registration.agree")
        yield
        if foreign is not None:
            self.phone.share_contact(own=False, other=foreign)
            yield
        self.phone.share_contact()
        yield
        self.joined_at = self.phone.world.now()

    def presses(self, *keys: str) -> Script:
        """One button after the other."""
        for key in keys:
            self.tap(key)
            yield

    def chooses_unit(self, code: str, typed: str, unit: str) -> Script:
        """Somebody on no list: after the number they look for their unit and wait for approval."""
        yield from self.comes_in(code)
        self.joined_at = None
        self.say(typed)
        yield
        self.tap_words(unit)
        yield


def _labels(message: Message) -> list[str]:
    return [label for row in message.buttons for label in row]


def button_data(message: Message) -> list[dict[str, Any]]:
    """Every inline button of the message."""
    return [button for row in message.inline_keyboard for button in row]
