"""The demo itself: a whole month is played once, and everything the story promises is there at the end."""

import asyncio
import io
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from icalendar import Calendar

from bot.demo.cast import roster, story
from bot.demo.run import DATABASE, PAGE, PAPERS, TEXT, Played, play
from bot.demo.telling import rich_text
from bot.demo.words import Words

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo leaves its files."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def played(folder: Path) -> Played:
    """The demo, played once for all tests of this module."""
    return asyncio.run(play(folder, Words("vi")))


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / DATABASE)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_nothing_goes_wrong(played: Played) -> None:
    """Nobody is lost, no update fails, nothing is refused for good, and Telegram never asks to slow down."""
    assert played.outcome.problem == ""
    assert played.outcome.failed == 0
    assert played.outcome.too_many == 0
    assert played.outcome.restarts == 1


def test_everybody_joins(played: Played, folder: Path) -> None:
    """The whole roster, the secretary and the newcomer are members; nobody else is."""
    joined = {name for (name,) in _rows(folder, "SELECT full_name FROM memberships WHERE state = 'active'")}
    elsewhere = [story()[part] for part in ("second", "third", "fourth")]
    alone = [story()["secretary"], story()["newcomer"], *(each["secretary"] for each in elsewhere)]
    alone += [person for each in elsewhere for person in each["people"]]
    expected = {actor.name for actor in roster()} | {each["name"] for each in alone}
    assert joined == expected
    assert all(person.joined_at is not None for person in played.director.people.values())


def test_reports_come_in_time_late_or_never(played: Played) -> None:
    """19 units report in time, one is a day late, one two days, one never reports."""
    assert len(played.outcome.lines) == 22
    late = Counter(line.days_late for line in played.outcome.lines if line.sent_at is not None)
    assert late == {0: 19, 1: 1, 2: 1}
    assert [line.people[0].unit for line in played.outcome.lines if line.sent_at is None] == [story()["never"]]


def test_the_channel_holds_one_post_a_month_and_each_late_report_once(played: Played) -> None:
    """One message for each month; that of March was sent once and edited once for each late report."""
    assert len(played.director.posts()) == 2  # February, March
    events = [event.kind for event in played.director.room.history if event.message_id == played.post.id]
    assert events == ["sent", "edited", "edited"]
    assert "21/22" in played.post.text


def test_nobody_is_reminded_twice_of_one_stage(played: Played, folder: Path) -> None:
    """Every stage reaches each person at most once, and only those who still owe."""
    keys = [key for (key,) in _rows(folder, "SELECT dedupe_key FROM outbox WHERE dedupe_key LIKE 'remind:%'")]
    assert len(keys) == len(set(keys)) > 50
    for person in played.director.people.values():
        told = [(f"{at:%Y-%m-%d %H}", text) for at, text in person.reminders()]
        assert len(told) == len(set(told)), person.name
    by_unit = {line.people[0].unit: line.reminders[0] for line in played.outcome.lines}
    assert by_unit["Sở TP"] == 1  # reported on the first day
    assert by_unit[story()["never"]] == max(by_unit.values())


def test_an_unchanged_report_takes_at_most_eight_taps(played: Played) -> None:
    """The limit that the task force was promised."""
    for unit in story()["march"]["unchanged"]:
        told = [s for day in played.director.journal.days for s in day.sentences if s.startswith(f"{unit} gửi báo cáo")]
        assert told, unit
        assert int(told[0].split(": ")[1].split()[0]) <= 8


def test_the_meeting_is_moved_held_and_concluded(played: Played) -> None:
    """All but one came, three conclusions are tasks, all but one acknowledged the notice; the channel has it too."""
    meeting = played.outcome.meeting
    assert (meeting.present, meeting.invited) == (24, 25)
    assert (meeting.tasks, meeting.conclusions) == (3, 4)
    assert (meeting.received, meeting.sent_to) == (28, 29)
    texts = [message.text for message in played.director.room.messages]
    assert any("Thông báo kết luận" in text and "25/3/2022" in text for text in texts)


def test_why_it_was_called_so_late_is_read_by_everybody(played: Played) -> None:
    """In the second task force the invitation and the letter give the reason."""
    second = story()["second"]
    for person in played.director.of_place("Quảng Nam"):
        if person.actor.role != "Thư ký":
            assert any(second["reason"] in message.text for message in person.phone.messages), person.name


def test_the_notice_reaches_and_is_received(played: Played) -> None:
    """One of 25 has blocked the bot; the other 24 have received it, and read the corrected words where they stood."""
    spoken = played.outcome.spoken
    assert (spoken.sent_to, spoken.reached, spoken.received) == (25, 24, 24)
    wrong, right = (story()["april"][key].strip().splitlines()[0] for key in ("notice", "corrected"))
    members = [person for person in played.director.people.values() if person.actor.role != "Thư ký"]
    shown = [person.phone.screen() for person in members]
    assert not any(wrong in screen for screen in shown)
    assert sum(right in screen for screen in shown) == 24


def test_the_majority_and_the_chair_decide(played: Played) -> None:
    """Four of five agree and the head confirms; of four asked one agrees, and the chair decides and says why."""
    spoken = played.outcome.spoken
    assert (spoken.majority, spoken.advice) == ((4, 5), (1, 4))
    for person in played.director.of_place("Quảng Nam"):
        assert "THÔNG QUA (4/5 phiếu)" in person.phone.screen(), person.name
    for person in played.director.of_place("Bắc Giang"):
        assert story()["third"]["why"] in person.phone.screen(), person.name


def test_the_difficulty_is_answered_and_told_to_both(played: Played) -> None:
    """From Friday afternoon to Monday morning; who raised it and who followed it read the answer."""
    told = story()["difficulty"]
    friday_to_monday = timedelta(days=2, hours=18, minutes=25)
    assert abs(played.outcome.spoken.answered_in - friday_to_monday) < timedelta(minutes=2)
    for name in (told["raises"], told["follows"]):
        assert told["answer"] in played.director.others[name].phone.screen()


def test_documents_are_kept_and_open(played: Played, folder: Path) -> None:
    """The letters, the calendar entries, the list and the code for the screen are what their names say."""
    kept = {file.name: file.read_bytes() for file in (folder / PAPERS).iterdir()}
    assert sorted(kept) == [
        "bao-cao-thang.docx", "bien-ban-chu-tri-quyet-dinh.docx", "bien-ban-lay-y-kien.docx", "bieu-do-thang.png",
        "danh-sach-du-hop.xlsx", "diem-danh-qr.png", "giay-moi-hop-gap.docx", "giay-moi.docx", "lich-hop-ban-dau.ics",
        "lich-hop.ics", "so-lieu-thang.xlsx", "theo-doi-thong-bao.xlsx", "thong-bao-ket-luan.docx",
    ]  # fmt: skip
    words = {name: _words(body) for name, body in kept.items() if name.endswith(".docx")}
    assert story()["meeting"]["place"] in words["giay-moi.docx"]
    assert story()["second"]["place"] in words["giay-moi-hop-gap.docx"]
    assert "KT. TỔ TRƯỞNG" in words["thong-bao-ket-luan.docx"]
    assert story()["majority"]["other"]["text"] in words["bien-ban-lay-y-kien.docx"]
    assert story()["third"]["why"] in words["bien-ban-chu-tri-quyet-dinh.docx"]
    sheet = openpyxl.load_workbook(io.BytesIO(kept["danh-sach-du-hop.xlsx"])).worksheets[0]
    names = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {actor.name for actor in roster() if not actor.helper} <= names
    events = [Calendar.from_ical(kept[name]).walk("VEVENT")[0] for name in ("lich-hop-ban-dau.ics", "lich-hop.ics")]
    assert events[0]["UID"] == events[1]["UID"]
    assert [event["SEQUENCE"] for event in events] == [0, 1]
    assert [f"{event['DTSTART'].dt:%d/%m %H:%M}" for event in events] == ["24/03 14:00", "25/03 08:30"]
    assert all(kept[name].startswith(b"\x89PNG") for name in ("bieu-do-thang.png", "diem-danh-qr.png"))


def _words(letter: bytes) -> str:
    document = Document(io.BytesIO(letter))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(p.text for p in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)])


def test_the_files_are_there_and_whole(played: Played, folder: Path) -> None:
    """The page, the text and the database, which is one file that any program can read."""
    page = (folder / PAGE).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "http-equiv" not in page
    assert page.count('<details class="chat"') > 10
    text = (folder / TEXT).read_text(encoding="utf-8")
    assert all(name in text for name in played.director.people)
    assert sorted(file.name for file in folder.iterdir()) == sorted([DATABASE, PAGE, TEXT, PAPERS])
    assert _rows(folder, "PRAGMA integrity_check") == [("ok",)]
    assert "TỔNG HỢP" in rich_text(played.post).plain
