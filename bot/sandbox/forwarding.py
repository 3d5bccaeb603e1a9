"""A person passes a message on to the bot (docs/telegram-facts.md, Messages)."""

from bot.sandbox.records import Json, Message
from bot.sandbox.sending import photo_sizes
from bot.sandbox.world import World

_KEPT = ("text", "entities", "caption", "caption_entities", "document", "photo", "contact")


def forwarded(message: Message, source: World, here: World) -> Json:
    """What the forwarded message holds: its content without the buttons that only work where it stood, and its origin.

    ``source`` is the Telegram that holds it: of another stage the file itself comes along.

    Raises:
        AssertionError: no Telegram client offers to forward it.
    """
    content = {key: message.json[key] for key in _KEPT if key in message.json}
    if message.deleted or not content or message.json.get("has_protected_content"):
        raise AssertionError("this message cannot be forwarded")
    if source is not here and "document" in content:
        file = source.files.get(content["document"]["file_id"])
        content["document"] = here.files.add(file.name, file.body, file.content_type).as_json()
    if source is not here and "photo" in content:
        file = source.files.get(content["photo"][-1]["file_id"])
        content["photo"] = photo_sizes(here.files.add(file.name, file.body, file.content_type, photo=True))
    return {"forward_origin": _origin(message), **content}


def _origin(message: Message) -> Json:
    if "forward_origin" in message.json:
        origin: Json = message.json["forward_origin"]
        return origin
    date = message.json["date"]
    if message.chat.type == "channel":
        return {"type": "channel", "date": date, "chat": message.chat.as_json(), "message_id": message.id}
    return {"type": "user", "date": date, "sender_user": message.json["from"]}
