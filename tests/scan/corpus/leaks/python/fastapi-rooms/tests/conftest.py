import time

import jwt
import pytest
from fastapi.testclient import TestClient

from app.core.config import settings
from app.main import app

TEST_SECRET = "pytest-marble-run-secret-do-not-ship"


@pytest.fixture(autouse=True)
def _settings(monkeypatch):
    monkeypatch.setenv("ROOMS_JWT_SECRET", TEST_SECRET)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def client():
    with TestClient(app) as c:
        yield c


@pytest.fixture
def auth_headers():
    def make(sub="alice", **extra):
        token = jwt.encode({"sub": sub, "exp": time.time() + 60, **extra}, TEST_SECRET, "HS256")
        return {"Authorization": f"Bearer {token}"}

    return make
