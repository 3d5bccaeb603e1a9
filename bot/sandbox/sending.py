"""The methods that put something into a chat."""

from typing import Any

from bot.sandbox.args import Args, Upload
from bot.sandbox.entities import read_text
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile
from bot.sandbox.markup import read_markup
from bot.sandbox.records import Chat, Json, Message
from bot.sandbox.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def read_message_text(world: World, args: Args) -> Json:
    """``text`` with its entities. Raises ApiError 400 when it is empty, too long or cannot be parsed."""
    source = args.text("text")
    if not source:
        raise bad_request("message text is empty")
    text, entities = read_text(source, args.text("parse_mode"), args.json("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = _with_users(world, entities)
    return content


def read_caption(world: World, args: Args) -> Json:
    """``caption`` with its entities; nothing when there is none. Raises ApiError 400."""
    source = args.text("caption")
    text, entities = read_text(source, args.text("parse_mode"), args.json("caption_entities"))
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": _with_users(world, entities)} if entities else {"caption": text}


def _with_users(world: World, entities: list[Json]) -> list[Json]:
    """Mentions of people whom the bot does not know are plain text."""
    kept: list[Json] = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = world.users.get(int(entity["user"]["id"]))
            if user is None:
                continue
            entity = {**entity, "user": user.as_json()}
        kept.append(entity)
    return kept


def deliver(world: World, chat: Chat, args: Args, content: Json) -> Message:
    """Post what a bot sends: its keyboard and the message it replies to are checked, then the limits."""
    inline, keyboard = read_markup(args, chat.type)
    if inline:
        content = {**content, "reply_markup": inline}
    reply = _replied(chat, args)
    if reply:
        content = {"reply_to_message": reply, **content}
    if args.boolean("protect_content"):
        content = {**content, "has_protected_content": True}
    world.count(chat)
    return world.post(chat, world.bot, content, keyboard)


def _replied(chat: Chat, args: Args) -> Json | None:
    parameters = args.json("reply_parameters") or {}
    message_id = int(parameters.get("message_id") or args.integer("reply_to_message_id"))
    if not message_id:
        return None
    found = chat.messages.get(message_id)
    if found is None or found.deleted:
        if parameters.get("allow_sending_without_reply") or args.boolean("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {key: value for key, value in found.json.items() if key != "reply_to_message"}


def send_message(world: World, args: Args) -> Any:
    """sendMessage."""
    chat = world.writable(args.text("chat_id"))
    return deliver(world, chat, args, read_message_text(world, args)).json


def send_document(world: World, args: Args) -> Any:
    """sendDocument: a new upload or a file_id."""
    chat = world.writable(args.text("chat_id"))
    file = _file(world, args, "document", photo=False)
    return deliver(world, chat, args, {"document": file.as_json(), **read_caption(world, args)}).json


def send_photo(world: World, args: Args) -> Any:
    """sendPhoto: a new upload or a file_id."""
    chat = world.writable(args.text("chat_id"))
    file = _file(world, args, "photo", photo=True)
    return deliver(world, chat, args, {"photo": photo_sizes(file), **read_caption(world, args)}).json


def photo_sizes(file: StoredFile) -> list[Json]:
    """A small and the full size, as Telegram lists them."""
    full = file.as_json()
    scale = min(1.0, 320 / max(file.width, file.height))
    small = {
        **full,
        "file_unique_id": f"{file.unique_id}s",
        "width": max(1, int(file.width * scale)),
        "height": max(1, int(file.height * scale)),
    }
    return [small, full]


def _file(world: World, args: Args, field: str, *, photo: bool) -> StoredFile:
    upload = _upload(args, field)
    if upload is not None:
        return world.files.add(upload.name, upload.body, upload.content_type, photo=photo)
    name = args.text(field)
    if not name:
        raise bad_request(f"there is no {field} in the request")
    file = world.files.get(name)
    if bool(file.width) != photo:
        kind = "Photo" if file.width else "Document"
        raise bad_request(f"can't use file of type {kind} as {'Photo' if photo else 'Document'}")
    return file


def _upload(args: Args, field: str) -> Upload | None:
    if field in args.files:
        return args.files[field]
    name = args.text(field)
    if not name.startswith("attach://"):
        return None
    upload = args.files.get(name.removeprefix("attach://"))
    if upload is None:
        raise bad_request(f"there is no {field} in the request")
    return upload


def send_contact(world: World, args: Args) -> Any:
    """sendContact."""
    chat = world.writable(args.text("chat_id"))
    phone, first_name = args.text("phone_number").strip(), args.text("first_name").strip()
    if not phone:
        raise bad_request("PHONE_NUMBER_INVALID")
    if not first_name:
        raise bad_request("contact's first name must be non-empty")
    contact: Json = {"phone_number": phone, "first_name": first_name}
    if args.text("last_name"):
        contact["last_name"] = args.text("last_name")
    if args.text("vcard"):
        contact["vcard"] = args.text("vcard")
    return deliver(world, chat, args, {"contact": contact}).json


_COPIED = ("text", "entities", "caption", "caption_entities", "document", "photo", "contact")


def copy_message(world: World, args: Args) -> Any:
    """copyMessage: the same content without saying whose it is; the keyboard is not copied."""
    chat = world.writable(args.text("chat_id"))
    source = world.find_chat(args.text("from_chat_id"))
    world.check_reach(source)
    message = world.message(source, args.integer("message_id"), "message to copy")
    content = {key: message.json[key] for key in _COPIED if key in message.json}
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in args and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= read_caption(world, args)
    return {"message_id": deliver(world, chat, args, content).id}


def forward_message(world: World, args: Args) -> Any:
    """forwardMessage."""
    chat = world.writable(args.text("chat_id"))
    source = world.find_chat(args.text("from_chat_id"))
    world.check_reach(source)
    message = world.message(source, args.integer("message_id"), "message to forward")
    if message.json.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content = {key: message.json[key] for key in (*_COPIED, "poll") if key in message.json}
    origin: Json = {"date": message.json["date"]}
    if source.type == "channel":
        origin |= {"type": "channel", "chat": source.as_json(), "message_id": message.id}
    else:
        origin |= {"type": "user", "sender_user": message.json["from"]}
    world.count(chat)
    return world.post(chat, world.bot, {"forward_origin": origin, **content}).json


def send_chat_action(world: World, args: Args) -> Any:
    """sendChatAction: checked and forgotten."""
    world.writable(args.text("chat_id"))
    if args.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
