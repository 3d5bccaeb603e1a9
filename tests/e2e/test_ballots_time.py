"""Ballots and the clock: reminders to the undecided, the closing second, restarts, people who come and go."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from storage import ballot_votes, ballots, memberships, people
from storage.database import to_text
from taskforce.roles import Role
from tests.e2e.balloting import QUESTION, draft, opened, rows, tap
from tests.e2e.body import Body, at, tick_at, when

pytestmark = pytest.mark.e2e

REMINDS = "Đồng chí chưa trả lời phiếu này"


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A body that decides by majority of all its eight members, on Monday 7 March."""
    stage.clock.move_to(at(3, 7, 9))
    return await Body.found(stage)


async def test_only_the_undecided_are_reminded(body: Body) -> None:
    """Half-time, a working day before, two hours before; nobody at night, nobody who has answered."""
    stage = body.stage
    await opened(body)
    done, silent = body.member("Sở Y tế"), body.member("Sở Tư pháp")
    await tap(body, done, "Đồng ý")
    for day, hour in ((8, 22), (9, 3), (9, 7), (9, 12), (9, 17), (9, 21), (10, 6), (10, 14), (10, 15), (10, 16)):
        await tick_at(stage, at(3, day, hour, 1))
    assert when(silent, REMINDS) == ["09/03 07:01", "09/03 17:01", "10/03 15:01"]
    assert when(done, REMINDS) == []


async def test_the_closing_second_counts(body: Body) -> None:
    """A vote within the second of the deadline counts; one a second later is refused kindly, the sweep or not."""
    stage = body.stage
    await opened(body)
    stage.clock.move_to(at(3, 10, 17) + timedelta(milliseconds=500))
    await tap(body, body.member("Sở Y tế"), "Đồng ý")
    stage.clock.move_to(at(3, 10, 17) + timedelta(seconds=3))
    late = body.member("Sở Tư pháp")
    await tap(body, late, "Đồng ý")
    assert "Đã hết thời hạn" in late.alerts[-1]
    assert "Đã hết thời hạn" in late.last.text
    await tap(body, body.member("Sở Y tế"), "Không đồng ý")
    await tick_at(stage, at(3, 10, 17, 1))
    assert "Đồng ý: 1 – Cán bộ Sở Y tế" in body.leader.last.text
    assert await rows(body, "SELECT place FROM ballot_votes") == [{"place": 0}]


async def test_a_restart_at_the_closing_tells_the_result_once(body: Body) -> None:
    """Down over the deadline: it closes as of the deadline at the first tick; more ticks tell nothing more."""
    stage = body.stage
    await opened(body)
    await tap(body, body.leader, "Đồng ý")
    await stage.stop_bot()
    stage.clock.move_to(at(3, 10, 18))
    await stage.start_bot()
    for minute in (1, 2, 3):
        await tick_at(stage, at(3, 10, 18, minute))
    await stage.stop_bot()
    await stage.start_bot()
    await tick_at(stage, at(3, 10, 18, 5))
    assert len(when(body.leader, "Kết quả lấy ý kiến")) == 1
    assert len(when(body.member("Sở Y tế"), "Kết quả lấy ý kiến")) == 1
    found = await rows(body, "SELECT closed_at, closed_why FROM ballots")
    assert found == [{"closed_at": to_text(at(3, 10, 17)), "closed_why": "time"}]


async def test_outside_the_bounds_needs_a_reason_that_is_kept(body: Body) -> None:
    """The charter's bounds are shown with the article; without a reason it does not open, with one it does."""
    async with body.stage.database.transaction() as tx:
        await tx.run(
            "UPDATE task_forces SET charter = replace(charter, 'written = { cite',"
            ' \'written = { shortest = "3wd", longest = "10wd", cite\')'
        )
    phone = await draft(body, until="17h mai")
    assert "Thời hạn ngắn hơn quy định: không sớm hơn hết thứ Năm, 10/3/2022" in phone.last.text
    assert "Quy chế Điều 7 khoản 2" in phone.last.text
    await tap(body, phone, "Xem lại và mở")
    assert "cần nêu lý do" in phone.alerts[-1]
    phone.say("Phải trình trước ngày 09/3")
    await body.stage.settle()
    await tap(body, phone, "Xem lại và mở", "Mở lấy ý kiến")
    assert await rows(body, "SELECT state, late_reason FROM ballots") == [
        {"state": "open", "late_reason": "Phải trình trước ngày 09/3"}
    ]
    await tick_at(body.stage, at(3, 8, 17, 1))
    assert "Lý do về thời hạn: Phải trình trước ngày 09/3" in body.leader.last.text


async def test_a_place_taken_over_is_answered_by_the_new_holder(body: Body) -> None:
    """Who left cannot vote any more and stays counted; who took over gets the card and votes instead."""
    stage = body.stage
    await opened(body)
    old = body.member("Sở Y tế")
    gone = body.member("Sở Tư pháp")
    await body.add_person("Người mới", Role.MEMBER, "Sở Y tế")
    async with stage.database.transaction() as tx:
        living = {m.full_name: m for m in await memberships.living(tx, body.id)}
        now = stage.clock.now()
        new = living["Người mới"].id
        await memberships.end(tx, living["Cán bộ Sở Y tế"].id, "replaced", now, replaced_by=new)
        await memberships.end(tx, living["Cán bộ Sở Tư pháp"].id, "left", now)
    await stage.app.tick()
    await stage.settle()
    assert QUESTION in body.phones["Người mới"].last.text
    await tap(body, body.phones["Người mới"], "Đồng ý")
    for phone in (old, gone):
        await tap(body, phone, "Đồng ý")
        assert "không có quyền" in phone.alerts[-1]
    await tick_at(stage, at(3, 10, 17, 1))
    assert "Không trả lời: 7/8 (1 người đã rời)" in body.leader.last.text
    assert len(when(gone, "Kết quả")) == 0


async def test_who_joins_or_comes_back_gets_the_card(body: Body) -> None:
    """Somebody only on the roster is asked once they join; who had blocked the bot, when they open it again."""
    stage = body.stage
    await body.add_person("Chưa Vào", Role.MEMBER, "Sở Y tế", joined=False)
    blocked = body.member("Sở Tư pháp")
    blocked.block()
    secretary = await opened(body)
    assert "Chưa Vào – Sở Y tế (chưa tham gia bot)" in secretary.last.text
    await tap(body, secretary, "Cập nhật")
    assert "bot không liên hệ được" in secretary.last.text
    blocked.unblock()
    blocked.start()
    await stage.settle()
    assert len(when(blocked, "Trả lời đến")) == 1
    phone = await stage.person(9900, "Chưa Vào", "+84919900000")
    phone.chat.started = True
    async with stage.database.transaction() as tx:
        person = await people.consent(
            tx, telegram_id=9900, full_name="Chưa Vào", locale="vi", version=1, now=stage.clock.now()
        )
        place = next(m for m in await memberships.living(tx, body.id) if m.full_name == "Chưa Vào")
        await memberships.take_up(tx, place.id, person.id, None, stage.clock.now())
    await stage.app.tick()
    await stage.settle()
    assert len(when(phone, QUESTION)) == 1
    await tap(body, phone, "Đồng ý")
    assert await rows(body, "SELECT place FROM ballot_votes") == [{"place": 0}]


async def test_two_thousand_are_asked_in_slices(body: Body) -> None:
    """Each gets one card, over several ticks; no turn holds more than a slice of them."""
    stage = body.stage
    now = to_text(stage.clock.now())
    async with stage.database.transaction() as tx:
        await tx.run_many(
            "INSERT INTO people (id, telegram_id, full_name, consented_at, created_at) VALUES (?, ?, ?, ?, ?)",
            [(10_000 + n, 500_000 + n, f"Thành viên {n}", now, now) for n in range(2000)],
        )
        await tx.run_many(
            "INSERT INTO memberships (task_force_id, person_id, role, full_name, state, created_at)"
            " VALUES (?, ?, 'member', ?, 'active', ?)",
            [(body.id, 10_000 + n, f"Thành viên {n}", now) for n in range(2000)],
        )
    phone = await draft(body)
    await tap(body, phone, "Xem lại và mở")
    assert "2.008" in phone.last.text or "2008" in phone.last.text
    async with stage.app.turns.alone() as turn:
        living = await memberships.living(turn.tx, body.id)
        await ballots.move_on(turn.tx, 1, "draft", "open", opened_by=1, opened_at=turn.now)
        await ballot_votes.freeze(turn.tx, 1, [m for m in living if m.role != Role.SECRETARY], [])
        sizes = []
        from handlers.ballots import cards

        ballot = await ballots.get(turn.tx, 1)
        while sent := await cards.send(turn, ballot, 250):
            sizes.append(sent)
        assert sizes == [250] * 8 + [8]
        assert await turn.tx.value("SELECT count(*) FROM outbox WHERE dedupe_key LIKE 'ballot:1:%'") == 2008
        await turn.tx.run("DELETE FROM outbox WHERE state = 'queued'")


async def test_nobody_is_woken_by_a_result(body: Body) -> None:
    """A ballot that ends with the day is closed then, and told when the quiet hours are over, once."""
    stage = body.stage
    await opened(body, until="9/3")
    await tick_at(stage, at(3, 10, 0, 1))
    assert await rows(body, "SELECT state FROM ballots") == [{"state": "closed"}]
    assert when(body.leader, "Kết quả lấy ý kiến") == []
    for hour in (6, 7, 8):
        await tick_at(stage, at(3, 10, hour, 30))
    assert when(body.leader, "Kết quả lấy ý kiến") == ["10/03 07:30"]
    assert when(body.member("Sở Y tế"), "Kết quả lấy ý kiến") == ["10/03 07:30"]


async def test_two_who_prepare_do_not_undo_each_other(body: Body) -> None:
    """A text for a part that somebody else changed meanwhile is not taken silently; an old button says so."""
    secretary = await draft(body)
    old = secretary.last
    await tap(body, secretary, "Câu hỏi")
    async with body.stage.app.turns.alone() as turn:
        await ballots.change(turn.tx, 1, question="Câu hỏi của Tổ phó?")
    secretary.say("Câu hỏi của thư ký?")
    await body.stage.settle()
    assert "Người khác vừa sửa mục này" in secretary.last.text
    assert "Câu hỏi của Tổ phó?" in secretary.last.text
    await tap(body, secretary, "Quay lại", "Bỏ phiếu này")
    async with body.stage.app.turns.alone() as turn:
        await ballots.change(turn.tx, 1, question="Câu hỏi mới?")
    await tap(body, secretary, "Bỏ hẳn")
    assert "vừa được sửa" in secretary.alerts[-1]
    assert old is not None
    assert await rows(body, "SELECT state FROM ballots") == [{"state": "draft"}]


async def test_more_than_one_slice_is_asked_and_told_without_a_tick(stage: Stage) -> None:
    """Ninety members: each gets one card and one result, though a piece of work writes to fifty at most."""
    stage.clock.move_to(at(3, 7, 9))
    body = await Body.found(stage, unit_names=[f"Đơn vị {n}" for n in range(90)])
    await opened(body)
    members = [phone for name, phone in body.phones.items() if name.startswith("Cán bộ")]
    assert [len(when(phone, QUESTION)) for phone in members] == [1] * 90
    await tick_at(stage, at(3, 10, 17, 1))
    assert [len(when(phone, "Kết quả lấy ý kiến")) for phone in members] == [1] * 90
    assert "Ý kiến của từng người nằm trong biên bản" in members[0].last.text
    await rows(body, "SELECT 1")
