"""What is said to people, by language: Project Fluent messages in the `.ftl` files beside this module.

`lv.ftl` and every `lv.<topic>.ftl` are one language. A message is in one of them only.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Message, Resource

from conference.text import Text

FOLDER = Path(__file__).parent


class TextError(LookupError):
    """A message is missing, or misses a variable: a mistake in an .ftl file or in the code that speaks it."""


class Voice:
    """Says things in one language: `voice("message-id", name=…)`."""

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        self.language = language
        # No isolation marks around variables: they would count into Telegram's lengths and show up in plain text.
        self._bundle = FluentBundle([language], use_isolating=False)
        self.keys: frozenset[str] = frozenset()
        for path in files(language, folder):
            resource = _messages(path)
            self._bundle.add_resource(resource)
            self.keys |= {item.id.name for item in resource.body if isinstance(item, Message)}

    def __call__(self, key: str, **variables: str | int) -> str:
        """Return a message. Raise TextError where the message or one of its variables is missing."""
        pattern = self._bundle.get_message(key).value if self._bundle.has_message(key) else None
        if pattern is None:
            raise TextError(f"no message {key} in {self.language}.ftl")
        said, errors = self._bundle.format_pattern(pattern, variables)
        if errors:
            raise TextError(f"message {key} in {self.language}.ftl: {errors[0]}")
        return str(said)

    def of(self, text: Text) -> str:
        """Return a text of the settings in this language."""
        return text.in_language(self.language)


class Texts:
    """The voices of the service, one for each language. Raise TextError for a file that cannot be used."""

    def __init__(self, languages: Iterable[str], folder: Path = FOLDER) -> None:
        self._voices = {language: Voice(language, folder) for language in languages}
        _refuse_gaps(self._voices.values())
        self.default_language = next(iter(self._voices))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._voices)

    def spoken(self, language_code: str | None) -> str:
        """Return the service's language for an IETF tag such as "ru-RU"; the first one where it is not spoken."""
        language = (language_code or "").split("-")[0].lower()
        return language if language in self._voices else self.default_language

    def voice(self, language: str) -> Voice:
        return self._voices[self.spoken(language)]


def files(language: str, folder: Path = FOLDER) -> list[Path]:
    """Return the files of one language, the one that must be there first."""
    return [folder / f"{language}.ftl", *sorted(folder.glob(f"{language}.*.ftl"))]


def _messages(path: Path) -> Resource:
    try:
        changed = path.stat()
        return _parsed(path, changed.st_mtime_ns, changed.st_size)
    except OSError:
        raise TextError(f"{path.name}: not there, though its language is in the settings") from None


@lru_cache(maxsize=64)  # a service that begins anew in the same process reads only what has changed
def _parsed(path: Path, _changed_at: int, _size: int) -> Resource:
    text = path.read_text(encoding="utf-8")
    resource = FluentResource(text)
    # Fluent itself passes over lines that it cannot read, and the message would be missing in front of a person.
    for item in resource.body:
        if isinstance(item, Junk):
            line = text.count("\n", 0, item.span.start if item.span else 0) + 1
            raise TextError(f"{path.name}, line {line}: not a message; expected: name = text")
    return resource


def _refuse_gaps(voices: Iterable[Voice]) -> None:
    voices = list(voices)
    every_key = frozenset().union(*(voice.keys for voice in voices))
    for voice in voices:
        if missing := sorted(every_key - voice.keys):
            raise TextError(f"{voice.language}.ftl: missing: {', '.join(missing)}")
