"""Any form, any events, any colleague: what always holds in a guided conversation."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from taskforce.forms import (
    REVIEW,
    Answer,
    Ask,
    AskWhy,
    Back,
    Chosen,
    Collision,
    Condition,
    Confirmed,
    Event,
    Field,
    Form,
    Goto,
    GotoSection,
    KeepTheirs,
    Kind,
    Live,
    Nothing,
    Option,
    ReplaceTheirs,
    Resume,
    Review,
    SameAsLast,
    SameForSection,
    Sent,
    Session,
    Skipped,
    Stale,
    Step,
    Submit,
    Submitted,
    TakeOffered,
    Toggled,
    Typed,
    advance,
    changed_fields,
    clean,
    open_for,
    parse,
    problems,
    scope,
    session_from_json,
    session_to_json,
    show,
    start,
    with_answers,
)
from taskforce.forms.values import check, option_keys
from taskforce.forms.walk import is_answered

NOW = datetime(2022, 3, 14, 9, 30, tzinfo=UTC)
ME, COLLEAGUE = 7, 8
KEYS = ("a", "b", "c", "d", "e")
SECTIONS = ("", "one", "two")
OPTIONS = (Option("yes", "Có"), Option("no", "Không"), Option("stuck", "Vướng mắc"))
VALUES: dict[Kind, tuple[object, ...]] = {
    Kind.CHOICE: ("yes", "no", "stuck"),
    Kind.MULTI: (["yes"], ["no", "stuck"]),
    Kind.YES_NO: ("yes", "no"),
    Kind.NUMBER: ("0", "7", "50"),
    Kind.PERCENT: ("0", "12.5", "100"),
    Kind.DATE: ("2022-03-15", "2022-04-01"),
    Kind.TIME: ("08:30", "14:00"),
    Kind.TEXT: ("Thiếu người", "Chờ hướng dẫn"),
    Kind.FILE: ({"file_id": "A1", "name": "anh.jpg"},),
    Kind.PERSON: ("41", "42"),
    Kind.UNIT: ("u1", "u2"),
}
PLAIN_TYPED = {
    Kind.NUMBER: "7",
    Kind.PERCENT: "12,5",
    Kind.DATE: "15/3",
    Kind.TIME: "8h30",
    Kind.TEXT: "Thiếu người",
}
TEXTS = st.one_of(
    st.sampled_from(
        ["7", "50", "1,234.5", "-3", "15/3", "14h", "có", "khong co", "Vướng mắc", "yes, no", " ", "x" * 60]
    ),
    st.text(max_size=12),
)
BUTTONS = st.sampled_from(
    [
        *(lambda revision, key=key: Chosen(key, revision) for key in ("yes", "no", "stuck", "42", "", "zz")),
        *(lambda revision, key=key: Toggled(key, revision) for key in ("yes", "no", "stuck", "zz")),
        *(lambda revision, key=key: Goto(key, revision) for key in (*KEYS, "", "zz")),
        *(lambda revision, key=key: GotoSection(key, revision) for key in (*SECTIONS, "zz")),
        *(Confirmed, Skipped, Nothing, SameAsLast, TakeOffered, SameForSection, Back, KeepTheirs, ReplaceTheirs),
        Submit,
        lambda revision: Sent({"file_id": "F9"}, revision),
    ]
)


@st.composite
def a_field(draw: st.DrawFn, key: str, before: tuple[str, ...]) -> Field:
    """Any question; figures may have bounds and ask why, later ones may have a condition."""
    kind = draw(st.sampled_from(list(Kind)))
    figure = kind in (Kind.NUMBER, Kind.PERCENT)
    condition = None
    if before and draw(st.booleans()):
        condition = Condition(draw(st.sampled_from(before)), draw(st.sampled_from([("yes",), ("stuck", "no")])))
    return Field(
        key,
        kind,
        f"Câu hỏi {key}",
        section=draw(st.sampled_from(SECTIONS)),
        required=draw(st.booleans()),
        nothing=draw(st.booleans()),
        carry=draw(st.booleans()),
        options=OPTIONS if kind in (Kind.CHOICE, Kind.MULTI) else (),
        minimum=draw(st.sampled_from([None, "0"])) if figure else None,
        maximum=draw(st.sampled_from([None, "50"])) if figure else None,
        max_length=40,
        ask_why_above=draw(st.sampled_from([None, 0.0, 0.5])),
        ask_why_on=draw(st.sampled_from([(), ("stuck",)])),
        only_if=condition,
    )


@st.composite
def a_form(draw: st.DrawFn) -> Form:
    """One to five questions."""
    fields: list[Field] = []
    for key in KEYS[: draw(st.integers(1, 5))]:
        fields.append(draw(a_field(key, tuple(each.key for each in fields))))
    return Form("any", "Biểu mẫu", tuple(fields))


def texts_in(session: Session) -> list[object]:
    """Everything the session holds for the person."""
    answers = session.answers.values()
    return [
        *(each.value for each in answers),
        *(each.reason for each in answers),
        *session.draft.values(),
        session.reason,
    ]


def next_event(live: Live) -> Event:
    """What somebody does who only wants to be finished."""
    match live:
        case Review():
            return Submit(live.revision)
        case AskWhy():
            return Typed("Vì vậy")
        case Collision():
            return KeepTheirs(live.revision)
    if live.can_keep or live.can_confirm:
        return Confirmed(live.revision)
    field = live.field
    if field.kind in PLAIN_TYPED:
        return Typed(PLAIN_TYPED[field.kind])
    if field.kind is Kind.FILE:
        return Sent({"file_id": "A1"})
    if field.kind is Kind.MULTI:
        return Toggled("yes", live.revision)
    return Chosen((option_keys(field) or ("42",))[0], live.revision)


class Conversation(RuleBasedStateMachine):
    """One person in one form, while a colleague answers in the same report."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(Form("none", "", ()), REVIEW)
        self.shown: object = None

    @initialize(form=a_form(), data=st.data())
    def begin(self, form: Form, data: st.DataObject) -> None:
        """Any form, last period's values good and bad, and any way to open it."""
        assert not problems(form)
        previous = {
            field.key: data.draw(st.sampled_from([*VALUES[field.kind], None, "gone"]))
            for field in form.fields
            if data.draw(st.booleans())
        }
        offered = {
            field.key: data.draw(st.sampled_from([*VALUES[field.kind], "7.0", "1000000", "gone"]))
            for field in form.fields
            if data.draw(st.booleans())
        }
        only = tuple(field.key for field in form.fields if data.draw(st.booleans()))
        opening = data.draw(st.sampled_from(["whole", "part", "sent back"]))
        if opening == "sent back":
            answers = {key: self.colleagues(form, key, 1, data) for key in only}
            step = open_for(form, only, answers, previous, offered)
        else:
            step = start(form, {}, previous, only if opening == "part" else (), offered)
        self.session, self.shown = step.session, step.show

    def colleagues(self, form: Form, key: str, revision: int, data: st.DataObject) -> Answer:
        """Some answer of the colleague's."""
        kind = next(field.kind for field in form.fields if field.key == key)
        return Answer(data.draw(st.sampled_from(VALUES[kind])), COLLEAGUE, NOW, None, revision)

    def step(self, event: Event) -> Step:
        """Advance and check what holds for every step."""
        before = self.session
        step = advance(before, event, NOW, ME)
        assert step == advance(before, event, NOW, ME)
        if step.session is before or step.session == before:
            assert not isinstance(step.show, Submitted)
        else:
            assert step.session.revision == before.revision + 1
        for key, answer in changed_fields(before, step.session).items():
            stored = before.answers.get(key)
            assert answer.revision == (stored.revision + 1 if stored else 1)
            assert answer.by == ME
        if isinstance(step.show, Submitted):
            self.complete(step.session, step.show.answers)
        self.session, self.shown = step.session, step.show
        return step

    def complete(self, session: Session, sent: Mapping[str, Answer]) -> None:
        """What was sent has everything that is required and nothing that does not apply."""
        asked = scope(session)
        assert {field.key for field in asked} >= set(sent)
        assert all(is_answered(field, sent) for field in asked if field.required)

    @rule(button=BUTTONS)
    def tap(self, button: object) -> None:
        """A tap on a live button, or on one that was never drawn."""
        self.step(button(self.session.revision))

    @rule(button=BUTTONS, age=st.sampled_from([-2, -1, 1]))
    def tap_old(self, button: object, age: int) -> None:
        """A tap on a button of another revision changes nothing."""
        before = self.session
        step = self.step(button(before.revision + age))
        assert step.session is before
        assert isinstance(step.show, Stale)
        assert step.show.show == show(before)

    @rule(button=BUTTONS)
    def tap_twice(self, button: object) -> None:
        """The second of two quick taps changes nothing."""
        event = button(self.session.revision)
        once = self.step(event)
        if once.session.revision > event.revision:
            again = self.step(event)
            assert again.session is once.session
            assert isinstance(again.show, Stale)
            assert again.show.repeated

    @rule(text=TEXTS)
    def type(self, text: str) -> None:
        """Typed text is stored, waits in the draft, or comes back with the refusal."""
        before = self.session
        step = self.step(Typed(text))
        assert isinstance(step.show, Live)
        if step.show.error:
            assert step.show.error.text == clean(text)
            return
        field = next(field for field in before.form.fields if field.key == before.position)
        held = texts_in(step.session)
        value = parse(field, text, NOW.date())
        ticked = [key for each in held if isinstance(each, list) for key in each]
        assert clean(text) in held or value in held or set(value) <= set(ticked)

    @rule()
    def resume(self) -> None:
        """Showing again changes nothing."""
        before = self.session
        assert self.step(Resume()).session is before

    @rule(data=st.data())
    def colleague_answers(self, data: st.DataObject) -> None:
        """A colleague answers anything, also the question one stands on, or an answer is erased."""
        stored = dict(self.session.answers)
        key = data.draw(st.sampled_from([field.key for field in self.session.form.fields]))
        if key in stored and data.draw(st.booleans()):
            del stored[key]
        else:
            revision = stored[key].revision + 1 if key in stored else 1
            stored[key] = self.colleagues(self.session.form, key, revision, data)
        self.session = with_answers(self.session, stored)
        self.shown = show(self.session)

    @invariant()
    def stands_somewhere(self) -> None:
        """The position is the review or a question of the form, never twice on the way back."""
        keys = {field.key for field in self.session.form.fields}
        assert self.session.position in keys | {REVIEW}
        assert len(set(self.session.trail)) == len(self.session.trail)

    @invariant()
    def stored_answers_are_valid(self) -> None:
        """Nothing that a question may not hold is ever stored."""
        fields = {field.key: field for field in self.session.form.fields}
        for key, answer in self.session.answers.items():
            if answer.by == ME:
                assert check(fields[key], answer.value) == answer.value

    @invariant()
    def survives_a_restart(self) -> None:
        """The session written down and read back is the same."""
        assert session_from_json(session_to_json(self.session)) == self.session

    @invariant()
    def buttons_do_what_they_say(self) -> None:
        """What is offered is accepted, what is not is refused."""
        live = show(self.session)
        if not isinstance(live, Ask):
            return
        offers = {
            Skipped: live.can_skip,
            Nothing: live.can_nothing,
            SameAsLast: live.can_same,
            TakeOffered: live.can_offered,
            Back: live.can_back,
        }
        for button, offered in offers.items():
            after = advance(self.session, button(live.revision), NOW, ME)
            assert (after.session.revision > live.revision) is offered
        if live.can_keep or live.can_same_section:
            button = Confirmed if live.can_keep and not self.session.draft else SameForSection
            if button is Confirmed or live.can_same_section:
                assert advance(self.session, button(live.revision), NOW, ME).session.revision > live.revision

    @invariant()
    def can_always_be_finished(self) -> None:
        """Whoever only wants to be finished is, in a few steps from anywhere."""
        session = self.session
        for _ in range(6 * len(session.form.fields) + 4):
            step = advance(session, next_event(show(session)), NOW, ME)
            assert step.session.revision == session.revision + 1
            if isinstance(step.show, Submitted):
                self.complete(step.session, step.show.answers)
                return
            session = step.session
        raise AssertionError("no end")


Conversation.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestConversation = Conversation.TestCase
