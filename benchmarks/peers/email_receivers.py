"""Where the letters go: Postfix's test receiver, or a private Postfix that queues each on disk and then discards it."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SBIN = Path("/usr/sbin")
SINK, SOURCE, POSTFIX = (str(SBIN / name) for name in ("smtp-sink", "smtp-source", "postfix"))
ON_DISK = "/var/tmp"  # noqa: S108  /tmp is memory on many machines, and syncing costs nothing there
PATIENCE = 60.0
"""Seconds until what has not arrived counts as lost."""

MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
default_transport = discard:benchmark
relay_transport = discard:benchmark
smtpd_tls_security_level = none
"""
MASTER_CF = """\
127.0.0.1:{port} inet n - n - 50 smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
discard   unix - - n - - discard
error     unix - - n - - error
retry     unix - - n - - error
postlog   unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Receiver:
    port: int
    now: Callable[[], int]

    def count(self, at_least: int = 0) -> int:
        """Return how many letters have come since the start; wait a while for those that must be on their way."""
        deadline = time.monotonic() + PATIENCE
        while (count := self.now()) < at_least and time.monotonic() < deadline:
            time.sleep(0.05)
        return count


def missing_tools(*, with_postfix: bool) -> str:
    tools = [SINK, SOURCE, *([POSTFIX] if with_postfix else [])]
    return ", ".join(tool for tool in tools if shutil.which(tool) is None)


@contextmanager
def smtp_sink() -> Iterator[Receiver]:
    """Run smtp-sink, which takes letters and throws them away."""
    port = free_port()
    unprivileged = ["-u", "nobody"] if os.geteuid() == 0 else []
    with tempfile.TemporaryFile() as counters:
        process = subprocess.Popen([SINK, *unprivileged, "-c", f"127.0.0.1:{port}", "1000"], stdout=counters)

        def received() -> int:
            shown = os.pread(counters.fileno(), 4096, max(0, os.fstat(counters.fileno()).st_size - 4096))
            found = re.findall(rb"mesg=(\d+)", shown)
            return int(found[-1]) if found else 0

        try:
            wait_for(port)
            yield Receiver(port, received)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def postfix() -> Iterator[Receiver]:
    """Run a Postfix of our own, apart from any other on this machine; only root may."""
    port = free_port()
    with tempfile.TemporaryDirectory(dir=ON_DISK, prefix="postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        config = folder / "config"
        for each in (config, folder / "queue", folder / "data"):
            each.mkdir()
        shutil.chown(folder / "data", "postfix")
        (config / "main.cf").write_text(MAIN_CF.format(folder=folder))
        (config / "master.cf").write_text(MASTER_CF.format(port=port))
        log = folder / "log"
        log.touch()
        command = [POSTFIX, "-c", str(config)]
        subprocess.run([*command, "start"], check=True, capture_output=True)
        try:
            wait_for(port)
            yield Receiver(port, lambda: log.read_bytes().count(b"status=sent"))
        finally:
            subprocess.run([*command, "stop"], check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens. Raises ConnectionError if nobody does within seconds."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise ConnectionError(f"nobody listens on port {port}")
