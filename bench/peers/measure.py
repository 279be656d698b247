"""Warms each program up, then measures them in turns: A B C ... A B C ..., so that a noisy minute falls on all of them."""

from peer import Unsupported

MAX_TIMES = 1 << 22


def calibrate(peer, work, alg, slice_s):
    """How many times make a slice; warms up on the way. Raises Unsupported."""
    times, warmed = 1, 0.0
    while True:
        ns = peer.nanoseconds(work, alg, times)
        warmed += ns * times / 1e9
        if warmed >= peer.warm_up_s:
            return max(1, min(MAX_TIMES, round(slice_s * 1e9 / ns)))
        if ns * times < slice_s * 1e9 / 2:
            times = min(MAX_TIMES, times * 2)


def measure(results, peers, work, alg, rounds, slice_s):
    """Adds the figures of all `peers` at one work to `results`; who lacks it is noted there."""
    taking = []
    for peer in peers:
        try:
            taking.append((peer, calibrate(peer, work, alg, slice_s), []))
        except Unsupported as why:
            results.lack(work, alg, peer.name, str(why))
    for _ in range(rounds):
        for peer, times, found in taking:
            found.append(peer.nanoseconds(work, alg, times))
    for peer, _, found in taking:
        results.add(work, alg, peer.name, found)
