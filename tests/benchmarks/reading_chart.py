"""The trade-off as a picture: a panel for each set, CPU seconds a page to the right, the share found upwards."""

from collections.abc import Mapping
from html import escape

PANEL_WIDTH, PANEL_HEIGHT, MARGIN = 270, 190, 44
COLUMNS = 3
LOWEST_SHARE = 0.4
COLOURS = ("#666666", "#a6761d", "#1b6ca8", "#d95f02", "#1b9e77", "#7570b3", "#c02a6b", "#999900")
LEGEND_ROW = 18


def chart(sets: Mapping[str, Mapping[str, tuple[float, float]]]) -> str:
    """SVG of sets -> engines or policies -> (seconds, share found 0..1)."""
    engines = list(dict.fromkeys(engine for points in sets.values() for engine in points))
    colours = {engine: COLOURS[place % len(COLOURS)] for place, engine in enumerate(engines)}
    rows = -(-len(sets) // COLUMNS)
    width, top = COLUMNS * PANEL_WIDTH, rows * PANEL_HEIGHT
    height = top + -(-len(engines) // COLUMNS) * LEGEND_ROW + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for place, (name, points) in enumerate(sets.items()):
        left, upper = place % COLUMNS * PANEL_WIDTH, place // COLUMNS * PANEL_HEIGHT
        parts.append(f'<g transform="translate({left} {upper})">{_panel(name, points, colours)}</g>')
    for place, engine in enumerate(engines):
        x = place % COLUMNS * PANEL_WIDTH + MARGIN
        y = top + place // COLUMNS * LEGEND_ROW + 10
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{colours[engine]}"/>')
        parts.append(f'<text x="{x + 9}" y="{y + 4}">{escape(engine)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(name: str, points: Mapping[str, tuple[float, float]], colours: Mapping[str, str]) -> str:
    most = max((seconds for seconds, _ in points.values()), default=1.0) * 1.1
    wide, high = PANEL_WIDTH - MARGIN - 14, PANEL_HEIGHT - MARGIN - 24
    parts = [
        f'<text x="{MARGIN}" y="16" font-weight="bold">{escape(name)}</text>',
        f'<path d="M{MARGIN} 24v{high}h{wide}" fill="none" stroke="#444444"/>',
    ]
    for share in (0.4, 0.6, 0.8, 1.0):
        y = 24 + high * (1 - (share - LOWEST_SHARE) / (1 - LOWEST_SHARE))
        parts.append(f'<path d="M{MARGIN} {y:.1f}h{wide}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    for seconds in (most / 1.1 * quarter / 2 for quarter in (0, 1, 2)):
        x = MARGIN + wide * seconds / most
        parts.append(f'<text x="{x:.1f}" y="{24 + high + 15}" text-anchor="middle">{seconds:.1f} s</text>')
    for engine, (seconds, share) in points.items():
        x = MARGIN + wide * seconds / most
        y = 24 + high * (1 - (max(share, LOWEST_SHARE) - LOWEST_SHARE) / (1 - LOWEST_SHARE))
        title = f"{escape(engine)}: {share:.0%}, {seconds:.1f} s"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colours[engine]}"><title>{title}</title></circle>'
        )
    return "".join(parts)
