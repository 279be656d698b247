"""The keyrings of a jwtkeep store."""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any, Iterator, Mapping, Union

from . import _native
from .tokens import Verified, _to_json

__all__ = ["Keyring", "Store"]

_PAGE = 1000


class Keyring(_native.Keyring):
    """One keyring, with its keys in memory. `verify(token)` gives the claims. Each call looks whether the store has
    changed, so that rotations and emergencies are seen at once. Any number of threads may use one."""

    name: str

    def verify_complete(self, token: str | bytes, now: float | None = None) -> Verified:
        """The header, the claims, and the key's `kid` and algorithm."""
        return Verified(*self._verify_whole(token, now))

    def sign(self, claims: Mapping[str, Any] | None = None, *, lifetime: float = 0, now: float | None = None) -> str:
        """A token signed with the active key. `iat` and `exp` are added, and what the policy says of `iss` and `aud`.
        `lifetime` in seconds; 0: the policy's T."""
        return self._sign_json(_to_json(dict(claims or {})), int(lifetime), now)

    def __repr__(self) -> str:
        return f"<jwtkeep.Keyring {self.name}>"


class Store(_native.Store):
    """A store that is open. What is not given is taken from where the command line takes it: JWTKEEP_STORE,
    JWTKEEP_MASTER_KEY, JWTKEEP_PASSPHRASE, JWTKEEP_KEYFILE, else the usual places. Open it after a fork, not before.

    Raises: `StoreError`, whose `reason` is `no_store`, `permission`, `wrong_passphrase` ...; `WrongUseError`.
    """

    def __new__(cls, place: Union[str, "PathLike[str]", None] = None, *,
                key_file: Union[str, "PathLike[str]", None] = None, passphrase: str | bytes | None = None,
                master_key: str | None = None) -> "Store":
        return super().__new__(cls, place=None if place is None else fspath(place),
                               key_file=None if key_file is None else fspath(key_file), master_key=master_key,
                               passphrase=passphrase)

    def names(self, prefix: str = "") -> Iterator[str]:
        """The names of the keyrings, in order."""
        after: str | None = None
        while True:
            page = self._names(prefix, after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1]

    def keyring(self, name: str) -> Keyring:
        """Raises: `WrongUseError` with the reason `not_found` where there is none; `StoreError`."""
        opened = _native.open_keyring(self, name, Keyring)
        opened.name = name
        return opened
