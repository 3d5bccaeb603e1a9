"""The demo on the terminal: a line a day while it runs, then the channel, the table and the figures."""

from datetime import datetime

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from bot.demo.cast import roster
from bot.demo.journal import Day
from bot.demo.outcome import Outcome, UnitLine
from bot.demo.run import Played
from bot.demo.words import Words
from bot.sandbox.entities import utf16_slice
from bot.sandbox.records import Message
from bot.sandbox.screen import FOLDED_LINES
from messages import formats

_STYLES = {"bold": "bold", "italic": "italic", "code": "cyan", "underline": "underline"}
_QUOTES = ("blockquote", "expandable_blockquote")


class OnTerminal:
    """Tells the story in a terminal; without one, a line a day and nothing that moves."""

    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words
        self._line = Spinner("dots", "", style="dim")
        self._live = Live(self._line, console=console, transient=True, refresh_per_second=8)

    def __enter__(self) -> "OnTerminal":
        self._console.rule(f"[bold]{self._words('demo.title')}[/]")
        units = {actor.unit for actor in roster() if actor.unit}
        self._console.print(self._words("demo.intro", units=len(units), people=len(roster()) + 2), style="dim")
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._live.stop()

    def now(self, moment: datetime, sentence: str) -> None:
        """What is happening."""
        when = f"{formats.clock(moment, self._words.locale)} {moment.day}/{moment.month}"
        self._line.update(text=Text(f"{when}  {sentence}", style="dim", no_wrap=True, overflow="ellipsis"))

    def over(self, day: Day) -> None:
        """The day, what happened on it, how much was sent."""
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(width=14, style="bold", no_wrap=True)
        table.add_column(width=1, style="dim")
        table.add_column(ratio=1)
        table.add_column(justify="right", style="dim", no_wrap=True)
        weekday = formats.weekday(day.day, self._words.locale)
        name = f"{weekday[:1].upper()}{weekday[1:]} {day.day.day}/{day.day.month}"
        key = "demo.day_counts" if day.sent else "demo.day_messages"
        counts = self._words(key, **({"sent": day.sent} if day.sent else {}), messages=day.messages)
        for number, sentence in enumerate(day.sentences):
            table.add_row("" if number else name, "·", Text(sentence), "" if number else counts)
        self._console.print(table)


def show_end(console: Console, words: Words, played: Played) -> None:
    """The channel's post, what some people saw of the meetings, the table of units, the figures."""
    console.print()
    console.rule(words("demo.channel_head", title=played.title))
    _show_message(console, Text(""), rich_text(played.post))
    for shown in played.director.shelf.shown:
        head = Text(words(f"demo.{shown.key}", name=shown.name), style="bold")
        _show_message(console, head, Text.assemble(rich_text(shown.message, fold=True), _keys(shown.message)))
    outcome, seconds = played.outcome, played.seconds
    console.print(_units(words, outcome.lines, narrow=console.width < 116))
    console.print(_figures(words, outcome, seconds))


def _show_message(console: Console, head: Text, text: Text) -> None:
    if head.plain:
        console.print(head)
    console.print(Panel(text, width=min(console.width, 100), padding=(0, 1), border_style="blue"))
    console.print()


def _keys(message: Message) -> Text:
    """The buttons below a message, row by row."""
    rows = ["  ".join(f"[{label}]" for label in row) for row in message.buttons]
    return Text("".join(f"\n{row}" for row in rows), style="dim")


def _units(words: Words, lines: tuple[UnitLine, ...], *, narrow: bool) -> Table:
    """A row for each person; on a narrow terminal units go by their short names."""
    table = Table(
        title=words("demo.table_head"), title_justify="left", title_style="bold", header_style="bold",
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0),
    )  # fmt: skip
    for key in ("unit", "person", "joined", "reminders", "opened", "sent", "late"):
        table.add_column(words(f"demo.column_{key}"), justify="right" if key == "reminders" else "left", no_wrap=True)
    for line in lines:
        late = words("demo.late_days", days=line.days_late) if line.days_late else ""
        sent = _when(line.sent_at, words) or f"[red]{words('demo.not_sent')}[/]"
        unit = line.people[0].unit if narrow else line.unit
        whole = (_when(line.opened_at, words), sent, f"[yellow]{late}[/]" if late else "")
        for number, (person, count) in enumerate(zip(line.people, line.reminders, strict=True)):
            joined = _when(person.joined_at, words)
            table.add_row("" if number else unit, person.name, joined, str(count), *(("", "", "") if number else whole))
    return table


def _when(moment: datetime | None, words: Words) -> str:
    if moment is None:
        return ""
    local = formats.local(moment, "Asia/Ho_Chi_Minh")
    return f"{local.day}/{local.month} {formats.clock(local, words.locale)}"


def _figures(words: Words, outcome: Outcome, seconds: float) -> Group:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right", style="bold")
    for key, value in (
        ("updates", outcome.updates),
        ("messages", outcome.messages),
        ("edits", outcome.edits),
        ("too_many", outcome.too_many),
        ("restarts", outcome.restarts),
        ("failed", outcome.failed),
    ):
        table.add_row(words(f"demo.figures_{key}"), formats.number(value, words.locale))
    meeting, spoken = outcome.meeting, outcome.spoken
    for key, part, total in (
        ("present", meeting.present, meeting.invited),
        ("tasks", meeting.tasks, meeting.conclusions),
        ("received", meeting.received, meeting.sent_to),
        ("reached", spoken.reached, spoken.sent_to),
        ("acknowledged", spoken.received, spoken.sent_to),
        ("majority", *spoken.majority),
        ("advice", *spoken.advice),
    ):
        table.add_row(words(f"demo.figures_{key}"), words("demo.of_all", part=part, total=total))
    table.add_row(words("demo.figures_answer_time"), formats.span(spoken.answered_in, words.locale))
    took = formats.number(f"{seconds:.1f}", words.locale)
    table.add_row(words("demo.figures_seconds"), words("demo.seconds", seconds=took))
    return Group(Text(words("demo.figures_head"), style="bold"), table, Text(""))


def rich_text(message: Message, *, fold: bool = False) -> Text:
    """A message as a reader sees it: bold is bold, a quote has a bar; ``fold``: a long one is folded."""
    plain = message.text
    text = Text(plain)
    quotes: list[tuple[int, int, bool]] = []
    for entity in message.entities:
        begin = len(utf16_slice(plain, 0, entity["offset"]))
        end = begin + len(utf16_slice(plain, entity["offset"], entity["length"]))
        if entity["type"] in _QUOTES:
            quotes.append((begin, end, fold and entity["type"] == _QUOTES[1]))
        elif entity["type"] in _STYLES:
            text.stylize(_STYLES[entity["type"]], begin, end)
    return _barred(text, quotes)


def _barred(text: Text, quotes: list[tuple[int, int, bool]]) -> Text:
    lines: list[Text] = []
    at, inside = 0, 0
    for line in text.split("\n", allow_blank=True):
        quote = next((quote for quote in quotes if quote[0] <= at < quote[1]), None)
        inside = inside + 1 if quote else 0
        at += len(line.plain) + 1
        if quote and quote[2] and inside > FOLDED_LINES:
            if inside == FOLDED_LINES + 1:
                lines.append(Text("▌ … ▾", style="blue"))
            continue
        lines.append(Text.assemble(("▌ ", "blue"), line) if quote and line.plain else line)
    return Text("\n").join(lines)
