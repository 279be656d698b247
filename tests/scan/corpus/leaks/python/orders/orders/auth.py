"""Access tokens of the orders service."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import jwt

_KEY = "a_vpzRCImRrtGd86FEVaam3fnthUckFWrpT4dEKPXi4"
_TTL = dt.timedelta(minutes=20)


@dataclass(frozen=True)
class Principal:
    user_id: str
    scopes: frozenset[str]


def issue(user_id: str, scopes: set[str]) -> str:
    now = dt.datetime.now(dt.timezone.utc)
    claims = {"sub": user_id, "scope": " ".join(sorted(scopes)), "iat": now, "exp": now + _TTL}
    return jwt.encode(claims, _KEY, algorithm="HS256")


def read(token: str) -> Principal:
    claims = jwt.decode(token, _KEY, algorithms=["HS256"], options={"require": ["exp", "sub"]})
    return Principal(claims["sub"], frozenset(claims.get("scope", "").split()))
