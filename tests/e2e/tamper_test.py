#!/usr/bin/env python3
"""Somebody edits the store's file behind jwtkeep's back: each meddling is found, and told apart."""

import json
import shutil
import sqlite3
import unittest

import keep


class Tamper(keep.Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")
        self.keep.run("new", "orders/dev")
        self.database = sqlite3.connect(self.keep.store)
        self.addCleanup(self.database.close)

    def rows(self, table):
        return dict(self.database.execute(f"SELECT key, value FROM {table} ORDER BY key").fetchall())

    def put(self, table, key, value):
        self.database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (key, value))
        self.database.commit()

    def refused(self, *arguments, code, words):
        done = self.keep.run(*arguments, code=code)
        for word in words:
            self.assertIn(word, done.stderr.decode())
        self.assertIn("hint: ", done.stderr.decode())

    def test_two_sealed_secrets_are_swapped(self):
        keys = {key: json.loads(value) for key, value in self.rows("keys").items()}
        (first, a), (second, b) = [(key, row) for key, row in keys.items() if key.startswith("orders/prod|")]
        for member in ("data_key", "sealed"):
            a[member], b[member] = b[member], a[member]
        self.put("keys", first, json.dumps(a, separators=(",", ":")))
        self.put("keys", second, json.dumps(b, separators=(",", ":")))
        self.refused("sign", "orders/prod", code=3, words=["orders/prod"])
        self.keep.run("sign", "orders/dev")

    def test_whole_rows_of_two_keyrings_are_swapped(self):
        keys = self.rows("keys")
        mine = [key for key in keys if key.startswith("orders/prod|")]
        theirs = [key for key in keys if key.startswith("orders/dev|")]
        self.put("keys", mine[0], keys[theirs[0]])
        self.refused("sign", "orders/prod", code=3, words=["orders/prod"])

    def test_a_compromised_key_is_made_active_again(self):
        before = self.rows("keys")
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]
        self.keep.run("rotate", "orders/prod", "--compromised", kid)
        name = f"orders/prod|{kid}"
        self.assertNotEqual(self.rows("keys")[name], before[name])
        self.put("keys", name, before[name])
        self.refused("show", "orders/prod", code=3, words=["orders/prod"])

    def test_a_policy_is_edited(self):
        row = json.loads(self.rows("keyrings")["orders/prod"])
        row["policy"]["token_lifetime_s"] *= 1000
        self.put("keyrings", "orders/prod", json.dumps(row, separators=(",", ":")))
        self.refused("sign", "orders/prod", code=3, words=["orders/prod"])

    def test_one_keyring_that_was_tampered_with_holds_up_no_other(self):
        self.keep.run("sync", "add", "orders/prod", f"dotenv:{self.keep.folder}/prod.env")
        self.keep.run("sync", "add", "orders/dev", f"dotenv:{self.keep.folder}/dev.env")
        self.put("keyrings", "orders/prod", "{}")
        done = self.keep.run("doctor", code=1)
        self.assertIn("orders/prod: tampered", done.stdout.decode())
        self.assertNotIn("orders/dev", done.stdout.decode())
        done = self.keep.run("sync", "push", code=3)
        self.assertIn("orders/prod was not pushed", done.stderr.decode())
        self.assertIn("1 held the current keys already", done.stdout.decode())

    def test_the_audit_trail_is_edited_cut_and_moved(self):
        self.keep.run("log", "verify")
        trail = self.rows("trail")
        names = sorted(trail)
        edited = json.loads(trail[names[1]])
        edited["actor"] = "somebody-else@elsewhere"
        self.put("trail", names[1], json.dumps(edited, separators=(",", ":")))
        messages = {self.broken()}
        self.put("trail", names[1], trail[names[1]])
        self.put("trail", names[1], trail[names[2]])
        self.put("trail", names[2], trail[names[1]])
        messages.add(self.broken())
        self.put("trail", names[1], trail[names[1]])
        self.put("trail", names[2], trail[names[2]])
        self.keep.run("log", "verify")
        self.database.execute("DELETE FROM trail WHERE key = ?", (names[-1],))
        self.database.commit()
        messages.add(self.broken())
        self.put("trail", names[-1], trail[names[-1]])
        self.database.execute("DELETE FROM trail WHERE key = ?", (names[1],))
        self.database.commit()
        messages.add(self.broken())
        print(*sorted(messages), sep="\n")
        self.assertGreaterEqual(len(messages), 3, "different meddlings are told in the same words")

    def broken(self):
        done = self.keep.run("log", "verify", code=1)
        self.assertEqual(self.keep.json("log", "verify", code=1)["whole"], False)
        return done.stderr.decode().splitlines()[0]

    def test_an_old_copy_of_the_whole_store_is_put_back(self):
        head = self.keep.json("log", "verify")["head"]
        self.database.close()
        old = self.keep.copy()
        self.addCleanup(old.remove)
        self.keep.run("new", "search/prod")
        newer = self.keep.json("log", "verify", "--head", head)["head"]
        for file in self.keep.folder.glob("store.db*"):
            file.unlink()
        shutil.copy2(old.store, self.keep.store)
        self.keep.run("log", "verify")
        self.keep.run("log", "verify", "--head", head)
        self.refused("log", "verify", "--head", newer, code=1, words=["error: "])

    def test_the_file_is_cut_within_its_last_page(self):
        self.database.close()
        whole = self.keep.store.read_bytes()
        for missing in (1, 100, 2000, 4095):
            self.keep.store.write_bytes(whole[:-missing])
            self.refused("log", "verify", code=3, words=["damaged", "jwtkeep restore"])
        self.keep.store.write_bytes(whole)
        self.keep.run("log", "verify")

    def test_openers_that_do_not_open(self):
        other = keep.Keep()
        self.addCleanup(other.remove)
        other.run("init")
        foreign = self.keep.run("list", code=3, JWTKEEP_KEYFILE=other.environment["JWTKEEP_KEYFILE"]).stderr
        third = keep.Keep()
        self.addCleanup(third.remove)
        third.environment["JWTKEEP_PASSPHRASE"] = "zebra-copper-lantern-mosaic-tundra"
        third.run("init")
        third.run("list")
        wrong = third.run("list", code=3, JWTKEEP_PASSPHRASE="zebra-copper-lantern-mosaic-tundrb").stderr
        self.keep.store.chmod(0o640)
        loose = self.keep.run("list", code=3).stderr
        self.assertEqual(len({foreign, wrong, loose}), 3)
        for message, word in ((foreign, b"key file"), (wrong, b"passphrase"), (loose, b"chmod 600")):
            self.assertIn(word, message)


if __name__ == "__main__":
    unittest.main(verbosity=2)
