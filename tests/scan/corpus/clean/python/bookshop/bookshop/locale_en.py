MESSAGES = {
    "auth.secret": "Secret",
    "auth.secret_key": "Secret key",
    "auth.jwt_secret": "JWT secret",
    "auth.jwt_secret.help": "The secret that signs your shop's tokens",
    "auth.password": "Password",
    "auth.password.wrong": "Wrong password",
    "auth.token": "Token",
    "auth.token.invalid": "This token is not valid any more",
    "auth.token.copied": "Copied",
    "auth.private_key": "Private key",
}

HELP_URL = "https://help.bookshop.example/articles/jwt-secret"


def t(key: str, **values: object) -> str:
    return MESSAGES.get(key, key).format(**values)
