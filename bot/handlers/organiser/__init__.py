"""What organisers do. Whoever is none gets the ordinary answers, as if none of this existed."""

from bot.handlers.organiser import (
    access,
    announced,
    announcing,
    answering,
    changes,
    choosing,
    importing,
    overview,
    previewing,
    registrants,
    sending,
)
from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press
from bot.turn import Act as TurnAct
from conference.button import Act

COMMANDS: dict[str, TurnAct] = {**access.COMMANDS}
PRESSES: dict[Act, Press] = {
    **access.PRESSES,
    **announced.PRESSES,
    **announcing.PRESSES,
    **answering.PRESSES,
    **changes.PRESSES,
    **choosing.PRESSES,
    **importing.PRESSES,
    **overview.PRESSES,
    **previewing.PRESSES,
    **registrants.PRESSES,
    **sending.PRESSES,
}
EXPECTED: dict[str, Take] = {
    **announced.EXPECTED,
    **announcing.EXPECTED,
    **answering.EXPECTED,
    **importing.EXPECTED,
    **registrants.EXPECTED,
}
