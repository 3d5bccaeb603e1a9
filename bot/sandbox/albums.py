"""sendMediaGroup: 2 to 10 photos, or as many documents, in one album."""

from typing import Any

from bot.sandbox.args import Args
from bot.sandbox.errors import bad_request
from bot.sandbox.sending import deliver, photo_sizes
from bot.sandbox.world import World


def send_media_group(world: World, args: Args) -> Any:
    """Files by their file_id; photos and documents are not mixed."""
    chat = world.writable(args.text("chat_id"))
    media = args.json("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad_request("wrong number of items in the album")
    kinds = {one.get("type") for one in media}
    if len(kinds) != 1 or not kinds <= {"photo", "document"}:
        raise bad_request("can't mix these types of media in an album")
    group = str(next(world.numbers))
    sent = []
    for one in media:
        file = world.files.get(str(one["media"]))
        if bool(file.width) != (one["type"] == "photo"):
            raise bad_request("wrong type of the file in the album")
        shown = photo_sizes(file) if file.width else file.as_json()
        sent.append(deliver(world, chat, args, {one["type"]: shown, "media_group_id": group}).json)
    return sent
