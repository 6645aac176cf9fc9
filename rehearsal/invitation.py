"""The link by which the first organiser joins."""

from conference import audit, invites
from conference.audit import Action
from conference.event import Event
from conference.invites import Purpose
from rehearsal.stage import Stage


async def organiser_link(stage: Stage, event: Event) -> str:
    """Make a link as `kopa organiser-link` does, by the rehearsal's clock."""
    secret, now = invites.new_secret(), stage.clock()
    async with stage.running.service.database.transaction() as connection:
        made = await invites.create(connection, event.key, Purpose.ORGANISER, secret, now)
        deed = {"purpose": Purpose.ORGANISER, "invite": made.id}
        await audit.note(connection, now, None, event.key, Action.INVITED, **deed)
    return invites.link(stage.telegram.username, secret)
