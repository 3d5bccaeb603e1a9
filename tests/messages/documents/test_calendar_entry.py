"""The calendar entry, parsed by two libraries."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import msgspec
import pytest
import vobject

from messages.documents.making import make
from messages.documents.model import CalendarEntry, to_data
from tests.messages.documents import samples

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def read(entry: CalendarEntry) -> icalendar.Event:
    """The event in the made file, as icalendar reads it."""
    return icalendar.Calendar.from_ical(make(to_data(entry))).walk("VEVENT")[0]


def test_a_second_library_reads_the_same_meeting() -> None:
    """vobject finds the moment, the place, the text and the alarms with every Vietnamese letter whole."""
    calendar = vobject.readOne(make(to_data(samples.entry())).decode())
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert event.uid.value == "hop-17@to-cong-tac.example.vn"
    assert event.summary.value == samples.SUBJECT
    assert event.dtstart.value == datetime(2022, 4, 5, 14, tzinfo=ZONE)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2, minutes=30)
    assert event.location.value == samples.entry().place
    assert event.description.value == f"{samples.entry().description}\n{samples.LINK}"
    assert event.url.value == samples.LINK
    assert [alarm.trigger.value for alarm in event.valarm_list] == [timedelta(hours=-1), timedelta(days=-1)]


def test_the_zone_is_told_with_its_offset() -> None:
    """A phone that does not know the zone's name finds +07:00 in the file."""
    written = make(to_data(samples.entry())).decode()
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20220405T140000" in written
    assert "TZOFFSETTO:+0700" in written
    assert "DTSTAMP:20220331T021500Z" in written


def test_a_moment_in_utc_is_shown_in_the_zone() -> None:
    """Whatever offset the moment comes with, the entry speaks the zone's hours."""
    moved = msgspec.structs.replace(samples.entry(), starts_at=samples.STARTS.astimezone(ZoneInfo("UTC")))
    assert b"DTSTART;TZID=Asia/Ho_Chi_Minh:20220405T140000" in make(to_data(moved))


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut() -> None:
    """Long Vietnamese text is folded between letters, lines end with CRLF."""
    long = msgspec.structs.replace(samples.entry(), description="Đề nghị ưu tiên đường truyền ổn định; " * 40)
    written = make(to_data(long))
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert "ưu tiên đường truyền ổn định; Đề nghị" in str(read(long)["description"])


def test_a_cancelled_meeting_takes_the_same_entry_away() -> None:
    """The UID stays, SEQUENCE grows, METHOD and STATUS cancel, nothing rings."""
    cancelled = msgspec.structs.replace(samples.entry(), method="CANCEL", sequence=2)
    event = read(cancelled)
    assert (event["uid"], event["sequence"], event["status"]) == (samples.entry().uid, 2, "CANCELLED")
    assert b"METHOD:CANCEL" in make(to_data(cancelled))
    assert not event.walk("VALARM")


def test_without_an_end_the_entry_lasts_its_minutes() -> None:
    """Ninety minutes where ninety are said and no end is known."""
    event = read(msgspec.structs.replace(samples.entry(), ends_at=None, minutes=90))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)


def test_the_organiser_has_a_name_and_nobodys_address() -> None:
    """Outlook wants an address; it is one that can belong to nobody."""
    organiser = read(samples.entry())["organizer"]
    assert organiser.params["cn"] == "Thư ký Tổ công tác"
    assert organiser == "mailto:noreply@invalid.invalid"


def test_an_online_meeting_is_held_at_its_link() -> None:
    """Without a room the link is the place, and is not said twice in the text."""
    entry = msgspec.structs.replace(samples.entry(), place="", description=f"Vào họp: {samples.LINK}")
    assert read(entry)["location"] == samples.LINK
    assert str(read(entry)["description"]).count(samples.LINK) == 1


@pytest.mark.parametrize("text", ["END:VEVENT\r\nBEGIN:VEVENT", "a\\nb;c,d\n\n:e", 'ông "Thử"; bà\r\nX-BAD:1'])
def test_typed_text_cannot_add_a_line_of_its_own(text: str) -> None:
    """Line ends, quotes and separators in a text stay text."""
    hostile = msgspec.structs.replace(
        samples.entry(), summary=text, place=text, description=text, organiser=text, uid=text, link=""
    )
    calendar = vobject.readOne(make(to_data(hostile)).decode())
    assert len(calendar.vevent_list) == 1
    assert "x-bad" not in calendar.vevent.contents
    assert calendar.vevent.summary.value == " ".join(text.split())
