"""The engine of the rehearsal studio, without any user interface.

    async with open_desk(config_text, folder) as desk:
        anna = await desk.seats.add("Anna Bērziņa")
        await anna.open_link()
        await desk.turn_to(desk.event.deadline_at)

Everything happens in one event loop. Who wants to know of changes subscribes to `desk.changed` and compares counters:
`desk.generation` (another rehearsal was put on the desk: all seats are new), `seat.version`, `desk.letters_version`.
"""

from studio.desk.changes import Changes
from studio.desk.crowd import Crowd, Progress
from studio.desk.desk import Desk, open_desk
from studio.desk.faults import Faults, Mail, Telegram
from studio.desk.keeping import NotARehearsalError
from studio.desk.moments import Moment, MomentKind
from studio.desk.seats import Role, Seat, Seats, start_of
from studio.desk.settings import check
from studio.desk.turning import Arrival, Stop

__all__ = [
    "Arrival",
    "Changes",
    "Crowd",
    "Desk",
    "Faults",
    "Mail",
    "Moment",
    "MomentKind",
    "NotARehearsalError",
    "Progress",
    "Role",
    "Seat",
    "Seats",
    "Stop",
    "Telegram",
    "check",
    "open_desk",
    "start_of",
]
