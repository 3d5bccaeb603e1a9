"""What is kept of the story for its end: the documents that the bot sent, and how some messages looked."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.demo.people import Lost
from bot.sandbox.files import FileStore
from bot.sandbox.records import Message

PHOTO = "png"


@dataclass(frozen=True)
class Shown:
    """A message as it looked at that moment; ``key`` is what it is called (``demo.<key>``), ``name`` whose it is."""

    key: str
    name: str
    message: Message


@dataclass
class Shelf:
    """``papers``: the bytes of each kept document by the name it gets; ``shown`` in the order of the story."""

    papers: dict[str, bytes] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)

    def keep(self, stem: str, ending: str, messages: Iterable[Message], files: FileStore) -> None:
        """Keep the newest document of that ending among the messages, a photo for ``PHOTO``.

        Raises:
            Lost: there is none.
        """
        for message in reversed(list(messages)):
            file_id = _file_id(message, ending)
            if file_id:
                self.papers[f"{stem}.{ending}"] = files.get(file_id).body
                return
        raise Lost(f"Nobody was sent a file for {stem}.{ending}.")

    def show(self, key: str, name: str, message: Message) -> None:
        """Remember how the message looks now."""
        self.shown.append(Shown(key, name, replace(message, json=copy.deepcopy(message.json))))

    def write(self, folder: Path) -> None:
        """Write the documents."""
        folder.mkdir(exist_ok=True)
        for name, body in self.papers.items():
            (folder / name).write_bytes(body)


def _file_id(message: Message, ending: str) -> str:
    body = message.json
    if ending == PHOTO and "photo" in body:
        return str(body["photo"][-1]["file_id"])
    if "document" in body and body["document"]["file_name"].endswith(f".{ending}") and message.outgoing:
        return str(body["document"]["file_id"])
    return ""
