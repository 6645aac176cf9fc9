"""Settings for acceptance tests: the shipped file, with local addresses and dates around the present."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "config.toml"


@dataclass(frozen=True)
class Rule:
    """A reminder that is due *hours* from the event's start (before it: negative), and of use until it starts."""

    key: str
    hours: int
    audience: str = "registered"

    def toml(self) -> str:
        return (
            f'[[events.reminders]]\nkey = "{self.key}"\naudience = ["{self.audience}"]\n'
            f'anchor = "start"\nhours = {self.hours}\n'
        )


@dataclass(frozen=True)
class SettingsFile:
    """The shipped settings as text, changed line by line: `set` replaces a setting, prepared as a remark or not."""

    text: str = field(default_factory=lambda: SHIPPED.read_text(encoding="utf-8"))

    def set(self, values: Mapping[str, str | int | None]) -> "SettingsFile":
        """Return the file with these settings, as TOML writes them; None takes the line away."""
        text = self.text
        for name, value in values.items():
            line = "" if value is None else f"{name} = {value}"
            setting = re.compile(rf"^(# )?{re.escape(name)} = .*$", re.MULTILINE)
            text, found = setting.subn(line.replace("\\", r"\\"), text, count=1)
            assert found, f"no setting {name} in {SHIPPED}"
        return replace(self, text=text)

    def starting_at(self, moment: datetime) -> "SettingsFile":
        """Return the file with the event at *moment*, and registration open until its day is over."""
        values = {"date": f"{moment:%Y-%m-%d}", "starts": f'"{moment:%H:%M}"'}
        return self.set(values | {"registration_deadline": f"{moment:%Y-%m-%d}"})

    def reminding(self, *rules: Rule) -> "SettingsFile":
        """Return the file with *rules* in the place of all reminders. They stand at its end."""
        events, _, _ = self.text.partition("[[events.reminders]]")
        return replace(self, text=events + "\n".join(rule.toml() for rule in rules))

    def write(self, folder: Path) -> Path:
        path = folder / "config.toml"
        path.write_text(self.text, encoding="utf-8")
        return path


def local_settings(telegram_url: str, smtp_port: int) -> SettingsFile:
    """Return the shipped settings with everything outside replaced; clocks of UTC, so that no night has 25 hours."""
    return SettingsFile().set(
        {
            "time_zone": '"UTC"',
            "base_url": f'"{telegram_url}"',
            "messages_per_second": 1000,
            "host": '"127.0.0.1"',
            "port": smtp_port,
            "security": '"none"',
            "username": None,
        }
    )


def tomorrow(now: datetime) -> datetime:
    """Return a start such that a rule of 24 hours before it has just become due."""
    return (now + timedelta(days=1)).replace(second=0, microsecond=0)
