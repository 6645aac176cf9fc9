"""An organiser writes an announcement and sends it."""

import pytest

from tests.bot.handlers.organiser.announcing import EVENT, a_hall


@pytest.fixture
async def hall(stage):
    return await a_hall(stage)


async def test_what_an_organiser_sends_reaches_everybody_just_as_it_was_written(hall, voice):
    ilze = hall.ilze
    await ilze.forges(f"announce:{EVENT}::")
    await ilze.phone.send("<b>Zāle ir mainīta.</b> Tiekamies <i>mazajā</i> zālē.", html=True)
    await ilze.sees()
    await ilze.presses(voice("button-announce-send"))
    await ilze.presses(voice("button-announce-send-surely"))
    await hall.stage.settled()
    assert hall.seen() == [[], [], []]
    await hall.sent()
    assert hall.seen() == [["Zāle ir mainīta. Tiekamies mazajā zālē."]] * 3
    [message] = hall.phones[0].phone.messages
    assert message.html == "<b>Zāle ir mainīta.</b> Tiekamies <i>mazajā</i> zālē."
