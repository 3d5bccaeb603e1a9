"""A program under measurement: started, watched, stopped."""

import asyncio
import contextlib
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path


@contextlib.asynccontextmanager
async def program(*arguments: str, env: Mapping[str, str], log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python program in a process of its own; stopped with SIGTERM at the end. Its output goes to ``log``."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env={**os.environ, **env}, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()


async def until(condition: Callable[[], bool], process: asyncio.subprocess.Process, seconds: float = 120.0) -> None:
    """Wait until the condition holds.

    Raises:
        TimeoutError: it did not within ``seconds``.
        RuntimeError: the program ended before it did.
    """
    async with asyncio.timeout(seconds):
        while not condition():
            if process.returncode is not None:
                raise RuntimeError(f"the program ended with {process.returncode}")
            await asyncio.sleep(0.002)


def resident_megabytes(process: asyncio.subprocess.Process) -> float:
    """Memory the program holds now, in MB; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def allow_many_files() -> None:
    """900 people need no more sockets than usual, but a low limit would spoil the figures."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
