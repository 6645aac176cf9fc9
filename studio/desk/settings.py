"""Settings on the desk: the text of a config.toml, and what is wrong with it."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from conference.config import Settings, load_settings
from conference.mistakes import Mistake, SettingsError
from conference.texts import TextError, Texts

NAME = "config.toml"


def read(text: str) -> Settings:
    """Return the settings in *text*. Raise SettingsError with every mistake in them at once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_text(text, encoding="utf-8", newline="")
        try:
            settings = load_settings(path)
        except SettingsError as error:
            named = (Mistake(one.path.replace(str(path), NAME), one.expected) for one in error.mistakes)
            raise SettingsError(*named) from None
    if wrong := _what_is_wrong_with(settings.service.languages):
        raise SettingsError(Mistake("service.languages", wrong))
    return settings


def check(text: str) -> tuple[str, ...]:
    """Return the mistakes in *text*, a line each, as `kopa check` names them; none where it can be used."""
    try:
        read(text)
    except SettingsError as error:
        return tuple(map(str, error.mistakes))
    return ()


@cache  # reading them takes half a second, and they stay as they are
def _what_is_wrong_with(languages: tuple[str, ...]) -> str | None:
    try:
        Texts(languages)
    except TextError as error:
        return str(error)
    return None
