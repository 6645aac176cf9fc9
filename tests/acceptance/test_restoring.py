"""A backup is restored while nobody watches: nothing goes out twice, people are answered, a yes lets the rest go."""

import asyncio
import sys
from pathlib import Path

from conference.clock import wall_clock
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram
from tests.acceptance.attendee import asks_whether_you_come, registrant_of_the_shipped_event
from tests.acceptance.process import ROOT, started
from tests.acceptance.settings import Rule, local_settings, tomorrow


async def kopa(config: Path, *arguments: str) -> str:
    """Run a command; return what it says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        "--config",
        str(config),
        cwd=config.parent,
        env={"PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


async def test_what_the_lost_database_has_sent_is_not_sent_again_and_new_people_are_served(
    telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path
) -> None:
    settings = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock()))
    anna, ben = (registrant_of_the_shipped_event(telegram.phone(number)) for number in (11, 12))
    config = settings.reminding().write(tmp_path)
    async with started(config) as process:
        await anna.register()
        await mailbox.wait_for(recipient=anna.email)
        await process.terminate()
    await kopa(config, "backup", "copies")
    # The reminder has been due for a while, and the database that is lost sends it after the backup was made.
    settings.reminding(Rule("just-due", hours=-24)).write(tmp_path)
    async with started(config) as process:
        await mailbox.wait_for(recipient=anna.email, count=2)
        await anna.phone.wait_for(asks_whether_you_come)
        await process.kill()

    (copy,) = (tmp_path / "copies").iterdir()
    await kopa(config, "restore", str(copy))
    async with started(config) as process:
        await process.says("nothing is delivered until `kopa resume`")
        assert "PAUSED since" in await kopa(config, "status")
        registering = asyncio.create_task(ben.register(timeout=30))
        await ben.phone.wait_for("Jūsu pieteikums ir saglabāts", timeout=20)
        assert len(mailbox.letters) == 2
        assert "withdrawn" in await kopa(config, "resume", "--yes")
        await registering
        await mailbox.wait_for(recipient=ben.email, timeout=20)
        await process.terminate()
    assert [letter for letter in mailbox.letters if anna.email in letter.recipients] == mailbox.letters[:2]
    assert len(list(filter(asks_whether_you_come, anna.phone.messages))) == 1
