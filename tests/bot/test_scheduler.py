"""The scheduler only rings."""

import asyncio

from bot.scheduler import Scheduler


async def test_it_rings_at_once_and_again() -> None:
    """The first ring does not wait a minute; it goes on ringing until it is stopped."""
    rung = asyncio.Event()
    count = 0

    async def tick() -> None:
        nonlocal count
        count += 1
        if count == 3:
            rung.set()

    ringing = Scheduler(tick, seconds=0.02)
    ringing.start()
    await asyncio.wait_for(rung.wait(), 5)
    ringing.stop()
    await asyncio.sleep(0.05)
    stopped_at = count
    await asyncio.sleep(0.1)
    assert count == stopped_at


async def test_a_slow_tick_is_never_doubled() -> None:
    """While one tick is under way no other begins, however many rings are missed; afterwards it rings again."""
    running = most = rings = 0
    done = asyncio.Event()

    async def tick() -> None:
        nonlocal running, most, rings
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.08)
        running -= 1
        rings += 1
        if rings == 2:
            done.set()

    ringing = Scheduler(tick, seconds=0.02)
    ringing.start()
    await asyncio.wait_for(done.wait(), 5)
    ringing.stop()
    await asyncio.sleep(0.1)
    assert most == 1


async def test_it_can_be_stopped_twice() -> None:
    """Stopping what does not ring does no harm."""

    async def tick() -> None:
        """Nothing."""

    ringing = Scheduler(tick)
    ringing.stop()
    ringing.start()
    ringing.stop()
    ringing.stop()
