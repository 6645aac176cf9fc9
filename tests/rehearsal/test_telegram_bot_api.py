"""The server's table of methods against aiogram's, which is generated from the Bot API's own pages."""

import types
import typing

import aiogram.methods
import pytest
from aiogram.client.default import Default

from rehearsal.telegram import LocalTelegram
from rehearsal.telegram.bot_api import FLAGS, INTEGERS, METHODS, NUMBERS

# aiogram keeps these for old bots; the Bot API has replaced them with objects.
DEPRECATED = {"disable_web_page_preview", "reply_to_message_id", "allow_sending_without_reply"}


def fields_of(method):
    model = getattr(aiogram.methods, method[0].upper() + method[1:])
    return {name: field for name, field in model.model_fields.items() if name not in DEPRECATED}


def simple_type(annotation):
    """The one JSON type of a field, leaving out None, times and aiogram's defaults."""
    union = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else ()
    choices = set(union or typing.get_args(annotation) or (annotation,)) & {int, float, bool, str}
    return choices.pop() if len(choices) == 1 else None


@pytest.mark.parametrize("method", METHODS)
def test_a_method_takes_what_aiogram_says(method):
    assert METHODS[method].allowed == set(fields_of(method))


@pytest.mark.parametrize("method", METHODS)
def test_a_method_needs_what_aiogram_says(method):
    needed = {name for name, field in fields_of(method).items() if field.is_required()}
    assert set(METHODS[method].required) == needed


@pytest.mark.parametrize(("names", "kind"), [(INTEGERS, int), (NUMBERS, float), (FLAGS, bool)])
def test_a_parameter_is_decoded_to_the_type_that_aiogram_gives_it(names, kind):
    kinds = {
        name: simple_type(field.annotation)
        for method in METHODS
        for name, field in fields_of(method).items()
        if name in names and Default not in typing.get_args(field.annotation)
    }
    assert set(kinds.values()) == {kind}


def test_every_method_of_the_table_has_a_handler():
    assert set(LocalTelegram()._handlers) == set(METHODS)
