"""Every button of a ballot, pressed by somebody who may not: nothing changes."""

from itertools import product
from typing import get_type_hints

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.ballots import taps
from handlers.callbacks import Tap
from taskforce.roles import Role
from tests.e2e.balloting import QUESTION, draft, offer, opened, rows, say, tap
from tests.e2e.body import Body, at, tick_at

pytestmark = pytest.mark.e2e

KINDS = sorted((one for one in Tap.__subclasses__() if one.__module__ == taps.__name__), key=lambda one: one.prefix)
WORDS = {
    (taps.EditBallot, "what"): (
        "desk", "q", "o", "t", "lr", "p", "px", "r", "rs", "rr", "rq", "ro", "ri", "rt", "o0", "ts", "d", "dd", "c",
        "go",
    ),
    (taps.RunBallot, "what"): ("see", "withdraw", "end", "mine", "record"),
    (taps.DecideBallot, "word"): ("yes", "no", "0", "seen"),
    (taps.SeeAsked, "view"): ("", "member"),
    (taps.PickAsked, "kind"): ("all", "none", "member"),
    (taps.PickAsked, "key"): ("1",),
}  # fmt: skip
TABLES = ("ballots", "ballot_papers", "ballot_voters", "ballot_votes", "ballot_boxes", "sessions", "audit")


def every(kind: type[Tap], ids: tuple[int, ...]) -> list[Tap]:
    """Every button of that kind about these ballots, or the body."""
    hints = get_type_hints(kind)
    values = []
    for name in kind.__struct_fields__:
        if name in ("ballot", "body"):
            values.append(ids if name == "ballot" else (1,))
        elif hints[name] is int:
            values.append((0, 1) if name in ("place", "sure") else (1,))
        else:
            values.append(WORDS[kind, name])
    return [kind(*each) for each in product(*values)]


async def state(body: Body) -> list[object]:
    """What must not change."""
    async with body.stage.database.read() as tx:
        return [[tuple(row) for row in await tx.all(f"SELECT * FROM {table}")] for table in TABLES]  # noqa: S608


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A draft, an open ballot with names, an open secret one, a closed one, of the secretary's."""
    stage.clock.move_to(at(3, 7, 9))
    body = await Body.found(stage, unit_names=("Sở Y tế", "Sở Tư pháp"))
    await opened(body, until="17h mai")
    await tick_at(stage, at(3, 8, 17, 1))
    await opened(body)
    await opened(body, rules=["Ghi tên"])
    await draft(body)
    return body


async def intruders(body: Body) -> dict[str, Phone]:
    """A stranger, a member of another body, one who is in the body but is not asked, one who left."""
    stage = body.stage
    other = await Body.found(stage, "quang-nam", unit_names=("Sở Y tế",), number=3)
    await body.add_person("Người theo dõi", Role.OBSERVER, None)
    await body.add_person("Người cũ", Role.MEMBER, "Sở Y tế")
    stranger = await stage.person(7777, "Người lạ", "+84917777777")
    stranger.chat.started = True
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Người cũ'")
    return {
        "stranger": stranger,
        "other body": other.secretary,
        "not asked": body.phones["Người theo dõi"],
        "left": body.phones["Người cũ"],
    }


async def test_nobody_without_a_part_in_it(body: Body) -> None:
    """Every button there is, by each of them: the tables stay as they were, and no update fails."""
    people = await intruders(body)
    before = await state(body)
    for name, phone in people.items():
        own = (taps.ListBallots,) if name == "not asked" else ()
        pressed = [one for kind in KINDS if kind not in own for one in every(kind, (1, 2, 3, 4, 99))]
        await offer(body, phone, taps.ListBallots(99))
        message = phone.last
        told = len(phone.alerts)
        for one in pressed:
            phone.tap_data(message, one.pack())
        await body.stage.settle()
        assert len(phone.alerts) - told == len(pressed), name
        assert all(QUESTION not in each.text for each in phone.messages), name
    assert await state(body) == before
    await rows(body, "SELECT 1")


async def test_a_member_who_is_asked_runs_nothing(body: Body) -> None:
    """They may answer; preparing, withdrawing, ending and deciding are not theirs."""
    phone = body.member("Sở Y tế")
    before = await state(body)
    theirs = (
        taps.ListBallots, taps.SeeBallot, taps.Choose, taps.AddWords, taps.TakePaper, taps.Cast, taps.AddOpinion,
        taps.GetBallotPapers,
    )  # fmt: skip
    await offer(body, phone, taps.ListBallots(99))
    message = phone.last
    for kind in KINDS:
        if kind not in theirs:
            for one in every(kind, (1, 2, 3, 4)):
                phone.tap_data(message, one.pack())
    await body.stage.settle()
    assert await state(body) == before


async def test_the_office_cannot_vote_without_being_asked_nor_decide(body: Body) -> None:
    """The secretary is not among those asked; the deputy does not decide where there is a leader."""
    before = await state(body)
    for phone in (body.secretary, body.deputy):
        await offer(body, phone, taps.ListBallots(1))
        message = phone.last
        kinds = (taps.DecideBallot,) if phone is body.deputy else (
            taps.Choose, taps.AddWords, taps.TakePaper, taps.Cast, taps.AddOpinion, taps.DecideBallot,
        )  # fmt: skip
        for kind in kinds:
            for one in every(kind, (1, 2, 3)):
                phone.tap_data(message, one.pack())
        await body.stage.settle()
    assert await state(body) == before


async def test_only_who_opened_it_withdraws(body: Body) -> None:
    """A deputy sees it and has no such button; a forged one is refused."""
    await offer(body, body.deputy, taps.RunBallot(2, "withdraw", 0))
    await tap(body, body.deputy, "Nút 0")
    assert "không có quyền" in body.deputy.alerts[-1]


async def test_the_command_is_for_members_only(body: Body) -> None:
    """A member gets their list, a stranger is told kindly that it is not for them."""
    people = await intruders(body)
    await say(body, body.member("Sở Y tế"), "/phieu")
    assert "Đang chờ đồng chí: 2" in body.member("Sở Y tế").last.text
    assert not any("Soạn" in key for row in body.member("Sở Y tế").last.keyboard or [] for key in row)
    await say(body, people["stranger"], "/phieu")
    assert QUESTION not in people["stranger"].last.text
