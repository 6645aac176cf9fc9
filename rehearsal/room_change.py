"""What is announced in a rehearsal, and to whom: one field works in another room, whose number is mistyped first."""

from dataclasses import dataclass

from conference.event import Event
from conference.question import CHOICE_KINDS, Question, QuestionKind
from rehearsal.cast import ANNA, Chosen, Person, an_answer

TEXTS = {
    "lv": "<b>Mainīta telpa.</b> Jūsu darba grupa tiksies {room}. telpā, nevis mazajā zālē.",
    "en": "<b>Another room.</b> Your working group will meet in room {room}, not in the small hall.",
    "ru": "<b>Другое помещение.</b> Ваша рабочая группа соберётся в аудитории {room}, а не в малом зале.",
}
MISTYPED, RIGHT = "24", "204"


def in_words(room: str, language: str) -> str:
    """Return the announcement in Telegram's HTML; in English where the language is not known here."""
    return TEXTS.get(language, TEXTS["en"]).format(room=room)


@dataclass(frozen=True, slots=True)
class Aim:
    """One answer to one question; as numbers, its place in the event and the answer's place in it."""

    question: Question
    place: int
    answer: int

    @property
    def label(self) -> str:
        """The answer's words, in English where there are any."""
        return self.question.choices[self.answer].text.in_language("en")

    def is_met_by(self, person: Person) -> bool:
        given = an_answer(self.question, person)
        return isinstance(given, Chosen) and self.question.choices[self.answer].key in given.keys


def aim_of(event: Event) -> Aim | None:
    """Return the teacher's answer to the first question of which one chooses one answer, or else several.

    None where there is no such question.
    """
    having_choices = [question for question in event.questions if question.kind in CHOICE_KINDS]
    question = min(having_choices, key=lambda one: one.kind is QuestionKind.CHOICES, default=None)
    given = an_answer(question, ANNA) if question else None
    if question is None or not isinstance(given, Chosen):
        return None
    keys = [choice.key for choice in question.choices]
    return Aim(question, event.questions.index(question), keys.index(given.keys[0]))
