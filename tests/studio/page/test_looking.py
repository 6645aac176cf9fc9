from types import SimpleNamespace

import pytest

from studio.page.looking import PHONES, ROWS, Looker, Studio


class Desk:
    """As much of a desk as is looked at here."""

    def __init__(self) -> None:
        self.generation, self.now, self.noted = 1, "morning", 0
        self.changed = SimpleNamespace(note=self._note)

    def _note(self) -> None:
        self.noted += 1


@pytest.fixture
def studio() -> Studio:
    return Studio(Desk())


def test_the_newest_phone_stands_first_and_the_oldest_is_put_away(studio: Studio):
    looker = Looker(studio, "lv")
    for person in range(PHONES + 1):
        looker.show_phone(person)
    assert looker.open == [3, 2, 1]


def test_a_phone_that_is_open_comes_to_the_front(studio: Studio):
    looker = Looker(studio, "lv", open=[1, 2])
    looker.show_phone(2)
    assert looker.open == [2, 1]


@pytest.mark.parametrize(
    ("wanted", "count", "shown"),
    [(0, 0, (0, 1)), (0, ROWS, (0, 1)), (0, ROWS + 1, (0, 2)), (1, ROWS + 1, (1, 2)), (9, ROWS + 1, (1, 2))],
)
def test_the_page_of_a_list_is_one_that_there_is(studio: Studio, wanted: int, count: int, shown: tuple[int, int]):
    assert Looker(studio, "lv", pages={"people": wanted}).page("people", count) == shown


def test_what_is_under_way_is_said_to_all_until_it_is_over(studio: Studio):
    def fail() -> None:
        with studio.working_on("turning"):
            assert studio.working == "turning"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (studio.working, studio.desk.noted) == ("", 2)


def test_what_is_quick_is_not_said(studio: Studio):
    with studio.working_on(""):
        assert (studio.working, studio.desk.noted) == ("", 0)


def test_another_rehearsal_has_letters_that_nobody_has_read(studio: Studio):
    studio.read.add(0)
    studio.keep_up()
    assert studio.read == {0}
    studio.desk.generation, studio.desk.now = 2, "evening"
    studio.keep_up()
    assert (studio.read, studio.began) == (set(), "evening")
