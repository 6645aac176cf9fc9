"""What organisers do. Whoever is none gets the ordinary answers, as if none of this existed."""

from bot.handlers.organiser import access, importing, overview, registrants
from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press
from bot.turn import Act as TurnAct
from conference.button import Act

COMMANDS: dict[str, TurnAct] = {**access.COMMANDS}
PRESSES: dict[Act, Press] = {**access.PRESSES, **importing.PRESSES, **overview.PRESSES, **registrants.PRESSES}
EXPECTED: dict[str, Take] = {**importing.EXPECTED, **registrants.EXPECTED}
