from pathlib import Path

import pytest

from tests.bot.example_service import become, in_database, kopa, register, settings_file
from tests.conference.example_people import MAY, ledger


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people: 1 is dead, 2 uncertain, 3 and 4 wait."""
    monkeypatch.delenv("KOPA_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    path = settings_file(tmp_path)
    register(path, 2)
    become(path, 1, status="dead", attempts=8, reason="bot was blocked", finished_at=MAY)
    become(path, 2, status="uncertain", attempts=1, reason="the process died while sending", finished_at=MAY)
    return path


def states(config: Path) -> list[str]:
    return [status for (status,) in in_database(config, lambda database, _: ledger(database, "status"))]


def shown(config: Path, *arguments: str) -> list[str]:
    """Return the numbers of the deliveries that are shown."""
    result = kopa("deliveries", *arguments, "--config", config)
    assert (result.exit_code, "Anna" in result.stdout, "@" in result.stdout) == (0, False, False)
    assert max(map(len, result.stdout.splitlines())) <= 80
    first_words = (line[:3].split() for line in result.stdout.splitlines()[1:])
    return [words[0] for words in first_words if words]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ([], ["4", "3", "2", "1"]),
        (["--status", "dead"], ["1"]),
        (["--channel", "email", "--limit", "1"], ["4"]),
        (["--person", "1"], ["2", "1"]),
        (["--event", "madona-2024"], []),
    ],
)
def test_deliveries_are_shown_by_their_numbers_without_names(config: Path, arguments: list[str], numbers: list[str]):
    assert shown(config, *arguments) == numbers


def test_a_delivery_says_what_it_is_and_why_it_failed(config: Path):
    result = kopa("deliveries", "--status", "dead", "--config", config)
    assert " ".join(result.stdout.splitlines()[1].split()) == (
        "1 dead Telegram 1 20 May 2024, 12:00 cesis-2024: registered 1:0"
    )
    assert "attempt 8: bot was" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "answers", "after"),
    [
        (["1"], "", ["waiting", "uncertain", "waiting", "waiting"]),
        (["--status", "dead"], "", ["waiting", "uncertain", "waiting", "waiting"]),
        (["--status", "dead", "--channel", "email"], "", ["dead", "uncertain", "waiting", "waiting"]),
        (["1", "2"], "n\n", ["dead", "uncertain", "waiting", "waiting"]),
        (["1", "2"], "y\n", ["waiting", "waiting", "waiting", "waiting"]),
        (["--status", "uncertain"], "", ["dead", "uncertain", "waiting", "waiting"]),
        (["--status", "uncertain", "--yes"], "", ["dead", "waiting", "waiting", "waiting"]),
    ],
)
def test_what_failed_is_tried_again_and_what_may_arrive_twice_only_after_a_yes(
    config: Path, arguments: list[str], answers: str, after: list[str]
):
    kopa("deliveries", "retry", *arguments, "--config", config, answers=answers)
    assert states(config) == after


@pytest.mark.parametrize(
    ("arguments", "after"),
    [
        (["3", "1"], ["dead", "uncertain", "dead", "waiting"]),
        (["--status", "waiting"], ["dead", "uncertain", "dead", "dead"]),
        (["--status", "scheduled"], ["dead", "uncertain", "waiting", "waiting"]),
    ],
)
def test_what_is_queued_is_given_up(config: Path, arguments: list[str], after: list[str]):
    result = kopa("deliveries", "give-up", *arguments, "--config", config)
    assert (result.exit_code, states(config)) == (0, after)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["retry"], "which deliveries? Either their numbers, or --status"),
        (["give-up", "1", "--status", "waiting"], "which deliveries? Either their numbers, or --status"),
        (["retry", "--status", "sent"], "not --status sent, but one of: dead, uncertain"),
        (["give-up", "--status", "sending"], "not --status sending, but one of: held, scheduled, waiting"),
    ],
)
def test_what_cannot_be_meant_is_one_line(config: Path, arguments: list[str], line: str):
    result = kopa("deliveries", *arguments, "--config", config)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{line}\n")
