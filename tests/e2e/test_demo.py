"""The demo itself: a whole month is played once, and everything the story promises is there at the end."""

import asyncio
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bot.demo.cast import roster, story
from bot.demo.run import DATABASE, PAGE, TEXT, Played, play
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
    expected = {actor.name for actor in roster()} | {story()["secretary"]["name"], story()["newcomer"]["name"]}
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
    assert len(played.director.posts()) == 3  # the welcome, February, March
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


def test_the_files_are_there_and_whole(played: Played, folder: Path) -> None:
    """The page, the text and the database, which is one file that any program can read."""
    page = (folder / PAGE).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "http-equiv" not in page
    assert page.count('<details class="chat"') > 10
    text = (folder / TEXT).read_text(encoding="utf-8")
    assert all(name in text for name in played.director.people)
    assert sorted(file.name for file in folder.iterdir()) == sorted([DATABASE, PAGE, TEXT])
    assert _rows(folder, "PRAGMA integrity_check") == [("ok",)]
    assert "TỔNG HỢP" in rich_text(played.post).plain
