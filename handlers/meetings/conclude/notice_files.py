"""What the notice is called as a file."""

from messages import render
from messages.documents.model import ConclusionNotice
from messages.model import Label


def file_name(letter: ConclusionNotice, label: str, locale: str) -> str:
    """The document's name without the suffix; ``label`` is "file_name" or "draft_name"."""
    return render.label(Label(f"conclusions.{label}", {"day": f"{letter.starts_at:%d-%m-%Y}"}), locale)
