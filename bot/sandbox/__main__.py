"""``python -m bot.sandbox``: serve an empty local Telegram until it is interrupted."""

import argparse
import asyncio
import sys

from bot.clock import SystemClock
from bot.sandbox import Limits, LocalTelegram


async def serve(port: int, limits: Limits | None) -> None:
    """Serve until cancelled; prints the two addresses that a bot needs."""
    async with LocalTelegram(SystemClock(), port=port, limits=limits) as telegram:
        sys.stdout.write(f"token    {telegram.token}\nbase_url {telegram.base_url}\nfile_url {telegram.file_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--limits", choices=("bucket", "strict", "none"), default="bucket")
    choice = parser.parse_args()
    limits = None if choice.limits == "none" else Limits(mode=choice.limits)
    try:
        asyncio.run(serve(choice.port, limits))
    except KeyboardInterrupt:
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
