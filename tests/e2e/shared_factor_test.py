#!/usr/bin/env python3
"""RSA keys with a prime in common, as several machines with few random bits make them, do not get into a store."""

import unittest

import keep

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
except ImportError:
    rsa = None


def private_pem(p, q):
    e = 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(e, p * q))
    return numbers.private_key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                               serialization.NoEncryption())


@unittest.skipIf(rsa is None, "python3-cryptography is not here")
class SharedFactor(keep.Case):
    def test_a_key_that_shares_a_prime_is_refused_and_the_other_named(self):
        first = rsa.generate_private_key(65537, 2048).private_numbers()
        other = rsa.generate_private_key(65537, 2048).private_numbers()
        # Both halves of a 2048-bit key have their two top bits set, so that every product has 2048 bits.
        self.keep.run("import", "orders/prod", "-", stdin=private_pem(first.p, first.q))
        self.keep.run("new", "stock/prod", "--alg", "ES256")
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]

        refused = self.keep.run("import", "billing/prod", "-", stdin=private_pem(first.p, other.p), code=2)
        message = refused.stderr.decode()
        self.assertIn("shares a prime factor", message)
        self.assertIn("orders/prod", message)
        self.assertIn(f"jwtkeep rotate orders/prod --compromised {kid}", message)
        self.keep.run("show", "billing/prod", code=2)

        # In the same keyring's place it is as bad, and so it is beside a key that was given up.
        self.keep.run("rotate", "orders/prod", "--compromised", kid)
        self.keep.run("import", "billing/prod", "-", stdin=private_pem(other.q, first.q), code=2)

        self.keep.run("import", "billing/prod", "-", stdin=private_pem(other.p, other.q))
        # The very same key in two keyrings is told, as ever, and no shared factor.
        twice = self.keep.run("import", "copy/prod", "-", stdin=private_pem(other.p, other.q))
        self.assertIn("the same secret is in billing/prod", twice.stderr.decode())


if __name__ == "__main__":
    unittest.main()
