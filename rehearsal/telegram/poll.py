"""A poll as people see it, and as the Bot API writes it. https://core.telegram.org/bots/api#poll"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rehearsal.telegram.people import given


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with options. `correct` are the numbers, from 0, of a quiz's right options; `votes` go by user id."""

    id: str
    question: str
    options: tuple[str, ...]
    is_anonymous: bool = True
    is_quiz: bool = False
    allows_multiple_answers: bool = False
    allows_revoting: bool = True
    correct: tuple[int, ...] = ()
    explanation: str = ""
    is_closed: bool = False
    votes: Mapping[int, tuple[int, ...]] = field(default_factory=dict, hash=False)

    @property
    def results(self) -> dict[str, int]:
        """How many have chosen each option."""
        chosen = [number for numbers in self.votes.values() for number in numbers]
        return {option: chosen.count(number) for number, option in enumerate(self.options)}

    def wire(self, knows_answer: bool = True) -> dict[str, Any]:
        """Return the poll as a Poll; the right options of an open quiz only to who *knows_answer*."""
        options = [
            {"persistent_id": str(number), "text": text, "voter_count": voters}
            for number, (text, voters) in enumerate(self.results.items())
        ]
        fields = {
            "id": self.id,
            "question": self.question,
            "options": options,
            "total_voter_count": len(self.votes),
            "is_closed": self.is_closed,
            "is_anonymous": self.is_anonymous,
            "type": "quiz" if self.is_quiz else "regular",
            "allows_multiple_answers": self.allows_multiple_answers,
            "allows_revoting": self.allows_revoting,
            "members_only": False,
        }
        answer = list(self.correct) if self.is_quiz and (knows_answer or self.is_closed) else None
        return fields | given(correct_option_ids=answer, explanation=self.explanation or None)
