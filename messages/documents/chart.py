"""Draws the picture of a period: portrait, large letters, colours that colour-blind people can tell apart."""

import importlib.util
import io
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont, Layout, truetype

from messages.documents.chart_data import Bar, Panel, Picture, Shade, chart_data
from messages.documents.month import ReportChart

WIDTH, HEIGHT = 1080, 1350
"""Pixels; four to five, which fills a phone held upright. Three full panels take some more height."""

_EDGE = 44
_INNER = WIDTH - 2 * _EDGE
_TITLE = 158  # where the first panel begins
_GAP = 30  # between panels
_SMALL, _MIDDLE, _LARGE = 28, 36, 48  # the smallest letter that is read at arm's length, a panel's title, the title
_ROW, _THICK = 46, 36
_GAUGE_ROW = 86
_COLUMNS_LEAST, _COLUMNS_MOST = 250, 620
_NAMES = 372  # room for the names beside lying bars
_NOTE = 176  # room for the words behind them

_PAPER, _INK, _PALE, _BAD = "#FFFFFF", "#1A1A1A", "#EDEDED", "#B23A00"
# after Okabe and Ito: told apart with any kind of colour blindness
_COLOURS: dict[Shade, tuple[str, str]] = {
    "on-time": ("#007A5A", _PAPER),
    "late": ("#E69F00", _INK),
    "missing": ("#D4D4D4", _INK),
    "done": ("#007A5A", _PAPER),
    "going": ("#56B4E9", _INK),
    "stuck": ("#D55E00", _PAPER),
    "not-begun": ("#D4D4D4", _INK),
    "reached": ("#007A5A", _PAPER),
    "on-the-way": ("#56B4E9", _INK),
    "behind": ("#D55E00", _PAPER),
    "unknown": ("#D4D4D4", _INK),
    "figure": ("#0072B2", _PAPER),
}


def report_chart(chart: ReportChart) -> bytes:
    """The picture as PNG."""
    picture = chart_data(chart)
    height, columns, gap = _room(picture)
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(image)
    _title(pen, picture)
    top = _TITLE
    for panel in picture.panels:
        top = _panel(pen, panel, top, columns) + gap
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@cache
def _font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """DejaVu Sans, which has every Vietnamese letter, from where matplotlib keeps it.

    The library itself is not loaded: it alone would take longer than all three documents may.
    """
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FileNotFoundError("the font of the chart: matplotlib is not installed")
    fonts = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    return truetype(fonts / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size, layout_engine=Layout.BASIC)


def _fitting(text: str, font: FreeTypeFont, width: float) -> str:
    """The text, cut with an ellipsis where it would be wider."""
    text = text[:200]
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    whole = text.rpartition(" ")[0]
    return (whole if len(whole) > len(text) / 2 else text).rstrip(" ,;:-") + "…"


def _title(pen: ImageDraw.ImageDraw, picture: Picture) -> None:
    bold, small = _font(_LARGE, bold=True), _font(_SMALL)
    pen.text((_EDGE, 34), _fitting(picture.title, bold, _INNER), _INK, bold)
    said = " · ".join(part for part in (picture.update, picture.body) if part)
    pen.text((_EDGE, 96), _fitting(said, small, _INNER), "#4D4D4D", small)


def _room(picture: Picture) -> tuple[int, int, int]:
    """How high the picture is, its columns, and what lies between panels, so that the page is filled."""
    fixed = sum(_head_height(panel) + _body_height(panel) for panel in picture.panels)
    gaps = max(len(picture.panels) - 1, 1)
    left = HEIGHT - _TITLE - _EDGE - fixed - _GAP * gaps
    standing = sum(panel.form == "columns" for panel in picture.panels)
    columns = min(max(left // standing, _COLUMNS_LEAST), _COLUMNS_MOST) if standing else 0
    taken = columns * standing
    return HEIGHT + max(taken - left, 0), columns, _GAP + min(max(left - taken, 0) // gaps, 2 * _GAP)


def _head_height(panel: Panel) -> int:
    return 52 + (46 if panel.legend else 0)


def _body_height(panel: Panel) -> int:
    rows = {"columns": 0, "bars": len(panel.bars) * _ROW, "gauges": len(panel.bars) * _GAUGE_ROW}[panel.form]
    return rows + (_ROW if panel.more else 0)


def _panel(pen: ImageDraw.ImageDraw, panel: Panel, top: int, columns: int) -> int:
    pen.line((_EDGE, top - 12, WIDTH - _EDGE, top - 12), "#BFBFBF", 2)
    head = _font(_MIDDLE, bold=True)
    measure = _fitting(f" ({panel.measure})", head, _INNER / 2) if panel.measure else ""
    title = _fitting(panel.title, head, _INNER - head.getlength(measure))
    pen.text((_EDGE, top), title + measure, _INK, head)
    top += 52
    if panel.legend:
        _legend(pen, panel.legend, top)
        top += 46
    if panel.form == "columns":
        _columns(pen, panel, top, columns)
        return top + columns
    draw, step = (_lying, _ROW) if panel.form == "bars" else (_gauge, _GAUGE_ROW)
    for bar in panel.bars:
        draw(pen, bar, top, panel.longest)
        top += step
    if panel.more:
        pen.text((_EDGE, top), panel.more, "#4D4D4D", _font(_SMALL))
        top += _ROW
    return top


def _legend(pen: ImageDraw.ImageDraw, legend: Sequence[tuple[Shade, str]], top: int) -> None:
    font = _font(_SMALL)
    left = float(_EDGE)
    for shade, word in legend:
        pen.rectangle((left, top + 4, left + 26, top + 30), _COLOURS[shade][0])
        pen.text((left + 34, top), word, _INK, font)
        left += 34 + font.getlength(word) + 26


def _columns(pen: ImageDraw.ImageDraw, panel: Panel, top: int, height: int) -> None:
    """Standing bars: the words above each, its name below."""
    bold, small = _font(_SMALL, bold=True), _font(_SMALL)
    step = _INNER / max(len(panel.bars), 4)
    thick = min(step * 0.72, 150)
    floor, tallest = top + height - 44, height - 44 - 40
    for at, bar in enumerate(panel.bars):
        middle = _EDGE + step * (at + 0.5)
        end = float(floor)
        for piece in bar.pieces:
            begin, end = end, end - float(piece.value / panel.longest) * tallest
            _piece(pen, (middle - thick / 2, end, middle + thick / 2, begin), piece.shade, piece.value)
        pen.text((middle, end - 6), bar.note, _INK, bold, anchor="ms")
        pen.text((middle, floor + 8), bar.label, _INK, small, anchor="ma")
    pen.line((_EDGE, floor, WIDTH - _EDGE, floor), _INK, 2)


def _lying(pen: ImageDraw.ImageDraw, bar: Bar, top: int, longest: Decimal) -> None:
    """A bar beside its name, with the words behind it."""
    font, bold = _font(_SMALL), _font(_SMALL, bold=True)
    pen.text((_EDGE, top), _fitting(bar.label, font, _NAMES - 14), _INK, font)
    end = float(_EDGE + _NAMES)
    room = WIDTH - _EDGE - _NOTE - end
    for piece in bar.pieces:
        begin, end = end, end + float(piece.value / longest) * room
        _piece(pen, (begin, top, end, top + _THICK), piece.shade, piece.value)
    pen.text((end + 12, top), bar.note, _BAD if bar.alarm else _INK, bold)


def _gauge(pen: ImageDraw.ImageDraw, bar: Bar, top: int, longest: Decimal) -> None:
    """A bar below its name, and how far it would go."""
    font, bold = _font(_SMALL), _font(_SMALL, bold=True)
    pen.text((_EDGE, top), _fitting(bar.label, font, _INNER), _INK, font)
    note = _fitting(bar.note, bold, _INNER / 2)
    full = WIDTH - _EDGE - max(bold.getlength(note) + 16, 290)
    top += 42
    pen.rectangle((_EDGE, top, full, top + 28), _PALE)
    for piece in bar.pieces:
        reach = _EDGE + float(piece.value / longest) * (full - _EDGE)
        pen.rectangle((_EDGE, top, reach, top + 28), _COLOURS[piece.shade][0])
    pen.text((full + 16, top - 3), note, _BAD if bar.alarm else _INK, bold)


def _piece(pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], shade: Shade, value: Decimal) -> None:
    """A part of a bar with its number in it, where there is room; a fine line keeps it from its neighbour."""
    colour, ink = _COLOURS[shade]
    left, top, right, bottom = box
    pen.rectangle(box, colour, _PAPER, 1)
    font, words = _font(_SMALL), "" if shade == "figure" else str(value)
    if words and font.getlength(words) + 6 <= right - left and bottom - top >= _SMALL:
        pen.text(((left + right) / 2, (top + bottom) / 2), words, ink, font, anchor="mm")
