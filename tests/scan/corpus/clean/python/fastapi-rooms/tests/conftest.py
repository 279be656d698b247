import os
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi.testclient import TestClient

os.environ.setdefault("JWT_SECRET", secrets.token_hex(32))

from app.main import app  # noqa: E402


@pytest.fixture(scope="session")
def private_key():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="session")
def public_key(private_key):
    return private_key.public_key()


@pytest.fixture
def jwt_secret(monkeypatch):
    value = secrets.token_urlsafe(48)
    monkeypatch.setenv("JWT_SECRET", value)
    return value


@pytest.fixture
def client(jwt_secret):
    return TestClient(app)
