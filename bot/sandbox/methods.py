"""Every method of the Bot API that the local Telegram knows, except those about updates (``updates.py``)."""

from collections.abc import Callable
from typing import Any

from bot.sandbox import administration, albums, editing, polls, sending
from bot.sandbox.args import Args
from bot.sandbox.world import World

Method = Callable[[World, Args], Any]

METHODS: dict[str, Method] = {
    "getme": administration.get_me,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendmediagroup": albums.send_media_group,
    "sendcontact": sending.send_contact,
    "sendchataction": sending.send_chat_action,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "sendpoll": polls.send_poll,
    "stoppoll": polls.stop_poll,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "pinchatmessage": editing.pin_chat_message,
    "unpinchatmessage": editing.unpin_chat_message,
    "unpinallchatmessages": editing.unpin_all_chat_messages,
    "answercallbackquery": editing.answer_callback_query,
    "setmycommands": administration.set_my_commands,
    "getmycommands": administration.get_my_commands,
    "deletemycommands": administration.delete_my_commands,
    "setmyname": administration.set_profile("name"),
    "setmydescription": administration.set_profile("description"),
    "setmyshortdescription": administration.set_profile("short_description"),
    "getmyname": administration.get_profile("name"),
    "getmydescription": administration.get_profile("description"),
    "getmyshortdescription": administration.get_profile("short_description"),
    "getchat": administration.get_chat,
    "getchatmember": administration.get_chat_member,
    "getchatadministrators": administration.get_chat_administrators,
    "getchatmembercount": administration.get_chat_member_count,
    "leavechat": administration.leave_chat,
    "getfile": administration.get_file,
}
