"""A regulation nobody had in mind is written down without touching code."""

from datetime import date

from taskforce.cadence import event_occurrence, occurrences
from taskforce.charter import load_file
from taskforce.charter.meetings import Substitute
from taskforce.decisions import Choice, Voter, passes, written_window
from taskforce.meetings import Attendee, Standing, may_convene, quorum
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, hanoi

VN = WorkCalendar()
COUNCIL = load_file(
    """
[body]
name = "Hội đồng điều phối ứng phó thiên tai vùng"
regulation = "Quy chế phối hợp, ban hành ngày 02/3/2026"
standing_unit = "Văn phòng điều phối"
cite = "Điều 3"

[[reports]]
key = "weekly"
form = "short-report"
every = "week"
data = { from_weekday = "fri", to_weekday = "thu" }
opens = { weekday = "wed 08:00" }
due = { weekday = "thu 16:00" }
remind = ["0d 08:30", "-2h"]
summarise = "0d 17:00"
forward = { weekday = "fri 10:00", to = ["Chủ tịch Hội đồng"], cite = "Điều 8" }
cite = "Điều 7"

[[reports]]
key = "incident"
form = "short-report"
every = "ad-hoc"
senders = { units = ["Ban Chỉ huy tỉnh"] }
due = { within = "24h", event = "sự cố" }
remind = ["-4h"]
cite = "Điều 9"

[[reports]]
key = "plan"
form = "quarterly-status"
every = "quarter"
only = ["Q1", "Q3"]
order = ["Hội đồng", "Tỉnh", "Xã"]
due = { month = 4, by_day = 5, rolls = "next" }
firm = false
cite = "Điều 10"

[[meetings]]
key = "council"
at_most_apart = "3m"
notice = "5wd"
papers = "3wd"
convened_by = [{ together = ["leader", "standing_deputy"] }, { share = "1/3" }]
quorum = { at_least = "2/3", roles = ["leader"] }
after = { minutes = "3wd", conclusions = "5wd", approval = "next-meeting" }
cite = "Điều 11"

[meetings.absence]
consent = "none"
notify = ["secretary"]
substitute = { voice = true, vote = false, counts_for_quorum = true }

[[meetings]]
key = "assembly"
every = "year"
hold_from = { month = 12, by_day = 15 }
hold = { month = 13, by_day = 31 }
cite = "Điều 12"

[decisions.meeting]
at_least = "2/3"
of = "present"
one_vote_per_unit = true
cite = "Điều 13"

[decisions.written]
shortest = "5wd"
longest = "10wd"
silence = "consent"
passes = { at_least = "3/4", of = "all" }
cite = "Điều 14"
""",
    "council.toml",
)


def test_every_thursday_at_four() -> None:
    """The weekly report is due on Thursday at 16:00, covers Friday to Thursday and goes up on Friday at 10:00."""
    week = next(one for one in occurrences(COUNCIL, 2026, VN) if one.period == "2026-W11")
    assert (week.opens_at, week.due_at) == (hanoi(2026, 3, 11, 8), hanoi(2026, 3, 12, 16))
    assert week.remind_at == (hanoi(2026, 3, 11, 8), hanoi(2026, 3, 12, 8, 30), hanoi(2026, 3, 12, 14))
    assert (week.summarise_at, week.forward_due_at) == (hanoi(2026, 3, 12, 17), hanoi(2026, 3, 13, 10))
    assert (week.window_from, week.window_to) == (date(2026, 3, 6), date(2026, 3, 12))


def test_an_incident_within_24_hours() -> None:
    """The clock of an incident starts with it and does not stop at night."""
    incident = event_occurrence(COUNCIL, "incident", hanoi(2026, 3, 14, 2, 10), "mưa lũ", VN)
    assert incident.due_at == hanoi(2026, 3, 15, 2, 10)
    assert incident.period == "mưa lũ"


def test_two_quarters_of_four() -> None:
    """The plan is reported after the first and the third quarter, rolling over a weekend."""
    plans = [one for one in occurrences(COUNCIL, 2026, VN) if one.key == "plan"]
    assert [(one.period, one.due_at) for one in plans] == [
        ("2026-Q1", hanoi(2026, 4, 6, 23, 59, 59)),
        ("2026-Q3", hanoi(2026, 10, 5, 23, 59, 59)),
    ]


def test_a_window_into_the_next_year() -> None:
    """The yearly assembly may be held until the end of January after."""
    assembly = next(one for one in occurrences(COUNCIL, 2026, VN) if one.key == "assembly")
    assert (assembly.hold_from, assembly.hold_until) == (hanoi(2026, 12, 15), hanoi(2027, 1, 31, 23, 59, 59))


def test_at_most_three_months_apart() -> None:
    """After a meeting on 20 January the next is held by 20 April, with notice five working days ahead."""
    first = next(one for one in occurrences(COUNCIL, 2026, VN, {"council": date(2026, 1, 20)}) if one.key == "council")
    assert first.hold_until == hanoi(2026, 4, 20, 23, 59, 59)
    assert first.notice_by == hanoi(2026, 4, 13, 23, 59, 59)
    assert first.papers_by == hanoi(2026, 4, 15, 23, 59, 59)


def test_convened_together_or_by_a_third() -> None:
    """Both heads together, or four of twelve members."""
    council = COUNCIL.meeting("council")
    third = Standing(frozenset({Role.MEMBER}), asking=4, members=12)
    assert may_convene(council, third, hanoi(2026, 3, 2), VN, HANOI)
    assert not may_convene(council, Standing(frozenset({Role.LEADER})), hanoi(2026, 3, 2), VN, HANOI)


def test_two_thirds_with_the_chair_and_substitutes() -> None:
    """Two thirds with substitutes counted, the leader in person."""
    council = COUNCIL.meeting("council")
    assert isinstance(council.absence.substitute, Substitute)
    there = [Attendee(Role.LEADER, True), Attendee(Role.MEMBER, True, by_substitute=True), Attendee(Role.MEMBER, False)]
    assert quorum(council, there).met
    assert not quorum(council, there[1:]).met


def test_silence_is_consent_after_five_working_days() -> None:
    """By writing three quarters of all decide, and the silent have agreed once the five days are over."""
    written = COUNCIL.decisions.written
    assert written is not None
    assert written.passes is not None
    window = written_window(written, hanoi(2026, 3, 2, 9), VN, HANOI)
    assert window.earliest == hanoi(2026, 3, 9, 23, 59, 59)
    members = [Voter(number, Role.MEMBER) for number in range(4)]
    cast = {0: Choice.FOR, 1: Choice.AGAINST}
    assert passes(written.passes, members, cast, silence=written.silence)
    assert not passes(written.passes, members, cast)
