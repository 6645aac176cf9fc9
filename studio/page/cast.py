"""Who sits at the desk when a rehearsal begins."""

from rehearsal.cast import CAST
from studio.desk import Desk, Role

ORGANISER = "Inga Zariņa"
SHOWN = (CAST[0].user_id, CAST[1].user_id)
"""Whose phones are open at first."""


async def take_seats(desk: Desk) -> None:
    """Let the cast sit down, and an organiser who has followed her link."""
    for person in CAST:
        desk.seats.take(person)
    await desk.seats.add(ORGANISER, role=Role.ORGANISER)
