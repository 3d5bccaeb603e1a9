"""Nobody but the office sends, sees or takes back a notice, whatever their client sends."""

from typing import get_type_hints

from bot.demo.stage import Stage
from handlers.broadcast import taps
from handlers.callbacks import Tap
from tests.e2e.announcing import Office, notices
from tests.e2e.body import Body

_FREE = (taps.Received, taps.Preview)
_WORDS = {
    "what": ("content", "time", "reason", "correct", "pause", "stop", "go"),
    "view": ("", "unit", "all"),
    "kind": ("all", "none"),
}


def _forged(kind: type[Tap], broadcast: int) -> list[str]:
    """Every shape of that button, for that notice."""
    fields = get_type_hints(kind)
    found = []
    for word in next((_WORDS[name] for name in kind.__struct_fields__ if name in _WORDS), ("",)):
        values = {
            name: broadcast if name in ("broadcast", "task_force") else 1 if fields[name] is int else word
            for name in kind.__struct_fields__
        }
        found.append(kind(**values).pack())
    return found


async def test_every_button_is_refused_to_who_may_not(stage: Stage) -> None:
    """A plain member of the body, and the secretary of another one; nothing changes."""
    office = await Office.at(stage)
    other = await Body.found(stage, "nam-dong", ("Xã Một",), number=1)
    await office.draft()
    await office.tap("Yêu cầu bấm", "Gửi cho")
    await office.draft("Bản nháp")
    before = await office.rows("SELECT * FROM broadcasts")
    recipients = await office.rows("SELECT * FROM broadcast_recipients")
    member, stranger = office.member(), other.secretary
    await office.say("/thongbao", stranger)
    await office.say("Của tổ khác", stranger)
    kinds = [kind for kind in vars(taps).values() if isinstance(kind, type) and issubclass(kind, Tap)]
    sent = [data for kind in kinds if kind not in (Tap, *_FREE) for number in (1, 2) for data in _forged(kind, number)]
    for phone in (member, stranger):
        card = next(m for m in reversed(phone.messages) if m.inline_keyboard)
        # the number of the other body's own task force is 2: what is theirs to ask is not forged
        own = {taps.Compose(2).pack(), taps.SeePast(2, 1).pack()} if phone is stranger else set()
        for data in sent:
            if data not in own:
                phone.tap_data(card, data)
        await stage.settle()
    after = [row for row in await office.rows("SELECT * FROM broadcasts") if row["id"] <= 2]
    assert after == before
    assert await office.rows("SELECT * FROM broadcast_recipients") == recipients
    assert await office.rows("SELECT * FROM failed_updates") == []
    assert len(notices(member)) == 1


async def test_the_command_and_the_receipt_are_for_those_they_are_meant_for(stage: Stage) -> None:
    """A member may not send; who did not get it cannot say that they received it; the menu shows it to the office."""
    office = await Office.at(stage)
    other = await Body.found(stage, "nam-dong", ("Xã Một",), number=1)
    await office.say("/thongbao", office.member())
    assert await office.rows("SELECT * FROM sessions") == []
    await office.draft()
    await office.tap("Yêu cầu bấm", "Gửi cho")
    await office.say("/thongbao", other.secretary)
    await office.say("Của tổ khác", other.secretary)
    other.secretary.tap_data(other.secretary.last, taps.Received(1, 1).pack())
    await stage.settle()
    assert await office.rows("SELECT * FROM broadcast_recipients WHERE acknowledged > 0") == []
    await office.stage.app.tick()
    await stage.settle()
    assert "thongbao" in {one["command"] for one in office.secretary.menu}
    assert "thongbao" not in {one["command"] for one in office.member().menu}


async def test_whoever_loses_the_office_loses_the_desk(stage: Stage) -> None:
    """A secretary who has left types into nothing and sends nothing."""
    office = await Office.at(stage)
    await office.draft()
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Thư Ký'")
    await office.tap("Gửi cho")
    await office.say("Lời khác")
    assert notices(office.member()) == []
    assert (await office.rows("SELECT state, text FROM broadcasts"))[0]["state"] == "draft"
