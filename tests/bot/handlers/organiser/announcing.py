"""An organiser who announces, and those who get it: on the real stage, by what their phones show."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update

from conference import audit
from conference.tables import notices, people, registrations
from rehearsal.stage import Stage
from rehearsal.telegram.messages import ShownMessage
from tests.bot.conftest import NOW
from tests.bot.organising import a_colleague
from tests.bot.visitor import Seen, Visitor

EVENT = "example-2024"
FIRST_CHAT = 1000


@dataclass
class Hall:
    """An organiser, and registrants with a phone each; the last ones read e-mail, too."""

    stage: Stage
    ilze: Visitor
    phones: list[Visitor]

    def seen(self) -> list[list[str]]:
        """What each registrant's chat shows."""
        return [[message.words for message in one.phone.messages if message.from_bot] for one in self.phones]

    async def begins(self) -> list[Seen]:
        return await self.ilze.forges(f"announce:{EVENT}::")

    async def writes(self, text: str = "Zāle ir mainīta.", *, html: bool = False) -> Seen:
        """Let the organiser write; return the desk."""
        await self.begins()
        await self.ilze.phone.send(text, html=html)
        return (await self.ilze.sees())[-1]

    async def presses(self, key: str, **variables: str | int) -> list[Seen]:
        return await self.ilze.presses(self.ilze.voice(key, **variables))

    async def confirms(self) -> Seen:
        """Let the organiser send what is on the desk; return what it says then."""
        await self.presses("button-announce-send")
        [held] = await self.presses("button-announce-send-surely")
        return held

    async def announces(self, text: str = "Zāle ir mainīta.", *, html: bool = False) -> None:
        """Go all the way: everybody has got it, and the report is shown."""
        await self.writes(text, html=html)
        await self.confirms()
        await self.sent()
        await self.shown()

    def shows(self) -> str:
        """What the newest message of the bot to the organiser says."""
        return [message for message in self.ilze.phone.messages if message.from_bot][-1].words

    async def shown(self) -> list[Seen]:
        """Let the message with the progress be brought up to date, as often as it takes."""
        await later(self.stage, 3)
        await later(self.stage, 3)
        return await self.ilze.sees()

    async def sent(self) -> None:
        """Let the half minute pass, and everything be sent."""
        await later(self.stage, 31)
        await self.stage.settled()


async def later(stage: Stage, seconds: float) -> None:
    await stage.turn_clock(stage.clock() + timedelta(seconds=seconds))


async def a_hall(stage: Stage, count: int = 3, emails: int = 0, **answers: object) -> Hall:
    """Register so many people without confirmations; the last *emails* of them read e-mail, too."""
    ilze = await a_colleague(stage)
    chats = range(FIRST_CHAT, FIRST_CHAT + count)
    phones = [Visitor(stage, stage.telegram.phone(chat, f"Dalībnieks{chat}")) for chat in chats]
    for one in phones:
        await one.phone.send("/start")
    await stage.answered()
    async with stage.running.service.database.transaction() as connection:
        ids = {row.chat_id: row.id for row in await connection.execute(select(people.c.chat_id, people.c.id))}
        moments = {"consented_at": NOW, "registered_at": NOW, "updated_at": NOW, "consent_version": "1"}
        rows = [
            {
                "person_id": ids[chat],
                "event": EVENT,
                "status": "registered",
                "answers": {"name": f"Anna {chat}", "field": "education"} | answers,
                **moments,
            }
            for chat in chats
        ]
        if rows:
            await connection.execute(insert(registrations), rows)
        for chat in list(chats)[count - emails :]:
            given = update(people).where(people.c.chat_id == chat).values(email=f"anna{chat}@inbox.lv")
            await connection.execute(given)
    for one in phones:
        for message in one.phone.messages:
            one.phone._chat.hide(message.id)
    await ilze.sees()
    return Hall(stage, ilze, phones)


def labels(message: ShownMessage) -> list[str]:
    return [label for row in message.labels for label in row]


async def deeds(stage: Stage) -> list[tuple[str, dict[str, object]]]:
    """What is noted of what organisers did, the first first."""
    async with stage.running.service.database.snapshot() as connection:
        return [(entry.action, entry.details) for entry in reversed(await audit.entries(connection))]


async def states(stage: Stage) -> list[str]:
    async with stage.running.service.database.snapshot() as connection:
        announced = select(notices.c.state).where(notices.c.kind == "announcement", notices.c.state.is_not(None))
        return list((await connection.execute(announced.order_by(notices.c.id))).scalars())
