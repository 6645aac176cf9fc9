"""A picture of an event's registrations, drawn by matplotlib where it is installed (`kopa[charts]`)."""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from textwrap import shorten, wrap
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

logger = logging.getLogger(__name__)

INCHES, DPI = (10.8, 13.5), 100
"""1080 × 1350 pixels: a phone held upright shows it a third as large, so no letter is under 30 pixels."""

TEXT, QUIET, BARS, LINE = "#1f2933", "#52606d", "#2f6f9f", "#8f4a0b"
"""All at least 4.5 : 1 on white (WCAG 2.2, 1.4.3)."""
HAIRLINE = "#d9dee3"
LARGE, MEDIUM, SMALL = 31, 25, 22  # points

MOST_BARS = 7


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What the picture shows, in words and numbers. Days are counted from the first one, which is 0."""

    title: str
    subtitle: str
    days: tuple[int, ...]
    """How many registered on each day; there is at least one."""
    days_label: str
    total_label: str
    ticks: tuple[tuple[int, str], ...]
    deadline: int | None
    """The day after which nobody can register; None where it is too far away to be shown."""
    deadline_label: str
    bars_title: str = ""
    bars: tuple[Bar, ...] = ()
    """The longest first."""


# matplotlib keeps fonts and caches in common.
_one_at_a_time = Lock()


def picture(chart: Chart) -> bytes | None:
    """Return the picture as PNG; None, with a line in the log, where matplotlib is missing.

    It takes a second, and at the first time a few: call it in a thread.
    """
    with _one_at_a_time:
        try:
            from matplotlib.figure import Figure
        except ModuleNotFoundError:
            logger.warning("no picture of the registrations: install matplotlib (pip install 'kopa[charts]')")
            return None
        figure = Figure(figsize=INCHES, dpi=DPI, facecolor="white")
        _draw(figure, chart)
        file = io.BytesIO()
        figure.savefig(file, format="png")
        return file.getvalue()


def _draw(figure: "Figure", chart: Chart) -> None:
    title = "\n".join(wrap(chart.title, 36, max_lines=2, placeholder="…"))
    _say(figure.text, 0.05, 0.965, title, fontsize=LARGE, fontweight="bold", va="top")
    below = 0.915 - 0.035 * title.count("\n")
    _say(figure.text, 0.05, below, chart.subtitle, fontsize=MEDIUM, color=QUIET, va="top")
    bottom = 0.49 if chart.bars else 0.09
    _draw_legend(figure, chart, below - 0.065)
    _draw_days(figure.add_axes((0.1, bottom, 0.79, below - 0.1 - bottom)), chart)
    if chart.bars:
        _say(figure.text, 0.05, 0.415, chart.bars_title, fontsize=MEDIUM, fontweight="bold", va="top")
        _draw_bars(figure.add_axes((0.05, 0.02, 0.9, 0.355)), chart.bars)


def _draw_legend(figure: "Figure", chart: Chart, y: float) -> None:
    _say(figure.text, 0.05, y, f"■ {chart.days_label}", fontsize=SMALL, color=BARS, va="center")
    _say(figure.text, 0.95, y, f"● {chart.total_label}", fontsize=SMALL, color=LINE, va="center", ha="right")


def _draw_days(axes: "Axes", chart: Chart) -> None:
    from matplotlib.patheffects import withStroke

    days, totals = range(len(chart.days)), list(accumulate(chart.days))
    axes.bar(days, chart.days, width=0.8, color=BARS)
    _count_on(axes, max(chart.days), BARS)
    _lay_out(axes, chart)
    total = axes.twinx()
    # Where the line crosses the bars, a white edge keeps it apart.
    (line,) = total.plot(days, totals, color=LINE, linewidth=4, marker="o", markersize=9, markevery=[len(totals) - 1])
    line.set_path_effects([withStroke(linewidth=9, foreground="white")])
    _count_on(total, totals[-1], LINE)
    _bare(total)


def _lay_out(axes: "Axes", chart: Chart) -> None:
    last = max(len(chart.days) - 1, chart.deadline or 0)
    # Two days alone would be bars as wide as the picture.
    axes.set_xlim(-0.7, max(last, 6) + 0.7)
    axes.set_xticks([day for day, _ in chart.ticks], [label for _, label in chart.ticks])
    axes.tick_params(axis="x", labelsize=SMALL, labelcolor=TEXT, length=8, color=QUIET)
    axes.grid(axis="y", color=HAIRLINE, linewidth=1.5)
    axes.set_axisbelow(True)
    _bare(axes)
    if chart.deadline is not None:
        axes.axvline(chart.deadline + 0.5, color=QUIET, linewidth=3, linestyle=(0, (4, 3)))
        on_the_left = chart.deadline > last / 2
        _say(
            axes.annotate,
            chart.deadline_label,
            (chart.deadline + 0.5, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(-10 if on_the_left else 10, -4),
            textcoords="offset points",
            ha="right" if on_the_left else "left",
            va="top",
            fontsize=SMALL,
            color=QUIET,
        )


def _draw_bars(axes: "Axes", bars: tuple[Bar, ...]) -> None:
    most = max(1, *(bar.count for bar in bars))
    for row, bar in enumerate(bars):
        label = f"{shorten(bar.label, 44, placeholder='…')}: {bar.count}"
        _say(axes.text, 0, row - 0.13, label, fontsize=SMALL, va="center")
        axes.barh(row + 0.3, bar.count, height=0.24, color=BARS)
    axes.set_xlim(0, most)
    axes.set_ylim(max(len(bars), 4) - 0.5, -0.5)
    axes.axis("off")


def _count_on(axes: "Axes", most: int, color: str) -> None:
    """Let the height be for whole numbers, with room for the word at the deadline above."""
    from matplotlib.ticker import MaxNLocator

    axes.set_ylim(0, max(most, 1) * 1.22)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.tick_params(axis="y", labelsize=SMALL, labelcolor=color, length=0)


def _bare(axes: "Axes") -> None:
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)


def _say(write: Callable[..., Any], *where: Any, **looks: Any) -> None:
    """Write a text as it is: matplotlib would read what stands between two dollar signs as a formula."""
    write(*where, **({"color": TEXT, "fontfamily": "DejaVu Sans"} | looks), parse_math=False)
