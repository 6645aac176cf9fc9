"""Settings on the desk: the text of a config.toml, and what is wrong with it."""

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
    try:
        Texts(settings.service.languages)
    except TextError as error:
        raise SettingsError(Mistake("service.languages", str(error))) from None
    return settings


def check(text: str) -> tuple[str, ...]:
    """Return the mistakes in *text*, a line each, as `kopa check` names them; none where it can be used."""
    try:
        read(text)
    except SettingsError as error:
        return tuple(map(str, error.mistakes))
    return ()
