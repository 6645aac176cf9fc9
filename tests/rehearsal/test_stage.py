import asyncio
from datetime import UTC, datetime

import pytest

from rehearsal.stage import on_stage
from tests.rehearsal.another_conference import another_conference

OPEN = datetime(2031, 3, 21, 8, tzinfo=UTC)


async def test_the_service_answers_on_local_parts(tmp_path):
    async with on_stage(another_conference(), tmp_path, OPEN) as stage:
        phone = stage.telegram.phone(7, "Anna")
        await phone.open_link()
        await stage.answered()
        assert "Drošībā Madonā" in phone.messages[-1].text
        assert phone.messages[-1].at == OPEN


async def test_turning_the_clock_lets_happen_what_is_due(tmp_path):
    async with on_stage(another_conference(), tmp_path, OPEN) as stage:
        phone = stage.telegram.phone(7, "Anna")
        await phone.open_link()
        await stage.settled()
        before = len(phone.messages)
        await stage.turn_clock(datetime(2031, 3, 21, 12, tzinfo=UTC))
        assert ["Drošībā Madonā" in message.text for message in phone.messages[before:]] == [True]


async def test_a_service_that_has_stopped_is_not_waited_for(tmp_path):
    async with on_stage(another_conference(), tmp_path, OPEN) as stage:
        stage.running.work.cancel()
        await asyncio.wait([stage.running.work])
        await stage.telegram.phone(7, "Anna").open_link()
        with pytest.raises(RuntimeError, match="the service has stopped"):
            await stage.answered()
