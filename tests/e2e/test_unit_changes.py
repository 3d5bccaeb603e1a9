"""/donvi: units are renamed, merged, split and dissolved, and nothing that was said before is lost."""

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers import periods
from handlers.unit_changes.mailbox import AskMailbox, DropMailbox
from handlers.unit_changes.taps import BeginChange, Change, ListNobody, ListUnits, SeeUnitChanges
from storage import mailboxes, outbox, plans, rosters, task_work, tasks, units, upward
from storage.outbox import Priority
from taskforce.charter.reports import Senders
from taskforce.plan import check_plan
from taskforce.roles import Role
from taskforce.sheets import read_rows
from taskforce.tally import TaskState
from tests.e2e.body import Body, at, tick_at

PLAN = (
    "code,title,lead_units,coordinating_units,deadline_text,due_from,due_to,recurring\n"
    "I.1,Rà soát thủ tục,Sở Tư pháp,Công an tỉnh,Trong tháng 6,2022-03-01,2022-06-30,\n"
    "I.2,Tập huấn cán bộ,Sở Tư pháp; Sở Nội vụ,,Trong tháng 5,2022-03-01,2022-05-31,\n"
    "I.3,Vận hành một cửa,Sở Nội vụ,Sở Tư pháp,Trong tháng 5,2022-03-01,2022-05-31,\n"
)


@pytest.fixture
async def body(stage: Stage) -> Body:
    """Bắc Kạn in March with a small plan and an open period."""
    stage.clock.move_to(at(3, 7, 8))
    made = await Body.found(stage)
    await import_plan(made, PLAN)
    await tick_at(stage, at(3, 7, 8, 30))
    return made


async def import_plan(body: Body, text: str) -> None:
    """Take the plan over as the chat does."""
    async with body.stage.database.transaction() as tx:
        plan = await plans.check(tx, body.id, read_rows(text.encode(), "plan.csv"))
        await tasks.import_plan(tx, body.id, plan)


async def tap(body: Body, phone: Phone, *labels: str) -> None:
    """One button after the other."""
    for label in labels:
        phone.tap(label)
        await body.stage.settle()


async def say(body: Body, phone: Phone, text: str) -> None:
    """Type it."""
    phone.say(text)
    await body.stage.settle()


async def open_unit(body: Body, phone: Phone, name: str) -> None:
    """/donvi, then the unit."""
    await say(body, phone, "/donvi")
    await tap(body, phone, name)


async def merge_justice_into_home(body: Body) -> None:
    """The secretary merges Sở Tư pháp into Sở Nội vụ."""
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ", "Sáp nhập")


async def parts(body: Body, code: str) -> dict[str, tuple[bool, str]]:
    """Who has a part in the task: leads, state."""
    async with body.stage.database.read() as tx:
        work = next(one for one in await task_work.of_task_force(tx, body.id) if one.code == code)
    return {part.unit_name: (part.leads, part.state.value) for part in work.parts}


async def told(body: Body, code: str, unit: str, state: TaskState, note: str = "") -> None:
    """The unit says how its part stands."""
    async with body.stage.database.transaction() as tx:
        work = next(one for one in await task_work.of_task_force(tx, body.id) if one.code == code)
        await task_work.say(
            tx, task_id=work.task_id, unit_id=body.units[unit], state=state, note=note, files=(),
            by=body.people[f"Cán bộ {unit}"], now=body.stage.clock.now(),
        )  # fmt: skip


async def test_a_merger_is_previewed_and_then_done_once(body: Body) -> None:
    """The preview names people, tasks and reports; the tap moves them, tells those concerned; a second one does not."""
    await told(body, "I.2", "Sở Tư pháp", TaskState.DONE, "Đã mở 2 lớp")
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    seen = body.secretary.last.text
    assert "Sáp nhập Sở Tư pháp vào Sở Nội vụ." in seen
    assert "1 người chuyển sang Sở Nội vụ (Cán bộ Sở Tư pháp)" in seen
    assert "1 đang chủ trì, 1 phối hợp, 1 đã xong" in seen
    assert "gộp làm một: I.2, I.3" in seen
    assert "3/2022, Sở Tư pháp: không còn phải nộp" in seen
    assert await parts(body, "I.1") == {"Sở Tư pháp": (True, "not-begun"), "Công an tỉnh": (False, "not-begun")}
    old = body.secretary.last
    await tap(body, body.secretary, "Sáp nhập")
    assert "Đã sáp nhập Sở Tư pháp vào Sở Nội vụ" in body.secretary.last.text
    assert "Từ nay đồng chí thuộc Sở Nội vụ" in body.member("Sở Tư pháp").last.text
    assert "không còn phải nộp" in body.member("Sở Tư pháp").last.text
    assert "1 nhiệm vụ" not in body.leader.last.text
    assert "Sở Tư pháp sáp nhập vào Sở Nội vụ" in body.leader.last.text
    assert "2 nhiệm vụ chuyển sang đơn vị đồng chí" in body.member("Sở Nội vụ").last.text
    assert await parts(body, "I.1") == {"Sở Nội vụ": (True, "not-begun"), "Công an tỉnh": (False, "not-begun")}
    assert await parts(body, "I.2") == {"Sở Nội vụ": (True, "going")}
    assert await parts(body, "I.3") == {"Sở Nội vụ": (True, "not-begun")}
    assert old is not None


async def test_history_stays_with_who_made_it(body: Body) -> None:
    """The task's card shows what the old unit said under its name, and where the task came from until when."""
    await told(body, "I.1", "Sở Tư pháp", TaskState.GOING, "Đã rà soát 40 thủ tục")
    await merge_justice_into_home(body)
    phone = body.member("Sở Nội vụ")
    await say(body, phone, "/nhiemvu")
    await tap(body, phone, "I.1")
    card = phone.last.text
    assert "Sở Nội vụ: chuyển từ Sở Tư pháp (đến 03/2022), Đang làm" in card
    assert "Sở Tư pháp: Đang làm — Đã rà soát 40 thủ tục" in card
    # what was moved is the new unit's to go on with
    await tap(body, phone, "✅ Xong", "Ghi nhận")
    assert (await parts(body, "I.1"))["Sở Nội vụ"] == (True, "done")


async def test_an_imported_plan_and_roster_still_match(body: Body) -> None:
    """The merged name means the unit it went to: tasks, progress and people come together again."""
    await told(body, "I.1", "Sở Tư pháp", TaskState.GOING)
    await merge_justice_into_home(body)
    await import_plan(body, PLAN)
    assert (await parts(body, "I.1"))["Sở Nội vụ"] == (True, "going")
    text = "Họ và tên,Đơn vị,Vai trò\nLê Văn Mới,Sở Tư pháp,Thành viên\n"
    async with body.stage.database.transaction() as tx:
        roster = await rosters.read(tx, body.id, text.encode(), "ds.csv")
        outcome = await rosters.take_over(tx, body.id, roster, body.stage.clock.now())
        living = [unit.name for unit in await units.of_task_force(tx, body.id)]
    assert (outcome.new_units, outcome.new) == ((), ("Lê Văn Mới",))
    assert "Sở Tư pháp" not in living


async def test_a_plan_that_was_checked_before_the_merger_goes_to_the_new_unit(body: Body) -> None:
    """A file that waited for its tap while units merged gives the tasks to the unit that is there now."""
    async with body.stage.database.read() as tx:
        known = [(unit.id, unit.name, unit.short_name) for unit in await units.of_task_force(tx, body.id)]
    checked = check_plan(read_rows(PLAN.encode(), "plan.csv"), known, (), {})
    await merge_justice_into_home(body)
    async with body.stage.database.transaction() as tx:
        await tasks.import_plan(tx, body.id, checked)
    assert (await parts(body, "I.1"))["Sở Nội vụ"] == (True, "not-begun")
    assert "Sở Tư pháp" not in await parts(body, "I.1")


async def test_the_board_forgets_what_is_no_longer_owed_and_keeps_what_was_sent(body: Body) -> None:
    """An unsent report of an ended unit leaves the board; a sent one counts on under its name."""
    await body.send("Sở Y tế", online_files="10")
    await merge_justice_into_home(body)
    await open_unit(body, body.secretary, "Sở Y tế")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    assert "Sở Y tế: đã nộp, vẫn được tính" in body.secretary.last.text
    await tap(body, body.secretary, "Sáp nhập")
    await say(body, body.secretary, "/bang")
    screen = body.secretary.screen()
    board = body.secretary.last.text
    assert "Sở Tư pháp" not in board
    assert "Sở Y tế" in board, screen


async def test_merging_into_a_new_unit_that_need_not_report_twice(body: Body) -> None:
    """Two units that have reported become a new one: it owes nothing this month and leads their tasks."""
    for unit in ("Sở Tư pháp", "Sở Nội vụ"):
        await body.send(unit, online_files="1")
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Sở Nội vụ", "Tiếp tục (2 đơn vị)", "➕ Thành đơn vị mới")
    await say(body, body.secretary, "công an tỉnh")
    assert "Đã có đơn vị tên" in body.secretary.last.text
    await say(body, body.secretary, "Sở Nội vụ và Tư pháp")
    assert "Sở Nội vụ và Tư pháp (đơn vị mới)" in body.secretary.last.text
    await tap(body, body.secretary, "Sáp nhập")
    assert await parts(body, "I.2") == {"Sở Nội vụ và Tư pháp": (True, "not-begun")}
    await tick_at(body.stage, at(3, 8, 8, 30))
    async with body.stage.database.read() as tx:
        new = await tx.value("SELECT id FROM units WHERE name = 'Sở Nội vụ và Tư pháp'")
        assert await tx.value("SELECT count(*) FROM reports WHERE unit_id = ?", (new,)) == 0
        assert await tx.value("SELECT count(*) FROM memberships WHERE unit_id = ?", (new,)) == 2


async def test_a_person_of_both_units_is_one_afterwards(body: Body) -> None:
    """Roles that double fall together; nobody is told twice."""
    async with body.stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, state, created_at)"
            " SELECT task_force_id, ?, person_id, role, full_name, state, created_at FROM memberships"
            " WHERE full_name = 'Cán bộ Sở Tư pháp'",
            (body.units["Sở Nội vụ"],),
        )
    before = len(body.member("Sở Tư pháp").messages)
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    assert "gộp làm một: Cán bộ Sở Tư pháp" in body.secretary.last.text
    await tap(body, body.secretary, "Sáp nhập")
    assert len(body.member("Sở Tư pháp").messages) == before + 1
    async with body.stage.database.read() as tx:
        rows = await tx.all(
            "SELECT state, unit_id FROM memberships WHERE full_name = 'Cán bộ Sở Tư pháp' ORDER BY state"
        )
    assert [tuple(row) for row in rows] == [
        ("active", body.units["Sở Nội vụ"]),
        ("ended", body.units["Sở Tư pháp"]),
    ]


async def test_an_open_conversation_of_the_unit_ends_kindly(body: Body) -> None:
    """Whoever was typing the report of the merged unit is told, and their next tap finds an explanation."""
    phone = body.member("Sở Tư pháp")
    await say(body, phone, "/baocao")
    question = phone.last
    assert "1/" in question.text or question.buttons
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    assert "đang làm dở, dừng lại" in body.secretary.last.text
    await tap(body, body.secretary, "Sáp nhập")
    await say(body, phone, "120")
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM sessions WHERE chat_id = ?", (phone.id,)) == 0
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0
    await say(body, phone, "/baocao")
    assert "Sở Nội vụ" in phone.screen()


async def test_two_secretaries_at_once(body: Body) -> None:
    """The second to tap sees that the unit has ended; nothing is done twice."""
    await body.add_person("Thư Ký Hai", Role.SECRETARY, None)
    other = body.phones["Thư Ký Hai"]
    for phone in (body.secretary, other):
        await open_unit(body, phone, "Sở Tư pháp")
        await tap(body, phone, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    await tap(body, body.secretary, "Sáp nhập")
    await tap(body, other, "Sáp nhập")
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM unit_changes WHERE kind = 'merge'") == 1
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0
        assert await tx.value("SELECT count(*) FROM sessions WHERE kind = 'units'") == 0


async def test_what_changed_since_the_preview_is_shown_before_it_is_done(body: Body) -> None:
    """Somebody joins the unit between preview and tap: the new preview says so and asks again."""
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    await body.add_person("Lê Thị Mới", Role.MEMBER, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập")
    assert "Có thay đổi trong lúc đồng chí xem" in body.secretary.last.text
    assert "Lê Thị Mới" in body.secretary.last.text
    await tap(body, body.secretary, "Sáp nhập")
    assert "Đã sáp nhập" in body.secretary.last.text


async def test_a_split_takes_chosen_people_and_tasks(body: Body) -> None:
    """The new unit gets what was ticked, the rest stays; both hear of it."""
    await body.add_person("Vũ Thị Hai", Role.MEMBER, "Sở Tư pháp")
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Chia tách")
    await say(body, body.secretary, "Trung tâm Trợ giúp pháp lý")
    await tap(body, body.secretary, "Tiếp tục (0 người)", "Tiếp tục (0 nhiệm vụ)")
    assert "Chưa chọn người hay nhiệm vụ nào" in body.secretary.last.text
    await tap(body, body.secretary, "I.1", "Tiếp tục (1 nhiệm vụ)")
    assert "đơn vị mới Trung tâm Trợ giúp pháp lý" in body.secretary.last.text
    await tap(body, body.secretary, "Thôi, không thay đổi")
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Chia tách")
    await say(body, body.secretary, "Trung tâm Trợ giúp pháp lý")
    await tap(body, body.secretary, "Vũ Thị Hai", "Tiếp tục (1 người)", "I.1", "Tiếp tục (1 nhiệm vụ)", "Chia tách")
    assert await parts(body, "I.1") == {
        "Trung tâm Trợ giúp pháp lý": (True, "not-begun"), "Công an tỉnh": (False, "not-begun"),
    }  # fmt: skip
    assert "Sở Tư pháp" in await parts(body, "I.2")
    assert "Từ nay đồng chí thuộc Trung tâm Trợ giúp pháp lý" in body.phones["Vũ Thị Hai"].last.text
    assert "Sở Tư pháp chia tách" in body.member("Sở Tư pháp").last.text


async def test_a_dissolved_unit_leaves_its_tasks_to_nobody_until_they_are_given(body: Body) -> None:
    """Tasks that nobody leads are listed, and given to a unit one by one; its people are thanked."""
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Giải thể", "Chưa giao cho đơn vị nào")
    assert "Không còn đơn vị chủ trì: I.1." in body.secretary.last.text
    await tap(body, body.secretary, "Giải thể")
    assert "1 nhiệm vụ chưa có đơn vị chủ trì" in body.secretary.last.text
    assert "Trân trọng cảm ơn" in body.member("Sở Tư pháp").last.text
    await tap(body, body.secretary, "Nhiệm vụ chưa có đơn vị (1)", "Giao nhiệm vụ I.1", "Sở Y tế", "Giao nhiệm vụ")
    assert "nay do Sở Y tế chủ trì" in body.secretary.last.text
    assert "Sở Y tế nay chủ trì nhiệm vụ I.1" in body.member("Sở Y tế").last.text
    assert (await parts(body, "I.1"))["Sở Y tế"] == (True, "not-begun")


async def test_a_renamed_unit_keeps_its_old_name_in_history(body: Body) -> None:
    """What was said before stands under the name of that time; a plan that uses the old name is understood."""
    await told(body, "I.1", "Sở Tư pháp", TaskState.GOING, "Đã làm")
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Đổi tên")
    await say(body, body.secretary, "Sở Nội vụ")
    assert "Đã có đơn vị tên" in body.secretary.last.text
    await say(body, body.secretary, "Sở Pháp chế")
    assert "Đổi tên Sở Tư pháp thành Sở Pháp chế" in body.secretary.last.text
    await tap(body, body.secretary, "Đổi tên")
    assert "Sở Tư pháp nay là Sở Pháp chế" in body.member("Sở Tư pháp").last.text
    body.stage.clock.move_to(at(3, 7, 9))
    await told(body, "I.1", "Sở Tư pháp", TaskState.DONE)
    async with body.stage.database.read() as tx:
        work = next(one for one in await task_work.of_task_force(tx, body.id) if one.code == "I.1")
        said = [(line.unit_name, line.state) for line in await task_work.history(tx, work.task_id)]
    assert said == [("Sở Pháp chế", TaskState.DONE), ("Sở Tư pháp", TaskState.GOING)]
    await import_plan(body, PLAN)
    assert (await parts(body, "I.1"))["Sở Pháp chế"] == (True, "done")


async def test_a_charter_that_names_its_senders_means_them_under_their_new_names(body: Body) -> None:
    """A named sender stays one when renamed or merged; an excepted unit that is merged into another spares nobody."""
    await merge_justice_into_home(body)
    await open_unit(body, body.secretary, "Sở Y tế")
    await tap(body, body.secretary, "Đổi tên")
    await say(body, body.secretary, "Sở Sức khỏe")
    await tap(body, body.secretary, "Đổi tên")
    ids = body.units
    async with body.stage.app.turns.alone() as turn:
        named = await periods.senders_of(turn, body.id, Senders(units=("Sở Tư pháp", "Sở Y tế")))
        spared = await periods.senders_of(turn, body.id, Senders(except_units=("Sở Tư pháp", "Sở Y tế")))
    assert named == {ids["Sở Nội vụ"], ids["Sở Y tế"]}
    assert ids["Sở Y tế"] not in spared
    assert ids["Sở Nội vụ"] in spared


async def test_a_new_unit_a_short_name_and_a_search(body: Body) -> None:
    """They are three small steps each; what is not found is said."""
    await say(body, body.secretary, "/donvi")
    await tap(body, body.secretary, "➕ Đơn vị mới")
    await say(body, body.secretary, "Sở Du lịch")
    await tap(body, body.secretary, "Thêm đơn vị", "⬅ Danh sách đơn vị", "🔎 Tìm đơn vị")
    await say(body, body.secretary, "du lich")
    await tap(body, body.secretary, "Sở Du lịch", "Tên viết tắt")
    await say(body, body.secretary, "SDL")
    await tap(body, body.secretary, "Ghi tên viết tắt")
    assert "Đã ghi tên viết tắt của Sở Du lịch: SDL" in body.secretary.last.text
    async with body.stage.database.read() as tx:
        assert "SDL" in [unit.short_name for unit in await units.of_task_force(tx, body.id)]


async def test_a_unit_that_stands_for_a_body_below_does_not_vanish(body: Body) -> None:
    """The link is named and has to be undone first; also one that was made between preview and tap."""
    below = await Body.found(body.stage, "nam-dong", ("Phòng Tư pháp",), number=1)
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    async with body.stage.database.transaction() as tx:
        await upward.add_link(
            tx, parent_id=body.id, unit_id=body.units["Sở Tư pháp"], child_id=below.id, child_name="Nam Đông",
            by=1, now=body.stage.clock.now(),
        )  # fmt: skip
    await tap(body, body.secretary, "Sáp nhập")
    assert "báo cáo của Sở Tư pháp đang nhận từ Nam Đông" in body.secretary.last.text
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Giải thể")
    assert "Xin hủy liên kết" in body.secretary.last.text
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM unit_changes") == 0


async def test_more_time_that_was_asked_for_goes_along(body: Body) -> None:
    """Whoever decides sees who asks now and decides as before; without an heir the wish ends with its cause."""
    phone = body.member("Sở Tư pháp")
    await say(body, phone, "/nhiemvu")
    await tap(body, phone, "I.1", "⏳ Xin gia hạn")
    await say(body, phone, "31/7/2022")
    await say(body, phone, "Chờ hướng dẫn của cấp trên")
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    assert "1 đề nghị gia hạn" in body.secretary.last.text
    await tap(body, body.secretary, "Sáp nhập")
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT unit_id FROM task_extensions") == body.units["Sở Nội vụ"]
    await tap(body, body.secretary, "Đồng ý gia hạn")
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT granted FROM task_extensions") == 1
    assert "31/7/2022" in body.member("Sở Nội vụ").last.text


async def test_only_the_secretary_changes_units(body: Body) -> None:
    """The command and every forged button are refused to members, leaders, strangers and secretaries elsewhere."""
    other = await Body.found(body.stage, "nam-dong", ("Phòng Tư pháp",), number=1)
    stranger = await body.stage.person(7777, "Người Lạ", "+84900000777")
    stranger.chat.started = True
    unit = body.units["Sở Tư pháp"]
    await open_unit(body, body.secretary, "Sở Tư pháp")
    await tap(body, body.secretary, "Sáp nhập", "Chỉ đơn vị này", "Sở Nội vụ")
    async with body.stage.database.read() as tx:
        session = await tx.value("SELECT id FROM sessions WHERE kind = 'units'")
    kinds = ("find", "rename", "shorten", "add", "merge", "split", "dissolve", "give")
    forged = [
        ListUnits(body.id, 0), SeeUnitChanges(unit), ListNobody(body.id, 0), Change(session, 4, "ok", 0),
        *(BeginChange(body.id, what, unit) for what in kinds),
    ]  # fmt: skip
    outsiders = (body.member("Sở Tư pháp"), body.leader, stranger, other.secretary)
    for phone in outsiders[:3]:
        await say(body, phone, "/donvi")
        assert "Chọn một đơn vị" not in phone.last.text
    for phone in outsiders:
        for number, one in enumerate(forged):
            payload = {
                "chat_id": phone.id, "text": f"Giả {number}",
                "reply_markup": {"inline_keyboard": [[{"text": f"Giả {number}", "callback_data": one.pack()}]]},
            }  # fmt: skip
            async with body.stage.database.transaction() as tx:
                await outbox.enqueue(
                    tx, chat_id=phone.id, method="sendMessage", payload=payload, priority=Priority.NOTICE,
                    now=body.stage.clock.now(),
                )  # fmt: skip
        body.stage.app.delivery.wake()
        await body.stage.settle()
        for number in range(len(forged)):
            await tap(body, phone, f"Giả {number}")
        assert "Sở Tư pháp" not in phone.last.text
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM unit_changes") == 0
        assert await tx.value("SELECT count(*) FROM sessions WHERE kind = 'units'") == 1
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0


async def test_a_units_mailbox_is_typed_corrected_and_taken_away(body: Body) -> None:
    """What is no address is asked again with an example; plain members cannot."""
    secretary = body.secretary
    await open_unit(body, secretary, "Sở Y tế")
    await tap(body, secretary, "Hộp thư")
    await say(body, secretary, "van thu so y te")
    assert "không phải địa chỉ" in secretary.last.text
    await say(body, secretary, "vanthu@so-y-te.example")
    assert "Hộp thư: vanthu@so-y-te.example" in secretary.last.text
    data = AskMailbox(body.units["Sở Y tế"]).pack()
    member = body.member("Sở Y tế")
    member.start()
    await body.stage.settle()
    for forged in (data, DropMailbox(body.units["Sở Y tế"]).pack()):
        member.tap_data(member.last, forged)
        await body.stage.settle()
    async with body.stage.database.read() as tx:
        assert await mailboxes.of_unit(tx, body.units["Sở Y tế"]) == "vanthu@so-y-te.example"
    await tap(body, secretary, "Hộp thư", "Bỏ hộp thư")
    async with body.stage.database.read() as tx:
        assert await mailboxes.of_unit(tx, body.units["Sở Y tế"]) == ""
