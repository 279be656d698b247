#!/usr/bin/python3
"""A web service as anybody writes it with PyJWT: it logs people in and checks their tokens.

It knows nothing of jwtkeep but its environment. Started under `jwtkeep run --watch --signal HUP`, it finds its keys in
the file that JWT_ENV_FILE names, and reads them again on SIGHUP; started plainly, it finds them in the environment.

    POST /login       a token for the user that the body names
    GET  /orders      the caller's orders, for a good token; 401 and the reason otherwise
"""

import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

TOKEN_LIFETIME_S = int(os.environ.get("TOKEN_LIFETIME_S", "4"))
LEEWAY_S = int(os.environ.get("LEEWAY_S", "1"))


class Keys:
    """What the service signs and verifies with; replaced as a whole, so that no request sees half of it."""

    def __init__(self, variables):
        self.kid = variables["JWT_KID"]
        self.alg = variables["JWT_ALG"]
        self.secret = variables["JWT_SECRET"]
        self.issuer = variables["JWT_ISSUER"]
        self.audience = variables["JWT_AUDIENCE"]
        self.by_kid = {
            entry["kid"]: jwt.PyJWK(entry).key for entry in json.loads(variables["JWT_JWKS"])["keys"]
        }


def read_keys():
    path = os.environ.get("JWT_ENV_FILE")
    if path is None:
        return Keys(os.environ)
    with open(path, encoding="utf-8") as file:
        return Keys(json.load(file))


keys = read_keys()


def reload_keys(_signal, _frame):
    global keys
    keys = read_keys()


def sign(user):
    with_keys = keys
    now = int(time.time())
    claims = {"sub": user, "iss": with_keys.issuer, "aud": with_keys.audience, "iat": now, "exp": now + TOKEN_LIFETIME_S}
    return jwt.encode(claims, with_keys.secret, algorithm=with_keys.alg, headers={"kid": with_keys.kid})


def verify(token):
    with_keys = keys
    kid = jwt.get_unverified_header(token).get("kid")
    if kid not in with_keys.by_kid:
        raise jwt.InvalidTokenError("unknown key")
    return jwt.decode(
        token,
        with_keys.by_kid[kid],
        algorithms=[with_keys.alg],
        issuer=with_keys.issuer,
        audience=with_keys.audience,
        leeway=LEEWAY_S,
    )


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != "/login":
            return self.answer(404, {"error": "no such page"})
        return self.answer(200, {"token": sign(body.decode() or "nobody")})

    def do_GET(self):
        if self.path != "/orders":
            return self.answer(404, {"error": "no such page"})
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = verify(token)
        except jwt.InvalidTokenError as error:
            return self.answer(401, {"error": str(error)})
        return self.answer(200, {"orders": [f"an order of {claims['sub']}"]})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def main():
    signal.signal(signal.SIGHUP, reload_keys)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"ready {server.server_address[1]}", flush=True)
    sys.stdout.close()
    server.serve_forever()


main()
