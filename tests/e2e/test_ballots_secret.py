"""A secret ballot: nothing in the database joins a person to a choice, and people are told so before they vote."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.demo.stage import Stage
from handlers.ballots import secret
from handlers.ballots.taps import AddOpinion, Cast, Choose
from storage import ballot_votes
from storage.database import Transaction
from taskforce.roles import Role
from tests.e2e.balloting import draft, offer, opened, rows, say, tap
from tests.e2e.body import Body, at, tick_at

pytestmark = pytest.mark.e2e

VOTERS = ("Tổ Trưởng", "Tổ Phó", "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp", "Cán bộ Sở Nội vụ", "Cán bộ Công an tỉnh")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A body that decides by majority of all its eight members, on Monday 7 March."""
    stage.clock.move_to(at(3, 7, 9))
    return await Body.found(stage)


async def vote(body: Body, name: str, option: str) -> None:
    """Open the paper and cast the vote."""
    await tap(body, body.phones[name], "Mở lá phiếu kín", option)


async def dump(tx: Transaction) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the database, row by row; moments, which the test's clock makes, are left out."""
    names = [row["name"] for row in await tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for name in names:
        every = await tx.all(f'SELECT rowid, * FROM "{name}"')  # noqa: S608 - the database's own names
        found[name] = [tuple(_TIME.sub("T", v) if isinstance(v, str) else v for v in row) for row in every]
    return found


async def everything(path: Path, choices: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """What the whole database holds after these choices of the voters, in their order."""
    async with Stage.open(path, at(3, 7, 9)) as stage:
        body = await Body.found(stage)
        await opened(body, rules=["Ghi tên"])
        for name, choice in zip(VOTERS, choices, strict=True):
            await vote(body, name, choice)
        async with stage.database.read() as tx:
            return await dump(tx)


async def test_the_database_is_the_same_whoever_chose_what(tmp_path: Path) -> None:
    """The same choices by other people leave every table, every row and every row's number just alike."""
    yes, no, other = "Đồng ý", "Không đồng ý", "Ý kiến khác"
    one = await everything(tmp_path / "one.sqlite3", [yes, yes, yes, no, no, other])
    two = await everything(tmp_path / "two.sqlite3", [other, no, yes, no, yes, yes])
    assert set(one) == set(two)
    for table in one:
        assert one[table] == two[table], table
    assert [json.loads(row[2]) for row in one["ballot_boxes"]] == [[3, 2, 1]]


async def test_no_row_holds_both_a_person_and_a_choice(body: Body) -> None:
    """Where somebody is named there is no option and no opinion of theirs, in any table."""
    await opened(body, rules=["Ghi tên"])
    phone = body.member("Sở Y tế")
    await vote(body, "Cán bộ Sở Y tế", "Không đồng ý")
    await vote(body, "Cán bộ Sở Tư pháp", "Đồng ý")
    await tap(body, phone, "Gửi ý kiến không ghi tên")
    await say(body, phone, "Ý kiến riêng rất kín")
    async with body.stage.database.read() as tx:
        every = await dump(tx)
    holding = [name for name, found in every.items() if any("Ý kiến riêng rất kín" in str(row) for row in found)]
    assert holding == ["ballot_boxes"]
    assert every["ballot_votes"] == []
    assert every["sessions"] == []
    sent = [row for row in every["outbox"] if row[2] == phone.id]
    assert sent
    assert all("đồng ý" not in str(row).lower() for row in sent)
    async with body.stage.database.read() as tx:
        columns = [row["name"] for row in await tx.all("PRAGMA table_info(ballot_voters)")]
    assert columns == [  # a new one must be thought about
        "id", "ballot_id", "membership_id", "role", "unit_id", "chair", "voted", "sent", "reminded", "nudged",
        "told",
    ]  # fmt: skip


async def test_what_is_said_before_and_after(body: Body) -> None:
    """The card says what is kept before anything is chosen; after it nothing is said back, and nothing can change."""
    await opened(body, rules=["Ghi tên"])
    phone = body.member("Sở Y tế")
    assert "không lưu ai chọn gì" in phone.last.text
    await tap(body, phone, "Mở lá phiếu kín")
    assert "không đổi được" in phone.last.text
    await tap(body, phone, "Không đồng ý")
    assert "Lá phiếu đã nằm trong hòm phiếu" in phone.last.text
    assert "Không đồng ý" not in phone.last.text
    await offer(body, phone, Cast(1, 0))
    await tap(body, phone, "Nút 0")
    assert "không đổi được" in phone.alerts[-1]
    assert await rows(body, "SELECT counts FROM ballot_boxes") == [{"counts": "[0,1,0]"}]


async def test_the_result_names_nobody(body: Body) -> None:
    """Until the end nobody sees a count; then everybody sees the counts, and the record has no list of names."""
    secretary = await opened(body, rules=["Ghi tên"])
    for name in VOTERS[:5]:
        await vote(body, name, "Đồng ý")
    await tap(body, secretary, "Cập nhật")
    assert "5/8" in secretary.last.text
    assert "chỉ được công bố khi kết thúc" in secretary.last.text
    await tick_at(body.stage, at(3, 10, 17, 1))
    assert "THÔNG QUA (5/8 phiếu)" in body.leader.last.text
    assert "Tổ Phó" not in body.leader.last.text
    from handlers.ballots import record
    from storage import ballots

    async with body.stage.app.turns.alone() as turn:
        document = await record.of(turn, await ballots.get(turn.tx, 1))
    assert document.rows == ()
    assert document.secret


async def test_what_fails_leaves_no_trace(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that cannot be dealt with is kept for the operator, but not one that holds a secret vote."""
    await opened(body, rules=["Ghi tên"])
    phone = body.member("Sở Y tế")
    await tap(body, phone, "Mở lá phiếu kín")

    async def broken(*_: object) -> bool:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(secret.ballot_votes, "cast", broken)
        await tap(body, phone, "Không đồng ý")
    assert "Xin thử lại" in phone.alerts[-1]
    assert await rows(body, "SELECT voted FROM ballot_voters WHERE voted = 1") == []
    await tap(body, phone, "Không đồng ý")
    assert await rows(body, "SELECT counts FROM ballot_boxes") == [{"counts": "[0,1,0]"}]


async def test_an_opinion_that_fails_leaves_no_trace_either(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed is nowhere, the person is told, and typing it again works; who has left adds nothing."""
    await opened(body, rules=["Ghi tên"])
    phone = body.member("Sở Y tế")
    await vote(body, "Cán bộ Sở Y tế", "Đồng ý")
    await tap(body, phone, "Gửi ý kiến không ghi tên")

    async def broken(*_: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(secret.ballot_votes, "add_opinion", broken)
        await say(body, phone, "Rất kín")
    assert "Xin lỗi" in phone.last.text
    assert await rows(body, "SELECT opinions FROM ballot_boxes") == [{"opinions": "[]"}]
    await say(body, phone, "Rất kín")
    assert await rows(body, "SELECT opinions FROM ballot_boxes") == [{"opinions": '["Rất kín"]'}]
    await vote(body, "Tổ Phó", "Đồng ý")
    await tap(body, body.deputy, "Gửi ý kiến không ghi tên")
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Tổ Phó'")
    await say(body, body.deputy, "Muộn rồi")
    assert await rows(body, "SELECT * FROM sessions") == []
    assert await rows(body, "SELECT opinions FROM ballot_boxes") == [{"opinions": '["Rất kín"]'}]


async def test_what_cannot_be_secret(body: Body) -> None:
    """Fewer than three people, or a rule that asks who agrees, are refused with the reason."""
    phone = await draft(body, rules=["Ghi tên"])
    await tap(body, phone, "Người được hỏi", "Chọn lại từ đầu", "Từng người", "Tổ Trưởng", "Tổ Phó", "Quay lại", "Xong")
    assert "Phiếu kín cần ít nhất 3 người" in phone.last.text
    await tap(body, phone, "Xem lại và mở")
    assert "ít nhất 3 người" in phone.alerts[-1]
    async with body.stage.database.transaction() as tx:
        await tx.run('UPDATE ballots SET majority = replace(majority, \'"roles":[]\', \'"roles":["leader"]\')')
    await tap(body, phone, "Người được hỏi", "Toàn thể", "Xong", "Xem lại và mở")
    assert "cần biết ai đồng ý" in phone.alerts[-1]
    assert await rows(body, "SELECT 1 FROM ballot_voters") == []


async def test_one_vote_a_unit_is_one_vote_of_the_first(body: Body) -> None:
    """A colleague of the unit is told so, and is not counted as having voted."""
    await body.add_person("Cán bộ hai", Role.MEMBER, "Sở Y tế")
    phone = await draft(body, rules=["Ghi tên"])
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE ballots SET majority = replace(majority, '_unit\":false', '_unit\":true')")
    await tap(body, phone, "Xem lại và mở", "Mở lấy ý kiến")
    await vote(body, "Cán bộ Sở Y tế", "Đồng ý")
    await vote(body, "Cán bộ hai", "Không đồng ý")
    assert "đơn vị của đồng chí đã bỏ phiếu" in body.phones["Cán bộ hai"].last.text
    assert await rows(body, "SELECT counts FROM ballot_boxes") == [{"counts": "[1,0,0]"}]


async def test_opinions_are_no_more_than_votes_and_have_no_order(body: Body) -> None:
    """They lie by the alphabet, are offered to whoever voted, and end with as many as there are votes."""
    await opened(body, rules=["Ghi tên"])
    for name in VOTERS[:2]:
        await vote(body, name, "Đồng ý")
    for name, words in zip(VOTERS[:2], ("Ý kiến sau", "A trước"), strict=True):
        await tap(body, body.phones[name], "Gửi ý kiến không ghi tên")
        await say(body, body.phones[name], words)
    async with body.stage.database.read() as tx:
        assert (await ballot_votes.box(tx, 1)).opinions == ("A trước", "Ý kiến sau")
    await offer(body, body.leader, AddOpinion(1))
    await tap(body, body.leader, "Nút 0")
    assert "đã nhận đủ ý kiến" in body.leader.alerts[-1]


async def test_the_open_way_of_voting_is_no_way_in(body: Body) -> None:
    """A forged button of an open ballot writes nothing of a secret one."""
    await opened(body, rules=["Ghi tên"])
    phone = body.member("Sở Y tế")
    await offer(body, phone, Choose(1, 0), Cast(1, 7), AddOpinion(1))
    await tap(body, phone, "Nút 0", "Nút 1", "Nút 2")
    assert await rows(body, "SELECT * FROM ballot_votes") == []
    assert await rows(body, "SELECT counts FROM ballot_boxes") == [{"counts": "[0,0,0]"}]
