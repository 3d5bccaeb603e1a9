"""Text and files that are being put together in a conversation: each message adds, nothing typed is lost."""

from typing import Any

from handlers.reports import cut
from handlers.turn import Turn
from storage import sessions
from storage.cases import CaseFile
from storage.sessions import OpenSession
from taskforce.cases import LONGEST
from taskforce.forms import clean

MOST_FILES = 10
_NAME_LIMIT = 200


def empty() -> dict[str, Any]:
    """Nothing is written yet."""
    return {"text": "", "files": []}


def files_of(state: dict[str, Any]) -> tuple[CaseFile, ...]:
    """The files so far."""
    return tuple(CaseFile(*file) for file in state["files"])


def names_of(state: dict[str, Any]) -> tuple[str, ...]:
    """Their names."""
    return tuple(file[2] for file in state["files"])


async def take(turn: Turn, session: OpenSession) -> tuple[str, int]:
    """Add what was just said to the conversation's text and files; returns what is wrong with it ("" nothing) and the
    limit that was passed.
    """
    incoming, state = turn.incoming, session.state
    assert incoming is not None  # noqa: S101 - a conversation is led on by what somebody says
    said = clean(incoming.caption or "") if incoming.file is not None else clean(incoming.text or "")
    if incoming.file is None and await cut.belongs(turn, said):
        return "cut", 0
    if incoming.file is None and not said:
        return "empty", 0
    problem = "", 0
    if incoming.file is not None:
        if len(state["files"]) >= MOST_FILES:
            problem = "too-many", MOST_FILES
        else:
            state["files"].append([incoming.file.file_id, incoming.file.kind, incoming.file.name[:_NAME_LIMIT]])
    whole = f"{state['text']}\n{said}".strip() if said else state["text"]
    if len(whole) > LONGEST:
        problem = "too-long", LONGEST
    else:
        state["text"] = whole
    await sessions.save(turn.tx, session.id, state, turn.now)
    return problem
