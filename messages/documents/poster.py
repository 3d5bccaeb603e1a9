"""The QR code people check in with, drawn for a projector."""

import io

import segno

from messages.documents.model import CheckInPoster

_WIDTH = 1000  # pixels, about: a photo in the chat and a beamer both show that many
_QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def code_of(link: str) -> segno.QRCode:
    """The code that says ``link``; middle error correction, so that a glare on the screen does no harm."""
    return segno.make_qr(link, error="m")


def check_in_poster(poster: CheckInPoster) -> bytes:
    """The code as PNG, black on white, about a thousand pixels wide."""
    code = code_of(poster.link)
    modules, _ = code.symbol_size(border=_QUIET)
    written = io.BytesIO()
    code.save(written, kind="png", scale=max(_WIDTH // modules, 4), border=_QUIET)
    return written.getvalue()
