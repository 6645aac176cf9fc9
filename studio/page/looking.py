"""Who looks at the studio: what all share, and what one browser tab has open."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from studio.desk import Desk, Seat
from studio.page.painter import Painter, Words, painter

Act = Mapping[str, str]
"""What somebody did: its name as `act`, and the `data-` attributes or the fields that came with it."""

MESSAGES = 50
"""How many messages of a chat are shown at first, and how many more at a time."""
ROWS = 50
"""How many people, letters or deliveries are on one page of a list."""
PHONES = 3
"""How many are open; on a narrow page fewer of them are to be seen."""

STARTING = "starting"
"""What is under way while another rehearsal, or another service, is put on the desk."""


@dataclass
class Studio:
    """What all tabs share."""

    desk: Desk
    working: str = ""
    """What is under way and must not be begun again: the key of a text, or nothing."""
    read: set[int] = field(default_factory=set)
    """The numbers of the letters that were opened."""
    generation: int = field(init=False)
    began: datetime = field(init=False)
    """The conference's time at which the rehearsal began."""

    def __post_init__(self) -> None:
        self.generation, self.began = self.desk.generation, self.desk.now

    def keep_up(self) -> None:
        """Forget what belonged to an earlier rehearsal."""
        if self.generation != self.desk.generation:
            self.generation, self.began = self.desk.generation, self.desk.now
            self.read.clear()

    @contextmanager
    def working_on(self, what: str) -> Iterator[None]:
        """Say in all tabs what is under way while the block lasts; nothing, if it is nothing."""
        if what:
            self.working = what
            self.desk.changed.note()
        try:
            yield
        finally:
            if what:
                self.working = ""
                self.desk.changed.note()


@dataclass
class Looker:
    """One browser tab."""

    studio: Studio
    language: str
    say: Callable[[str], None] = lambda _: None
    """Shows a line for some seconds."""
    open: list[int] = field(default_factory=list)
    """The ids of the people whose phones are shown, the newest first."""
    tab: str = "mailbox"
    query: str = ""
    pages: dict[str, int] = field(default_factory=dict)
    shown: dict[int, int] = field(default_factory=dict)
    """How many messages of a chat are shown, by person; where there is none, the usual number."""
    letter: int | None = None
    letter_view: str = "page"
    mail_query: str = ""
    mail_of: int | None = None
    """Whose letters only are shown."""
    settings: str | None = None
    """The text of the settings as it was last sent; None: as the rehearsal has it."""
    mistakes: tuple[str, ...] = ()
    settings_taken: bool = False

    @property
    def desk(self) -> Desk:
        return self.studio.desk

    @property
    def painter(self) -> Painter:
        return painter(self.language, self.desk.event.time_zone)

    @property
    def t(self) -> Words:
        return self.painter.t

    @property
    def phones(self) -> list[Seat]:
        """The seats whose phones are open, as far as there are such people."""
        return [seat for seat in map(self.desk.seats.get, self.open) if seat]

    def show_phone(self, person: int) -> None:
        """Take somebody's phone to the front; where there is no more room, the oldest one is put away."""
        self.open = [person, *(one for one in self.open if one != person)][:PHONES]

    def page(self, of: str, count: int) -> tuple[int, int]:
        """Return which page of a list is shown, from 0, and how many there are."""
        pages = max(1, -(-count // ROWS))
        return min(self.pages.get(of, 0), pages - 1), pages


Handler = Callable[[Looker, Act], Awaitable[None]]
