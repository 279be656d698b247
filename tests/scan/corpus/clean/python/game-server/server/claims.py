"""Names of the claims and headers. Nothing here is a value."""
from enum import Enum


class Claim(str, Enum):
    SUBJECT = "sub"
    SECRET = "secret"
    TOKEN_ID = "jti"
    SHARD = "shard"


class Header(str, Enum):
    JWT_SECRET_ID = "X-Jwt-Secret-Id"
    AUTHORIZATION = "Authorization"
    SESSION_TOKEN = "X-Session-Token"


class KeyUse(str, Enum):
    JWT_SECRET_KEY = "JWT_SECRET_KEY"
    HMAC_SECRET = "HMAC_SECRET"
    SIGNING_KEY = "signing_key"


TOKEN_PREFIX = "Bearer "
TOKEN_TYPE_JWT = "urn:ietf:params:oauth:token-type:jwt"
GRANT_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
