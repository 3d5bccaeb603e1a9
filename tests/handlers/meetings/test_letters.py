"""The letter of a meeting: what the tables and the charter say, in its rooms."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from handlers.meetings.convene import letters
from messages.documents.model import InvitationLetter
from storage import agenda, meetings
from taskforce.charter import load_preset
from tests.e2e.body import Body, at
from tests.e2e.gathering import put_meeting


@pytest.fixture
async def body(tmp_path: Path) -> AsyncIterator[Body]:
    """The task force of Quảng Nam."""
    async with Stage.open(tmp_path / "db.sqlite3", datetime(2022, 2, 28, 1, tzinfo=UTC)) as stage:
        yield await Body.found(stage, "quang-nam")


async def _letter(body: Body, meeting_id: int) -> InvitationLetter:
    async with body.stage.app.turns.alone() as turn:
        return await letters.letter(turn, await meetings.get(turn.tx, meeting_id))


async def test_it_says_what_the_charter_and_the_tables_say(body: Body) -> None:
    """Head, chair, time, agenda with who prepares, papers, article, and what an absence takes."""
    meeting = await put_meeting(body, at(3, 9, 8), items=[("Báo cáo tháng", "Sở Y tế"), ("Nhiệm vụ", None)])
    async with body.stage.database.transaction() as tx:
        await agenda.add_paper(
            tx, meeting.id, file_id="f", kind="document", file_name="so-lieu.pdf", size=1, added_by=1, now=at(2, 28)
        )
    letter = await _letter(body, meeting.id)
    assert (letter.heading.code, letter.heading.place) == ("TCT", "Quảng Nam")
    assert letter.heading.body_short == "Tổ công tác Đề án 06 Quảng Nam"
    assert (letter.chair.name, letter.chair.title) == ("Tổ Trưởng", "Tổ trưởng")
    assert letter.starts_at == at(3, 9, 8)
    assert letter.starts_at.utcoffset() == at(3, 9).utcoffset()
    assert [(line.title, line.prepared_by) for line in letter.agenda] == [
        ("Báo cáo tháng", "Sở Y tế"),
        ("Nhiệm vụ", ""),
    ]
    assert letter.papers == ("so-lieu.pdf",)
    assert letter.cite.startswith("Điều 3 khoản 4, Điều 11 khoản 1 Quy chế kèm theo Quyết định số 96")
    assert (letter.absence.consent, letter.absence.substitute, letter.absence.opinion) == (True, True, True)
    assert letter.invitees == ("Các đồng chí thành viên Tổ công tác triển khai Đề án 06 tỉnh Quảng Nam",)


async def test_a_deputy_signs_in_the_head_s_place(body: Body) -> None:
    """KT. and both titles; the head signs without."""
    meeting = await put_meeting(body, at(3, 9, 8))
    assert (await _letter(body, meeting.id)).signature.deputy_title == ""
    async with body.stage.database.transaction() as tx:
        await meetings.change(tx, meeting.id, called_by=body.people["Tổ Phó"])
    signature = (await _letter(body, meeting.id)).signature
    assert (signature.capacity, signature.head_title, signature.deputy_title, signature.name) == (
        "KT.", "Tổ trưởng", "Tổ phó Thường trực", "Tổ Phó",
    )  # fmt: skip


async def test_single_people_are_named_line_by_line(body: Body) -> None:
    """Where not the whole body is asked, everybody has a line of their own."""
    meeting = await put_meeting(body, at(3, 9, 8))
    async with body.stage.database.transaction() as tx:
        await meetings.change(tx, meeting.id, audience=[f"unit:{body.units['Sở Y tế']}"])
    assert (await _letter(body, meeting.id)).invitees == (
        "Đồng chí Tổ Trưởng, Tổ trưởng",
        "Đồng chí Cán bộ Sở Y tế, Thành viên Tổ công tác, Sở Y tế",
    )


@pytest.mark.parametrize(
    ("preset", "code", "place"),
    [("bac-kan", "TCT", "Bắc Kạn"), ("bac-giang", "BCĐ", "Bắc Giang"), ("nam-dong", "TCT", "Nam Đông")],
)
def test_the_head_of_every_body_is_found(preset: str, code: str, place: str) -> None:
    """Number and place are the charter's words."""
    heading = letters.heading(load_preset(preset))
    assert (heading.code, heading.place) == (code, place)


async def test_the_regulation_is_named_in_full_once(tmp_path: Path) -> None:
    """An article that the charter gives as "Quy chế Điều 3" is the regulation's, by its whole name."""
    async with Stage.open(tmp_path / "db.sqlite3", datetime(2022, 2, 28, 1, tzinfo=UTC)) as stage:
        bac_kan = await Body.found(stage, "bac-kan")
        meeting = await put_meeting(bac_kan, at(3, 9, 8))
        cite = (await _letter(bac_kan, meeting.id)).cite
    assert cite.startswith("Điều 3 khoản 3, Điều 7 khoản 1 Quy chế hoạt động của Tổ công tác")


def test_a_group_writes_under_the_body() -> None:
    """The support group's own letter: the body stands above it, its head signs."""
    charter = load_preset("quang-nam")
    series = charter.meeting("support")
    heading = letters.heading(charter, series)
    assert (heading.superior, heading.body, heading.code) == (charter.body.name, "Tổ giúp việc", "TGV")
    assert letters.signature(charter, series, None).head_title == "Tổ trưởng Tổ giúp việc"
