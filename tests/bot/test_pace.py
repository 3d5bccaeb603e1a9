"""The pace: never faster than allowed, by bucket or by window, and no burst after a pause."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace, PaceLimits

LIMITS = PaceLimits(per_second=29.4, private=(3, 3.2), group=(19, 60.5))


def _run(pace: Pace, chats: list[int], gaps: list[float]) -> list[tuple[float, int]]:
    """Send to each chat in turn as soon as the pace allows, after its gap; the moments of the sends."""
    now, sent = 0.0, []
    for chat, gap in zip(chats, gaps, strict=True):
        now = max(now + gap, pace.overall_free_at(), pace.chat_free_at(chat, now + gap))
        pace.took(chat, now)
        sent.append((now, chat))
    return sent


_CHATS = st.lists(st.sampled_from([1, 2, 3, -100, -200]), min_size=1, max_size=120)


@given(_CHATS, st.data())
def test_no_window_ever_holds_too_many(chats: list[int], data: st.DataObject) -> None:
    """In any second at most 30 messages, in any 3 s at most 3 to one person, in any minute at most 19 to a group."""
    gaps = data.draw(st.lists(st.floats(0, 5), min_size=len(chats), max_size=len(chats)))
    sent = _run(Pace(LIMITS), chats, gaps)
    for moment, chat in sent:
        assert sum(moment <= t < moment + 1 for t, _ in sent) <= 30
        count, seconds = LIMITS.private if chat > 0 else LIMITS.group
        assert sum(moment <= t < moment + seconds - 1e-9 and c == chat for t, c in sent) <= count


def test_nine_hundred_people_are_reached_at_97_percent_of_the_limit() -> None:
    """900 messages to 900 people take less than 30 s / 0.97."""
    sent = _run(Pace(LIMITS), list(range(1, 901)), [0.0] * 900)
    assert sent[-1][0] <= 30 / 0.97


def test_there_is_no_burst_after_a_pause() -> None:
    """Silence earns no credit: 31 messages after it still take more than a second."""
    pace = Pace(LIMITS)
    pace.took(1, 0.0)
    sent = _run(pace, list(range(2, 40)), [100.0] + [0.0] * 37)
    assert sent[30][0] - sent[0][0] > 1


def test_a_group_that_had_its_fill_does_not_hold_up_people() -> None:
    """A 429 for a group closes the group only."""
    pace = Pace(LIMITS)
    pace.refused(-100, 10.0, 30)
    assert pace.overall_free_at() <= 10.0
    assert pace.chat_free_at(-100, 10.0) == 40.0
    assert pace.chat_free_at(5, 10.0) <= 10.0


def test_a_refusal_for_a_person_stops_everything() -> None:
    """A 429 in a private chat means the whole bot is too fast: nobody is called until it is over."""
    pace = Pace(LIMITS)
    pace.refused(5, 10.0, 7)
    assert pace.overall_free_at() == 17.0
