jwt_errors = {
    "token_expired": "Token expired. Please log in again.",
    "invalid_token": "The token was made for somebody else.",
    "invalid_secret": "Somebody else has signed that token.",
    "missing_secret": "There is no key that this token could be checked with.",
}
