"""The two engines that the store runs on. Tests of the store run on both, but for those marked with one `engine`."""

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgresql import MissingError, Server, private_server

ENGINES = ("sqlite", "postgresql")

_numbers = itertools.count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever needs a database on each engine."""
    if "database_url" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("engine")
        metafunc.parametrize("database_url", only.args if only else ENGINES, indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why tests were skipped: once, not once a test."""
    skipped = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, number in skipped.items():
        terminalreporter.write_line(f"{number} tests: {reason}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A private server, one for each worker. Where there can be none, tests are skipped; in CI they fail."""
    try:
        with private_server() as server:
            yield server
    except MissingError as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def _emptied_database(postgresql: Server) -> str:
    postgresql.create("emptied")
    return "emptied"


@pytest.fixture
def postgresql_url(postgresql: Server, _emptied_database: str) -> str:
    """A PostgreSQL database with the tables as the migrations make them, and nothing in them."""
    postgresql.empty(_emptied_database)
    return postgresql.url(_emptied_database)


@pytest.fixture
def new_postgresql_url(postgresql: Server) -> Iterator[str]:
    """The same, but newly created: for who leaves more behind than rows."""
    name = f"test_{next(_numbers)}"
    yield postgresql.create(name)
    postgresql.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file of the test's own, not yet there."""
    return f"sqlite+aiosqlite:///{tmp_path / 'kopa.db'}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of the test's own, on the engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
