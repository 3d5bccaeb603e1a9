"""``python -m bot.demo``: the same as ``taskforce-bot demo``."""

import typer

from bot.commands.demo import demo

typer.run(demo)
