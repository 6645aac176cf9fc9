import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.answers import Doubt, Problem, check_choices, check_email, check_phone, check_text, show_answer
from conference.question import Choice, Question, QuestionKind, QuestionUse

FIELDS = (
    Choice(key="education", text={"lv": "Izglītība", "en": "Education", "ru": "Образование"}),
    Choice(key="health", text={"lv": "Veselības aprūpe", "en": "Health care"}),
    Choice(key="orphans-court", text={"lv": "Bāriņtiesa, sociālais darbs", "en": "Orphans' court, social work"}),
    Choice(key="other", text="Cits"),
)


def question(kind: str, **details) -> Question:
    if kind in ("choice", "choices"):
        details = {"choices": FIELDS} | details
    return Question(key="q", kind=kind, text="Jautājums?", label="Atbilde", **details)


QUESTIONS = [*map(question, QuestionKind), question("text", use=QuestionUse.NAME)]
NAME = question("text", use=QuestionUse.NAME, max_length=60, min_length=2)
SEVERAL = question("choices", max_choices=2)
CONTROL = Problem("answer-control-characters")
EMPTY = Problem("answer-empty")
UNKNOWN = Problem("answer-choice-unknown")
WRONG_EMAIL = Problem("answer-email-wrong")
ONE_EMAIL = Problem("answer-email-one")
WRONG_PHONE = Problem("answer-phone-wrong")


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.kind)
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", EMPTY),
        (" \n\u00a0", EMPTY),
        ("\u200b\u200d\u2800\u3164", EMPTY),
        ("An\x00na", CONTROL),
        ("\x1b[31m", CONTROL),
        ("\ud83d", CONTROL),
    ],
)
def test_an_answer_without_readable_text_is_refused_whatever_was_asked(asked, typed, problem):
    assert check_text(asked, typed) == problem


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("  Anna\nBe\u0304rziņa ", "Anna Bērziņa"),
        ('<b>Žanis</b> & "O\'Hara"', '<b>Žanis</b> & "O\'Hara"'),
        ("Анна Ёлкина", "Анна Ёлкина"),
        ("שרה לוי", "שרה לוי"),
        ("\u202eanna", "anna"),
        ("26123456", Problem("answer-no-letters")),
        ("🙂🙂", Problem("answer-no-letters")),
        ("A", Problem("answer-too-short", {"limit": 2})),
        ("Ed", "Ed"),
        ("ē" * 60, "ē" * 60),
        ("e\u0304" * 60, "ē" * 60),
        ("ē" * 61, Problem("answer-too-long", {"limit": 60, "length": 61})),
    ],
)
def test_a_name(typed, outcome):
    assert check_text(NAME, typed) == outcome


@pytest.mark.parametrize(
    ("kind", "typed", "outcome"),
    [
        ("text", "12", "12"),
        ("text", "🙂" * 4096, Problem("answer-too-long", {"limit": 200, "length": 4096})),
        ("text", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("text", "pirmā\n\notrā", "pirmā otrā"),
        ("long_text", "pirmā  \n\n\n\n\notrā\n", "pirmā\n\n\notrā"),
        ("long_text", "a" * 1501, Problem("answer-too-long", {"limit": 1500, "length": 1501})),
    ],
)
def test_a_text(kind, typed, outcome):
    assert check_text(question(kind), typed) == outcome


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("Izglītība", "education"),
        ("izglitiba.", "education"),
        ("EDUCATION", "education"),
        ("образование", "education"),
        ("2", "health"),
        ("2)", "health"),
        ("cits", "other"),
        ("Bāriņtiesa, sociālais darbs", "orphans-court"),
        ("0", UNKNOWN),
        ("5", UNKNOWN),
        ("9" * 5000, UNKNOWN),
        ("health", UNKNOWN),
        ("Veselība", UNKNOWN),
        ("...", UNKNOWN),
    ],
)
def test_a_choice(typed, outcome):
    assert check_text(question("choice"), typed) == outcome


def test_a_choice_called_by_a_number_wins_over_its_place():
    days = question("choice", choices=(Choice(key="second", text="2"), Choice(key="first", text="1")))
    assert (check_text(days, "1"), check_text(days, "2")) == ("first", "second")


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("Cits, izglītība", ["education", "other"]),
        ("2, 1", ["education", "health"]),
        ("1,1,", ["education"]),
        ("cits\n1", ["education", "other"]),
        ("Bāriņtiesa, sociālais darbs, Cits", ["orphans-court", "other"]),
        ("1, bērni", UNKNOWN),
        ("Bāriņtiesa", UNKNOWN),
        (",,", Problem("answer-choices-none")),
        ("1, 2, 4", Problem("answer-choices-too-many", {"limit": 2})),
        ("1" + "," * 4000 + "x", UNKNOWN),
    ],
)
def test_typed_choices(typed, outcome):
    assert check_text(SEVERAL, typed) == outcome


@pytest.mark.parametrize(
    ("asked", "keys", "outcome"),
    [
        (SEVERAL, ["other", "education"], ["education", "other"]),
        (SEVERAL, ["other", "other", "other"], ["other"]),
        (SEVERAL, [], Problem("answer-choices-none")),
        (SEVERAL, ["education", "health", "other"], Problem("answer-choices-too-many", {"limit": 2})),
        (SEVERAL, ["education", "gone"], UNKNOWN),
        (question("choices", required=False), [], []),
        (question("choices"), ["education", "health", "other"], ["education", "health", "other"]),
    ],
)
def test_check_choices(asked, keys, outcome):
    assert check_choices(asked, keys) == outcome


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        *((word, True) for word in ("jā", "Jā.", "ja", "YES", "y", "да", "Да!")),
        *((word, False) for word in ("nē", "Nē", "ne", "no", "n", "нет", "Н")),
        *((word, Problem("answer-yes-no")) for word in ("varbūt", "1", "jānē")),
    ],
)
def test_yes_or_no(typed, outcome):
    assert check_text(question("yes_no"), typed) == outcome


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("26123456", "+37126123456"),
        ("+371 26 123 456", "+37126123456"),
        ("+371 (26) 123-456", "+37126123456"),
        ("00371 26123456", "+37126123456"),
        ("37126123456", "+37126123456"),
        ("tel:+37126123456", "+37126123456"),
        ("Tālr. 64122345", "+37164122345"),
        ("+44 20 7946 0958", "+442079460958"),
        ("447911123456", "+447911123456"),
        ("+3725123456", "+3725123456"),
        ("2612345", WRONG_PHONE),
        ("2612345612", WRONG_PHONE),
        ("2-612-ABCD", WRONG_PHONE),
        ("26123456, 29123456", WRONG_PHONE),
        ("26123456 29123456", WRONG_PHONE),
        ("64122345 ext 5", WRONG_PHONE),
        ("112", WRONG_PHONE),
        ("nav", WRONG_PHONE),
        ("+", WRONG_PHONE),
        ("9" * 4096, WRONG_PHONE),
    ],
)
def test_a_phone_number(typed, outcome):
    assert check_phone(typed) == check_text(question("phone"), typed) == outcome


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("Anna@INBOX.lv", "Anna@inbox.lv"),
        (" anna@inbox.lv., ", "anna@inbox.lv"),
        ("anna @ inbox.lv", "anna@inbox.lv"),
        ("Anna@inbox. Lv", "Anna@inbox.lv"),
        ("Anna Ozola <anna@inbox.lv>", "anna@inbox.lv"),
        ('"Anna@inbox.lv" <anna@inbox.lv>', "anna@inbox.lv"),
        ("MAILTO:anna@inbox.lv?subject=Labdien", "anna@inbox.lv"),
        ("„anna@inbox.lv”", "anna@inbox.lv"),
        ("anna.o'hara+kopa@inbox.lv", "anna.o'hara+kopa@inbox.lv"),
        ("anna@example.org", "anna@example.org"),
        ("anna@kopa.test", "anna@kopa.test"),
        ("anna@ķekava.lv", "anna@ķekava.lv"),
        ("anna@xn--ekava-pmb.lv", WRONG_EMAIL),
        ("почта@почта.рф", "почта@почта.рф"),
        ("anna@mail.lv", "anna@mail.lv"),
        ("anna@inbox.lt", "anna@inbox.lt"),
        ("anna@gmial.com", Doubt("anna@gmial.com", "anna@gmail.com")),
        ("Anna <Anna@Gmail.Con>.", Doubt("Anna@gmail.con", "Anna@gmail.com")),
        ("jānis@inbox.lv", Doubt("jānis@inbox.lv", "janis@inbox.lv")),
        ("jānis@inbx.lv", Doubt("jānis@inbx.lv", "janis@inbox.lv")),
        ("anna@inbox.lv, berta@inbox.lv", ONE_EMAIL),
        ("anna@inbox.lv berta@inbox.lv", ONE_EMAIL),
        ("Anna <anna@inbox.lv>; Berta <berta@inbox.lv>", ONE_EMAIL),
        ("anna kalniņa@inbox.lv", WRONG_EMAIL),
        ("anna@inbox.lv. Paldies", WRONG_EMAIL),
        ("anna@inbox,lv", WRONG_EMAIL),
        ("anna@localhost", WRONG_EMAIL),
        ("anna@test", WRONG_EMAIL),
        ("anna@[127.0.0.1]", WRONG_EMAIL),
        ("anna@@inbox.lv", WRONG_EMAIL),
        ("@anna", WRONG_EMAIL),
        ("anna", WRONG_EMAIL),
        ("a" * 300 + "@inbox.lv", WRONG_EMAIL),
    ],
)
def test_an_email_address(typed, outcome):
    assert check_email(typed) == check_text(question("email"), typed) == outcome


ADDRESSES = st.emails(domains=st.sampled_from(["inbox.lv", "gmial.com", "kopa.test"]))
TYPED = (
    st.text(st.characters())
    | st.text(st.sampled_from('aā@.,<>"+-()/ 0123456789\n\u200b\u200d\u202e\u0301\ud800'))
    | ADDRESSES
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.kind)
@given(typed=TYPED)
def test_whatever_is_typed_has_an_outcome_and_an_answer_is_taken_again_as_it_is(asked, typed):
    outcome = check_text(asked, typed)
    if isinstance(outcome, Doubt):
        assert check_text(asked, outcome.answer) == outcome
    elif isinstance(outcome, str) and asked.kind is not QuestionKind.CHOICE:
        assert check_text(asked, outcome) == outcome


@given(TYPED)
def test_addresses_and_numbers_are_checked_without_raising(typed):
    assert check_email(typed) is not None
    assert check_phone(typed) is not None


@given(st.lists(st.sampled_from([choice.key for choice in FIELDS]), min_size=1))
def test_shown_choices_are_understood_when_typed_back(keys):
    asked = question("choices")
    chosen = check_choices(asked, keys)
    assert check_text(asked, show_answer(asked, chosen, "lv", "Jā", "Nē")) == chosen


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("text", "Anna", "Anna"),
        ("email", "anna@inbox.lv", "anna@inbox.lv"),
        ("phone", "+37126123456", "+371 26 123 456"),
        ("phone", "nav", "nav"),
        ("yes_no", True, "Yes"),
        ("yes_no", False, "No"),
        ("choice", "education", "Education"),
        ("choice", "gone", "gone"),
        ("choices", ["education", "other", "gone"], "Education, Cits, gone"),
        ("choices", [], ""),
        ("choices", "once a text", "once a text"),
        ("text", ["gone"], "gone"),
    ],
)
def test_show_answer(kind, answer, shown):
    assert show_answer(question(kind), answer, "en", "Yes", "No") == shown
