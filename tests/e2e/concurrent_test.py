#!/usr/bin/env python3
"""Several processes on one store at once."""

import subprocess
import time
import unittest

import keep

# The standby key is ripe at once; after a rotation the next one is not for ten minutes.
RIPE_SOON = ["--ttl", "10m", "--skew", "0s", "--propagation", "1s", "--rotate-every", "30d"]


class Concurrent(keep.Case):
    def together(self, commands):
        running = [subprocess.Popen([keep.BINARY, "--json", *command], env=self.keep.environment, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) for command in commands]
        return [(process.communicate(timeout=120), process.returncode) for process in running]

    def active(self, name):
        return [key["kid"] for key in self.keep.json("show", name)["keys"] if key["state"] == "active"]

    def test_two_rotate_one_keyring_once(self):
        for turn in range(5):
            name = f"orders/turn-{turn}"
            self.keep.run("new", name, *RIPE_SOON)
            standby = [key["kid"] for key in self.keep.json("show", name)["keys"] if key["state"] == "pending"]
            time.sleep(1.1)  # P passes: the protocol's time, not a wait for readiness
            ended = self.together([["rotate", name]] * 2)
            for (out, error), code in ended:
                self.assertEqual(code, 0, out + error)
            self.assertEqual(self.active(name), standby)
            history = self.keep.json("history", name)
            self.assertEqual(sum(entry["action"] == "key.activate" for entry in history), 1)
        self.keep.run("log", "verify")

    def test_eight_due_runs_rotate_each_keyring_once(self):
        for i in range(30):
            self.keep.run("new", f"s{i}/prod", "--ttl", "1s", "--skew", "0s", "--propagation", "0s",
                          "--rotate-every", "1s")
        time.sleep(1.1)  # the rotation period passes
        for (out, error), code in self.together([["rotate", "--due"]] * 8):
            self.assertEqual(code, 0, out + error)
        for i in range(30):
            keys = self.keep.json("show", f"s{i}/prod")["keys"]
            self.assertEqual(sum(key["state"] == "active" for key in keys), 1, keys)
            self.assertEqual(sum(key["state"] == "pending" for key in keys), 1, keys)
        self.keep.run("log", "verify")

    def test_readers_and_writers(self):
        self.keep.run("new", "orders/prod", *RIPE_SOON)
        commands = [["new", f"s{i}/prod"] for i in range(6)] + [["sign", "orders/prod", "--sub", "a"]] * 6
        for (out, error), code in self.together(commands):
            self.assertEqual(code, 0, out + error)
        self.assertEqual(len(self.keep.json("list")), 7)
        self.keep.run("log", "verify")


if __name__ == "__main__":
    unittest.main(verbosity=2)
