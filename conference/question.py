"""A question of the registration dialogue, as the settings describe it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from conference.text import Key, Model, Text


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
    text: Text


class Question(Model):
    """What is asked (`text`), what it is called in lists (`label`), and what an answer must be like."""

    key: Key
    kind: QuestionKind
    text: Text
    label: Text
    hint: Text | None = None
    required: bool = True
    use: QuestionUse | None = None
    choices: tuple[Choice, ...] = ()
    min_length: Annotated[int, Field(ge=1)] = 1
    max_length: Annotated[int, Field(ge=1, le=3000)] | None = None
    max_choices: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _choices_belong_to_choice_kinds(self) -> Self:
        if self.kind in CHOICE_KINDS and len(self.choices) < 2:
            raise ValueError("expected at least two `choices`")
        if self.kind not in CHOICE_KINDS and self.choices:
            raise ValueError(f"`choices` belong to the kinds choice and choices, not to {self.kind}")
        keys = [choice.key for choice in self.choices]
        if len(set(keys)) < len(keys):
            raise ValueError("expected `choices` with different keys")
        return self

    @model_validator(mode="after")
    def _use_fits_the_kind(self) -> Self:
        fitting = {QuestionUse.NAME: QuestionKind.TEXT, QuestionUse.EMAIL: QuestionKind.EMAIL}
        if self.use and self.kind is not fitting[self.use]:
            raise ValueError(f'`use = "{self.use}"` needs the kind {fitting[self.use]}')
        return self

    @property
    def length_limit(self) -> int:
        """The longest answer, in characters."""
        return self.max_length or MAX_LENGTH.get(self.kind, 200)

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)
