"""What people type, made tidy: composed letters, single spaces, and nothing that hides or turns the text around it."""

import re
import unicodedata

# Left behind by copying, or there to reorder the text that follows (UAX #9). The joiners U+200C and U+200D and the
# marks U+200E and U+200F stay: Persian words, Hebrew sentences and family emoji are spelt with them.
UNWANTED = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")
# The blank of Braille and the fillers of Hangul; Unicode calls them a symbol and letters.
LOOK_LIKE_SPACES = "\u2800\u115f\u1160\u3164\uffa0"
SPACES = re.compile(rf"[\s{LOOK_LIKE_SPACES}]+")
INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Mc", "Me"})
ENDS = " .,;:!)"


def has_control_characters(text: str) -> bool:
    """Tell whether *text* holds what no keyboard types: controls but tabs and line ends, halves of surrogate pairs,
    and noncharacters, which no spreadsheet would open again."""
    return any(_is_control(character) for character in text)


def _is_control(character: str) -> bool:
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return is_noncharacter or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r")


def one_line(text: str) -> str:
    """Return *text* in NFC (UAX #15), on one line, with single spaces and none at the ends."""
    composed = unicodedata.normalize("NFC", UNWANTED.sub("", text))
    return SPACES.sub(" ", composed).strip(" ")


def several_lines(text: str) -> str:
    """Return *text* with each line tidied as by `one_line`, and at most two empty lines in a row."""
    lines = [one_line(line) for line in LINE_BREAK.sub("\n", text).split("\n")]
    return re.sub("\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")


def is_visible(text: str) -> bool:
    """Tell whether *text* shows anything. Characters newer than Python's tables (fresh emoji) count as visible."""
    return any(unicodedata.category(c) not in INVISIBLE and c not in LOOK_LIKE_SPACES for c in text)


def has_letters(text: str) -> bool:
    return any(character.isalpha() and character not in LOOK_LIKE_SPACES for character in text)


def without_marks(text: str) -> str:
    """Return *text* without diacritics: "Ķēniņš" becomes "Kenins"."""
    # The first mark is U+0300; to compare is faster than to look up, and lists of thousands are folded.
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c < "\u0300" or unicodedata.category(c)[0] != "M")


def folded(text: str) -> str:
    """Return what two spellings of the same words share: no capitals, no diacritics, no full stop at the end."""
    return one_line(without_marks(text.casefold())).strip(ENDS)
