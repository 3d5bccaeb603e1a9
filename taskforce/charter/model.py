"""The charter: one task force's regulation as data. docs/charter.md explains every key with an example."""

from datetime import time
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from taskforce.charter.base import Clock, Key, Label, Rule, Text, Words
from taskforce.charter.cases import Cases
from taskforce.charter.decisions import Decisions, Majority
from taskforce.charter.forms import FormSpec
from taskforce.charter.hotlines import Hotline
from taskforce.charter.meetings import Meeting
from taskforce.charter.notices import Notices
from taskforce.charter.reports import Report
from taskforce.roles import Role
from taskforce.workdays import Country


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError(f'expected a time zone such as "Asia/Ho_Chi_Minh", got "{value}"') from None
    return value


class QuietHours(Rule):
    """From when to when nobody is disturbed; the two may lie on either side of midnight."""

    start: Clock = Field(default=time(20, 0), alias="from")
    end: Clock = Field(default=time(7, 0), alias="to")

    def covers(self, clock: time) -> bool:
        """Whether ``clock`` (local) is quiet; ``to`` itself is not. Two equal times mean never."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


class Body(Rule):
    """The task force itself.

    ``code`` is its abbreviation in the numbers of its letters ("Số: 07/GM-TCT"), ``place`` where they are dated.
    """

    name: Words
    short_name: str = ""
    code: str = ""
    place: str = ""
    regulation: Words
    standing_unit: Words
    parent: str = ""
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Ho_Chi_Minh"
    country: Country = "VN"
    locale: Literal["vi", "en"] = "vi"
    decisions: Literal["majority", "chair"] = "majority"
    quiet_hours: QuietHours = QuietHours()
    notice_time: Clock = time(8, 30)
    cite: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of every rule."""
        return ZoneInfo(self.timezone)


class Titles(Rule):
    """What the roles are called here."""

    leader: Label = Text(vi="Tổ trưởng", en="Head")
    standing_deputy: Label = Text(vi="Tổ phó Thường trực", en="Standing deputy head")
    deputy: Label = Text(vi="Tổ phó", en="Deputy head")
    member: Label = Text(vi="Thành viên", en="Member")
    helper_lead: Label = Text(vi="Tổ trưởng Tổ giúp việc", en="Head of the support group")
    helper: Label = Text(vi="Thành viên Tổ giúp việc", en="Support officer")
    secretary: Label = Text(vi="Thư ký", en="Secretary")
    observer: Label = Text(vi="Người theo dõi", en="Observer")
    guest: Label = Text(vi="Khách mời", en="Guest")

    def of(self, role: str, locale: str = "vi") -> str:
        """The title of a role in one language."""
        label: Text = getattr(self, Role(role).value)
        return label.localised(locale)


class Group(Rule):
    """A group beside the body, with its own roster: Tổ giúp việc, Tổ Thư ký."""

    key: Key
    name: Words
    code: str = ""
    cite: str = ""


class Charter(Rule):
    """One regulation. Cross-references have been checked when ``load_file`` returns it."""

    body: Body
    titles: Titles = Titles()
    groups: tuple[Group, ...] = ()
    forms: tuple[FormSpec, ...] = ()
    reports: tuple[Report, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    decisions: Decisions = Decisions()
    notices: Notices = Notices()
    hotlines: tuple[Hotline, ...] = ()
    cases: Cases = Cases()

    def form(self, key: str) -> FormSpec:
        """The form of that key; KeyError when there is none."""
        return _named(self.forms, key)

    def report(self, key: str) -> Report:
        """The report stream of that key; KeyError when there is none."""
        return _named(self.reports, key)

    def meeting(self, key: str) -> Meeting:
        """The meeting series of that key; KeyError when there is none."""
        return _named(self.meetings, key)

    def group(self, key: str) -> Group:
        """The group of that key; KeyError when there is none."""
        return _named(self.groups, key)

    @property
    def majority(self) -> Majority:
        """The rule at meetings; more than half of all members where the regulation only says "majority"."""
        return self.decisions.meeting or Majority.model_validate({"more_than": "1/2"})


_Named = TypeVar("_Named", FormSpec, Report, Meeting, Group)


def _named(items: tuple[_Named, ...], key: str) -> _Named:
    for item in items:
        if item.key == key:
            return item
    raise KeyError(key)
