"""A meeting as an iCalendar file (RFC 5545) that phones and Outlook add, move and take away again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

from messages.documents.cleaning import lines, one_line
from messages.documents.model import CalendarEntry

_PRODUCT = "-//taskforce-bot//meetings//VI"
_NOBODY = "mailto:noreply@invalid.invalid"  # Outlook wants an address; nobody has one under .invalid (RFC 2606)


def calendar_entry(entry: CalendarEntry) -> bytes:
    """The entry with its zone's rules; a cancelled one carries no alarm."""
    zone = ZoneInfo(entry.zone)
    starts_at = entry.starts_at.astimezone(zone)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", entry.method)
    calendar.add_component(_zone(zone, starts_at))
    calendar.add_component(_event(entry, starts_at, zone))
    written: bytes = calendar.to_ical()
    return written


def _zone(zone: ZoneInfo, around: datetime) -> Timezone:
    first, last = (around + timedelta(days=366 * years) for years in (-1, 2))
    rules = Timezone.from_tzinfo(zone, zone.key, first_date=first.date(), last_date=last.date())
    rules.pop("comment", None)  # the library's own remark on the years covered
    return rules


def _event(entry: CalendarEntry, starts_at: datetime, zone: ZoneInfo) -> Event:
    is_on = entry.method == "REQUEST"
    ends_at = entry.ends_at.astimezone(zone) if entry.ends_at else starts_at + timedelta(minutes=entry.minutes)
    event = Event()
    event.add("uid", one_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("last-modified", entry.stamp)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", one_line(entry.summary))
    event.add("status", "CONFIRMED" if is_on else "CANCELLED")
    event.add("transp", "OPAQUE" if is_on else "TRANSPARENT")
    organiser = vCalAddress(_NOBODY)
    organiser.params["cn"] = vText(one_line(entry.organiser).replace('"', "'") or one_line(entry.summary))
    event.add("organizer", organiser)
    if place := one_line(entry.place) or one_line(entry.link):
        event.add("location", place)
    if description := _description(entry):
        event.add("description", description)
    if link := one_line(entry.link):
        event.add("url", link)
    for minutes in entry.alarm_minutes if is_on else ():
        event.add_component(_alarm(minutes, entry))
    return event


def _description(entry: CalendarEntry) -> str:
    """What is said, and the link once more: not every calendar shows URL."""
    said, link = "\n".join(lines(entry.description)), one_line(entry.link)
    return said if link in said else f"{said}\n{link}".strip()


def _alarm(minutes: int, entry: CalendarEntry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(entry.summary))
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm
