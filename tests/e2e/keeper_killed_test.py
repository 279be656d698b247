#!/usr/bin/env python3
"""The keeper is killed (SIGKILL) after each request that it sends and at writes to its own store, in every step of a rotation.

The keyring is in OpenBao, in AWS's stand-in and in a dotenv file. Whatever was cut short: one `rotate --due` brings all three
to the same content, the audit trail holds, and the rotation has gone no other way than an undisturbed one.
"""

import re
import signal
import subprocess
import time
import unittest

import keep
import servers

KEYRING = "orders/prod"
# Whoever rotates by hand activates and publishes at once; a second later the key before is retired and destroyed as well.
QUICK = ["--ttl", "1s", "--propagation", "0s", "--skew", "0s", "--sign-propagation", "0s", "--retention", "0s"]
MOST_REQUESTS = 80
EVERY = 3  # SQLite writes a page at a time: three in a row are hardly ever of two transactions


class KeeperKilled(keep.Case):
    def setUp(self):
        super().setUp()
        self.bao = servers.OpenBao(str(self.keep.folder / "bao"))
        self.aws = servers.Aws(str(self.keep.folder / "aws"))
        self.addCleanup(self.bao.kill)
        self.addCleanup(servers.Front.end)
        self.fronts = {"vault": servers.Front(f"https://127.0.0.1:{self.bao.port}", self.bao, self.bao.ca_file),
                       "aws": servers.Front(f"http://127.0.0.1:{self.aws.port}", self.bao)}
        self.keep.environment |= self.bao.environment() | self.aws.environment() | {
            "VAULT_ADDR": self.fronts["vault"].url, "AWS_ENDPOINT_URL": self.fronts["aws"].url,
            "AWS_CA_BUNDLE": self.bao.ca_file}
        self.dotenv = self.keep.folder / "orders.env"
        self.keep.run("new", KEYRING, *QUICK)
        for address in ("vault://secret/orders/prod", "aws-sm://eu-central-1/orders/prod", f"dotenv:{self.dotenv}"):
            self.keep.run("sync", "add", KEYRING, address)

    def contents(self):
        text = self.dotenv.read_text(encoding="utf-8")
        return [self.bao.ask("secret/data/orders/prod")["data"]["data"], self.aws.secret("orders/prod"),
                dict(re.findall(r"^(\w+)='([^']*)'$", text, re.MULTILINE))]

    def keys(self):
        return {key["kid"]: key["state"] for key in self.keep.json("show", KEYRING)["keys"]}

    def active(self):
        return next(kid for kid, state in self.keys().items() if state == "active")

    def finish(self, where):
        """One run of the next keeper, and everything is as it should be."""
        self.keep.run("rotate", "--due")
        found = self.keep.json("sync", "status", KEYRING)
        self.assertEqual({entry["state"] for entry in found}, {"in_sync"}, where)
        first, *others = self.contents()
        for other in others:
            self.assertEqual(first, other, where)
        self.assertEqual(first["JWT_KID"], self.active(), where)
        self.assertEqual(sorted(state for state in self.keys().values() if state in ("active", "pending")),
                         ["active", "pending"], where)

    def keeper_held_at(self, front, number):
        """Starts a keeper; True when the answer to this request of it is held back, and it was killed then."""
        front.hold(number)
        with subprocess.Popen([keep.BINARY, "rotate", KEYRING], env=self.keep.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as keeper:
            while keeper.poll() is None and not front.holds():
                time.sleep(0.005)  # between two looks
            held = keeper.poll() is None
            if held:
                keeper.kill()
            said = keeper.stderr.read()
        front.mend()
        if not held:
            self.assertEqual(keeper.returncode, 0, said)
        return held

    def test_after_every_request(self):
        for name, front in self.fronts.items():
            for number in range(1, MOST_REQUESTS):
                if not self.keeper_held_at(front, number):
                    break
                self.finish(f"{name}: killed after request {number}")
            self.assertLess(number, MOST_REQUESTS - 1, "the rotation had more requests than were tried")
            self.assertGreater(number, 6, f"a rotation asks {name} more than that")
            print(f"{name}: killed after each of {number - 1} requests of a rotation")
        self.keep.run("log", "verify")

    def test_at_writes_to_the_store(self):
        counter = self.keep.folder / "count"
        self.keep.run("rotate", KEYRING, binary=keep.FAULTY, JWTKEEP_FAULT=f"count:{counter}")
        writes = int(counter.read_text())
        self.assertGreater(writes, 10)
        killed = 0
        for number in range(1, writes + 1, EVERY):
            done = self.keep.run("rotate", KEYRING, binary=keep.FAULTY, code=None, JWTKEEP_FAULT=f"kill:{number}")
            self.assertIn(done.returncode, (-signal.SIGKILL, 0), f"{number}: {done.stderr}")
            killed += done.returncode != 0
            self.finish(f"killed at write {number}")
        self.assertGreater(killed, writes // EVERY // 2)
        self.keep.run("log", "verify")
        steps = {entry["action"] for entry in self.keep.json("log", "--limit", "0")}
        self.assertLessEqual({"key.publish", "key.activate", "key.retire", "key.destroy"}, steps)
        print(f"killed at {killed} of {writes} writes to the store in a rotation")


if __name__ == "__main__":
    unittest.main(verbosity=2)
