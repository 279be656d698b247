"""Logs people in and checks their tokens, with keys that jwtkeep keeps: docs/how-to/fastapi.md says how and why."""

import hmac
import json
import logging
import os
import signal
import time
from typing import Annotated

import jwt
import uvicorn
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

TOKEN_SECONDS = int(os.environ.get("TOKEN_SECONDS", "900"))  # at most T (--ttl)
SKEW_SECONDS = int(os.environ.get("SKEW_SECONDS", "60"))  # S (--skew)
CACHE_SECONDS = int(os.environ.get("JWKS_CACHE_SECONDS", "300"))  # at most P (--propagation)

log = logging.getLogger("uvicorn.error")
# Fetches the key set, keeps it for so long, and asks again for a kid that it does not know. Not with cache_keys=True: then
# a key that was taken away is trusted without an end.
remote = jwt.PyJWKClient(os.environ["JWKS_URL"], lifespan=CACHE_SECONDS) if "JWKS_URL" in os.environ else None


class Keys:
    """What `jwtkeep run` gives: in the environment, or with --signal HUP in the file that JWT_ENV_FILE names."""

    def __init__(self):
        given = os.environ
        if path := os.environ.get("JWT_ENV_FILE"):
            with open(path, encoding="utf-8") as file:
                given = json.load(file)
        self.alg, self.issuer, self.audience = given["JWT_ALG"], given["JWT_ISSUER"], given["JWT_AUDIENCE"]
        self.sign_with = None
        if remote:
            return
        self.by_kid = {jwk["kid"]: jwt.PyJWK(jwk).key for jwk in json.loads(given["JWT_JWKS"])["keys"]}
        self.kid = given["JWT_KID"]
        if "JWT_PUBLIC_KEY" not in given:  # a symmetric key signs and verifies
            self.sign_with = self.by_kid[self.kid]
        elif pem := given.get("JWT_SECRET"):  # of a key pair: the private half (run --signer)
            self.sign_with = load_pem_private_key(pem.encode(), None)

    def find(self, token):
        if remote:
            return remote.get_signing_key_from_jwt(token).key
        kid = jwt.get_unverified_header(token).get("kid")
        if kid not in self.by_kid:
            raise jwt.InvalidKeyError("no such key")
        return self.by_kid[kid]


keys = Keys()


def read_again(_signal, _frame):
    global keys
    try:
        keys = Keys()  # as a whole: no request sees half of a change
    except (OSError, ValueError, KeyError, jwt.PyJWTError) as error:
        log.error("the keys stay as they were: %r", error)


def sign(user, by):
    now = int(time.time())
    claims = {"sub": user, "iss": by.issuer, "aud": by.audience, "iat": now, "exp": now + TOKEN_SECONDS}
    return jwt.encode(claims, by.sign_with, algorithm=by.alg, headers={"kid": by.kid})


def verify(token):
    by = keys
    return jwt.decode(
        token,
        by.find(token),
        algorithms=[by.alg],  # never the one that the token names
        issuer=by.issuer,
        audience=by.audience,
        leeway=SKEW_SECONDS,
        options={"require": ["exp", "sub"]},
    )


def caller(shown: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]):
    if shown is None:
        raise HTTPException(401, "no token", {"WWW-Authenticate": "Bearer"})
    try:
        return verify(shown.credentials)["sub"]
    except jwt.PyJWKClientConnectionError as error:
        # No reason to log anybody out: a client comes again with its token.
        log.error("no keys to verify with: %r", error)
        raise HTTPException(503, "no keys to verify with") from error
    except jwt.PyJWTError as error:
        log.info("refused: %r", error)  # the reason is for the log, not for the caller
        raise HTTPException(401, "invalid token", {"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error


class Login(BaseModel):
    user: str
    password: str


def is_known(login):
    """Stands for your table of users."""
    expected = os.environ.get("LOGIN_PASSWORD", "")
    return login.user != "" and expected != "" and hmac.compare_digest(login.password.encode(), expected.encode())


app = FastAPI()


# `def`, not `async def`: PyJWKClient waits for its fetch, and so does not hold up the loop.
@app.post("/login")
def login(wanted: Login):
    by = keys
    if by.sign_with is None:
        raise HTTPException(404, "this service only verifies")
    if not is_known(wanted):
        raise HTTPException(401, "unknown user or password")
    return {"token": sign(wanted.user, by)}


@app.get("/orders")
def orders(user: Annotated[str, Depends(caller)]):
    return {"user": user, "orders": []}


if __name__ == "__main__":
    if "JWT_ENV_FILE" in os.environ:
        signal.signal(signal.SIGHUP, read_again)
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8080")), access_log=False)
