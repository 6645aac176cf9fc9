import io
from datetime import UTC, datetime
from functools import partial

from rich.console import Console

from conference.organisers import Role, of_event
from rehearsal import terminal
from rehearsal.organising import Organising
from rehearsal.stage import on_stage
from tests.rehearsal.another_conference import another_conference

OPEN = datetime(2031, 3, 21, 8, tzinfo=UTC)


async def test_where_nobody_has_registered_nothing_is_announced(tmp_path):
    console, settings = Console(file=io.StringIO(), width=80), another_conference()
    async with on_stage(settings, tmp_path, OPEN) as stage:
        organising = Organising(stage, settings.events[0], [], partial(terminal.say, console), stage.settled)
        await organising.scene()
        async with stage.running.service.database.snapshot() as connection:
            team = await of_event(connection, "madona-2031")
    text = console.file.getvalue()
    assert [one.role for one in team] == [Role.ORGANISER]
    assert "Šī saite vairs nav derīga." in text
    assert text.rstrip().endswith("Nobody is registered, so there is nothing to announce.")
    assert organising.faults == []
