"""``python -m bot`` is ``taskforce-bot``."""

from bot.cli import main

main()
