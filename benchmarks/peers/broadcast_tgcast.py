"""A broadcast with tgcast 0.1.1: an engine with worker threads and a queue of its own in SQLite.

Run by `benchmarks.broadcast` with an interpreter that has `tgcast`. Prints what its queue says at the end.
"""

import argparse
import json
import logging
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tgcast import Task, Telecast

TEXT = "<b>The hall has changed</b>\n\nWe meet in the small hall, not in the large one."

ON_DISK = "/var/tmp"  # noqa: S108  /tmp may be memory

OPTIONS: dict[str, dict[str, float]] = {
    "default": {},
    # Thirty each second: the quickest of what was tried. More at once pile up until their leases end, and repeat.
    "tuned": {"global_rps": 30, "max_concurrency": 30, "poll_interval": 1.0, "lease_ttl": 120},
    "lifted": {"global_rps": 1e9, "per_chat_rps": 1e9, "max_concurrency": 64, "poll_interval": 0.01},
}


def main() -> None:
    logging.disable()
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("chats", type=int)
    parser.add_argument("--options", choices=[*OPTIONS], default="default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        path = Path(folder) / "tgcast.db"
        engine = Telecast(
            "1:benchmark",
            store_dsn=str(path),
            telegram_base_url=options.base_url.removesuffix("/bot"),
            **OPTIONS[options.options],
        )
        for chat in range(1, options.chats + 1):
            engine.enqueue(Task(chat, TEXT, parse_mode="HTML", idempotency_key=f"news:{chat}"))
        engine.start()
        while counts(path).keys() - {"sent", "dead"}:
            time.sleep(0.5)
        ended = counts(path)
        engine.shutdown()
    print(json.dumps(ended))


def counts(path: Path) -> dict[str, int]:
    """Return how many tasks the queue has in each state."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT state, count(*) FROM tasks GROUP BY state"))


if __name__ == "__main__":
    main()
