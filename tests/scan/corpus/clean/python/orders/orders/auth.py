"""Access tokens of the orders service."""
import os
from functools import lru_cache

import jwt
from jwt import PyJWKClient

ISSUER = os.environ["OIDC_ISSUER"]
AUDIENCE = "orders"


@lru_cache(maxsize=1)
def _client() -> PyJWKClient:
    return PyJWKClient(f"{ISSUER}/.well-known/jwks.json", cache_keys=True, lifespan=300)


def read(token: str) -> dict:
    key = _client().get_signing_key_from_jwt(token).key
    return jwt.decode(token, key, algorithms=["RS256", "ES256"], audience=AUDIENCE, issuer=ISSUER)
