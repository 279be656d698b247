#!/usr/bin/env python3
"""A store on PostgreSQL: many processes at once, killed keepers, a killed server, and the way there and back."""

import json
import os
import select
import signal
import socket
import subprocess
import threading
import time
import unittest
from pathlib import Path

import keep
import servers

SHORT = ["--ttl", "1s", "--skew", "0s", "--propagation", "0s", "--rotate-every", "1s"]


def setUpModule():
    global server
    server = servers.Postgres()


class OnServer(unittest.TestCase):
    def setUp(self):
        self.keep = keep.Keep()
        self.addCleanup(self.keep.remove)
        self.address = server.fresh()
        self.keep.environment.update(JWTKEEP_STORE=self.address, PGPASSWORD=server.about["password"])
        self.keep.run("init")

    def start(self, *arguments):
        return subprocess.Popen([keep.BINARY, *arguments], env=self.keep.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)

    def make(self, count):
        """Keyrings of which a rotation is due: the protocol's second passes."""
        self.keep.run("new", "s0/prod", *SHORT)
        for i in range(1, count):
            self.keep.run("new", f"s{i}/prod", *SHORT)
        time.sleep(1.1)

    def activations(self):
        counts = {}
        for entry in self.keep.json("log", "--limit", "0"):
            if entry["action"] == "key.activate":
                counts[entry["keyring"]] = counts.get(entry["keyring"], 0) + 1
        return counts


class Together(OnServer):
    def test_eight_processes_rotate_each_keyring_once(self):
        self.make(24)
        self.assertEqual(self.activations(), {})
        running = [self.start("--json", "rotate", "--due") for _ in range(8)]
        changed = 0
        for process in running:
            out, error = process.communicate(timeout=240)
            self.assertEqual(process.returncode, 0, error)
            changed += json.loads(out)["changed"]
        # A second that passes meanwhile makes the next rotation due: what was counted is what stands in the trail.
        activated = self.activations()
        self.assertEqual(len(activated), 24)
        for i in range(24):
            keys = self.keep.json("show", f"s{i}/prod")["keys"]
            self.assertEqual(sum(key["state"] == "active" for key in keys), 1, keys)
            self.assertEqual(sum(key["state"] == "pending" for key in keys), 1, keys)
            history = self.keep.json("history", f"s{i}/prod")
            activated_kids = [entry["detail"]["kid"] for entry in history if entry["action"] == "key.activate"]
            self.assertEqual(len(activated_kids), len(set(activated_kids)), "a key was activated twice")
        self.assertGreaterEqual(changed, 24)
        self.keep.run("log", "verify")

    def test_eight_hands_rotate_one_keyring_once(self):
        self.keep.run("new", "orders/prod", "--ttl", "10m", "--skew", "0s", "--propagation", "1s", "--rotate-every", "30d")
        time.sleep(1.1)  # P passes
        for process in [self.start("rotate", "orders/prod") for _ in range(8)]:
            self.assertEqual(process.wait(120), 0, process.communicate())
        self.assertEqual(self.activations(), {"orders/prod": 1})
        self.keep.run("log", "verify")

    def test_a_keeper_killed_in_a_transaction_holds_nobody_up(self):
        self.make(12)
        blocked = subprocess.Popen(
            [server.about["psql"], "-h", server.about["host"], "-p", str(server.about["port"]), "-U", "keeper", "-d", "keys",
             "-qtA"], env={**os.environ, "PGPASSWORD": server.about["password"]}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        schema = self.address.partition("schema=")[2]
        # The trail's table is held, so that a keeper stops in the midst of its transaction, with the writers' lock taken.
        blocked.stdin.write(f"BEGIN; LOCK TABLE {schema}.trail IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n")
        blocked.stdin.flush()
        self.assertEqual(blocked.stdout.readline(), "held\n")
        keeper = self.start("rotate", "--due")
        self.until(lambda: server.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'jwtkeep' AND "
                                      "wait_event_type = 'Lock'") == "1")
        keeper.send_signal(signal.SIGKILL)
        keeper.wait(60)
        blocked.stdin.close()  # lets the table go
        blocked.wait(60)
        began = time.monotonic()
        self.keep.run("rotate", "--due")
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(len(self.activations()), 12)
        self.keep.run("log", "verify")

    def test_keepers_killed_at_any_moment(self):
        self.make(8)
        for after in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4):
            keeper = self.start("rotate", "--due")
            try:
                keeper.wait(after)
            except subprocess.TimeoutExpired:
                keeper.send_signal(signal.SIGKILL)
            keeper.communicate(timeout=60)
            self.keep.run("log", "verify")
        self.keep.run("rotate", "--due")
        for i in range(8):
            keys = self.keep.json("show", f"s{i}/prod")["keys"]
            self.assertEqual(sum(key["state"] == "active" for key in keys), 1, keys)

    def test_a_watcher_is_told_within_a_second(self):
        self.keep.run("new", "orders/prod", "--ttl", "10m", "--skew", "0s", "--propagation", "1s", "--rotate-every", "30d")
        watcher = self.start("run", "--watch", "orders/prod", "--", "sh", "-c", "echo started; exec sleep 600")
        self.addCleanup(watcher.communicate)
        self.addCleanup(watcher.terminate)
        self.assertTrue(select.select([watcher.stdout], [], [], 60)[0])
        self.assertEqual(watcher.stdout.readline(), b"started\n")
        idle = lambda: int(server.sql("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'keys'"))
        self.until(lambda: int(server.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")) >= 1)
        self.assertGreaterEqual(idle(), 0)
        self.keep.run("rotate", "orders/prod", "--compromised",
                      next(k["kid"] for k in self.keep.json("show", "orders/prod")["keys"] if k["state"] == "active"))
        told = time.monotonic()
        self.assertTrue(select.select([watcher.stdout], [], [], 60)[0])
        self.assertEqual(watcher.stdout.readline(), b"started\n")
        print(f"a watcher had restarted its command {time.monotonic() - told:.2f} s after the rotation had ended")

    def until(self, held, seconds=60):
        end = time.monotonic() + seconds
        while not held():
            if time.monotonic() > end:
                self.fail("it did not come about")
            time.sleep(0.01)


class ServerKilled(OnServer):
    def test_the_server_dies_amidst_rotations_and_all_goes_on(self):
        self.make(16)
        running = [self.start("rotate", "--due") for _ in range(8)]
        running[0].stderr.fileno()
        time.sleep(0.15)  # at any moment: whatever is under way then is what is tested
        server.command("kill")
        said = b""
        for process in running:
            _, error = process.communicate(timeout=120)
            self.assertIn(process.returncode, (0, 3), error)
            if process.returncode == 3:
                said += error
                self.assertIn(b"hint: ", error)
        down = self.keep.run("list", code=3).stderr
        self.assertIn(b"nothing listens on", down)
        server.command("start")
        self.keep.run("rotate", "--due")
        self.assertEqual(len(self.activations()), 16)
        for i in range(16):
            keys = self.keep.json("show", f"s{i}/prod")["keys"]
            self.assertEqual(sum(key["state"] == "active" for key in keys), 1, keys)
        self.keep.run("log", "verify")

    def test_a_watcher_outlives_the_server(self):
        self.keep.run("new", "orders/prod", "--ttl", "10m", "--skew", "0s", "--propagation", "1s", "--rotate-every", "30d")
        watcher = self.start("run", "--watch", "orders/prod", "--", "sh", "-c", "echo started; exec sleep 600")
        self.addCleanup(watcher.communicate)
        self.addCleanup(watcher.terminate)
        self.assertEqual(watcher.stdout.readline(), b"started\n")
        server.command("kill")
        self.assertIn(b"goes on with the keys it has", watcher.stderr.readline())
        server.command("start")
        self.keep.run("rotate", "orders/prod", "--compromised",
                      next(k["kid"] for k in self.keep.json("show", "orders/prod")["keys"] if k["state"] == "active"))
        self.assertTrue(select.select([watcher.stdout], [], [], 60)[0])
        self.assertEqual(watcher.stdout.readline(), b"started\n")

    def test_a_cut_file_is_found(self):
        self.keep.run("new", "orders/prod")
        schema = self.address.partition("schema=")[2]
        path = server.sql(f"SELECT pg_relation_filepath('{schema}.keys')")
        server.sql("CHECKPOINT")
        server.command("stop")
        os.truncate(Path(server.about["folder"]) / "data" / path, 0)
        server.command("start")
        self.assertIn(b"error: ", self.keep.run("log", "verify", code=3).stderr)
        self.assertIn(b"error: ", self.keep.run("store", "migrate", self.address, str(self.keep.folder / "x.db"), code=3).stderr)


class Cut(threading.Thread):
    """Stands between jwtkeep and the server, and cuts the connection at a COMMIT of a change that puts a keyring."""

    def __init__(self, answered, again):
        super().__init__(daemon=True)
        self.answered, self.again = answered, again  # whether the server got the COMMIT; whether it is reached afterwards
        self.cut = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        try:
            while True:
                client, _ = self.listener.accept()
                if self.cut and not self.again:
                    client.close()
                    continue
                self.serve(client, socket.create_connection((server.about["host"], server.about["port"])))
        except OSError:
            pass  # closed at the end of the test

    def serve(self, client, upstream):
        armed = False
        with client, upstream:
            while True:
                for ready in select.select([client, upstream], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    armed = armed or (ready is client and b"keyrings" in data and b"INSERT" in data)
                    if ready is client and armed and b"COMMIT" in data and not self.cut:
                        self.cut = True
                        if self.answered:
                            upstream.sendall(data)
                            upstream.recv(65536)
                        return
                    (upstream if ready is client else client).sendall(data)


class Commit(OnServer):
    """The connection breaks exactly at a COMMIT."""

    def through(self, answered, again, code):
        cut = Cut(answered, again)
        self.addCleanup(cut.listener.close)
        address = self.address.replace(f":{server.about['port']}/", f":{cut.port}/") + "&sslmode=disable"
        done = self.keep.run("new", "orders/prod", code=code, JWTKEEP_STORE=address)
        self.assertTrue(cut.cut)
        return done.stderr

    def test_committed_but_not_answered_is_found_out(self):
        self.through(answered=True, again=True, code=0)
        self.assertEqual(len(self.keep.json("list")), 1)
        self.keep.run("log", "verify")

    def test_not_committed_is_found_out(self):
        error = self.through(answered=False, again=True, code=3)
        self.assertIn(b"what was being changed was not", error)
        self.assertEqual(self.keep.json("list"), [])
        self.keep.run("new", "orders/prod")
        self.keep.run("log", "verify")

    def test_what_cannot_be_found_out_is_said(self):
        for answered in (True, False):
            self.setUp()
            error = self.through(answered, again=False, code=3)
            self.assertIn(b"whether it is there is not known", error)
            self.assertIn(b"look before you run the command again", error)
            self.assertEqual(len(self.keep.json("list")), 1 if answered else 0)


class Messages(OnServer):
    def refused(self, store, wanted, code=3, **environment):
        done = self.keep.run("--store", store, "list", code=code, **environment)
        error = done.stderr.decode()
        self.assertIn(wanted, error)
        self.assertIn("hint: ", error)
        self.assertNotIn(server.about["password"], error)
        return error

    def test_each_trouble_has_its_own(self):
        seen = {
            self.refused(self.address, "refuses the user or the password", PGPASSWORD="wrong"),
            self.refused(self.address, "asks for a password, and there is none", PGPASSWORD=""),
            self.refused(server.address(host="nowhere.invalid", sslmode="require"), "no machine is known under the name"),
            self.refused(server.address(database="nix"), "has no database nix"),
            self.refused("postgres://keeper@127.0.0.1:1/keys", "nothing listens on 127.0.0.1 port 1"),
            self.refused(server.address(schema="nobody"), "there is no store in"),
            self.refused("postgres:///keys?host=/nowhere", "there is no server's socket in /nowhere"),
            self.refused(self.address + "&sslmode=require", "offers no TLS"),
            self.refused(server.address(host="db.example.com", sslmode="disable"), "plain text", code=2),
            self.refused(self.address.replace("keeper@", f"keeper:{server.about['password']}@"), "holds a password", code=2),
        }
        self.assertEqual(len(seen), 10)

    def test_a_role_without_rights(self):
        password = server.about["password"]
        server.sql(f"CREATE ROLE guest LOGIN PASSWORD '{password}'")
        self.addCleanup(server.sql, "DROP ROLE guest")
        self.assertIn("permission denied", self.refused(self.address.replace("keeper@", "guest@"), "cannot use"))
        self.assertIn(b"permission denied",
                      self.keep.run("init", code=3, JWTKEEP_STORE=server.address(user="guest", schema="guests"),
                                    JWTKEEP_KEYFILE=str(self.keep.folder / "guest.key")).stderr)

    def test_the_password_file(self):
        file = self.keep.folder / "pgpass"
        file.write_text(f"*:*:*:*:{server.about['password']}\n")
        file.chmod(0o600)
        del self.keep.environment["PGPASSWORD"]
        self.keep.run("list", PGPASSFILE=str(file))

    def test_no_variable_turns_the_connection_elsewhere(self):
        self.keep.run("list", PGHOSTADDR="192.0.2.1", PGPORT="1", PGDATABASE="nix", PGSSLMODE="require",
                      PGOPTIONS="-c search_path=nix")


class Migrate(OnServer):
    def rows(self, store):
        """What a backup holds of a store, without the line that says when it was made."""
        file = self.keep.folder / f"backup-{time.monotonic_ns()}"
        self.keep.run("backup", str(file), JWTKEEP_STORE=store)
        return [json.loads(line) for line in file.read_text().splitlines()[2:-1]]

    def test_there_and_back_with_nothing_lost(self):
        for i in range(20):
            self.keep.run("new", f"s{i}/prod")
        self.keep.run("rotate", "s3/prod", "--compromised", self.keep.json("show", "s3/prod")["keys"][0]["kid"])
        there, back = str(self.keep.folder / "there.db"), server.fresh()
        shown = [self.keep.json("show", f"s{i}/prod")["keys"] for i in range(20)]
        kids = [[(key["kid"], key["state"]) for key in keys] for keys in shown]
        first = self.keep.json("store", "migrate", self.address, there)
        second = self.keep.json("store", "migrate", there, back)
        self.assertEqual((first["rows"], first["digest"], first["head"]), (second["rows"], second["digest"], second["head"]))
        self.assertEqual(first["rows"]["keyrings"], 20)
        self.assertFalse(first["source_changed"])
        for store in (self.address, there, back):
            found = [[(key["kid"], key["state"]) for key in self.keep.json("show", f"s{i}/prod", JWTKEEP_STORE=store)["keys"]]
                     for i in range(20)]
            self.assertEqual(found, kids)
            self.assertEqual(self.keep.json("log", "verify", JWTKEEP_STORE=store)["head"], first["head"])
        # The backup records itself, so that the three differ in the trail from here on: all else is equal.
        kinds = ("keyrings", "keys", "due", "destinations", "fingerprints", "slots")
        only = lambda rows: [row for row in rows if row[0] in kinds]
        self.assertEqual(only(self.rows(there)), only(self.rows(self.address)))
        self.assertEqual(only(self.rows(back)), only(self.rows(self.address)))
        token = self.keep.text("sign", "s0/prod", "--sub", "a", JWTKEEP_STORE=back)
        self.keep.run("verify", "s0/prod", token)

    def test_only_into_an_empty_place(self):
        taken = server.fresh()
        self.keep.run("init", JWTKEEP_STORE=taken, JWTKEEP_KEYFILE=str(self.keep.folder / "taken.key"))
        self.assertIn(b"there is a store", self.keep.run("store", "migrate", self.address, taken, code=2).stderr)
        self.assertIn(b"there is a store", self.keep.run("store", "migrate", self.address, self.address, code=2).stderr)
        self.assertIn(b"there is no store", self.keep.run("store", "migrate", server.fresh(), taken, code=3).stderr)
        file = self.keep.folder / "something"
        file.write_text("else")
        file.chmod(0o600)
        self.assertIn(b"already", self.keep.run("store", "migrate", self.address, str(file), code=2).stderr)
        self.assertEqual(file.read_text(), "else")

    def test_without_the_key_it_says_what_was_not_checked(self):
        done = self.keep.run("store", "migrate", self.address, str(self.keep.folder / "a.db"),
                             JWTKEEP_KEYFILE=str(self.keep.folder / "none"))
        self.assertIn(b"equal", done.stdout)
        self.assertIn(b"was not checked: its key is not here", done.stderr)

    def test_while_somebody_writes(self):
        for i in range(20):
            self.keep.run("new", f"s{i}/prod", *SHORT)
        stop = threading.Event()

        def write():
            while not stop.is_set():
                self.keep.run("rotate", "--due")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for turn in range(3):
                copy = str(self.keep.folder / f"copy{turn}.db")
                self.keep.run("store", "migrate", self.address, copy)
                self.keep.run("log", "verify", JWTKEEP_STORE=copy)
        finally:
            stop.set()
            writer.join()

    def test_restore_on_the_server(self):
        self.keep.run("new", "orders/prod")
        backup = str(self.keep.folder / "backup")
        self.keep.run("backup", backup)
        other = server.fresh()
        self.keep.run("restore", backup, code=3, JWTKEEP_STORE=other, JWTKEEP_KEYFILE=str(self.keep.folder / "none"))
        self.assertIn(b"there is no store", self.keep.run("list", code=3, JWTKEEP_STORE=other).stderr)
        self.keep.run("restore", backup, JWTKEEP_STORE=other)
        self.assertEqual(len(self.keep.json("list", JWTKEEP_STORE=other)), 1)
        self.assertIn(b"there is a store", self.keep.run("restore", backup, code=2, JWTKEEP_STORE=other).stderr)


class Tls(unittest.TestCase):
    def test_the_server_has_to_prove_its_name(self):
        tls = servers.Postgres("--tls")
        self.addCleanup(tls.end)
        place = keep.Keep()
        self.addCleanup(place.remove)
        place.environment["PGPASSWORD"] = tls.about["password"]
        proved = tls.address(sslmode="verify-full", sslrootcert=tls.about["ca"])
        place.run("--store", proved, "init")
        place.run("--store", proved, "list")
        self.assertEqual(tls.sql("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND "
                                 "application_name = 'jwtkeep'"), "0")
        for store, wanted in ((tls.address(host="127.0.0.1", sslmode="verify-full", sslrootcert=tls.about["ca"]),
                               b"is for another name than 127.0.0.1"),
                              (tls.address(sslmode="verify-full"), b"no CA certificate to check")):
            self.assertIn(wanted, place.run("--store", store, "list", code=3).stderr)
        other = place.folder / "other.crt"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-keyout",
                        place.folder / "other.key", "-out", other], check=True, capture_output=True)
        self.assertIn(b"signed by nobody who is trusted",
                      place.run("--store", tls.address(sslmode="verify-full", sslrootcert=other), "list", code=3).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
