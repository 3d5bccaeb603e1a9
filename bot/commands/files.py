"""Reading the files that an operator names, which may be anything: a folder, a device, a disk image."""

from pathlib import Path


class UnreadableFile(Exception):
    """The file cannot be read; the text says why and names it."""


def read_file(path: Path, most: int) -> bytes:
    """What the file holds, up to ``most`` bytes; a device or a pipe, which may never end, is not opened.

    Raises:
        UnreadableFile: there is no such file, it is no regular one, it is too big, or the system refuses.
    """
    try:
        path.stat()
        if not path.is_file():
            raise UnreadableFile(f"{path}: this is not a file, but a {'folder' if path.is_dir() else 'device or pipe'}")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {error.strerror}") from None
    if len(content) > most:
        raise UnreadableFile(f"{path}: the file is bigger than {most // 1024 // 1024} MB")
    return content
