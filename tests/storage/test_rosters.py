"""Taking a roster over: what is new, what changes, what stays; and that twice changes nothing."""

from datetime import datetime

import pytest

from storage import memberships, people, rosters, task_forces, units
from storage.database import Database, Transaction
from storage.rosters import Outcome
from taskforce.roles import Role
from taskforce.roster import RosterErrors

HEAD = "Họ và tên,Đơn vị,Vai trò,Điện thoại,Chức vụ\n"
AN = "Nguyễn Văn An,Sở Y tế,Thành viên,0912000002,Phó Giám đốc\n"
BINH = "Trần Thị Bình,Công an tỉnh,Tổ phó thường trực; Thư ký,0912000003,\n"
CUONG = "Phạm Văn Cường,Sở Y tế,,,\n"


async def _body(tx: Transaction, now: datetime) -> int:
    return (await task_forces.create(tx, key="bk", name="Bắc Kạn", charter="", locale="vi", now=now)).id


async def _take(tx: Transaction, body: int, text: str, now: datetime) -> Outcome:
    roster = await rosters.read(tx, body, text.encode(), "ds.csv")
    return await rosters.take_over(tx, body, rosters.from_data(rosters.to_data(roster)), now)


async def test_a_roster_brings_units_and_expected_people(database: Database, now: datetime) -> None:
    """Every person waits under each of their roles, in their unit, with their number."""
    async with database.transaction() as tx:
        body = await _body(tx, now)
        outcome = await _take(tx, body, HEAD + AN + BINH + CUONG, now)
        assert outcome.new == ("Nguyễn Văn An", "Trần Thị Bình", "Phạm Văn Cường")
        assert outcome.new_units == ("Sở Y tế", "Công an tỉnh")
        assert [unit.name for unit in await units.of_task_force(tx, body)] == ["Sở Y tế", "Công an tỉnh"]
        roles = [(m.full_name, m.role, m.state, m.phone) for m in await memberships.living(tx, body)]
        assert roles == [
            ("Nguyễn Văn An", Role.MEMBER, "expected", "+84912000002"),
            ("Phạm Văn Cường", Role.MEMBER, "expected", None),
            ("Trần Thị Bình", Role.STANDING_DEPUTY, "expected", "+84912000003"),
            ("Trần Thị Bình", Role.SECRETARY, "expected", "+84912000003"),
        ]


async def test_the_same_roster_twice_changes_nothing(database: Database, now: datetime) -> None:
    """The second import finds everybody there already."""
    async with database.transaction() as tx:
        body = await _body(tx, now)
        await _take(tx, body, HEAD + AN + BINH + CUONG, now)
        before = await memberships.living(tx, body)
        again = await _take(tx, body, HEAD + AN + BINH + CUONG, now)
        assert again.changes_nothing
        assert len(again.same) == 3
        assert await memberships.living(tx, body) == before


async def test_a_corrected_roster_changes_what_it_says(database: Database, now: datetime) -> None:
    """The number tells who it is when name and unit changed; name and unit tell when the number comes later."""
    async with database.transaction() as tx:
        body = await _body(tx, now)
        await _take(tx, body, HEAD + AN + CUONG, now)
        outcome = await _take(
            tx,
            body,
            HEAD + "Nguyễn Văn Ân,Sở Tư pháp,Thành viên,0912000002,\n" + "Phạm Văn Cường,Sở Y tế,,0912000004,\n",
            now,
        )
        assert outcome.changed == ("Nguyễn Văn Ân", "Phạm Văn Cường")
        living = {m.full_name: m for m in await memberships.living(tx, body)}
        assert len(living) == 2
        unit = await units.get(tx, living["Nguyễn Văn Ân"].unit_id or 0)
        assert unit is not None
        assert unit.name == "Sở Tư pháp"
        assert living["Nguyễn Văn Ân"].title == "Phó Giám đốc"  # what the new file leaves empty stays
        assert living["Phạm Văn Cường"].phone == "+84912000004"


async def test_a_wrong_row_means_that_nothing_is_taken_over(database: Database, now: datetime) -> None:
    """Every wrong row is named, and neither a unit nor a person comes in."""
    async with database.transaction() as tx:
        body = await _body(tx, now)
        with pytest.raises(RosterErrors) as caught:
            await _take(tx, body, HEAD + AN + "Ai Đó,Sở Y tế,Vua,12,\n" + ",Sở Y tế,,,\n", now)
        assert [(p.row, p.column) for p in caught.value.problems] == [(3, "role"), (3, "phone"), (4, "name")]
        assert await units.of_task_force(tx, body) == []
        assert await memberships.living(tx, body) == []


async def test_somebody_who_has_joined_gets_a_further_role_at_once(database: Database, now: datetime) -> None:
    """A role added to a member by the roster needs no second joining, and their proven number stays."""
    async with database.transaction() as tx:
        body = await _body(tx, now)
        await _take(tx, body, HEAD + AN, now)
        person = await people.consent(tx, telegram_id=5, full_name="An", locale="vi", version=1, now=now)
        [place] = await memberships.living(tx, body)
        await memberships.take_up(tx, place.id, person.id, "+84912000002", now)
        await _take(tx, body, HEAD + AN.replace("Thành viên", "Thành viên; Thư ký"), now)
        found = await people.by_id(tx, person.id)
        assert found is not None
        assert found.roles_in(body) == {Role.MEMBER, Role.SECRETARY}


async def test_names_that_fold_alike_are_two_units(database: Database, now: datetime) -> None:
    """ "Ba Bể" and "Bà Bê" stay apart."""
    async with database.transaction() as tx:
        body = await _body(tx, now)
        await _take(tx, body, HEAD + "An,Huyện Ba Bể,,,\nBình,Huyện Bà Bê,,,\n", now)
        assert [unit.name for unit in await units.of_task_force(tx, body)] == ["Huyện Ba Bể", "Huyện Bà Bê"]
