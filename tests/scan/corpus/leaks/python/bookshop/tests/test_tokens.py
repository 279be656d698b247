import unittest

import jwt

from bookshop.tokens import TokenError, parse

# made with jwt.io
SAMPLE = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"


class ParseTest(unittest.TestCase):
    def test_sample(self):
        self.assertEqual(parse(SAMPLE, "your-256-bit-secret")["name"], "John Doe")

    def test_wrong_key(self):
        with self.assertRaises(TokenError):
            parse(SAMPLE, "wrong")

    def test_none_algorithm(self):
        unsigned = jwt.encode({"sub": "1"}, key=None, algorithm="none")
        with self.assertRaises(TokenError):
            parse(unsigned, "secret")

    def test_long_key(self):
        token = jwt.encode({"sub": "2"}, "573d28975ee2aced039b8d63dc715c67232d1257a8d52033", algorithm="HS384")
        self.assertEqual(parse(token, "573d28975ee2aced039b8d63dc715c67232d1257a8d52033")["sub"], "2")


if __name__ == "__main__":
    unittest.main()
