"""A question of the registration dialogue, as the settings describe it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from conference.text import Caption, Key, Model, Text, all_different


class QuestionKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    EMAIL = "email"
    PHONE = "phone"
    YES_NO = "yes_no"


class QuestionUse(StrEnum):
    """What an answer is used for besides the list of registrants."""

    NAME = "name"
    EMAIL = "email"


CHOICE_KINDS = (QuestionKind.CHOICE, QuestionKind.CHOICES)
MAX_LENGTH = {QuestionKind.TEXT: 200, QuestionKind.LONG_TEXT: 1500, QuestionKind.EMAIL: 254, QuestionKind.PHONE: 40}


class Choice(Model):
    key: Key
    text: Caption


class Question(Model):
    """What is asked (`text`), what it is called in lists (`label`), and what an answer must be like."""

    key: Key
    kind: QuestionKind
    text: Text
    label: Caption
    hint: Text | None = None
    required: bool = True
    use: QuestionUse | None = None
    choices: Annotated[tuple[Choice, ...], all_different("key")] = ()
    min_length: Annotated[int, Field(ge=1)] = 1
    max_length: Annotated[int, Field(ge=1, le=3000)] | None = None
    max_choices: Annotated[int, Field(ge=1)] | None = None

    @field_validator("use")
    @classmethod
    def _use_fits_the_kind(cls, use: QuestionUse | None, info: ValidationInfo) -> QuestionUse | None:
        fitting = {QuestionUse.NAME: QuestionKind.TEXT, QuestionUse.EMAIL: QuestionKind.EMAIL}
        if use and info.data.get("kind", fitting[use]) is not fitting[use]:
            raise ValueError(
                f'the kind {fitting[use]} for `use = "{use}"`; this question has the kind {info.data["kind"]}'
            )
        return use

    @field_validator("choices")
    @classmethod
    def _choices_belong_to_choice_kinds(cls, choices: tuple[Choice, ...], info: ValidationInfo) -> tuple[Choice, ...]:
        kind = info.data.get("kind")
        if kind in CHOICE_KINDS and len(choices) < 2:
            raise ValueError(f"at least two choices for the kind {kind}")
        if kind and kind not in CHOICE_KINDS and choices:
            raise ValueError(f"no choices for the kind {kind}; the kinds choice and choices have them")
        return choices

    @field_validator("max_length")
    @classmethod
    def _the_longest_is_not_shorter(cls, longest: int | None, info: ValidationInfo) -> int | None:
        shortest = info.data.get("min_length", 1)
        if longest is not None and longest < shortest:
            raise ValueError(f"at least `min_length`, which is {shortest}; got {longest}")
        return longest

    @property
    def length_limit(self) -> int:
        """The longest answer, in characters."""
        return self.max_length or MAX_LENGTH.get(self.kind, 200)

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)
