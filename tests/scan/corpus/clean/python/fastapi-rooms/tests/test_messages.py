import pytest

from app.errors import message

CASES = [
    ("secret", "The secret is missing."),
    ("jwt_secret", "JWT_SECRET must be set."),
    ("token", "The token is missing."),
    ("signature", "Signature verification failed"),
    ("Not enough segments", "The token is not a JWT."),
]


@pytest.mark.parametrize("code, text", CASES, ids=[c for c, _ in CASES])
def test_message(code, text):
    assert message(code) == text


def test_unknown_code_is_shown_as_it_is():
    assert message("secret_key_rotated") == "secret_key_rotated"


def test_masked():
    assert message("jwt_secret", value="***") == "JWT_SECRET must be set."
    assert "xxxxxxxx" not in message("token", value="xxxxxxxx")
