#!/usr/bin/env python3
"""Makes a JWT secret and writes it as a Kubernetes Secret to stdout.

    make_secret.py orders-jwt | kubectl apply -f -
"""
import base64
import json
import secrets
import sys

TEMPLATE = """\
apiVersion: v1
kind: Secret
metadata:
  name: {name}
type: Opaque
data:
  JWT_SECRET: {value}
"""


def main() -> int:
    if len(sys.argv) != 2:
        print(json.dumps({"error": "usage: make_secret.py NAME"}), file=sys.stderr)
        return 64
    value = base64.b64encode(secrets.token_bytes(48)).decode()
    sys.stdout.write(TEMPLATE.format(name=sys.argv[1], value=value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
