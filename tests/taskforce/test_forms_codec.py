"""Forms, answers and sessions written down and read back."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskforce.forms import (
    Answer,
    CodecError,
    Condition,
    Field,
    Form,
    Kind,
    Option,
    Phase,
    Section,
    Session,
    answer_from_json,
    answer_to_json,
    form_from_json,
    form_to_json,
    session_from_json,
    session_to_json,
    value_from_json,
    value_to_json,
)

CALM = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2022, 3, 14, 9, 30, tzinfo=UTC)
WORDS = st.text(max_size=5)
TUPLES = st.lists(WORDS, max_size=2).map(tuple)
VALUES = st.none() | WORDS | st.lists(WORDS, max_size=2) | st.dictionaries(WORDS, WORDS, max_size=2)
COUNTS = st.integers(0, 10**12)
FIELDS = st.builds(
    Field,
    key=WORDS,
    kind=st.sampled_from(Kind),
    label=WORDS,
    section=WORDS,
    hint=WORDS,
    required=st.booleans(),
    nothing=st.booleans(),
    carry=st.booleans(),
    options=st.lists(st.builds(Option, WORDS, WORDS), max_size=2).map(tuple),
    measure=WORDS,
    minimum=st.none() | WORDS,
    maximum=st.none() | WORDS,
    max_length=COUNTS,
    ask_why_above=st.none() | st.floats(0, 10),
    ask_why_on=TUPLES,
    only_if=st.none() | st.builds(Condition, WORDS, TUPLES),
)
FORMS = st.builds(
    Form,
    key=WORDS,
    title=WORDS,
    fields=st.lists(FIELDS, max_size=3).map(tuple),
    sections=st.lists(st.builds(Section, WORDS, WORDS), max_size=2).map(tuple),
    version=COUNTS,
)
ANSWERS = st.builds(
    Answer,
    value=VALUES,
    by=COUNTS,
    at=st.datetimes(timezones=st.just(UTC)),
    reason=st.none() | WORDS,
    revision=COUNTS,
    carried=st.booleans(),
)
SESSIONS = st.builds(
    Session,
    form=FORMS,
    position=WORDS,
    revision=COUNTS,
    answers=st.dictionaries(WORDS, ANSWERS, max_size=2),
    previous=st.dictionaries(WORDS, VALUES, max_size=2),
    only=TUPLES,
    seen=st.dictionaries(WORDS, COUNTS, max_size=2),
    draft=st.dictionaries(WORDS, VALUES, max_size=2),
    trail=TUPLES,
    phase=st.sampled_from(Phase),
    reason=st.none() | WORDS,
    pending=TUPLES,
    last=WORDS,
    offered=st.dictionaries(WORDS, VALUES, max_size=2),
)
FORM = Form("k", "Báo cáo", (Field("n", Kind.NUMBER, "Số hồ sơ", minimum="0"),))


@given(SESSIONS)
@CALM
def test_a_session_read_back_is_the_same(session: Session) -> None:
    """Every field of every part survives, with its form and without."""
    assert session_from_json(session_to_json(session)) == session
    assert session_from_json(session_to_json(session, with_form=False), session.form) == session


@given(ANSWERS)
@CALM
def test_an_answer_and_its_value_read_back_are_the_same(answer: Answer) -> None:
    """The time keeps its offset, the value its shape."""
    assert answer_from_json(answer_to_json(answer)) == answer
    assert value_from_json(value_to_json(answer.value)) == answer.value


def test_what_a_newer_version_added_is_passed_over() -> None:
    """Unknown keys and a higher version do not break an older program."""
    data = json.loads(form_to_json(FORM)) | {"v": 9, "colour": "red"}
    data["fields"][0]["shape"] = {"round": True}
    assert form_from_json(json.dumps(data)) == FORM


def test_vietnamese_is_written_as_it_is() -> None:
    """The stored text can be read by people, and defaults take no room."""
    assert form_to_json(FORM) == (
        '{"v":1,"key":"k","title":"Báo cáo","fields":[{"key":"n","kind":"number","label":"Số hồ sơ","minimum":"0"}]}'
    )


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "document"),
        ("[]", "document"),
        ('{"key":"k"}', "document.v"),
        ('{"v":true}', "document.v"),
        ('{"v":1}', "form.key"),
        ('{"v":1,"key":3}', "form.key"),
        ('{"v":1,"key":"k","title":"t","fields":{}}', "form.fields"),
        ('{"v":1,"key":"k","title":"t","fields":[3]}', "form.fields[0]"),
        ('{"v":1,"key":"k","title":"t","fields":[{"key":"a","kind":"song","label":""}]}', "form.fields[0].kind"),
        ('{"v":1,"key":"k","title":"t","fields":[],"version":true}', "form.version"),
    ],
)
def test_a_broken_form_names_the_place(text: str, where: str) -> None:
    """Wrong types and missing keys are refused, not guessed."""
    with pytest.raises(CodecError) as caught:
        form_from_json(text)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ({"value": 3}, "answer.value"),
        ({"value": ["a", 1]}, "answer.value"),
        ({"at": "yesterday"}, "answer.at"),
        ({"at": "2022-03-14T09:30:00"}, "answer.at"),
        ({"by": "7"}, "answer.by"),
        ({"reason": 0}, "answer.reason"),
    ],
)
def test_a_broken_answer_names_the_place(part: dict[str, object], where: str) -> None:
    """A time without offset is no time, a number is no text."""
    data = json.loads(answer_to_json(Answer("5", 7, NOW))) | part
    with pytest.raises(CodecError, match=where):
        answer_from_json(json.dumps(data))


def test_a_session_without_its_form_needs_one() -> None:
    """A session stored beside its form cannot be read alone."""
    text = session_to_json(Session(FORM, "n"), with_form=False)
    with pytest.raises(CodecError, match=r"session\.form"):
        session_from_json(text)
    with pytest.raises(CodecError, match=r"session\.answers"):
        session_from_json(text.replace('"v":1', '"v":1,"answers":[]'), FORM)
