"""``python -m bot``: the same as ``taskforce-bot``."""

from bot.cli import main

main()
