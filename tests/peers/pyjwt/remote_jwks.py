#!/usr/bin/python3
"""Verifies the tokens on standard input, one a line, with keys that PyJWT fetches from the URL it is given: a line of JSON
each. Its cache ends after a second, and it asks again for a kid that it does not know."""

import json
import sys

import jwt

keys = jwt.PyJWKClient(sys.argv[1], lifespan=1)
for line in sys.stdin:
    token = line.strip()
    try:
        key = keys.get_signing_key_from_jwt(token).key
        told = {"sub": jwt.decode(token, key, algorithms=["ES256"])["sub"]}
    except jwt.PyJWTError as error:
        told = {"error": repr(error)}
    print(json.dumps(told), flush=True)
