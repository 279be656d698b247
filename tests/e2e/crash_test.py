#!/usr/bin/env python3
"""The binary is killed, or its disk fails, at every single write to the store during a rotation."""

import signal
import unittest

import keep

QUICK = ["--ttl", "1m", "--skew", "0s", "--propagation", "0s", "--sign-propagation", "0s", "--rotate-every", "1s"]


def state(store):
    """What a keyring looks like to its users: kids with their states."""
    shown = store.json("show", "orders/prod")
    return [(key["kid"], key["state"]) for key in shown["keys"]], shown["revision"]


class Crash(keep.Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", *QUICK)
        self.before = state(self.keep)
        self.writes = self.count_writes()
        self.assertGreater(self.writes, 3, "the fault points are not reached")

    def count_writes(self, *options):
        probe = self.keep.copy()
        self.addCleanup(probe.remove)
        counter = probe.folder / "count"
        probe.run("rotate", "orders/prod", *options, binary=keep.FAULTY, JWTKEEP_FAULT=f"count:{counter}")
        return int(counter.read_text())

    def check_whole(self, store, where):
        """Opens; the chain holds; the keyring is as before or one rotation further; the next run finishes."""
        after = state(store)
        store.run("log", "verify")
        old_active = [kid for kid, s in self.before[0] if s == "active"]
        active = [kid for kid, s in after[0] if s == "active"]
        self.assertEqual(len(active), 1, f"{where}: {after}")
        if after[1] == self.before[1]:
            self.assertEqual(after, self.before, where)
        else:
            self.assertNotEqual(active, old_active, f"{where}: the revision grew without a rotation: {after}")
        # Whatever was cut short, the next calls bring the keyring where an undisturbed one would be.
        if active == old_active:
            store.run("rotate", "orders/prod")
        else:
            store.run("rotate", "--due")
        final = state(store)
        self.assertNotEqual([kid for kid, s in final[0] if s == "active"], old_active, where)
        self.assertEqual(sum(s == "pending" for _, s in final[0]), 1, f"{where}: {final}")
        token = store.text("sign", "orders/prod", "--sub", "alice")
        store.run("verify", "orders/prod", token)
        store.run("log", "verify")

    def test_killed_at_every_write(self):
        for mode in ("kill", "tear"):
            for n in range(1, self.writes + 1):
                store = self.keep.copy()
                done = store.run("rotate", "orders/prod", binary=keep.FAULTY, code=None, JWTKEEP_FAULT=f"{mode}:{n}")
                self.assertIn(done.returncode, (-signal.SIGKILL, 0), f"{mode}:{n}: {done.stderr}")
                self.check_whole(store, f"{mode}:{n}")
                store.remove()
        print(f"killed at each of {self.writes} writes, whole and torn: {2 * self.writes} cases")

    def test_full_disk_and_io_errors(self):
        for mode, words in (("full", b"full"), ("ioerr", b"")):
            for n in range(1, self.writes + 1):
                store = self.keep.copy()
                done = store.run("rotate", "orders/prod", binary=keep.FAULTY, code=None, JWTKEEP_FAULT=f"{mode}:{n}")
                where = f"{mode}:{n}: exit {done.returncode}: {done.stderr.decode()}"
                if done.returncode != 0:  # a failed checkpoint at the very end loses nothing and is no failure
                    self.assertEqual(done.returncode, 3, where)
                    self.assertTrue(done.stderr.startswith(b"error: "), where)
                    self.assertIn(b"hint: ", done.stderr, where)
                    self.assertIn(words, done.stderr, where)
                self.check_whole(store, where)
                store.remove()
        print(f"full disk and I/O error at each of {self.writes} writes: {2 * self.writes} cases")

    def test_a_compromise_is_done_or_not_at_every_write(self):
        """What was called refused stays refused; what was cut short is done by giving the same command again."""
        stolen = next(kid for kid, state_ in self.before[0] if state_ == "active")
        command = ["rotate", "orders/prod", "--compromised", stolen]
        writes = self.count_writes(*command[2:])
        self.assertGreater(writes, 3)
        for mode in ("kill", "tear", "full", "ioerr"):
            for n in range(1, writes + 1):
                store = self.keep.copy()
                done = store.run(*command, binary=keep.FAULTY, code=None, JWTKEEP_FAULT=f"{mode}:{n}")
                where = f"{mode}:{n}: exit {done.returncode}: {done.stderr.decode()}"
                self.assertIn(done.returncode, (-signal.SIGKILL, 0) if mode in ("kill", "tear") else (3, 0), where)
                found = dict(state(store)[0])[stolen]
                self.assertIn(found, ("compromised",) if done.returncode == 0 else ("active", "compromised"), where)
                store.run("log", "verify")
                store.run(*(command if found == "active" else ["rotate", "--due"]))
                final = state(store)[0]
                self.assertEqual(dict(final)[stolen], "compromised", where)
                for wanted in ("active", "pending"):
                    self.assertEqual(sum(s == wanted for _, s in final), 1, f"{where}: {final}")
                store.remove()
        print(f"a compromise cut short at each of {writes} writes in four ways: {4 * writes} cases")


if __name__ == "__main__":
    unittest.main(verbosity=2)
