from datetime import UTC, datetime

from rehearsal.cast import CAST, ORGANISERS
from rehearsal.crowd import Guest, crowd, register_all
from rehearsal.stage import on_stage
from tests.rehearsal.another_conference import another_conference

OPEN = datetime(2031, 3, 21, 8, tzinfo=UTC)


def test_nobody_of_the_crowd_is_anybody_else():
    everybody = [*CAST, *ORGANISERS, *crowd(40)]
    for what in ("user_id", "name", "email", "phone"):
        assert len({getattr(person, what) for person in everybody}) == len(everybody), what


async def test_a_crowd_registers_side_by_side_until_the_hall_is_full(tmp_path):
    settings = another_conference(capacity=4)
    async with on_stage(settings, tmp_path, OPEN) as stage:
        guests = [Guest(stage, settings.events[0], person) for person in crowd(6)]
        assert await register_all(guests) == 4
        assert sum(guest.has_registered for guest in guests) == 4
