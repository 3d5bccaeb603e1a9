"""Groups and channels: adding the bot, its rights, posting, moving."""

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox import LocalTelegram, Phone, Room

BUTTON = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Gắn kênh", callback_data="bind"))


@pytest.fixture
def channel(telegram: LocalTelegram, ha: Phone) -> Room:
    """A leadership channel that Hà owns and the bot administers; the update of that waits."""
    room = telegram.channel("Ban Chỉ đạo", owner=ha)
    room.add_bot(ha)
    return room


async def changes(bot: Bot) -> list[tuple[str, str]]:
    updates = await bot.get_updates(timeout=0)
    members = [update.my_chat_member for update in updates if update.my_chat_member]
    return [(member.old_chat_member.status, member.new_chat_member.status) for member in members]


async def test_the_bot_is_told_when_it_is_added_promoted_and_removed(bot: Bot, channel: Room, ha: Phone) -> None:
    """my_chat_member says who changed the bot's place and what it was before."""
    channel.promote(ha, {"can_edit_messages"})
    channel.remove_bot(ha)
    updates = await bot.get_updates(timeout=0)
    member = updates[0].my_chat_member
    assert member is not None
    assert (member.chat.id, member.chat.type, member.from_user.id) == (channel.id, "channel", ha.id)
    assert await changes(bot) == [
        ("left", "administrator"),
        ("administrator", "administrator"),
        ("administrator", "kicked"),
    ]


async def test_blocking_and_unblocking_are_told(bot: Bot, ha: Phone) -> None:
    """In a private chat my_chat_member goes member, kicked, member; START unblocks."""
    ha.block()
    ha.start()
    assert await changes(bot) == [("member", "kicked"), ("kicked", "member")]
    assert (await bot.get_updates(timeout=0))[-1].message is not None


async def test_posting_in_a_channel_needs_the_right(bot: Bot, channel: Room, ha: Phone) -> None:
    """An administrator who may not post gets 400, one that was thrown out 403."""
    post = await bot.send_message(channel.id, "Tổng hợp", reply_markup=BUTTON)
    assert (post.from_user, post.sender_chat and post.sender_chat.id) == (None, channel.id)
    channel.promote(ha, {"can_edit_messages"})
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "a")
    await bot.edit_message_text("b", channel.id, post.message_id)
    assert channel.last.text == "b"
    channel.remove_bot(ha, kicked=False)
    with pytest.raises(Forbidden, match="bot is not a member of the channel chat"):
        await bot.send_message(channel.id, "a")
    channel.remove_bot(ha)
    with pytest.raises(Forbidden, match="bot was kicked from the channel chat"):
        await bot.edit_message_text("c", channel.id, post.message_id)


async def test_pinning_in_a_channel_needs_the_right_to_edit(bot: Bot, channel: Room, ha: Phone) -> None:
    """Without can_edit_messages pinning is 400; with it the post is marked."""
    post = await bot.send_message(channel.id, "a")
    await bot.pin_chat_message(channel.id, post.message_id)
    assert "📌" in channel.screen()
    channel.promote(ha, {"can_post_messages"})
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await bot.unpin_chat_message(channel.id)


async def test_a_channel_post_of_a_person_comes_as_one(bot: Bot, channel: Room, ha: Phone) -> None:
    """What an administrator posts is a channel_post without a sender; the bot's own posts are no updates."""
    await bot.send_message(channel.id, "của bot")
    ha.say("Thông báo", channel)
    post = (await bot.get_updates(timeout=0))[-1].channel_post
    assert post is not None
    assert (post.text, post.from_user) == ("Thông báo", None)
    assert post.message_id == 2


async def test_only_those_inside_can_tap_in_a_channel(
    bot: Bot, channel: Room, telegram: LocalTelegram, ha: Phone
) -> None:
    """A follower's tap reaches the bot with the person's own id; a stranger sees nothing to tap."""
    await bot.send_message(channel.id, "a", reply_markup=BUTTON)
    binh = telegram.person(7002, "Bình")
    with pytest.raises(AssertionError, match="is not in Ban Chỉ đạo"):
        binh.tap("Gắn", room=channel)
    binh.join(channel)
    binh.tap("Gắn", room=channel)
    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query is not None
    assert (query.from_user.id, query.message and query.message.chat.id) == (binh.id, channel.id)


async def test_members_and_administrators_can_be_asked_for(
    bot: Bot, channel: Room, telegram: LocalTelegram, ha: Phone
) -> None:
    """getChatMember and getChatAdministrators tell who is what; strangers are left, unknown ids an error."""
    binh = telegram.person(7002, "Bình")
    assert (await bot.get_chat_member(channel.id, ha.id)).status == "creator"
    assert (await bot.get_chat_member(channel.id, binh.id)).status == "left"
    channel.appoint(binh, {"can_post_messages"})
    administrators = await bot.get_chat_administrators(channel.id)
    assert {member.user.id for member in administrators} == {ha.id, binh.id, bot.id}
    assert await bot.get_chat_member_count(channel.id) == 3
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(channel.id, 999)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(ha.id)


async def test_a_chat_is_described(bot: Bot, channel: Room, telegram: LocalTelegram, ha: Phone) -> None:
    """getChat works by id and @username, and only for chats the bot is in."""
    public = telegram.channel("Công khai", owner=ha, username="cong_khai")
    public.add_bot(ha)
    assert (await bot.get_chat("@Cong_Khai")).title == "Công khai"
    assert (await bot.get_chat(ha.id)).first_name == "Hà"
    await bot.leave_chat(channel.id)
    with pytest.raises(Forbidden):
        await bot.get_chat(channel.id)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(telegram.person(7002, "Bình").id)


async def test_in_a_group_a_plain_bot_hears_only_what_is_meant_for_it(
    bot: Bot, telegram: LocalTelegram, ha: Phone
) -> None:
    """Privacy mode lets commands and replies through; an administrator hears all."""
    group = telegram.group("Tổ giúp việc", owner=ha)
    group.add_bot(ha)
    sent = await bot.send_message(group.id, "Mời họp")
    ha.say("chuyện riêng", group)
    ha.say("/tinhhinh", group)
    ha.say("/tinhhinh@other_bot", group)
    ha.say("rõ", group, reply_to=group.chat.messages[sent.message_id])
    group.promote(ha)
    ha.say("mọi người", group)
    texts = [u.message.text for u in await bot.get_updates(timeout=0) if u.message and u.message.text]
    assert texts == ["/tinhhinh", "rõ", "mọi người"]


async def test_a_group_that_became_a_supergroup_says_where_it_went(
    bot: Bot, telegram: LocalTelegram, ha: Phone
) -> None:
    """The old id is 400 with migrate_to_chat_id; both chats carry a message about it."""
    group = telegram.group("Tổ", owner=ha, kind="group")
    group.add_bot(ha)
    new = group.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "a")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "a")
    moves = [u.message for u in await bot.get_updates(timeout=0) if u.message]
    assert [(m.migrate_to_chat_id, m.migrate_from_chat_id) for m in moves[-2:]] == [(new.id, None), (None, group.id)]


async def test_private_chats_share_one_numbering_and_channels_do_not(
    bot: Bot, channel: Room, telegram: LocalTelegram, ha: Phone
) -> None:
    """Message ids do not repeat between private chats, but do between a channel and anything else."""
    binh = telegram.person(7002, "Bình")
    binh.start()
    ids = [(await bot.send_message(chat, "a")).message_id for chat in (ha.id, binh.id, channel.id)]
    assert ids == [3, 4, 1]


async def test_who_may_not_cannot(telegram: LocalTelegram, channel: Room, ha: Phone) -> None:
    """Adding, promoting, removing and posting are refused to people without the right, before any update."""
    binh = telegram.person(7002, "Bình")
    actions: list[Any] = [channel.add_bot, channel.promote, channel.remove_bot]
    for action in actions:
        with pytest.raises(AssertionError, match="may not"):
            action(binh)
    binh.join(channel)
    with pytest.raises(AssertionError, match="may not post"):
        binh.say("a", channel)
    with pytest.raises(ValueError, match="no such rights in a channel: can_fly"):
        channel.promote(ha, {"can_fly"})
