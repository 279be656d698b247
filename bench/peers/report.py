"""What a person reads: the figures on the terminal, and the section of docs/benchmarks.md that a run rewrites."""

import os
import platform
import re
from pathlib import Path

from figures import ratio, ratio_text, time_text
from material import ALGS, RSA_BITS
from roster import JWTKEEP, LIMIT, ROSTER

BEGIN = "<!-- bench-peers: from here on `make bench-peers` writes -->"
END = "<!-- bench-peers: until here -->"
PLOT = "benchmarks-peers.svg"


def machine():
    """The processor and the system, without a name of the host."""
    facts = dict(re.findall(r"^(.+?)\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M))
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    family, model = facts.get("cpu family", "?"), facts.get("model", "?")
    return f"{facts.get('model name', platform.machine())} (family {family}, model {model}), {os.cpu_count()} cores, {system}"


def compared(results, work, alg, name):
    """The ratio in words, as seen from jwtkeep."""
    own, other = results.of(work, alg, JWTKEEP), results.of(work, alg, name)
    if own is None or name == JWTKEEP:
        return ""
    if name == LIMIT:
        return f"jwtkeep takes {ratio_text(ratio(own, other))} x its time"
    factor = ratio(other, own)
    return f"jwtkeep is {ratio_text(factor)} x as fast"


def terminal(results, work, alg):
    """Lines for one work and algorithm, the fastest first."""
    lines = [f"{alg} {work}"]
    figures = results.figures.get((work, alg), {})
    for name in sorted(figures, key=lambda name: figures[name].ns):
        figure = figures[name]
        words = compared(results, work, alg, name)
        lines.append(f"  {name:<18}{time_text(figure.ns):>9} +-{figure.spread:>5.1%}  {words}".rstrip())
    for name, why in results.lacking.get((work, alg), {}).items():
        lines.append(f"  {name:<18}        -  {why}")
    return lines


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def cell(results, work, alg, name):
    figure = results.of(work, alg, name)
    if figure is None:
        return "-"
    own = results.of(work, alg, JWTKEEP)
    if own is None or name == JWTKEEP:
        return time_text(figure.ns)
    return f"{time_text(figure.ns)} ({ratio_text(ratio(figure, own))})"


def figures_table(results, work):
    rows = []
    for entry in ROSTER:
        cells = [cell(results, work, alg, entry.name) for alg in ALGS]
        if any(each != "-" for each in cells):
            name = f"**{entry.name}**" if entry.name == JWTKEEP else entry.name
            rows.append([name, *cells])
    return table([work, *ALGS], rows)


def lacks(results):
    """One line for each program and reason, with the works that it keeps from being measured."""
    reasons = {}
    for (work, alg), names in results.lacking.items():
        for name, why in names.items():
            if work in ("verify", "sign"):
                reasons.setdefault((name, why), []).append((alg, work))
    lines = []
    for (name, why), works in reasons.items():
        algs = dict.fromkeys(alg for alg, _ in works)
        said = [alg if all((alg, work) in works for work in ("verify", "sign")) else
                f"{alg} {next(work for each, work in works if each == alg)}" for alg in algs]
        lines.append(f"- {name}, {', '.join(said)}: {why}")
    return lines


def escaped(text):
    return text.replace("|", "\\|")


def section(results, verdicts, versions, command, absent):
    """The Markdown between the marks."""
    must_rows = [[escaped(f"{v.must.what}: {v.must.bound}"), escaped(v.number), v.state] for v in verdicts]
    lines = [
        f"Measured with `{command}` on {machine()}; RSA keys have {RSA_BITS} bits. In brackets: how many times jwtkeep's time.",
        "",
        f"![Times of jwtkeep and its peers, by algorithm]({PLOT})",
        "",
        *figures_table(results, "verify"),
        "",
        *figures_table(results, "sign"),
        "",
        "What must hold, and what was measured:",
        "",
        *table(["must", "measured", ""], must_rows),
        "",
        "What some have not:",
        "",
        *(lacks(results) + [f"- {name}: {why}" for name, why in absent.items()] or ["- nothing"]),
        "",
        "Versions: " + "; ".join(versions) + ".",
    ]
    return "\n".join(lines)


def rewritten(text, inside):
    """`text` with what stands between the marks replaced, or with a new section at its end."""
    block = f"{BEGIN}\n{inside}\n{END}\n"
    if BEGIN not in text and END not in text:
        return f"{text.rstrip()}\n\n{block}"
    start, end = text.find(BEGIN), text.find(END)
    if start < 0 or end < start or text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError("the marks of the section are torn: each has to stand there once, in order")
    return text[:start] + block + text[end + len(END) :].removeprefix("\n")
