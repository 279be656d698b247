from authlib.integrations.flask_oauth2 import ResourceProtector
from authlib.jose import jwt
from authlib.oauth2.rfc6750 import BearerTokenValidator


class JWTBearer(BearerTokenValidator):
    """Partners that cannot do RS256 share one secret with us."""

    def authenticate_token(self, token_string):
        claims = jwt.decode(token_string, "secret_key")
        claims.validate()
        return claims

    def validate_token(self, token, scopes, request):
        if not token:
            raise self.invalid_token_error()
        if self.scope_insufficient(token.get("scope"), scopes):
            raise self.insufficient_scope_error()

    @staticmethod
    def invalid_token_error():
        from authlib.oauth2.rfc6750 import InvalidTokenError

        return InvalidTokenError()


require_oauth = ResourceProtector()
require_oauth.register_token_validator(JWTBearer())
