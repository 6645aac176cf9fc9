"""A lane for tests of the jobs: it only remembers that it was woken."""

import asyncio


class RecordingLane:
    def __init__(self) -> None:
        self.woken = asyncio.Event()

    def wake(self) -> None:
        self.woken.set()
