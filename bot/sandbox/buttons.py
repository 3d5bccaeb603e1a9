"""Find a button the way a person does: by what it says."""

from collections.abc import Callable

from bot.sandbox.records import Json, Message

ButtonChoice = str | Callable[[Json], bool]


def asks_contact(button: Json) -> bool:
    """Whether a key of a reply keyboard shares the contact."""
    return bool(button.get("request_contact"))


def choose(rows: list[list[Json]], label: ButtonChoice) -> Json | None:
    """The button with that label, else the first that contains it or satisfies the function; None without any."""
    buttons = [button for row in rows for button in row]
    if not isinstance(label, str):
        return next((button for button in buttons if label(button)), None)
    containing = [button for button in buttons if label in button["text"]]
    return next((button for button in containing if button["text"] == label), next(iter(containing), None))


def visible_buttons(messages: list[Message], keyboard: Json | None) -> list[str]:
    """What could be pressed, a line for each row, for people who look for another button."""
    shown = [
        f"  message {message.id}: " + " ".join(f"[ {label} ]" for label in row)
        for message in messages
        if not message.deleted
        for row in message.buttons
    ]
    if keyboard:
        shown += ["  keyboard: " + " ".join(f"[ {button['text']} ]" for button in row) for row in keyboard["keyboard"]]
    return shown
