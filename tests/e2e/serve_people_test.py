#!/usr/bin/env python3
"""People at the server: sessions and their cookies, logins with a provider."""

import base64
import hashlib
import hmac
import http.server
import json
import os
import socket
import ssl
import subprocess
import threading
import unittest
import urllib.parse
from pathlib import Path

import keep
import servers
from serve_test import Case, Client, Server, until

NODE = Path(os.environ.get("JWTKEEP_NODE_MODULES", ""))
SIGN = "/v1/keyrings/orders/prod/sign"


class Person(Client):
    """A browser as far as it counts here: keeps the cookie, sends the page's origin and the token against forged requests."""

    def __init__(self, url, context=None):
        super().__init__(url, context=context)
        self.url, self.cookie, self.csrf = url, None, None

    def ask(self, method, path, body=None, **headers):
        mine = {"Cookie": self.cookie} if self.cookie else {}
        if method != "GET" and self.csrf:
            mine.update({"X-CSRF-Token": self.csrf, "Origin": self.url})
        status = super().ask(method, path, body, **{**mine, **headers})
        if set_cookie := self.header("Set-Cookie"):
            pair, *self.attributes = set_cookie.split("; ")
            self.cookie = pair if "Max-Age=0" not in self.attributes else None
        return status

    def log_in(self, token, **headers):
        status = self.ask("POST", "/v1/session", {"access_token": token}, **{"Origin": self.url, **headers})
        if status == 200:
            self.csrf = json.loads(self.text)["csrf"]
        return status


class Sessions(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")
        self.token = self.let_in("alice", "orders/prod: sign, verify", "*/test: read")
        self.server = self.serve()
        self.person = Person(self.server.url)

    def entries(self, action):
        return [entry for entry in self.keep.json("log", "--limit", "0") if entry["action"] == action]

    def test_a_person_logs_in_and_out(self):
        person = self.person
        self.assertEqual(person.get("/v1/session"), 401)
        self.assertEqual(person.log_in(self.token), 200)
        self.assertNotIn(self.token, person.text + person.cookie)
        told = json.loads(person.text)
        self.assertEqual([told["name"], told["grants"]], ["alice", ["orders/prod: sign, verify", "*/test: read"]])
        self.assertTrue(person.cookie.startswith("jwtkeep="))
        self.assertEqual(set(person.attributes), {"Path=/", "HttpOnly", "SameSite=Strict", person.attributes[1]})
        self.assertRegex(person.attributes[1], r"^Max-Age=4(3200|319\d)$")
        self.assertEqual(person.get("/v1/session"), 200)
        self.assertEqual(json.loads(person.text), told)
        self.assertEqual(person.ask("POST", SIGN, {}), 200)
        self.assertEqual(person.get("/v1/keyrings/orders/prod"), 403)
        stolen = person.cookie
        self.assertEqual(person.ask("DELETE", "/v1/session"), 204)
        self.assertIsNone(person.cookie)
        person.cookie = stolen
        self.assertEqual(person.get("/v1/session"), 401)
        self.assertEqual(json.loads(person.text)["reason"], "expired")
        self.assertEqual(person.ask("POST", SIGN, {}), 401)
        begun, ended = self.entries("session.begin"), self.entries("session.end")
        self.assertEqual([len(begun), len(ended)], [1, 1])
        self.assertEqual(begun[0]["actor"], "alice@127.0.0.1")
        self.assertEqual(begun[0]["detail"]["session"], ended[0]["detail"]["session"])
        self.keep.run("log", "verify")
        self.assertNotIn(stolen.partition("=")[2], json.dumps(self.keep.json("log", "--limit", "0")))

    def test_who_shows_a_token_with_each_request_has_no_session(self):
        program = Client(self.server.url, self.token)
        self.assertEqual(program.get("/v1/session"), 200)
        told = json.loads(program.text)
        self.assertEqual([told["name"], told["csrf"]], ["alice", None])
        self.assertEqual(program.ask("DELETE", "/v1/session"), 404)
        # Of both, the token counts: it cannot be sent by a page of another site.
        bob = self.let_in("bob", "orders/prod: read")
        self.assertTrue(until(lambda: self.person.log_in(bob) == 200))
        self.assertEqual(program.ask("POST", SIGN, {}, Cookie=self.person.cookie, Origin="https://evil.example"), 200)
        program.get("/v1/session", Cookie=self.person.cookie)
        self.assertEqual(json.loads(program.text)["name"], "alice")

    def test_who_guesses_is_locked_out(self):
        wrong = "jka_" + "x" * 12 + "_" + "y" * 43 + "_zzzzzz"
        seen = [self.person.log_in(wrong) for _ in range(12)]
        self.assertEqual(seen, [401] * 10 + [429] * 2)
        self.assertEqual(self.person.log_in(self.token), 429)
        self.assertTrue(until(lambda: any(entry["detail"]["why"] == "locked_out" for entry in self.entries("access.denied"))))
        for body, status in (({}, 422), ({"access_token": 1}, 422), ({"access_token": self.token, "x": 1}, 422), ("{", 400)):
            self.assertEqual(self.person.ask("POST", "/v1/session", body), status, body)

    def test_a_page_of_another_site_gets_nothing_done(self):
        person = self.person
        self.assertEqual(person.log_in(self.token, Origin="https://evil.example"), 403)
        self.assertEqual(person.log_in(self.token, **{"Sec-Fetch-Site": "cross-site"}), 403)
        self.assertEqual(person.log_in(self.token), 200)
        for headers in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": person.csrf[:-1] + "!"}, {"Origin": "https://evil.example"},
                        {"Origin": "null"}, {"Origin": person.url + "1"}, {"Sec-Fetch-Site": "same-site"}):
            self.assertEqual(person.ask("POST", SIGN, {}, **headers), 403, headers)
            self.assertEqual(json.loads(person.text)["reason"], "permission")
        self.assertEqual(person.ask("DELETE", "/v1/session", **{"X-CSRF-Token": "x"}), 403)
        self.assertEqual(person.ask("POST", SIGN, {}, **{"Sec-Fetch-Site": "same-origin"}), 200)
        csrf, person.csrf = person.csrf, None
        self.assertEqual(person.ask("POST", SIGN, {}), 403)
        self.assertEqual(person.ask("POST", SIGN, {}, **{"X-CSRF-Token": csrf}), 200)
        self.assertTrue(until(lambda: {"csrf", "foreign_page"} <= {entry["detail"]["why"] for entry in
                                                                  self.entries("access.denied")}))

    def test_a_cookie_that_was_tampered_with_is_nobody(self):
        other = keep.Keep()
        self.addCleanup(other.remove)
        other.run("init")
        token = other.text("access", "add", "eve", "--grant", "**: sign")
        theirs = Server(other)
        self.addCleanup(theirs.end)
        stranger = Person(theirs.url)
        self.assertEqual(stranger.log_in(token), 200)
        self.assertEqual(self.person.log_in(self.token), 200)
        mine = self.person.cookie
        for cookie in (stranger.cookie, mine[:-2] + ("AA" if not mine.endswith("AA") else "BB"), mine[:-8], "jwtkeep=",
                       f"{mine}; {mine}", f"{mine}; {stranger.cookie}", f"__Host-jwtkeep=x; {mine}"):
            self.assertEqual(self.person.get("/v1/session", Cookie=cookie), 401, cookie)
        self.assertEqual(self.person.get("/v1/session", Cookie=f'x="a, b"; {mine}; y'), 200)

    def test_a_session_ends_with_its_principal(self):
        self.assertEqual(self.person.log_in(self.token), 200)
        self.assertEqual(self.person.ask("POST", SIGN, {}), 200)
        self.keep.run("access", "revoke", "alice")
        self.assertTrue(until(lambda: self.person.ask("POST", SIGN, {}) == 401))
        brief = Person(self.server.url)
        token = self.let_in("brief", "orders/prod: sign", expires="3s")
        self.assertTrue(until(lambda: brief.log_in(token) == 200))
        self.assertRegex(brief.attributes[1], r"^Max-Age=[0-3]$")
        brief.cookie = brief.header("Set-Cookie").partition(";")[0]
        self.assertTrue(until(lambda: brief.get("/v1/session") == 401))

    def test_who_listens_hears_no_more_after_the_logout(self):
        person = Person(self.server.url)
        self.assertEqual(person.log_in(self.token), 200)
        listening = Client(self.server.url)
        listening.connection.request("GET", "/v1/events", headers={"Cookie": person.cookie})
        answer = listening.connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertEqual(person.ask("DELETE", "/v1/session"), 204)
        while line := answer.readline():
            self.assertFalse(line.startswith(b"data:"), line)


    def test_metrics_are_for_this_machine_and_for_no_page_in_its_browser(self):
        client, port = Client(self.server.url), self.server.url.rpartition(":")[2]
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", "localhost", "[::1]"):
            self.assertEqual(client.get("/metrics", Host=host), 200, host)
        # A page's own name may have been made to lead here.
        for headers in ({"Host": "evil.example"}, {"Host": f"evil.example:{port}"}, {"Host": "localhost.evil.example"},
                        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            self.assertEqual(client.get("/metrics", **headers), 401, headers)
        self.assertEqual(client.get("/metrics", **{"Sec-Fetch-Site": "none"}), 200)
        reader = Client(self.server.url, self.let_in("prometheus", "**: read"))
        self.assertTrue(until(lambda: reader.get("/metrics", Host="keys.example.com") == 200))


class SecureSessions(Case):
    def test_the_cookie_is_bound_to_the_host_over_https(self):
        self.keep.run("new", "orders/prod")
        token = self.let_in("alice", "orders/prod: sign")
        server = self.serve("--tls-self-signed")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        person = Person(server.url, context=context)
        self.assertEqual(person.log_in(token), 200)
        self.assertTrue(person.cookie.startswith("__Host-jwtkeep="))
        self.assertIn("Secure", person.attributes)
        self.assertEqual(person.ask("POST", SIGN, {}), 200)
        # The name that anybody may set counts for nothing here.
        person.cookie = person.cookie.replace("__Host-", "")
        self.assertEqual(person.get("/v1/session"), 401)

    def test_behind_a_proxy_the_public_address_is_this_servers(self):
        self.keep.run("new", "orders/prod")
        token = self.let_in("alice", "orders/prod: sign")
        server = self.serve("--public-url", "https://keys.example.com")
        person = Person(server.url)
        person.url = "https://keys.example.com"
        self.assertEqual(person.log_in(token), 200)
        self.assertTrue(person.cookie.startswith("__Host-jwtkeep="))
        self.assertIn("Secure", person.attributes)
        self.assertEqual(person.ask("POST", SIGN, {}), 200)
        self.assertEqual(person.ask("POST", SIGN, {}, Origin="http://keys.example.com"), 403)
        # The name that a neighbouring host may set counts for nothing.
        self.assertEqual(person.get("/v1/session", Host="keys.example.com"), 200)
        bare = person.cookie.replace("__Host-", "")
        self.assertEqual(person.get("/v1/session", Host="keys.example.com", Cookie=bare), 401)


class Replicas(unittest.TestCase):
    def test_a_session_is_known_by_all_and_its_end_too(self):
        kept = keep.Keep()
        self.addCleanup(kept.remove)
        self.addCleanup(Client.close_all)
        kept.run("init")
        kept.run("new", "orders/prod")
        token = kept.text("access", "add", "alice", "--grant", "orders/prod: sign")
        replicas = [Server(kept) for _ in range(2)]
        for replica in replicas:
            self.addCleanup(replica.end)
        here, there = (Person(replica.url) for replica in replicas)
        self.assertEqual(here.log_in(token), 200)
        there.cookie, there.csrf = here.cookie, here.csrf
        self.assertEqual(there.ask("POST", SIGN, {}), 200)
        self.assertEqual(here.ask("DELETE", "/v1/session"), 204)
        there.cookie = there.cookie or here.cookie
        self.assertTrue(until(lambda: there.get("/v1/session") == 401))
        # And by one that starts later.
        third = Server(kept)
        self.addCleanup(third.end)
        late = Person(third.url)
        late.cookie = there.cookie
        self.assertEqual(late.get("/v1/session"), 401)


class Logins(Case):
    """With an OpenID provider of strangers."""

    def setUp(self):
        super().setUp()
        servers.must_have("oidc-provider for Node", NODE.joinpath("oidc-provider").is_dir())
        self.keep.run("new", "orders/prod")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.provider = servers.Told("node", keep.SOURCE / "tests" / "servers" / "oidc_provider" / "serve.mjs",
                                     json.dumps({"redirect_uris": [f"{self.url}/login/sso/callback"]}),
                                     stderr=subprocess.DEVNULL)
        self.addCleanup(self.provider.end)
        self.issuer = self.provider.hear()["issuer"]
        self.secret = self.keep.folder / "client.secret"
        self.secret.write_text("a secret: of 100% it\n", encoding="utf-8")

    def start(self, client="jwtkeep", secret=True, issuer=None):
        options = ["--oidc-issuer", issuer or self.issuer, "--oidc-client-id", client, "--public-url", self.url]
        if secret:
            options += ["--oidc-client-secret-file", str(self.secret)]
        self.server = self.serve(*options, listen=self.url.removeprefix("http://"))
        self.cookies = {}

    def go(self, url):
        """One request as a browser makes it, which keeps cookies and follows nothing."""
        client = Client(url)
        parts = urllib.parse.urlsplit(url)
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        status = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path, **cookies)
        for pair in client.answer.headers.get_all("Set-Cookie") or []:
            name, _, value = pair.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        self.text, self.location = client.text, urllib.parse.urljoin(url, client.header("Location") or "")
        self.set_cookies = client.answer.headers.get_all("Set-Cookie") or []
        client.connection.close()
        return status

    def to_the_callback(self):
        """Through the provider; gives the address with the code, which is not gone to."""
        self.assertEqual(self.go(f"{self.url}/login/sso"), 303, self.text)
        self.sent = urllib.parse.parse_qs(urllib.parse.urlsplit(self.location).query)
        while not self.location.startswith(f"{self.url}/login/sso/callback"):
            self.assertIn(self.go(self.location), (302, 303), self.text)
        return self.location

    def log_in(self):
        return self.go(self.to_the_callback())

    def grant(self, name, claim, grant):
        self.keep.run("access", "add", name, "--issuer", self.issuer, "--claim", claim, "--grant", grant)

    def shown(self):
        self.assertEqual(self.go(f"{self.url}/v1/session"), 200, self.text)
        return json.loads(self.text)

    def test_a_person_has_the_rights_of_all_that_the_provider_says(self):
        self.grant("sre", "groups=sre", "orders/prod: rotate, read")
        self.grant("alice", "email=alice@example.com", "orders/prod: sign")
        self.grant("dev", "groups=dev", "**: audit")
        self.provider.ask(**{"as": {"sub": "1", "groups": ["sre", "ops"], "email": "alice@example.com", "email_verified": True}})
        self.start()
        self.assertEqual(self.go(f"{self.url}/v1/login"), 200)
        self.assertEqual(json.loads(self.text), {"providers": [{"name": "sso", "login": "/login/sso"}]})
        self.assertEqual(self.log_in(), 303, self.text)
        self.assertEqual(self.location, f"{self.url}/")
        self.assertEqual([self.sent["code_challenge_method"], self.sent["response_type"]], [["S256"], ["code"]])
        self.assertIn("SameSite=Strict", self.set_cookies[0])
        told = self.shown()
        self.assertEqual(told["name"], "sso:alice@example.com")
        self.assertEqual(set(told["grants"]), {"orders/prod: read, rotate", "orders/prod: sign"})
        client = Client(self.url)
        mine = {"Cookie": f"jwtkeep={self.cookies['jwtkeep']}", "X-CSRF-Token": told["csrf"], "Origin": self.url}
        self.assertEqual(client.ask("POST", SIGN, {}, **mine), 200)
        self.assertEqual(client.ask("POST", "/v1/keyrings/orders/prod/rotate", {"dry_run": True}, **mine), 200)
        self.assertEqual(client.get("/v1/audit", **mine), 403)
        self.keep.run("access", "revoke", "sre")
        self.assertTrue(until(lambda: client.get("/v1/keyrings/orders/prod", **mine) == 403))
        self.assertEqual(client.ask("POST", SIGN, {}, **mine), 200)
        self.keep.run("access", "revoke", "alice")
        self.assertTrue(until(lambda: client.ask("POST", SIGN, {}, **mine) == 401))
        begun = [entry for entry in self.keep.json("log", "--limit", "0") if entry["action"] == "session.begin"]
        self.assertEqual([begun[0]["actor"], begun[0]["detail"]["issuer"]], ["sso:alice@example.com@127.0.0.1", self.issuer])
        seen = self.provider.ask()["seen"]
        self.assertTrue(seen[0]["authorization"].startswith("Basic "))

    def test_an_email_that_nobody_has_checked_is_nobodys(self):
        self.grant("alice", "email=alice@example.com", "orders/prod: sign")
        self.provider.ask(**{"as": {"sub": "2", "email": "alice@example.com", "email_verified": False}})
        self.start()
        self.assertEqual(self.log_in(), 401)
        self.assertEqual(json.loads(self.text)["detail"], "nothing is granted to sso:2")
        self.assertEqual(self.go(f"{self.url}/v1/session"), 401)

    def test_a_client_without_a_secret_is_protected_by_the_code_challenge(self):
        self.grant("alice", "sub=1", "orders/prod: sign")
        self.provider.ask(**{"as": {"sub": "1"}})
        self.start(client="public", secret=False)
        self.assertEqual(self.log_in(), 303, self.text)
        self.assertEqual(self.shown()["name"], "sso:1")
        self.assertIsNone(self.provider.ask()["seen"][0]["authorization"])

    def test_an_answer_counts_once_for_the_browser_that_asked(self):
        self.grant("alice", "sub=1", "orders/prod: sign")
        self.provider.ask(**{"as": {"sub": "1"}})
        self.start()
        answer = self.to_the_callback()
        mine, self.cookies = self.cookies, {}
        self.assertEqual(self.go(answer), 401)  # of another browser: a login that was forced upon it
        self.cookies = dict(mine)
        self.assertEqual(self.go(answer.replace("state=", "state=x")), 401)
        self.assertEqual(self.go(answer.replace("iss=http", "iss=https")), 401)
        self.assertEqual(self.go(answer.replace("code=", "code=x")), 401)
        self.assertEqual(json.loads(self.text)["reason"], "permission")
        other = self.to_the_callback()  # another login of the same browser: its nonce and verifier are others
        mixed = dict(mine, **{"jwtkeep-login": mine["jwtkeep-login"]})
        theirs, self.cookies = self.cookies, mixed
        state = urllib.parse.parse_qs(urllib.parse.urlsplit(answer).query)["state"][0]
        foreign = urllib.parse.parse_qs(urllib.parse.urlsplit(other).query)["state"][0]
        self.assertEqual(self.go(other.replace(foreign, state)), 401)
        self.cookies = theirs
        again = self.to_the_callback()
        self.assertEqual(self.go(again), 303, self.text)
        self.assertNotIn("jwtkeep-login", self.cookies)
        self.assertEqual(self.go(again), 401)
        self.provider.ask(**{"as": None})
        self.cookies = {}
        self.assertEqual(self.log_in(), 401)
        self.assertEqual(self.go(f"{self.url}/login/none"), 404)

    def test_a_provider_has_to_be_the_one_that_is_meant(self):
        self.start(issuer=self.issuer + "/")
        self.assertEqual(self.go(f"{self.url}/login/sso"), 422)
        self.assertIn("another issuer", self.text)
        for options, word in ((("--oidc-issuer", "http://id.example.com"), b"not https"), ((), b"--oidc-issuer")):
            done = self.keep.run("serve", "--check", "--public-url", self.url, "--oidc-client-id", "x", *options, code=2)
            self.assertIn(word, done.stderr)
        done = self.keep.run("serve", "--check", "--oidc-issuer", self.issuer, "--oidc-client-id", "x", code=2)
        self.assertIn(b"--public-url", done.stderr)


class RudeProvider:
    """A provider that answers with whatever ID token it is told to, signed by a keyring of jwtkeep."""

    def __init__(self, kept):
        self.kept, self.claims, self.token, self.status, self.person = kept, {}, None, 200, None
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = self.path.partition("?")[0]
                self.give({"/.well-known/openid-configuration": provider.described, "/userinfo": lambda: provider.person,
                           "/jwks": lambda: kept.json("export", "jwks", "idp/prod")}[page]())

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.give({"id_token": provider.token or provider.signed(), "access_token": "x", "token_type": "Bearer"},
                          provider.status)

            def give(self, document, status=200):
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def described(self):
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/userinfo", "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"]}

    def signed(self):
        return self.kept.text("sign", "idp/prod", "--claims", json.dumps(self.claims))

    def end(self):
        self.server.shutdown()
        self.server.server_close()


class RudeLogins(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")
        self.keep.run("new", "idp/prod", "--alg", "ES256", "--ttl", "1h")
        self.provider = RudeProvider(self.keep)
        self.addCleanup(self.provider.end)
        self.keep.run("access", "add", "alice", "--issuer", self.provider.issuer, "--claim", "sub=1", "--grant", "orders/prod: sign")
        self.keep.run("access", "add", "sre", "--issuer", self.provider.issuer, "--claim", "groups=sre", "--grant", "**: read")

    def start(self, public_url="http://127.0.0.1:1"):
        self.server = self.serve("--oidc-issuer", self.provider.issuer, "--oidc-client-id", "jwtkeep", "--public-url",
                                 public_url)

    def log_in(self, **changed):
        """The status with which a login ends whose ID token is right but for what is changed; None leaves a claim out."""
        client = Client(self.server.url)
        self.assertEqual(client.get("/login/sso"), 303, client.text)
        sent = {name: values[0] for name, values in
                urllib.parse.parse_qs(urllib.parse.urlsplit(client.header("Location")).query).items()}
        cookie = client.header("Set-Cookie").partition(";")[0]
        claims = {"iss": self.provider.issuer, "aud": "jwtkeep", "sub": "1", "nonce": sent["nonce"], **changed}
        self.provider.claims = {name: value for name, value in claims.items() if value is not None}
        status = client.get(f"/login/sso/callback?code=x&state={sent['state']}", Cookie=cookie)
        self.text, self.cookies = client.text, client.answer.headers.get_all("Set-Cookie") or []
        return status

    def test_a_token_that_is_not_of_this_login_lets_nobody_in(self):
        self.provider.person = {"sub": "1", "groups": ["none"]}
        self.start()
        self.assertEqual(self.log_in(), 303, self.text)
        for reason, changed in (("missing_claim", {"nonce": "x"}), ("missing_claim", {"nonce": None}),
                                ("wrong_audience", {"aud": "another"}), ("wrong_audience", {"aud": ["jwtkeep", "another"]}),
                                ("wrong_issuer", {"iss": "https://id.example.com"}), ("wrong_audience", {"azp": "another"}),
                                ("missing_claim", {"sub": None}), ("missing_claim", {"at_hash": "x"})):
            self.assertEqual(self.log_in(**changed), 401, changed)
            self.assertEqual(json.loads(self.text)["reason"], reason, changed)
            self.assertEqual(self.cookies, [], changed)
        # What is right is right again: nothing of the refused ones was kept.
        self.assertEqual(self.log_in(), 303, self.text)

    def test_a_token_that_its_key_has_not_signed_lets_nobody_in(self):
        def encoded(value):
            return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

        self.provider.person = {"sub": "1"}
        self.start()
        kid = self.keep.json("show", "idp/prod")["keys"][0]["kid"]
        payload = encoded({"iss": self.provider.issuer, "aud": "jwtkeep", "sub": "1", "iat": 1, "exp": 9999999999})
        jwks = json.dumps(self.keep.json("export", "jwks", "idp/prod")).encode()
        hashed = f"{encoded({'alg': 'HS256', 'kid': kid})}.{payload}"
        forged = base64.urlsafe_b64encode(hmac.new(jwks, hashed.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
        for reason, token in (("alg_not_allowed", f"{encoded({'alg': 'none'})}.{payload}."),
                              ("alg_not_allowed", f"{hashed}.{forged}"), ("malformed", "x"),
                              ("key_unknown", f"{encoded({'alg': 'ES256', 'kid': 'x'})}.{payload}.{forged}")):
            self.provider.token = token
            self.assertEqual(self.log_in(), 401, token)
            self.assertEqual(json.loads(self.text)["reason"], reason, token)
        self.provider.status = 500
        self.assertEqual(self.log_in(), 503)

    def test_who_is_not_let_in_locks_nobody_out(self):
        self.provider.person = {"sub": "9", "groups": []}
        self.start()
        token = self.let_in("ci", "orders/prod: sign")
        program = Client(self.server.url, token)
        self.assertTrue(until(lambda: program.ask("POST", SIGN, {}) == 200))
        # Any page can have browsers ask this.
        stray = Client(self.server.url)
        self.assertEqual({stray.get("/login/sso/callback?state=x&code=y") for _ in range(11)}, {401})
        # Somebody to whom nothing is granted, and what the provider refuses.
        self.assertEqual({self.log_in(sub="9") for _ in range(6)}, {401})
        self.provider.status = 400
        self.assertEqual({self.log_in() for _ in range(6)}, {401})
        self.assertEqual(program.ask("POST", SIGN, {}), 200)
        self.assertTrue(until(lambda: any(entry["detail"]["who"] == "sso:9" for entry in self.keep.json("log", "--limit", "0")
                                          if entry["action"] == "access.denied")))

    def test_behind_a_proxy_that_speaks_tls_the_cookies_are_bound_to_the_host(self):
        self.provider.person = {"sub": "1", "groups": []}
        self.start("https://keys.example.com")
        self.assertEqual(self.log_in(), 303, self.text)
        self.assertEqual([cookie.partition("=")[0] for cookie in self.cookies], ["__Host-jwtkeep", "__Host-jwtkeep-login"])
        for cookie in self.cookies:
            self.assertIn("; Secure; HttpOnly", cookie)

    def test_what_is_known_elsewhere_is_of_the_same_person(self):
        self.provider.person = {"sub": "2", "groups": ["sre"]}
        self.start()
        self.assertEqual(self.log_in(), 401)
        self.assertIn("another person", self.text)
        self.provider.person = {"sub": "3", "groups": ["sre"]}
        self.assertEqual(self.log_in(sub="3"), 303, self.text)
        client = Client(self.server.url)
        self.assertEqual(client.get("/v1/session", Cookie=self.cookies[0].partition(";")[0]), 200)
        self.assertEqual(json.loads(client.text)["grants"], ["**: read"])


if __name__ == "__main__":
    unittest.main()
