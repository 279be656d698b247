"""JSON Web Tokens, strictly and fast, and the keyrings of a jwtkeep store.

    claims = jwtkeep.decode(token, secret, algorithms=["HS256"], audience="orders")      # as with PyJWT
    verifier = jwtkeep.Verifier(secret, issuer="shop", audience="orders")                # the fast path
    ring = jwtkeep.Store().keyring("orders/prod"); ring.verify(ring.sign({"sub": "alice"}))
"""

from __future__ import annotations

from typing import Any, Iterable, Union

from . import _native
from .errors import *  # noqa: F403
from .errors import __all__ as _errors
from .keys import Key, Keys, jwk, jwks, pem, secret
from .store import Keyring, Store
from .tokens import (ANY, Signer, Verified, Verifier, clear_cache, decode, decode_complete, decrypt, encode, encrypt,
                     get_unverified_header, inspect)

__version__: str = _native.version
__all__ = ["ANY", "Key", "Keyring", "Keys", "Signer", "Store", "Verified", "Verifier", "clear_cache", "decode",
           "decode_complete", "decrypt", "encode", "encrypt", "generate", "generate_pair", "get_unverified_header",
           "inspect", "judge", "jwk", "jwks", "pem", "secret", *_errors]


def judge(secret: Union[str, bytes], algorithm: str = "HS256", context: Iterable[str] = ()) -> dict[str, Any]:
    """How guessable a secret is, and why: what `jwtkeep judge --json` says. `strength` is "strong", "weak" or "public"."""
    return _native.judge(secret, algorithm, tuple(context))


def generate(algorithm: str = "HS256", *, bits: int = 0, format: str | None = None) -> str:
    """A new secret, of hex characters that are the key themselves; a private key in PEM; with format "jwk" a JWK."""
    return _native.generate(algorithm, bits, format)[0]


def generate_pair(algorithm: str = "EdDSA", *, bits: int = 0, format: str | None = None) -> tuple[str, str]:
    """A new private key and its public half, in PEM or as JWKs."""
    private, public = _native.generate(algorithm, bits, format)
    if public is None:
        raise WrongUseError("bad_value", f"{algorithm} is symmetric: its keys have no public half",  # noqa: F405
                            "call generate")
    return private, public
