"""A ballot by e-mail too: the question to those asked, the result with its record."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from storage import mailboxes
from tests.conftest import START
from tests.e2e.balloting import QUESTION, opened, tap
from tests.e2e.body import Body, at
from tests.post_office import PostOffice, enclosed, text_of
from tests.post_office import opened as opened_office

pytestmark = pytest.mark.e2e

HEALTH = "yte@vi-du.example"
UNIT = "so-yte@vi-du.example"


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    """A mail server on loopback."""
    async with opened_office() as office:
        yield office


@pytest.fixture
async def stage(tmp_path: Path, post: PostOffice) -> AsyncIterator[Stage]:
    """A bot that knows a mail server."""
    async with Stage.open(tmp_path / "taskforce.sqlite3", START, running=False) as opened_stage:
        opened_stage.smtp_port = post.port
        await opened_stage.start_bot()
        yield opened_stage


async def test_the_question_and_the_result_go_by_mail_too(stage: Stage, post: PostOffice) -> None:
    """Where notices do: once each; the answer is given in the bot; names and record go to no unit's mailbox."""
    body = await Body.found(stage, "bac-giang")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET email = ? WHERE full_name = 'Cán bộ Sở Y tế'", (HEALTH,))
        await mailboxes.put(tx, body.units["Sở Y tế"], UNIT, by=None, now=stage.clock.now())
    await opened(body)
    assert [letter["To"] for letter in post.letters] == [HEALTH, UNIT]
    asked = post.letters[0]
    assert QUESTION in str(asked["Subject"])
    assert "Ý kiến gửi qua thư không được tính" in text_of(asked)
    await tap(body, body.member("Sở Y tế"), "Đồng ý")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE ballots SET told_to_all = 1")
    await stage.advance(at(3, 4, 9), step=timedelta(hours=6))
    result = post.to(HEALTH)[1]
    assert str(result["Subject"]).startswith("Kết quả lấy ý kiến")
    assert [name for name in enclosed(result) if name.endswith(".docx")]
    assert len(post.to(HEALTH)) == 2
    assert len(post.to(UNIT)) == 1
