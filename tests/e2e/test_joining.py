"""The story of joining: link, consent, number, roster or approval; and what can go wrong on the way."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.approvals import Decide
from handlers.home import AskToJoin
from handlers.placing import TakeUnit
from handlers.registration import CONSENT_VERSION
from storage import invites, people
from taskforce.roles import Role
from tests.e2e.office import Office, make_link, new_body, open_office, phone_of


@pytest.fixture
async def office(stage: Stage) -> Office:
    """A task force with its secretary."""
    return await open_office(stage)


async def test_a_listed_member_is_in_after_link_consent_and_number(office: Office) -> None:
    """Three taps bring somebody from the roster in, under the name that the roster gives."""
    await office.expect("Nguyễn Văn An", await office.unit("Sở Y tế"), phone_of(2))
    an = await office.person(2, "An Béo")
    await office.joins(an, await office.link())
    assert "Chào mừng đồng chí Nguyễn Văn An" in an.last.text
    assert "Sở Y tế" in an.last.text
    assert await office.states() == [("Nguyễn Văn An", "active")]


async def test_a_listed_leader_is_not_asked_for_a_unit(office: Office) -> None:
    """Whoever the roster places without a unit is in at once, though they came by the link for members."""
    await office.unit("Sở Y tế")
    await office.expect("Trần Văn Đầu", None, phone_of(2), Role.LEADER)
    head = await office.person(2, "Đầu")
    await office.joins(head, await office.link())
    assert "Chào mừng đồng chí Trần Văn Đầu" in head.last.text
    assert await office.rows("SELECT * FROM sessions WHERE chat_id = 2") == []


async def test_nothing_is_kept_before_consent(office: Office) -> None:
    """Until they agree there is no row of the person; after a no there is not even a conversation."""
    an = await office.person(2, "An Béo")
    an.start(await office.link())
    await office.stage.settle()
    assert "Người xem" in an.last.text
    assert await office.rows("SELECT * FROM people WHERE telegram_id = 2") == []
    await office.taps(an, "Không đồng ý")
    assert "không lưu" in an.last.text
    assert await office.rows("SELECT * FROM people WHERE telegram_id = 2") == []
    assert await office.rows("SELECT * FROM sessions WHERE chat_id = 2") == []


async def test_consent_is_provable(office: Office) -> None:
    """When they agreed, and to which text, is written down."""
    an = await office.person(2, "An Béo")
    an.start(await office.link())
    await office.stage.settle()
    await office.taps(an, "Đồng ý")
    [kept] = await office.rows("SELECT consented_at, consent_version FROM people WHERE telegram_id = 2")
    assert kept["consented_at"].startswith("2022-02-28T01:00:0")
    assert kept["consent_version"] == CONSENT_VERSION


@pytest.mark.parametrize("with_user_id", [True, False])
async def test_somebody_elses_card_proves_nothing(office: Office, with_user_id: bool) -> None:
    """A contact card of another person, or of nobody on Telegram, is refused and the question asked again."""
    await office.expect("Lê Văn Dũng", await office.unit("Sở Y tế"), phone_of(3))
    dung = await office.person(3, "Dũng")
    an = await office.person(2, "An")
    an.start(await office.link())
    await office.stage.settle()
    await office.taps(an, "Đồng ý")
    an.share_contact(own=False, other=dung, with_user_id=with_user_id)
    await office.stage.settle()
    assert "không phải số điện thoại" in an.last.text
    assert an.keyboard is not None
    assert await office.states() == [("Lê Văn Dũng", "expected")]


async def _waits_for_approval(office: Office, number: int = 2, name: str = "Bình Minh") -> Phone:
    unit = await office.rows("SELECT id FROM units WHERE name = 'Sở Tư pháp'")
    if not unit:
        await office.unit("Công an tỉnh")
        await office.unit("Sở Tư pháp")
    phone = await office.person(number, name)
    await office.joins(phone, await office.link())
    await office.says(phone, "tu phap")
    await office.taps(phone, "Sở Tư pháp")
    return phone


async def test_somebody_on_no_list_is_approved_with_one_tap(office: Office) -> None:
    """The unit is found without accents, the secretary taps once, the member is told and is in."""
    binh = await _waits_for_approval(office)
    assert "Đã gửi đề nghị" in binh.last.text
    assert await office.states() == [("Bình Minh", "pending")]
    await office.taps(office.secretary, "Duyệt")
    assert await office.states() == [("Bình Minh", "active")]
    assert "Chào mừng" in binh.last.text
    assert "Đã duyệt" in office.secretary.last.text


async def test_somebody_is_rejected_and_chooses_another_unit(office: Office) -> None:
    """A refusal says what to do next, and leads back to the units."""
    binh = await _waits_for_approval(office)
    await office.taps(office.secretary, "Từ chối")
    assert "chưa chấp nhận" in binh.last.text
    await office.taps(binh, "Chọn lại đơn vị")
    await office.taps(binh, "Công an tỉnh")
    [place] = await office.rows(
        "SELECT u.name, m.state FROM memberships m JOIN units u ON u.id = m.unit_id WHERE m.state <> 'ended'"
    )
    assert place == {"name": "Công an tỉnh", "state": "pending"}


async def test_an_approved_person_takes_up_the_place_of_that_name(office: Office) -> None:
    """Somebody listed without a number is not listed twice after the approval."""
    await office.expect("Phạm Văn Cường", await office.unit("Sở Tư pháp"), None)
    cuong = await _waits_for_approval(office, name="Cường Phạm")
    await office.taps(cuong, "Sửa họ tên")
    await office.says(cuong, "Phạm  văn cường ")
    assert "Có tên này trong danh sách" in office.secretary.last.text
    await office.taps(office.secretary, "Duyệt")
    assert await office.states() == [("Phạm Văn Cường", "active")]


async def test_two_secretaries_approve_at_once(office: Office) -> None:
    """The first tap decides, the second is told so; both cards say who it was."""
    other = await office.person(9, "Vũ Thị Hai")
    await office.joins(other, await office.link(Role.SECRETARY))
    await _waits_for_approval(office)
    office.secretary.tap("Duyệt")
    other.tap("Từ chối")
    await office.stage.settle()
    assert await office.states() == [("Bình Minh", "active")]
    for phone in (office.secretary, other):
        assert "Đã duyệt: Bình Minh" in phone.last.text
        assert "Lê Thị Thư" in phone.last.text
    assert other.alerts[-1] == "Đề nghị này đã được xử lý."


async def test_a_new_secretary_sees_the_requests_that_wait(stage: Stage) -> None:
    """Whoever asked before there was a secretary is not forgotten."""
    body = await new_body(stage, "bac-kan")
    office = Office(stage, body, await stage.person(1, "Lê Thị Thư", phone_of(1)))
    await _waits_for_approval(office)
    await office.joins(office.secretary, await office.link(Role.SECRETARY))
    assert "Bình Minh" in office.secretary.last.text
    await office.taps(office.secretary, "Duyệt")
    assert await office.states() == [("Bình Minh", "active")]


async def test_nobody_approves_themselves(office: Office) -> None:
    """A forged tap of whoever waits is refused, and changes nothing."""
    binh = await _waits_for_approval(office)
    [place] = await office.rows("SELECT id FROM memberships WHERE state = 'pending'")
    binh.tap_data(binh.last.id, Decide(place["id"], 1).pack())
    await office.stage.settle()
    assert binh.alerts[-1] == "Đồng chí không có quyền thực hiện việc này."
    assert await office.states() == [("Bình Minh", "pending")]


async def test_a_unit_of_another_task_force_cannot_be_forged(office: Office) -> None:
    """A tap with a unit that was not offered leads nowhere."""
    await office.unit("Sở Y tế")
    other = await new_body(office.stage, "nam-dong")
    foreign = await Office(office.stage, other, office.secretary).unit("Xã Thượng Quảng")
    an = await office.person(2, "An")
    await office.joins(an, await office.link())
    an.tap_data(an.last.id, TakeUnit(foreign).pack())
    await office.stage.settle()
    assert await office.states() == []
    assert an.alerts


async def test_a_request_is_withdrawn(office: Office) -> None:
    """Taking the request back also takes the secretary's buttons away."""
    binh = await _waits_for_approval(office)
    await office.taps(binh, "Rút đề nghị")
    assert await office.states() == []
    assert "Đã rút đề nghị" in office.secretary.last.text
    assert not office.secretary.last.buttons


async def test_a_link_with_a_unit_is_authorisation_enough(office: Office) -> None:
    """Nobody has to approve whom the secretary sent a link for one unit."""
    unit = await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=unit))
    assert "Sở Y tế" in an.last.text
    assert await office.states() == [("An", "active")]


async def test_a_link_for_two_lets_two_in_and_no_third(office: Office) -> None:
    """The last use closes the link; whoever comes after is told why."""
    code = await office.link(unit_id=await office.unit("Sở Y tế"), uses=2)
    for number in (2, 3):
        await office.joins(await office.person(number, "Người Thứ"), code)
    third = await office.person(4, "Người Muộn")
    third.start(code)
    await office.stage.settle()
    assert "đã được sử dụng" in third.last.text
    assert len(await office.states()) == 2


async def test_two_race_for_a_single_use(office: Office) -> None:
    """Both open the link before either has joined: one is in, the other is told that it has been used."""
    code = await office.link(unit_id=await office.unit("Sở Y tế"))
    one, two = await office.person(2, "Một"), await office.person(3, "Hai")
    for phone in (one, two):
        phone.start(code)
    await office.stage.settle()
    for phone in (one, two):
        await office.taps(phone, "Đồng ý")
    for phone in (one, two):
        phone.share_contact()
    await office.stage.settle()
    assert len(await office.states()) == 1
    assert "đã được sử dụng" in two.last.text


async def test_expired_revoked_and_wrong_links_say_so(office: Office) -> None:
    """Each ends in one sentence that says what to do."""
    expired = await office.link(days=1)
    revoked = await office.link(days=30)
    async with office.stage.database.transaction() as tx:
        found = await invites.by_code(tx, revoked)
        assert found is not None
        await invites.revoke(tx, found.id, office.stage.clock.now())
    office.stage.clock.move_to(office.stage.clock.now() + timedelta(days=2))
    an = await office.person(2, "An")
    for code, words in ((expired, "hết hạn"), (revoked, "thu hồi"), ("khong-co-that", "không đúng")):
        an.start(code)
        await office.stage.settle()
        assert words in an.last.text


async def test_registration_survives_a_restart(office: Office) -> None:
    """The bot is restarted between every two steps, and the conversation goes on where it was."""
    await office.unit("Sở Y tế")
    an = await office.person(2, "An")

    async def restart() -> None:
        await office.stage.stop_bot()
        await office.stage.start_bot()

    an.start(await office.link())
    await office.stage.settle()
    await restart()
    await office.taps(an, "Đồng ý")
    await restart()
    an.share_contact()
    await office.stage.settle()
    await restart()
    await office.says(an, "so y te")
    await restart()
    await office.taps(an, "Sở Y tế")
    assert await office.states() == [("An", "pending")]


async def test_a_second_tap_changes_nothing(office: Office) -> None:
    """Consent tapped twice at once is given once, and the number is asked for once."""
    an = await office.person(2, "An")
    an.start(await office.link())
    await office.stage.settle()
    an.tap("Đồng ý")
    an.tap("Đồng ý")
    await office.stage.settle()
    assert len(await office.rows("SELECT * FROM audit WHERE action = 'consent.given' AND person_id <> 1")) == 1
    assert an.screen().count("Gửi số điện thoại của tôi ở cuối") == 1


async def test_typing_instead_of_tapping_asks_again(office: Office) -> None:
    """Whoever types nonsense on the way gets the question again, not silence."""
    an = await office.person(2, "An")
    an.start(await office.link())
    await office.stage.settle()
    await office.says(an, "gì đây?")
    assert "Đồng chí có đồng ý không" in an.last.text
    await office.taps(an, "Đồng ý")
    await office.says(an, "0912345678")
    assert "Gửi số điện thoại của tôi" in an.last.text


async def test_stopping_keeps_the_way_back_open(office: Office) -> None:
    """/huy leaves the registration; /start and the button lead into it again without a second consent."""
    await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link())
    await office.says(an, "/huy")
    assert await office.rows("SELECT * FROM sessions WHERE chat_id = 2") == []
    await office.says(an, "/start")
    await office.taps(an, "Xin tham gia")
    assert "đơn vị nào" in an.last.text


async def test_a_stranger_on_the_roster_needs_no_link(office: Office) -> None:
    """Whoever finds the bot by themselves is matched by their number."""
    await office.expect("Nguyễn Văn An", await office.unit("Sở Y tế"), phone_of(2))
    an = await office.person(2, "An")
    await office.joins(an)
    assert await office.states() == [("Nguyễn Văn An", "active")]


async def test_a_stranger_says_which_task_force(office: Office) -> None:
    """On no list, and several task forces are served: they are asked which one, then which unit."""
    other = Office(office.stage, await new_body(office.stage, "nam-dong"), office.secretary)
    await other.unit("Xã Thượng Quảng")
    an = await office.person(2, "An")
    await office.joins(an)
    await office.taps(an, "nam-dong")
    await office.taps(an, "Thượng Quảng")
    assert await office.states() == [("An", "pending")]


async def test_joining_twice_changes_nothing(office: Office) -> None:
    """The same person opens the same link, another one, and a used one: they are told that they are in."""
    unit = await office.unit("Sở Y tế")
    once, many = await office.link(unit_id=unit), await office.link(unit_id=unit, uses=None)
    an = await office.person(2, "An")
    await office.joins(an, once)
    for code in (once, many):
        an.start(code)
        await office.stage.settle()
        assert "tham gia từ trước" in an.last.text
    assert await office.states() == [("An", "active")]


async def test_one_person_in_two_task_forces(office: Office) -> None:
    """One number on two rosters is one joining; a second link needs no second consent."""
    other = Office(office.stage, await new_body(office.stage, "nam-dong"), office.secretary)
    await office.expect("Nguyễn Văn An", await office.unit("Sở Y tế"), phone_of(2))
    await other.expect("Nguyễn Văn An", await other.unit("Trạm Y tế"), phone_of(2))
    an = await office.person(2, "An")
    await office.joins(an, await office.link())
    assert len(await office.states()) == 2
    assert "Sở Y tế" in an.last.text
    assert "Trạm Y tế" in an.last.text
    third = await new_body(office.stage, "quang-nam")
    an.start(await make_link(office.stage, third, Role.OBSERVER))
    await office.stage.settle()
    assert "Chào mừng" in an.last.text
    assert len(await office.states()) == 3


async def test_a_blocked_bot_is_remembered_and_forgiven(office: Office) -> None:
    """What could not be said waits; coming back brings it, and the person counts as reachable again."""
    binh = await _waits_for_approval(office)
    binh.block()
    await office.stage.settle()
    await office.taps(office.secretary, "Duyệt")
    [person] = await office.rows("SELECT unreachable_since FROM people WHERE telegram_id = 2")
    assert person["unreachable_since"] is not None
    binh.unblock()
    await office.stage.settle()
    assert "Chào mừng" in binh.screen()
    [person] = await office.rows("SELECT unreachable_since FROM people WHERE telegram_id = 2")
    assert person["unreachable_since"] is None


async def test_english_is_spoken_to_an_english_phone(office: Office) -> None:
    """The language of the app is the language of the registration."""
    ann = await office.stage.person(2, "Ann", phone_of(2), language="en")
    ann.start(await office.link(unit_id=await office.unit("Sở Y tế")))
    await office.stage.settle()
    await office.taps(ann, "I agree")
    ann.share_contact()
    await office.stage.settle()
    assert "Welcome, Ann" in ann.last.text
    assert [command["command"] for command in ann.menu][:2] == ["report", "tasks"]


async def test_a_lost_account_goes_on_under_a_new_one(office: Office) -> None:
    """Somebody whose old account is gone comes back with the same number and finds their place."""
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    an.deactivate()
    async with office.stage.database.transaction() as tx:
        await people.mark_unreachable(tx, 2, "Forbidden: user is deactivated", office.stage.clock.now())
    again = await office.stage.person(20, "An Mới", phone_of(2))
    await office.joins(again)
    assert "Sở Y tế" in again.last.text
    assert await office.states() == [("An", "active")]
    [place] = await office.rows("SELECT person_id FROM memberships WHERE full_name = 'An'")
    [person] = await office.rows("SELECT telegram_id FROM people WHERE id = ?", place["person_id"])
    assert person["telegram_id"] == 20


async def test_a_number_that_is_still_in_use_elsewhere_needs_approval(office: Office) -> None:
    """A second account with the number of somebody who can be reached does not take their place."""
    await office.unit("Sở Tư pháp")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    other = await office.stage.person(20, "Ai Đó", phone_of(2))
    await office.joins(other)
    assert "đơn vị nào" in other.last.text
    assert await office.states() == [("An", "active")]


# What was begun is not lost


async def test_asking_to_join_goes_on_with_the_invitation(office: Office) -> None:
    """/trogiup and "Xin tham gia" in the middle of a link's way lead on along it; the link's unit is not asked."""
    code = await office.link(unit_id=await office.unit("Sở Y tế"))
    an = await office.person(2, "An")
    an.start(code)
    await office.stage.settle()
    earlier = an.last
    await office.says(an, "/trogiup")
    assert "Đồng chí có đồng ý không" in an.last.text
    await office.taps(an, "Đồng ý")
    for words in ("/trogiup", "/start"):
        await office.says(an, words)
        assert "Gửi số điện thoại của tôi" in an.last.text
    an.tap_data(earlier, AskToJoin().pack())  # an older card's button
    await office.stage.settle()
    an.share_contact()
    await office.stage.settle()
    assert await office.states() == [("An", "active")]


async def test_a_closed_link_does_not_cost_the_one_in_hand(office: Office) -> None:
    """Somebody on the way in opens an old link: what they had begun goes on."""
    old = await office.link(days=-1)
    an = await office.person(2, "An")
    an.start(await office.link(unit_id=await office.unit("Sở Y tế")))
    await office.stage.settle()
    an.start(old)
    await office.stage.settle()
    await office.taps(an, "Xin tham gia")
    await office.taps(an, "Đồng ý")
    an.share_contact()
    await office.stage.settle()
    assert await office.states() == [("An", "active")]


async def test_the_unit_is_asked_again_after_help(office: Office) -> None:
    """Whoever stands before the units sees them again, not that they are in no task force."""
    await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link())
    await office.says(an, "/trogiup")
    assert "đơn vị nào" in an.last.text
    await office.taps(an, "Sở Y tế")
    assert await office.states() == [("An", "pending")]


# More than one place


async def test_a_deputy_who_also_reports_for_a_unit(office: Office) -> None:
    """A link without a unit asks whoever is in without one for it, and those who report already for nothing."""
    await office.unit("Công an tỉnh")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(Role.DEPUTY))
    for _ in range(2):
        an.start(await office.link())
        await office.stage.settle()
        if "đơn vị nào" in an.last.text:
            await office.taps(an, "Công an tỉnh")
            await office.taps(office.secretary, "Duyệt")
    assert "tham gia từ trước" in an.last.text
    places = await office.rows("SELECT role FROM memberships WHERE full_name = 'An' AND state = 'active' ORDER BY id")
    assert [place["role"] for place in places] == ["deputy", "member"]


async def test_a_member_asks_to_join_another_task_force(office: Office) -> None:
    """A closed link's button leads somebody who is in one task force to the other, not to "nothing has changed"."""
    other = Office(office.stage, await new_body(office.stage, "nam-dong"), office.secretary)
    await other.unit("Xã Thượng Quảng")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    an.start(await other.link(days=-1))
    await office.stage.settle()
    await office.taps(an, "Xin tham gia")
    await office.taps(an, "Thượng Quảng")
    assert await office.states() == [("An", "active"), ("An", "pending")]


async def test_showing_the_number_again_asks_for_nothing(office: Office) -> None:
    """Somebody inside who corrects their number is not led to another task force."""
    other = Office(office.stage, await new_body(office.stage, "nam-dong"), office.secretary)
    await other.unit("Xã Thượng Quảng")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    an.share_contact(button=False)
    await office.stage.settle()
    assert "tham gia từ trước" in an.last.text


async def test_a_link_that_closes_on_the_way_gives_no_role(office: Office) -> None:
    """The link is revoked while the unit is being chosen: what remains is an ordinary request, as a member."""
    await office.unit("Sở Y tế")
    code = await office.link(Role.HELPER_LEAD)
    an = await office.person(2, "An")
    await office.joins(an, code)
    async with office.stage.database.transaction() as tx:
        found = await invites.by_code(tx, code)
        assert found is not None
        await invites.revoke(tx, found.id, office.stage.clock.now())
    await office.taps(an, "Sở Y tế")
    [place] = await office.rows("SELECT role FROM memberships WHERE state = 'pending'")
    assert place["role"] == "member"


# Waiting


@pytest.mark.parametrize("command", ["/start", "/trogiup", "/thanhvien", "/moi", "/tinhhinh", "/baocao"])
async def test_whoever_waits_is_told_so(office: Office, command: str) -> None:
    """Every command answers with the request, which can be withdrawn and its name corrected from there."""
    binh = await _waits_for_approval(office)
    await office.says(binh, command)
    assert "đang chờ duyệt" in binh.last.text
    await office.taps(binh, "Rút đề nghị")
    assert await office.states() == []


async def test_whoever_was_refused_is_told_so_at_home(office: Office) -> None:
    """/trogiup after a refusal says it again, with the way to another unit."""
    binh = await _waits_for_approval(office)
    await office.taps(office.secretary, "Từ chối")
    await office.says(binh, "/trogiup")
    assert "chưa chấp nhận" in binh.last.text
    await office.taps(binh, "Chọn lại đơn vị")
    await office.taps(binh, "Công an tỉnh")
    assert await office.states() == [("Bình Minh", "pending")]


@pytest.mark.parametrize(("label", "words"), [("Duyệt", "Đã duyệt"), ("Từ chối", "Đã từ chối")])
async def test_a_decision_closes_the_card_of_whoever_waited(office: Office, label: str, words: str) -> None:
    """No button of a request lingers once it is decided."""
    binh = await _waits_for_approval(office)
    card = binh.last
    await office.taps(office.secretary, label)
    [now] = [message for message in binh.messages if message.id == card.id]
    assert words in now.text
    assert not now.buttons


async def test_a_link_for_the_unit_makes_the_request_needless(office: Office) -> None:
    """Whoever waits and then gets a link for that unit is in; the secretary has nothing left to decide."""
    binh = await _waits_for_approval(office)
    card = binh.last
    [unit] = await office.rows("SELECT id FROM units WHERE name = 'Sở Tư pháp'")
    binh.start(await office.link(unit_id=unit["id"]))
    await office.stage.settle()
    assert await office.states() == [("Bình Minh", "active")]
    assert "không cần duyệt" in office.secretary.last.text
    assert not office.secretary.last.buttons
    [now] = [message for message in binh.messages if message.id == card.id]
    assert not now.buttons
