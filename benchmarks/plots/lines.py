"""Lines over two axes as an SVG: no more than the benchmarks need, and nothing to install."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 16, 36, 48
COLOURS = ("#0b6e4f", "#c8553d", "#3a6ea5", "#8d6a9f", "#b08900")
TICKS = 5

Points = Sequence[tuple[float, float]]


def lines(title: str, x_label: str, y_label: str, series: Mapping[str, Points]) -> str:
    """Return a chart of *series*, in their order; both axes begin at 0."""
    most_x = max((x for points in series.values() for x, _ in points), default=0) or 1
    most_y = max((y for points in series.values() for _, y in points), default=0) or 1
    drawn = [*_axes(title, x_label, y_label, most_x, most_y)]
    for number, (name, points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        at = " ".join(f"{_x(x / most_x):.1f},{_y(y / most_y):.1f}" for x, y in points)
        drawn.append(f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        drawn.append(_text(WIDTH - RIGHT, TOP + 16 * number + 4, name, anchor="end", colour=colour))
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
    return "\n".join([opening, '<rect width="100%" height="100%" fill="white"/>', *drawn, "</svg>\n"])


def _axes(title: str, x_label: str, y_label: str, most_x: float, most_y: float) -> list[str]:
    drawn = [
        _text(LEFT, 20, title, weight="bold"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_label, anchor="middle"),
        f'<g transform="rotate(-90 14 {HEIGHT / 2})">{_text(14, HEIGHT / 2, y_label, anchor="middle")}</g>',
    ]
    for step in range(TICKS + 1):
        part = step / TICKS
        drawn.append(_text(_x(part), HEIGHT - BOTTOM + 16, _number(most_x * part), anchor="middle"))
        drawn.append(_text(LEFT - 6, _y(part) + 4, _number(most_y * part), anchor="end"))
        drawn.append(f'<path d="M{LEFT} {_y(part):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
    return drawn


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.3g}"


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#222", weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'


def _x(part: float) -> float:
    return LEFT + part * (WIDTH - LEFT - RIGHT)


def _y(part: float) -> float:
    return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)
