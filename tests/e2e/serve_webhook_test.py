#!/usr/bin/env python3
"""Webhooks: each step of a rotation is told to a receiver that checks the signature, once, in order, though it fails at first."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
import unittest

from serve_test import Case, Client, until

SECRET = base64.b64encode(bytes(range(32))).decode()


class Receiver:
    """Takes messages as Standard Webhooks says; answers what it is told to, 204 where it is told nothing."""

    def __init__(self):
        self.answers, self.messages, self.wrong = [], [], []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.check(self.headers, body)
                status = receiver.answers.pop(0) if receiver.answers else 204
                if status == 204:
                    receiver.messages.append((self.headers["webhook-id"], json.loads(body)))
                self.send_response(status)
                if status == 307:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.seen = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def check(self, headers, body):
        number, at = headers["webhook-id"], headers["webhook-timestamp"]
        self.seen.append(number)
        text = b".".join((number.encode(), at.encode(), body))
        expected = base64.b64encode(hmac.new(base64.b64decode(SECRET), text, hashlib.sha256).digest()).decode()
        if headers["webhook-signature"] != f"v1,{expected}" or abs(int(at) - time.time()) > 60:
            self.wrong.append(number)

    def end(self):
        self.server.shutdown()
        self.server.server_close()

    def told(self):
        return [(body["data"]["keyring"], body["type"]) for _, body in self.messages]


class Webhooks(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--skew", "0s", "--propagation", "0s")
        self.keep.run("new", "billing/prod", "--skew", "0s", "--propagation", "0s")
        self.receiver = Receiver()
        self.addCleanup(self.receiver.end)
        secret = self.keep.folder / "hook.secret"
        secret.write_text(f"whsec_{SECRET}\n", encoding="utf-8")
        self.config = self.keep.folder / "serve.toml"
        self.config.write_text(f"""[[webhook]]
name = "pager"
url = "{self.receiver.url}"
keyrings = ["orders/*"]
secret-file = "hook.secret"
""", encoding="utf-8")

    def start(self):
        return self.serve("--no-rotate", "--config", str(self.config))

    def entries(self, action):
        return [entry for entry in self.keep.json("log", "--limit", "0") if entry["action"] == action]

    def metric(self, server, name):
        client = Client(server.url)
        client.get("/metrics")
        return next(float(line.split()[-1]) for line in client.text.splitlines() if line.startswith(f'{name}{{webhook="pager"}}'))

    def begun(self):
        self.assertTrue(until(lambda: self.entries("webhook.begin")))

    def rotated(self, name):
        """What the trail says of the keys since the webhook began."""
        begin = self.entries("webhook.begin")[0]["sequence"]
        return [(entry["keyring"], entry["action"]) for entry in self.keep.json("log", "--limit", "0")
                if entry["sequence"] > begin and entry.get("keyring") == name and entry["action"].startswith("key.")]

    def test_each_step_is_told_once_and_in_order_to_who_fails_at_first(self):
        server = self.start()
        self.begun()
        self.receiver.answers = [503, 307]
        self.keep.run("rotate", "billing/prod")
        self.keep.run("rotate", "orders/prod")
        expected = self.rotated("orders/prod")
        self.assertIn(("orders/prod", "key.activate"), expected)
        self.assertTrue(until(lambda: len(self.receiver.messages) >= len(expected), 60), self.receiver.seen)
        self.assertEqual(self.receiver.told(), expected)
        self.assertEqual(self.receiver.wrong, [])
        # The same id each time it was tried; a redirect was not followed.
        self.assertEqual(len(set(self.receiver.seen)), len(expected))
        self.assertEqual(self.receiver.seen[:3], [self.receiver.seen[0]] * 3)
        self.assertTrue(until(lambda: self.metric(server, "jwtkeep_webhook_messages_total") == len(expected)))
        self.assertEqual(self.metric(server, "jwtkeep_webhook_failures_total"), 2)
        kid = self.keep.json("show", "orders/prod")["keys"][-1]["kid"]
        secrets = self.keep.json("env", "orders/prod", "--format", "json")
        self.keep.run("rotate", "orders/prod", "--compromised", kid)
        self.assertTrue(until(lambda: ("orders/prod", "key.compromise") in self.receiver.told()))
        sent = json.dumps(self.receiver.messages)
        for name, value in secrets.items():
            if "SECRET" in name:
                self.assertNotIn(value, sent)
        self.assertTrue(until(lambda: len(self.entries("webhook.sent")) >= 2))
        self.assertEqual([entry["detail"]["failures"] for entry in self.entries("webhook.fail")], [1, 2])
        # The path of a webhook's URL may be its secret.
        origin = self.receiver.url.removesuffix("/hook")
        self.assertEqual([entry["detail"]["why"] for entry in self.entries("webhook.fail")],
                         [f"{origin} answers with status {status}" for status in (503, 307)])
        self.keep.run("log", "verify")
        server.end()
        self.assertEqual(sum("is told again later" in line for line in server.said), 1)
        self.assertFalse(any("/hook" in line for line in server.said))
        self.assertTrue(any("takes messages again" in line for line in server.said))

    def test_of_two_servers_one_tells_and_the_other_goes_on_where_it_ends(self):
        servers = [self.start(), self.start()]
        self.begun()
        self.keep.run("rotate", "orders/prod")
        expected = self.rotated("orders/prod")
        self.assertTrue(until(lambda: len(self.receiver.messages) >= len(expected)))
        self.assertTrue(until(lambda: self.entries("webhook.sent")))
        self.assertEqual(self.receiver.told(), expected)
        servers[0].end()
        self.keep.run("rotate", "orders/prod")
        expected = self.rotated("orders/prod")
        self.assertTrue(until(lambda: len(self.receiver.messages) >= len(expected)))
        self.assertEqual(self.receiver.told(), expected)
        self.assertEqual(len(set(self.receiver.seen)), len(self.receiver.seen))
        # What happens while no server is there is told by the next one.
        servers[1].end()
        self.keep.run("rotate", "orders/prod")
        self.start()
        expected = self.rotated("orders/prod")
        self.assertTrue(until(lambda: len(self.receiver.messages) >= len(expected)))
        self.assertEqual(self.receiver.told(), expected)

    def test_a_destination_that_fails_is_told_of(self):
        self.start()
        self.begun()
        gone = self.keep.folder / "gone"
        gone.mkdir()
        self.keep.run("sync", "add", "orders/prod", f"dotenv:{gone}/x.env", code=None)
        self.assertTrue(self.entries("sync.add"))
        (gone / "x.env").unlink(missing_ok=True)
        gone.rmdir()
        self.keep.run("sync", "push", "orders/prod", code=None)
        if not self.entries("sync.fail"):
            self.keep.run("rotate", "orders/prod", code=None)
        self.assertTrue(self.entries("sync.fail"))
        self.assertTrue(until(lambda: ("orders/prod", "sync.fail") in self.receiver.told()))

    def test_what_cannot_be_meant_stops_it(self):
        text = self.config.read_text(encoding="utf-8")
        for old, new, word in ((self.receiver.url, "http://hooks.example.com", b"not https"),
                               ('name = "pager"', 'name = "A B"', b"webhook's name"), ("secret-file", "secret", b"did you mean"),
                               ('["orders/*"]', '["orders/*x"]', b"orders"), ("hook.secret", "none", b"cannot open")):
            self.config.write_text(text.replace(old, new), encoding="utf-8")
            self.assertIn(word, self.keep.run("serve", "--check", "--config", str(self.config), code=2).stderr, new)
        self.config.write_text(text + text, encoding="utf-8")
        self.assertIn(b"two webhooks", self.keep.run("serve", "--check", "--config", str(self.config), code=2).stderr)
        (self.keep.folder / "hook.secret").write_text("guess me", encoding="utf-8")
        self.config.write_text(text, encoding="utf-8")
        done = self.keep.run("serve", "--check", "--config", str(self.config), code=2)
        self.assertIn(b"openssl rand", done.stderr)
        self.assertNotIn(b"guess me", done.stderr)


if __name__ == "__main__":
    unittest.main()
