"""How many e-mails a second leave over ten connections, beside the same letters sent in other ways.

Run `python -m benchmarks.email` (two minutes). Postfix's `smtp-sink` takes the letters and counts them, `smtp-source`
shows what is possible without making any. Everybody sends the same letter to other people: text, HTML and, where it
is personal, a calendar file of one's own. `--postfix` sends to a real Postfix instead, which queues each on disk.

The tools come with Postfix (Debian: `apt-get install postfix`). django-post_office runs in an environment of its own
(`--peers`, see README.md); without it, it stays away.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.peers.email_letter import LETTER, sizes
from benchmarks.peers.email_receivers import SOURCE, Receiver, missing_tools, postfix, smtp_sink

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "build/peers/bin/python"
CEILING = "smtp-source (makes none)"


class Sender(NamedTuple):
    command: list[str]
    messages: int


SENDERS = {
    CEILING: Sender(["smtp-source"], 10_000),
    "Kopā, channel: personal": Sender(["kopa", "personal"], 10_000),
    "Kopā, channel: same to all": Sender(["kopa", "same"], 10_000),
    "Kopā, ledger to marks": Sender(["kopa", "durable"], 10_000),
    "aiosmtplib, 10 kept": Sender(["aiosmtplib", "kept"], 1_500),
    "aiosmtplib.send()": Sender(["aiosmtplib", "each"], 1_000),
    "django-post_office": Sender(["post_office"], 1_000),
}


@dataclass(frozen=True)
class Run:
    messages: int
    seconds: float
    arrived: int

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


def run(sender: Sender, receiver: Receiver, peers: Path) -> Run:
    """Let somebody send, and count what came. Raises CalledProcessError where they fail."""
    before = receiver.count()
    name, *options = sender.command
    if name == "smtp-source":
        seconds = source(receiver, sender.messages)
    else:
        python = str(peers) if name == "post_office" else sys.executable
        arguments = [str(receiver.port), str(sender.messages), *options]
        seconds = peer([python, "-m", f"benchmarks.peers.email_{name}", *arguments])
    return Run(sender.messages, seconds, receiver.count(at_least=before + sender.messages) - before)


def source(receiver: Receiver, messages: int) -> float:
    """Let smtp-source send letters of our size over ten kept connections, and return the seconds it took."""
    options = ["-d", "-s", "10", "-m", str(messages), "-l", str(sizes()["personal"]), "-t", "person@skola.example"]
    started = time.perf_counter()
    subprocess.run([SOURCE, *options, f"127.0.0.1:{receiver.port}"], check=True, capture_output=True)
    return time.perf_counter() - started


def peer(command: Sequence[str]) -> float:
    """Let a process of its own send the letter; it says itself how long that took, without starting and preparing."""
    with tempfile.TemporaryDirectory() as folder:
        letter = Path(folder) / "letter.json"
        letter.write_text(json.dumps(LETTER), encoding="utf-8")
        done = subprocess.run(
            [*command, "--letter", str(letter)], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=300
        )
    return float(done.stdout)


def measure(senders: Mapping[str, Sender], receiver: Receiver, peers: Path, rounds: int) -> dict[str, list[Run]]:
    """Let all send one after another; rounds alternate, so that ratios hold on a busy machine too."""
    runs: dict[str, list[Run]] = {name: [] for name in senders}
    for _ in range(rounds):
        for name, sender in senders.items():
            runs[name].append(run(sender, receiver, peers))
    return runs


def table(runs: Mapping[str, Sequence[Run]]) -> Table:
    result = Table("who", "messages/s", "slowest–fastest", "of source", "arrived")
    ceiling = statistics.median(one.rate for one in runs[CEILING])
    for name, rounds in runs.items():
        rates = [one.rate for one in rounds]
        result.add_row(
            name,
            f"{statistics.median(rates):,.0f}",
            f"{min(rates):,.0f}–{max(rates):,.0f}",
            f"{statistics.median(rates) / ceiling:.0%}",
            f"{sum(one.arrived for one in rounds):,} of {sum(one.messages for one in rounds):,}",
        )
    return result


def present(peers: Path) -> dict[str, Sender]:
    """Return those of whom everything is installed."""
    if peers.exists():
        return SENDERS
    Console(stderr=True).print(
        f"{peers} is not there (see benchmarks/README.md): post_office stays away", soft_wrap=True
    )
    return {name: sender for name, sender in SENDERS.items() if sender.command != ["post_office"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--postfix", action="store_true", help="into a private Postfix that discards (as root)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="those with this in their names, besides smtp-source")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the Python of the peers' environment")
    options = parser.parse_args()
    if missing := missing_tools(with_postfix=options.postfix):
        sys.exit(f"{missing} not found: install Postfix (Debian: apt-get install postfix; it need not run)")
    senders = {name: one for name, one in present(options.peers).items() if options.only in name or name == CEILING}
    with postfix() if options.postfix else smtp_sink() as receiver:
        Console().print(table(measure(senders, receiver, options.peers, options.rounds)))


if __name__ == "__main__":
    main()
