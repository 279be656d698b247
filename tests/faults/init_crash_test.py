#!/usr/bin/env python3
"""`init` is killed, or its disk fails, at every single change of the store's files; the next `init` finishes."""

import os
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["JWTKEEP_SOURCE_DIR"]) / "tests" / "e2e"))

import keep  # noqa: E402


class InterruptedInit(unittest.TestCase):
    def fresh(self):
        place = keep.Keep()
        self.addCleanup(place.remove)
        return place

    def count_changes(self):
        place = self.fresh()
        counter = place.folder / "count"
        place.run("init", binary=keep.FAULTY, JWTKEEP_FAULT=f"count:{counter}")
        return int(counter.read_text())

    def check_finished(self, place, where):
        """Either the store was whole already, or the next `init` makes it so, with the key file that is there."""
        key_file = place.folder / "store.key"
        key_before = key_file.read_bytes() if key_file.exists() else None
        listed = place.run("list", code=None)
        if listed.returncode != 0:
            self.assertEqual(listed.returncode, 3, where)
            self.assertIn(b"hint: ", listed.stderr, where)
            place.run("init")
        else:
            place.run("init", code=2)
        if key_before is not None:
            self.assertEqual(key_file.read_bytes(), key_before, f"{where}: the key file was changed")
        place.run("new", "orders/prod")
        token = place.text("sign", "orders/prod", "--sub", "alice")
        place.run("verify", "orders/prod", token)
        place.run("log", "verify")

    def test_every_change(self):
        changes = self.count_changes()
        self.assertGreater(changes, 5, "the fault points are not reached")
        for mode in ("kill", "tear", "full", "ioerr"):
            for n in range(1, changes + 1):
                place = self.fresh()
                done = place.run("init", binary=keep.FAULTY, code=None, JWTKEEP_FAULT=f"{mode}:{n}")
                where = f"{mode}:{n}: exit {done.returncode}: {done.stderr.decode()}"
                if mode in ("kill", "tear"):
                    self.assertIn(done.returncode, (0, -signal.SIGKILL), where)
                elif done.returncode != 0:
                    self.assertEqual(done.returncode, 3, where)
                    self.assertIn(b"hint: ", done.stderr, where)
                self.check_finished(place, where)
                place.remove()
        print(f"init interrupted at each of {changes} changes in four ways: {4 * changes} cases")

    def test_an_unfinished_store_does_not_lend_itself_to_a_foreign_key_file(self):
        place = self.fresh()
        place.run("init")
        key = (place.folder / "store.key").read_bytes()
        path = place.folder / "other.db"
        for attempt in (1, 2):  # the refusal itself must leave nothing that weakens the next
            refused = place.run("--store", str(path), "init", code=2)
            self.assertIn(b"may open another store", refused.stderr, attempt)
            self.assertFalse(path.exists())
        self.assertEqual((place.folder / "store.key").read_bytes(), key)

    def test_a_torn_key_file_of_an_interrupted_init_is_told_with_its_way_out(self):
        for n in range(1, self.count_changes() + 1):
            place = self.fresh()
            place.run("init", binary=keep.FAULTY, code=None, JWTKEEP_FAULT=f"kill:{n}")
            key_file = place.folder / "store.key"
            if key_file.exists() and place.run("list", code=None).returncode == 3:
                break
            place.remove()
        else:
            self.fail("no fault point lies between the key file and the store's first row")
        key_file.write_bytes(key_file.read_bytes()[:20])
        refused = place.run("init", code=3)
        self.assertIn(b"it opens nothing: move ", refused.stderr)
        key_file.rename(place.folder / "moved-away")
        place.run("init")
        place.run("new", "orders/prod")


if __name__ == "__main__":
    unittest.main(verbosity=2)
