import logging
import struct
import sys
from dataclasses import replace

import pytest

from conference import chart
from conference.chart import Bar, Chart

CHART = Chart(
    title="Kopā bērnu drošībai",
    subtitle="3 pieteikumi",
    days=(1, 0, 2),
    days_label="pieteikumi dienā",
    total_label="kopā",
    ticks=((0, "13. maijs"), (2, "15. maijs")),
    deadline=2,
    deadline_label="pieteikšanās beigas",
    bars_title="Joma",
    bars=(Bar("Izglītība", 2), Bar("Bāriņtiesa", 1)),
)


def size(png):
    """Return width and height as the header of a PNG has them (ISO/IEC 15948, 11.2.2)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def contrast(colour):
    """Return the contrast to white (WCAG 2.2, relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05)


def test_the_picture_fills_a_phone_held_upright():
    assert size(chart.picture(CHART)) == (1080, 1350)


@pytest.mark.parametrize(
    "changes",
    [
        {"days": (1,), "ticks": ((0, "13. maijs"),), "deadline": None},
        {"bars": (), "bars_title": ""},
        {"bars": (Bar("Neviens", 0),)},
        {"days": (0,) * 400 + (9000,), "deadline": 395},
        {"title": "Vienā gadā viss par $x_{$ un " + "garš " * 40, "bars": (Bar("no $5 līdz $_{", 3),)},
        {"title": "Вместе ради безопасности детей", "bars_title": "Область"},
    ],
    ids=["one day", "no bars", "nobody chose", "more than a year", "dollars are no formula", "Russian"],
)
def test_every_event_can_be_drawn(changes):
    assert size(chart.picture(replace(CHART, **changes))) == (1080, 1350)


def test_what_differs_is_seen():
    charts = (CHART, replace(CHART, deadline=1), replace(CHART, days=(3,)))
    assert len({chart.picture(one) for one in charts}) == 3


@pytest.mark.parametrize("colour", [chart.TEXT, chart.QUIET, chart.BARS, chart.LINE])
def test_colours_can_be_read_on_white(colour):
    assert contrast(colour) >= 4.5


def test_where_matplotlib_is_missing_there_is_no_picture_and_the_log_says_what_to_install(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with caplog.at_level(logging.WARNING):
        assert chart.picture(CHART) is None
    expected = "no picture of the registrations: install matplotlib (pip install 'kopa[charts]')"
    assert [record.getMessage() for record in caplog.records] == [expected]
