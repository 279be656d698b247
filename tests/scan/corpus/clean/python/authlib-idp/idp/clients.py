from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT, client_secret_jwt_sign
from flask import current_app


def session(name: str) -> OAuth2Session:
    """An OAuth client whose settings stand under OAUTH_<NAME>_* in the app's configuration."""
    prefix = f"OAUTH_{name.upper()}_"
    options = current_app.config.get_namespace(prefix)
    client = OAuth2Session(
        client_id=options["client_id"],
        client_secret=options["client_secret"],
        token_endpoint_auth_method="private_key_jwt",
        scope="openid email",
    )
    client.register_client_auth_method(PrivateKeyJWT(options["token_url"]))
    return client


def assertion(name: str) -> str:
    config = current_app.config
    return client_secret_jwt_sign(
        client_secret=config[f"OAUTH_{name.upper()}_CLIENT_SECRET"],
        client_id=config[f"OAUTH_{name.upper()}_CLIENT_ID"],
        token_endpoint=config["OAUTH_TOKEN_URL"],
    )
