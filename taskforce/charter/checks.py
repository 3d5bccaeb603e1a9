"""What the types of the model cannot say: keys that exclude or need each other, references, the order of days."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from taskforce.charter.base import DayRule, Every
from taskforce.charter.decisions import Majority
from taskforce.charter.errors import Problem
from taskforce.charter.expressions import Offset
from taskforce.charter.forms import FieldSpec, FormSpec
from taskforce.charter.meetings import Convenor, Meeting, Quorum
from taskforce.charter.model import Charter
from taskforce.charter.reports import OWN_STREAM, Report
from taskforce.periods import Period, day_of, periods_of
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_YEAR = re.compile(r"[0-9]{4}")
_SAMPLE_YEAR = 2026
_PLAIN = WorkCalendar(country="none")


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def check(charter: Charter, standard_forms: Iterable[str] = ()) -> list[Problem]:
    """Every mistake that shows only when the parts of a charter are seen together.

    ``standard_forms`` are the keys of forms that it may name without defining them.
    """
    problems: list[Problem] = []
    groups = [group.key for group in charter.groups]
    forms = [*(form.key for form in charter.forms), *standard_forms]
    problems += _repeated("groups", charter.groups)
    problems += _repeated("forms", charter.forms)
    problems += _repeated("reports", charter.reports)
    problems += _repeated("meetings", charter.meetings)
    for index, form in enumerate(charter.forms):
        problems += _form(f"forms[{index}]", form)
    for index, report in enumerate(charter.reports):
        problems += _report(f"reports[{index}]", report, forms, groups)
    for index, meeting in enumerate(charter.meetings):
        problems += _meeting(f"meetings[{index}]", meeting, groups)
    decisions = charter.decisions
    problems += _majority("decisions.meeting", decisions.meeting)
    if decisions.written:
        problems += _majority("decisions.written.passes", decisions.written.passes)
    return problems


def _repeated(where: str, items: Sequence[_Keyed]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.key in seen:
            yield Problem(f"{where}[{index}].key", f'"{item.key}" is used twice')
        seen.add(item.key)


def _known(where: str, what: str, name: str, known: Sequence[str]) -> Iterator[Problem]:
    if name in known:
        return
    close = get_close_matches(name, known, 1)
    hint = f'; did you mean "{close[0]}"?' if close else f"; there is {_list(known)}" if known else ""
    yield Problem(where, f'there is no {what} "{name}"{hint}')


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


# Forms


def _form(where: str, form: FormSpec) -> Iterator[Problem]:
    yield from _repeated(f"{where}.sections", form.sections)
    yield from _repeated(f"{where}.fields", form.fields)
    sections = [section.key for section in form.sections]
    fields = [field.key for field in form.fields]
    for index, field in enumerate(form.fields):
        here = f"{where}.fields[{index}]"
        if field.section:
            yield from _known(f"{here}.section", "section", field.section, sections)
        if field.only_if:
            yield from _known(f"{here}.only_if.field", "earlier field", field.only_if.field, fields[:index])
        yield from _field(here, field)
    if sum(field.kind == "tasks" for field in form.fields) > 1:
        yield Problem(f"{where}.fields", 'expected at most one field of the kind "tasks"')


def _field(where: str, field: FieldSpec) -> Iterator[Problem]:
    numeric = field.kind in ("number", "percent")
    if field.kind in ("choice", "multi") and len(field.options) < 2:
        yield Problem(f"{where}.options", f'expected at least two options for the kind "{field.kind}"')
    if field.kind not in ("choice", "multi") and field.options:
        yield Problem(f"{where}.options", f'the kind "{field.kind}" has no options')
    yield from _repeated(f"{where}.options", field.options)
    for name in ("measure", "minimum", "maximum", "ask_why_above"):
        if getattr(field, name) is not None and not numeric:
            yield Problem(f"{where}.{name}", 'only the kinds "number" and "percent" have it')
    if field.total != "none" and not numeric:
        yield Problem(f"{where}.total", 'only the kinds "number" and "percent" can be added up')
    for name in ("minimum", "maximum"):
        if (limit := getattr(field, name)) is not None and not _is_number(limit):
            yield Problem(f"{where}.{name}", f'expected a number in quotes such as "1234.5", got "{limit}"')
    for option in field.ask_why_on:
        yield from _known(f"{where}.ask_why_on", "option", option, [o.key for o in field.options])


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


# Days


def _rule(where: str, rule: DayRule, every: str, *, within: bool = False) -> Iterator[Problem]:
    """One way of naming a day, and only keys that make sense with that way and with the period."""
    ways = rule.ways()
    if len(ways) != 1:
        found = f"got {_list(ways)}" if ways else "got none"
        yield Problem(
            where,
            "expected exactly one of before_day, by_day, by_working_day, last_day, last_working_day, "
            f"weekday, within, {found}",
        )
        return
    way = ways[0]
    if way == "within" and not within:
        yield Problem(f"{where}.within", 'counts from an event, so it needs every = "ad-hoc"')
    if way != "within" and every == "ad-hoc":
        yield Problem(f"{where}.{way}", 'what is ad hoc has no period: expected within, or "unspecified"')
    if way == "weekday" and every not in ("week", "ad-hoc"):
        yield Problem(f"{where}.weekday", 'needs every = "week"')
    if way not in ("weekday", "within") and every == "week":
        yield Problem(f"{where}.{way}", 'a weekly rule names a weekday such as weekday = "thu 16:00"')
    yield from _extras(where, rule, way)


def _extras(where: str, rule: DayRule, way: str) -> Iterator[Problem]:
    if rule.time and way in ("before_day", "weekday", "within"):
        better = {
            "before_day": "a day with a clock time is by_day, not before_day",
            "weekday": 'write the time after the weekday: "thu 16:00"',
            "within": "a length of time after an event has no clock time",
        }[way]
        yield Problem(f"{where}.time", better)
    if rule.month and way in ("weekday", "within"):
        yield Problem(f"{where}.month", f"makes no sense with {way}")
    if rule.week and way != "weekday":
        yield Problem(f"{where}.week", "only a weekday rule counts weeks")
    if rule.event and way != "within":
        yield Problem(f"{where}.event", "only within counts from an event")


def _periods(where: str, names: Sequence[str], every: Every) -> Iterator[Problem]:
    known = [period.short for period in periods_of(every, _SAMPLE_YEAR)]
    if every == "week":
        known.append("W53")
    for index, name in enumerate(names):
        year, _, rest = name.partition("-")
        short = rest if rest and _YEAR.fullmatch(year) else name
        right = _YEAR.fullmatch(name) if every == "year" else short in known
        if not right:
            shown = _list(known[:4]) if known else "none, since it is ad hoc"
            yield Problem(f"{where}[{index}]", f'expected a period of every = "{every}" such as {shown}')


# Reports


def _report(where: str, report: Report, forms: list[str], groups: list[str]) -> Iterator[Problem]:
    if report.key == OWN_STREAM:
        yield Problem(f"{where}.key", f'"{OWN_STREAM}" is kept for reports asked for in the chat: give another key')
    yield from _known(f"{where}.form", "form", report.form, forms)
    for index, group in enumerate(report.senders.groups):
        yield from _known(f"{where}.senders.groups[{index}]", "group", group, groups)
    for index, address in enumerate(report.copies):
        if not _EMAIL.match(address):
            yield Problem(f"{where}.copies[{index}]", f'expected an e-mail address, got "{address}"')
    if report.only and report.skip:
        yield Problem(f"{where}.skip", "expected only or skip, not both")
    yield from _periods(f"{where}.only", report.only, report.every)
    yield from _periods(f"{where}.skip", report.skip, report.every)
    yield from _data(f"{where}.data", report)
    rules = list(_report_rules(where, report))
    yield from rules
    yield from _approved(f"{where}.approved_by", report)
    if report.due_rule is None and report.target is None and (report.remind or report.overdue):
        yield Problem(f"{where}.remind", "there is no day to count from: give due or target")
    if not rules:
        yield from _order_of_days(where, report)


def _approved(where: str, report: Report) -> Iterator[Problem]:
    """A summary that is to be approved must be made, by somebody who is more than a guest or an onlooker."""
    if report.approved_by is None:
        return
    if report.summarise is None:
        yield Problem(where, 'there is no summary to approve: give summarise, such as "+1d 08:00"')
    if not report.approved_by.roles:
        yield Problem(where, 'expected at least one role such as ["leader"]')
    for role in report.approved_by.roles:
        if role in (Role.GUEST, Role.OBSERVER):
            yield Problem(where, f'"{role}" takes no part in the work, so it cannot approve')


def _report_rules(where: str, report: Report) -> Iterator[Problem]:
    ad_hoc = report.every == "ad-hoc"
    if report.due_rule:
        yield from _rule(f"{where}.due", report.due_rule, report.every, within=ad_hoc)
    if report.target:
        yield from _rule(f"{where}.target", report.target, report.every, within=ad_hoc)
    if isinstance(report.opens, DayRule):
        yield from _rule(f"{where}.opens", report.opens, report.every, within=ad_hoc)
    if report.forward and (rule := report.forward.rule()):
        yield from _rule(f"{where}.forward", rule, report.every, within=True)
    yield from _directions(where, report)


def _directions(where: str, report: Report) -> Iterator[Problem]:
    """Which way each offset counts."""
    for index, offset in enumerate(report.remind):
        if offset.amount > 0:
            yield Problem(f"{where}.remind[{index}]", 'counts back from the target day, such as "-3wd 08:30"')
    for index, offset in enumerate(report.overdue):
        if offset.amount <= 0:
            yield Problem(f"{where}.overdue[{index}]", 'counts on from the due day, such as "+1wd 08:30"')
    if report.summarise and report.summarise.amount < 0:
        yield Problem(f"{where}.summarise", 'counts on from the due day, such as "+1d 08:00"')
    if isinstance(report.opens, Offset) and report.opens.amount > 0:
        yield Problem(f"{where}.opens", 'counts back from the due day, such as "-10d 08:00"')
    for index, step in enumerate(report.escalate):
        if step.after.amount <= 0:
            yield Problem(f"{where}.escalate[{index}].after", 'counts on from the due day, such as "+1wd"')


def _data(where: str, report: Report) -> Iterator[Problem]:
    window = report.data
    if window is None:
        return
    days = (window.from_day, window.to_day)
    weekdays = (window.from_weekday, window.to_weekday)
    if report.every == "week" and (None in weekdays or any(days)):
        yield Problem(where, "a weekly report's data window needs from_weekday and to_weekday")
    elif report.every == "ad-hoc":
        yield Problem(where, "what is ad hoc has no data window")
    elif report.every != "week" and (None in days or any(weekdays)):
        yield Problem(where, "expected from_day and to_day")


def _order_of_days(where: str, report: Report) -> Iterator[Problem]:
    """Opening, target, deadline and forwarding must follow each other in every period of a sample year."""
    for period in periods_of(report.every, _SAMPLE_YEAR):
        opens = report.opens if isinstance(report.opens, DayRule) else None
        forward = report.forward.rule() if report.forward else None
        days = [
            ("opens", _sample(opens, period)),
            ("target", _sample(report.target, period)),
            ("due", _sample(report.due_rule, period)),
            ("forward", None if forward and forward.within else _sample(forward, period)),
        ]
        given = [(name, day) for name, day in days if day]
        for (earlier, first), (later, second) in pairwise(given):
            if first > second:
                yield Problem(
                    f"{where}.{later}",
                    f"falls before {earlier} ({second:%d/%m} before {first:%d/%m} in {period.label})",
                )
                return


def _sample(rule: DayRule | None, period: Period) -> date | None:
    return day_of(rule, period, _PLAIN) if rule else None


# Meetings and decisions


def _meeting(where: str, meeting: Meeting, groups: list[str]) -> Iterator[Problem]:
    if meeting.group:
        yield from _known(f"{where}.group", "group", meeting.group, groups)
    yield from _apart(f"{where}.at_most_apart", meeting)
    if meeting.only and meeting.skip:
        yield Problem(f"{where}.skip", "expected only or skip, not both")
    yield from _periods(f"{where}.only", meeting.only, meeting.every)
    yield from _periods(f"{where}.skip", meeting.skip, meeting.every)
    rules: list[Problem] = []
    for name, rule in (("hold_from", meeting.hold_from), ("hold", meeting.hold_rule)):
        rules += _rule(f"{where}.{name}", rule, meeting.every) if rule else ()
    yield from rules
    if not rules:
        yield from _hold_window(where, meeting)
    for name, people in (("convened_by", meeting.convened_by), ("chair", meeting.chair)):
        for index, convenor in enumerate(people):
            yield from _convenor(f"{where}.{name}[{index}]", convenor)
    if isinstance(meeting.quorum, Quorum):
        yield from _quorum(f"{where}.quorum", meeting.quorum)
    yield from _before_it(f"{where}.remind", meeting.remind)
    yield from _before_it(f"{where}.chase", meeting.chase)


def _before_it(where: str, offsets: Sequence[Offset]) -> Iterator[Problem]:
    """What is said before a meeting counts back from its beginning; on the day itself only at a clock time."""
    for index, offset in enumerate(offsets):
        if offset.amount > 0 or (offset.amount == 0 and offset.at is None):
            yield Problem(f"{where}[{index}]", 'counts back from the beginning, such as "-1wd 15:00" or "-1h"')


def _apart(where: str, meeting: Meeting) -> Iterator[Problem]:
    apart = meeting.at_most_apart
    if apart is None:
        return
    if meeting.every != "ad-hoc":
        yield Problem(where, "expected every or at_most_apart, not both")
    if apart.unit not in ("w", "m"):
        yield Problem(where, 'expected weeks or months such as "3m"')
    elif apart.amount == 0:  # the next window would end where it begins, and the year never
        yield Problem(where, f'expected more than no time, such as "3m", got "{apart}"')


def _hold_window(where: str, meeting: Meeting) -> Iterator[Problem]:
    for period in periods_of(meeting.every, _SAMPLE_YEAR):
        first = _sample(meeting.hold_from, period) or period.first
        last = _sample(meeting.hold_rule, period) or period.last
        if first > last:
            yield Problem(f"{where}.hold", f"ends before it begins ({first:%d/%m} to {last:%d/%m} in {period.label})")
            return


def _convenor(where: str, convenor: Convenor) -> Iterator[Problem]:
    if len(convenor.ways()) != 1:
        yield Problem(where, "expected exactly one of role, together, any_member, share, delegated_by")
    if convenor.for_at_most and not convenor.delegated_by:
        yield Problem(f"{where}.for_at_most", "only a delegation has a time limit")


def _quorum(where: str, quorum: Quorum) -> Iterator[Problem]:
    measures = [quorum.at_least, quorum.more_than, quorum.count]
    given = sum(measure is not None for measure in measures)
    if given > 1 or (given == 0 and not quorum.roles):
        yield Problem(where, "expected exactly one of at_least, more_than, count (or roles alone)")


def _majority(where: str, majority: Majority | None) -> Iterator[Problem]:
    if majority and (majority.at_least is None) == (majority.more_than is None):
        yield Problem(where, "expected exactly one of at_least, more_than")
    if majority and majority.casting_vote and (majority.at_least or majority.more_than) != Fraction(1, 2):
        yield Problem(f"{where}.casting_vote", "breaks a tie, so the share must be 1/2")
