#!/usr/bin/env python3
"""Plain key files at the command line, both ways with jwcrypto and with keys that `cryptography` writes."""

import json
import unittest

import keep

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x448, x25519
    from jwcrypto import jwe, jwk, jws
except ImportError:
    jwk = None

# Any bytes: no text, no JSON, a NUL within.
PAYLOAD = b"\x00\xff payload \r\n.\n"

SIGNING = [("HS256", None), ("HS384", None), ("HS512", None), ("RS256", None), ("PS384", None), ("ES256", None),
           ("ES384", None), ("ES512", None), ("ES256K", None), ("EdDSA", "Ed25519"), ("EdDSA", "Ed448")]
ENCRYPTION = [("dir", "A128CBC-HS256", None), ("dir", "A256GCM", None), ("A128KW", None, None), ("A256KW", None, None),
              ("A192GCMKW", None, None), ("RSA-OAEP", None, None), ("RSA-OAEP-256", None, None),
              ("ECDH-ES", None, "P-256"), ("ECDH-ES", None, "P-521"), ("ECDH-ES", None, "X25519"),
              ("ECDH-ES+A256KW", None, "P-384"), ("ECDH-ES+A128KW", None, "X448")]
ENCS = ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"]


@unittest.skipIf(jwk is None, "python3-jwcrypto is not here")
class KeyFiles(keep.Case):
    def new_key(self, alg, enc=None, crv=None):
        """Made here; gives the path of the private key, that of the public one, and both in jwcrypto."""
        private, public = (str(self.keep.folder / name) for name in ("private.jwk", "public.jwk"))
        for path in self.keep.folder.glob("*.jwk"):
            path.unlink()
        more = (["--enc", enc] if enc else []) + (["--crv", crv] if crv else [])
        symmetric = alg.startswith("HS") or alg == "dir" or (alg.startswith("A") and alg.endswith("KW"))
        files = ["-o", private] + ([] if symmetric else ["--public", public])
        bits = ["--bits", "2048"] if alg[:2] in ("RS", "PS") else []
        self.keep.run("generate", "--alg", alg, *more, *bits, "--format", "jwk", *files)
        with open(private, encoding="utf-8") as file:
            theirs = jwk.JWK.from_json(file.read())
        return private, private if symmetric else public, theirs

    def test_signatures_of_every_algorithm(self):
        for alg, crv in SIGNING:
            private, public, theirs = self.new_key(alg, crv=crv)
            token = self.keep.run("sign", "--raw", "--jwk", private, "-", stdin=PAYLOAD).stdout.decode().strip()
            read = jws.JWS()
            read.allowed_algs = [alg]
            read.deserialize(token)
            read.verify(theirs)
            self.assertEqual(read.payload, PAYLOAD, alg)

            made = jws.JWS(PAYLOAD)
            made.allowed_algs = [alg]
            made.add_signature(theirs, None, json.dumps({"alg": alg}), json.dumps({"kid": theirs["kid"]}))
            for text in (made.serialize(compact=False), token):
                done = self.keep.run("verify", "--raw", "--jwk", public, "-", stdin=text.encode())
                self.assertEqual(done.stdout, PAYLOAD, alg)
            changed = token[:-6] + "AAAAAA"
            done = self.keep.run("verify", "--raw", "--jwk", public, "-", stdin=changed.encode(), code=1)
            self.assertEqual(done.stdout, b"", alg)  # nothing of what is not verified

            claims = self.keep.json("sign", "--jwk", private, "--sub", "alice", "--aud", "a", "--aud", "b")
            self.keep.run("verify", "--jwk", public, "--aud", "b", "--sub", "alice", claims["token"])
            self.keep.run("verify", "--jwk", public, "--aud", "c", claims["token"], code=1)

    def test_encryption_of_every_algorithm(self):
        for alg, enc, crv in ENCRYPTION:
            private, public, theirs = self.new_key(alg, enc, crv)
            for content in [enc] if enc else ENCS:
                where = f"{alg} {content} {crv}"
                token = self.keep.run("encrypt", "--raw", "--jwk", public, "--enc", content, "-",
                                      stdin=PAYLOAD).stdout.decode().strip()
                read = jwe.JWE(algs=[alg, content])
                read.deserialize(token, key=theirs)
                self.assertEqual(read.payload, PAYLOAD, where)

                made = jwe.JWE(PAYLOAD, json.dumps({"alg": alg, "enc": content}))
                made.add_recipient(theirs)
                forms = [made.serialize(compact=True), token]
                for text in forms:
                    done = self.keep.run("decrypt", "--raw", "--jwk", private, "-", stdin=text.encode())
                    self.assertEqual(done.stdout, PAYLOAD, where)
                done = self.keep.run("decrypt", "--raw", "--jwk", private, "-", stdin=forms[0][:-4].encode() + b"AAAA",
                                     code=1)
                self.assertEqual(done.stdout, b"", where)

    def test_passwords(self):
        password = "a password of several random words"
        key = jwk.JWK.from_password(password)
        for alg in ("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"):
            made = jwe.JWE(PAYLOAD, json.dumps({"alg": alg, "enc": "A256GCM"}), algs=[alg, "A256GCM"])
            made.add_recipient(key)
            done = self.keep.run("decrypt", "--raw", "--password-env", "P", "-", stdin=made.serialize(compact=True).encode(),
                                 P=password)
            self.assertEqual(done.stdout, PAYLOAD, alg)
            token = self.keep.run("encrypt", "--raw", "--password-env", "P", "--alg", alg, "--p2c", "10000", "-",
                                  stdin=PAYLOAD, P=password).stdout.decode().strip()
            read = jwe.JWE(algs=[alg, "A256GCM"])
            read.deserialize(token, key=key)
            self.assertEqual(read.payload, PAYLOAD, alg)
            self.keep.run("decrypt", "--raw", "--password-env", "P", token, P="another password", code=1)

    def test_several_recipients(self):
        folder = self.keep.folder
        names = []
        for alg in ("A256KW", "ECDH-ES+A256KW", "RSA-OAEP-256"):
            names.append(str(folder / f"{alg}.key"))
            self.keep.run("generate", "--alg", alg, "-o", names[-1])
        to = [argument for name in names for argument in ("--jwk", name)]
        token = self.keep.run("encrypt", "--raw", "--format", "general", *to, "-", stdin=PAYLOAD).stdout.decode().strip()
        for name in names:
            read = jwe.JWE()
            with open(name, encoding="utf-8") as file:
                read.deserialize(token, key=jwk.JWK.from_json(file.read()))
            self.assertEqual(read.payload, PAYLOAD, name)
            self.assertEqual(self.keep.run("decrypt", "--raw", "--jwk", name, "-", stdin=token.encode()).stdout, PAYLOAD)

    def test_pem_and_der_as_strangers_write_them(self):
        pem, der = serialization.Encoding.PEM, serialization.Encoding.DER
        pkcs8, older = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        plain = serialization.NoEncryption()
        signers = [(rsa.generate_private_key(65537, 2048), [pkcs8, older]),
                   (ec.generate_private_key(ec.SECP384R1()), [pkcs8, older]),
                   (ed25519.Ed25519PrivateKey.generate(), [pkcs8]), (ed448.Ed448PrivateKey.generate(), [pkcs8])]
        private, public = self.keep.folder / "private.key", self.keep.folder / "public.key"
        for key, formats in signers:
            for encoding in (pem, der):
                public.write_bytes(key.public_key().public_bytes(encoding, spki))
                for form in formats:
                    private.write_bytes(key.private_bytes(encoding, form, plain))
                    token = self.keep.text("sign", "--pem", str(private), "--sub", "alice")
                    self.keep.run("verify", "--pem", str(public), token)
        for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP521R1()),
                    x25519.X25519PrivateKey.generate(), x448.X448PrivateKey.generate()):
            private.write_bytes(key.private_bytes(pem, pkcs8, plain))
            public.write_bytes(key.public_key().public_bytes(der, spki))
            token = self.keep.text("encrypt", "--pem", str(public), "--sub", "alice")
            self.assertIn('"sub": "alice"', self.keep.text("decrypt", "--pem", str(private), token))

    def test_exported_forms_are_read_by_strangers(self):
        for alg, mark in (("RS256", b"BEGIN RSA PRIVATE KEY"), ("ES256", b"BEGIN EC PRIVATE KEY")):
            ring = f"{alg.lower()}/prod"
            self.keep.run("new", ring, "--alg", alg)
            older = self.keep.run("export", "pem", ring, "--private", "--traditional").stdout
            self.assertIn(mark, older)
            numbers = serialization.load_pem_private_key(older, None).private_numbers()
            der = self.keep.run("export", "pem", ring, "--private", "--der").stdout
            self.assertEqual(serialization.load_der_private_key(der, None).private_numbers(), numbers)
            public = self.keep.run("export", "pem", ring, "--der").stdout
            self.assertEqual(serialization.load_der_public_key(public).public_numbers(), numbers.public_numbers)

    def test_nested_tokens(self):
        private, public, theirs = self.new_key("ECDH-ES")
        self.keep.run("new", "orders/prod", "--alg", "EdDSA")
        token = self.keep.text("encrypt", "--jwk", public, "--sign-with", "orders/prod", "--sub", "alice")
        outer = jwe.JWE()
        outer.deserialize(token, key=theirs)
        self.assertEqual(json.loads(outer.objects["protected"])["cty"], "JWT")
        inner = outer.payload.decode()
        self.keep.run("verify", "orders/prod", inner)

        self.assertIn("alice", self.keep.text("decrypt", "--jwk", private, "--verify-with", "orders/prod", token))
        self.keep.run("decrypt", "--jwk", private, token, code=1)  # not without its signature
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]
        self.keep.run("rotate", "orders/prod", "--compromised", kid)
        done = self.keep.run("decrypt", "--jwk", private, "--verify-with", "orders/prod", token, code=1)
        self.assertIn(b"key_compromised", done.stderr)

        # Encrypted to us by a stranger, and signed by nobody.
        made = jwe.JWE(b'{"sub":"mallory"}', json.dumps({"alg": "ECDH-ES", "enc": "A256GCM"}))
        made.add_recipient(theirs)
        self.keep.run("decrypt", "--jwk", private, "--verify-with", "orders/prod", made.serialize(compact=True), code=1)


if __name__ == "__main__":
    unittest.main()
