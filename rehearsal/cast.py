"""Who takes part in a rehearsal, all of them invented, and what they answer to whatever is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from conference.question import Question, QuestionKind, QuestionUse


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody from the invited fields; `known` holds answers to questions of these keys."""

    user_id: int
    name: str
    role: str
    """In English, for the stage directions."""
    language: str
    email: str
    phone: str
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The keys of the buttons to press; of a question of yes or no "yes" or "no"."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedContact:
    number: str


@dataclass(frozen=True, slots=True)
class Sticker:
    pass


@dataclass(frozen=True, slots=True)
class Skipped:
    pass


Given: TypeAlias = Typed | Chosen | SharedContact | Sticker | Skipped
"""What a person does when asked."""

ANNA = Person(
    101,
    "Anna Bērziņa",
    "a teacher",
    "lv",
    "anna.berzina@gmail.com",
    "+37120000101",
    {
        "workplace": "Cēsu 2. pamatskola",
        "position": "skolotāja",
        "field": "education",
        "question": "Kā par šo tēmu runāt ar vecākiem?",
    },
)
PETERIS = Person(
    102,
    "Pēteris Ozols",
    "a family doctor",
    "lv",
    "peteris.ozols@example.org",
    "+37120000102",
    {"workplace": "Ģimenes ārsta prakse", "position": "ģimenes ārsts", "field": "health"},
)
TATJANA = Person(
    103,
    "Tatjana Ivanova",
    "a member of an orphans' court",
    "ru",
    "tatjana.ivanova@example.org",
    "+37120000103",
    {"workplace": "Cēsu novada bāriņtiesa", "position": "член сиротского суда", "field": "orphans-court"},
)
HELEN = Person(
    104,
    "Helen Carter",
    "a psychologist",
    "en",
    "helen.carter@example.org",
    "+37120000104",
    {
        "workplace": "A child and family practice",
        "position": "psychologist",
        "field": "health",
        "needs": "I would be grateful for interpreting into English.",
    },
)
MARTINS = Person(
    105,
    "Mārtiņš Liepa",
    "a police inspector",
    "lv",
    "martins.liepa@example.org",
    "+37120000105",
    {"workplace": "Valsts policija", "position": "inspektors", "field": "law-enforcement"},
)
ILZE = Person(
    106,
    "Ilze Kalniņa",
    "a social worker",
    "lv",
    "ilze.kalnina@example.org",
    "+37120000106",
    {"workplace": "Sociālais dienests", "position": "sociālā darbiniece", "field": "social"},
)
ZANE = Person(
    107,
    "Zane Krūmiņa",
    "a school nurse",
    "lv",
    "zane.krumina@example.org",
    "+37120000107",
    {"workplace": "Vidusskola", "position": "skolas māsa", "field": "health"},
)
JANIS = Person(108, "Jānis Vītols", "a youth worker", "lv", "janis.vitols@example.org", "+37120000108")

CAST = (ANNA, PETERIS, TATJANA, HELEN, MARTINS, ILZE, ZANE, JANIS)

AGNESE = Person(121, "Agnese Siliņa", "a municipal employee", "lv", "agnese.silina@example.org", "+37120000121")
ROBERTS = Person(122, "Roberts Grava", "a colleague of hers", "lv", "roberts.grava@example.org", "+37120000122")
ORGANISERS = (AGNESE, ROBERTS)

_SENTENCES = {
    "lv": "Šī ir atbilde mēģinājumam.",
    "en": "This is an answer for the rehearsal.",
    "ru": "Это ответ для репетиции.",
}


def an_answer(question: Question, person: Person) -> Given:
    """Return what *person* answers; it fits any valid question. What is optional is skipped, unless they know more."""
    known = person.known.get(question.key)
    match question.kind:
        case QuestionKind.EMAIL:
            return Typed(person.email)
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            return Chosen(_chosen(question, person, known))
        case _ if not question.required and not known and question.kind is not QuestionKind.YES_NO:
            return Skipped()
        case QuestionKind.YES_NO:
            return Chosen(("yes" if person.user_id % 2 else "no",))
        case QuestionKind.PHONE:
            return Typed(person.phone)
        case _:
            text = person.name if question.use is QuestionUse.NAME else known or _SENTENCES[person.language]
            return Typed(_fitted(text, question))


def slips(question: Question, person: Person) -> tuple[Given, ...]:
    """Return what *person* does wrong before the right answer; an e-mail address with a slip is asked about."""
    match question.kind:
        case QuestionKind.EMAIL:
            return (Typed(person.email.replace("gmail.com", "gmial.com")),)
        case QuestionKind.PHONE:
            return (Typed("26 12"), SharedContact(person.phone))
        case QuestionKind.TEXT if question.use is QuestionUse.NAME:
            return (Typed(person.first_name[:1] if question.min_length > 1 else "…"), Sticker())
        case _:
            return ()


def _chosen(question: Question, person: Person, known: str | None) -> tuple[str, ...]:
    keys = [choice.key for choice in question.choices]
    if question.kind is QuestionKind.CHOICES:
        return tuple(keys[: min(question.max_choices or 2, 2)])
    return (known if known in keys else keys[person.user_id % len(keys)],)


def _fitted(text: str, question: Question) -> str:
    """Return *text* within the question's lengths."""
    while len(text) < question.min_length:
        text = f"{text} {text}"
    return text[: question.length_limit].rstrip().ljust(question.min_length, ".")
