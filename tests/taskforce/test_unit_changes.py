"""What moves where when units merge, split or end."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taskforce.roles import REPORTERS, Role
from taskforce.tally import TaskState
from taskforce.unit_changes import Part, Seat, combine, dissolve_seats, merge_seats, move_parts, same_seat

_START = datetime(2022, 3, 1, tzinfo=UTC)
_UNITS = st.integers(1, 5)


@st.composite
def _parts(draw: st.DrawFn) -> list[Part]:
    keys = draw(st.lists(st.tuples(st.integers(1, 6), _UNITS), unique=True, max_size=20))
    found = []
    for task, unit in keys:
        state = draw(st.sampled_from(TaskState))
        hours = draw(st.none() | st.integers(0, 99))
        told = None if hours is None else _START + timedelta(hours=hours)
        found.append(Part(task, unit, draw(st.booleans()), state, draw(st.sampled_from(["", "x", "y"])), told))
    return found


def _after(parts: Sequence[Part], sources: frozenset[int], target: int | None) -> dict[tuple[int, int], Part]:
    moved = move_parts(parts, sources, target)
    left = {(p.task_id, p.unit_id): p for p in parts}
    for part in moved.gone:
        del left[part.task_id, part.unit_id]
    return left | {(p.task_id, p.unit_id): p for p in moved.held}


@given(_parts(), st.frozensets(st.integers(1, 4), min_size=1, max_size=3))
def test_every_task_keeps_a_part_and_no_source_keeps_one(parts: list[Part], sources: frozenset[int]) -> None:
    """After a merger the target holds one part of every task that a source had; what others have is untouched."""
    after = _after(parts, sources, 5)
    concerned = {p.task_id for p in parts if p.unit_id in sources}
    assert concerned <= {task for task, unit in after if unit == 5}
    assert not {unit for _, unit in after} & sources
    for part in parts:
        if part.unit_id not in sources and (part.unit_id != 5 or part.task_id not in concerned):
            assert after[part.task_id, part.unit_id] == part
    for task in concerned:
        theirs = [p for p in parts if p.task_id == task and p.unit_id in sources | {5}]
        assert after[task, 5].leads == any(p.leads for p in theirs)


@given(_parts(), st.randoms())
def test_the_order_in_which_parts_are_read_does_not_matter(parts: list[Part], random: object) -> None:
    """Shuffled, the same comes out."""
    shuffled = sorted(parts, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert move_parts(parts, frozenset({1, 2}), 3) == move_parts(shuffled, frozenset({1, 2}), 3)


@given(_parts())
def test_merging_at_once_is_merging_one_after_the_other(parts: list[Part]) -> None:
    """Of who leads and how it stands."""
    once = _after(parts, frozenset({1, 2}), 3)
    first = list(_after(parts, frozenset({1}), 3).values())
    twice = _after(first, frozenset({2}), 3)
    assert {k: (p.leads, p.state) for k, p in once.items()} == {k: (p.leads, p.state) for k, p in twice.items()}


@given(_parts(), st.frozensets(_UNITS, min_size=1))
def test_what_nobody_leads_is_named(parts: list[Part], sources: frozenset[int]) -> None:
    """Dissolved without an heir: exactly the tasks of the sources that no other unit leads are left with nobody."""
    moved = move_parts(parts, sources, None)
    after = _after(parts, sources, None)
    led = {p.task_id for p in after.values() if p.leads}
    assert set(moved.nobody) == {p.task_id for p in parts if p.unit_id in sources} - led
    assert moved.held == ()


@given(st.lists(st.sampled_from(TaskState), min_size=1, max_size=4))
def test_nobodys_word_is_outbid(states: list[TaskState]) -> None:
    """Joined parts are done only when all are, and stuck as soon as one is."""
    parts = [Part(1, unit, True, state, told_at=_START) for unit, state in enumerate(states)]
    state = combine(parts, 9).state
    assert (state is TaskState.DONE) == (set(states) == {TaskState.DONE})
    assert (state is TaskState.STUCK) == (TaskState.STUCK in states)
    assert (state is TaskState.NOT_BEGUN) == (set(states) == {TaskState.NOT_BEGUN})


def test_the_note_belongs_to_the_state_that_holds() -> None:
    """What one is stuck on stays, though the other said something else later."""
    stuck = Part(1, 1, True, TaskState.STUCK, "thiếu kinh phí", _START)
    going = Part(1, 2, True, TaskState.GOING, "đã làm một nửa", _START + timedelta(days=1))
    held = combine([stuck, going], 2)
    assert (held.state, held.note, held.told_at) == (TaskState.STUCK, "thiếu kinh phí", going.told_at)


def test_a_co_ordinator_says_nothing_about_the_state() -> None:
    """Where one unit led and the other co-ordinated, the leader's word holds."""
    held = combine([Part(1, 1, True, TaskState.DONE, "xong", _START), Part(1, 2, False)], 2)
    assert (held.leads, held.state) == (True, TaskState.DONE)


@st.composite
def _seats(draw: st.DrawFn) -> list[Seat]:
    found = []
    for number in range(draw(st.integers(0, 10))):
        person = draw(st.none() | st.integers(1, 4))
        found.append(
            Seat(
                id=number + 1,
                unit_id=draw(_UNITS),
                role=draw(st.sampled_from(Role)),
                name=draw(st.sampled_from(["Lê Văn An", "Trần Thị Bình"])),
                person_id=person,
                phone=draw(st.none() | st.sampled_from(["+84912000001", "+84912000002"])),
                active=person is not None,
            )
        )
    return found


@given(_seats())
def test_everybody_goes_along_and_roles_that_double_fall_together(seats: list[Seat]) -> None:
    """Each seat of a source moves, or is given up for the same one that stays; one who joined is kept for it."""
    moved = merge_seats(seats, frozenset({1, 2}), 3)
    by_id = {seat.id: seat for seat in seats}
    gone = {one for one, _ in moved.folded}
    assert {s.id for s in seats if s.unit_id in (1, 2)} <= set(moved.moved) | gone
    assert not set(moved.moved) & gone
    for one, kept in moved.folded:
        assert same_seat(by_id[one], by_id[kept])
        assert kept not in gone
        assert by_id[kept].active or not by_id[one].active
        assert by_id[kept].unit_id in (1, 2, 3)


@given(_seats())
def test_only_reporters_lose_their_place_with_the_unit(seats: list[Seat]) -> None:
    """Leaders and the office stay in the task force, without a unit."""
    moved = dissolve_seats(seats, 1)
    theirs = {seat.id: seat.role for seat in seats if seat.unit_id == 1}
    assert {*moved.ended, *moved.freed} == set(theirs)
    assert all(theirs[seat] in REPORTERS for seat in moved.ended)
    assert not any(theirs[seat] in REPORTERS for seat in moved.freed)
