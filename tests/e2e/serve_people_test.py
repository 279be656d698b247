#!/usr/bin/env python3
"""People at the server: sessions and their cookies, logins with a provider."""

import json
import ssl
import unittest

import keep
from serve_test import Case, Client, Server, until

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


if __name__ == "__main__":
    unittest.main()
