"""How fast jwtkeep is from Python, beside PyJWT in the same process: verifications and signatures a second on one core.

usage: python.py [SECONDS]

To be run by a Python that has both: `make bench-python` makes one. Each pair takes turns, for SECONDS (default 1) each time
in five rounds; the medians are printed, as is how long each import takes in a fresh process.
"""

import os
import statistics
import subprocess
import sys
import time

import jwt

import jwtkeep
import libcrypto_alone

ROUNDS = 5
PAIRS = ("RS256", "PS256", "ES256", "EdDSA")
# By libcrypto in both; EdDSA is libsodium's in jwtkeep.
BOTH_BY_LIBCRYPTO = ("RS256", "PS256", "ES256")


def rate(work, seconds):
    """Calls a second."""
    count, start = 0, time.perf_counter()
    while True:
        for _ in range(100):
            work()
        count += 100
        passed = time.perf_counter() - start
        if passed >= seconds:
            return count / passed


def compare(name, peer, ours, seconds):
    rates = {"peer": []} | {label: [] for label in ours}
    for _ in range(ROUNDS):
        rates["peer"].append(rate(peer, seconds / ROUNDS))
        for label, work in ours.items():
            rates[label].append(rate(work, seconds / ROUNDS))
    base = statistics.median(rates.pop("peer"))
    print(f"{name}: PyJWT {base:,.0f}/s")
    for label, found in rates.items():
        median = statistics.median(found)
        print(f"{name}: {label}: {median:,.0f}/s, {median / base:.1f} times PyJWT's")


def verify(alg, private, public, seconds):
    now = int(time.time())
    claims = {"iss": "https://shop.example", "sub": "alice", "aud": "orders", "iat": now, "nbf": now, "exp": now + 3600,
              "jti": "c2b1f0e7", "scope": "read write"}
    token = jwt.encode(claims, private, algorithm=alg, headers={"kid": "2026-11"})
    expected = {"audience": "orders", "issuer": "https://shop.example"}
    verifier = jwtkeep.Verifier(public, algorithms=[alg], **expected)
    remembering = jwtkeep.Verifier(public, algorithms=[alg], remember=4096, **expected)
    # Kept from call to call: PyJWT reads a PEM text anew at each.
    peer_key = jwt.get_algorithm_by_name(alg).prepare_key(public) if hasattr(jwt, "get_algorithm_by_name") else (
        jwt.algorithms.get_default_algorithms()[alg].prepare_key(public))
    assert verifier.verify(token) == jwt.decode(token, public, algorithms=[alg], **expected) == claims
    others = {"jwtkeep, Verifier": lambda: verifier.verify(token),
              "jwtkeep, decode": lambda: jwtkeep.decode(token, public, algorithms=[alg], **expected),
              "jwtkeep, Verifier that knows the token": lambda: remembering.verify(token)}
    if alg in BOTH_BY_LIBCRYPTO:
        others["libcrypto alone"] = libcrypto_alone.check_of(alg, public, token)
    compare(f"{alg} verify", lambda: jwt.decode(token, peer_key, algorithms=[alg], **expected), others, seconds)
    signer = jwtkeep.Signer(private, alg, kid="2026-11")
    own_key = jwt.algorithms.get_default_algorithms()[alg].prepare_key(private)
    compare(f"{alg} sign", lambda: jwt.encode(claims, own_key, algorithm=alg, headers={"kid": "2026-11"}),
            {"jwtkeep, Signer": lambda: signer.sign(claims)}, seconds)


def import_time(module):
    times = []
    for _ in range(15):
        start = os.times()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        end = os.times()
        times.append(end.children_user + end.children_system - start.children_user - start.children_system)
    return statistics.median(times) * 1000


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"jwtkeep {jwtkeep.__version__}, PyJWT {jwt.__version__}, Python {sys.version.split()[0]}")
    secret = jwtkeep.generate()
    verify("HS256", secret, secret, seconds)
    for alg in PAIRS:
        verify(alg, *jwtkeep.generate_pair(alg, bits=2048 if alg in ("RS256", "PS256") else 0), seconds)
    bare = import_time("sys")
    for module in ("jwt", "jwtkeep"):
        print(f"import {module}: {import_time(module) - bare:.0f} ms of CPU beside Python's own start ({bare:.0f} ms)")


if __name__ == "__main__":
    main()
