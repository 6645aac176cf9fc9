import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import studio
from rehearsal.cast import CAST
from studio.page.painter import LANGUAGES, TEXTS, initials, painter, size

RIGA = ZoneInfo("Europe/Riga")
FOLDER = Path(studio.__file__).parent
FILES = [*FOLDER.glob("page/*.py"), *FOLDER.glob("page/templates/*.html"), *FOLDER.glob("*.py")]
CODE = "\n".join(file.read_text(encoding="utf-8") for file in FILES)


class Variables(Visitor):
    def __init__(self, message: fluent.Message) -> None:
        self.names: set[str] = set()
        self.visit(message)

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802  fluent.syntax's name
        self.names.add(node.id.name)


def variables(language: str) -> dict[str, set[str]]:
    body = FluentParser().parse((FOLDER / "texts" / f"{language}.ftl").read_text(encoding="utf-8")).body
    return {entry.id.name: Variables(entry).names for entry in body if isinstance(entry, fluent.Message)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_with_the_same_variables(language: str):
    assert variables(language) == variables("lv")


def test_everything_that_is_said_is_a_text_and_every_text_is_said():
    said = set(re.findall(r"""\bt\(\s*["']([a-z0-9-]+)["'][,)]""", CODE)) | set(re.findall(r'_say\("([a-z-]+)"', CODE))
    built = re.findall(r"""["']([a-z-]+-)(?:["'] *[+]|%|\{)""", CODE)
    keys = TEXTS.voice("lv").keys
    assert said <= keys | {"kind-reminder"}
    unsaid = {key for key in keys - said if not any(key.startswith(beginning) for beginning in built)}
    assert unsaid == {"language-name", "turning", "starting"}


def test_each_of_the_cast_is_somebody_in_every_language():
    assert {f"cast-{person.user_id}" for person in CAST} <= TEXTS.voice("ru").keys


def test_whatever_is_put_into_a_template_is_escaped():
    nobody = {"letter": None, "letters": [], "owner": None, "page": 0, "pages": 1}
    html = painter("lv", RIGA)("mailbox", query='"><b>', **nobody)
    assert "<b>" not in html
    assert "&#34;&gt;&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("name", "letters"), [("Anna Bērziņa", "AB"), ("Anna", "A"), ("Anna Marija Bērziņa", "AB"), ("", "")]
)
def test_initials(name: str, letters: str):
    assert initials(name) == letters


@pytest.mark.parametrize(("octets", "words"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 kB"), (20_480, "20 kB")])
def test_sizes(octets: int, words: str):
    assert size(octets) == words
