"""The figures as a picture: one panel for each algorithm and work, a dot for each program on a logarithmic scale."""

import math
from html import escape

from figures import bound_text, time_text
from material import ALGS
from roster import JWTKEEP, LIMIT

WORKS = ("verify", "sign")
WIDTH, MARGIN, GAP = 940, 20, 26
NAME_WIDTH, VALUE_WIDTH = 128, 62
ROW, TITLE, AXIS = 17, 26, 20
TOP = 58

# Dark text on light ground, and the other way round where the reader's system is dark.
LIGHT = {"ground": "#ffffff", "text": "#1f2328", "soft": "#59636e", "line": "#d8dee4", "own": "#0a58ca", "peer": "#8c959f", "limit": "#1a7f37"}
DARK = {"ground": "#0d1117", "text": "#e6edf3", "soft": "#9198a1", "line": "#30363d", "own": "#6cb1ff", "peer": "#8b949e", "limit": "#4fc46a"}


def colours(of):
    return (
        f".ground{{fill:{of['ground']}}} text{{fill:{of['text']}}} text.soft{{fill:{of['soft']}}} .line{{stroke:{of['line']}}} "
        f".own,text.own{{fill:{of['own']}}} .peer{{fill:{of['peer']}}} .limit,text.limit{{fill:{of['limit']}}}"
    )


STYLE = f"""
  text {{ font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif }}
  .title {{ font-weight: 600; font-size: 13px }} .head {{ font-weight: 600; font-size: 16px }} .own {{ font-weight: 600 }}
  {colours(LIGHT)}
  @media (prefers-color-scheme: dark) {{ {colours(DARK)} }}
"""


def kind(name):
    return {JWTKEEP: "own", LIMIT: "limit"}.get(name, "peer")


def ticks(low, high):
    """Round numbers between two times: powers of ten, and where these are few their double and half too."""
    factors = (1, 2, 5) if high / low < 60 else (1,)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [factor * 10.0**power for power in powers for factor in factors if low <= factor * 10.0**power <= high]


class Scale:
    """A little wider than its times are."""

    def __init__(self, times, left, width):
        self.low, self.high = min(times) / 1.4, max(times) * 1.25
        self.ticks = ticks(self.low, self.high)
        self.left, self.width = left, width

    def x(self, ns):
        return self.left + self.width * math.log(ns / self.low) / math.log(self.high / self.low)


def text(x, y, content, classes="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{classes}" text-anchor="{anchor}">{escape(content)}</text>'


def row(name, ns, scale, left, y):
    middle, x = y - 4, scale.x(ns)
    radius = 5.5 if name == JWTKEEP else 4.5
    word = "soft" if kind(name) == "peer" else kind(name)
    # The limit is a diamond, so that it is told apart without colour.
    mark = (
        f'<path d="M{x:.1f} {middle - 6}l6 6l-6 6l-6 -6z" class="limit"/>'
        if name == LIMIT
        else f'<circle cx="{x:.1f}" cy="{middle}" r="{radius}" class="{kind(name)}"/>'
    )
    return [
        text(left + NAME_WIDTH - 8, y, name, word, "end"),
        f'<line x1="{scale.left:.1f}" x2="{x:.1f}" y1="{middle}" y2="{middle}" class="line" stroke-width="2"/>',
        mark,
        text(x + 10, y, time_text(ns), word),
    ]


def panel(title, figures, times, left, top, width, height):
    """`times`: of both panels of an algorithm, which share their scale."""
    scale = Scale(times, left + NAME_WIDTH, width - NAME_WIDTH - VALUE_WIDTH)
    parts = [text(left, top + 14, title, "title")]
    bottom = top + TITLE + height
    for tick in scale.ticks:
        x = scale.x(tick)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top + TITLE - 4}" y2="{bottom}" class="line"/>')
        parts.append(text(x, bottom + 14, bound_text(tick), "soft", "middle"))
    for index, name in enumerate(sorted(figures, key=lambda each: figures[each].ns)):
        parts += row(name, figures[name].ns, scale, left, top + TITLE + ROW * (index + 1) - 4)
    return parts


def svg(results):
    width = (WIDTH - 2 * MARGIN - GAP) / 2
    parts, y = [], TOP
    for alg in ALGS:
        both = [results.figures.get((work, alg), {}) for work in WORKS]
        times = [figure.ns for each in both for figure in each.values()]
        if not times:
            continue
        height = ROW * max(map(len, both)) + 4
        for column, (work, figures) in enumerate(zip(WORKS, both)):
            parts += panel(f"{alg} {work}", figures, times, MARGIN + column * (width + GAP), y, width, height)
        y += TITLE + height + AXIS + 16
    head = [
        text(MARGIN, 26, "Time of one token, on one core", "head"),
        text(MARGIN, 44, "logarithmic; to the left is faster. Verify: parse, signature, exp, iss, aud, sub out.", "soft"),
    ]
    body = "\n".join(head + parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" role="img">\n'
        "<title>Times of jwtkeep and its peers, by algorithm</title>\n"
        f'<style>{STYLE}</style>\n<rect width="{WIDTH}" height="{y}" class="ground"/>\n{body}\n</svg>\n'
    )
