#!/usr/bin/env python3
"""The server from outside: key sets, tokens, rights, many replicas, and clients of other hands through a rotation."""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import threading
import time
import unittest
import urllib.parse
from contextlib import closing
from pathlib import Path

import keep
import servers

NODE = Path(os.environ.get("JWTKEEP_NODE_MODULES", ""))


class Server:
    """`jwtkeep serve` on a free port, ready when this returns."""

    def __init__(self, kept, *options, listen="127.0.0.1:0", **environment):
        self.process = subprocess.Popen([keep.BINARY, "serve", "--listen", listen, *options],
                                        env={**kept.environment, **environment}, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.said = []
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(r"serving at (https?://\S+|unix:\S+)", line):
                self.url = found[1]
                break
        else:
            raise RuntimeError(f"the server does not start: {''.join(self.said)}")

    def end(self):
        """As systemd ends it; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        if not self.process.stderr.closed:
            self.said += self.process.stderr.readlines()
            self.process.stderr.close()
        return code


class Client:
    """One connection that is kept, and who it shows itself as."""

    def __init__(self, url, token=None, context=None):
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        more = {"context": context} if context else {}
        self.connection = kind(parts.hostname, parts.port, timeout=30, **more)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        Client.made.append(self)

    made = []

    @staticmethod
    def close_all():
        while Client.made:
            Client.made.pop().connection.close()

    def ask(self, method, path, body=None, **headers):
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        self.connection.request(method, path, body, {**self.headers, **headers})
        self.answer = self.connection.getresponse()
        self.text = self.answer.read().decode()
        return self.answer.status

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body=None, **headers):
        """The document that came back, and its status in `answer`."""
        self.ask("POST", path, {} if body is None else body, **headers)
        return json.loads(self.text)

    def header(self, name):
        return self.answer.getheader(name)


def until(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)  # between two looks
    return True


class Case(keep.Case):
    def setUp(self):
        super().setUp()
        self.addCleanup(Client.close_all)

    def serve(self, *options, **more):
        server = Server(self.keep, *options, **more)
        self.addCleanup(server.end)
        return server

    def certificate(self, name, *options):
        path = self.keep.folder / name
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{path}.key", "-out", f"{path}.pem", *options],
                       check=True, capture_output=True)
        return path

    def let_in(self, name, *grants, **options):
        words = [word for grant in grants for word in ("--grant", grant)]
        words += [word for option, value in options.items() for word in (f"--{option}", value)]
        return self.keep.text("access", "add", name, *words)


class PublicKeys(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--alg", "ES256")
        self.keep.run("new", "api/prod")
        self.server = self.serve("--default-keyring", "orders/prod", "--public-url", "https://keys.example.com")
        self.client = Client(self.server.url)

    def test_are_what_export_says(self):
        exported = self.keep.json("export", "jwks", "orders/prod")
        for path in ("/k/orders/prod/jwks.json", "/k/orders/prod/.well-known/jwks.json", "/.well-known/jwks.json"):
            self.assertEqual(self.client.get(path), 200)
            self.assertEqual(json.loads(self.client.text), exported)
            self.assertEqual(self.client.header("Cache-Control"), "public, max-age=600")
            self.assertEqual(self.client.header("Content-Type"), "application/jwk-set+json")
            self.assertEqual(self.client.ask("HEAD", path), 200)
            self.assertEqual(self.client.text, "")

    def test_are_not_sent_again_to_who_has_them(self):
        self.client.get("/k/orders/prod/jwks.json")
        etag = self.client.header("ETag")
        for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            self.assertEqual(self.client.get("/k/orders/prod/jwks.json", **{"If-None-Match": known}), 304, known)
            self.assertEqual(self.client.header("ETag"), etag)
        self.assertEqual(self.client.get("/k/orders/prod/jwks.json", **{"If-None-Match": '"x"'}), 200)

    def test_of_a_symmetric_keyring_there_are_none_and_nobody_learns_that_there_is_one(self):
        self.assertEqual(self.client.get("/k/api/prod/jwks.json"), 404)
        symmetric = self.client.text
        self.assertEqual(self.client.get("/k/none/prod/jwks.json"), 404)
        self.assertEqual(self.client.text, symmetric)

    def test_are_discovered(self):
        self.assertEqual(self.client.get("/k/orders/prod/.well-known/openid-configuration"), 200)
        found = json.loads(self.client.text)
        self.assertEqual(found["issuer"], "https://keys.example.com/k/orders/prod")
        self.assertEqual(found["jwks_uri"], "https://keys.example.com/k/orders/prod/jwks.json")
        self.assertEqual(found["id_token_signing_alg_values_supported"], ["ES256"])

    def test_no_path_leads_elsewhere(self):
        for path in ("/k/orders/prod/../prod/jwks.json", "/k/orders%2fprod/jwks.json", "/k//jwks.json", "/k/%00/jwks.json"):
            self.assertEqual(self.client.get(path), 400, path)
            self.client.connection.close()
        for path in ("/assets", "/k/orders/jwks.json", "/k/orders/prod/jwks.json/", "/v1/keys/orders/prod"):
            self.assertEqual(self.client.get(path), 404, path)
        self.assertEqual(self.client.ask("POST", "/k/orders/prod/jwks.json"), 405)
        self.assertIn("GET", self.client.header("Allow"))


class Tokens(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--ttl", "15m")
        self.server = self.serve()
        self.client = Client(self.server.url, self.let_in("ci", "orders/prod: sign, verify"))
        self.assertTrue(until(lambda: self.client.ask("POST", "/v1/keyrings/orders/prod/sign", {}) == 200))

    def sign(self, **wanted):
        return self.client.post("/v1/keyrings/orders/prod/sign", wanted)

    def verify(self, token):
        return self.client.post("/v1/keyrings/orders/prod/verify", {"token": token})

    def test_a_token_is_made_and_verified_here_and_elsewhere(self):
        made = self.sign(sub="alice", ttl="5m", claims={"role": "admin"})
        self.assertEqual(made["alg"], "HS256")
        verdict = self.verify(made["token"])
        self.assertEqual([verdict["valid"], verdict["kid"], verdict["claims"]["role"]], [True, made["kid"], "admin"])
        self.assertEqual(verdict["claims"]["exp"], made["expires_at"])
        secret = self.keep.json("env", "orders/prod", "--format", "json")
        value = next(value for name, value in secret.items() if name.endswith("JWT_SECRET"))
        verified = self.keep.json("verify", "--secret-env", "THEIRS", made["token"], THEIRS=value)
        self.assertEqual(verified["claims"]["sub"], "alice")
        self.assertEqual(self.keep.json("verify", "orders/prod", made["token"])["claims"], verdict["claims"])
        raw = self.client.post("/v1/keyrings/orders/prod/verify", made["token"], **{"Content-Type": "application/jwt"})
        self.assertEqual(raw, verdict)

    def test_what_cannot_be_meant_is_told(self):
        for wanted, reason in (({"ttl": "1h"}, "bad_value"), ({"ttl": "5"}, "bad_value"), ({"claims": []}, "bad_value"),
                               ({"sub": 1}, "bad_value"), ({"sug": "x"}, "bad_value"), ({"sub": ""}, "bad_value"),
                               ({"claims": {"exp": "x"}}, "bad_value"), ({"claims": {"sub": "a"}, "sub": "b"}, "bad_value")):
            told = self.sign(**wanted)
            self.assertEqual([self.client.answer.status, told["reason"]], [422, reason], wanted)
            self.assertEqual(self.client.header("Content-Type"), "application/problem+json")
        for body in ("{", "[]", '{"sub":"a","sub":"b"}', "\x00"):
            self.client.ask("POST", "/v1/keyrings/orders/prod/sign", body)
            self.assertEqual(self.client.answer.status, 400, body)

    def test_refusals_have_their_reason_and_are_counted_by_key(self):
        token = self.sign(sub="alice")["token"]
        head, payload, signature = token.split(".")
        forged = f"{head}.{payload}.{signature[:-4]}AAAA"
        self.assertEqual(self.verify(forged)["reason"], "bad_signature")
        self.assertEqual(self.verify("x")["reason"], "malformed")
        batch = self.client.post("/v1/keyrings/orders/prod/verify-batch", {"tokens": [token, forged, token]})
        self.assertEqual([one.get("reason", one["valid"]) for one in batch["results"]], [True, "bad_signature", True])
        self.assertEqual([batch["valid"], batch["refused"]], [2, 1])
        lines = self.client.post("/v1/keyrings/orders/prod/verify-batch", f"{token}\n{forged}\r\n",
                                 **{"Content-Type": "text/plain"})
        self.assertEqual([one["valid"] for one in lines["results"]], [True, False])
        self.client.get("/metrics")
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]
        self.assertIn(f'jwtkeep_tokens_refused_total{{keyring="orders/prod",kid="{kid}",reason="bad_signature"}} 3',
                      self.client.text)
        self.assertIn('refused_total{keyring="orders/prod",kid="",reason="malformed"} 1', self.client.text)

    def test_what_another_hand_changes_counts_at_once(self):
        token = self.sign(sub="alice")["token"]
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]
        self.keep.run("rotate", "orders/prod", "--compromised", kid)
        self.assertTrue(until(lambda: not self.verify(token)["valid"]))
        self.assertEqual(self.verify(token)["reason"], "key_compromised")
        self.assertNotEqual(self.sign()["kid"], kid)


class Rights(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")
        self.keep.run("new", "billing/prod")
        self.token = self.let_in("ci", "orders/prod: sign")
        self.server = self.serve()

    def status(self, client, path="/v1/keyrings/orders/prod/sign"):
        client.ask("POST", path, {})
        return client.answer.status

    def denials(self):
        return [entry["detail"] for entry in self.keep.json("log", "--limit", "0") if entry["action"] == "access.denied"]

    def test_are_denied_unless_granted_and_denials_are_in_the_trail(self):
        client = Client(self.server.url, self.token)
        self.assertEqual(self.status(client), 200)
        for path in ("/v1/keyrings/orders/prod/verify", "/v1/keyrings/billing/prod/sign", "/v1/keyrings/none/prod/sign"):
            self.assertEqual(self.status(client, path), 403, path)
        self.assertEqual(self.status(Client(self.server.url)), 401)
        self.assertEqual(self.status(Client(self.server.url, self.token[:-1] + "!")), 401)
        self.assertTrue(until(lambda: len(self.denials()) >= 5), self.denials())
        self.assertIn({"who": "ci", "verb": "verify", "why": "permission", "times": 1}, self.denials())
        self.keep.run("log", "verify")
        self.assertNotIn(self.token, json.dumps(self.keep.json("log", "--limit", "0")))

    def test_end_when_they_are_revoked(self):
        client = Client(self.server.url, self.token)
        self.assertEqual(self.status(client), 200)
        self.keep.run("access", "revoke", "ci")
        self.assertTrue(until(lambda: self.status(client) == 401))

    def test_who_guesses_is_locked_out_and_told_of(self):
        stranger = Client(self.server.url, "jka_" + "x" * 12 + "_" + "y" * 43 + "_zzzzzz")
        seen = [self.status(stranger) for _ in range(12)]
        self.assertEqual(seen, [401] * 10 + [429] * 2)
        self.assertGreaterEqual(int(stranger.header("Retry-After")), 1)
        self.assertTrue(until(lambda: any(one["why"] == "locked_out" for one in self.denials())))

    def test_who_asks_too_often_waits(self):
        client = Client(self.server.url, self.let_in("slow", "orders/prod: sign", rate="2"))
        self.assertTrue(until(lambda: self.status(client) != 401))
        seen = [self.status(client) for _ in range(20)]
        self.assertIn(429, seen)
        self.assertEqual(set(seen) - {200, 429}, set())


class Keyrings(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--skew", "0s", "--propagation", "0s")
        self.keep.run("new", "orders/test")
        self.keep.run("new", "billing/prod")
        self.server = self.serve("--no-rotate")

    def test_only_those_that_may_be_read_are_listed(self):
        client = Client(self.server.url, self.let_in("dev", "orders/*: read"))
        self.assertTrue(until(lambda: client.get("/v1/keyrings") == 200))
        listed = json.loads(client.text)
        self.assertEqual([one["keyring"] for one in listed["keyrings"]], ["orders/prod", "orders/test"])
        self.assertIsNone(listed["after"])
        client.get("/v1/keyrings?limit=1")
        page = json.loads(client.text)
        client.get(f"/v1/keyrings?limit=1&after={page['after']}")
        self.assertEqual(json.loads(client.text)["keyrings"][0]["keyring"], "orders/test")
        self.assertEqual(client.get("/v1/keyrings/orders/prod"), 200)
        shown, told = json.loads(client.text), self.keep.json("show", "orders/prod")
        self.assertEqual(shown["keys"], told["keys"])
        self.assertEqual(client.get("/v1/keyrings/billing/prod"), 403)
        for query in ("limit=0", "limit=x", "limit=1001"):
            self.assertEqual(client.get(f"/v1/keyrings?{query}"), 422, query)

    def test_a_rotation_is_previewed_and_then_done_once(self):
        client = Client(self.server.url, self.let_in("ops", "orders/prod: read, rotate, compromise"))
        path = "/v1/keyrings/orders/prod"
        self.assertTrue(until(lambda: client.get(path) == 200))
        before = json.loads(client.text)
        preview = client.post(f"{path}/rotate", {"dry_run": True})
        self.assertIn("activate", [one["step"] for one in preview["foreseen"]])
        self.assertEqual(self.keep.json("show", "orders/prod")["revision"], before["revision"])
        seen = next(key["kid"] for key in before["keys"] if key["state"] == "active")
        done = client.post(f"{path}/rotate", {"seen_active": seen})
        self.assertIn("activate", [one["step"] for one in done["taken"]])
        again = client.post(f"{path}/rotate", {"seen_active": seen})
        self.assertEqual([again["taken"], again["overtaken"]], [[], True])
        active = next(key["kid"] for key in done["keys"] if key["state"] == "active")
        told = client.post(f"{path}/compromise", {"kid": active})
        self.assertEqual(next(key for key in told["keys"] if key["kid"] == active)["state"], "compromised")
        self.assertEqual(client.post(f"{path}/compromise", {"kid": active})["keys"], told["keys"])
        self.assertEqual(client.post(f"{path}/compromise", {"kid": "x"})["reason"], "key_unknown")
        self.assertEqual(client.ask("POST", "/v1/keyrings/orders/test/rotate", {}), 403)
        actors = {entry["actor"] for entry in self.keep.json("history", "orders/prod") if entry["action"] == "key.activate"}
        self.assertIn("ops@127.0.0.1", actors)

    def test_the_trail_is_for_who_may_audit(self):
        one = Client(self.server.url, self.let_in("one", "orders/prod: audit"))
        everything = Client(self.server.url, self.let_in("all", "**: audit"))
        self.assertTrue(until(lambda: everything.get("/v1/audit") == 200))
        whole = self.keep.json("log", "--limit", "0")
        self.assertEqual(json.loads(everything.text)["entries"], whole[:len(json.loads(everything.text)["entries"])])
        self.assertEqual(one.get("/v1/audit"), 403)
        self.assertEqual(one.get("/v1/audit?keyring=orders/prod"), 200)
        self.assertEqual({entry["keyring"] for entry in json.loads(one.text)["entries"]}, {"orders/prod"})

    def test_what_happens_is_told_to_who_may_read_it(self):
        client = Client(self.server.url, self.let_in("dev", "orders/prod: read"))
        self.assertTrue(until(lambda: client.get("/v1/keyrings") == 200))
        number = self.keep.json("log", "--limit", "1")[0]["sequence"]
        client.connection.request("GET", "/v1/events", headers={**client.headers, "Last-Event-ID": str(number)})
        answer = client.connection.getresponse()
        self.assertEqual([answer.status, answer.getheader("Content-Type")], [200, "text/event-stream"])
        self.keep.run("rotate", "billing/prod")
        self.keep.run("rotate", "orders/prod")
        heard = []
        while not heard or heard[-1]["action"] != "rotate.done":
            line = answer.readline().decode()
            self.assertTrue(line, heard)
            if line.startswith("data: "):
                heard.append(json.loads(line[6:]))
        self.assertEqual({entry["keyring"] for entry in heard}, {"orders/prod"})
        self.assertEqual(heard[0]["action"], "rotate.begin")
        self.keep.run("access", "revoke", "dev")
        while line := answer.readline():
            self.assertFalse(line.startswith(b"data:"), line)


class Transport(Case):
    def test_plain_http_stays_on_this_machine(self):
        done = self.keep.run("serve", "--listen", "0.0.0.0:0", code=2)
        self.assertIn(b"plain HTTP", done.stderr)

    def test_a_client_certificate_is_a_principal(self):
        self.keep.run("new", "orders/prod")
        own = self.certificate("server", "-addext", "subjectAltName=IP:127.0.0.1")
        client = self.certificate("client")
        self.keep.run("access", "add", "mesh", "--certificate", f"{client}.pem", "--grant", "orders/prod: sign")
        server = self.serve("--tls-cert", f"{own}.pem", "--tls-key", f"{own}.key", "--tls-client-ca", f"{client}.pem")
        self.assertTrue(server.url.startswith("https://"))
        context = ssl.create_default_context(cafile=f"{own}.pem")
        self.assertEqual(Client(server.url, context=context).ask("POST", "/v1/keyrings/orders/prod/sign", {}), 401)
        context.load_cert_chain(f"{client}.pem", f"{client}.key")
        self.assertEqual(Client(server.url, context=context).ask("POST", "/v1/keyrings/orders/prod/sign", {}), 200)

    def test_a_new_certificate_is_taken_without_dropping_anybody(self):
        self.keep.run("new", "orders/prod", "--alg", "ES256")
        first, second = (self.certificate(name, "-addext", "subjectAltName=IP:127.0.0.1") for name in ("first", "second"))
        for part in ("pem", "key"):
            shutil.copy(f"{first}.{part}", self.keep.folder / f"own.{part}")
        own = self.keep.folder / "own"
        server = self.serve("--tls-cert", f"{own}.pem", "--tls-key", f"{own}.key")
        told = []
        reading = threading.Thread(target=lambda: told.extend(server.process.stderr))
        reading.start()
        self.addCleanup(reading.join)
        self.addCleanup(server.process.terminate)

        def taken(by):
            context = ssl.create_default_context(cafile=f"{by}.pem")
            client = Client(server.url, context=context)
            try:
                return client.get("/healthz") == 200
            except ssl.SSLError:
                return False

        kept = Client(server.url, context=ssl.create_default_context(cafile=f"{first}.pem"))
        self.assertEqual(kept.get("/healthz"), 200)
        # One that is broken is told of, and changes nothing.
        Path(f"{own}.pem").write_text("no certificate\n", encoding="utf-8")
        self.assertTrue(until(lambda: any("is not taken" in line for line in told)), told)
        self.assertTrue(taken(first))
        # A certificate without its key is not one yet.
        for part in ("key", "pem"):
            os.replace(shutil.copy(f"{second}.{part}", self.keep.folder / "coming"), f"{own}.{part}")
        self.assertTrue(until(lambda: taken(second)), told)
        self.assertFalse(taken(first))
        self.assertEqual(kept.get("/healthz"), 200)
        # And at once, where it is asked for.
        for part in ("pem", "key"):
            shutil.copy(f"{first}.{part}", f"{own}.{part}")
        server.process.send_signal(signal.SIGHUP)
        self.assertTrue(until(lambda: taken(first)), told)
        self.assertEqual(kept.get("/healthz"), 200)
        server.process.send_signal(signal.SIGHUP)
        self.assertEqual(kept.get("/healthz"), 200)

    def test_a_desk_gets_a_certificate_of_its_own(self):
        server = self.serve("--tls-self-signed")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.assertEqual(Client(server.url, context=context).get("/healthz"), 200)


class Settings(Case):
    """The command line wins over the environment, which wins over the file."""

    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--alg", "ES256")
        self.file = self.keep.folder / ".config" / "jwtkeep" / "serve.toml"
        self.file.parent.mkdir(parents=True, exist_ok=True)

    def said(self, *options, **environment):
        told = self.keep.json("serve", "--check", *options, **environment)["settings"]
        return {one["key"]: (one["value"], one["from"]) for one in told}

    def test_what_counts_is_told_with_where_it_comes_from(self):
        self.file.write_text('listen = ["127.0.0.1:0"]\nthreads = 3\ndefault-keyring = "orders/prod"\nno-rotate = true\n',
                             encoding="utf-8")
        said = self.said("--threads", "1", JWTKEEP_SERVE_LISTEN="127.0.0.1:1,127.0.0.1:2", JWTKEEP_SERVE_THREADS="2",
                         JWTKEEP_SERVE_DRAIN="5s")
        self.assertEqual(said, {"threads": (1, "--threads"), "no-rotate": (True, str(self.file)),
                                "listen": (["127.0.0.1:1", "127.0.0.1:2"], "JWTKEEP_SERVE_LISTEN"),
                                "drain": ("5s", "JWTKEEP_SERVE_DRAIN"),
                                "default-keyring": ("orders/prod", str(self.file))})
        shown = self.keep.run("serve", "--check").stdout.decode()
        self.assertRegex(shown, r"(?m)^threads +3 +.*serve\.toml$")
        # An option that is given its usual value is given all the same.
        self.file.write_text("parallel = 2\n", encoding="utf-8")
        self.assertEqual(self.said("--parallel", "8")["parallel"], (8, "--parallel"))
        done = self.keep.run("serve", "--check", JWTKEEP_SERVE_THREDS="2")
        self.assertIn(b"did you mean JWTKEEP_SERVE_THREADS?", done.stderr)

    def test_every_option_is_a_variable_and_a_key_too(self):
        """Three lists that must be one: the help's, the environment's, the file's."""
        own = self.certificate("own")
        secret = self.keep.folder / "hook.secret"
        secret.write_text(f"whsec_{'A' * 44}\n", encoding="utf-8")
        everything = {"listen": ["127.0.0.1:0"], "public-url": "https://keys.example.com", "default-keyring": "orders/prod",
                      "threads": 2, "drain": "5s", "no-rotate": True, "tls-cert": f"{own}.pem", "tls-key": f"{own}.key",
                      "tls-client-ca": f"{own}.pem", "tls-client-required": True, "oidc-issuer": "https://id.example.com",
                      "oidc-name": "example", "oidc-client-id": "jwtkeep", "oidc-client-secret-file": str(secret),
                      "oidc-scope": ["email", "groups"], "oidc-ca-file": f"{own}.pem", "webhook-url": "https://hooks.example.com/x",
                      "webhook-name": "pager", "webhook-keyring": ["orders/*"], "webhook-secret-file": str(secret),
                      "webhook-ca-file": f"{own}.pem", "max-rps": 5, "timeout": "3s", "parallel": 2}
        shown = self.keep.run("serve", "--help").stdout.decode()
        named = set(re.findall(r"^  (?:-h,)?--([a-z-]+)", shown, re.MULTILINE)) - {"help", "config", "check"}
        self.assertEqual(named, {*everything, "tls-self-signed"})
        words, variables, lines = [], {}, []
        for key, value in everything.items():
            variable = "JWTKEEP_SERVE_" + key.upper().replace("-", "_")
            variables[variable] = ",".join(value) if isinstance(value, list) else json.dumps(value).strip('"')
            words += [f"--{key}"] if value is True else [word for one in (value if isinstance(value, list) else [value])
                                                          for word in (f"--{key}", str(one))]
            lines.append(f"{key} = {json.dumps(value)}\n")
        self.assertEqual(self.said(*words), {key: (value, f"--{key}") for key, value in everything.items()})
        said = self.said(**variables)
        self.assertEqual({key: value for key, (value, _) in said.items()}, everything)
        self.assertEqual({origin for _, origin in said.values()}, set(variables))
        self.file.write_text("".join(lines), encoding="utf-8")
        self.assertEqual(self.said(), {key: (value, str(self.file)) for key, value in everything.items()})
        self.file.write_text("tls-self-signed = true\n", encoding="utf-8")
        self.assertEqual(self.said(), {"tls-self-signed": (True, str(self.file))})
        self.assertEqual(self.said("--tls-self-signed"), {"tls-self-signed": (True, "--tls-self-signed")})

    def test_a_check_reads_what_serving_would(self):
        own, other = self.certificate("own"), self.certificate("other")
        broken = self.keep.folder / "broken.pem"
        broken.write_text("no certificate\n", encoding="utf-8")
        for options, word in ((("--tls-cert", f"{own}.pem", "--tls-key", f"{other}.key"), b"private key is not the one"),
                              (("--tls-cert", broken, "--tls-key", f"{own}.key"), b"certificate"),
                              (("--tls-cert", f"{own}.pem", "--tls-key", broken), b"key"),
                              (("--tls-cert", f"{own}.pem", "--tls-key", f"{own}.key", "--tls-client-ca", broken), b"certificate"),
                              (("--threads", "257"), b"1 to 256"), (("--oidc-scope", "email"), b"no issuer"),
                              (("--webhook-name", "pager"), b"no url"), (("--webhook-url", "https://h.example.com"), b"secret")):
            self.assertIn(word, self.keep.run("serve", "--check", *options, code=2).stderr, options)
        for name, words in (("none/prod", b"there is no keyring none/prod yet"), ("orders/prod", b"")):
            self.assertIn(words, self.keep.run("serve", "--check", "--default-keyring", name).stderr)

    def test_a_server_is_started_by_its_file_alone(self):
        other = self.keep.folder / "elsewhere.toml"
        other.write_text('listen = ["unix:%s"]\ndefault-keyring = "orders/prod"\n' % (self.keep.folder / "s"), encoding="utf-8")
        process = subprocess.Popen([keep.BINARY, "serve", "--config", other], env=self.keep.environment,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.terminate)
        self.assertIn("unix:", process.stderr.readline())
        self.assertEqual(self.said(JWTKEEP_SERVE_CONFIG=str(other))["default-keyring"][1], str(other))

    def test_what_cannot_be_meant_stops_it(self):
        for text, word in (("tls-crt = 'x'", b"did you mean tls-cert?"), ("threads = 'x'", b"whole number"),
                           ("threads = ", b"line 1"), ("[[oidc]]\nnam = 'x'", b"did you mean name?"),
                           ("[[oidc]]\nissuer = 'https://id.example.com'", b"--public-url"),
                           ("public-url = 'https://k.example.com'\n[[oidc]]\nclient-id = 'x'", b"no issuer")):
            self.file.write_text(text, encoding="utf-8")
            done = self.keep.run("serve", "--check", code=2)
            self.assertIn(word, done.stderr, text)
        self.file.write_text("threads = 1\n", encoding="utf-8")
        self.file.chmod(0o666)
        self.assertIn(b"written by everybody", self.keep.run("serve", "--check", code=2).stderr)
        self.keep.run("serve", "--check", "--config", str(self.keep.folder / "none.toml"), code=None)
        self.assertIn(b"cannot open", self.keep.run("serve", "--check", "--config", "none.toml", code=2).stderr)


class Ending(Case):
    def test_nothing_that_was_asked_goes_without_an_answer(self):
        self.keep.run("new", "orders/prod", "--alg", "ES256")
        server = self.serve()
        counts, failures = [], []

        def ask():
            answered = 0
            client = Client(server.url)
            try:
                while True:
                    status = client.get("/k/orders/prod/jwks.json")
                    answered += 1
                    if status != 200:
                        failures.append(status)
                    if client.header("Connection") == "close":
                        break
            except OSError as error:
                failures.append(error)
            counts.append(answered)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)  # they are at it
        self.assertEqual(server.end(), 0)
        for thread in threads:
            thread.join(60)
        self.assertEqual(failures, [])
        self.assertEqual(len(counts), 8)
        self.assertGreater(min(counts), 1)
        self.assertIn("every request was answered", server.said[-1])


class Rotation(Case):
    def verifier(self, *words):
        process = subprocess.Popen(words, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.communicate)
        return process

    def test_clients_of_other_hands_refuse_nothing_while_keys_rotate(self):
        keyfunc = Path(os.environ.get("JWTKEEP_GO_PEER") or "none").with_name("keyfunc")
        nimbus = os.environ.get("JWTKEEP_JAVA_PEER", "")
        servers.must_have("jose for Node", NODE.joinpath("jose").is_dir())
        servers.must_have("keyfunc for Go", keyfunc.is_file())
        servers.must_have("Nimbus for Java", os.path.isfile(nimbus))
        self.keep.run("new", "orders/prod", "--alg", "ES256", "--ttl", "3s", "--skew", "0s", "--propagation", "2s",
                      "--sign-propagation", "1s", "--rotate-every", "3s")
        token = self.let_in("ci", "orders/prod: sign")
        server = self.serve()
        url = f"{server.url}/k/orders/prod/jwks.json"
        client = Client(server.url, token)
        peers = keep.SOURCE / "tests" / "peers"
        verifiers = [self.verifier("node", peers / "node" / "remote_jwks.mjs", url),
                     self.verifier("/usr/bin/python3", peers / "pyjwt" / "remote_jwks.py", url),
                     self.verifier(keyfunc, url),
                     self.verifier("java", "-cp", nimbus, peers / "nimbus" / "RemoteJwks.java", url)]
        kids, verified = [], 0
        end = time.monotonic() + 60
        while len(set(kids)) < 4 and time.monotonic() < end:
            made = client.post("/v1/keyrings/orders/prod/sign", {"sub": "alice"})
            kids.append(made["kid"])
            for verifier in verifiers:
                verifier.stdin.write(made["token"] + "\n")
                verifier.stdin.flush()
                self.assertEqual(json.loads(verifier.stdout.readline()), {"sub": "alice"})
                verified += 1
            time.sleep(0.01)
        self.assertGreaterEqual(len(set(kids)), 4, "it did not rotate")
        print(f"{verified} tokens verified by jose, PyJWT, keyfunc and Nimbus over {len(set(kids))} keys, none refused")


    def test_a_row_that_another_hand_wrote_holds_up_no_keyring_and_is_told_of_once(self):
        self.keep.run("new", "orders/prod", "--ttl", "1s", "--skew", "0s", "--propagation", "0s", "--sign-propagation", "0s",
                      "--rotate-every", "1s")
        with closing(sqlite3.connect(self.keep.store)) as store, store:
            store.execute("INSERT INTO due VALUES (?, ?)", ("0" * 20 + "|x", "x"))
        server = self.serve()
        first = self.keep.json("show", "orders/prod")["revision"]
        self.assertTrue(until(lambda: self.keep.json("show", "orders/prod")["revision"] > first + 4))
        self.assertEqual(server.end(), 0)
        self.assertEqual(sum("list of due keyrings" in line for line in server.said), 1, server.said)


class Replicas(unittest.TestCase):
    def test_a_change_reaches_all_and_a_lost_database_stops_no_verifying(self):
        database, kept = servers.kept_on_postgres(self)
        self.addCleanup(Client.close_all)
        kept.run("new", "orders/prod", "--alg", "ES256")
        token = kept.text("access", "add", "ci", "--grant", "*/prod: sign, verify, rotate")
        replicas = [Server(kept) for _ in range(2)]
        for replica in replicas:
            self.addCleanup(replica.end)
        clients = [Client(replica.url, token) for replica in replicas]
        kept.run("new", "late/prod", "--alg", "EdDSA")
        for client in clients:
            self.assertTrue(until(lambda: client.get("/k/late/prod/jwks.json") == 200))
        made = clients[0].post("/v1/keyrings/late/prod/sign", {"sub": "alice"})["token"]
        database.command("kill")
        for client in clients:
            self.assertTrue(until(lambda: client.get("/readyz") == 503))
            self.assertEqual(client.get("/healthz"), 200)
            self.assertEqual(client.get("/k/orders/prod/jwks.json"), 200)
            self.assertTrue(client.post("/v1/keyrings/late/prod/verify", {"token": made})["valid"])
            refused = client.post("/v1/keyrings/late/prod/rotate")
            self.assertEqual([client.answer.status, refused["reason"]], [503, "io_failed"])
        database.command("start")
        kept.run("new", "later/prod", "--alg", "EdDSA")
        for client in clients:
            self.assertTrue(until(lambda: client.get("/readyz") == 200))
            self.assertTrue(until(lambda: client.get("/k/later/prod/jwks.json") == 200))
        for replica in replicas:
            self.assertEqual(replica.end(), 0)


if __name__ == "__main__":
    unittest.main()
