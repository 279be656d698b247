#!/usr/bin/env python3
"""jwtkeep and its peers, measured in turns on one core with the same tokens.

usage: run.py [--rounds N] [--slice-ms N] [--core N] [--algs A,B] [--no-docs] [--json FILE]

Prints every figure with its ratio, then whether each line of musts.py is held, and rewrites the marked section of
docs/benchmarks.md and its plot. Exits 0 whatever was measured; another status means that the measuring itself failed.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import honest
import material
import plot
import report
from figures import Results
from measure import measure
from musts import judge_all
from peer import Peer, PeerFailed
from roster import JWTKEEP, LIMIT, ROSTER

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCS = ROOT / "docs"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=21, help="how often each is measured (21)")
    parser.add_argument("--slice-ms", type=float, default=10, help="how long each measurement is (10)")
    parser.add_argument("--core", type=int, help="the core that all run on (the last one)")
    parser.add_argument("--algs", default=",".join(material.ALGS), help="only these, by commas")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/ as they are")
    parser.add_argument("--json", type=Path, help="write every round's nanoseconds there")
    return parser.parse_args()


def settle_on(core):
    """One core for this process and all that it starts, and the right of way there where the system grants it."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if core is None else core})
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -20)
    except PermissionError:
        print("no right to a higher priority: other work on this core will show as spread")


def start(folders, folder):
    """The programs that are built, and why the others are not there."""
    peers, absent = [], {}
    for entry in ROSTER:
        if entry.is_built(folders):
            peers.append(Peer(entry, folders, folder))
        elif entry.is_peer:
            absent[entry.name] = "not built (bench/peers/build.sh says why)"
        else:
            raise PeerFailed(f"{entry.name} is not built: `make bench-peers` builds it")
    return peers, absent


def verifiers(results, peers, alg):
    """Those that verify as they should; why the others do not is noted."""
    sound = []
    for peer in peers:
        why = honest.why_not_verifier(peer, alg)
        if why is None:
            sound.append(peer)
        else:
            results.lack("verify", alg, peer.name, why)
    return sound


def signers(results, peers, alg, folder, sound):
    """Those whose tokens a stranger accepts, and jwtkeep if all do; why the others do not sign is noted."""
    signing = []
    for peer in peers:
        strangers = [each for each in sound if each.name not in (peer.name, LIMIT)]
        why = honest.why_not_signer(peer, alg, folder, strangers, all if peer.name == JWTKEEP else any)
        if why is None:
            signing.append(peer)
        else:
            results.lack("sign", alg, peer.name, why)
    return signing


def show(results, work, alg):
    print("\n".join(report.terminal(results, work, alg)), flush=True)


def run_alg(results, peers, alg, folder, options):
    sound = verifiers(results, peers, alg)
    measure(results, sound, "verify", alg, options.rounds, options.slice_ms / 1e3)
    show(results, "verify", alg)
    signing = signers(results, peers, alg, folder, sound)
    measure(results, signing, "sign", alg, options.rounds, options.slice_ms / 1e3)
    show(results, "sign", alg)
    # Few have these; that the others have not is no news.
    own = [peer for peer in sound if peer.name in (JWTKEEP, "Node fast-jwt")]
    for work in ("hit", "batch"):
        measure(results, own, work, alg, options.rounds, options.slice_ms / 1e3)
        if results.figures.get((work, alg)):
            show(results, work, alg)


def run_hostile(results, peers, names, options):
    own = [peer for peer in peers if peer.name == JWTKEEP]
    for name in names:
        measure(results, own, f"hostile.{name}", "HS256", options.rounds, options.slice_ms / 1e3)
        show(results, f"hostile.{name}", "HS256")


def write_docs(results, verdicts, versions, absent):
    page = DOCS / "benchmarks.md"
    inside = report.section(results, verdicts, versions, "make bench-peers", absent)
    page.write_text(report.rewritten(page.read_text(), inside))
    (DOCS / report.PLOT).write_text(plot.svg(results))
    print(f"written: docs/{page.name}, docs/{report.PLOT}")


def write_json(results, file):
    rounds = {f"{alg} {work}": {name: figure.rounds for name, figure in figures.items()}
              for (work, alg), figures in results.figures.items()}
    file.write_text(json.dumps(rounds, indent=1))


def run(options, folder):
    hostile = material.write_all(folder)
    peers, absent = start({"built": ROOT / "build/peers", "release": ROOT / "build/release", "source": HERE}, folder)
    results = Results()
    try:
        versions = [f"{peer.name}: {peer.version()}" for peer in peers]
        print("\n".join(versions))
        for alg in options.algs.split(","):
            run_alg(results, peers, alg, folder, options)
        run_hostile(results, peers, hostile, options)
    finally:
        for peer in peers:
            peer.close()
    verdicts = judge_all(results)
    print("\n".join(verdict.line() for verdict in verdicts))
    for name, why in absent.items():
        print(f"left out: {name}: {why}")
    if options.json:
        write_json(results, options.json)
    # A part of the figures would stand in the docs as if it were all.
    if not options.no_docs and options.algs.split(",") == list(material.ALGS):
        write_docs(results, verdicts, versions, absent)


def main():
    options = arguments()
    settle_on(options.core)
    with tempfile.TemporaryDirectory(prefix="jwtkeep-bench-") as folder:
        try:
            run(options, Path(folder))
        except PeerFailed as error:
            print(f"bench-peers: {error}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
