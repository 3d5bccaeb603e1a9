"""The plan in the chat: tasks and targets as files, what is not clear asked, everything taken over with one tap."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from bot.demo.stage import Stage
from handlers.plan_file import key_of
from handlers.plan_taps import ForgetName, ImportPlan, NameMeans, SeeNames, SendPlanTemplate
from tests.e2e.office import Office, open_office

DATA = Path(__file__).parents[1] / "taskforce" / "data"
HEAD = ("Mã", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")
TWO = (
    ("I.1", "Rà soát dữ liệu", "Công an tỉnh", "Sở Y tế; các cơ quan liên quan", "Trong Quý II năm 2022"),
    ("I.2", "Tập huấn", "Sở Y tế", "", "Thực hiện thường xuyên"),
)


@pytest.fixture
async def office(stage: Stage) -> Office:
    """A task force with its secretary and two units."""
    opened = await open_office(stage)
    for name in ("Công an tỉnh", "Sở Y tế"):
        await opened.unit(name)
    return opened


def sheet(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """An XLSX file."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (head, *rows):
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def sends(office: Office, content: bytes, name: str = "ke-hoach.xlsx") -> str:
    """The secretary sends a file; what the bot says to it."""
    office.secretary.send_file(name, content)
    await office.stage.settle()
    return office.secretary.last.text


async def stored(office: Office) -> list[tuple[str, str | None, str | None, str]]:
    """(code, from, to, rhythm) of the living tasks."""
    rows = await office.rows("SELECT * FROM tasks WHERE ended_at IS NULL ORDER BY position")
    return [(row["code"], row["due_from"], row["due_to"], row["recurring"]) for row in rows]


async def led(office: Office) -> list[tuple[str, str, str]]:
    """(code, unit, state) of every leading unit."""
    rows = await office.rows(
        "SELECT t.code, u.name, tu.state FROM task_units tu JOIN tasks t ON t.id = tu.task_id"
        " JOIN units u ON u.id = tu.unit_id WHERE tu.part = 'lead' AND t.ended_at IS NULL ORDER BY t.position, u.id"
    )
    return [(row["code"], row["name"], row["state"]) for row in rows]


async def test_a_plan_comes_in_with_one_tap(office: Office) -> None:
    """A clear file is shown first, writes nothing before the tap, and says what it did."""
    text = await sends(office, sheet(*TWO))
    assert "2 nhiệm vụ: 2 mới, 0 thay đổi" in text
    assert "Chưa nhập gì" in text
    assert await stored(office) == []
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert "Đã nhập kế hoạch: 2 nhiệm vụ mới" in office.secretary.last.text
    assert await stored(office) == [
        ("I.1", "2022-04-01", "2022-06-30", ""),
        ("I.2", None, None, "thường xuyên"),
    ]
    assert "tất cả đã có" in await sends(office, sheet(*TWO))


async def test_wrong_rows_are_named_and_nothing_comes_in(office: Office) -> None:
    """Every wrong row in words; a row with a mark of secrecy is not repeated."""
    text = await sends(office, sheet(*TWO, ("I.1", "", "", "", ""), ("I.3", "Kế hoạch MẬT về A", "Sở Y tế", "", "")))
    assert "4 chỗ cần sửa" in text
    assert "Dòng 4: mã “I.1” trùng với dòng 2." in text
    assert "Dòng 4: thiếu đơn vị chủ trì." in text
    assert "Dòng 5: có dấu “MẬT”" in text
    assert "về A" not in text
    assert await stored(office) == []


async def test_a_name_nobody_bears_is_asked_and_remembered(office: Office) -> None:
    """The unit is chosen with a tap, the choice holds for the next file, and can be taken back."""
    plan = sheet(
        ("I.1", "Rà soát", "CA", "", "30/6/2022"),
        ("I.2", "Tuyên truyền", "Ban Tuyên giáo", "", "30/6/2022"),
        ("I.3", "Báo cáo", "Các phòng", "", "30/6/2022"),
    )
    text = await sends(office, plan)
    assert "Chưa rõ là đơn vị nào (3)" in text
    await office.taps(office.secretary, "Chọn đơn vị (3)")
    assert "“CA” ở I.1" in office.secretary.last.text
    await office.says(office.secretary, "cong an")
    await office.taps(office.secretary, "Công an tỉnh")
    assert "“Ban Tuyên giáo” ở I.2" in office.secretary.last.text
    await office.taps(office.secretary, "Không phải đơn vị của Tổ")
    await office.taps(office.secretary, "Tất cả đơn vị")
    text = office.secretary.last.text
    assert "“CA” là Công an tỉnh" in text
    assert "“Các phòng” là tất cả đơn vị" in text
    assert "Chưa rõ" not in text
    await office.taps(office.secretary, "Nhập kế hoạch")
    everybody = [("I.3", "Công an tỉnh", "not-begun"), ("I.3", "Sở Y tế", "not-begun")]
    assert await led(office) == [("I.1", "Công an tỉnh", "not-begun"), *everybody]
    assert "tất cả đã có" in await sends(office, plan)

    await office.says(office.secretary, "/kehoach")
    assert "3 nhiệm vụ, 1 chưa có đơn vị chủ trì" in office.secretary.last.text
    await office.taps(office.secretary, "Tên gọi đã ghi nhớ (3)")
    await office.taps(office.secretary, "Bỏ: CA")
    assert "Chưa rõ là đơn vị nào (1)" in await sends(office, plan)


async def test_all_choices_can_be_made_anew(office: Office) -> None:
    """A wrong choice is taken back before and after the import."""
    plan = sheet(("I.1", "Rà soát", "CA", "", "30/6/2022"))
    await sends(office, plan)
    await office.taps(office.secretary, "Chọn đơn vị (1)")
    await office.taps(office.secretary, "Sở Y tế")
    await office.taps(office.secretary, "Nhập kế hoạch")
    await sends(office, sheet(("I.1", "Rà soát lại", "CA", "", "30/6/2022")))
    assert "“CA” là Sở Y tế" in office.secretary.last.text
    await office.taps(office.secretary, "Chọn lại đơn vị")
    await office.taps(office.secretary, "Để sau")
    await office.taps(office.secretary, "Chọn đơn vị (1)")
    await office.taps(office.secretary, "Công an tỉnh")
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert await led(office) == [("I.1", "Công an tỉnh", "not-begun")]


async def test_an_unclear_deadline_is_asked_never_guessed(office: Office) -> None:
    """What was typed is read as a plan's wording, refused when it means nothing, and asked only once."""
    plan = sheet(
        ("I.1", "Rà soát", "Sở Y tế", "", "Đột xuất"),
        ("I.2", "Tập huấn", "Sở Y tế", "", "Sớm nhất có thể"),
        ("I.3", "Báo cáo", "Sở Y tế", "", "Hằng quý"),
        ("I.4", "Nộp", "Sở Y tế", "", "cấp tỉnh từ ngày 01/6/2022; cấp xã từ ngày 01/6/2023"),
    )
    text = await sends(office, plan)
    assert "Chưa rõ thời hạn (4)" in text
    assert "I.3: Hằng quý (chưa nêu ngày)" in text
    assert "(nhiều thời hạn)" in text
    await office.taps(office.secretary, "Nói rõ thời hạn (4)")
    await office.says(office.secretary, "khi nào xong thì thôi")
    assert "Không hiểu thời hạn “khi nào xong thì thôi”" in office.secretary.last.text
    await office.says(office.secretary, "31/2/2022")
    assert "Không hiểu" in office.secretary.last.text
    await office.says(office.secretary, "trước ngày 15/4")
    assert "I.2 Tập huấn" in office.secretary.last.text
    await office.taps(office.secretary, "Không có thời hạn")
    await office.taps(office.secretary, "Để sau")
    await office.says(office.secretary, "01/6/2022")
    assert "Chưa rõ thời hạn (1)" in office.secretary.last.text
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert "Còn 1 thời hạn chưa rõ" in office.secretary.last.text
    assert await stored(office) == [
        ("I.1", None, "2022-04-14", ""),
        ("I.2", None, None, "theo kế hoạch, không nêu hạn"),
        ("I.3", None, None, "hằng quý"),
        ("I.4", None, "2022-06-01", ""),
    ]
    assert "Chưa rõ thời hạn (1)" in await sends(office, plan)


async def test_what_is_past_its_deadline_is_closed_or_overdue_as_said(office: Office) -> None:
    """Old tasks of a new plan: one tap takes them over as done, the other as overdue."""
    old = ("I.0", "Việc cũ", "Sở Y tế", "", "Trong tháng 1 năm 2022")
    text = await sends(office, sheet(*TWO, old))
    assert "Đã qua thời hạn (1): coi là đã xong hay quá hạn?" in text
    await office.taps(office.secretary, "1 việc cũ đã xong")
    assert "1 việc đã qua thời hạn được ghi là đã xong" in office.secretary.last.text
    older = ("I.00", "Việc cũ hơn", "Sở Y tế", "", "Trong năm 2021")
    await sends(office, sheet(*TWO, old, older))
    await office.taps(office.secretary, "1 việc cũ quá hạn")
    assert "quá hạn" in office.secretary.last.text
    assert [(code, state) for code, _, state in await led(office)][2:] == [("I.0", "done"), ("I.00", "not-begun")]


async def test_what_the_file_lacks_is_kept_or_ended_and_progress_stays(office: Office) -> None:
    """Nothing goes by itself; what a unit told of a task that is back is there again."""
    await sends(office, sheet(*TWO))
    await office.taps(office.secretary, "Nhập kế hoạch")
    async with office.stage.database.transaction() as tx:
        await tx.run("UPDATE task_units SET state = 'going', state_at = '' WHERE part = 'lead'")
    text = await sends(office, sheet(TWO[0]))
    assert "Không còn trong tệp (1), sẽ giữ lại" in text
    await office.taps(office.secretary, "Kết thúc việc ngoài tệp (1)")
    assert "sẽ kết thúc" in office.secretary.last.text
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert "1 kết thúc vì không còn trong tệp" in office.secretary.last.text
    assert [code for code, *_ in await stored(office)] == ["I.1"]
    text = await sends(office, sheet((*TWO[0][:1], "Rà soát lại", *TWO[0][2:]), TWO[1]))
    assert "I.1 Rà soát lại (nội dung)" in text
    assert "(đưa trở lại)" in text
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert [state for *_, state in await led(office)] == ["going", "going"]


async def test_targets_come_in_and_figures_stay(office: Office) -> None:
    """The real targets of Bắc Kạn: shown, taken over with one tap, changed by code."""
    content = (DATA / "bac_kan_plan_targets.csv").read_bytes()
    text = await sends(office, content, "chi-tieu.csv")
    assert "26 chỉ tiêu: 26 mới" in text
    assert "giai đoạn 2023–2025" in text
    await office.taps(office.secretary, "Nhập chỉ tiêu")
    assert "26 chỉ tiêu mới" in office.secretary.last.text
    assert len(await office.rows("SELECT * FROM targets WHERE ended_at IS NULL")) == 26
    assert "tất cả đã có" in await sends(office, content, "chi-tieu.csv")
    text = await sends(office, content.replace(b"300000", b"350000"), "chi-tieu.csv")
    assert "1 thay đổi" in text
    assert "> 350.000 tài khoản" in text
    wrong = content.replace(b",2022,=", "nghìn tỷ,2022,≈".encode(), 1)
    assert "không rõ dấu “≈”" in await sends(office, wrong, "chi-tieu.csv")


async def test_the_whole_plan_of_bac_kan_comes_in_from_the_chat(office: Office) -> None:
    """88 tasks against the 22 units of the roster; the unknown offices are put off, the bot names them."""
    have = {"Công an tỉnh", "Sở Y tế"}
    for line in csv.DictReader((DATA / "bac_kan_units.csv").read_text(encoding="utf-8").splitlines()):
        if line["unit"] not in have:
            await office.unit(line["unit"])
    await sends(office, (DATA / "bac_kan_plan_tasks.csv").read_bytes(), "plan.csv")
    assert "88 nhiệm vụ: 88 mới" in "\n".join(m.text for m in office.secretary.messages if m.outgoing)
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert "88 nhiệm vụ mới" in office.secretary.last.text
    assert len(await stored(office)) == 88


async def test_templates_can_be_asked_for_and_come_in(office: Office) -> None:
    """/kehoach offers both templates; each is understood when it is sent back as it is."""
    await office.says(office.secretary, "/kehoach")
    assert "Chưa có nhiệm vụ nào" in office.secretary.last.text
    for label, said in (("Tệp mẫu nhiệm vụ", "1 nhiệm vụ: 1 mới"), ("Tệp mẫu chỉ tiêu", "1 chỉ tiêu: 1 mới")):
        await office.taps(office.secretary, label)
        document = office.secretary.last.json["document"]
        content = office.stage.telegram.world.files.get(document["file_id"]).body
        assert said in await sends(office, content, document["file_name"])
        await office.says(office.secretary, "/kehoach")


async def test_a_restart_and_another_file_lose_nothing(office: Office) -> None:
    """What was said of a file survives a restart; a corrected file takes its place."""
    plan = sheet(("I.1", "Rà soát", "CA", "", "Đột xuất"))
    await sends(office, plan)
    await office.taps(office.secretary, "Chọn đơn vị (1)")
    await office.taps(office.secretary, "Công an tỉnh")
    await office.stage.stop_bot()
    await office.stage.start_bot()
    await office.taps(office.secretary, "Nói rõ thời hạn (1)")
    await office.says(office.secretary, "Trong tháng 5")
    assert "Chưa rõ" not in office.secretary.last.text
    assert "2 nhiệm vụ: 2 mới" in await sends(office, sheet(*TWO))
    await office.taps(office.secretary, "Bỏ")
    assert "không nhập gì" in office.secretary.last.text
    assert await stored(office) == []


async def test_old_buttons_say_so(office: Office) -> None:
    """A file that was dealt with is not taken over twice, and a name that was answered is not answered again."""
    await sends(office, sheet(*TWO))
    preview = office.secretary.last
    office.secretary.tap("Nhập kế hoạch")
    await office.stage.settle()
    async with office.stage.database.transaction() as tx:
        await tx.run("DELETE FROM sessions")
    await sends(office, sheet(("I.9", "Rà soát", "CA", "", "30/6/2022")))
    asked = office.secretary.last
    await office.taps(office.secretary, "Chọn đơn vị (1)")
    office.secretary.tap_data(asked, NameMeans(office.task_force_id, key_of("Sở khác"), 1).pack())
    await office.stage.settle()
    assert "Mục này đã được trả lời." in office.secretary.alerts
    await office.taps(office.secretary, "‹ Quay lại")
    await office.taps(office.secretary, "Bỏ")
    assert preview.id
    await sends(office, sheet(("I.9", "Rà soát", "Sở Y tế", "", "30/6/2022")))
    last = office.secretary.last
    async with office.stage.database.transaction() as tx:
        await tx.run("DELETE FROM sessions")
    office.secretary.tap_data(last, ImportPlan(office.task_force_id, 0).pack())
    await office.stage.settle()
    assert office.secretary.alerts[-1] == "Tệp này đã được xử lý."
    assert len(await stored(office)) == 2


async def test_only_the_secretary_may(office: Office) -> None:
    """A member's file is not taken, nor their forged taps; nor a unit of another task force."""
    an = await office.person(2, "An")
    await office.joins(an, await office.link())
    an.send_file("ke-hoach.xlsx", sheet(*TWO))
    await office.stage.settle()
    assert await office.rows("SELECT * FROM downloads") == []
    taps = (
        ImportPlan(office.task_force_id, 0),
        NameMeans(office.task_force_id, 1, 1),
        SeeNames(office.task_force_id),
        ForgetName(office.task_force_id, 1),
        SendPlanTemplate(0),
    )
    await office.says(an, "/trogiup")
    message = next(m for m in reversed(an.messages) if m.inline_keyboard)
    for tap in taps:
        an.tap_data(message, tap.pack())
        await office.stage.settle()
        assert "không có quyền" in an.alerts[-1]
    await office.says(an, "/kehoach")
    assert "không thuộc quyền" in an.last.text


async def test_without_units_the_roster_comes_first(stage: Stage) -> None:
    """A plan has nobody to lead it before there are units."""
    office = await open_office(stage)
    assert "gửi danh sách thành viên trước" in await sends(office, sheet(*TWO))


async def test_a_plan_waits_while_the_units_change(office: Office) -> None:
    """A name that became ambiguous meanwhile is said at the tap; nothing is taken over."""
    await office.unit("UBND huyện Ba Bể")
    await sends(office, sheet(("I.1", "Rà soát", "UBND huyen Ba Be", "", "30/6/2022")))
    await office.unit("UBND huyện Bà Bê")
    await office.taps(office.secretary, "Nhập kế hoạch")
    assert "có thể là nhiều đơn vị" in office.secretary.last.text
    assert await stored(office) == []
    assert await office.rows("SELECT * FROM sessions WHERE kind = 'plan'") == []


async def test_typing_something_else_shows_the_plan_again(office: Office) -> None:
    """While a plan waits, other words bring its card back, and time passing takes nothing away."""
    await sends(office, sheet(*TWO))
    office.stage.clock.move_to(office.stage.clock.now() + timedelta(hours=3))
    await office.says(office.secretary, "xin chào")
    assert "2 nhiệm vụ: 2 mới" in office.secretary.last.text
    (session,) = await office.rows("SELECT state FROM sessions WHERE kind = 'plan'")
    assert json.loads(session["state"])["file"] == "ke-hoach.xlsx"
