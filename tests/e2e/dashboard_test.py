#!/usr/bin/env python3
"""The dashboard in a real Chromium (tests/e2e/dashboard/*.mjs): a story, denials, tokens, hostile texts, looks."""

import json
import os
import re
import shutil
import socket
import subprocess
import unittest
import urllib.request
from pathlib import Path

import keep
import servers
from serve_test import NODE, Case, Client

CHROMIUM = shutil.which("chromium") or ""
ARTIFACTS = os.environ.get("JWTKEEP_ARTIFACTS", str(keep.SOURCE / "build" / "artifacts" / "dashboard"))
PUBLISHED = b"a-string-secret-at-least-256-bits-long"
HOSTILE = ("\"><img src=x onerror=\"globalThis.run=1\"><svg onload=globalThis.run=1></svg>"
           "<b style='color:red'>x</b>{{run}}")


class Dashboard(Case):
    def setUp(self):
        super().setUp()
        self.tokens = {}

    def let_in(self, name, *grants, **options):
        self.tokens[name] = super().let_in(name, *grants, **options)
        return self.tokens[name]

    def browse(self, program, server=None, **more):
        """Runs one of the programs; it ends with an error where anything is not as it should be."""
        servers.must_have("playwright-core and axe-core for Node",
                          (NODE / "playwright-core").is_dir() and (NODE / "axe-core").is_dir())
        servers.must_have("Chromium", CHROMIUM != "")
        environment = {**os.environ, **self.keep.environment, "JWTKEEP_URL": server.url if server else "",
                       "JWTKEEP_TOKENS": json.dumps(self.tokens), "JWTKEEP_CHROMIUM": CHROMIUM,
                       "JWTKEEP_BINARY": keep.BINARY, "JWTKEEP_SOURCE_DIR": str(keep.SOURCE),
                       "JWTKEEP_ARTIFACTS": ARTIFACTS, **more}
        script = Path(__file__).parent / "dashboard" / f"{program}.mjs"
        done = subprocess.run(["node", script], env=environment, text=True, capture_output=True, check=False,
                              timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        print(f"{program}: {done.stdout.strip()}")


class Files(Dashboard):
    """What is served, without a browser."""

    FOLDER = keep.SOURCE / "jwtkeep" / "server" / "dashboard"

    def test_are_those_of_the_tree_under_a_strict_policy(self):
        client = Client(self.serve().url)
        for file in (path for path in self.FOLDER.rglob("*") if path.is_file()):
            path = file.relative_to(self.FOLDER).as_posix()
            for address in (f"/assets/{path}", *(["/"] if path == "index.html" else [])):
                self.assertEqual(client.get(address), 200, address)
                self.assertEqual(client.text, file.read_text(encoding="utf-8"))
                etag = client.header("ETag")
                policy = client.header("Content-Security-Policy")
                for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'",
                             "require-trusted-types-for 'script'"):
                    self.assertIn(part, policy)
                self.assertNotIn("unsafe", policy)
                self.assertEqual(client.header("X-Content-Type-Options"), "nosniff")
                self.assertEqual(client.header("Cache-Control"), "no-cache")
                self.assertEqual(client.get(address, **{"If-None-Match": etag}), 304)
                self.assertEqual([client.text, client.header("Content-Security-Policy")], ["", policy])
        for address in ("/assets/none.mjs", "/assets/app.mjs/x", "/assets", "/index.html"):
            self.assertEqual(client.get(address), 404, address)
        self.assertEqual(client.get("/assets/../app.mjs"), 400)

    def test_hold_nothing_inline_and_no_way_from_text_to_markup(self):
        page = (self.FOLDER / "index.html").read_text(encoding="utf-8")
        self.assertNotRegex(page, r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?://")
        named = set(re.findall(r'(?:href|src)="/assets/([^"]+)"', page))
        # Each module is named there: so none waits for another to be read first.
        there = {file.relative_to(self.FOLDER).as_posix() for file in self.FOLDER.rglob("*.*")}
        self.assertEqual(named, there - {"index.html"})
        words = (r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|setHTML|"
                 r"srcdoc|https?://(?!www\.w3\.org/)")
        for file in self.FOLDER.rglob("*.mjs"):
            self.assertNotRegex(file.read_text(encoding="utf-8"), words, file)

    def test_every_action_of_the_trail_has_its_words(self):
        """A browser hears only those events that it knows by name."""
        rooms = "access|findings|inventory|key|keyring|request|rotate|secret|session|store|sync|webhook"
        written = set()
        for folder in ("jwtkeep", "cli"):
            for file in (keep.SOURCE / folder).rglob("*.?pp"):
                written |= set(re.findall(rf'"((?:{rooms})\.[a-z_.]+[a-z])"', file.read_text(encoding="utf-8")))
        self.assertGreater(len(written), 25)
        words = (self.FOLDER / "words.mjs").read_text(encoding="utf-8")
        told = set(re.findall(r'^  "([a-z_.]+)": ', words, re.MULTILINE))
        self.assertEqual(written - told, set())

    def test_its_reckoning_is_that_of_others(self):
        self.browse("pure")


class Story(Dashboard):
    def test_a_keyring_is_made_rotated_and_compromised(self):
        self.let_in("ops", "**: read, create, rotate, compromise, audit")
        self.browse("story", self.serve("--no-rotate"))

    def test_who_has_no_right_is_told_so(self):
        self.keep.run("new", "orders/prod")
        self.keep.run("new", "billing/prod")
        self.let_in("reader", "orders/prod: read")
        self.let_in("mate", "orders/prod: read, rotate")
        self.browse("denied", self.serve("--no-rotate"))

    def test_destinations_are_pushed_to_and_taken_away(self):
        folder = self.keep.folder / "places"
        folder.mkdir()
        self.keep.run("new", "orders/prod", "--skew", "0s", "--propagation", "0s")
        self.keep.run("sync", "add", "orders/prod", f"dotenv:{folder}/orders.env")
        # Whoever reads there has the place taken away for a while, and a rotation comes.
        folder.rename(f"{folder}.away")
        self.keep.run("rotate", "orders/prod", code=None)
        Path(f"{folder}.away").rename(folder)
        self.let_in("ops", "**: read, sync, export")
        self.browse("places", self.serve("--no-rotate"), JWTKEEP_FILE=f"{folder}/orders.env")

    def test_all_of_it_goes_by_keyboard(self):
        self.keep.run("new", "orders/prod", "--skew", "0s", "--propagation", "0s")
        self.let_in("ops", "**: read, create, rotate, compromise, audit")
        self.browse("keyboard", self.serve("--no-rotate"))


class ByProvider(Dashboard):
    def test_a_person_logs_in_with_a_provider(self):
        servers.must_have("oidc-provider for Node", NODE.joinpath("oidc-provider").is_dir())
        self.keep.run("new", "orders/prod", "--skew", "0s", "--propagation", "0s")
        self.keep.run("new", "billing/prod")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        program = keep.SOURCE / "tests" / "servers" / "oidc_provider" / "serve.mjs"
        provider = servers.Told("node", program, json.dumps({"redirect_uris": [f"{url}/login/sso/callback"]}),
                                stderr=subprocess.DEVNULL)
        self.addCleanup(provider.end)
        issuer = provider.hear()["issuer"]
        provider.ask(**{"as": {"sub": HOSTILE, "groups": ["sre"]}})
        self.keep.run("access", "add", "sre", "--issuer", issuer, "--claim", "groups=sre",
                      "--grant", "orders/prod: read, rotate, audit")
        secret = self.keep.folder / "client.secret"
        secret.write_text("a secret: of 100% it\n", encoding="utf-8")
        server = self.serve("--oidc-issuer", issuer, "--oidc-client-id", "jwtkeep",
                            "--oidc-client-secret-file", str(secret), "--public-url", url,
                            listen=url.removeprefix("http://"))
        self.browse("provider", server, JWTKEEP_ISSUER=issuer, JWTKEEP_SUB=HOSTILE)


class Debugger(Dashboard):
    def test_tells_what_is_wrong_with_a_token_and_sends_it_nowhere(self):
        self.keep.run("new", "orders/prod", "--alg", "ES256")
        self.keep.run("new", "api/prod", "--alg", "HS256")
        for alg in ("ES384", "ES512", "RS256", "PS384", "EdDSA"):
            self.keep.run("new", f"{alg.lower()}/prod", "--alg", alg)
        self.let_in("ops", "**: read, sign")
        self.browse("debugger", self.serve("--no-rotate"))


class Looks(Dashboard):
    def report(self, server, report):
        path = self.keep.folder / "report.json"
        path.write_text(json.dumps(report), encoding="utf-8")
        request = urllib.request.Request(f"{server.url}/v1/findings?source=ci", data=path.read_bytes(), method="POST",
                                         headers={"Authorization": f"Bearer {self.tokens['ops']}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.assertEqual(answer.status, 200)

    def scanned(self, name, text):
        """What the scanner tells of a folder with one file."""
        folder = self.keep.folder / "scanned"
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
        return self.keep.json("scan", str(folder), code=None)

    def test_texts_are_never_more_than_texts(self):
        address = f"jwks:{self.keep.folder}/{HOSTILE.replace('/', '')}.json"
        kid = f"k{HOSTILE}"
        self.keep.run("import", "orders/prod", "-", "--form", "text", "--allow-weak", "--kid", kid, "--iss", HOSTILE,
                      "--aud", HOSTILE, stdin=PUBLISHED)
        self.keep.run("new", "orders/keys", "--alg", "ES256")
        self.keep.run("sync", "add", "orders/keys", address)
        Path(address.removeprefix("jwks:")).write_text("{}", encoding="utf-8")
        self.let_in("ops", "**: read, create, sign, rotate, compromise, audit, report")
        server = self.serve("--no-rotate")
        name = f"{HOSTILE.replace('/', '')}.env"
        self.report(server, self.scanned(name, f"JWT_SECRET={PUBLISHED.decode()}\n"))
        texts = {"hostile": HOSTILE, "kid": kid, "address": address, "path": name}
        self.browse("hostile", server, JWTKEEP_HOSTILE=json.dumps(texts))

    def test_every_view_in_two_themes_and_two_widths(self):
        for name, options in (("orders/prod", ()), ("orders/staging", ()), ("billing/prod", ("--alg", "HS256")),
                              ("billing/prod/refresh", ("--ttl", "12h", "--alg", "HS256"))):
            self.keep.run("new", name, *(options or ("--alg", "ES256")))
        self.keep.run("new", "orders/old", "--alg", "ES256", "--skew", "0s", "--propagation", "0s", "--ttl", "20s",
                      "--sign-propagation", "10s", "--rotate-every", "30s")
        for _ in range(2):
            self.keep.run("rotate", "orders/old")
        for name in ("legacy/prod", "legacy/staging", "reports/prod"):
            self.keep.run("import", name, "-", "--form", "text", "--allow-weak", stdin=PUBLISHED)
        self.keep.run("sync", "add", "orders/prod", f"jwks:{self.keep.folder}/orders.jwks.json")
        self.keep.run("sync", "add", "billing/prod", f"dotenv:{self.keep.folder}/billing.env")
        (self.keep.folder / "orders.jwks.json").write_text("{}", encoding="utf-8")
        self.let_in("ops", "**: read, create, sign, rotate, compromise, sync, audit, report")
        server = self.serve("--no-rotate")
        self.report(server, self.scanned("settings.env", f"JWT_SECRET={PUBLISHED.decode()}\n"))
        self.browse("views", server)


if __name__ == "__main__":
    unittest.main()
