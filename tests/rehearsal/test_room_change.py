from rehearsal.cast import ANNA, MARTINS
from rehearsal.room_change import aim_of, in_words
from tests.rehearsal.another_conference import CHOICES, a_question, another_conference


def aim(*questions):
    return aim_of(another_conference(questions=[a_question("who", "text", use="name"), *questions]).events[0])


def test_the_aim_is_the_teachers_answer():
    found = aim(a_question("group", "choice", choices=CHOICES))
    assert (found.place, found.answer, found.label) == (1, 2, "Trešā")
    assert found.is_met_by(ANNA)
    assert not found.is_met_by(MARTINS)


def test_a_question_with_one_answer_goes_before_one_with_several():
    several, one = a_question("groups", "choices", choices=CHOICES), a_question("group", "choice", choices=CHOICES)
    assert aim(several, one).question.key == "group"
    assert aim(several).question.key == "groups"
    assert aim() is None


def test_the_words_are_in_the_language_of_whoever_announces():
    assert in_words("204", "lv") == "<b>Mainīta telpa.</b> Jūsu darba grupa tiksies 204. telpā, nevis mazajā zālē."
    assert in_words("204", "fr") == in_words("204", "en")
