"""Several reports, several task forces: every card and button says which it is."""

from collections.abc import Sequence
from importlib import resources

from storage import periods, reports, task_forces, units
from taskforce.charter import load_preset
from taskforce.roles import Role
from tests.handlers.reports.world import DUE, START, Body, add_person, form_of

UNIT = "Sở Tư pháp"


async def _open(body: Body, task_force: int, stream: str, unit_ids: Sequence[int], charter: str = "bac-kan") -> None:
    moments = periods.Plan(DUE.replace(day=4), DUE, DUE, DUE.replace(day=15, hour=1), None)
    form = load_preset(charter).forms[0] if charter != "bac-kan" else form_of(load_preset(charter))
    async with body.stage.database.transaction() as tx:
        opened = await periods.open_new(
            tx,
            task_force_id=task_force,
            stream=stream,
            label="2022-03",
            plan=moments,
            form=form.model_dump_json(),
            now=DUE.replace(day=4),
        )
        assert opened is not None
        await reports.create_for_units(tx, opened.id, unit_ids)


async def test_the_heading_says_what_the_charter_calls_the_report(body: Body) -> None:
    """The card names the stream as reminders do, not the question set that several streams may share."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    assert an.last.text.startswith("Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022) · Sở Tư pháp\n")


async def test_two_reports_of_one_unit_and_period_are_told_apart_by_title(body: Body) -> None:
    """Where unit and period repeat, the buttons carry the titles."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await _open(body, body.id, "extra", [body.units[UNIT]])
    await body.say(an, "/baocao")
    labels = [label for row in an.last.buttons for label in row]
    assert len(set(labels)) == 2
    assert all(label.startswith("Báo cáo tháng") for label in labels)


async def test_somebody_of_two_task_forces_reads_which(body: Body) -> None:
    """The choice, its buttons and every card name the task force to whoever serves in several."""
    text = resources.files("taskforce").joinpath("charters/nam-dong.toml").read_text(encoding="utf-8")
    async with body.stage.database.transaction() as tx:
        other = await task_forces.create(tx, key="nam-dong", name="Tổ", charter=text, locale="vi", now=START)
        unit = await units.add(tx, other.id, UNIT)
    an = await body.member(1001, "Lê Thị An", UNIT)
    async with body.stage.database.transaction() as tx:
        await add_person(tx, other.id, 1001, "Lê Thị An", unit.id, Role.MEMBER, "vi")
    await _open(body, other.id, "monthly", [unit.id], "nam-dong")
    await body.say(an, "/baocao")
    labels = [label for row in an.last.buttons for label in row]
    assert len(set(labels)) == 2
    assert "(Tổ công tác Đề án 06 huyện)" in an.last.text
    await body.tap(an, "Tổ công tác Đề án 06 huyện: Sở Tư pháp")
    assert "Sở Tư pháp · Tổ công tác Đề án 06 huyện\n" in an.last.text
