import keyring
import secrets

SERVICE = "sync-client"
JWT_KEY = "jwt_secret"
PASSWORD_KEY = "password"


def signing_secret() -> bytes:
    """The secret of this installation, from the desktop's keyring; made when there is none."""
    stored = keyring.get_password(SERVICE, JWT_KEY)
    if stored is None:
        stored = secrets.token_hex(32)
        keyring.set_password(SERVICE, JWT_KEY, stored)
    return bytes.fromhex(stored)


def forget() -> None:
    for name in (JWT_KEY, PASSWORD_KEY):
        try:
            keyring.delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            pass
