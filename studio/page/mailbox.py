"""Panel: e-mails as their receivers see them."""

from collections.abc import Sequence

from markupsafe import Markup

from rehearsal.mailbox import Letter
from studio.desk import Seat
from studio.page.letters import fits, listed, opened
from studio.page.looking import ROWS, Act, Handler, Looker


async def mailbox(looker: Looker) -> Markup:
    """Return the list of letters, or the one that is open."""
    letters = looker.desk.letters
    if looker.letter is not None and looker.letter < len(letters):
        return _letter(looker, looker.letter, letters[looker.letter])
    found = await _found(looker)
    page, pages = looker.page("mailbox", len(found))
    lines = listed(found[page * ROWS : (page + 1) * ROWS], looker.studio.read)
    owner = looker.desk.seats.get(looker.mail_of) if looker.mail_of else None
    return looker.painter(
        "mailbox", letter=None, letters=lines, query=looker.mail_query, owner=owner, page=page, pages=pages
    )


def unread(looker: Looker) -> int:
    """Return how many letters nobody has opened."""
    return len(looker.desk.letters) - len(looker.studio.read)


def owner(looker: Looker, letter: Letter) -> Seat | None:
    """Return to whom of those who take part a letter went."""
    receivers = {address.lower() for address in letter.recipients}
    return next((seat for seat in looker.desk.seats if seat.addresses & receivers), None)


def _letter(looker: Looker, number: int, letter: Letter) -> Markup:
    looker.studio.read.add(number)
    one = opened(number, letter)
    calendar = looker.painter.calendar(one.calendar)
    return looker.painter("mailbox", letter=one, entries=calendar, letter_view=looker.letter_view)


async def _found(looker: Looker) -> Sequence[tuple[int, Letter]]:
    """Return the letters that are searched for, the newest first, with their numbers."""
    seat = looker.desk.seats.get(looker.mail_of) if looker.mail_of else None
    theirs = {id(letter) for letter in await looker.desk.letters_of(seat)} if seat else None
    numbered = list(enumerate(looker.desk.letters))[::-1]
    if theirs is not None:
        numbered = [(number, one) for number, one in numbered if id(one) in theirs]
    return [pair for pair in numbered if fits(pair[1], looker.mail_query)] if looker.mail_query else numbered


async def open_letter(looker: Looker, act: Act) -> None:
    looker.letter = int(act["number"])


async def show_list(looker: Looker, _: Act) -> None:
    looker.letter = None


async def show_everybodys(looker: Looker, _: Act) -> None:
    looker.mail_of = None


async def search(looker: Looker, act: Act) -> None:
    looker.mail_query = act["value"]
    looker.pages["mailbox"] = 0


async def set_view(looker: Looker, act: Act) -> None:
    looker.letter_view = act["view"]


async def follow(looker: Looker, act: Act) -> None:
    """Open a link of a letter on its receiver's phone."""
    letter = looker.desk.letters[int(act["letter"])]
    seat = owner(looker, letter)
    if seat and await looker.desk.follow(act["to"], seat):
        looker.show_phone(seat.id)
    else:
        looker.say(looker.t("opens", address=act["to"]))


ACTS: dict[str, Handler] = {
    "letter": open_letter,
    "letters": show_list,
    "mail-all": show_everybodys,
    "mail-search": search,
    "letter-view": set_view,
    "letter-link": follow,
}
