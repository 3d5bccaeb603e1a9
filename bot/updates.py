"""From Telegram's update to the product's own record of what happened."""

from dataclasses import replace

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, MessageEntity, Update, User

from handlers.incoming import Incoming, Said, SentFile, SharedContact, Span

_KINDS = {Chat.PRIVATE: "private", Chat.GROUP: "group", Chat.SUPERGROUP: "group", Chat.CHANNEL: "channel"}


def incoming_from(update: Update) -> Incoming | None:
    """What the update brought; None for kinds that the bot does not ask for."""
    if update.callback_query is not None:
        return _tapped(update.callback_query)
    if update.message is not None:
        return _said(update.message)
    changed = update.edited_message
    if changed is not None and changed.text is not None and changed.chat.type == Chat.PRIVATE:
        return replace(_said(changed), edited=True)  # of the others nobody wants to know (a position that moves)
    if update.my_chat_member is not None:
        return _standing(update.my_chat_member)
    return None


def _who(sender: User | None, chat: Chat) -> dict[str, object]:
    return {
        "sender_id": sender.id if sender is not None else 0,
        "sender_name": sender.full_name if sender is not None else "",
        "language": sender.language_code if sender is not None else None,
        "chat_kind": _KINDS.get(chat.type, "group"),
        "chat_title": chat.title or "",
    }


def _said(message: Message) -> Incoming:
    text = message.text
    command, rest = None, ""
    if text is not None and text.startswith("/"):
        first, _, rest = text.partition(" ")
        command = first[1:].split("@")[0].lower()
    contact = message.contact
    return Incoming(
        chat_id=message.chat.id,
        **_who(message.from_user, message.chat),  # type: ignore[arg-type]  # the keys are Incoming's own
        message_id=message.message_id,
        text=text,
        caption=message.caption,
        command=command,
        command_text=rest.strip(),
        contact=None if contact is None else SharedContact(contact.phone_number, contact.user_id),
        file=_file(message),
        spans=_spans(message),
        album=message.media_group_id or "",
        forwarded=message.forward_origin is not None,
        replied=None if message.reply_to_message is None else _content(message.reply_to_message),
    )


def _content(message: Message) -> Said:
    return Said(message.text or message.caption or "", _spans(message), _file(message))


def _spans(message: Message) -> tuple[Span, ...]:
    return tuple(
        (str(one.type), one.offset, one.length, _detail(one)) for one in message.entities or message.caption_entities
    )


def _detail(entity: MessageEntity) -> str:
    """What the kind of formatting needs besides its place: the link, the person, the language."""
    return entity.url or (str(entity.user.id) if entity.user is not None else "") or entity.language or ""


def _file(message: Message) -> SentFile | None:
    if message.document is not None:
        document = message.document
        return SentFile(document.file_id, document.file_name or "tep", document.file_size)
    if message.photo:
        largest = message.photo[-1]
        return SentFile(largest.file_id, f"anh-{message.message_id}.jpg", largest.file_size, "photo")
    return None


def _tapped(query: CallbackQuery) -> Incoming:
    message = query.message
    chat = message.chat if message is not None else Chat(query.from_user.id, Chat.PRIVATE)
    return Incoming(
        chat_id=chat.id,
        **_who(query.from_user, chat),  # type: ignore[arg-type]  # the keys are Incoming's own
        message_id=None if message is None else message.message_id,
        tap=query.data or "",
        tap_id=query.id,
    )


def _standing(change: ChatMemberUpdated) -> Incoming:
    return Incoming(
        chat_id=change.chat.id,
        **_who(change.from_user, change.chat),  # type: ignore[arg-type]  # the keys are Incoming's own
        standing=change.new_chat_member.status,
    )
