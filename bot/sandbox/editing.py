"""The methods that change or remove what is already in a chat, and the answer to a tap."""

from typing import Any

from bot.sandbox.args import Args
from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.markup import read_markup
from bot.sandbox.records import Chat, Json, Message
from bot.sandbox.sending import read_caption, read_message_text
from bot.sandbox.world import DELETE_SECONDS, World

MAX_ALERT = 200
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, args: Args) -> Any:
    """editMessageText; without ``reply_markup`` the buttons disappear, as at Telegram."""
    message = _editable(world, args)
    content = read_message_text(world, args)
    if "text" not in message.json:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, args, ("text", "entities"), content)


def edit_message_caption(world: World, args: Args) -> Any:
    """editMessageCaption."""
    message = _editable(world, args)
    if not any(kind in message.json for kind in ("document", "photo")):
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, args, ("caption", "caption_entities"), read_caption(world, args))


def edit_message_reply_markup(world: World, args: Args) -> Any:
    """editMessageReplyMarkup."""
    message = _editable(world, args)
    return _change(world, message, args, (), {})


def _editable(world: World, args: Args) -> Message:
    chat = world.find_chat(args.text("chat_id"))
    world.check_reach(chat)
    if not args.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = world.message(chat, args.integer("message_id"), "message to edit")
    mine = message.outgoing
    if chat.type == "channel":
        me = chat.member(world.bot.id)
        mine = me.can("can_edit_messages") or (mine and me.can("can_post_messages"))
    # A message that brought a reply keyboard cannot be edited, nor one that was forwarded.
    if not mine or message.keyboard is not None or "forward_origin" in message.json:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, args: Args, replaced: tuple[str, ...], content: Json) -> Json:
    inline, _ = read_markup(args, message.chat.type, inline_only=True)
    new = {key: value for key, value in message.json.items() if key not in (*replaced, "reply_markup")}
    new |= content
    if inline:
        new["reply_markup"] = inline
    if new == message.json:
        raise bad_request(_NOT_MODIFIED)
    world.count(message.chat)
    new["edit_date"] = world.unix()
    message.json = new
    world.note(message.chat, "edited", message.sender, message)
    return new


def delete_message(world: World, args: Args) -> Any:
    """deleteMessage: within 48 hours, own ones or as an administrator who may."""
    chat = _deleting_in(world, args)
    _delete(world, world.message(chat, args.integer("message_id"), "message to delete"))
    return True


def delete_messages(world: World, args: Args) -> Any:
    """deleteMessages: those that are gone already are skipped."""
    chat = _deleting_in(world, args)
    ids = args.json("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified")
    for message_id in ids:
        message = chat.messages.get(int(message_id))
        if message is not None and not message.deleted:
            _delete(world, message)
    return True


def _deleting_in(world: World, args: Args) -> Chat:
    chat = world.find_chat(args.text("chat_id"))
    if chat.person is None:
        world.check_reach(chat)
    elif chat.person.deactivated:
        raise forbidden("user is deactivated")
    return chat


def _delete(world: World, message: Message) -> None:
    chat = message.chat
    me = chat.member(world.bot.id)
    own = message.outgoing and (chat.type != "channel" or me.can("can_post_messages"))
    if not (own or chat.private or me.can("can_delete_messages")):
        raise bad_request("message can't be deleted")
    if world.unix() - message.json["date"] > DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    world.delete(message, world.bot.name)


def pin_chat_message(world: World, args: Args) -> Any:
    """pinChatMessage: needs the right to pin in a group, to edit in a channel."""
    chat = _pinning_in(world, args)
    message = world.message(chat, args.integer("message_id"), "message to pin")
    if message.id in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.pinned.append(message.id)
    world.note(chat, "pinned", world.bot.name, message)
    return True


def unpin_chat_message(world: World, args: Args) -> Any:
    """unpinChatMessage: the one named, or the newest."""
    chat = _pinning_in(world, args)
    message_id = args.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    return True


def unpin_all_chat_messages(world: World, args: Args) -> Any:
    """unpinAllChatMessages."""
    _pinning_in(world, args).pinned.clear()
    return True


def _pinning_in(world: World, args: Args) -> Chat:
    chat = world.find_chat(args.text("chat_id"))
    world.check_reach(chat)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if not chat.private and not chat.member(world.bot.id).can(right):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def answer_callback_query(world: World, args: Args) -> Any:
    """answerCallbackQuery: once for each tap, and soon enough."""
    query = world.callbacks.pop(args.text("callback_query_id"), None)
    if query is None or world.clock.monotonic() - query.tapped_at > world.answer_seconds:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = args.text("text")
    if len(text) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    if text:
        world.alerts.setdefault(query.user.id, []).append(text)
        world.note(query.chat, "alert", query.user.name, None, text)
    return True
