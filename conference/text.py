"""A text for people as the settings give it: one string for everybody, or one for each language."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, RootModel, StringConstraints, model_validator

Language = str
"""A language's code, such as "lv"."""

EVERY_LANGUAGE: Language = "*"


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("expected one line")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]
"""Names a row of the settings in the database, in links and in buttons, so it is short and plain."""


class Model(BaseModel):
    """Settings are frozen and take no unknown keys: a misspelt setting must not pass unnoticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(RootModel[Mapping[Language, Paragraph]]):
    """A text for people, by language."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _one_string_is_for_everybody(cls, given: Any) -> Any:
        return {EVERY_LANGUAGE: given} if isinstance(given, str) else given

    def in_language(self, language: Language) -> str:
        """Return the text in *language*; where it is missing, in the language that is written first."""
        return self.root.get(language) or next(iter(self.root.values()))

    @property
    def languages(self) -> frozenset[Language]:
        """The languages written out; empty when one string serves all."""
        return frozenset(self.root) - {EVERY_LANGUAGE}
