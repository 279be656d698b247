"""Who is measured: one line each. build.sh builds those that are not built with jwtkeep itself."""

from dataclasses import dataclass
from pathlib import Path

JWTKEEP = "jwtkeep"
LIMIT = "bare operation"
COMPILING_S = 0.5  # until Node's compiler has done its best


@dataclass(frozen=True)
class Entry:
    name: str
    program: tuple  # with {built} for build/peers, {release} for build/release, {source} for this folder
    on_libcrypto: bool = False  # OpenSSL's, its own copy or the system's
    is_peer: bool = True
    warm_up_s: float = 0.1  # of the processor's time

    def command(self, folders):
        return [part.format(**folders) for part in self.program]

    def is_built(self, folders):
        """Whether all files that its command names are there."""
        return all(Path(part).exists() for part in self.command(folders) if "/" in part)


ROSTER = (
    Entry(LIMIT, ("{release}/bench/peer_limits",), is_peer=False),
    Entry(JWTKEEP, ("{release}/bench/peer_jwtkeep",), is_peer=False),
    Entry("Rust jsonwebtoken", ("{built}/rust/jsonwebtoken",)),
    Entry("golang-jwt", ("{built}/go/golang-jwt",)),
    Entry("Go jwx", ("{built}/go/jwx",)),
    Entry("libjwt", ("{built}/c/libjwt",), on_libcrypto=True),
    Entry("cjose", ("{built}/c/cjose",), on_libcrypto=True),
    Entry("rhonabwy", ("{built}/c/rhonabwy",)),
    Entry("cpp-jwt", ("{built}/cpp/cpp_jwt",), on_libcrypto=True),
    Entry("Node fast-jwt", ("node", "{built}/node/fast-jwt.js"), on_libcrypto=True, warm_up_s=COMPILING_S),
    Entry("Node jsonwebtoken", ("node", "{built}/node/jsonwebtoken.js"), on_libcrypto=True, warm_up_s=COMPILING_S),
    Entry("Node jose", ("node", "{built}/node/jose.js"), on_libcrypto=True, warm_up_s=COMPILING_S),
    Entry("PyJWT", ("{built}/python/venv/bin/python", "{source}/python/pyjwt.py"), on_libcrypto=True),
)
ON_LIBCRYPTO = tuple(entry.name for entry in ROSTER if entry.on_libcrypto)
PEERS = tuple(entry.name for entry in ROSTER if entry.is_peer)
