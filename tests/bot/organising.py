"""Organisers and door staff in front of the stage."""

from conference import organisers, people
from conference.organisers import Role
from rehearsal.stage import Stage
from tests.bot.visitor import Visitor


async def a_colleague(stage: Stage, role: Role = Role.ORGANISER, user_id: int = 77) -> Visitor:
    """Return somebody who helps to run the first event, and has opened the bot."""
    visitor = Visitor(stage, stage.telegram.phone(user_id, "Ilze"))
    await visitor.says("/help")
    service = stage.running.service
    async with service.database.transaction() as connection:
        person = await people.find(connection, user_id)
        assert person is not None
        await organisers.appoint(connection, person.id, service.settings.events[0].key, role, stage.clock())
    return visitor
