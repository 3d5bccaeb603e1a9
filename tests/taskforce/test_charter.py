"""Reading charters: the presets, and what is said about wrong ones."""

import pytest

from taskforce.charter import CharterError, load_file, load_preset, preset_names
from taskforce.charter.expressions import parse_duration
from taskforce.roles import Role
from tests.taskforce.charters import BODY, charter

REPORT = '[[reports]]\nkey = "m"\nform = "monthly-status"\nevery = "month"\ndue = { before_day = 18 }\ncite = "Đ1"\n'
MEETING = '[[meetings]]\nkey = "m"\nevery = "month"\ncite = "Đ1"\n'
FIELD = '[[forms.fields]]\nkey = "a"\nlabel = "A"\nkind = "number"\n'
FORM = '[[forms]]\nkey = "f"\ntitle = "F"\n'


def problems(text: str) -> dict[str, str]:
    """What is wrong, by key."""
    with pytest.raises(CharterError) as caught:
        load_file(text, "x.toml")
    return {problem.key: problem.message for problem in caught.value.problems}


def replaced(text: str, old: str, new: str) -> str:
    """The text with one thing wrong."""
    assert old in text
    return BODY + text.replace(old, new)


def test_the_presets() -> None:
    """The four regulations ship with the product."""
    assert preset_names() == ("bac-giang", "bac-kan", "nam-dong", "quang-nam")


@pytest.mark.parametrize("name", preset_names())
def test_every_rule_of_a_preset_is_cited(name: str) -> None:
    """Every report, meeting, absence rule, group and way of deciding names its article."""
    loaded = load_preset(name)
    cites = [rule.cite for rule in (*loaded.reports, *loaded.meetings, *loaded.groups)]
    cites += [report.forward.cite for report in loaded.reports if report.forward]
    cites += [step.cite for report in loaded.reports for step in report.escalate]
    cites += [meeting.absence.cite for meeting in loaded.meetings if meeting.absence.consent != "unspecified"]
    cites.append(loaded.body.cite)
    assert all(cites)


@pytest.mark.parametrize("name", preset_names())
def test_presets_speak_both_languages(name: str) -> None:
    """Titles, forms and questions of the presets have an English text."""
    loaded = load_preset(name)
    labels = [rule.title for rule in (*loaded.reports, *loaded.meetings, *loaded.forms)]
    labels += [field.label for form in loaded.forms for field in form.fields]
    labels += [section.title for form in loaded.forms for section in form.sections]
    assert all(label and label.vi and label.en for label in labels)


def test_an_unknown_preset_names_the_known() -> None:
    """Asking for a preset that is not there lists those that are."""
    with pytest.raises(CharterError, match="bac-kan"):
        load_preset("ba-be")


def test_quang_nam_says_what_the_regulation_says() -> None:
    """Before the 18th in, before the 22nd up, notice and papers two working days ahead, a support group."""
    quang_nam = load_preset("quang-nam")
    monthly, regular = quang_nam.report("monthly"), quang_nam.meeting("regular")
    assert monthly.due_rule
    assert monthly.due_rule.before_day == 18
    assert monthly.forward
    assert (monthly.forward.before_day, monthly.forward.to) == (22, ("Văn phòng Chính phủ", "Bộ Công an"))
    assert (regular.notice, regular.papers) == (parse_duration("2wd"), parse_duration("2wd"))
    assert regular.hold_rule
    assert regular.hold_rule.before_day == 10
    assert quang_nam.group("support").name == "Tổ giúp việc"
    assert quang_nam.meeting("support").absence.consent == "none"


def test_the_chair_decides_in_bac_giang() -> None:
    """Bắc Giang's chair decides; its reports are quarterly, without a day."""
    bac_giang = load_preset("bac-giang")
    assert bac_giang.body.decisions == "chair"
    assert bac_giang.report("quarterly").due_rule is None
    assert bac_giang.titles.of(Role.LEADER) == "Trưởng ban"
    assert bac_giang.titles.of("leader", "en") == "Chair"


def test_the_secretariat_of_bac_giang_is_also_asked_in_between() -> None:
    """Beside every quarter it reports when asked (Điều 8 khoản 4) and meets when its head asks (Điều 10 khoản 3)."""
    bac_giang = load_preset("bac-giang")
    report, meeting = bac_giang.report("secretariat-on-request"), bac_giang.meeting("secretariat-on-request")
    assert (report.every, report.senders.groups, report.cite) == ("ad-hoc", ("secretariat",), "Điều 8 khoản 4")
    assert (meeting.every, meeting.group, meeting.cite) == ("ad-hoc", "secretariat", "Điều 10 khoản 3")
    assert [convenor.role for convenor in meeting.convened_by] == [Role.HELPER_LEAD]


def test_bac_kan_spells_out_what_it_cites() -> None:
    """Readers know no "QC" and "KH"; who is told of the missing rests on what the standing deputy does."""
    monthly = load_preset("bac-kan").report("monthly")
    assert monthly.cite == "Kế hoạch mục VI.1; Quy chế Điều 8 khoản 5"
    assert [step.cite for step in monthly.escalate] == ["Quy chế Điều 4 khoản 2; Điều 10 khoản 2"]


def test_bac_kan_names_no_day_upwards() -> None:
    """Bắc Kạn reports to the government office and the ministry, on a day nobody laid down."""
    forward = load_preset("bac-kan").report("monthly").forward
    assert forward
    assert forward.rule() is None
    assert forward.to == ("Văn phòng Chính phủ", "Bộ Công an")


def test_a_form_is_asked_in_one_language_of_one_unit() -> None:
    """Figures for one unit are asked of that unit alone, and tasks come where the marker stands."""
    form = load_preset("bac-kan").form("monthly-status")
    police, others = form.localised("en", "Công an tỉnh"), form.localised("vi", "Sở Y tế")
    assert "vneid-accounts" in [field.key for field in police.fields]
    assert "vneid-accounts" not in [field.key for field in others.fields]
    assert police.fields[0].measure == "applications"
    assert [section.key for section in others.sections] == ["figures", "remarks"]
    task = others.fields[0]
    assert form.localised("vi", "Sở Y tế", [task]).fields[0] == task


def test_a_standard_form_needs_no_writing_down() -> None:
    """A charter may name a standard form, and its own of the same key takes its place."""
    assert charter(REPORT).form("monthly-status").fields[0].kind == "tasks"
    own = FORM.replace('"f"', '"monthly-status"') + '[[forms.fields]]\nkey = "a"\nkind = "text"\nlabel = "A"\n'
    assert [field.key for field in charter(REPORT + own).form("monthly-status").fields] == ["a"]


def test_broken_toml_names_the_line() -> None:
    """What is not TOML is answered with the place."""
    assert "line 2" in problems("[body]\nname = \n")[""]


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("body = 5", "body", "expected a table in { }, got 5"),
        ("reports = 'x'", "reports", 'expected a list in [ ], got "x"'),
        (BODY + "locale = 1979-05-27", "body.locale", 'expected "vi" or "en", got 1979-05-27'),
        (BODY + "short_name = true", "body.short_name", "expected a text in quotation marks, got true"),
        (replaced(REPORT, "18", "1.5"), "reports[0].due.before_day", "expected a whole number, got 1.5"),
    ],
)
def test_a_value_of_the_wrong_type(text: str, key: str, message: str) -> None:
    """Whatever TOML can hold in the wrong place is answered in TOML's words."""
    assert problems(text)[key] == message


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        (replaced(REPORT, "before_day = 18", "by_day = true"), "reports[0].due.by_day", "whole number, got true"),
        (replaced(REPORT, "18", '"18"'), "reports[0].due.before_day", 'whole number, got "18"'),
        (replaced(REPORT, "before_day = 18", "last_day = 1"), "reports[0].due.last_day", "expected true, got 1"),
        (BODY + REPORT + "firm = 1\n", "reports[0].firm", "true or false"),
        (BODY + REPORT + "data = { from_day = true, to_day = 3 }\n", "reports[0].data.from_day", "whole number"),
        (BODY + MEETING + "quorum = { count = true }\n", "meetings[0].quorum.count", "whole number"),
        (BODY + MEETING + "convened_by = [{ any_member = 1 }]\n", "meetings[0].convened_by[0].any_member", "true"),
        (BODY + FORM + "version = true\nfields = []\n", "forms[0].version", "whole number"),
        (BODY + FORM + "fields = []\n", "forms[0].fields", "at least one entry"),
        (FORM + FIELD + "ask_why_above = true\n", "forms[0].fields[0].ask_why_above", "a number, got true"),
        (FORM + FIELD + "ask_why_above = inf\n", "forms[0].fields[0].ask_why_above", "finite"),
        (FORM + FIELD + "max_length = 0\n", "forms[0].fields[0].max_length", "1 or more, got 0"),
        (FORM + FIELD + "max_length = 9000\n", "forms[0].fields[0].max_length", "4000 or less, got 9000"),
        (replaced(REPORT, "18", "0x" + "f" * 9000), "reports[0].due.before_day", "31 or less"),
    ],
)
def test_numbers_and_yes_or_no_are_not_mixed_up(text: str, key: str, message: str) -> None:
    """true is no 1, 1 is no true, a text no number; the words are ours."""
    assert message in problems(text)[key]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (BODY.replace("Tổ công tác thử nghiệm", " "), "body.name"),
        (BODY.replace("Quy chế thử nghiệm", ""), "body.regulation"),
        (BODY.replace("Văn phòng", "\u00a0"), "body.standing_unit"),
        (replaced(REPORT, "Đ1", ""), "reports[0].cite"),
        (replaced(MEETING, "Đ1", "  "), "meetings[0].cite"),
        (BODY + REPORT + 'title = ""\n', "reports[0].title"),
        (BODY + MEETING + 'title = { vi = " " }\n', "meetings[0].title.vi"),
        (BODY + '[titles]\nleader = ""\n', "titles.leader"),
        (BODY + '[[groups]]\nkey = "g"\nname = " "\n', "groups[0].name"),
        (BODY + REPORT + 'forward = { to = [""] }\n', "reports[0].forward.to[0]"),
    ],
)
def test_a_blank_says_nothing(text: str, key: str) -> None:
    """Names, titles and articles are there for people to read: a blank one is refused."""
    assert "expected a text that is not blank" in problems(text)[key]


@pytest.mark.parametrize("apart", ["0m", "0w"])
def test_meetings_are_some_time_apart(apart: str) -> None:
    """Meetings no time apart would never end."""
    text = BODY + f'[[meetings]]\nkey = "m"\nat_most_apart = "{apart}"\ncite = "Đ1"\n'
    assert "more than" in problems(text)["meetings[0].at_most_apart"]


@pytest.mark.parametrize("name", ["2026-2026", "1234-2026", "２０２６", "26"])
def test_a_year_is_named_by_its_four_digits(name: str) -> None:
    """A name that no year can have is refused, as it would never be found."""
    text = replaced(REPORT, 'every = "month"', f'every = "year"\nonly = ["{name}"]')
    assert "2026" in problems(text)["reports[0].only[0]"]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 2000,
        "a = " + "[" * 2000 + "]" * 2000,
        BODY + REPORT.replace('cite = "Đ1"', "cite." + "a." * 3000 + "a = 1"),
    ],
)
def test_nesting_without_end_is_one_sentence(text: str) -> None:
    """However deep tables and lists lie in each other, the answer is a sentence about the file."""
    assert list(problems(text)) in ([""], ["reports[0].cite"])


def test_a_number_too_long_to_read() -> None:
    """A number with thousands of digits is a mistake like any other."""
    assert "not valid TOML" in problems("a = " + "1" * 9000)[""]


def test_every_mistake_is_named_at_once() -> None:
    """Missing keys, unknown keys and wrong values come in one list."""
    text = "[body]\nnam = 1\nquiet_hours = { from = 8 }\n" + REPORT.replace("before_day", "befor_day")
    found = problems(text)
    assert found["body.name"] == "is missing"
    assert found["body.nam"] == 'there is no such key; did you mean "name"?'
    assert found["reports[0].due.befor_day"] == 'there is no such key; did you mean "before_day"?'
    assert found["body.quiet_hours.from"] == 'expected a clock time such as "08:30", got 8'


def test_an_error_names_file_key_and_expectation() -> None:
    """The sentence has the file, the dotted key and what was expected."""
    with pytest.raises(CharterError, match=r"^x\.toml: reports\[0\]\.due\.before_day: expected .*18th"):
        load_file(replaced(REPORT, "18", '"the 18th"'), "x.toml")


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ('form = "monthly-status"', 'form = "monthly-statu"', "form", 'did you mean "monthly-status"?'),
        ('"month"\n', '"monthly"\n', "every", '"month"'),
        ('key = "m"', 'key = "adhoc"', "key", "is kept for reports asked for in the chat: give another key"),
        ("before_day = 18", "", "due", "got none"),
        ("before_day = 18", "before_day = 18, by_day = 17", "due", "exactly one"),
        ("before_day = 18", 'before_day = 18, time = "16:00"', "due.time", "by_day"),
        ("before_day = 18", 'weekday = "thu 16:00"', "due.weekday", 'every = "week"'),
        ("before_day = 18", 'within = "24h"', "due.within", "ad-hoc"),
        ("{ before_day = 18 }", '"soon"', "due", 'or "unspecified"'),
        ("before_day = 18", "before_day = 18, week = 2", "due.week", "weekday"),
        ("before_day = 18", 'before_day = 18, event = "x"', "due.event", "within"),
        ('cite = "Đ1"', 'cite = "Đ1"\nskip = ["Q1"]', "skip[0]", '"01"'),
        ('cite = "Đ1"', 'cite = "Đ1"\nskip = ["01"]\nonly = ["02"]', "skip", "not both"),
        ('cite = "Đ1"', 'cite = "Đ1"\nsenders = { groups = ["x"] }', "senders.groups[0]", "group"),
        ('cite = "Đ1"', 'cite = "Đ1"\ncopies = ["x"]', "copies[0]", "e-mail"),
        ('cite = "Đ1"', 'cite = "Đ1"\nremind = ["+1d"]', "remind[0]", "counts back"),
        ('cite = "Đ1"', 'cite = "Đ1"\noverdue = ["-1d"]', "overdue[0]", "counts on"),
        ('cite = "Đ1"', 'cite = "Đ1"\nopens = { by_day = 20 }', "due", "before opens"),
        ('cite = "Đ1"', 'cite = "Đ1"\nforward = { before_day = 10, to = ["A"] }', "forward", "before due"),
        ('cite = "Đ1"', 'cite = "Đ1"\nescalate = [{ after = "+1wd", to = "boss" }]', "escalate[0].to", "a role"),
        ('cite = "Đ1"', 'cite = "Đ1"\ndata = { from_day = 15 }', "data", "to_day"),
        ("{ before_day = 18 }", '"unspecified"\nremind = ["-1d"]', "remind", "no day to count from"),
    ],
)
def test_wrong_reports(old: str, new: str, key: str, message: str) -> None:
    """Each mistake in a report is named with its key and what was expected."""
    assert message in problems(replaced(REPORT, old, new))[f"reports[0].{key}"]


@pytest.mark.parametrize(
    ("rule", "key", "message"),
    [
        ('group = "x"', "group", "there is no group"),
        ('at_most_apart = "3m"', "at_most_apart", "not both"),
        ("hold = { before_day = 3 }\nhold_from = { by_day = 5 }", "hold", "ends before it begins"),
        ('convened_by = ["boss"]', "convened_by[0]", "a role"),
        ("convened_by = [{ any_member = true, share = '1/3' }]", "convened_by[0]", "exactly one"),
        ("chair = [{ role = 'leader', for_at_most = '3d' }]", "chair[0].for_at_most", "delegation"),
        ("quorum = { }", "quorum", "exactly one"),
        ("quorum = { at_least = '3/2' }", "quorum.at_least", "share"),
        ("absence = { consent = 'boss' }", "absence.consent", '"chair"'),
        ("absence = { substitute = 'yes' }", "absence.substitute", "true, false"),
        ("notice = 'two days'", "notice", "2wd"),
    ],
)
def test_wrong_meetings(rule: str, key: str, message: str) -> None:
    """Each mistake in a meeting is named with its key and what was expected."""
    assert message in problems(BODY + MEETING + rule + "\n")[f"meetings[0].{key}"]


@pytest.mark.parametrize(
    ("field", "key", "message"),
    [
        ('kind = "choice"', "options", "two options"),
        ('kind = "text"\nmeasure = "x"', "measure", "number"),
        ('kind = "text"\ntotal = "sum"', "total", "number"),
        ('kind = "number"\nminimum = "x"', "minimum", "1234.5"),
        ('kind = "text"\nsection = "x"', "section", "section"),
        ('kind = "text"\nonly_if = { field = "z", values = ["1"] }', "only_if.field", "earlier field"),
        ('kind = "numbr"', "kind", '"number"'),
    ],
)
def test_wrong_fields(field: str, key: str, message: str) -> None:
    """Each mistake in a question is named with its key and what was expected."""
    text = BODY + FORM + f'[[forms.fields]]\nkey = "a"\nlabel = "A"\n{field}\n'
    assert message in problems(text)[f"forms[0].fields[0].{key}"]


def test_wrong_decisions() -> None:
    """A majority has one share, and a casting vote breaks halves only."""
    found = problems(BODY + '[decisions]\nmeeting = { more_than = "2/3", casting_vote = true }\nwritten.passes = {}\n')
    assert set(found) == {"decisions.meeting.casting_vote", "decisions.written.passes"}


def test_a_key_is_used_once() -> None:
    """Two rules of one kind cannot have one key."""
    assert "twice" in problems(BODY + REPORT + REPORT)["reports[1].key"]


def test_a_wrong_zone_is_named() -> None:
    """A time zone that does not exist is refused."""
    assert "time zone" in problems(BODY + 'timezone = "Asia/Bac_Kan"\n')["body.timezone"]


def test_the_majority_is_more_than_half_unless_said() -> None:
    """Where nothing is written down, more than half of all decide."""
    majority = charter("").majority
    assert (str(majority.more_than), majority.of) == ("1/2", "unspecified")
