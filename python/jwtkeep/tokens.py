"""Verifying and signing."""

from __future__ import annotations

import datetime
import functools
import json
from typing import Any, Iterable, Mapping, NamedTuple, Sequence, Union

from . import _native
from .errors import InvalidAudienceError, WrongUseError
from .keys import Key, keys_of

__all__ = ["ANY", "Signer", "Verified", "Verifier", "clear_cache", "decode", "decode_complete", "decrypt", "encode",
           "encrypt", "get_unverified_header", "inspect"]


class _Any:
    """Leaves a check out. There is one: `ANY`."""

    def __repr__(self) -> str:
        return "jwtkeep.ANY"


ANY = _Any()
OneOrMore = Union[str, Iterable[str]]


class Verified(NamedTuple):
    """All that a verified token says."""

    header: dict[str, Any]
    claims: dict[str, Any]
    kid: str | None
    alg: str


def _texts(value: OneOrMore | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


class Verifier(_native.Verifier):
    """Keys and demands, prepared once; any number of threads may use one. `verify(token)` gives the claims.

    `issuer` and `audience` have to be given: a text, several of which one is enough, or `ANY`. `algorithms`: which may be;
    none: each key's own. `leeway` and `max_lifetime` are in seconds. `type`: the header's `typ`, or `ANY`; "JWT" takes
    tokens without one too. `remember`: so many verified tokens are kept in memory; one that comes again has its signature not
    checked anew, but its times and all else. Raises: `InvalidTokenError` and its kinds from `verify`; `WrongUseError`, `InvalidKeyError`.
    """

    def __new__(cls, key: Key, *, issuer: OneOrMore | _Any, audience: OneOrMore | _Any,
                algorithms: Iterable[str] = (), leeway: float = 0, required: Iterable[str] = (),
                subject: str | None = None, type: str | _Any = "JWT", max_lifetime: float = 0,
                max_token_bytes: int = 0, remember: int = 0, needs_expiration: bool = True) -> "Verifier":
        flags = 0 if needs_expiration else _native.NO_EXPIRATION
        if isinstance(issuer, _Any):
            flags, issuer = flags | _native.ANY_ISSUER, ()
        if isinstance(audience, _Any):
            flags, audience = flags | _native.ANY_AUDIENCE, ()
        if isinstance(type, _Any):
            flags |= _native.ANY_TYPE
        return super().__new__(
            cls, keys_of(key), algs=_texts(algorithms), issuers=_texts(issuer), audiences=_texts(audience),
            required=_texts(required), subject=subject, type=None if isinstance(type, _Any) else type,
            leeway=int(leeway), max_lifetime=int(max_lifetime), max_token_bytes=max_token_bytes, remembered=remember,
            flags=flags)

    def verify_complete(self, token: str | bytes, now: float | None = None) -> Verified:
        """The header, the claims, and the key's `kid` and algorithm."""
        return Verified(*self._verify_whole(token, now))


def _json_default(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return _seconds(value)
    raise TypeError(f"{type(value).__name__} cannot stand in JSON")


def _seconds(moment: datetime.datetime) -> int:
    return int((moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).timestamp())


_to_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=_json_default).encode


class Signer(_native.Signer):
    """A key that signs, prepared once; any number of threads may use one."""

    def __new__(cls, key: Key, algorithm: str | None = None, *, kid: str | None = None,
                type: str | None = "JWT") -> "Signer":
        return super().__new__(cls, keys_of(key), alg=algorithm, kid=kid, type=type or "")

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token of the claims; nothing is added. A datetime becomes seconds since 1970."""
        return self.sign_json(_to_json(claims if isinstance(claims, dict) else dict(claims)))


# ------------------------------------------------------------------------------------------------ as PyJWT has it

_OPTIONS = {"verify_signature", "verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "require",
            "require_exp"}
_ALWAYS = ("verify_signature", "verify_exp", "verify_nbf", "verify_iat")


def _build(key: Key, algorithms: tuple[str, ...], audience: tuple[str, ...], issuer: tuple[str, ...], leeway: float,
           required: tuple[str, ...], subject: str | None, needs_expiration: bool) -> Verifier:
    return Verifier(key, algorithms=algorithms, audience=audience or ANY, issuer=issuer or ANY, leeway=leeway, type=ANY,
                    required=required, subject=subject, needs_expiration=needs_expiration)


_remembered = functools.lru_cache(maxsize=64)(_build)
_remembered_signer = functools.lru_cache(maxsize=64)(Signer)


def clear_cache() -> None:
    """Forgets the keys that `decode` and `encode` have been called with: they are kept, 64 of each, to be quick."""
    _remembered.cache_clear()
    _remembered_signer.cache_clear()


def _check_options(options: Mapping[str, Any]) -> None:
    unknown = set(options) - _OPTIONS
    if unknown:
        raise WrongUseError("bad_value", f"decode knows no option {sorted(unknown)[0]!r}",
                            "those there are: " + ", ".join(sorted(_OPTIONS)))
    for name in _ALWAYS:
        if not options.get(name, True):
            hint = "to look at a token without trusting it, call inspect" if name == "verify_signature" else (
                "a token without exp is taken with options={'require_exp': False}" if name == "verify_exp" else
                "give a leeway where clocks differ")
            raise WrongUseError("bad_value", f"{name} cannot be switched off", hint)


def _verifier_of(key: Key, algorithms: Sequence[str] | None, options: Mapping[str, Any] | None,
                 audience: OneOrMore | None, issuer: OneOrMore | None, leeway: Any,
                 subject: str | None) -> tuple[Verifier, bool]:
    """And whether a token that has an audience is to be refused, since nobody says which one is ours."""
    if not algorithms:
        raise WrongUseError("bad_value", "decode was not told which algorithms to expect",
                            "give algorithms=[\"HS256\"], for one: the token must not choose")
    needs_expiration, required, no_audience = True, (), audience is None
    if options:
        _check_options(options)
        required = tuple(options.get("require", ()))
        needs_expiration = bool(options.get("require_exp", True))
        if not options.get("verify_aud", True):
            audience, no_audience = None, False
        if not options.get("verify_iss", True):
            issuer = None
    if isinstance(leeway, datetime.timedelta):
        leeway = leeway.total_seconds()
    arguments = (key, (algorithms,) if isinstance(algorithms, str) else tuple(algorithms), _texts(audience),
                 _texts(issuer), leeway, required, subject, needs_expiration)
    try:
        return _remembered(*arguments), no_audience
    except TypeError:  # a key that cannot be looked up, such as a dict
        return _build(*arguments), no_audience


def _refuse_audience(claims: dict[str, Any]) -> None:
    raise InvalidAudienceError("wrong_audience", "the token is for an audience, and decode was not told which one is meant",
                               "give audience=..., or options={'verify_aud': False}")


def decode(token: str | bytes, key: Key, algorithms: Sequence[str] | None = None,
           options: Mapping[str, Any] | None = None, *, audience: OneOrMore | None = None,
           issuer: OneOrMore | None = None, leeway: Any = 0, subject: str | None = None) -> dict[str, Any]:
    """The claims of a verified token, called as PyJWT's `decode` is. What differs stands in docs/python.md."""
    verifier, no_audience = _verifier_of(key, algorithms, options, audience, issuer, leeway, subject)
    claims = verifier.verify(token)
    if no_audience and "aud" in claims:
        _refuse_audience(claims)
    return claims


def decode_complete(token: str | bytes, key: Key, algorithms: Sequence[str] | None = None,
                    options: Mapping[str, Any] | None = None, *, audience: OneOrMore | None = None,
                    issuer: OneOrMore | None = None, leeway: Any = 0, subject: str | None = None) -> dict[str, Any]:
    """`{"header": ..., "payload": ..., "kid": ..., "alg": ...}` of a verified token."""
    verifier, no_audience = _verifier_of(key, algorithms, options, audience, issuer, leeway, subject)
    whole = verifier.verify_complete(token)
    if no_audience and "aud" in whole.claims:
        _refuse_audience(whole.claims)
    return {"header": whole.header, "payload": whole.claims, "kid": whole.kid, "alg": whole.alg}


def encode(payload: Mapping[str, Any], key: Key, algorithm: str = "HS256",
           headers: Mapping[str, Any] | None = None) -> str:
    """A signed token, called as PyJWT's `encode` is. Of `headers`, `kid` and `typ` are taken."""
    kid, typ = None, "JWT"
    if headers:
        unknown = set(headers) - {"kid", "typ", "alg"}
        if unknown or headers.get("alg", algorithm) != algorithm:
            raise WrongUseError("bad_value", f"encode does not write the header {sorted(unknown or {'alg'})[0]!r}",
                                "give kid and typ alone")
        kid, typ = headers.get("kid"), headers.get("typ") or ""
    try:
        signer = _remembered_signer(key, algorithm, kid=kid, type=typ)
    except TypeError:
        signer = Signer(key, algorithm, kid=kid, type=typ)
    return signer.sign(payload)


def inspect(token: str | bytes) -> dict[str, Any]:
    """What a token says, without trusting it: `kind`, `header`, and `claims` where there are such. Never decide by it."""
    return _native.inspect(token)


def get_unverified_header(token: str | bytes) -> dict[str, Any]:
    """A token's header, which anybody may have written."""
    header: dict[str, Any] = inspect(token)["header"]
    return header


# ----------------------------------------------------------------------------------------------------------- JWE


def encrypt(content: Union[str, bytes], key: Key, algorithm: str | None = None, enc: str = "A256GCM") -> str:
    """A JWE in compact form for who holds the key."""
    return _native.encrypt(keys_of(key), algorithm, enc, content)


def decrypt(token: str | bytes, key: Key, encs: Sequence[str] = ("A256GCM",)) -> bytes:
    """The content of a JWE. That it opens says who could read it, not who wrote it."""
    content: bytes = _native.decrypt(keys_of(key), tuple(encs), token)[0]
    return content
