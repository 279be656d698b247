"""Keys out of what programs have them in."""

from __future__ import annotations

import json
from typing import Any, Mapping, Union

from . import _native
from .errors import WrongUseError

__all__ = ["Key", "Keys", "jwk", "jwks", "keys_of", "pem", "secret"]

Keys = _native.Keys
Bytes = Union[bytes, bytearray, memoryview]
Key = Union[str, bytes, Mapping[str, Any], Keys, Any]
"""What `keys_of` takes: a secret, a PEM text, a JWK or a JWK set (text or dict), Keys, or a key of `cryptography`."""


def secret(text: Union[str, Bytes], *, form: str = "text", kid: str | None = None) -> Keys:
    """A shared secret. `form` "text": its characters are the key; "bytes": they are hex, base64 or base64url of it."""
    if form not in ("text", "bytes"):
        raise WrongUseError("bad_value", f"form is neither text nor bytes, but {form!r}", "")
    return _native.keys_from_secret(text, form == "bytes", kid)


def pem(text: Union[str, Bytes], *, kid: str | None = None) -> Keys:
    """A public key, a certificate, or a private key without a password."""
    return _native.keys_from_pem(text, kid)


def jwk(one: Union[str, Bytes, Mapping[str, Any]]) -> Keys:
    """One JWK (RFC 7517)."""
    return _native.keys_from_jwk(json.dumps(dict(one)) if isinstance(one, Mapping) else one)


def jwks(some: Union[str, Bytes, Mapping[str, Any]]) -> Keys:
    """A JWK set. Entries that are no good keys are passed over."""
    return _native.keys_from_jwks(json.dumps(dict(some)) if isinstance(some, Mapping) else some)


def _of_cryptography(key: Any) -> Keys | None:
    """A key of the package `cryptography`, which is not needed otherwise."""
    if not hasattr(key, "private_bytes") and not hasattr(key, "public_bytes"):
        return None
    from cryptography.hazmat.primitives import serialization as form  # type: ignore[import-not-found,unused-ignore]

    if hasattr(key, "private_bytes"):
        return pem(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
    return pem(key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))


def keys_of(key: Key) -> Keys:
    """The keys that `key` is. A text that begins with `{` is JSON, one with `-----BEGIN` is PEM, any other a secret."""
    if isinstance(key, Keys):
        return key
    if isinstance(key, Mapping):
        return jwks(key) if "keys" in key else jwk(key)
    if isinstance(key, (str, bytes, bytearray)):
        start = key[:1] if isinstance(key, str) else bytes(key[:1]).decode("latin-1")
        if start == "{":
            parsed = json.loads(key)
            return jwks(key) if "keys" in parsed else jwk(key)
        mark = "-----BEGIN " if isinstance(key, str) else b"-----BEGIN "
        return pem(key) if mark in key else secret(key)  # type: ignore[operator]
    made = _of_cryptography(key)
    if made is None:
        raise TypeError(f"{type(key).__name__} is no key: give a secret, PEM, a JWK, or a key of cryptography")
    return made
