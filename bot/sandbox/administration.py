"""The methods about the bot itself, its commands, its chats and their members, and files."""

import re
from typing import Any

from bot.sandbox.args import Args
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Chat, Json, Membership
from bot.sandbox.world import World

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_LANGUAGE = re.compile(r"([a-z]{2})?\Z")
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
_PROFILE = {"name": 64, "description": 512, "short_description": 120}

_CommandScope = tuple[str, str, str, str]


def get_me(world: World, args: Args) -> Any:
    """getMe."""
    return {
        **world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


def _scope(world: World, args: Args) -> _CommandScope:
    """The key under which a list of commands is kept: scope, chat, user, language."""
    scope = args.json("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = user_id = ""
    if kind in ("chat", "chat_administrators", "chat_member"):
        chat = world.find_chat(str(scope.get("chat_id", "")))
        _check_command_scope(chat, str(kind))
        chat_id = str(chat.id)
    if kind == "chat_member":
        user_id = str(scope.get("user_id") or "")
        if not user_id.isdigit():
            raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    language = args.text("language_code")
    if not _LANGUAGE.match(language):
        raise bad_request("invalid language code specified")
    return str(kind), chat_id, user_id, language


def _check_command_scope(chat: Chat, kind: str) -> None:
    if chat.private and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    if chat.type == "channel":
        raise bad_request("can't change commands in channel chats")
    if chat.person is not None and not chat.started:
        raise bad_request("chat not found")


def set_my_commands(world: World, args: Args) -> Any:
    """setMyCommands."""
    commands = args.json("commands") or []
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    checked = [_command(command) for command in commands]
    if len(checked) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if len({command["command"] for command in checked}) != len(checked):
        raise bad_request("BOT_COMMAND_DUPLICATE")
    world.commands[_scope(world, args)] = checked
    return True


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).strip().removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def get_my_commands(world: World, args: Args) -> Any:
    """getMyCommands: exactly what was set for that scope and language."""
    return world.commands.get(_scope(world, args), [])


def delete_my_commands(world: World, args: Args) -> Any:
    """deleteMyCommands."""
    world.commands.pop(_scope(world, args), None)
    return True


def visible_commands(world: World, chat: Chat, user_id: int, language: str) -> list[Json]:
    """The commands in a person's menu: the narrowest scope wins, and in it the person's language."""
    place = str(chat.id)
    scopes: list[tuple[str, str, str]] = []
    if chat.private:
        scopes = [("chat", place, ""), ("all_private_chats", "", "")]
    else:
        scopes = [("chat_member", place, str(user_id))]
        administrator = chat.member(user_id).status in ("creator", "administrator")
        if administrator:
            scopes.append(("chat_administrators", place, ""))
        scopes.append(("chat", place, ""))
        if administrator:
            scopes.append(("all_chat_administrators", "", ""))
        scopes.append(("all_group_chats", "", ""))
    for scope in (*scopes, ("default", "", "")):
        for spoken in (language, ""):
            commands = world.commands.get((*scope, spoken))
            if commands:
                return commands
    return []


def set_profile(field: str) -> Any:
    """Make setMyName, setMyDescription or setMyShortDescription."""

    def method(world: World, args: Args) -> Any:
        text = args.text(field)
        if len(text) > _PROFILE[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[f"{field}:{args.text('language_code')}"] = text
        return True

    return method


def get_profile(field: str) -> Any:
    """Make getMyName, getMyDescription or getMyShortDescription."""

    def method(world: World, args: Args) -> Any:
        default = world.bot.first_name if field == "name" else ""
        text = world.profile.get(f"{field}:{args.text('language_code')}", "")
        return {field: text or world.profile.get(f"{field}:", "") or default}

    return method


def get_chat(world: World, args: Args) -> Any:
    """getChat."""
    chat = world.find_chat(args.text("chat_id"))
    if chat.person is None:
        world.check_reach(chat)
    elif not chat.started:
        raise bad_request("chat not found")
    full: Json = {
        **chat.as_json(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].json
    return full


def _room(world: World, args: Args) -> Chat:
    chat = world.find_chat(args.text("chat_id"))
    if chat.person is None:
        world.check_reach(chat)
    return chat


def get_chat_member(world: World, args: Args) -> Any:
    """getChatMember: of a channel's people only an administrator learns."""
    chat = _room(world, args)
    user = world.users.get(args.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    if chat.type == "channel" and chat.member(world.bot.id).status != "administrator":
        raise bad_request("member list is inaccessible")
    if chat.person is not None and user not in (chat.person, world.bot):
        raise bad_request("user not found")
    return world.member_json(chat, user, Membership("member") if chat.private else None)


def get_chat_administrators(world: World, args: Args) -> Any:
    """getChatAdministrators: people only, other bots are not listed."""
    chat = _room(world, args)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [
        world.member_json(chat, world.users[user_id], membership)
        for user_id, membership in chat.members.items()
        if membership.status in ("creator", "administrator")
        and (not world.users[user_id].is_bot or user_id == world.bot.id)
    ]


def get_chat_member_count(world: World, args: Args) -> Any:
    """getChatMemberCount."""
    chat = _room(world, args)
    return 2 if chat.private else sum(1 for membership in chat.members.values() if membership.inside)


def leave_chat(world: World, args: Args) -> Any:
    """leaveChat."""
    chat = _room(world, args)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_status(chat, world.bot, Membership("left"))
    return True


def get_file(world: World, args: Args) -> Any:
    """getFile: a path that can be fetched for an hour."""
    file_id = args.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.files.get(file_id)
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.body),
        "file_path": world.files.link(file, world.clock.monotonic()),
    }
