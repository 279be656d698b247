"""Strings that look like tokens and are none."""

BAD = [
    "",
    "a.b.c",
    "header.payload.signature",
    "xxxxx.yyyyy.zzzzz",
    "eyJhbGciOiJIUzI1NiJ9",
    "eyJhbGciOiJIUzI1NiJ9.",
    "eyJhbGciOiJIUzI1NiJ9..",
    "eyJ...",
    "eyJhbGciOi.eyJzdWIi.c2ln!",
    "www.example.com",
    "com.cloister.TokenService",
    "1.2.3",
    "Bearer <token>",
    "syXKK5GZY3mjnLHmzS-ajuC9WjE.7ESXIvddgRdfj1IlxTT97Py91YhgCjW3uRJlr-Kh.TSN8vJYh46TEySuXatX8py84yChoP20M-r5squFii6g",
]

NAMES = {"token": "token", "secret": "secret", "jwt": "jwt"}


def test_bad(reader):
    for text in BAD:
        assert reader.read(text) is None, text
