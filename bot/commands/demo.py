"""``taskforce-bot demo``: a whole reporting month of Bắc Kạn against the local Telegram, in under a minute."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.console import OperatorError, console

_Locale = Literal["vi", "en"]


def demo(
    locale: Annotated[str | None, typer.Option(help="vi or en; default: TASKFORCE_LOCALE, else vi.")] = None,
    output: Annotated[Path, typer.Option(help="Where to put the transcript and the database.")] = Path("demo-output"),
) -> None:
    """Play a reporting month with simulated people: no token, no network, nothing but this machine."""
    # Imported here: no other command needs the local Telegram.
    from bot.demo.people import Lost
    from bot.demo.run import DATABASE, PAGE, PAPERS, TEXT, play
    from bot.demo.telling import OnTerminal, show_end
    from bot.demo.words import Words

    words = Words(_locale(locale))
    try:
        with OnTerminal(console, words) as teller:
            played = asyncio.run(play(output, words, teller))
    except Lost as error:
        raise OperatorError(f"The demo went wrong: {error}") from None
    except OSError as error:
        raise OperatorError(f"{output} cannot be written ({error.strerror}). Choose another with --output.") from None
    show_end(console, words, played)
    files = {"page": output / PAGE, "text": output / TEXT, "papers": output / PAPERS, "database": output / DATABASE}
    console.print(words("demo.files", **{name: str(path) for name, path in files.items()}), soft_wrap=True)
    if played.outcome.problem:
        raise OperatorError(f"The demo went wrong: {played.outcome.problem}")


def _locale(asked: str | None) -> _Locale:
    chosen = asked or os.environ.get("TASKFORCE_LOCALE") or "vi"
    if chosen not in ("vi", "en"):
        raise OperatorError(f"There is no language “{chosen}”. There are: vi, en.")
    return "en" if chosen == "en" else "vi"
