"""Polls (docs/telegram-facts.md, Limits)."""

from typing import Any

from bot.sandbox.args import Args
from bot.sandbox.entities import read_text
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.records import Json, Message, User
from bot.sandbox.sending import deliver
from bot.sandbox.world import World

MAX_QUESTION = 300
MAX_OPTIONS = 12
MAX_OPTION = 100
OPEN_SECONDS = (5, 2_628_000)


def send_poll(world: World, args: Args) -> Any:
    """sendPoll: regular polls; a quiz is refused here."""
    chat = world.writable(args.text("chat_id"))
    question, _ = read_text(args.text("question"), args.text("question_parse_mode"))
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > MAX_QUESTION:
        raise bad_request(f"poll question length must not exceed {MAX_QUESTION}")
    anonymous = args.boolean("is_anonymous", True)
    if chat.type == "channel" and not anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    if args.text("type", "regular") != "regular":
        raise bad_request("unsupported poll type specified")
    number = next(world.numbers)
    poll: Json = {
        "id": str(5_000_000_000_000_000 + number),
        "question": question,
        "options": _options(args, number),
        "total_voter_count": 0,
        "is_closed": args.boolean("is_closed"),
        "is_anonymous": anonymous,
        "type": "regular",
        "allows_multiple_answers": args.boolean("allows_multiple_answers"),
        "allows_revoting": args.boolean("allows_revoting", True),
        "members_only": args.boolean("members_only"),
        **_period(world, args),
    }
    return deliver(world, chat, args, {"poll": poll}).json


def _options(args: Args, number: int) -> list[Json]:
    given = args.json("options")
    if not isinstance(given, list) or not given:
        raise bad_request("poll must have at least 1 option")
    if len(given) > MAX_OPTIONS:
        raise bad_request(f"poll can't have more than {MAX_OPTIONS} options")
    options: list[Json] = []
    for index, option in enumerate(given):
        source = option if isinstance(option, str) else str(option.get("text", ""))
        mode = "" if isinstance(option, str) else str(option.get("text_parse_mode") or "")
        text, _ = read_text(source, mode)
        if not text:
            raise bad_request("poll options must be non-empty")
        if len(text) > MAX_OPTION:
            raise bad_request(f"poll options length must not exceed {MAX_OPTION}")
        options.append({"text": text, "voter_count": 0, "persistent_id": f"{number}-{index}"})
    if len({option["text"] for option in options}) != len(options):
        raise bad_request("POLL_OPTION_DUPLICATE")
    return options


def _period(world: World, args: Args) -> Json:
    period, close_date = args.integer("open_period"), args.integer("close_date")
    if not period and not close_date:
        return {}
    seconds = period or close_date - world.unix()
    if not OPEN_SECONDS[0] <= seconds <= OPEN_SECONDS[1]:
        raise bad_request("POLL_CLOSE_DATE_INVALID" if close_date else "POLL_OPEN_PERIOD_INVALID")
    return {"open_period": seconds, "close_date": world.unix() + seconds}


def _close_if_over(world: World, message: Message) -> None:
    poll: Json = message.json["poll"]
    if not poll["is_closed"] and world.unix() >= poll.get("close_date", 2**63):
        close(world, message)


def close(world: World, message: Message) -> None:
    """Close a poll and tell the bot, which sent it."""
    message.json["poll"]["is_closed"] = True
    world.queue.add("poll", message.json["poll"], message.chat.id)


def stop_poll(world: World, args: Args) -> Any:
    """stopPoll: gives the closed poll with its counts."""
    chat = world.find_chat(args.text("chat_id"))
    world.check_reach(chat)
    message = world.message(chat, args.integer("message_id"), "message with poll to stop")
    if "poll" not in message.json:
        raise bad_request("message is not a poll")
    if not message.outgoing:
        raise bad_request("message can't be edited")
    _close_if_over(world, message)
    if message.json["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    inline, _ = read_markup(args, chat.type, inline_only=True)
    world.count(chat)
    message.json.pop("reply_markup", None)
    if inline:
        message.json["reply_markup"] = inline
    close(world, message)
    world.note(chat, "edited", message.sender, message)
    return message.json["poll"]


def vote(world: World, user: User, message: Message, options: list[int]) -> None:
    """Count a person's answer (an empty one takes it back) and tell the bot.

    Raises AssertionError for what no Telegram client would let a person do.
    """
    _close_if_over(world, message)
    poll: Json = message.json["poll"]
    before = message.poll_votes.get(user.id, [])
    if poll["is_closed"]:
        raise AssertionError("this poll is closed")
    if len(options) > 1 and not poll["allows_multiple_answers"]:
        raise AssertionError("this poll takes one answer")
    if before and not poll["allows_revoting"]:
        raise AssertionError("this poll does not let an answer be changed")
    if any(not 0 <= option < len(poll["options"]) for option in options):
        raise AssertionError(f"this poll has {len(poll['options'])} options")
    message.poll_votes[user.id] = sorted(set(options))
    if not options:
        del message.poll_votes[user.id]
    for index, option in enumerate(poll["options"]):
        option["voter_count"] = sum(index in chosen for chosen in message.poll_votes.values())
    poll["total_voter_count"] = len(message.poll_votes)
    world.note(message.chat, "voted", "" if poll["is_anonymous"] else user.name, message)
    world.queue.add("poll", poll, message.chat.id)
    if not poll["is_anonymous"]:
        answer: Json = {
            "poll_id": poll["id"],
            "user": user.as_json(),
            "option_ids": sorted(set(options)),
            "option_persistent_ids": [poll["options"][index]["persistent_id"] for index in sorted(set(options))],
        }
        world.queue.add("poll_answer", answer, user.id)
