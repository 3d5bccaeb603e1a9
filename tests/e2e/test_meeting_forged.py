"""Every button of a meeting, pressed by somebody who may not: nothing changes, nothing is told, but kindly that."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, get_type_hints

import pytest

import bot.routing  # noqa: F401 - every kind of button is known once the routes are
from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.callbacks import Tap
from handlers.meetings.absences.absence_taps import AbsenceAct, ChangeAbsence
from handlers.meetings.before.listing import ListMeetings
from handlers.meetings.changes.change_taps import ChangeWhat
from handlers.meetings.conclude.conclusion_taps import (
    AfterwardsReady,
    AnswerNotice,
    EditConclusions,
    GetNotice,
    PrepareNotice,
    SeeConclusions,
    SeeReceipts,
)
from handlers.meetings.convene.desk_taps import Ask, Pick, SeeAudience
from handlers.meetings.hall.hall_taps import ListInvited, Mark, TypeCode
from handlers.meetings.taps import Convene, GetCalendarFile, GetPapers, Respond, SeeMeeting
from messages.contexts.basics import NothingTyped
from messages.model import Button
from storage import agenda, invitees
from tests.e2e.after_meeting import announced
from tests.e2e.body import Body, at
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import forge, invite_all, no_update_failed, say, tap

pytestmark = pytest.mark.e2e

ME, OTHER = "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp"
NAMES = (ME, OTHER, "Cán bộ Công an tỉnh", "Tổ Trưởng")

WORDS: dict[tuple[type[Tap], str], tuple[str, ...]] = {
    (AbsenceAct, "what"): ("usual", "one", "name", "none", "skip", "later", "edit", "back", "send", "stop"),
    (AfterwardsReady, "what"): ("minutes", "approval"),
    (AnswerNotice, "what"): ("y", "o"),
    (Ask, "what"): ("subject", "time", "place", "link", "chair", "reason", "guest"),
    (ChangeAbsence, "what"): ("reason", "substitute", "opinion"),
    (ChangeWhat, "what"): ("time", "place", "link", "chair", "subject", "cancel", "people"),
    (Convene, "period"): ("", "2022-03"),
    (EditConclusions, "what"): ("l", "t", "x!", "mu", "u", "gx"),
    (ListInvited, "which"): ("a",),
    (Mark, "what"): ("y", "s", "n", "l", "b"),
    (Mark, "which"): ("p",),
    (Pick, "kind"): ("all", "none", "member", "role"),
    (Pick, "key"): ("1",),
    (PrepareNotice, "what"): ("n", "s", "ss", "g", "p", "c", "go"),
    (Respond, "what"): ("y", "n", "s"),
    (SeeAudience, "view"): ("", "member", "guest"),
    (SeeReceipts, "what"): ("see", "nudge", "pick", "note"),
}
"""What a button may say, by its class and field."""

OWN: dict[str, tuple[type[Tap], ...]] = {
    "stranger": (ListMeetings,),
    "other body": (ListMeetings,),
    "left": (ListMeetings,),
    "guest": (GetCalendarFile, ListMeetings, TypeCode),
    "member": (
        AnswerNotice, GetCalendarFile, GetNotice, GetPapers, ListMeetings, SeeConclusions, SeeMeeting, TypeCode,
    ),
}  # fmt: skip
"""Which buttons that name no other person are theirs to press."""


def kinds() -> list[type[Tap]]:
    """Every kind of button that the meetings have."""
    found = [one for one in Tap.__subclasses__() if one.__module__.startswith("handlers.meetings")]
    return sorted(found, key=lambda one: one.prefix)


class World:
    """Meetings in every state, with everything in them that a button may name."""

    def __init__(self, body: Body, ids: dict[str, list[dict[str, int]]]) -> None:
        self.body = body
        self.ids = ids

    @classmethod
    async def build(cls, stage: Stage) -> "World":
        """A draft; one called, with a guest, absences and half-made changes; one under way; one concluded."""
        body = await Body.found(stage)
        await announced(body)
        draft = await put_meeting(
            body, at(3, 21, 14), state="draft", names=NAMES, items=[("Bí mật thứ nhất", "Sở Tư pháp")]
        )
        called = await put_meeting(body, at(3, 22, 14), names=NAMES, items=[("Bí mật thứ hai", "Sở Tư pháp")])
        begun = await put_meeting(body, at(2, 28, 7, 30), names=NAMES, items=[("Bí mật thứ ba", "Sở Tư pháp")])
        await invite_all(body, called)
        now = stage.clock.now()
        async with stage.database.transaction() as tx:
            for each in (draft, called, begun):
                await agenda.add_paper(
                    tx, each.id, file_id="f", kind="document", file_name="Mật.pdf", size=1, added_by=1, now=now
                )
            await invitees.add_guest(tx, called.id, full_name="Vũ Thị Khách", title="", code_hash="x", now=now)
            await tx.run("UPDATE invitees SET chat_id = 4001 WHERE code_hash = 'x'")
            await tx.run(
                "UPDATE meetings SET check_in_code = '4711', opened_at = ? WHERE id = ?", (now.isoformat(), begun.id)
            )
            await tx.run(
                "INSERT INTO meeting_changes (meeting_id, what, value, state, by_person, at)"
                " VALUES (?, 'place', '\"Nơi khác\"', 'asked', 1, ?)",
                (called.id, now.isoformat()),
            )
        other = body.phones[OTHER]
        await tap(stage, other, "Cử người thay")
        await say(stage, other, "so tai chinh")
        await tap(stage, other, "Cán bộ Sở Tài chính")
        await say(stage, other, "Họp khác", "Nhất trí.")
        await tap(stage, other, "Gửi")
        await tap(stage, body.phones["Cán bộ Công an tỉnh"], "Vắng")
        await forge(stage, body.secretary, ChangeWhat(called.id, "place").pack())
        return cls(body, await cls._ids(body))

    @staticmethod
    async def _ids(body: Body) -> dict[str, list[dict[str, int]]]:
        async with body.stage.database.read() as tx:

            async def rows(sql: str) -> list[dict[str, int]]:
                return [dict(row) for row in await tx.all(sql)]

            found = {
                "meeting": await rows("SELECT id AS meeting, revision FROM meetings"),
                "invitee": await rows(
                    "SELECT i.id AS invitee, coalesce(a.version, 0) AS version, m.full_name = 'Cán bộ Sở Y tế' AS mine,"
                    " coalesce(i.chat_id = 4001, 0) AS guests FROM invitees i LEFT JOIN absences a"
                    " ON a.invitee_id = i.id LEFT JOIN memberships m ON m.id = i.membership_id"
                    " JOIN meetings g ON g.id = i.meeting_id WHERE g.starts_at >= '2022-02-28T00:30'"
                ),
                "item": await rows("SELECT id AS item FROM agenda_items"),
                "paper": await rows("SELECT id AS paper, meeting_id AS meeting FROM meeting_papers"),
                "change": await rows("SELECT id AS change FROM meeting_changes"),
                "session": await rows(
                    "SELECT id AS session, coalesce(json_extract(state, '$.step'), 0) AS step,"
                    " coalesce(json_extract(state, '$.revision'), 0) AS revision FROM sessions"
                ),
            }  # fmt: skip
        assert all(found.values()), found
        return found

    def forged(self, kind: type[Tap], who: str) -> Iterator[Tap]:
        """Buttons of that kind, with the ids and versions that are right, but not theirs."""
        hints = get_type_hints(kind)
        names = [name for name in kind.__struct_fields__ if name != "prefix"]
        key = next((name for name in ("paper", "invitee", "meeting", "item", "change", "session") if name in names), "")
        for row in self.ids.get(key, [{}]):
            theirs = row.get({"member": "mine", "guest": "guests"}.get(who, ""))
            if theirs and kind in (Respond, ChangeAbsence):
                continue
            known: dict[str, Any] = row | {"task_force": self.body.id, "membership": 1, "unit": 1}
            ways = [
                WORDS[kind, name]
                if hints[name] is str
                else (known[name],)
                if isinstance(known.get(name), int)
                else (1,)
                for name in names
            ]
            for values in product(*ways):
                yield kind(**dict(zip(names, values, strict=True)))


async def everything(stage: Stage) -> dict[str, str]:
    """What every table holds, but for how messages travel."""
    async with stage.database.read() as tx:
        tables = await tx.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        travel = {"outbox", "seen_updates", "facts"}
        names = [row["name"] for row in tables if row["name"] not in travel]
        rows = {name: [dict(row) for row in await tx.all(f"SELECT * FROM {name}")] for name in names}  # noqa: S608
    return {name: json.dumps(held, default=str) for name, held in rows.items()}


async def who_may_not(world: World, who: str) -> Phone:
    """Their phone, with some button on it."""
    body, stage = world.body, world.body.stage
    if who == "other body":
        away = await Body.found(stage, "quang-nam", number=1)
        return away.secretary
    if who == "member":
        return body.phones[ME]
    if who == "left":
        async with stage.database.transaction() as tx:
            await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Cán bộ Sở Y tế'")
        return body.phones[ME]
    return await stage.person(4001 if who == "guest" else 4002, "Người Lạ", "+84914004001")


@pytest.mark.parametrize("who", sorted(OWN))
async def test_every_button_pressed_by_somebody_who_may_not(stage: Stage, who: str) -> None:
    """Each kind of button with right ids that are not theirs: the tables stay as they are, and they are told so."""
    world = await World.build(stage)
    phone = await who_may_not(world, who)
    if not phone.chat.started:
        phone.start()
    async with stage.app.turns.alone() as turn:
        anything = Button("Việc cần làm", data=ListMeetings(0).pack())
        await turn.send(phone.id, NothingTyped(), ((anything,),), locale="vi")
    await stage.settle()
    button = next(one for one in reversed(phone.messages) if one.inline_keyboard)
    before, wrong = await everything(stage), []
    for kind in kinds():
        if kind in OWN[who]:
            continue
        answered, seen, forged = len(phone.alerts), len(phone.messages), list(world.forged(kind, who))
        for each in forged:
            phone.tap_data(button, each.pack())
        await stage.settle()
        if len(phone.alerts) - answered != len(forged) or len(phone.messages) > seen:
            wrong.append((kind, forged, phone.alerts[answered:], [one.text for one in phone.messages[seen:]]))
        after = await everything(stage)
        wrong += [(kind, name, after[name]) for name in after if after[name] != before[name]]
        before = after
    assert not wrong, wrong
    await no_update_failed(stage)
