"""What a person answers to a question, checked: pure decisions that the dialogue and the buttons share."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from conference.email_typos import likely_domain
from conference.question import Question, QuestionKind, QuestionUse
from conference.typed_text import (
    folded,
    has_control_characters,
    has_letters,
    is_visible,
    one_line,
    several_lines,
    without_marks,
)

Answer: TypeAlias = str | bool | list[str]
"""As stored in JSON: text, an e-mail address, a phone number (E.164) and the key of a choice are strings, yes and no
are booleans, choices are a list of keys in the question's order."""

HOME_REGION = "LV"
# Ten digits without a "+" are more likely a Latvian number with digits too many than, say, one in Madagascar.
SHORTEST_FOREIGN_NUMBER = 11
YES_OR_NO = {
    **dict.fromkeys(("ja", "j", "yes", "y", "да", "д"), True),
    **dict.fromkeys(("ne", "n", "no", "нет", "н"), False),
}
ADDRESS = re.compile(r"""[^\s,;<>|/"„“”«»]+@[^\s,;<>|/"„“”«»@]+""")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer: the key of a text, and its variables."""

    key: str
    variables: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer that is acceptable but likely a slip; ask before taking it."""

    answer: str
    suggestion: str


def check_text(question: Question, typed: str) -> Answer | Problem | Doubt:
    """Return the answer that *typed* means for *question*, or what to say instead. Never raises."""
    if problem := _unreadable(typed):
        return problem
    match question.kind:
        case QuestionKind.TEXT | QuestionKind.LONG_TEXT:
            return _check_free_text(question, typed)
        case QuestionKind.CHOICE:
            return _choice_names(question).get(folded(typed)) or Problem("answer-choice-unknown")
        case QuestionKind.CHOICES:
            return _check_typed_choices(question, typed)
        case QuestionKind.EMAIL:
            return check_email(typed)
        case QuestionKind.PHONE:
            return check_phone(typed)
        case QuestionKind.YES_NO:
            return YES_OR_NO.get(folded(typed), Problem("answer-yes-no"))


def _unreadable(typed: str) -> Problem | None:
    if has_control_characters(typed):
        return Problem("answer-control-characters")
    return None if is_visible(typed) else Problem("answer-empty")


def _check_free_text(question: Question, typed: str) -> str | Problem:
    text = several_lines(typed) if question.kind is QuestionKind.LONG_TEXT else one_line(typed)
    if question.use is QuestionUse.NAME and not has_letters(text):
        return Problem("answer-no-letters")
    return _length_problem(question, text) or text


def _length_problem(question: Question, text: str) -> Problem | None:
    """Lengths are counted in code points after composing (NFC): "ē" is one, an emoji of a family several."""
    if len(text) > question.length_limit:
        return Problem("answer-too-long", {"limit": question.length_limit, "length": len(text)})
    if len(text) < question.min_length:
        return Problem("answer-too-short", {"limit": question.min_length})
    return None


def _choice_names(question: Question) -> dict[str, str]:
    """Map everything a choice may be called to its key: its number from 1, and its text in each language."""
    numbers = {str(number): choice.key for number, choice in enumerate(question.choices, start=1)}
    # A text wins over a number: the choice called "2" is meant by "2", wherever it stands.
    return numbers | {folded(text): choice.key for choice in question.choices for text in choice.text.root.values()}


def _check_typed_choices(question: Question, typed: str) -> list[str] | Problem:
    names = _choice_names(question)
    parts = [part for part in re.split(r"[,\n]", typed) if folded(part)]
    longest = max(name.count(",") for name in names) + 1
    keys = []
    while parts:
        # The longest name first: a choice may have commas of its own.
        lengths = range(min(longest, len(parts)), 0, -1)
        length = next((length for length in lengths if folded(",".join(parts[:length])) in names), None)
        if length is None:
            return Problem("answer-choice-unknown")
        keys.append(names[folded(",".join(parts[:length]))])
        parts = parts[length:]
    return check_choices(question, keys)


def check_choices(question: Question, keys: Sequence[str]) -> list[str] | Problem:
    """Return the chosen *keys* once each, in the question's order, or why they can't be taken."""
    if any(question.choice(key) is None for key in keys):
        return Problem("answer-choice-unknown")
    chosen = [choice.key for choice in question.choices if choice.key in keys]
    if question.required and not chosen:
        return Problem("answer-choices-none")
    if question.max_choices and len(chosen) > question.max_choices:
        return Problem("answer-choices-too-many", {"limit": question.max_choices})
    return chosen


def check_phone(typed: str) -> str | Problem:
    """Return the phone number in E.164, such as "+37126123456".

    A number without a country code is Latvian. Telegram's shared contacts have the code but may lack the "+": it is
    tried with one if it is no Latvian number and long enough.
    """
    number = re.sub(r"^[^\d+(]+", "", one_line(typed))
    # The library reads letters as the keys of a dial ("2-612-ABCD"), and drops the extension from E.164.
    if has_letters(number):
        return Problem("answer-phone-wrong")
    digits = re.sub(r"\D", "", number)
    foreign = f"+{digits}" if len(digits) >= SHORTEST_FOREIGN_NUMBER else ""
    parsed = _parsed_number(number) or _parsed_number(foreign)
    if parsed is None or parsed.extension:
        return Problem("answer-phone-wrong")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _parsed_number(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def check_email(typed: str) -> str | Problem | Doubt:
    """Return the address with its domain in lower case and in Unicode, as email-validator normalises it.

    Special-use domains such as .test (RFC 6761) are accepted: rehearsals write to them.
    """
    text = _without_stray_spaces(one_line(typed))
    if len({address.casefold() for address in ADDRESS.findall(text)}) > 1:
        return Problem("answer-email-one")
    try:
        address = validate_email(_bare_address(text), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return Problem("answer-email-wrong")
    if "." not in address.domain:
        return Problem("answer-email-wrong")
    suggestion = _likely_address(address.local_part, address.domain)
    return address.normalized if suggestion == address.normalized else Doubt(address.normalized, suggestion)


def _without_stray_spaces(text: str) -> str:
    """Phone keyboards put a space after a full stop: "anna@inbox. lv". Only the first one of a domain is safe to join:
    in "anna@inbox.lv. Paldies" it ends a sentence."""
    text = re.sub(r" ?@ ?", "@", text)
    return re.sub(r"(@[^ .@]+) ?\. ?(?=\w)", r"\1.", text)


def _bare_address(text: str) -> str:
    """Take the address out of "Anna <anna@inbox.lv>" and "mailto:anna@inbox.lv?subject=…"."""
    if bracketed := re.search(r"<([^<>]*@[^<>]*)>", text):
        text = bracketed[1]
    if link := re.match(r"mailto:([^?]*)", text, re.IGNORECASE):
        text = link[1]
    return text.strip(" .,;:!\"'„“”«»()<>")


def _likely_address(local_part: str, domain: str) -> str:
    """Return the address that was probably meant; the given one if it looks right."""
    # Latvian keyboards put diacritics where hardly any mailbox has them: jānis@inbox.lv.
    plain = without_marks(local_part)
    return f"{plain if plain.isascii() else local_part}@{likely_domain(domain) or domain}"


def show_answer(question: Question, answer: Answer, language: str, yes: str, no: str) -> str:
    """Return *answer* as people read it; one that no longer fits its question (settings change) as it is stored."""
    match answer:
        case bool():
            return yes if answer else no
        case list():
            return ", ".join(_choice_text(question, key, language) for key in answer)
        case str() if question.kind is QuestionKind.CHOICE:
            return _choice_text(question, answer, language)
        case str() if question.kind is QuestionKind.PHONE:
            return _international(answer)
        case _:
            return answer


def _choice_text(question: Question, key: str, language: str) -> str:
    choice = question.choice(key)
    return choice.text.in_language(language) if choice else key


def _international(phone: str) -> str:
    number = _parsed_number(phone)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if number else phone
