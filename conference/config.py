"""config.toml and the environment as typed settings."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr

from conference.event import Event
from conference.text import Language, Line, Model, Text


class ServiceSettings(Model):
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("lv", "en", "ru")
    time_zone: ZoneInfo = ZoneInfo("Europe/Riga")
    database_url: str = "sqlite+aiosqlite:///kopa.db"
    keep_personal_data_days: Annotated[int, Field(ge=0)] = 90


class TelegramSettings(Model):
    base_url: str = "https://api.telegram.org/bot"
    messages_per_second: Annotated[float, Field(gt=0, le=1000)] = 30


class EmailSettings(Model):
    host: Line
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: Line | None = None
    sender: Line
    sender_name: Text
    reply_to: Line | None = None
    connections: Annotated[int, Field(ge=1, le=50)] = 2
    timeout_seconds: Annotated[float, Field(gt=0)] = 30


class HelpLine(Model):
    name: Text
    number: Line
    note: Text | None = None


class Settings(Model):
    service: ServiceSettings = ServiceSettings()
    telegram: TelegramSettings = TelegramSettings()
    email: EmailSettings | None = None
    help_lines: tuple[HelpLine, ...] = ()
    events: Annotated[tuple[Event, ...], Field(min_length=1)]


class Secrets(Model):
    """From the environment only; masked wherever they could be printed."""

    telegram_bot_token: SecretStr | None = None
    smtp_password: SecretStr | None = None
