"""Lanes: every call once, each chat in its order, whoever waits for an answer first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.lanes import Lanes
from bot.pace import Pace, PaceLimits
from storage.outbox import Outgoing, Priority

_CHATS = st.sampled_from([0, 1, 2, 3, -100])
_ROWS = st.lists(st.tuples(_CHATS, st.sampled_from(list(Priority))), max_size=40)


def _row(number: int, chat_id: int, priority: Priority) -> Outgoing:
    return Outgoing(number, chat_id, "sendMessage", {}, priority, None, 1, 0, "", None)


def _drain(lanes: Lanes, failing: set[int]) -> list[Outgoing]:
    """Take all, one at a time; each of ``failing`` does not get through the first time."""
    now, made = 0.0, []
    while True:
        taken = lanes.take(now)
        if taken is None:
            moment = lanes.next_moment(may_send=True)
            if moment is None:
                return made
            now = max(now, moment)
            continue
        row, lane = taken
        if row.id in failing:
            failing.discard(row.id)
            lanes.again(row, lane, now + 2, now)
        else:
            made.append(row)
            lanes.done(lane, now)


@given(_ROWS, st.sets(st.integers(1, 40)))
def test_every_call_is_made_once_and_each_chat_keeps_its_order(
    rows: list[tuple[int, Priority]], failing: set[int]
) -> None:
    """Whatever the priorities and whatever fails once, nothing is lost, repeated or overtaken in its chat."""
    lanes = Lanes(Pace(PaceLimits()))
    for number, (chat_id, priority) in enumerate(rows, 1):
        lanes.admit(_row(number, chat_id, priority), 0.0)
    made = _drain(lanes, failing)
    assert sorted(row.id for row in made) == list(range(1, len(rows) + 1))
    for chat in {row.chat_id for row in made} - {0}:
        order = [row.id for row in made if row.chat_id == chat]
        assert order == sorted(order)
    assert len(lanes) == 0


def test_an_answer_goes_before_a_broadcast() -> None:
    """Of many chats, the one somebody waits in comes first, although it was written last."""
    lanes = Lanes(Pace(PaceLimits()))
    for number in range(1, 20):
        lanes.admit(_row(number, number, Priority.BULK), 0.0)
    lanes.admit(_row(99, 99, Priority.REPLY), 0.0)
    assert _drain(lanes, set())[0].id == 99
