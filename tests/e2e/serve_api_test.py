#!/usr/bin/env python3
"""The server's API from outside: what is made, changed and told over HTTP, and who may not."""

import base64
import json
import os
import re
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import keep
import servers
import schema
import serve_test
from serve_test import until


def b64(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


class Description:
    """docs/openapi.json, and every answer of this program's stories, which it has to have foreseen."""

    document = schema.load("docs/openapi.json")
    answers = {}

    @classmethod
    def operation(cls, method, path):
        """The narrowest that fits."""
        fitting = [(pattern.count("{"), item[method.lower()]) for pattern, item in cls.document["paths"].items()
                   if method.lower() in item and re.fullmatch(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(pattern)), path)]
        return min(fitting, key=lambda one: one[0])[1] if fitting else None

    @classmethod
    def note(cls, method, path, answer, text):
        operation = cls.operation(method, path.partition("?")[0])
        if operation is None:
            return
        told = operation["responses"].get(str(answer.status))
        if told is None:
            raise AssertionError(f"{method} {path} answers {answer.status}, which docs/openapi.json does not have")
        if "$ref" in told:
            told = cls.document["components"]["responses"][told["$ref"].rpartition("/")[2]]
        kind = (answer.getheader("Content-Type") or "").partition(";")[0]
        if (kind or None) not in (told.get("content") or {None: None}):
            raise AssertionError(f"{method} {path} answers {answer.status} as {kind}")
        if kind.endswith("json"):
            group = f"{operation['operationId']} {answer.status}"
            cls.answers.setdefault(group, (told["content"][kind]["schema"], []))[1].append(json.loads(text))

    @classmethod
    def judge(cls):
        """What is documented nowhere is wrong, too."""
        judge = {"components": schema.closed(cls.document["components"]),
                 "properties": {group: schema.closed(told) for group, (told, _) in cls.answers.items()}}
        documents = [{group: one} for group, (_, all_of_it) in cls.answers.items() for one in all_of_it]
        found = {problem for problems in schema.problems(judge, documents) for problem in problems}
        if found:
            raise AssertionError("docs/openapi.json has not foreseen:\n" + "\n".join(sorted(found)))
        print(f"{len(documents)} answers of {len(cls.answers)} kinds are as docs/openapi.json says")


def tearDownModule():
    if Description.answers:
        Description.judge()


class Client(serve_test.Client):
    heard = []  # all that any of them was told in this test

    def ask(self, method, path, body=None, **headers):
        status = super().ask(method, path, body, **headers)
        Description.note(method, path, self.answer, self.text)
        Client.heard.append(self.text)
        return status


class Case(serve_test.Case):
    """A server that rotates nothing by itself, and clients of it."""

    options = ("--no-rotate",)

    def setUp(self):
        super().setUp()
        Client.heard.clear()
        self.prepare()
        self.server = self.serve(*self.options)

    def tearDown(self):
        """Whatever was asked, no private material was told."""
        told = "\n".join(Client.heard)
        for private in ("PRIVATE KEY", '"d":', '"k":'):
            self.assertNotIn(private, told)
        for ring in self.keep.json("list"):
            secret = json.loads(self.keep.text("env", ring["keyring"], "--format", "json")).get("JWT_SECRET")
            if secret and len(secret) >= 32:  # `secret` is a word, too
                self.assertNotIn(secret, told)

    def prepare(self):
        self.keep.run("new", "orders/prod", "--ttl", "15m", "--skew", "0s", "--propagation", "0s")

    def secret(self, name):
        return json.loads(self.keep.text("env", name, "--format", "json"))["JWT_SECRET"]

    def client(self, name, *grants, **options):
        """Somebody with these rights, whom the server knows already."""
        client = Client(self.server.url, self.let_in(name, *grants, **options))
        self.assertTrue(until(lambda: client.get("/v1/keyrings") == 200))
        return client


class Words(Case):
    """What is said of a request that is nearly right."""

    def test_a_key_is_named_by_the_beginning_of_its_kid(self):
        client = self.client("oncall", "orders/prod: compromise, read")
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]
        path = "/v1/keyrings/orders/prod/compromise"
        self.assertIn("no key with that kid", client.post(path, {"kid": kid[:3]})["detail"])
        foreseen = client.post(path, {"kid": kid[:8], "dry_run": True})
        self.assertEqual(client.answer.status, 200, foreseen)
        for _ in range(2):
            self.assertEqual({"compromised"}, {key["state"] for key in client.post(path, {"kid": kid[:8]})["keys"] if key["kid"] == kid})

    def test_what_is_wrong_with_a_body(self):
        client = self.client("ci", "orders/prod: sign, verify")
        token = client.post("/v1/keyrings/orders/prod/sign", {"sub": "alice"})["token"]
        told = client.post("/v1/keyrings/orders/prod/verify", token, **{"Content-Type": "text/plain"})
        self.assertEqual(told["detail"], "the body: not valid JSON")
        self.assertIn("Content-Type: application/jwt", told["hint"])
        self.assertIn("send a JSON object", client.post("/v1/keyrings/orders/prod/sign", "{bad")["hint"])
        self.assertEqual(client.post("/v1/keyrings/orders/prod/sign", {"sub": ""})["detail"], '"sub" is empty')
        self.assertEqual(client.post("/v1/keyrings/orders/prod/sign", {"sub": 1})["detail"], '"sub" has to be a text')

    def test_a_header_without_its_token(self):
        client = Client(self.server.url)
        self.assertEqual(client.get("/v1/keyrings", Authorization="Bearer "), 401)
        self.assertIn("no token stands behind Bearer", client.text)
        self.assertEqual(client.get("/v1/keyrings", Authorization="Basic eDp5"), 401)
        self.assertIn("Authorization does not say Bearer", client.text)


class Content(Case):
    def test_claims_and_bytes_are_encrypted_and_decrypted(self):
        client = self.client("ci", "orders/prod: encrypt, decrypt")
        path = "/v1/keyrings/orders/prod"
        made = client.post(f"{path}/encrypt", {"claims": {"card": "4242"}, "sub": "alice", "ttl": "5m"})
        self.assertEqual([made["alg"], made["enc"]], ["A256KW", "A256GCM"])
        self.assertNotIn("4242", made["token"])
        opened = client.post(f"{path}/decrypt", {"token": made["token"]})
        self.assertEqual([opened["valid"], opened["kid"], opened["claims"]["card"]], [True, made["kid"], "4242"])
        self.assertEqual(opened["claims"]["exp"], made["expires_at"])
        made = client.post(f"{path}/encrypt", {"payload": b64("a secret")})
        self.assertNotIn("expires_at", made)
        self.assertEqual(client.post(f"{path}/decrypt", {"token": made["token"]})["payload"], b64("a secret"))
        self.assertEqual(client.header("Cache-Control"), "no-store")
        # The command line on the same store does the same.
        self.assertEqual(self.keep.run("decrypt", "orders/prod", "--raw", "-", stdin=made["token"].encode()).stdout, b"a secret")
        sealed = self.keep.text("encrypt", "orders/prod", "--sub", "bob")
        self.assertEqual(client.post(f"{path}/decrypt", {"token": sealed})["claims"]["sub"], "bob")

    def test_what_does_not_open_is_told_by_its_reason(self):
        self.keep.run("new", "billing/prod", "--alg", "ES256")
        client = self.client("ci", "*/prod: encrypt, decrypt, sign, rotate, compromise, read")
        path = "/v1/keyrings/orders/prod"
        token = client.post(f"{path}/encrypt", {"sub": "alice"})["token"]
        elsewhere = client.post("/v1/keyrings/billing/prod/encrypt", {"sub": "alice"})
        self.assertTrue(client.post("/v1/keyrings/billing/prod/decrypt", {"token": elsewhere["token"]})["valid"])
        signed = client.post(f"{path}/sign", {})["token"]
        head, rest = token.split(".", 1)
        for sent, reason in ((elsewhere["token"], "key_unknown"), (signed, "malformed"), ("x", "malformed"),
                             (head + "." + rest[:-4] + "AAAA", "decryption_failed")):
            refused = client.post(f"{path}/decrypt", {"token": sent})
            self.assertEqual([client.answer.status, refused["valid"], refused["reason"]], [200, False, reason])
            self.assertTrue(refused["hint"], refused)
        # What was encrypted before a rotation opens after it, and no more once its key is compromised.
        kid = client.post(f"{path}/encrypt", {})["kid"]
        client.post(f"{path}/rotate", {})
        self.assertNotEqual(client.post(f"{path}/encrypt", {})["kid"], kid)
        self.assertTrue(client.post(f"{path}/decrypt", {"token": token})["valid"])
        client.post(f"{path}/compromise", {"kid": kid})
        self.assertEqual(client.post(f"{path}/decrypt", {"token": token})["reason"], "key_compromised")

    def test_rude_bodies_are_refused(self):
        client = self.client("ci", "orders/prod: encrypt, decrypt")
        for verb, body, status in (("encrypt", {"payload": "a+b"}, 422), ("encrypt", {"payload": 1}, 422),
                                   ("encrypt", {"payload": "YQ", "sub": "x"}, 422), ("encrypt", {"ttl": "1d"}, 422),
                                   ("encrypt", {"nonsense": 1}, 422), ("encrypt", "{", 400), ("encrypt", "[]", 400),
                                   ("decrypt", {}, 422), ("decrypt", {"token": ""}, 422), ("decrypt", {"token": []}, 422)):
            self.assertEqual(client.ask("POST", f"/v1/keyrings/orders/prod/{verb}", body), status, body)
            self.assertEqual(client.header("Content-Type"), "application/problem+json")

    def test_needs_the_right(self):
        client = self.client("ci", "orders/prod: sign, verify, read, export, admin")
        for verb in ("encrypt", "decrypt"):
            self.assertEqual(client.ask("POST", f"/v1/keyrings/orders/prod/{verb}", {"token": "x"}), 403)
            self.assertEqual(client.ask("POST", f"/v1/keyrings/none/prod/{verb}", {"token": "x"}), 403)


class Creating(Case):
    def test_a_keyring_is_made_as_new_makes_it(self):
        client = self.client("ops", "*/prod: create, read, sign")
        made = client.post("/v1/keyrings", {"keyring": "web/prod", "alg": "ES256", "ttl": "10m", "iss": "https://id.example",
                                            "verifiers": ["node-jwks-rsa", "spring"]})
        self.assertEqual([client.answer.status, client.header("Location")], [201, "/v1/keyrings/web/prod"])
        shown = self.keep.json("show", "web/prod")
        self.assertEqual(made["keys"], shown["keys"])
        self.assertEqual(client.get(client.header("Location")), 200)
        self.assertEqual(json.loads(client.text)["policy"], made["policy"])
        self.assertEqual(made["policy"]["issuer"], "https://id.example")
        self.assertEqual(client.ask("POST", "/v1/keyrings/web/prod/sign", {}), 200)
        self.assertEqual(client.get("/k/web/prod/jwks.json"), 200)
        entry = next(one for one in self.keep.json("history", "web/prod") if one["action"] == "keyring.create")
        self.assertEqual(entry["actor"], "ops@127.0.0.1")
        again = client.post("/v1/keyrings", {"keyring": "web/prod"})
        self.assertEqual([client.answer.status, again["reason"]], [409, "already_exists"])

    def test_only_where_it_is_granted_and_meant(self):
        client = self.client("ops", "web/*: create, read")
        for body, status in (({"keyring": "orders/prod"}, 403), ({"keyring": "orders/new"}, 403), ({}, 422),
                             ({"keyring": "web/prod", "alg": "none"}, 422), ({"keyring": "web/prod", "alg": "A256KW"}, 422),
                             ({"keyring": "web/prod", "ttl": "soon"}, 422), ({"keyring": "web/prod", "ttl": 5}, 422),
                             ({"keyring": "web/prod", "ttl": "1h", "retention": "0s", "rotate_every": "0s"}, 422),
                             ({"keyring": "web/prod", "alg": "ES256", "form": "text"}, 422),
                             ({"keyring": "web/prod", "verifiers": ["nobody"]}, 422),
                             ({"keyring": "web/prod", "verifiers": [1]}, 422),
                             ({"keyring": "web/prod", "name": "x"}, 422), ({"keyring": "web/"}, 403)):
            self.assertEqual(client.ask("POST", "/v1/keyrings", body), status, body)
        self.assertEqual([one["keyring"] for one in self.keep.json("list")], ["orders/prod"])
        nobody = Client(self.server.url)
        self.assertEqual(nobody.ask("POST", "/v1/keyrings", {"keyring": "web/prod"}), 401)


class Destinations(Case):
    def setUp(self):
        self.bao = servers.OpenBao(tempfile.mkdtemp(prefix="jwtkeep-bao-") + "/bao")
        self.addCleanup(self.bao.kill)
        self.token = self.rules("create", "read", "update", "delete", "list")
        super().setUp()

    def rules(self, *may):
        """A token of OpenBao by which the server may do this; all such are under the last rules that were set."""
        return self.bao.token("jwtkeep", {"secret/*": may or ["deny"], "auth/token/lookup-self": ["read"]})

    def serve(self, *options, **more):
        return super().serve(*options, **{**self.bao.environment(), "VAULT_TOKEN": self.token}, **more)

    def test_are_added_pushed_watched_and_removed(self):
        ops = self.client("ops", "orders/prod: read, sync, export, rotate")
        path = "/v1/keyrings/orders/prod"
        wanted = {"address": "vault://secret/orders/prod", "role": "signer"}
        added = ops.post(f"{path}/destinations", wanted)
        self.assertEqual([ops.answer.status, added["outcome"], added["in_sync"]], [201, "written", True], added)
        self.assertEqual(ops.header("Location"), f"{path}/destinations/{added['id']}")
        kept = self.bao.ask("secret/data/orders/prod")["data"]["data"]
        self.assertEqual(kept["JWT_SECRET"], self.secret("orders/prod"))
        self.assertNotIn(kept["JWT_SECRET"], ops.text)
        again = ops.post(f"{path}/destinations", wanted)
        self.assertEqual([ops.answer.status, again["reason"]], [409, "already_exists"])
        ops.get(f"{path}/destinations")
        listed = json.loads(ops.text)
        self.assertEqual([one["address"] for one in listed["destinations"]], ["vault://secret/orders/prod"])
        # What is behind is pushed; what cannot be reached says why, and holds the rotation.
        self.rules()
        failed = ops.post(f"{path}/sync")["destinations"][0]
        self.assertEqual([failed["outcome"], failed["reason"]], ["failed", "permission"])
        ops.post(f"{path}/rotate", {})
        ops.get(f"{path}/destinations")
        shown = json.loads(ops.text)["destinations"][0]
        self.assertIn("failing_since", shown)
        self.rules("create", "read", "update", "delete", "list")
        synced = ops.post(f"{path}/sync")
        self.assertTrue(synced["destinations"][0]["in_sync"], synced)
        self.assertGreater(synced["revision"], listed["revision"])
        self.assertNotIn("reason", synced["destinations"][0])
        self.assertEqual(ops.ask("DELETE", f"{path}/destinations/{'0' * 16}"), 404)
        self.assertEqual(ops.ask("DELETE", f"{path}/destinations/{added['id']}"), 200)
        self.assertEqual(json.loads(ops.text)["removed"], "vault://secret/orders/prod")
        ops.get(f"{path}/destinations")
        self.assertEqual(json.loads(ops.text)["destinations"], [])
        actors = {entry["actor"] for entry in self.keep.json("history", "orders/prod") if entry["action"].startswith("sync.")}
        self.assertIn("ops@127.0.0.1", actors)

    def test_need_export_and_no_place_of_the_servers_own(self):
        path = "/v1/keyrings/orders/prod/destinations"
        wanted = {"address": "vault://secret/orders/prod"}
        for name, grant in (("reader", "read, export"), ("syncer", "read, sync"), ("other", "read, sign, rotate, admin")):
            self.assertEqual(self.client(name, f"orders/prod: {grant}").ask("POST", path, wanted), 403, grant)
        ops = self.client("ops", "orders/prod: sync, export")
        self.assertEqual(ops.get(path), 403)
        for address in ("dotenv:/tmp/x", "jwks:x.json", "vault://secret/x?address=https://evil.example",
                        "vault://secret/x?ca=/etc/passwd", "vault://secret/x?auth=kubernetes&role=x",
                        "aws-sm://eu-west-1/x?endpoint=https://evil.example", "aws-sm://eu-west-1/x?profile=root",
                        "k8s://orders/x?manifest=/etc/x", "k8s://orders/x?context=other",
                        "azure-kv://vault/x?authority=https://evil.example"):
            refused = ops.post(path, {"address": address})
            self.assertEqual([ops.answer.status, refused["reason"]], [422, "unsafe_place"], address)
        for body in ({}, {"address": "process:1"}, {"address": "vault://"}, {"address": 1}, {**wanted, "role": "x"},
                     {**wanted, "prefix": "1-"}, {**wanted, "replace": "yes"}, {**wanted, "x": 1}):
            self.assertEqual(ops.ask("POST", path, body), 422, body)
        self.assertEqual(self.keep.json("sync", "list"), [])
        self.assertEqual(ops.ask("DELETE", "/v1/keyrings/billing/prod/destinations/x"), 403)
        self.assertEqual(ops.ask("POST", "/v1/keyrings/billing/prod/sync"), 403)


class Doctor(Case):
    def prepare(self):
        super().prepare()
        shared = self.keep.run("generate").stdout
        for name in ("web/prod", "web/dev", "mail/prod"):
            self.keep.run("import", name, "--form", "text", stdin=shared)
        self.keep.run("import", "weak/prod", "--allow-weak", stdin=b"secret", code=None)

    def examine(self, client, query=""):
        self.assertEqual(client.get("/v1/doctor" + query), 200, client.text)
        return json.loads(client.text)

    def test_tells_what_the_command_tells(self):
        told = self.examine(self.client("all", "**: read"))
        command = self.keep.json("doctor", code=None)
        self.assertEqual(told["findings"], command["findings"])
        self.assertEqual(told["sharing"], command["sharing"])
        self.assertEqual(told["keyrings"], command["keyrings"])
        self.assertTrue({"development_value", "shared_services"} <= {one["rule"] for one in told["findings"]})

    def test_names_no_keyring_that_may_not_be_read(self):
        client = self.client("web", "web/prod: read", "orders/*: read")
        told = self.examine(client)
        self.assertNotIn("mail", client.text)
        self.assertNotIn("web/dev", client.text)
        self.assertNotIn("weak", client.text)
        self.assertEqual(told["keyrings"], 2)
        shared = [one for one in told["findings"] if "with" in one]
        self.assertEqual({(one["keyring"], one["with"]) for one in shared}, {("web/prod", None)})
        # In words that are the same for web/dev, which would be a development value, and mail/prod.
        self.assertEqual([(one["rule"], one["severity"]) for one in shared], [("shared", "high")])
        self.assertIn("another keyring", shared[0]["message"])
        self.assertNotIn("--compromised", shared[0]["mend"])
        self.assertEqual(told["sharing"], {"nodes": ["web/prod", "another keyring"], "edges": [[0, 1]]})
        alone = self.examine(client, "?keyring=orders/prod&destinations=false")
        self.assertEqual([alone["findings"], alone["sharing"]["nodes"]], [[], []])
        self.assertEqual(client.get("/v1/doctor?keyring=mail/prod"), 403)
        self.assertEqual(client.get("/v1/doctor?keyring=none/prod"), 403)
        self.assertEqual(client.get("/v1/doctor?keyring=orders/none"), 404)
        self.assertEqual(client.get("/v1/doctor?destinations=perhaps"), 422)
        self.assertEqual(self.client("nobody", "**: sign").get("/v1/doctor"), 403)
        self.assertEqual(Client(self.server.url).get("/v1/doctor"), 401)


class Findings(Case):
    def prepare(self):
        super().prepare()
        self.keep.run("new", "web/prod")
        self.tree = self.keep.folder / "tree"
        self.tree.mkdir()

    def scan(self, *keyrings, more=""):
        for name in keyrings:
            secret = self.secret(name)
            (self.tree / f"{name.replace('/', '-')}.js").write_text(f'jwt.sign(user, "{secret}")\n', encoding="utf-8")
        if more:
            (self.tree / "more.js").write_text(more, encoding="utf-8")
        report = self.keep.json("scan", str(self.tree), code=1)
        for file in self.tree.iterdir():
            file.unlink()
        return report

    def listed(self, client, query=""):
        self.assertEqual(client.get("/v1/findings" + query), 200, client.text)
        return json.loads(client.text)["findings"]

    def test_stand_until_the_source_says_otherwise(self):
        ci, reader = self.client("ci", "**: report"), self.client("dev", "orders/*: read")
        everything = self.client("all", "**: read")
        report = self.scan("orders/prod", "web/prod", more='jwt.sign(user, "mango-harbor-violin-41")\n')
        kept = ci.post("/v1/findings?source=acme/orders", report)
        self.assertEqual([ci.answer.status, kept], [200, {"source": "acme/orders", "findings": 3}], ci.text)
        found = self.listed(everything)
        self.assertEqual({one["keyring"] for one in found}, {"orders/prod", "web/prod", None})
        self.assertEqual({one["source"] for one in found}, {"acme/orders"})
        mine = self.listed(reader)
        self.assertEqual([one["keyring"] for one in mine], ["orders/prod"])
        self.assertEqual(set(mine[0]), {"keyring", "source", "id", "rule", "severity", "path", "line", "commit", "reported_at"})
        self.assertNotIn("web/prod", reader.text)
        self.assertEqual(self.listed(everything, "?keyring=web/prod")[0]["line"], 1)
        self.assertEqual(reader.get("/v1/findings?keyring=web/prod"), 403)
        page = everything.get("/v1/findings?limit=2") and json.loads(everything.text)
        self.assertEqual([len(page["findings"]), page["after"]], [2, 2])
        self.assertEqual(len(self.listed(everything, "?limit=2&after=2")), 1)
        ci.post("/v1/findings?source=acme/web", self.scan("web/prod"))
        self.assertEqual(len(self.listed(everything)), 4)
        ci.post("/v1/findings?source=acme/orders", {**report, "findings": []})
        self.assertEqual([one["source"] for one in self.listed(everything)], ["acme/web"])
        trail = json.dumps(self.keep.json("log", "--limit", "0"))
        self.assertIn("findings.report", trail)
        self.keep.run("log", "verify")

    def test_are_told_only_by_who_may_and_taken_back_only_by_who_may(self):
        report = self.scan("orders/prod", "web/prod")
        one, other = self.client("one", "orders/prod: report, read"), self.client("all", "**: report, read")
        self.assertEqual(one.ask("POST", "/v1/findings?source=x", report), 403)
        orders = {**report, "findings": [each for each in report["findings"] if each["owners"][0]["keyring"] == "orders/prod"]}
        self.assertEqual(one.ask("POST", "/v1/findings?source=x", orders), 200)
        self.assertEqual(other.ask("POST", "/v1/findings?source=x", report), 200)
        self.assertEqual(one.ask("POST", "/v1/findings?source=x", {**report, "findings": []}), 200)
        self.assertEqual([each["keyring"] for each in self.listed(other)], ["web/prod"])
        unowned = self.scan(more='jwt.sign(user, "mango-harbor-violin-41")\n')
        self.assertEqual(one.ask("POST", "/v1/findings?source=x", unowned), 403)
        nobody = self.client("nobody", "**: read, sync")
        self.assertEqual(nobody.ask("POST", "/v1/findings?source=x", {**report, "findings": []}), 403)
        # Refused before it is read: what is no report at all says so only to who may report.
        self.assertEqual(nobody.ask("POST", "/v1/findings?source=x", {"findings": 1}), 403)

    def test_are_no_way_around_the_rate(self):
        report = {"findings": []}
        for number, (method, path, body) in enumerate((("GET", "/v1/findings", None), ("GET", "/v1/doctor?destinations=false", None),
                                                       ("POST", "/v1/findings?source=x", report))):
            slow = self.client(f"slow-{number}", "**: read, report", rate="1")
            seen = [slow.ask(method, path, body) for _ in range(12)]
            self.assertIn(429, seen, path)
            self.assertEqual(set(seen), {200, 429}, path)

    def test_what_is_no_report_is_refused(self):
        ci = self.client("ci", "**: report, read")
        good = self.scan("orders/prod")
        finding = good["findings"][0]
        for change in ({"rule": ""}, {"line": 0}, {"line": "1"}, {"severity": "worst"}, {"id": "x"}, {"path": "a\nb"},
                       {"owners": None}, {"owners": [{"keyring": "../x"}]}, {"owners": [1]},
                       {"history": {"first_commit": {"id": "zz"}}}):
            self.assertEqual(ci.ask("POST", "/v1/findings?source=x", {**good, "findings": [{**finding, **change}]}), 400, change)
        for body in ({}, [], {"findings": 1}, {"findings": [1]}, "{"):
            self.assertEqual(ci.ask("POST", "/v1/findings?source=x", body), 400, body)
        for source in ("", "a%20b", "x" * 129, "%3Cb%3E"):
            self.assertEqual(ci.ask("POST", f"/v1/findings?source={source}", good), 422, source)
        self.assertEqual(ci.ask("POST", "/v1/findings", good), 422)
        small = {name: finding[name] for name in ("id", "rule", "severity", "path", "owners")}
        many = {"findings": [{**small, "line": number + 1} for number in range(8000)]}
        self.assertEqual(ci.ask("POST", "/v1/findings?source=x", many), 413)
        self.assertEqual(json.loads(ci.text)["reason"], "too_large")
        self.assertEqual(self.listed(ci), [])


class Idempotency(Case):
    path = "/v1/keyrings/orders/prod"

    def setUp(self):
        super().setUp()
        self.other = self.serve(*self.options)
        token = self.let_in("ops", "**: read, create, rotate, compromise, sync, export, report")
        self.clients = [Client(server.url, token) for server in (self.server, self.other)]
        for client in self.clients:
            self.assertTrue(until(lambda: client.get("/v1/keyrings") == 200))

    def revision(self):
        return self.keep.json("show", "orders/prod")["revision"]

    def test_what_is_asked_twice_is_done_once_at_whichever_server(self):
        here, there = self.clients
        key = {"Idempotency-Key": "0b9f-rotate"}
        first = here.post(f"{self.path}/rotate", {}, **key)
        self.assertIsNone(here.header("Idempotency-Replayed"))
        revision = self.revision()
        self.assertTrue(first["taken"])
        for client in (there, here):
            self.assertEqual(client.post(f"{self.path}/rotate", {}, **key), first)
            self.assertEqual(client.header("Idempotency-Replayed"), "true")
        self.assertEqual(self.revision(), revision)
        # Another body, another path, another who: none is the same request.
        for path, body in ((f"{self.path}/rotate", {"dry_run": True}), (f"{self.path}/compromise", {})):
            refused = there.post(path, body, **key)
            self.assertEqual([there.answer.status, refused["reason"]], [422, "idempotency_mismatch"])
        mine = self.client("mine", "orders/prod: read, rotate")
        mine.post(f"{self.path}/rotate", {}, **key)
        self.assertIsNone(mine.header("Idempotency-Replayed"))
        self.assertGreater(self.revision(), revision)

    def test_is_for_all_that_changes_something(self):
        here, there = self.clients
        asked = [("POST", "/v1/keyrings", {"keyring": "web/prod"}, 201),
                 ("POST", "/v1/keyrings", {"keyring": "web/prod"}, 409),
                 ("POST", f"{self.path}/compromise", {"kid": self.keep.json("show", "orders/prod")["keys"][0]["kid"]}, 200),
                 ("POST", f"{self.path}/sync", {}, 200),
                 ("POST", f"{self.path}/destinations", {"address": "dotenv:/x"}, 422),
                 ("DELETE", f"{self.path}/destinations/x", None, 404),
                 ("POST", "/v1/findings?source=a", {"findings": []}, 200)]
        for number, (method, path, body, status) in enumerate(asked):
            key = {"Idempotency-Key": f"key-{number}"}
            self.assertEqual(here.ask(method, path, body, **key), status, here.text)
            head = [here.text, here.header("Location"), here.header("Content-Type")]
            self.assertEqual(there.ask(method, path, body, **key), status)
            self.assertEqual([there.text, there.header("Location"), there.header("Content-Type")], head)
            self.assertEqual(there.header("Idempotency-Replayed"), "true")
        self.keep.run("log", "verify")

    def test_of_many_at_once_one_does_it(self):
        before = self.revision()
        token = self.clients[0].headers["Authorization"].split()[1]
        answers = []

        def ask(server):
            client = Client(server.url, token)
            answers.append((client.ask("POST", f"{self.path}/rotate", {}, **{"Idempotency-Key": "one"}), client.text))

        threads = [threading.Thread(target=ask, args=(server,)) for server in (self.server, self.other) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(answers), 12)
        self.assertEqual({status for status, _ in answers} - {409}, {200})
        self.assertEqual(len({text for status, text in answers if status == 200}), 1)
        done = [entry for entry in self.keep.json("history", "orders/prod") if entry["action"] == "rotate.begin"]
        self.assertEqual(len(done), 1)
        self.assertGreater(self.revision(), before)

    def test_needs_the_right_each_time_and_keeps_no_refusal(self):
        here, there = self.clients
        key = {"Idempotency-Key": "k"}
        one = self.client("one", "orders/prod: read")
        self.assertEqual(one.ask("POST", f"{self.path}/rotate", {}, **key), 403)
        self.keep.run("access", "grant", "one", "orders/prod: rotate")
        self.assertTrue(until(lambda: one.ask("POST", f"{self.path}/rotate", {}, **key) == 200))
        self.keep.run("access", "withdraw", "one", "orders/prod: rotate", code=None)
        self.keep.run("access", "revoke", "one")
        self.assertTrue(until(lambda: one.ask("POST", f"{self.path}/rotate", {}, **key) == 401))
        for bad in ("", " ", "a b", "x" * 256, "\u00e9"):
            client = here if bad else there
            self.assertEqual(client.ask("POST", f"{self.path}/rotate", {}, **{"Idempotency-Key": bad}), 422, bad)


class OnPostgres(unittest.TestCase):
    def test_a_request_that_is_sent_to_two_servers_is_done_by_one(self):
        _, kept = servers.kept_on_postgres(self)
        self.addCleanup(Client.close_all)
        kept.run("new", "orders/prod", "--skew", "0s", "--propagation", "0s")
        token = kept.text("access", "add", "ops", "--grant", "orders/prod: read, rotate, create")
        replicas = [serve_test.Server(kept, "--no-rotate") for _ in range(2)]
        for replica in replicas:
            self.addCleanup(replica.end)
        answers = []

        def ask(replica):
            client = Client(replica.url, token)
            status = client.ask("POST", "/v1/keyrings/orders/prod/rotate", {}, **{"Idempotency-Key": "one"})
            answers.append((status, client.text))

        threads = [threading.Thread(target=ask, args=(replica,)) for replica in replicas * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(answers), 8)
        self.assertEqual({status for status, _ in answers} - {409}, {200}, answers)
        self.assertEqual(len({text for status, text in answers if status == 200}), 1)
        begun = [entry for entry in kept.json("history", "orders/prod") if entry["action"] == "rotate.begin"]
        self.assertEqual(len(begun), 1)
        for replica in replicas:
            client = Client(replica.url, token)
            client.post("/v1/keyrings/orders/prod/rotate", {}, **{"Idempotency-Key": "one"})
            self.assertEqual(client.header("Idempotency-Replayed"), "true")


class Rights(Case):
    """Each thing is denied to who has every right but its own, and tells nothing to who has none."""

    BODIES = {"createKeyring": {"keyring": "web/prod"}, "verify": {"token": "x"}, "decrypt": {"token": "x"},
              "verifyBatch": {"tokens": ["x"]}, "compromise": {"kid": "x"}, "addDestination": {"address": "vault://secret/x"},
              "reportFindings": {"findings": []}}

    def asked(self):
        """Operation, method, path and body of all that needs a right on one keyring."""
        for pattern, item in Description.document["paths"].items():
            for method, operation in item.items():
                if "x-jwtkeep-verb" not in operation:
                    continue
                path = pattern.format(service="orders", environment="prod", id="0" * 16)
                if operation["operationId"] == "reportFindings":
                    path += "?source=x"
                elif "{" not in pattern and method == "get":
                    path += "?keyring=orders/prod"
                yield operation, method.upper(), path, self.BODIES.get(operation["operationId"], {} if method == "post" else None)

    def test_each_is_denied_without_it(self):
        verbs = "read sign verify encrypt decrypt create rotate compromise sync report audit export admin".split()
        clients = {}
        seen = set()
        for operation, method, path, body in self.asked():
            verb = operation["x-jwtkeep-verb"]
            if operation["operationId"] in ("events", "listKeyrings"):  # what may not be read is left out of them
                continue
            if verb not in clients:
                others = ", ".join(each for each in verbs if each != verb)
                clients[verb] = Client(self.server.url, self.let_in(f"no-{verb}", f"**: {others}"))
                self.assertTrue(until(lambda: clients[verb].get("/v1/session") == 200))
            self.assertEqual(clients[verb].ask(method, path, body), 403, f"{method} {path}")
            self.assertEqual(json.loads(clients[verb].text)["reason"], "permission")
            seen.add(verb)
        self.assertEqual(seen, set(verbs) - {"export", "admin"})
        self.assertEqual(clients["read"].get("/v1/keyrings"), 200)
        self.assertEqual(json.loads(clients["read"].text)["keyrings"], [])

    def test_who_has_none_cannot_tell_a_keyring_from_none(self):
        nobody = self.client("nobody", "elsewhere/*: read")
        for operation, method, path, body in self.asked():
            if operation["operationId"] in ("events", "listKeyrings", "createKeyring", "reportFindings"):
                continue
            there = nobody.ask(method, path, body), nobody.text
            elsewhere = path.replace("orders/prod", "nowhere/prod")
            none = nobody.ask(method, elsewhere, body), nobody.text.replace("nowhere/prod", "orders/prod")
            self.assertEqual(there, none, path)
            self.assertEqual(there[0], 403)
            stranger = Client(self.server.url)
            self.assertEqual(stranger.ask(method, path, body), 401)


class Described(Case):
    """The server and docs/openapi.json, judged by Schemathesis."""

    #: The events are a stream that does not end.
    ELSEWHERE = ("events", "beginSession")
    CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
              "response_schema_conformance", "negative_data_rejection", "ignored_auth")
    options = ("--no-rotate", "--default-keyring", "billing/prod", "--public-url", "https://keys.example.com")

    def prepare(self):
        super().prepare()
        self.keep.run("new", "billing/prod", "--alg", "ES256")
        self.keep.run("new", "orders/dev")

    def description(self):
        """As it is served, with names of keyrings that there are."""
        client = Client(self.server.url)
        self.assertEqual(client.get("/v1/openapi.json"), 200)
        self.assertEqual(client.text, (keep.SOURCE / "docs" / "openapi.json").read_text(encoding="utf-8"))
        told = json.loads(client.text)
        for name, values in (("service", ["orders", "billing"]), ("environment", ["prod", "dev"])):
            told["components"]["parameters"][name]["schema"] = {"enum": values}
        file = self.keep.folder / "openapi.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        return file

    def judge(self, program, which, token):
        words = [program, "run", self.description(), "--url", self.server.url, "-H", f"Authorization: Bearer {token}",
                 "--phases", "examples,coverage,fuzzing", "--max-examples", "50", "--seed", "1", "--no-shrink",
                 "--max-failures", "20", "--warnings", "off", "--no-color", "--suppress-health-check", "all", *which]
        words += [word for name in self.CHECKS for word in ("--checks", name)]
        done = subprocess.run(words, cwd=self.keep.folder, capture_output=True, text=True, check=False, timeout=400,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.keep.folder)})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        print("Schemathesis:", re.search(r"Test cases:\s*(.*)", done.stdout)[1])

    def test_the_server_does_what_its_description_says_and_nothing_rude_breaks_it(self):
        program = Path(os.environ.get("JWTKEEP_SCHEMATHESIS", ""), "bin", "schemathesis")
        servers.must_have("Schemathesis", os.access(program, os.X_OK))
        verbs = "read, sign, verify, encrypt, decrypt, create, rotate, compromise, sync, report, audit, export"
        token = self.let_in("fuzz", f"**: {verbs}")
        client = Client(self.server.url, token)
        self.assertTrue(until(lambda: client.get("/v1/keyrings") == 200))
        judged = [word for name in self.ELSEWHERE for word in ("--exclude-operation-id", name)]
        self.judge(program, judged, token)
        # Last, since ten wrong access tokens lock an address out.
        self.judge(program, ["--include-operation-id", "beginSession"], token)
        self.assertEqual(client.get("/healthz"), 200)
        self.keep.run("log", "verify")


if __name__ == "__main__":
    unittest.main()
