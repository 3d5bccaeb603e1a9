"""``python -m bot.preparing``: which papers are wanted comes in as JSON, the papers go out, and the process is gone.

What a period's papers are made from is thousands of rows, and working them out takes as long for Python as the
database takes to read them. So neither is done where taps wait: this process reads the database by itself, as it is
at one moment, and makes all papers of the period at once.
"""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from handlers import papers
from handlers.turn import Surroundings, Turn
from handlers.wanted import Wanted
from messages import render
from messages.documents.making import make
from messages.documents.model import Document, to_data
from messages.model import Message
from storage.database import snapshot


def main() -> None:
    """Read what is wanted from standard input, write it by its name to standard output, files in base 64."""
    asked = json.load(sys.stdin.buffer)
    wanted = msgspec.convert(asked["wanted"], Wanted)
    templates = Path(asked["templates"]) if asked["templates"] else None
    with snapshot(Path(asked["database"])) as tx:
        turn = Turn(tx, datetime.fromisoformat(asked["now"]), Surroundings(""))
        found = asyncio.run(papers.prepared(turn, wanted))
    made = {what: _bytes(paper, wanted.locale, templates) for what, paper in found.items()}
    sys.stdout.buffer.write(msgspec.json.encode(made))  # bytes go in base 64


def _bytes(paper: Document | Message, locale: str, templates: Path | None) -> bytes:
    if isinstance(paper, Message):
        return render.parts(paper, locale)[0].encode()
    return make(json.loads(msgspec.json.encode(to_data(paper))), templates)


if __name__ == "__main__":
    main()
