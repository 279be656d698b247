"""What jwtkeep raises: one class for what a program decides by, and the reason's word on each."""

from __future__ import annotations

from . import _native

__all__ = [
    "DecodeError", "DecryptionError", "ExpiredSignatureError", "ImmatureSignatureError", "InvalidAlgorithmError",
    "InvalidAudienceError", "InvalidIssuerError", "InvalidKeyError", "InvalidSignatureError", "InvalidTokenError",
    "InvalidTypeError", "JwtkeepError", "KeyRefusedError", "LifetimeTooLongError", "MissingRequiredClaimError", "StoreError",
    "WeakSecretError", "WrongUseError",
]


class JwtkeepError(Exception):
    """`reason` is one word, the same as on the command line and over HTTP; `text` says what and why, `hint` what to do."""

    reason: str
    text: str
    hint: str

    def __init__(self, reason: str, text: str, hint: str = "") -> None:
        super().__init__(reason, text, hint)
        self.reason = reason
        self.text = text
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.reason}: {self.text}" + (f" ({self.hint})" if self.hint else "")


class InvalidTokenError(JwtkeepError):
    """A token was refused. Those of its kinds that PyJWT has too have PyJWT's names."""


class DecodeError(InvalidTokenError):
    """It is no token: `malformed`, `too_large`, `duplicate_member`, `crit_unsupported`."""


class InvalidSignatureError(DecodeError):
    """`bad_signature`"""


class DecryptionError(InvalidTokenError):
    """`decryption_failed`"""


class ExpiredSignatureError(InvalidTokenError):
    """`expired`"""


class ImmatureSignatureError(InvalidTokenError):
    """`not_yet_valid`"""


class InvalidIssuerError(InvalidTokenError):
    """`wrong_issuer`"""


class InvalidAudienceError(InvalidTokenError):
    """`wrong_audience`"""


class InvalidTypeError(InvalidTokenError):
    """`wrong_type`"""


class MissingRequiredClaimError(InvalidTokenError):
    """`missing_claim`"""


class LifetimeTooLongError(InvalidTokenError):
    """`lifetime_too_long`"""


class InvalidAlgorithmError(InvalidTokenError):
    """`alg_not_allowed`"""


class KeyRefusedError(InvalidTokenError):
    """The token's key is not one to trust now: `key_unknown`, `key_not_yet_active`, `key_retired`, `key_compromised`."""


class InvalidKeyError(InvalidTokenError):
    """`key_mismatch`: the key and its algorithm, or the key and the token's `kid`, do not belong together."""


class WeakSecretError(JwtkeepError):
    """`weak_secret`"""


class WrongUseError(JwtkeepError, ValueError):
    """The call itself cannot be meant: `bad_value`, `bad_policy`, `not_found`, `already_exists`, `unsafe_place`."""


class StoreError(JwtkeepError):
    """The world failed: `no_store`, `permission`, `wrong_passphrase`, `tampered`, `io_failed`, `busy` ..."""


_CLASSES: dict[str, type[JwtkeepError]] = {
    "malformed": DecodeError, "too_large": DecodeError, "duplicate_member": DecodeError, "crit_unsupported": DecodeError,
    "alg_not_allowed": InvalidAlgorithmError, "key_unknown": KeyRefusedError, "key_not_yet_active": KeyRefusedError,
    "key_retired": KeyRefusedError, "key_compromised": KeyRefusedError, "key_mismatch": InvalidKeyError,
    "bad_signature": InvalidSignatureError, "decryption_failed": DecryptionError, "expired": ExpiredSignatureError,
    "not_yet_valid": ImmatureSignatureError, "wrong_issuer": InvalidIssuerError, "wrong_audience": InvalidAudienceError,
    "wrong_type": InvalidTypeError, "missing_claim": MissingRequiredClaimError, "lifetime_too_long": LifetimeTooLongError,
    "weak_secret": WeakSecretError, "bad_value": WrongUseError, "bad_policy": WrongUseError, "not_found": WrongUseError,
    "already_exists": WrongUseError, "unsafe_place": WrongUseError,
}


def _make(reason: str, text: str, hint: str) -> JwtkeepError:
    return _CLASSES.get(reason, StoreError)(reason, text, hint)


_native.set_exception_maker(_make)
