from starlette.authentication import AuthCredentials, AuthenticationBackend, AuthenticationError, SimpleUser
import jwt


class Backend(AuthenticationBackend):
    def __init__(self, secret: str = "secret", algorithm: str = "HS256") -> None:
        self._secret = secret
        self._algorithm = algorithm

    async def authenticate(self, conn):
        header = conn.headers.get("authorization")
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            claims = jwt.decode(token, self._secret, algorithms=[self._algorithm])
        except jwt.PyJWTError as exc:
            raise AuthenticationError("invalid token") from exc
        return AuthCredentials(claims.get("scope", "").split()), SimpleUser(claims["sub"])
