import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.status_view import Report, as_json, lasting, show
from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus
from conference.service_state import Pause, PauseReason
from conference.status import ChannelStatus, EventStatus, LastError, Status
from tests.conference.example_people import MAY

RIGA = ZoneInfo("Europe/Riga")
NONE = dict.fromkeys(DeliveryStatus, 0)
FAILING = LastError(12, DeliveryStatus.SCHEDULED, "421 try later", MAY + timedelta(minutes=4))
REPORT = Report(
    at=MAY,
    running=True,
    last_backup=None,
    status=Status(
        started=MAY - timedelta(hours=3),
        paused=Pause(MAY - timedelta(hours=1), PauseReason.RESTORED),
        channels={
            ChannelName.TELEGRAM: ChannelStatus(NONE | {DeliveryStatus.SENT: 1234567}, None, 60, 3600, None),
            ChannelName.EMAIL: ChannelStatus(
                NONE | {DeliveryStatus.WAITING: 5, DeliveryStatus.DEAD: 2}, MAY - timedelta(minutes=9), 0, 0, FAILING
            ),
        },
        events=(EventStatus("cesis-2024", 700, 12, 30, 45, 100), EventStatus("m" * 24, 1, 0, 0, 0, None)),
    ),
)


def shown(report: Report) -> list[str]:
    console = Console(file=StringIO(), width=80, soft_wrap=True, color_system=None)
    show(console, report, RIGA)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_the_whole_status_fits_a_small_terminal_without_colour():
    assert shown(REPORT) == [
        "as of    20 May 2024, 12:00",
        "service  running since 20 May 2024, 09:00",
        "sending  PAUSED since 20 May 2024, 11:00: a backup was restored; `kopa resume`",
        "         shows what waits",
        "backup   none",
        "",
        "deliveries          Telegram    e-mail",
        "waiting                    0         5",
        "scheduled                  0         0",
        "held                       0         0",
        "sending                    0         0",
        "sent                 1234567         0",
        "uncertain                  0         0",
        "dead                       0         2",
        "missed                     0         0",
        "withdrawn                  0         0",
        "oldest waits for           -     9 min",
        "sent in a minute          60         0",
        "sent in an hour         3600         0",
        "last error, e-mail: delivery 12, tried again from 20 May 2024, 12:04: 421 try",
        "later",
        "",
        "event             registered  waiting list  unfinished  cancelled  places left",
        "cesis-2024               700            12          45         30          100",
        "mmmmmmmmmmmmmmmm           1             0           0          0     no limit",
        "mmmmmmmm",
    ]


@pytest.mark.parametrize(("running", "line"), [(False, "not running"), (None, "started since 20 May 2024, 09:00")])
def test_a_service_that_is_not_running_is_told_apart(running, line):
    report = Report(MAY, running, None, REPORT.status)
    assert shown(report)[1] == f"service  {line}"


def test_a_program_is_told_the_same_in_utc():
    told = json.loads(as_json(REPORT))
    email = told["channels"].pop("email")
    assert told | {"channels": None, "events": None} == {
        "at": "2024-05-20T09:00:00+00:00",
        "running": True,
        "last_backup": None,
        "started": "2024-05-20T06:00:00+00:00",
        "paused": {"since": "2024-05-20T08:00:00+00:00", "reason": "restored"},
        "channels": None,
        "events": None,
        "forgotten": [],
    }
    assert email | {"states": None} == {
        "states": None,
        "oldest_waiting": "2024-05-20T08:51:00+00:00",
        "oldest_waiting_seconds": 540,
        "sent_last_minute": 0,
        "sent_last_hour": 0,
        "last_error": {
            "delivery_id": 12,
            "status": "scheduled",
            "reason": "421 try later",
            "at": "2024-05-20T09:04:00+00:00",
        },
    }
    assert told["events"][1]["places_left"] is None


@pytest.mark.parametrize(
    ("seconds", "words"), [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "1 h"), (86400 * 3, "3 d")]
)
def test_a_period_is_told_in_its_largest_unit(seconds, words):
    assert lasting(timedelta(seconds=seconds)) == words


def test_data_that_will_never_be_erased_are_said() -> None:
    forgetful = replace(REPORT, status=replace(REPORT.status, forgotten=("gone-2023",)))
    assert " ".join(shown(forgetful)[-2:]).strip() == (
        "gone-2023 is not in the settings any more: what people left for it will not be erased"
    )
