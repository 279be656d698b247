"""Arithmetic on what was measured."""

import re
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """One program at one work: the rounds' nanoseconds in the order in which they were measured."""

    rounds: tuple

    @property
    def ns(self):
        return median(self.rounds)

    @property
    def spread(self):
        """How far the middle half of the rounds lies from the median: half its width, as a part of the median."""
        if len(self.rounds) < 2:
            return 0.0
        low, _, high = quantiles(self.rounds, n=4, method="inclusive")
        return (high - low) / 2 / self.ns


def ratio(slow, fast):
    """How many times as long `slow` takes as `fast`: the median over the rounds, which were measured side by side."""
    return median(a / b for a, b in zip(slow.rounds, fast.rounds, strict=True))


class Results:
    """All figures of a run, and the reason for each that is missing."""

    def __init__(self):
        self.figures = {}  # (work, alg) -> {name: Figure}
        self.lacking = {}  # (work, alg) -> {name: why}

    def add(self, work, alg, name, rounds):
        self.figures.setdefault((work, alg), {})[name] = Figure(tuple(rounds))

    def lack(self, work, alg, name, why):
        self.lacking.setdefault((work, alg), {})[name] = why

    def of(self, work, alg, name):
        return self.figures.get((work, alg), {}).get(name)

    def why_not(self, work, alg, name):
        """Who lacks an algorithm lacks every work with it; that is noted at its verification."""
        for each in (work, "verify"):
            if name in self.lacking.get((each, alg), {}):
                return self.lacking[each, alg][name]
        return "not measured"

    def fastest(self, work, alg, names):
        """The name with the shortest time among `names`, or None."""
        there = {name: figure for name, figure in self.figures.get((work, alg), {}).items() if name in names}
        return min(there, key=lambda name: there[name].ns) if there else None


def time_text(ns):
    """Three digits and a unit: `388 ns`, `3.31 us`, `48.9 us`, `1.08 ms`."""
    for limit, divisor, unit in ((1e3, 1, "ns"), (1e6, 1e3, "us"), (1e9, 1e6, "ms")):
        if ns < limit * 0.9995:
            break
    value = ns / divisor
    digits = 0 if value >= 99.95 or unit == "ns" else 1 if value >= 9.995 else 2
    return f"{value:.{digits}f} {unit}"


def bound_text(ns):
    """A round number: `400 ns`, `50 us`."""
    return re.sub(r"\.0+ ", " ", time_text(ns))


def ratio_text(value):
    return f"{value:.0f}" if value >= 99.5 else f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"
