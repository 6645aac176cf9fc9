import pytest

from rehearsal.mailbox import Mailbox


@pytest.fixture
async def mailbox():
    async with Mailbox() as mailbox:
        yield mailbox
