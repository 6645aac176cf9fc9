"""Panel: everybody who takes part."""

from markupsafe import Markup

from rehearsal.cast import CAST
from studio.desk import Role, Seat
from studio.page.looking import ROWS, Act, Handler, Looker
from studio.page.painter import Words

KNOWN = frozenset(person.user_id for person in CAST)


def people(looker: Looker) -> Markup:
    """Return the list, or a page of it."""
    _, count = looker.desk.seats.find(looker.query, limit=0)
    page, pages = looker.page("people", count)
    seats, _ = looker.desk.seats.find(looker.query, offset=page * ROWS, limit=ROWS)
    return looker.painter(
        "people",
        seats=seats,
        total=len(looker.desk.seats),
        query=looker.query,
        open=looker.open,
        page=page,
        pages=pages,
        last_words=lambda seat: last_words(seat, looker.t),
    )


def last_words(seat: Seat, t: Words) -> str:
    """Return how the newest message begins."""
    return seat.last.words.split("\n")[0][:80] if seat.last else t("nothing-yet")


def role(seat: Seat, t: Words) -> str:
    """Return what somebody is."""
    if seat.id in KNOWN:
        return t(f"cast-{seat.id}")
    return t("role-crowd" if seat.of_crowd else f"role-{seat.role}")


async def search(looker: Looker, act: Act) -> None:
    looker.query = act["value"]
    looker.pages["people"] = 0


async def turn_page(looker: Looker, act: Act) -> None:
    looker.pages[act["of"]] = max(0, int(act["to"]))


async def open_phone(looker: Looker, act: Act) -> None:
    looker.show_phone(int(act["person"]))


async def add(looker: Looker, act: Act) -> None:
    named = " ".join(act["name"].split()) or looker.t("somebody", number=len(looker.desk.seats) + 1)
    seat = await looker.desk.seats.add(named, act["language"], Role(act["role"]))
    looker.show_phone(seat.id)


ACTS: dict[str, Handler] = {"search": search, "page": turn_page, "open": open_phone, "add": add}
