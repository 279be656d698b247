import time
from pathlib import Path

import jwt

DEFAULT_KEY_FILE = Path("/etc/bot/private-key.pem")


class AppAuth:
    def __init__(self, app_id: int, key_file: Path = DEFAULT_KEY_FILE) -> None:
        self._app_id = app_id
        self._key = key_file.read_bytes()
        if b"-----BEGIN RSA PRIVATE KEY-----" not in self._key:
            raise ValueError(f"{key_file}: not a PEM private key")

    def token(self) -> str:
        now = int(time.time())
        return jwt.encode({"iat": now - 60, "exp": now + 540, "iss": self._app_id}, self._key, algorithm="RS256")

    def __repr__(self) -> str:
        return f"AppAuth(app_id={self._app_id}, key='-----BEGIN RSA PRIVATE KEY-----...')"
