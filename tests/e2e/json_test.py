#!/usr/bin/env python3
"""--json: one document, of the shape that docs/commands says, from every command that prints a result."""

import json
import re
import unittest

import keep


class Shapes(keep.Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--ttl", "1h", "--iss", "shop", "--aud", "orders")
        self.keep.run("new", "billing/prod", "--alg", "EdDSA")

    def documented(self, page):
        """Every member that a command's page names, as `name`, in its part on --json."""
        text = (keep.SOURCE / "docs" / "commands" / f"{page}.md").read_text(encoding="utf-8").partition("## --json")[2]
        return set(re.findall(r"`([a-z0-9_]+)`", text))

    def check(self, page, document):
        """All members of the document's first level are named on the command's page."""
        entries = document if isinstance(document, list) else [document]
        for entry in entries:
            undocumented = set(entry) - self.documented(page)
            self.assertFalse(undocumented, f"{page}: {undocumented} in no documentation")

    def test_every_command(self):
        run = self.keep.json
        self.check("verifiers", run("verifiers"))
        self.check("explain", run("explain"))
        self.check("generate", run("generate"))
        self.check("generate", run("generate", "--alg", "ES256", "--format", "jwk", "--count", "2"))
        self.check("judge", run("judge", "-", stdin=b"hunter2", code=1))
        self.check("show", run("show", "orders/prod"))
        self.check("show", run("list"))
        self.check("log", run("history", "orders/prod"))
        self.check("log", run("log"))
        self.check("log-verify", run("log", "verify"))
        signed = run("sign", "orders/prod", "--sub", "alice")
        self.check("sign", signed)
        self.check("verify", run("verify", "orders/prod", signed["token"]))
        self.check("verify", run("verify", "orders/prod", signed["token"][:-2] + "AA", code=1))
        self.check("inspect", run("inspect", signed["token"]))
        self.check_key_files(signed["token"])
        self.check("show", {k: v for k, v in run("rotate", "orders/prod").items()
                            if k not in ("taken", "overtaken", "pushed")})
        self.assertIn("foreseen", run("rotate", "orders/prod", "--dry-run"))
        self.check("rotate", run("rotate", "--due"))
        place = f"dotenv:{self.keep.folder}/orders.env"
        self.check("sync-push", run("sync", "add", "orders/prod", place))
        self.check("sync-push", run("sync", "push"))
        self.check("sync-status", run("sync", "status"))
        self.check("sync-list", run("sync", "list"))
        self.check("doctor", run("doctor"))
        self.check("sync-remove", run("sync", "remove", "orders/prod", place))
        self.assertEqual(run("env", "orders/prod")["JWT_ALG"], "HS256")
        self.assertEqual(len(run("export", "jwks", "billing/prod")["keys"]), 2)
        self.assertEqual(run("export", "jwk", "billing/prod")["kty"], "OKP")
        self.assertTrue(run("export", "pem", "billing/prod")["pem"].startswith("-----BEGIN PUBLIC KEY-----"))
        self.assertTrue(run("export", "pem", "billing/prod", "--private")["pem"].startswith("-----BEGIN PRIVATE KEY-----"))
        self.check("show", run("new", "search/prod"))
        secret = run("generate")["secret"]
        self.check("show", run("import", "mail/prod", "--env", "S", "--form", "text", S=secret))
        backup = str(self.keep.folder / "backup")
        self.check("backup", run("backup", backup))
        self.check("store-migrate", run("store", "migrate", str(self.keep.store), str(self.keep.folder / "moved.db")))
        self.check("store-openers", run("store", "openers"))
        rekeyed = run("store", "rekey", "--keep-old", "--to", f"keyfile:{self.keep.folder / 'second.key'}")
        self.check("store-rekey", rekeyed)
        self.check("store-rekey", rekeyed["added"])
        self.check("restore", run("restore", backup, JWTKEEP_STORE=str(self.keep.folder / "restored.db")))
        self.check("init", run("init", JWTKEEP_STORE=str(self.keep.folder / "x.db"),
                               JWTKEEP_KEYFILE=str(self.keep.folder / "x.key")))

    def check_key_files(self, signed):
        """`sign` to `decrypt` with key files, claims and bytes."""
        run, private, public = self.keep.json, str(self.keep.folder / "private.jwk"), str(self.keep.folder / "public.jwk")
        made = run("generate", "--alg", "ECDH-ES", "-o", private, "--public", public)
        self.check("generate", made)
        self.assertNotIn("secret", made)  # it stands in the file
        self.check("generate", run("generate", "--alg", "dir", "--enc", "A256GCM"))
        encrypted = run("encrypt", "--jwk", public, "--sub", "alice")
        self.check("encrypt", encrypted)
        self.check("decrypt", run("decrypt", "--jwk", private, encrypted["token"]))
        self.check("decrypt", run("decrypt", "--jwk", private, signed, code=1))
        self.check("inspect", run("inspect", encrypted["token"]))
        nested = run("encrypt", "--jwk", public, "--sign-with", "orders/prod")
        self.check("encrypt", nested)
        self.check("decrypt", run("decrypt", "--jwk", private, "--verify-with", "orders/prod", nested["token"]))
        sealed = run("encrypt", "--jwk", public, "--raw", "--format", "general", stdin=b"\xff\x00")
        self.check("encrypt", sealed)
        opened = run("decrypt", "--jwk", private, "--raw", sealed["token"])
        self.check("decrypt", opened)
        self.assertEqual(opened["payload"], "_wA")
        raw = run("sign", "--raw", "--secret-env", "S", stdin=b"\xff\x00", S="s" * 32)
        self.check("sign", raw)
        verified = run("verify", "--raw", "--secret-env", "S", raw["token"], S="s" * 32)
        self.check("verify", verified)
        self.assertEqual(verified["payload"], "_wA")
        for form in ("flattened", "general"):
            token = run("sign", "--raw", "--format", form, "--detached", "--secret-env", "S", stdin=b"x", S="s" * 32)["token"]
            self.check("inspect", run("inspect", token))
        self.check("export-pem", run("export", "pem", "billing/prod", "--der"))

    def test_public_exports_hold_nothing_private(self):
        for what in (["export", "jwks"], ["export", "jwk"], ["env"]):
            text = self.keep.run(*what, "billing/prod").stdout.decode()
            self.assertNotIn('"d"', text)
            self.assertNotIn("PRIVATE", text)
        names = self.keep.text("run", "billing/prod", "--", "env")
        self.assertNotIn("PRIVATE", names)
        self.assertNotIn("JWT_SECRET", names)
        self.assertIn("JWT_PUBLIC_KEY", names)
        signer = self.keep.text("run", "--signer", "billing/prod", "--", "sh", "-c", "echo \"$JWT_SECRET\" | head -1")
        self.assertEqual(signer, "-----BEGIN PRIVATE KEY-----")

    def test_errors_are_json_on_stderr(self):
        done = self.keep.run("--json", "show", "nobody/here", code=2)
        self.assertEqual(done.stdout, b"")
        error = json.loads(done.stderr)["error"]
        self.assertEqual(error["reason"], "not_found")
        self.assertTrue(error["message"] and error["hint"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
