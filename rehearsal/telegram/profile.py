"""What the bot says about itself: its names, its descriptions and its menu of commands."""

import json
import re
from typing import Any

from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.people import Person
from rehearsal.telegram.requests import Parameters

Commands = tuple[tuple[str, str], ...]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """The bot's profile. Texts are kept by language code; "" is for everybody else."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        """By ("name" | "description" | "short_description", language code)."""
        self.commands: dict[tuple[str, str], Commands] = {}
        """The menus by scope, as JSON, and language code."""

    def set_text(self, field: str, parameters: Parameters) -> bool:
        """Set or, if it is empty, delete one of the texts. Raises BotApiError if it is too long."""
        text = str(parameters.get(field, ""))
        if len(text) > _LIMITS[field]:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        self.texts[field, parameters.get("language_code", "")] = text
        return True

    def set_commands(self, parameters: Parameters) -> bool:
        """Set the menu for a scope and a language. Raises BotApiError for commands Telegram refuses."""
        commands = tuple(map(_command, parameters["commands"]))
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.commands[_place(parameters)] = commands
        return True

    def get_commands(self, parameters: Parameters) -> list[dict[str, str]]:
        """Return the menu of exactly this scope and language."""
        commands = self.commands.get(_place(parameters), ())
        return [{"command": command, "description": description} for command, description in commands]

    def delete_commands(self, parameters: Parameters) -> bool:
        """Forget the menu of a scope and a language."""
        self.commands.pop(_place(parameters), None)
        return True

    def menu(self, person: Person) -> Commands:
        """Return the commands that *person* sees: the narrowest scope wins, then the language."""
        scopes = ({"type": "chat", "chat_id": person.id}, {"type": "all_private_chats"}, {"type": "default"})
        for scope in scopes:
            for language in (person.language_code or "", ""):
                if commands := self.commands.get((_scope_key(scope), language)):
                    return commands
        return ()


def _command(fields: Any) -> tuple[str, str]:
    match fields:
        case {"command": str(command), "description": str(description)}:
            command = command.removeprefix("/")
        case _:
            raise bad_request("can't parse BotCommand")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command, description


def _place(parameters: Parameters) -> tuple[str, str]:
    return _scope_key(parameters.get("scope") or {"type": "default"}), parameters.get("language_code", "")


def _scope_key(scope: dict[str, Any]) -> str:
    return json.dumps(scope, sort_keys=True)
