"""Two installations, two databases: the report travels as a signed file that the parent's secretary passes on."""

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from handlers.upward.taps import UpOfferBody
from storage import upward
from taskforce.upward_file import KeyPair, decode, fingerprint, new_key, seal
from tests.conftest import START
from tests.e2e.body import Body, at, live_until, tick_at
from tests.e2e.rolling import (
    DISTRICT,
    PROVINCE,
    REFUSED,
    answer_of,
    district,
    everything,
    found,
    province,
    report_files,
    report_of,
    said,
    tampered,
)

pytestmark = pytest.mark.e2e
UNIT = "Huyện Ba Bể"


@contextlib.asynccontextmanager
async def two(tmp_path: Path) -> AsyncIterator[tuple[Body, Body]]:
    """The province on one bot, the district on another, in the reporting days of March; the district makes files."""
    async with (
        Stage.open(tmp_path / "province.sqlite3", START) as above,
        Stage.open(tmp_path / "district.sqlite3", START) as below,
    ):
        parent, child = await province(above), await district(below)
        await live_until(above, at(3, 8, 9))
        await live_until(below, at(3, 8, 9))
        child.secretary.say("/captren")
        await below.settle()
        child.secretary.tap("Cấp trên dùng bot khác")
        await below.settle()
        assert "Vân tay khóa" in child.secretary.last.text
        await everything(child, DISTRICT[0], 60, difficulties="Thiếu máy <quét> & in")
        await everything(child, DISTRICT[1], 75, electronic_share=80)
        await live_until(below, at(3, 15, 8))
        await live_until(above, at(3, 15, 8))
        yield parent, child


async def forward(child: Body, parent: Body) -> bytes:
    """The child's secretary passes the newest file on, the parent's forwards it to their bot."""
    file = next(m for m in reversed(child.secretary.messages) if ".tfreport" in str(m.json.get("document")))
    parent.secretary.forward(file, child.secretary)
    await parent.stage.settle()
    return report_files(child.secretary)[-1][1]


async def send(parent: Body, data: bytes, name: str = "bao-cao.tfreport.json") -> None:
    """The parent's secretary sends that file."""
    parent.secretary.send_file(name, data)
    await parent.stage.settle()


async def take_first(parent: Body) -> None:
    """The key is new: the unit is chosen and confirmed."""
    parent.secretary.tap(UNIT)
    await parent.stage.settle()
    parent.secretary.tap("Nhận từ nay")
    await parent.stage.settle()


async def key_of(body: Body) -> KeyPair:
    """The body's key."""
    async with body.stage.database.read() as tx:
        key = await upward.key_of(tx, body.id)
    assert key is not None
    return KeyPair(key.private, key.public)


def signed_anew(data: bytes, key: KeyPair, **changes: object) -> bytes:
    """The file with other content, signed by that key."""
    content = json.loads(json.loads(data)["content"])
    return seal(decode(json.dumps(content | changes)), key)


async def test_a_report_crosses_to_another_installation(tmp_path: Path) -> None:
    """Asked once which unit it is; then one tap a file; a correction updates and says so; the same file is refused."""
    async with two(tmp_path) as (parent, child):
        assert report_files(child.secretary)[0][0] == "bao-cao-monthly-2022-03-ban-1.tfreport.json"
        await forward(child, parent)
        card = parent.secretary.last.text
        mark = fingerprint((await key_of(child)).public)
        assert card.startswith("Báo cáo từ cấp dưới – chữ ký hợp lệ\nTự giới thiệu: Tổ Đề án 06 huyện Ba Bể\n")
        assert f"Vân tay khóa: {mark}" in card
        assert mark in said(child.secretary, "Vân tay khóa")[0].text
        assert "bản số 1; 2/2 đơn vị đã báo cáo" in card
        await take_first(parent)
        assert "Đã nhận" in said(parent.secretary, "làm báo cáo của đơn vị Huyện Ba Bể")[-1].text
        report = await report_of(parent, UNIT)
        assert report.state == "submitted"
        answer = await answer_of(parent, UNIT, "difficulties")
        assert answer.value == "Xã Khang Ninh: Thiếu máy <quét> & in"

        await everything(child, DISTRICT[1], 90, electronic_share=80)
        await tick_at(child.stage, at(3, 15, 9))
        await forward(child, parent)
        assert "Nhận làm báo cáo của đơn vị Huyện Ba Bể" in parent.secretary.last.text
        parent.secretary.tap("Nhận")
        await parent.stage.settle()
        for phone in (parent.secretary, parent.member(UNIT)):
            assert "135 hồ sơ → 150 hồ sơ" in phone.last.text
        assert (await report_of(parent, UNIT)).version == 2

        await forward(child, parent)
        assert "Bản số 2 đã nhận rồi." in parent.secretary.last.text
        await send(parent, report_files(child.secretary)[0][1])
        assert "Bản số 1 cũ hơn bản số 2 đã nhận." in parent.secretary.last.text
        assert (await report_of(parent, UNIT)).version == 2


async def test_what_is_forged_or_damaged_is_refused_in_its_own_words(tmp_path: Path) -> None:
    """A changed figure, somebody else's signature, a part of the file, something else, too much: nothing changes."""
    async with two(tmp_path) as (parent, child):
        data = await forward(child, parent)
        parent.secretary.tap("Không nhận")
        await parent.stage.settle()
        assert "Không nhận tệp này" in parent.secretary.last.text
        stranger = json.loads(signed_anew(data, new_key())) | {"key": (await key_of(child)).public}
        for wrong, words in (
            (tampered(data, '"135"', '"999"'), "Chữ ký sai"),
            (json.dumps(stranger).encode(), "Chữ ký sai"),
            (data[: len(data) // 2], "Tệp bị hỏng"),
            (b"{}", "Tệp bị hỏng"),
            (b"\xff\xfe\x00", "Tệp bị hỏng"),
            (json.dumps(json.loads(data) | {"v": 2}).encode(), "phiên bản mới hơn"),
            (b"x" * (1024 * 1024 + 1), "quá lớn"),
        ):
            await send(parent, wrong)
            assert words in parent.secretary.last.text, words
            assert "Chưa có gì thay đổi." in parent.secretary.last.text
        assert (await report_of(parent, UNIT)).state == "untouched"


async def test_another_key_for_a_known_body_is_refused(tmp_path: Path) -> None:
    """Its name and a key of its own are not enough, until the old link is ended."""
    async with two(tmp_path) as (parent, child):
        data = await forward(child, parent)
        await take_first(parent)
        other = new_key()
        forged = signed_anew(data, other, version=2)
        await send(parent, forged)
        card = parent.secretary.last.text
        assert "Khóa khác" in card
        assert fingerprint(other.public) in card
        assert fingerprint((await key_of(child)).public) in card
        parent.secretary.say("/captren")
        await parent.stage.settle()
        assert "bằng tệp, vân tay" in parent.secretary.last.text
        parent.secretary.tap("Hủy: Huyện Ba Bể")
        await parent.stage.settle()
        parent.secretary.tap("Hủy liên kết")
        await parent.stage.settle()
        await send(parent, forged)
        assert "Khóa này chưa gặp lần nào." in parent.secretary.last.text


async def test_files_that_do_not_fit_the_parents_charter_are_refused(tmp_path: Path) -> None:
    """An unknown stream, another interval, a period long over: said before anything is asked."""
    async with two(tmp_path) as (parent, child):
        data = await forward(child, parent)
        key = await key_of(child)
        for changes, words in (
            ({"stream": "weekly"}, "không có loại báo cáo này"),
            ({"every": "quarter"}, "theo chu kỳ khác"),
            ({"period": "2021-03"}, "đã khép"),
        ):
            await send(parent, signed_anew(data, key, **changes))
            assert words in parent.secretary.last.text


async def test_the_childs_own_bot_does_not_take_its_file(tmp_path: Path) -> None:
    """Sent to the wrong bot: it says to whom it has to go."""
    async with two(tmp_path) as (_, child):
        name, data = report_files(child.secretary)[-1]
        child.secretary.send_file(name, data)
        await child.stage.settle()
        assert "do chính bot này tạo" in child.secretary.last.text


async def test_the_unit_is_found_by_typing(tmp_path: Path) -> None:
    """A few letters of its name, among whatever number of units; a file decided elsewhere takes no tap."""
    async with two(tmp_path) as (parent, child):
        await forward(child, parent)
        parent.secretary.say("na ri")
        await parent.stage.settle()
        assert "Huyện Na Rì" in str(parent.secretary.last.buttons)
        parent.secretary.say("ba be")
        await parent.stage.settle()
        card = parent.secretary.last
        await take_first(parent)
        offer = (await report_of(parent, UNIT)).version
        assert offer == 1
        assert "Đã nhận" in card.text


async def test_files_can_be_sent_again_and_stopped(tmp_path: Path) -> None:
    """The same file once more; stopped, no more come; begun again, the key is the same."""
    async with two(tmp_path) as (_, child):
        stage = child.stage
        before = await key_of(child)
        child.secretary.say("/captren")
        await stage.settle()
        child.secretary.tap("Gửi lại tệp gần nhất")
        await stage.settle()
        first, again = report_files(child.secretary)
        assert first == again
        child.secretary.tap("Thôi tạo tệp")
        await stage.settle()
        await everything(child, DISTRICT[1], 90)
        await tick_at(stage, at(3, 15, 9))
        assert len(report_files(child.secretary)) == 2
        child.secretary.say("/captren")
        await stage.settle()
        child.secretary.tap("Cấp trên dùng bot khác")
        await stage.settle()
        assert await key_of(child) == before
        assert report_files(child.secretary)[-1][0].endswith("-ban-2.tfreport.json")


async def test_the_private_key_is_nowhere_to_be_seen(tmp_path: Path) -> None:
    """Not in a file, not in a message, not in the audit trail, not in how a key prints."""
    async with two(tmp_path) as (parent, child):
        await forward(child, parent)
        key = await key_of(child)
        async with child.stage.database.read() as tx:
            rows = await tx.all("SELECT * FROM audit")
            outbox = await tx.all("SELECT payload FROM outbox")
            kept = await upward.key_of(tx, child.id)
        seen = [str(tuple(row)) for row in (*rows, *outbox)]
        seen += [message.text for message in child.secretary.messages]
        seen += [data.decode() for _, data in report_files(child.secretary)]
        assert not any(key.private in text for text in [*seen, repr(kept)])


async def test_a_plain_member_cannot_send_one(tmp_path: Path) -> None:
    """Only the secretary's files are looked at."""
    async with two(tmp_path) as (parent, child):
        name, data = report_files(child.secretary)[-1]
        parent.member(UNIT).send_file(name, data)
        await parent.stage.settle()
        async with parent.stage.database.read() as tx:
            assert await tx.value("SELECT count(*) FROM up_offers") == 0


async def test_what_is_marked_secret_is_not_kept(tmp_path: Path) -> None:
    """Signed or not: a text with a mark of secrecy is refused, and nothing of it stays."""
    async with two(tmp_path) as (parent, child):
        data = report_files(child.secretary)[-1][1]
        lines = [line | {"said": [{"unit": "Xã A", "text": "Theo văn bản TỐI MẬT"}]} if line["key"] == "difficulties"
                 else line for line in json.loads(json.loads(data)["content"])["lines"]]  # fmt: skip
        await send(parent, signed_anew(data, await key_of(child), lines=lines))
        assert "không được ghi lại" in parent.secretary.last.text
        async with parent.stage.database.read() as tx:
            assert await tx.value("SELECT count(*) FROM up_offers") == 0


async def test_whoever_serves_several_parents_says_which_one_takes_it(tmp_path: Path) -> None:
    """A new key is asked for the body first, then for the unit; a later file of that key is not asked about again."""
    async with two(tmp_path) as (parent, child):
        other = await found(parent.stage, "tay", "Tổ công tác tỉnh Tây", PROVINCE, number=7, due=20)
        third = await found(parent.stage, "dong", "Tổ công tác tỉnh Đông", PROVINCE, number=8, due=20)
        async with parent.stage.database.transaction() as tx:
            await tx.run(
                "INSERT INTO memberships (task_force_id, person_id, role, full_name, state, created_at)"
                " VALUES (?, ?, 'secretary', 'Thư Ký', 'active', '2022-01-01T00:00:00Z')",
                (other.id, parent.people["Thư Ký"]),
            )
        await tick_at(parent.stage, at(3, 15, 8, 1))
        await forward(child, parent)
        assert "Tệp này gửi cho Tổ công tác nào?" in parent.secretary.last.text
        assert [row[0] for row in parent.secretary.last.buttons][-1] == "Không nhận"
        assert len(parent.secretary.last.buttons) == 3
        first = parent.secretary.last
        async with parent.stage.database.read() as tx:
            offer = await tx.value("SELECT max(id) FROM up_offers")
        parent.secretary.tap_data(first, UpOfferBody(offer, third.id).pack())
        await parent.stage.settle()
        assert parent.secretary.alerts[-1] == REFUSED
        await forward(child, parent)
        parent.secretary.tap("tỉnh Tây", first)
        await parent.stage.settle()
        assert parent.secretary.alerts[-1] == "Việc này đã xong hoặc không còn hiệu lực."
        parent.secretary.tap("tỉnh Tây")
        await parent.stage.settle()
        assert "đây là đơn vị nào của Tổ công tác tỉnh Tây?" in parent.secretary.last.text
        await take_first(parent)
        async with parent.stage.database.read() as tx:
            key = (await key_of(child)).public
            assert await upward.of_key(tx, other.id, key) is not None
            assert await upward.of_key(tx, parent.id, key) is None
        await everything(child, DISTRICT[1], 90, electronic_share=80)
        await tick_at(child.stage, at(3, 15, 9))
        await forward(child, parent)
        assert "Nhận làm báo cáo của đơn vị Huyện Ba Bể (Tổ công tác tỉnh Tây)" in parent.secretary.last.text
