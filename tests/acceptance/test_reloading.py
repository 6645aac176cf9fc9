"""SIGHUP and `kopa reload`: the running service takes new settings, and loses nothing."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from conference.clock import wall_clock
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram
from tests.acceptance.process import ROOT, started
from tests.acceptance.settings import local_settings, tomorrow


async def reload(config: Path) -> tuple[int, str]:
    command = (sys.executable, "-m", "bot", "reload", "--config", str(config))
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=config.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode().strip()


async def test_new_settings_are_taken_by_the_same_process(
    telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path
) -> None:
    config = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock())).write(tmp_path)
    anna = telegram.phone(11, "Anna")
    async with started(config) as process:
        config.write_text(config.read_text(encoding="utf-8").replace("Cēsu koncertzāle", "Cēsu Kultūras centrs"))
        assert await reload(config) == (0, "the service reads its settings again; its log says what has come of it")
        await process.says("the settings are read again")
        await anna.open_link()
        await anna.wait_for(lambda message: "Cēsu Kultūras centrs" in message.text, timeout=60)
        assert await process.terminate() == 0
    assert sum("running as @" in line for line in process.lines) == 2


async def test_mistakes_are_named_and_the_service_goes_on_with_what_it_has(
    telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path
) -> None:
    config = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock())).write(tmp_path)
    anna = telegram.phone(11, "Anna")
    async with started(config) as process:
        right = config.read_text(encoding="utf-8")
        config.write_text(right.replace("capacity = 800", "capacity = -1"), encoding="utf-8")
        os.kill(process.pid, signal.SIGHUP)
        await process.says("not reloaded: ")
        await anna.open_link()
        await anna.wait_for(lambda message: "Cēsu koncertzāle" in message.text, timeout=60)
        assert await process.terminate() == 0
    assert [line for line in process.lines if "not reloaded" in line and "capacity" in line]
    assert "Traceback" not in process.output


async def test_without_a_service_there_is_nothing_to_reload(
    telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path
) -> None:
    config = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock())).write(tmp_path)
    async with started(config) as process:
        await process.terminate()
    status, said = await reload(config)
    assert (status, said.startswith("no service is running on ")) == (2, True)
