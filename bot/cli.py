"""``taskforce-bot``: the operator's command line. Each group of commands is a module of ``bot.commands``."""

import sys
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.markup import escape

from bot.commands.charter import CharterFileError, charter_app
from bot.commands.console import OperatorError
from bot.commands.demo import demo
from bot.commands.export import export
from bot.commands.init import init
from bot.commands.invite import invite
from bot.commands.operate import backup, doctor, migrate, run
from bot.commands.plan import plan_app
from bot.commands.roster import roster_app
from bot.settings import SettingsError
from storage.errors import StorageError
from taskforce.charter import CharterError

app = typer.Typer(
    help="The digital secretary of a government task force, on Telegram.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("init")(init)
app.command("invite")(invite)
app.command("run")(run)
app.command("demo")(demo)
app.command("doctor")(doctor)
app.command("backup")(backup)
app.command("export")(export)
app.command("migrate")(migrate)
app.add_typer(roster_app, name="roster")
app.add_typer(plan_app, name="plan")
app.add_typer(charter_app, name="charter")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. What the operator can put right ends in one sentence and exit code 1, never in a traceback."""
    try:
        app(args=None if arguments is None else list(arguments))
    except (OperatorError, SettingsError, StorageError, CharterError, CharterFileError) as error:
        Console(stderr=True).print(f"[red]{escape(str(error))}[/]", soft_wrap=True, highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
