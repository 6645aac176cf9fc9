import asyncio

from rehearsal.telegram.signals import Signal


async def test_who_waits_is_woken_and_who_listens_is_told_each_time():
    signal, heard = Signal(), []
    leave = signal.subscribe(lambda: heard.append(signal.count))
    waiting = asyncio.create_task(signal.wait())
    await asyncio.sleep(0)
    signal.fire()
    await waiting
    signal.fire()
    leave()
    signal.fire()
    assert (heard, signal.count) == ([1, 2], 3)


def test_what_happens_below_happens_above():
    above = Signal()
    below = Signal(above)
    below.fire()
    assert (below.count, above.count) == (1, 1)
    above.fire()
    assert (below.count, above.count) == (1, 2)
