"""What may not be written here at all, wherever it is typed or sent: nothing of it is kept, and there is a way on."""

import sqlite3

import pytest

from bot.demo.stage import Stage
from tests.e2e.body import Body

SECRET = "Phương án TUYỆT MẬT Z9"
"""A mark, and letters that stand nowhere else."""


def _kept(body: Body, needle: str) -> list[str]:
    """Where in the database ``needle`` stands."""
    with sqlite3.connect(body.stage.database_path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            table
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables' names
            if any(needle in str(cell) for cell in row)
        ]


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A task force on a working morning."""
    return await Body.found(stage)


async def _asked(body: Body, *lines: str) -> str:
    """What the leader reads after these lines."""
    for line in lines:
        body.phones["Tổ Trưởng"].say(line)
        await body.stage.settle()
    return body.phones["Tổ Trưởng"].screen(2)


@pytest.mark.parametrize("way", [("xin chào",), ("/giaoviec",), ("/dulieu", "Sửa họ tên")])
async def test_a_marked_text_is_refused_wherever_it_is_typed_and_the_question_stays(
    body: Body, way: tuple[str, ...]
) -> None:
    """In a conversation and outside of one: told why, nothing kept, the live question comes again."""
    leader = body.phones["Tổ Trưởng"]
    leader.say(way[0])
    await body.stage.settle()
    for button in way[1:]:
        leader.tap(button)
        await body.stage.settle()
    question = leader.last.text
    shown = await _asked(body, SECRET)
    assert "có dấu “TUYỆT MẬT”" in shown
    assert _kept(body, "Z9") == []
    if way != ("xin chào",):
        assert leader.last.text == question


async def test_the_refused_message_is_deleted_with_one_tap(body: Body) -> None:
    """The button takes the person's own message out of the chat, once; a second tap does no harm."""
    leader = body.phones["Tổ Trưởng"]
    said = leader.say(SECRET)
    await body.stage.settle()
    refusal = leader.last
    leader.tap("Xoá tin nhắn này", refusal)
    await body.stage.settle()
    assert said.deleted
    leader.tap("Xoá tin nhắn này", refusal)
    await body.stage.settle()
    assert leader.alerts == ["Đã xoá tin nhắn.", "Đã xoá tin nhắn."]


@pytest.mark.parametrize(
    ("name", "caption"), [("Ke_hoach_TUYET_MAT_Z9.pdf", ""), ("ke-hoach.pdf", SECRET), ("TỐI MẬT Z9.pdf", "")]
)
async def test_a_file_is_refused_by_its_name_and_by_its_caption(body: Body, name: str, caption: str) -> None:
    """Neither the file's id nor its name is kept."""
    leader = body.phones["Tổ Trưởng"]
    leader.send_file(name, b"%PDF-1.4", caption)
    await body.stage.settle()
    assert "không được ghi lại" in leader.last.text
    assert _kept(body, "Z9") == []


async def test_a_message_edited_into_a_secret_is_refused(body: Body) -> None:
    """What is put into an earlier message is judged like a new one."""
    leader = body.phones["Tổ Trưởng"]
    said = leader.say("xin chào")
    await body.stage.settle()
    leader.edit(said, SECRET)
    await body.stage.settle()
    assert "có dấu “TUYỆT MẬT”" in leader.last.text


async def test_the_number_of_an_identity_card_is_not_taken(body: Body) -> None:
    """Twelve digits of a card are refused with what to write instead; the number is not repeated."""
    leader = body.phones["Tổ Trưởng"]
    shown = await _asked(body, "/giaoviec Cấp thẻ cho ông A, 006095001234")
    assert "số căn cước" in shown
    assert "006095001234" not in leader.last.text
    assert _kept(body, "006095001234") == []


async def test_the_same_words_in_small_letters_are_taken(body: Body) -> None:
    """Somebody who was wronged has a way out: the mark is a word in capitals."""
    shown = await _asked(body, "/giaoviec Rà soát danh mục bí mật nhà nước")
    assert "không được ghi lại" not in shown
    assert "Rà soát danh mục" in shown
