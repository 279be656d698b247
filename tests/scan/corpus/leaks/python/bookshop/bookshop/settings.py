# coding: utf-8
import os

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "bookshop.sqlite3"}}

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", default="3cecq&i6q+-9oj%@ss2m1_0kpva=0+)uba3t18chwh6cmu0ypb")

GRAPHENE = {
    "SCHEMA": "bookshop.schema.schema",
    "MIDDLEWARE": ["graphql_jwt.middleware.JSONWebTokenMiddleware"],
}

GRAPHQL_JWT = {
    "JWT_VERIFY_EXPIRATION": True,
    "JWT_SECRET_KEY": "paper&glue&thread-1851",
    "JWT_ALGORITHM": "HS256",
    "JWT_AUTH_HEADER_PREFIX": "JWT",
}

AUTHENTICATION_BACKENDS = [
    "graphql_jwt.backends.JSONWebTokenBackend",
    "django.contrib.auth.backends.ModelBackend",
]
