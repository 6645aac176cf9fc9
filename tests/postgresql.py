"""A PostgreSQL of the tests' own: a server in a folder that is thrown away, reached by a socket in that folder."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conference.database import Database
from conference.schema import VERSIONS
from conference.tables import metadata

TEMPLATE = "as_migrated"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 60
shared_buffers = 16MB
max_wal_size = 256MB
autovacuum = off
# What is thrown away need not survive a power cut.
fsync = off
synchronous_commit = off
full_page_writes = off
"""
ACCESS = "local all guarded scram-sha-256\nlocal all all trust\n"
"""Only `guarded` needs a password."""


class MissingError(Exception):
    """What is missing for a PostgreSQL on this machine, in one line."""


@dataclass(frozen=True)
class Server:
    folder: Path
    programs: Path

    def url(self, database: str, user: str = "kopa") -> str:
        return f"postgresql+asyncpg://{user}@/{database}?host={self.folder}"

    def run(self, *statements: str, database: str = "postgres") -> str:
        """Run statements as the superuser, each by itself; return what they give, a line each row."""
        commands = [part for statement in statements for part in ("-c", statement)]
        psql = [self.programs / "psql", "-XAtq", "-h", self.folder, "-U", "kopa", "-d", database]
        return _run(*psql, "-v", "ON_ERROR_STOP=1", *commands)

    def create(self, database: str) -> str:
        """Create a database with the tables as the migrations make them; return its URL."""
        self.run(f"CREATE DATABASE {database} TEMPLATE {TEMPLATE}")
        return self.url(database)

    def empty(self, database: str) -> None:
        """Leave a database as it was created. That is sixty times faster on a busy machine than to create one."""
        counted = [table.name for table in metadata.sorted_tables if "id" in table.c]
        self.run(
            "SET lock_timeout = '10s'",
            "DROP TRIGGER IF EXISTS spoilt ON deliveries",
            f"UPDATE alembic_version SET version_num = '{VERSIONS[-1]}'",  # noqa: S608  our own revision
            *(str(table.delete()) for table in reversed(metadata.sorted_tables)),
            *(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1, false)" for table in counted),
            database=database,
        )

    def drop(self, database: str) -> None:
        """Take a database away, whoever is still connected."""
        self.run(f"DROP DATABASE {database} (FORCE)")

    def dump(self, database: str, into: Path) -> None:
        """Write a backup as docs/operating.md tells to."""
        _run(self.programs / "pg_dump", "--format=custom", f"--file={into}", *self._as_superuser, database)

    def restore(self, dump: Path, into: str) -> None:
        """Put a backup in the place of a database, as docs/operating.md tells to."""
        options = ("--clean", "--if-exists", "--single-transaction", f"--dbname={into}")
        _run(self.programs / "pg_restore", *options, *self._as_superuser, dump)

    @property
    def _as_superuser(self) -> tuple[str, ...]:
        return ("-h", str(self.folder), "-U", "kopa")


@contextmanager
def private_server() -> Iterator[Server]:
    """Run a server while the block lasts. Raise MissingError where this machine has none."""
    programs, owner = _programs(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="kopa-postgresql-"))
    if owner:
        shutil.chown(folder, owner.pw_name)
    with _cleared_away(programs, folder, owner):
        data = folder / "data"
        options = ("-U", "kopa", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        _run(programs / "initdb", "-D", data, *options, owner=owner)
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(folder=folder))
        (data / "pg_hba.conf").write_text(ACCESS)
        _run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-s", "start", owner=owner)
        yield _with_template(Server(folder, programs))


@contextmanager
def _cleared_away(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> Iterator[None]:
    """Stop the server in *folder* at the end, and delete it: also where these tests are killed."""
    # The shell reads until nobody can write to it any more; a Ctrl-C is not meant for it.
    script = 'read _; "$0/pg_ctl" -D "$1/data" -m immediate -w -s stop; rm -rf "$1"'
    with subprocess.Popen(
        ["sh", "-c", script, programs, folder],
        cwd="/",
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **_as(owner),
    ):
        yield


def _programs() -> Path:
    """Return where PostgreSQL's programs are; Debian keeps the server's out of PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    for folder in (*on_path, *reversed(debian)):
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql", "pg_dump", "pg_restore")):
            return folder
    raise MissingError("PostgreSQL's server is not installed; on Debian: apt-get install postgresql")


def _owner() -> pwd.struct_passwd | None:
    """Return whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    owner = users.get("postgres") or users.get("nobody")
    if owner is None:
        raise MissingError("PostgreSQL does not run as root, and there is no user postgres or nobody")
    return owner


def _run(*command: str | Path, owner: pwd.struct_passwd | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False, **_as(owner))
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr}")
    return done.stdout


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def _with_template(server: Server) -> Server:
    server.run(f"CREATE DATABASE {TEMPLATE}")
    _in_a_loop_of_its_own(_migrate(server.url(TEMPLATE)))
    return server


async def _migrate(url: str) -> None:
    await (await Database.open(url)).close()


def _in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    # A test's loop may be running in this thread already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, work).result()
