"""What stories about roll-up share: bodies one above the other, linked or exchanging files."""

import json
from collections.abc import Sequence
from importlib.resources import files

from bot.demo.stage import Stage
from bot.sandbox import Phone
from bot.sandbox.records import Message
from storage import reports, task_forces
from taskforce.forms import Answer
from taskforce.roles import Role
from tests.e2e.body import Body

REFUSED = "Đồng chí không có quyền thực hiện việc này."
PROVINCE = ("Huyện Ba Bể", "Huyện Na Rì")
DISTRICT = ("Xã Khang Ninh", "Xã Quảng Khê")
NATION = ("Tỉnh Bắc Kạn", "Tỉnh Quảng Nam")


async def found(
    stage: Stage, key: str, name: str, unit_names: Sequence[str], *, number: int, due: int, charter: str = ""
) -> Body:
    """A body by the charter of Bắc Kạn under another name, whose reports are due before that day of the month."""
    text = charter or files("taskforce").joinpath("charters", "bac-kan.toml").read_text(encoding="utf-8")
    for old, new in (
        ("Tổ công tác triển khai Đề án 06 tỉnh Bắc Kạn", name),
        ("Tổ công tác Đề án 06 Bắc Kạn", name),
        ("due = { before_day = 15 }", f"due = {{ before_day = {due} }}"),
    ):
        assert old in text or charter
        text = text.replace(old, new)
    async with stage.database.transaction() as tx:
        created = await task_forces.create(
            tx, key=key, name=name, charter=text, locale="vi", now=stage.clock.now()
        )  # fmt: skip
    body = Body(stage, created.id, _next=100 * number)
    for unit in unit_names:
        await body.add_unit(unit)
        await body.add_person(f"Cán bộ {unit}", Role.MEMBER, unit)
    await body.add_person("Thư Ký", Role.SECRETARY, None)
    await body.add_person("Tổ Trưởng", Role.LEADER, None)
    return body


async def district(stage: Stage, *, number: int = 1) -> Body:
    """A district's body; its reports are due on the 14th."""
    return await found(stage, "ba-be", "Tổ Đề án 06 huyện Ba Bể", DISTRICT, number=number, due=15)


async def province(stage: Stage, *, number: int = 2, units: Sequence[str] = PROVINCE, charter: str = "") -> Body:
    """A province's body; its reports are due on the 19th."""
    return await found(
        stage, "bac-kan", "Tổ công tác tỉnh Bắc Kạn", units, number=number, due=20, charter=charter
    )  # fmt: skip


async def link(parent: Body, child: Body, unit: str) -> None:
    """The two secretaries link their bodies, tap for tap."""
    code = await make_code(parent, unit)
    child.secretary.start(code)
    await child.stage.settle()
    child.secretary.tap("Liên kết")
    await child.stage.settle()


async def make_code(parent: Body, unit: str) -> str:
    """The parent's secretary makes the code for that unit."""
    parent.secretary.say("/captren")
    await parent.stage.settle()
    parent.secretary.tap("Liên kết cấp dưới")
    await parent.stage.settle()
    parent.secretary.tap(unit)
    await parent.stage.settle()
    return parent.secretary.tap("Sao chép mã")


async def everything(body: Body, unit: str, files: int = 60, **more: str | int | None) -> None:
    """The unit answers every question and sends."""
    values: dict[str, str | int | None] = {
        "online_files": files,
        "electronic_share": 90,
        "verified_share": 40,
        "digitised_results": 10,
        "difficulties": None,
        "proposals": None,
        "next_plan": "Tiếp tục số hóa",
    }
    await body.send(unit, **(values | more))


async def answer_of(body: Body, unit: str, key: str) -> Answer | None:
    """The newest answer of the unit's report."""
    async with body.stage.database.read() as tx:
        return (await reports.answers(tx, await body.report_id(unit))).get(key)


async def report_of(body: Body, unit: str) -> reports.Report:
    """The unit's report as it stands."""
    async with body.stage.database.read() as tx:
        found = await reports.get(tx, await body.report_id(unit))
    assert found is not None
    return found


def said(phone: Phone, containing: str) -> list[Message]:
    """The bot's messages to the person that contain the words."""
    return [message for message in phone.messages if message.outgoing and containing in message.text]


def report_files(phone: Phone) -> list[tuple[str, bytes]]:
    """The signed files that the bot sent the person, oldest first."""
    sent = [message.json["document"] for message in phone.messages if message.outgoing and "document" in message.json]
    return [
        (document["file_name"], phone.world.files.get(document["file_id"]).body)
        for document in sent
        if document["file_name"].endswith(".tfreport.json")
    ]


def tampered(data: bytes, old: str, new: str) -> bytes:
    """The file with something else in its content, under the old signature."""
    envelope = json.loads(data)
    assert old in envelope["content"]
    envelope["content"] = envelope["content"].replace(old, new)
    return json.dumps(envelope).encode()
