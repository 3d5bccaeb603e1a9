"""``python -m bot`` is ``taskforce-bot``."""

from bot.loading import without_collecting


def main() -> None:
    """The command line; loaded without looking for garbage, of which loading makes none."""
    with without_collecting():
        from bot.cli import main as command_line
    command_line()


if __name__ == "__main__":
    main()
