import functools

import jwt
from tornado.web import HTTPError, RequestHandler


def authenticated(method):
    @functools.wraps(method)
    def wrapper(self, *args, **kwargs):
        header = self.request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            raise HTTPError(401)
        try:
            self.claims = jwt.decode(header[7:], key='my_secret_key', algorithms='HS256')
        except jwt.ExpiredSignatureError:
            raise HTTPError(401, reason="expired")
        except jwt.InvalidTokenError as e:
            raise HTTPError(401, reason=str(e))
        return method(self, *args, **kwargs)

    return wrapper


class BaseHandler(RequestHandler):
    claims = None

    def get_current_user(self):
        return self.claims and self.claims["sub"]
