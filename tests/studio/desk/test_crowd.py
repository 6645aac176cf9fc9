from studio.desk import Progress, names
from studio.desk.crowd import BLOCK_AFTERWARDS, STOP_HALF_WAY
from tests.studio.desk.small_conference import DAY, END


async def test_a_crowd_registers_by_itself(desk):
    seen = []
    desk.changed.subscribe(lambda: seen.append(desk.crowd.progress))
    desk.crowd.begin(60, seed=3)
    assert desk.crowd.progress == Progress(wanted=60, is_running=True)
    done = await desk.crowd.finished()
    assert done == Progress(wanted=60, registered=58, unfinished=2, blocked=1)
    assert done.done == 60
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    await desk.settle()
    assert desk.letters_version == done.registered
    assert sum(seat.has_blocked for seat in desk.seats) == done.blocked


async def test_the_crowd_keeps_apart_from_the_others(desk, anna):
    desk.crowd.begin(3)
    await desk.crowd.finished()
    assert desk.seats.find(of_crowd=False) == ([anna], 1)
    assert desk.seats.find(of_crowd=True)[1] == 3


async def test_whoever_comes_too_late_is_turned_away(desk):
    await desk.turn_to(END + DAY)
    desk.crowd.begin(3)
    assert await desk.crowd.finished() == Progress(wanted=3, turned_away=3)


async def test_a_crowd_waits_for_a_service_that_comes_back(desk):
    desk.crowd.begin(5)
    await desk.faults.kill()
    await desk.faults.restart()
    assert (await desk.crowd.finished()).done == 5


async def test_a_crowd_can_be_sent_home(desk):
    desk.crowd.begin(200)
    await desk.crowd.stop()
    assert desk.crowd.progress.done < 200
    assert not desk.crowd.progress.is_running


def test_the_same_people_come_for_the_same_seed():
    assert list(names.people(range(50), 1)) == list(names.people(range(50), 1))
    assert list(names.people(range(50), 1)) != list(names.people(range(50), 2))
    assert list(names.people(range(10, 20), 1)) == list(names.people(range(50), 1))[10:20]


def test_addresses_lead_nowhere_and_are_each_persons_own():
    people = list(names.people(range(2000), 1))
    assert len({person.email for person in people}) == 2000
    assert all(person.email.isascii() and person.email.endswith("@example.org") for person in people)


def test_surnames_are_declined_as_the_person_is():
    pairs = dict(pair.split("/") for pair in names.SURNAMES)
    for person in names.people(range(2000), 1):
        first, last = person.name.split()
        assert last in (pairs.values() if first in names.WOMEN else pairs)
        assert not set(names.WOMEN) & set(names.MEN)


def test_the_answers_spread_over_all_fields():
    fields = [person.known["field"] for person in names.people(range(2000), 1)]
    shares = {field.key: round(fields.count(field.key) / 20) for field in names.FIELDS}
    assert all(abs(shares[field.key] - field.share) <= 3 for field in names.FIELDS)


def test_few_stop_and_few_block():
    fates = [names.chance(user_id, 1, "fate") for user_id in range(2000)]
    stop, block = zip(*[(f.random() < STOP_HALF_WAY, f.random() < BLOCK_AFTERWARDS) for f in fates], strict=True)
    assert 120 < sum(stop) < 200
    assert 40 < sum(block) < 80
