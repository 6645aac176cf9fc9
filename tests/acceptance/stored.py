"""What is in the database file, read from outside."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import conference.database  # noqa: F401  gives `sqlite3` the version that is safe beside another connection

import sqlite3  # isort: skip

DATABASE = "kopa.db"  # as in the shipped settings


def connect(folder: Path) -> sqlite3.Connection:
    """Return another program's connection to the database in *folder*."""
    return sqlite3.connect(folder / DATABASE, isolation_level=None)


def query(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    connection = connect(folder)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def stored_answers(folder: Path, event: str) -> dict[int, dict[str, Any]]:
    """Return the answers of every registration for *event* by chat id."""
    registrations = "SELECT event, chat_id, answers FROM registrations JOIN people ON people.id = person_id"
    rows = [(chat_id, answers) for of, chat_id, answers in query(folder, registrations) if of == event]
    assert len(rows) == len({chat_id for chat_id, _ in rows})
    return {chat_id: json.loads(answers) for chat_id, answers in rows}


def being_sent(folder: Path) -> Counter[str]:
    """Return how many deliveries of each channel a dead process has left in the middle."""
    return Counter(dict(query(folder, "SELECT channel, count(*) FROM deliveries WHERE status = 'sending' GROUP BY 1")))


def lease_end(folder: Path) -> str:
    """Return when the last lease of what is being sent ends, as SQLite has it."""
    ((until,),) = query(folder, "SELECT max(leased_until) FROM deliveries WHERE status = 'sending'")
    return str(until)


def last_sent(folder: Path) -> str:
    """Return when the last delivery was sent, as SQLite has it."""
    ((at,),) = query(folder, "SELECT max(finished_at) FROM deliveries WHERE status = 'sent'")
    return str(at)


def deliveries(folder: Path) -> Counter[tuple[str, str, str]]:
    """Return how many deliveries there are by kind of notice, channel and status."""
    counted = "SELECT kind, channel, status, count(*) FROM deliveries JOIN notices ON notices.id = notice_id"
    rows = query(folder, f"{counted} GROUP BY 1, 2, 3")
    return Counter({(kind, channel, status): count for kind, channel, status, count in rows})
