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
        self.check("show", {k: v for k, v in run("rotate", "orders/prod").items() if k not in ("taken", "overtaken")})
        self.assertIn("foreseen", run("rotate", "orders/prod", "--dry-run"))
        self.check("rotate", run("rotate", "--due"))
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
        self.check("restore", run("restore", backup, JWTKEEP_STORE=str(self.keep.folder / "restored.db")))
        self.check("init", run("init", JWTKEEP_STORE=str(self.keep.folder / "x.db"),
                               JWTKEEP_KEYFILE=str(self.keep.folder / "x.key")))

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
