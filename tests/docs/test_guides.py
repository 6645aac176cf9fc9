"""The guides for organisers: they call every button and every screen what the chat calls it."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Pattern, TextElement

from bot.screens.organiser_screens import MENU
from conference.texts import files

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = {"lv": DOCS / "rikotajiem.md", "en": DOCS / "organisers.md"}
LABEL = re.compile(r"\*\*[„“]([^„“”]+)”\*\*")
VARIES = "…"
"""Stands in a guide for what differs from time to time, such as a number in brackets."""


def labels(language: str) -> set[str]:
    """Return what a guide quotes in bold."""
    return {" ".join(label.split()) for label in LABEL.findall(GUIDES[language].read_text(encoding="utf-8"))}


def texts(language: str) -> dict[str, str]:
    """Return all that the bot says in a language, by key."""
    resources = [FluentParser().parse(path.read_text(encoding="utf-8")) for path in files(language)]
    messages = [item for resource in resources for item in resource.body if isinstance(item, Message)]
    return {message.id.name: _shown(message.value) for message in messages if message.value}


def _shown(pattern: Pattern) -> str:
    return "".join(part.value if isinstance(part, TextElement) else VARIES for part in pattern.elements)


@pytest.mark.parametrize("language", GUIDES)
def test_every_label_that_a_guide_quotes_is_one_of_the_texts(language: str) -> None:
    assert labels(language) - set(texts(language).values()) == set()


@pytest.mark.parametrize("language", GUIDES)
def test_all_that_the_menu_offers_is_in_the_guide(language: str) -> None:
    said = texts(language)
    assert {said[key] for key in MENU.values()} - labels(language) == set()


@pytest.mark.parametrize("language", GUIDES)
def test_every_button_about_an_announcement_is_in_the_guide(language: str) -> None:
    of_announcements = ("button-announce-", "button-told-", "button-change-", "button-import-")
    buttons = {text for key, text in texts(language).items() if key.startswith(of_announcements)}
    named = {text for text in buttons if re.search(r"\w", text)}  # a question's button is its label and its answers
    assert named - labels(language) == set()
