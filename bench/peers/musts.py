"""What must hold, line by line, and whether it does."""

from dataclasses import dataclass

from figures import bound_text, ratio, ratio_text, time_text
from roster import JWTKEEP, LIMIT, ON_LIBCRYPTO, PEERS

CACHE_HIT_NS = 400
HOSTILE_NS = 50_000


@dataclass(frozen=True)
class Must:
    """`against`: LIMIT; `fastest peer`; `fastest on libcrypto`; a peer's name; `itself` one at a time; or None for a time.

    `at_most` bounds jwtkeep's time as a multiple of the other's, `at_least` the other's as a multiple of jwtkeep's (how
    many times as fast jwtkeep is), `at_most_ns` the time itself.
    """

    work: str
    alg: str
    against: str | None = None
    at_most: float | None = None
    at_least: float | None = None
    at_most_ns: float | None = None

    @property
    def what(self):
        return "any hostile token of 1 MiB refused" if self.work == "hostile" else f"{self.alg} {WORDS[self.work]}"

    @property
    def bound(self):
        if self.at_most_ns is not None:
            return f"under {bound_text(self.at_most_ns)}"
        if self.at_most is not None:
            return f"at most {self.at_most:g} x the time of the {self.against}"
        against = {"fastest peer": "the fastest peer", "fastest on libcrypto": "every peer on libcrypto"}
        other = against.get(self.against, self.against)
        return f"ahead of {other}" if self.at_least == 1 else f"at least {self.at_least:g} x as fast as {other}"


WORDS = {
    "verify": "verify",
    "sign": "sign",
    "batch": "verify, 256 in a batch",
    "hit": "verify, answered by the cache",
}
ASYMMETRIC = ("RS256", "PS256", "ES256")
MUSTS = (
    Must("verify", "HS256", LIMIT, at_most=1.6),
    Must("verify", "HS256", "fastest peer", at_least=4),
    Must("sign", "HS256", LIMIT, at_most=1.6),
    Must("sign", "HS256", "fastest peer", at_least=2),
    Must("batch", "HS256", "itself, one at a time", at_least=2),
    *(Must(work, alg, LIMIT, at_most=1.05) for alg in ASYMMETRIC for work in ("verify", "sign")),
    *(Must(work, alg, "fastest on libcrypto", at_least=1) for alg in ASYMMETRIC for work in ("verify", "sign")),
    Must("verify", "EdDSA", "Rust jsonwebtoken", at_least=1),
    Must("sign", "EdDSA", "Rust jsonwebtoken", at_least=1),
    *(Must("hit", alg, at_most_ns=CACHE_HIT_NS) for alg in ("HS256", *ASYMMETRIC, "EdDSA")),
    Must("hostile", "HS256", at_most_ns=HOSTILE_NS),
)


@dataclass(frozen=True)
class Verdict:
    must: Must
    state: str  # `held`, `missed` or `not measured`
    number: str  # what was measured, or why nothing was

    def line(self):
        return f"{self.state:<12}  {self.must.what}: {self.must.bound}: {self.number}"


def _own(must, results):
    """The work under which jwtkeep's figure stands; for hostile tokens the slowest of them."""
    if must.work != "hostile":
        return must.work
    works = [work for work, alg in results.figures if work.startswith("hostile.") and results.of(work, alg, JWTKEEP)]
    return max(works, key=lambda work: results.of(work, must.alg, JWTKEEP).ns, default="hostile")


def _other(must, results):
    """Work and name of what jwtkeep is held against."""
    if must.against == "itself, one at a time":
        return "verify", JWTKEEP
    if must.against in ("fastest peer", "fastest on libcrypto"):
        names = PEERS if must.against == "fastest peer" else ON_LIBCRYPTO
        return must.work, results.fastest(must.work, must.alg, names)
    return must.work, must.against


def judge(must, results):
    work = _own(must, results)
    own = results.of(work, must.alg, JWTKEEP)
    if own is None:
        return Verdict(must, "not measured", results.why_not(work, must.alg, JWTKEEP))
    if must.at_most_ns is not None:
        held = own.ns < must.at_most_ns
        where = f" ({work.partition('.')[2]})" if must.work == "hostile" else ""
        return Verdict(must, "held" if held else "missed", time_text(own.ns) + where)
    other_work, name = _other(must, results)
    other = results.of(other_work, must.alg, name) if name else None
    if other is None:
        return Verdict(must, "not measured", f"no figure of {must.against}")
    if must.at_most is not None:
        factor = ratio(own, other)
        held = factor <= must.at_most
    else:
        factor = ratio(other, own)
        held = factor > 1 if must.at_least == 1 else factor >= must.at_least
    named = "" if name in (must.against, JWTKEEP) else f" ({name})"
    # Three digits near a bound of 5%.
    shown = f"{factor:.3f}" if must.at_most == 1.05 else ratio_text(factor)
    return Verdict(must, "held" if held else "missed", f"{shown} x{named}")


def judge_all(results):
    return [judge(must, results) for must in MUSTS]
