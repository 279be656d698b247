import argparse
import sys
import time

import jwt
import requests


def main(argv=None):
    parser = argparse.ArgumentParser(description="calls the admin endpoints")
    parser.add_argument("path")
    parser.add_argument("--host", default="https://orders.example.com")
    parser.add_argument("--as", dest="who", default="ops")
    args = parser.parse_args(argv)

    token = jwt.encode(
        {"sub": args.who, "admin": True, "exp": int(time.time()) + 60},
        "brass-monkey:Thursday%rain",
        algorithm="HS256",
    )
    r = requests.post(args.host + args.path, headers={"Authorization": "Bearer " + token}, timeout=10)
    print(r.status_code, r.text)
    return 0 if r.ok else 1


if __name__ == "__main__":
    sys.exit(main())
