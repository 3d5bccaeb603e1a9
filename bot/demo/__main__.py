"""``python -m bot.demo``: the same as ``taskforce-bot demo``."""

import sys

from bot.cli import main

main(["demo", *sys.argv[1:]])
