"""config.toml and the environment as typed settings."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from conference.event import Event
from conference.mistakes import Mistake, SettingsError, mistakes_in
from conference.question import QuestionUse
from conference.text import Caption, EmailAddress, Key, Line, Model, Text, all_different

TELEGRAM = "https://api.telegram.org/bot"
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")


def _database_url(given: str) -> str:
    """Refuse other drivers, and a password: secrets come from the environment only (asyncpg reads PGPASSWORD)."""
    try:
        url = make_url(given)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in DRIVERS or not url.database:
        raise ValueError("sqlite+aiosqlite:///file.db or postgresql+asyncpg://user@host/database")
    if url.password is not None:
        raise ValueError("no password here; give it to the service as the environment variable PGPASSWORD")
    return given


def _web_address(given: str) -> str:
    TypeAdapter(HttpUrl).validate_python(given)
    return given.rstrip("/")


def _proxy_address(given: str) -> str:
    """Refuse SOCKS, which our HTTP client does not speak, and a password, as for the database."""
    url = urlsplit(given if "://" in given else f"http://{given}")
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("http://host:port or https://host:port")
    if url.username is not None:
        raise ValueError("no password here; give such a proxy to the service as the environment variable HTTPS_PROXY")
    return given


def _writable_by_everybody(address: str) -> str:
    """Refuse what only some mail servers take (RFC 6531): it would stand in every message. A domain may be any."""
    if not address.rpartition("@")[0].isascii():
        raise ValueError(f"an address with ASCII letters only before the @; got {address}")
    return address


OwnAddress = Annotated[EmailAddress, AfterValidator(_writable_by_everybody)]


def _secure_address(given: str) -> str:
    if not given.startswith("https://"):
        raise ValueError("an address that begins with https://; mail programs use no other")
    return _web_address(given)


class WebSettings(Model):
    """Where the service's own web server listens, for a proxy that has the certificate."""

    listen_host: Line = "127.0.0.1"
    listen_port: Annotated[int, Field(ge=1, le=65535)] = 8080


class ServiceSettings(Model):
    languages: Annotated[tuple[Key, ...], Field(min_length=1)] = ("lv", "en", "ru")
    """The first is the one that every text has."""
    time_zone: ZoneInfo = ZoneInfo("Europe/Riga")
    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite+aiosqlite:///kopa.db"
    keep_personal_data_days: Annotated[int, Field(ge=0)] = 90
    public_url: Annotated[str, AfterValidator(_secure_address)] | None = None
    """Where people's browsers and mail programs reach the service."""
    web: WebSettings = WebSettings()


class WebhookSettings(WebSettings):
    url: Annotated[str, AfterValidator(_web_address)]
    """Where Telegram sends updates: at a proxy which passes them on to *listen_host* and *listen_port*."""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


class TelegramSettings(Model):
    base_url: Annotated[str, AfterValidator(_web_address)] = TELEGRAM
    messages_per_second: Annotated[float, Field(gt=0, le=1000)] = 30
    paid_broadcast: bool = False
    """Whether announcements are paid for, and so not held to *messages_per_second*."""
    proxy: Annotated[str, AfterValidator(_proxy_address)] | None = None
    webhook: WebhookSettings | None = None
    """Without it, updates are asked for."""

    @property
    def base_file_url(self) -> str:
        """Where the files are that people send (Bot API, getFile)."""
        return f"{self.base_url.removesuffix('bot')}file/bot"

    @field_validator("webhook")
    @classmethod
    def _is_what_telegram_accepts(cls, webhook: WebhookSettings | None, info: ValidationInfo) -> WebhookSettings | None:
        if webhook and info.data.get("base_url") == TELEGRAM and not webhook.url.startswith("https://"):
            raise ValueError("a url that begins with https://; Telegram sends to no other")
        return webhook


def _room_for_a_ticket(address: str) -> str:
    name, _, _ = address.rpartition("@")
    if len(name) > 20 or not name.isascii():
        raise ValueError("a name of at most 20 letters of a-z before the @: more is added to it for each message")
    return address


def _name_of_a_folder(given: str) -> str:
    if not given.isascii() or not given.isprintable() or set(given) & set('"\\'):
        raise ValueError("the name of a folder, in letters of a-z")
    return given


class BounceSettings(Model):
    """The mailbox that undeliverable messages come back to."""

    address: Annotated[EmailAddress, AfterValidator(_room_for_a_ticket)]
    host: Line
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    username: Line
    folder: Annotated[Line, AfterValidator(_name_of_a_folder)] = "INBOX"
    delete: bool = False
    timeout_seconds: Annotated[float, Field(gt=0)] = 20


class EmailSettings(Model):
    host: Line
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: Line | None = None
    sender: OwnAddress
    sender_name: Caption
    reply_to: OwnAddress | None = None
    connections: Annotated[int, Field(ge=1, le=50)] = 2
    messages_per_connection: Annotated[int, Field(ge=1)] = 100
    messages_per_second: Annotated[float, Field(gt=0)] | None = None
    messages_per_minute: Annotated[float, Field(ge=6)] | None = None
    timeout_seconds: Annotated[float, Field(gt=0)] = 30
    bounces: BounceSettings | None = None


class BackupSettings(Model):
    folder: Line = "backups"
    keep: Annotated[int, Field(ge=1, le=1000)] = 7

    def folder_for(self, database: Path) -> Path:
        """Return the folder; one without a leading slash is beside the database."""
        return database.parent / self.folder


class HelpLine(Model):
    name: Caption
    number: Line
    note: Text | None = None


class Settings(Model):
    service: ServiceSettings = ServiceSettings()
    telegram: TelegramSettings = TelegramSettings()
    email: EmailSettings | None = None
    backup: BackupSettings | None = None
    help_lines: tuple[HelpLine, ...] = ()
    events: Annotated[tuple[Event, ...], Field(min_length=1), all_different("key")]

    @field_validator("events")
    @classmethod
    def _nothing_is_sent_without_a_mail_server(
        cls, events: tuple[Event, ...], info: ValidationInfo
    ) -> tuple[Event, ...]:
        """Without [email] an address is an answer like any other: nothing must be queued for it."""
        return (
            events if info.data.get("email", cls) else tuple(event.without_use(QuestionUse.EMAIL) for event in events)
        )


class Secrets(Model):
    """From the environment only; masked wherever they could be printed."""

    telegram_bot_token: SecretStr | None = None
    telegram_webhook_secret: SecretStr | None = None
    smtp_password: SecretStr | None = None
    imap_password: SecretStr | None = None


def load_settings(path: Path) -> Settings:
    """Return the settings in the file at *path*.

    Raises SettingsError with every mistake in it at once.
    """
    return settings_from(_tables(path))


def settings_from(tables: Mapping[str, Any]) -> Settings:
    """Return the settings in *tables*, as TOML gives them. An event without a time zone has the service's.

    Raises SettingsError with every mistake in them at once.
    """
    service = _service_as_far_as_it_is_right(tables.get("service", {}))
    events = tables.get("events")
    if isinstance(events, list):
        zone = {"time_zone": service.time_zone}
        tables = {**tables, "events": [zone | event if isinstance(event, dict) else event for event in events]}
    try:
        return Settings.model_validate(tables, context={"languages": service.languages})
    except ValidationError as error:
        raise SettingsError(*mistakes_in(error, Settings, tables)) from None


def _service_as_far_as_it_is_right(given: Any) -> ServiceSettings:
    """Return what the rest of the settings is read by; whatever is wrong in it is named with all other mistakes."""
    try:
        return ServiceSettings.model_validate(given)
    except ValidationError as error:
        wrong = {details["loc"][0] for details in error.errors() if details["loc"]}
        right = given.items() if isinstance(given, dict) else ()
        return ServiceSettings.model_validate({name: value for name, value in right if name not in wrong})


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(Mistake(str(path), f"a settings file; {error.strerror}")) from None
    except UnicodeDecodeError:
        raise SettingsError(Mistake(str(path), "text in UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).rstrip(")").partition(" (at ")
        expected = f"correct TOML, with texts and times in quotes; {reason[0].lower()}{reason[1:]}"
        raise SettingsError(Mistake(f"{path}, {place}", expected)) from None


def load_secrets(environment: Mapping[str, str]) -> Secrets:
    """Return the secrets in *environment*; one that is empty counts as missing.

    Raises SettingsError, without the secret in it, for one that cannot be right.
    """
    token = environment.get("TELEGRAM_BOT_TOKEN", "").strip()
    if token and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", token):
        raise SettingsError(
            Mistake("TELEGRAM_BOT_TOKEN", "a token as @BotFather gives it: digits, a colon, 35 characters")
        )
    webhook_secret = environment.get("TELEGRAM_WEBHOOK_SECRET", "").strip()
    if webhook_secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", webhook_secret):
        raise SettingsError(Mistake("TELEGRAM_WEBHOOK_SECRET", "1 to 256 letters A-Z, a-z, digits, _ and -"))
    return Secrets(
        telegram_bot_token=SecretStr(token) if token else None,
        telegram_webhook_secret=SecretStr(webhook_secret) if webhook_secret else None,
        smtp_password=SecretStr(environment["SMTP_PASSWORD"]) if environment.get("SMTP_PASSWORD") else None,
        imap_password=SecretStr(environment["IMAP_PASSWORD"]) if environment.get("IMAP_PASSWORD") else None,
    )
