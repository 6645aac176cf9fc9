"""The numbers of an event, and a picture of them."""

import asyncio
from collections.abc import Mapping
from functools import partial

from bot.handlers.organiser.finding import Press, for_organisers
from bot.screens import overview_screens
from bot.turn import Turn
from conference import chart, overview
from conference.button import Act, Button
from conference.event import Event


async def show_overview(turn: Turn, event: Event, _: Button) -> None:
    found = await overview.take(turn.connection, turn.service.renderer, event, turn.now, turn.voice.language)
    turn.show(overview_screens.overview(turn.voice, event, found))
    if drawn := overview_screens.chart(turn.voice, event, found, turn.now):
        turn.send_picture(f"{event.key}.png", partial(asyncio.to_thread, chart.picture, drawn))


PRESSES: Mapping[Act, Press] = {Act.OVERVIEW: for_organisers(show_overview)}
