"""The two engines that the store runs on. Tests of the store run on both, but for those marked with one `engine`."""

import asyncio
import itertools
import os
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from conference.database import Database
from tests.postgresql import MissingError, Server, private_server

ENGINES = ("sqlite", "postgresql")
WAITING = Path(__file__).parent / "acceptance"

_numbers = itertools.count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever needs a database on each engine."""
    if "database_url" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("engine")
        metafunc.parametrize("database_url", only.args if only else ENGINES, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the tests that mostly wait, for processes of their own, among those that keep the processors busy."""
    waiting = [item for item in items if WAITING in item.path.parents]
    busy = [item for item in items if WAITING not in item.path.parents]
    if waiting and busy:
        # Not to the very end: the last one must not be waited for alone.
        apart = max(1, int(0.7 * len(busy) / len(waiting)))
        chunks = [busy[start : start + apart] for start in range(0, len(busy), apart)]
        items[:] = [
            item
            for chunk, one in zip_longest(chunks, ([one] for one in waiting), fillvalue=[])
            for item in (*chunk, *one)
        ]


class Together(LoadScopeScheduling):
    """Gives each worker one test after the other, but those that share a browser to the same one.

    pytest-xdist's own "loadgroup" marks tests by a private attribute that pytest 9.2 does not have any more.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if "studio/browser/" in nodeid else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Let pytest-xdist hand out the tests in this way."""
    return Together(config, log)


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


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables as the migrations make them: to copy it takes a tenth of the time."""
    path = tmp_path_factory.mktemp("empty") / "kopa.db"

    async def make() -> None:
        await (await Database.open(f"sqlite+aiosqlite:///{path}")).close()

    with asyncio.Runner() as runner:
        runner.run(make())
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of the test's own, on the engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
