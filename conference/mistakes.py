"""What is wrong with settings, in the words of somebody who writes settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import filterfalse
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One place in the settings and what was expected there."""

    path: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}"


class SettingsError(Exception):
    """The settings cannot be used; `mistakes` has everything that is wrong with them."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def mistakes_in(error: ValidationError, model: type[BaseModel], given: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """Return what *error* says of the settings *given* for *model*, one mistake for each place."""
    found: dict[str, Mistake] = {}
    for details in filterfalse(_only_counts_the_right_rows, error.errors(include_url=False)):
        path = _path(details["loc"], given)
        found.setdefault(path, Mistake(path, _expected(details, model)))
    return tuple(found.values())


def row_name(index: int, key: object) -> str:
    """Return how one row of a list is called: `[0] (cesis-2024)`, or `[0]` where it has no key."""
    return f"[{index}] ({key})" if key else f"[{index}]"


def _only_counts_the_right_rows(details: ErrorDetails) -> bool:
    """Tell whether pydantic misses rows that are there, but wrong: they have been named already."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _path(location: Location, given: Any) -> str:
    """Return *location* as `events[0] (cesis-2024).venue.latitude`.

    It ends where the settings end: what pydantic adds for the members of a union is no place in a file.
    """
    words = ""
    for step in location:
        if isinstance(given, list) and isinstance(step, int):
            given = given[step]
            words += row_name(step, given.get("key") if isinstance(given, dict) else None)
        elif isinstance(given, dict):
            given = given.get(str(step))
            words += f".{step}"
        else:
            break
    return words.removeprefix(".")


# By the beginning of pydantic's names for what can be wrong.
PLAIN_WORDS = {
    "missing": "this setting; it is missing",
    "string_type": "text in quotes",
    "string_too_short": "some text",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "1 to 24 small letters a-z, digits and hyphens",
    "int_": "a whole number",
    "float_": "a number",
    "bool_": "true or false",
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "too_short": "at least {min_length} of these",
    "tuple_type": "a list in [brackets]",
    "model_": "a table of settings",
    "dict_type": 'text in quotes, or one for each language, such as {{ lv = "…", en = "…" }}',
    "zoneinfo_str": "a time zone, such as Europe/Riga",
    "url_": "a web address, such as https://example.org/",
    "date": "a date, such as 2024-06-14",
    "time_": 'a time of day in quotes, such as "10:00"',
}


def _expected(details: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return "no setting of this name" + _did_you_mean(details["loc"], model)
    if kind in ("enum", "literal_error"):
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return f"one of {choices}{_got(details)}"
    words = (words.format(**context) for start, words in PLAIN_WORDS.items() if kind.startswith(start))
    return next(words, details["msg"]) + _got(details)


def _got(details: ErrorDetails) -> str:
    given = details["input"]
    if details["type"] == "missing" or isinstance(given, dict | list | tuple):
        return ""
    shown = f'"{given}"' if isinstance(given, str) else str(given)
    return f"; got {shown if len(shown) <= 60 else shown[:60] + '…'}"


def _did_you_mean(location: Location, model: type[BaseModel]) -> str:
    *_, within = _models_along(location[:-1], model)
    close = get_close_matches(str(location[-1]), within.model_fields, n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _models_along(location: Location, model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for name in location:
        if isinstance(name, str):
            model = next(_models_in(model.model_fields[name].annotation))
            yield model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
