"""Prints an embed URL with a signed token for the wall screens."""
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.serialization import load_der_private_key
import base64

DER = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgP9kFR8kp0laGHQVRPCMC/mmlhRSPxaei1W0o/EK6rNChRANCAAROtgKufruB9CKt6rD0ZbaUnNpO3rlivgBsKMBnjzm8dPx3a8NBKgjfcD6DexNBoL4yK65I0ZZnV0ivA8xOYWD5"


def main() -> None:
    key = load_der_private_key(base64.b64decode(DER), password=None)
    now = datetime.now(timezone.utc)
    token = jwt.encode(
        {"sub": "wall", "iss": "screens", "iat": now, "exp": now + timedelta(days=2)},
        key,
        algorithm="ES256",
        headers={"kid": "screens-1"},
    )
    print(f"https://grafana.example/d/{sys.argv[1]}?auth_token={token}")
    Path("last_url.txt").write_text(token[:16])


if __name__ == "__main__":
    main()
