"""What settings are made of: texts for people (one for everybody, or one for each language), lines, keys, addresses."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

Language = str
"""A language's code, such as "lv"."""

EVERY_LANGUAGE: Language = "*"


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("one line")
    return text


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError("an e-mail address, such as name@example.org") from None


def _not_a_number(given: Any) -> Any:
    """Refuse what pydantic would read as seconds since 1970 or midnight: `date = 20240614`, `at = 10`."""
    if isinstance(given, int | float):
        raise ValueError(f'a date such as 2024-06-14, or a time in quotes such as "10:00"; got {given}')
    return given


def _without_zone(moment: time) -> time:
    if moment.tzinfo:
        raise ValueError("a time without a zone: it is read in the `time_zone` of the event")
    return moment


LINE_LENGTH = 255

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_LENGTH), AfterValidator(_one_line)
]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]
"""Names a row of the settings in the database, in links and in buttons, so it is short and plain."""
Day = Annotated[date, BeforeValidator(_not_a_number)]
TimeOfDay = Annotated[time, BeforeValidator(_not_a_number), AfterValidator(_without_zone)]
DayOrMoment = Annotated[date | datetime, BeforeValidator(_not_a_number)]
EmailAddress = Annotated[Line, AfterValidator(_address)]


class Model(BaseModel):
    """Settings are frozen and take no unknown keys: a misspelt setting must not pass unnoticed.

    What fields mean together is checked at the last of them, by what `ValidationInfo.data` has of the earlier ones
    (which lacks those that are wrong themselves): a check of the whole would wait until every field is right, and
    all mistakes are to be named at once. Their messages continue the words "expected …".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Text(RootModel[Annotated[Mapping[Language, Paragraph], Field(min_length=1)]]):
    """A text for people, by language.

    Validated with the context `{"languages": …}`, a text written by language must have the first of these and no
    others.
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _one_string_is_for_everybody(cls, given: Any) -> Any:
        return {EVERY_LANGUAGE: given} if isinstance(given, str) else given

    @field_validator("root")
    @classmethod
    def _in_the_languages_of_the_service(
        cls, texts: Mapping[Language, str], info: ValidationInfo
    ) -> Mapping[Language, str]:
        known = (info.context or {}).get("languages")
        if known is None or EVERY_LANGUAGE in texts:
            return texts
        if known[0] not in texts or not texts.keys() <= set(known):
            raise ValueError(f"languages out of {', '.join(known)}, always with {known[0]}; got {', '.join(texts)}")
        return {language: texts[language] for language in known if language in texts}

    def in_language(self, language: Language) -> str:
        """Return the text in *language*; where it is missing, in the language that comes first."""
        return self.root.get(language) or next(iter(self.root.values()))

    @property
    def languages(self) -> frozenset[Language]:
        """The languages written out; empty when one string serves all."""
        return frozenset(self.root) - {EVERY_LANGUAGE}


def _each_one_line(text: Text) -> Text:
    if any("\n" in one or len(one) > LINE_LENGTH for one in text.root.values()):
        raise ValueError(f"one line of at most {LINE_LENGTH} characters")
    return text


Caption = Annotated[Text, AfterValidator(_each_one_line)]
"""A text that fits a title, a subject or a button."""


def all_different(name: str) -> WrapValidator:
    """Return a validator for rows of settings that names each row whose *name* an earlier row has too.

    It looks at the rows as they were given: one that is wrong in another way must not hide this.
    """

    def check(given: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        repeated = list(_repeated(name, given))
        try:
            rows = handler(given)
        except ValidationError as error:
            raise ValidationError.from_exception_data("rows", [*_details(error), *repeated]) from None
        if repeated:
            raise ValidationError.from_exception_data("rows", repeated)
        return rows

    return WrapValidator(check)


def _repeated(name: str, rows: Any) -> Iterator[InitErrorDetails]:
    seen: dict[str, int] = {}
    for index, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        value = row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)
        if isinstance(value, str) and seen.setdefault(value, index) != index:
            error = ValueError(f'a `{name}` of its own; the one at [{seen[value]}] has "{value}" too')
            yield InitErrorDetails(type="value_error", loc=(index, name), input=value, ctx={"error": error})


def _details(error: ValidationError) -> Iterator[InitErrorDetails]:
    for one in error.errors(include_url=False):
        yield InitErrorDetails(type=one["type"], loc=one["loc"], input=one["input"], ctx=one.get("ctx", {}))
