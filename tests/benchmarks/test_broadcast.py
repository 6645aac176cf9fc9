from pathlib import Path

from benchmarks import broadcast
from benchmarks.telegram_double import Log, Weather

CHATS = 40


def a_race(*came, says):
    log, weather = Log(), Weather(latency=0.06, dead_percent=7)
    for moment, chat, answer, wait in came:
        log.add(moment, chat, answer, wait)
    return broadcast.Race(log, says, weather, chats=20, cpu_seconds=0.0)


async def test_kopa_reaches_everybody_once_and_its_ledger_says_what_came():
    weather = Weather(dead_percent=7)
    race = await broadcast.race(broadcast.LIFTED[broadcast.KOPA], Path(), weather, CHATS, limit=30)
    assert race.reached == dict.fromkeys({*range(1, CHATS + 1)} - {19, 38}, 1)
    assert race.dead == 2
    assert broadcast.verdict(race) == "yes"


def test_what_came_is_counted():
    came = [(0.0, 7, 200, 0), (0.3, 8, 200, 0), (0.99, 8, 200, 0), (1.0, 19, 403, 0)]
    race = a_race(*came, says={"sent": 3, "dead": 1})
    assert (race.reachable, race.reached, race.most_in_a_second) == (19, {7: 1, 8: 2}, 3)
    assert broadcast.verdict(race) == "no: (3, 1), not (2, 1)"
    assert race.pace() == [(0, 3), (1, 0)]


def test_a_refusal_counts_against_whoever_had_been_told():
    under_way, told, after = (0.05, 8, 429, 5), (1.0, 9, 429, 4), (6.0, 10, 429, 1)
    race = a_race((0.0, 7, 429, 5), under_way, told, after, says=None)
    assert (race.refused, race.refused_again) == (4, 1)


def test_the_table_has_everybody(capsys):
    race = a_race((0.0, 7, 200, 0), (1.0, 8, 200, 0), says=None)
    broadcast.Console(width=200).print(broadcast.table_under_limits({broadcast.KOPA: race}))
    broadcast.Console(width=200).print(broadcast.table_lifted({0.0: {broadcast.KOPA: [race]}}))
    assert [line for line in capsys.readouterr().out.splitlines() if "Kopā" in line and "2" in line]
