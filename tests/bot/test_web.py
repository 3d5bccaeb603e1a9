"""The webhook: only with the secret, 200 only after the commit, each update once."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.intake import Intake, RawUpdate
from bot.web import SECRET_HEADER, Web
from storage.database import Database, Transaction

SECRET = "mot-bi-mat-du-dai"


class _Hook:
    """A webhook whose handler writes numbers down."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.port = 0
        self.web = Web(Intake(database, SystemClock(), self._process, self._sorry, lambda: None), SECRET, self._health)

    async def _process(self, tx: Transaction, update: RawUpdate) -> bool:
        await tx.run("INSERT INTO facts (name, value) VALUES (?, ?)", (f"n{update['update_id']}", "x" * 3000))
        return False

    async def _sorry(self, tx: Transaction, update: RawUpdate) -> None:
        """Nobody is told here."""

    async def _health(self) -> dict[str, object]:
        return {"healthy": False}

    async def post(self, body: object, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        url = f"http://127.0.0.1:{self.port}/telegram"
        async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=headers) as answer:
            return answer.status

    async def written(self) -> int:
        async with self.database.read() as tx:
            return int(await tx.value("SELECT count(*) FROM facts WHERE name LIKE 'n%'"))


@pytest.fixture
async def hook(tmp_path: Path) -> AsyncIterator[_Hook]:
    """A listening webhook on a database of its own."""
    database = await Database.open(tmp_path / "a.sqlite3")
    opened = _Hook(database)
    opened.port = await opened.web.start("127.0.0.1", 0)
    yield opened
    await opened.web.stop()
    await database.close()


async def test_an_update_with_the_secret_is_on_the_disk_when_200_is_answered(hook: _Hook) -> None:
    """The answer comes after the commit."""
    assert await hook.post({"update_id": 1}) == 200
    assert await hook.written() == 1


@pytest.mark.parametrize("secret", [None, "", "mot-bi-mat-khac", SECRET + "x", "bí mật"])
async def test_without_the_secret_nothing_comes_in(hook: _Hook, secret: str | None) -> None:
    """A missing or wrong secret is refused and nothing is written."""
    assert await hook.post({"update_id": 1}, secret) == 403
    assert await hook.written() == 0


@pytest.mark.parametrize("body", [[], "x", {}, {"update_id": "1"}, {"update_id": None}, {"update_id": 2**70}])
async def test_what_is_no_update_is_refused(hook: _Hook, body: object) -> None:
    """A body of another shape is answered 400."""
    assert await hook.post(body) == 400


async def test_a_repeated_update_changes_nothing(hook: _Hook) -> None:
    """Telegram repeats what it thinks unanswered: the second time is answered 200 and does nothing."""
    assert await hook.post({"update_id": 1}) == 200
    assert await hook.post({"update_id": 1}) == 200
    assert await hook.written() == 1


async def test_an_update_that_cannot_be_kept_is_not_acknowledged(hook: _Hook) -> None:
    """While the disk is full the answer is 503, so that Telegram sends the update again."""
    writer = hook.database._writer.plain
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages}")
    statuses = [await hook.post({"update_id": n}) for n in range(20)]
    assert 503 in statuses
    writer.execute("PRAGMA max_page_count = 1000000")
    for n, status in enumerate(statuses):
        if status == 503:
            assert await hook.post({"update_id": n}) == 200
    assert await hook.written() == 20


async def test_the_health_page_tells_with_its_status(hook: _Hook) -> None:
    """An unhealthy bot answers 503, for whatever watches it."""
    url = f"http://127.0.0.1:{hook.port}/health"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 503
        assert await answer.json() == {"healthy": False}
