"""The server's table of methods against aiogram's, which is generated from the Bot API's own pages."""

import typing

import aiogram.methods
import pytest

from rehearsal.telegram import LocalTelegram
from rehearsal.telegram.bot_api import METHODS, TYPES

# aiogram keeps these for old bots; the Bot API has replaced them with objects.
DEPRECATED = {
    "disable_web_page_preview",
    "reply_to_message_id",
    "allow_sending_without_reply",
    "correct_option_id",
}


def fields_of(method):
    model = getattr(aiogram.methods, method[0].upper() + method[1:])
    return {name: field for name, field in model.model_fields.items() if name not in DEPRECATED}


def simple_types(field):
    """The plain JSON types that a field may have."""
    return {int, float, bool, str}.intersection(typing.get_args(field.annotation) or (field.annotation,))


@pytest.mark.parametrize("method", METHODS)
def test_a_method_takes_what_aiogram_says(method):
    assert METHODS[method].allowed == set(fields_of(method))


@pytest.mark.parametrize("method", METHODS)
def test_a_method_needs_what_aiogram_says(method):
    needed = {name for name, field in fields_of(method).items() if field.is_required()}
    assert set(METHODS[method].required) == needed


@pytest.mark.parametrize("method", METHODS)
def test_a_parameter_is_decoded_to_the_type_that_aiogram_gives_it(method):
    decoded = {name: field for name, field in fields_of(method).items() if TYPES.get(name) in (int, float, bool)}
    assert {name: simple_types(field) for name, field in decoded.items()} == {name: {TYPES[name]} for name in decoded}


def test_every_method_of_the_table_has_a_handler():
    assert set(LocalTelegram()._handlers) == set(METHODS)
