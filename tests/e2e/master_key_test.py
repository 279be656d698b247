#!/usr/bin/env python3
"""What opens a store: every kind of master key, changed from each to each, while jwtkeep is killed at each step."""

import base64
import glob
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import unittest
import urllib.error
from pathlib import Path

import keep
import servers

PASSPHRASES = [f"zebra-copper-lantern-mosaic-tundra-{word}" for word in ("violin", "harbor", "pepper", "walnut")]


def setUpModule():
    global bao, aws, hsm, scratch
    scratch = tempfile.TemporaryDirectory(prefix="jwtkeep-master-")
    unittest.addModuleCleanup(scratch.cleanup)
    bao = servers.OpenBao(os.path.join(scratch.name, "bao"))
    unittest.addModuleCleanup(bao.kill)
    transit("sys/mounts/transit", {"type": "transit"})
    aws = servers.Aws(os.path.join(scratch.name, "aws"))
    hsm = servers.SoftHsm(os.path.join(scratch.name, "hsm"))


def transit(path, body):
    try:
        bao.ask(path, body)
    except json.JSONDecodeError:  # 204: nothing to say
        pass


class Way:
    """One way into a store: what `--to` names, and the environment that goes it."""

    made = 0

    def __init__(self, kind, folder):
        Way.made += 1
        self.kind, self.given = kind, {}
        if kind == "keyfile":
            path = os.path.join(folder, f"{Way.made}.key")
            self.to, self.environment = f"keyfile:{path}", {"JWTKEEP_KEYFILE": path}
        elif kind == "passphrase":
            phrase = PASSPHRASES[Way.made % len(PASSPHRASES)] + str(Way.made)
            self.to, self.environment = "passphrase", {"JWTKEEP_PASSPHRASE": phrase}
            self.given = {"JWTKEEP_NEW_PASSPHRASE": phrase}
        else:
            if kind == "vault":
                transit(f"transit/keys/key{Way.made}", {"type": "aes256-gcm96"})
                self.to = f"vault-transit://transit/key{Way.made}"
            elif kind == "aws":
                made = aws.ask(**{"call": "CreateKey", "with": {}, "service": "kms"})
                self.to = f"aws-kms://eu-central-1/{made['is']['KeyMetadata']['KeyId']}"
            else:
                self.to = hsm.make_key()
            self.environment = {"JWTKEEP_MASTER_KEY": self.to}


KINDS = ("keyfile", "passphrase", "vault", "aws", "pkcs11")
REMOTE = ("vault", "aws", "pkcs11")


class Case(unittest.TestCase):
    def setUp(self):
        self.keep = self.fresh()

    def fresh(self):
        """A folder without a store, in whose environment every KMS can be reached and no master key stands."""
        made = keep.Keep()
        self.addCleanup(made.remove)
        del made.environment["JWTKEEP_KEYFILE"]
        made.environment.update(bao.environment() | aws.environment() | hsm.environment())
        return made

    def way(self, kind):
        return Way(kind, str(self.keep.folder))

    def init(self, way, store=None):
        """Makes a store that opens this way, and a keyring in it."""
        store = store or self.keep
        arguments = {"keyfile": [], "passphrase": ["--passphrase"]}.get(way.kind, ["--master-key", way.to])
        made = store.json("init", *arguments, **way.environment)
        self.assertEqual(made["master_key"], way.to if way.kind in REMOTE else None)
        store.run("new", "orders/prod", **way.environment)
        return store.text("sign", "orders/prod", "--sub", "alice", **way.environment)

    def opens(self, way, store=None):
        done = (store or self.keep).run("list", code=None, **way.environment)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        if done.returncode == 3:
            self.assertIn(b"hint: ", done.stderr)
        return done.returncode == 0


class Matrix(Case):
    def test_from_each_to_each(self):
        for old_kind in KINDS:
            for new_kind in KINDS:
                with self.subTest(f"{old_kind} to {new_kind}"):
                    store = self.fresh()
                    old, new = self.way(old_kind), self.way(new_kind)
                    token = self.init(old, store)
                    done = store.json("store", "rekey", "--to", new.to, **old.environment, **new.given)
                    self.assertEqual((done["added"]["slot"], done["removed"]["slot"], done["was_there"]), ("2", "1", False))
                    store.run("verify", "orders/prod", token, **new.environment)
                    self.assertFalse(self.opens(old, store))
                    listed = store.json("store", "openers", **new.environment)
                    self.assertEqual([(way["slot"], way["in_use"]) for way in listed], [("2", True)])
                    store.run("rotate", "orders/prod", code=None, **new.environment)
                    store.run("log", "verify", **new.environment)
                    actions = [entry["action"] for entry in store.json("log", "--limit", "0", **new.environment)]
                    self.assertEqual(sum(action.startswith("store.opener.") for action in actions), 2, actions)
        print(f"rekeyed from each of {len(KINDS)} kinds to each")

    def test_a_backup_and_a_copy_open_as_the_store_does(self):
        for kind in REMOTE:
            store, way = self.fresh(), self.way(kind)
            token = self.init(way, store)
            backup, copy = str(store.folder / "store.backup"), str(store.folder / "copy.db")
            store.run("backup", backup, **way.environment)
            restored = {"JWTKEEP_STORE": str(store.folder / "restored.db")}
            store.run("restore", backup, **way.environment, **restored)
            store.run("verify", "orders/prod", token, **way.environment, **restored)
            moved = store.json("store", "migrate", str(store.store), copy, **way.environment)
            self.assertIsNotNone(moved["head"], "the copy was opened and checked")
            store.run("verify", "orders/prod", token, **way.environment, JWTKEEP_STORE=copy)

    def test_ways_side_by_side(self):
        ways = [self.way(kind) for kind in KINDS]
        self.init(ways[0])
        for way in ways[1:]:
            self.keep.run("store", "rekey", "--keep-old", "--to", way.to, **ways[0].environment, **way.given)
        for way in ways:
            self.assertTrue(self.opens(way), way.kind)
        listed = self.keep.json("store", "openers", **ways[2].environment)
        self.assertEqual([way["kind"] for way in listed], ["key_file", "passphrase", "remote", "remote", "remote"])
        self.assertEqual(listed[2]["id"], ways[2].to)
        self.assertTrue(all(way["added_at"] for way in listed))
        # A way that fails says so and is not passed over for another one: what is set is what was meant.
        everything = {name: value for way in ways for name, value in way.environment.items()}
        self.keep.run("list", **everything)
        down = {"JWTKEEP_MASTER_KEY": ways[3].to, "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
        self.assertIn(b"127.0.0.1", self.keep.run("list", code=3, **everything | down).stderr)
        # One is taken away only by who came in by another.
        refused = self.keep.run("store", "openers", "--remove", "3", code=2, **ways[2].environment)
        self.assertIn(b"another way", refused.stderr)
        self.keep.run("store", "openers", "--remove", "9", code=2, **ways[0].environment)
        self.keep.run("store", "openers", "--remove", "3", **ways[0].environment)
        self.assertFalse(self.opens(ways[2]))
        self.keep.run("log", "verify", **ways[4].environment)

    def test_the_way_it_is_opened_by_is_no_new_one(self):
        for kind in KINDS:
            store, way = self.fresh(), self.way(kind)
            self.init(way, store)
            if kind in REMOTE:
                self.assertIn(b"this very way", store.run("store", "rekey", "--keep-old", "--to", way.to, code=2,
                                                          **way.environment).stderr)
                continue
            refused = store.run("store", "rekey", "--to", way.to, code=2, **way.environment, **way.given)
            self.assertIn(b"this very way", refused.stderr)
            self.assertTrue(self.opens(way, store))

    def test_the_same_key_wraps_anew_what_it_wrapped_before_it_was_rotated(self):
        for kind in REMOTE:
            store, way = self.fresh(), self.way(kind)
            token = self.init(way, store)
            done = store.json("store", "rekey", "--to", way.to, **way.environment)
            self.assertEqual((done["added"]["slot"], done["removed"]["slot"], done["was_there"]), ("2", "1", False))
            store.run("verify", "orders/prod", token, **way.environment)
        store, way = self.fresh(), self.way("vault")
        self.init(way, store)
        name = way.to.rsplit("/", 1)[1]
        transit(f"transit/keys/{name}/rotate", {})
        store.run("store", "rekey", "--to", way.to, **way.environment)
        transit(f"transit/keys/{name}/config", {"min_decryption_version": 2})
        self.assertTrue(self.opens(way, store), "the newest version wraps it")

    def test_a_key_file_that_is_there_is_used_and_told(self):
        way = self.way("keyfile")
        self.init(way)
        path = self.keep.folder / "other.key"
        self.keep.run("init", JWTKEEP_STORE=str(self.keep.folder / "other.db"), JWTKEEP_KEYFILE=str(path))
        before = path.read_bytes()
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
            refused = self.keep.run("store", "rekey", "--to", f"keyfile:{path}", code=3, **way.environment)
            self.assertIn(b"belongs to another user", refused.stderr)
            os.chown(path, 0, 0)
        done = self.keep.run("store", "rekey", "--to", f"keyfile:{path}", **way.environment)
        self.assertIn(b"was there already", done.stdout + done.stderr)
        self.assertEqual(path.read_bytes(), before)
        self.keep.run("list", JWTKEEP_KEYFILE=str(path))

    def test_a_way_that_is_there_is_not_made_twice(self):
        old, new = self.way("keyfile"), self.way("vault")
        self.init(old)
        self.keep.run("store", "rekey", "--keep-old", "--to", new.to, **old.environment)
        done = self.keep.json("store", "rekey", "--to", new.to, **old.environment)
        self.assertEqual((done["added"]["slot"], done["was_there"], done["removed"]["slot"]), ("2", True, "1"))

    def test_wrong_use(self):
        way = self.way("keyfile")
        self.init(way)
        for to in ("keyfile:", "key.txt", "vault-transit://x", "aws-kms://", "pkcs11:object=a?pin-value=12345678", "vault://a/b"):
            refused = self.keep.run("store", "rekey", "--to", to, code=2, **way.environment)
            self.assertIn(b"hint: ", refused.stderr, to)
            self.assertNotIn(b"12345678", refused.stderr)
        for arguments in (["--passphrase", "--master-key", "pkcs11:object=a"], ["--key-file", "x", "--master-key", "pkcs11:object=a"]):
            self.keep.run("init", *arguments, code=2, JWTKEEP_STORE=str(self.keep.folder / "x.db"))
        weak = self.keep.run("store", "rekey", "--to", "passphrase", code=2, **way.environment, JWTKEEP_NEW_PASSPHRASE="hunter2")
        self.assertIn(b"can be guessed", weak.stderr)


class Killed(Case):
    def check(self, store, old, new, where):
        """At least one of both ways opens it, and the same command brings it to the new one alone."""
        open_by = [way for way in (old, new) if self.opens(way, store)]
        self.assertTrue(open_by, f"{where}: neither opens it")
        store.run("log", "verify", **open_by[0].environment)
        if open_by[0] is old:
            store.run("store", "rekey", "--to", new.to, **old.environment, **new.given)
        self.assertTrue(self.opens(new, store), where)
        self.assertFalse(self.opens(old, store), where)
        self.assertEqual(len(store.json("store", "openers", **new.environment)), 1, where)
        store.run("verify", "orders/prod", self.token, **new.environment)

    def test_at_every_write(self):
        every, kills = ("kill", "tear", "full", "ioerr"), ("kill",)
        cases = 0
        for old_kind, new_kind, modes in (("keyfile", "vault", every), ("aws", "passphrase", kills),
                                          ("pkcs11", "keyfile", kills)):
            store = self.fresh()
            old, new = self.way(old_kind), self.way(new_kind)
            self.token = self.init(old, store)
            probe = store.copy()
            probe.environment = store.environment | {"JWTKEEP_STORE": str(probe.store)}
            counter = probe.folder / "count"
            command = ["store", "rekey", "--to", new.to]
            probe.run(*command, binary=keep.FAULTY, **old.environment, **new.given, JWTKEEP_FAULT=f"count:{counter}")
            writes = int(counter.read_text())
            self.assertGreater(writes, 5, "the fault points are not reached")
            probe.remove()
            if new_kind == "keyfile":
                os.unlink(new.environment["JWTKEEP_KEYFILE"])
            for mode in modes:
                for n in range(1, writes + 1):
                    copy = store.copy()
                    copy.environment = store.environment | {"JWTKEEP_STORE": str(copy.store)}
                    done = copy.run(*command, binary=keep.FAULTY, code=None, **old.environment, **new.given,
                                    JWTKEEP_FAULT=f"{mode}:{n}")
                    where = f"{old_kind} to {new_kind}, {mode}:{n}: exit {done.returncode}: {done.stderr.decode()}"
                    self.assertIn(done.returncode, (-signal.SIGKILL, 0) if mode in ("kill", "tear") else (3, 0), where)
                    self.check(copy, old, new, where)
                    copy.remove()
                    cases += 1
        print(f"rekey cut short at each write: {cases} cases")

    def test_amidst_every_call_to_the_kms(self):
        """A front before AWS KMS kills jwtkeep when its Nth request comes, or when its answer has come."""
        old, new = self.way("keyfile"), self.way("aws")
        self.token = self.init(old)
        cases = 0
        for when in ("before", "after"):
            for n in (1, 2, 3):  # Encrypt and Decrypt before the slot is written, Decrypt when it is read back
                store = self.keep.copy()
                store.environment = self.keep.environment | {"JWTKEEP_STORE": str(store.store)}
                with KillingFront(aws.port, n, when) as front:
                    front.process = subprocess.Popen(
                        [keep.BINARY, "store", "rekey", "--to", new.to], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE,
                        env=store.environment | old.environment | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{front.port}"})
                    front.may_go.set()
                    out, error = front.process.communicate(timeout=60)
                    self.assertEqual(front.process.returncode, -signal.SIGKILL, (when, n, out, error))
                self.check(store, old, new, f"{when} answer {n}")
                store.remove()
                cases += 1
        print(f"rekey killed amidst {cases} calls to the KMS")


class KillingFront:
    """Passes bytes on to a port; kills `process` at its Nth request."""

    def __init__(self, port, n, when):
        self.target, self.left, self.when = port, n, when
        self.process, self.may_go = None, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.pass_on, args=(client,), daemon=True).start()

    def message(self, connection):
        """One HTTP message with a Content-Length."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
        while len(body) < length:
            more = connection.recv(65536)
            if not more:
                return None
            body += more
        return head + b"\r\n\r\n" + body

    def pass_on(self, client):
        self.may_go.wait(30)
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            while request := self.message(client):
                self.left -= 1
                if self.left == 0 and self.when == "before":
                    self.process.kill()
                    return
                server.sendall(request)
                answer = self.message(server)
                if self.left == 0:
                    self.process.kill()
                    return
                client.sendall(answer)


class Together(Case):
    """Several machines change what opens one store on a server at the same time, and some are killed."""

    def test_on_postgres(self):
        server = servers.Postgres()
        self.addCleanup(server.end)
        self.keep.environment.update(JWTKEEP_STORE=server.fresh(), PGPASSWORD=server.about["password"])
        old = self.way("keyfile")
        token = self.init(old)
        for round_ in range(3):
            news = [self.way(kind) for kind in KINDS]
            running = [subprocess.Popen([keep.BINARY, "store", "rekey", "--to", new.to], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=self.keep.environment | old.environment | new.given) for new in news]
            for victim in running[round_::3]:
                try:
                    victim.wait(0.05 * (round_ + 1))
                except subprocess.TimeoutExpired:
                    victim.kill()
            done = []
            for process, new in zip(running, news):
                out, error = process.communicate(timeout=120)
                # Who came when the old way was gone already is told; it may have been killed.
                self.assertIn(process.returncode, (0, 2, 3, -signal.SIGKILL), (out, error))
                if process.returncode == 0:
                    done.append(new)
            for new in done:
                self.assertTrue(self.opens(new), f"{new.kind} was said to open the store")
            open_by = [way for way in (old, *news) if self.opens(way)]
            self.assertTrue(open_by, "nothing opens the store")
            self.keep.run("log", "verify", **open_by[0].environment)
            self.keep.run("verify", "orders/prod", token, **open_by[0].environment)
            old = open_by[0]
            listed = self.keep.json("store", "openers", **old.environment)
            for way in listed:  # clear away, so that each round begins alike
                if not way["in_use"]:
                    self.keep.run("store", "openers", "--remove", way["slot"], **old.environment)
        print("five rekeys at once on PostgreSQL, three rounds, some killed")


class Hostile(Case):
    """A store's file that somebody else has changed, and what does not get out."""

    def test_nothing_is_sent_where_the_store_says(self):
        """Who writes to the file puts the address of a server of his own into it."""
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setblocking(False)
        self.addCleanup(listener.close)
        own = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for kind, address in (("vault", f"vault-transit://transit/k?address={own}"),
                              ("aws", f"aws-kms://eu-central-1/k?endpoint={own}"),
                              ("pkcs11", "pkcs11:object=k?module-path=/tmp/evil.so")):
            store, way = self.fresh(), self.way(kind)
            self.init(way, store)
            with sqlite3.connect(store.store) as db:
                column = [row[1] for row in db.execute("pragma table_info(slots)")]
                slot = json.loads(db.execute(f"select {column[1]} from slots").fetchone()[0])
                slot["address"] = address
                db.execute(f"update slots set {column[1]} = ?", (json.dumps(slot, separators=(",", ":")),))
            db.close()
            told = store.run("list", code=3)
            self.assertIn(address.encode(), told.stderr, "the address is shown for the user to judge")
            refused = store.run("list", code=3, **way.environment)
            self.assertIn(b"changed", refused.stderr)
            with self.assertRaises(BlockingIOError):
                listener.accept()

    def test_a_hint_is_safe_to_paste(self):
        way = self.way("vault")
        self.init(way)
        with sqlite3.connect(self.keep.store) as db:
            column = [row[1] for row in db.execute("pragma table_info(slots)")]
            slot = json.loads(db.execute(f"select {column[1]} from slots").fetchone()[0])
            slot["address"] = "vault-transit://transit/k?ca=/x';touch${IFS}/tmp/pwned;'"
            db.execute(f"update slots set {column[1]} = ?", (json.dumps(slot),))
        db.close()
        told = self.keep.run("list", code=3).stderr.decode()
        hint = told.partition("hint: ")[2]
        self.assertNotIn("touch$", hint)

    def test_a_way_that_was_taken_away_stays_so(self):
        old, new = self.way("passphrase"), self.way("keyfile")
        self.init(old)
        before = self.keep.copy()
        self.keep.run("store", "rekey", "--to", new.to, **old.environment)
        with sqlite3.connect(before.store) as db:
            columns = [row[1] for row in db.execute("pragma table_info(slots)")]
            row = db.execute("select * from slots").fetchone()
        db.close()
        with sqlite3.connect(self.keep.store) as db:
            db.execute(f"insert into slots ({','.join(columns)}) values ({','.join('?' * len(columns))})", row)
        db.close()
        for way in (old, new):
            self.assertIn(b"put back", self.keep.run("list", code=3, **way.environment).stderr)

    def test_a_server_that_is_down_or_refuses(self):
        for kind, broken in (("vault", {"VAULT_ADDR": "https://127.0.0.1:1"}), ("vault", {"VAULT_TOKEN": "hvs.nobody"}),
                             ("aws", {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}), ("aws", {"AWS_SECRET_ACCESS_KEY": "x" * 40}),
                             ("pkcs11", {"JWTKEEP_PIN": "wrong-pin-4711"}), ("pkcs11", {"SOFTHSM2_CONF": "/dev/null"})):
            store, way, spare = self.fresh(), self.way(kind), self.way("keyfile")
            self.init(way, store)
            store.run("store", "rekey", "--keep-old", "--to", spare.to, **way.environment)
            told = store.run("list", code=3, **way.environment | broken)
            self.assertIn(b"hint: ", told.stderr, (kind, broken))
            self.assertTrue(self.opens(spare, store), "the other way goes on")
            if kind == "pkcs11":
                self.assertTrue(self.opens(way, store), "a wrong PIN locked nothing")

    def test_credentials_are_nowhere(self):
        for kind in REMOTE:
            store, way, other = self.fresh(), self.way(kind), self.way("passphrase")
            seen, stop = set(), threading.Event()
            watcher = threading.Thread(target=self.watch, args=(seen, stop))
            watcher.start()
            try:
                outputs = [store.run("--master-key", way.to, "init"), store.run("new", "orders/prod", **way.environment)]
                secret = store.text("env", "orders/prod", "--format", "json", **way.environment)
                outputs += [store.run(*command, **way.environment) for command in
                            (["list"], ["log"], ["store", "openers"], ["--json", "store", "openers"])]
                outputs.append(store.run("store", "rekey", "--to", "passphrase", **way.environment, **other.given))
                outputs.append(store.run("store", "rekey", "--to", way.to, **other.environment))
                child = store.run("run", "orders/prod", "--", "env", **way.environment)
            finally:
                stop.set()
                watcher.join()
            for name in (b"JWTKEEP_PIN", b"JWTKEEP_MASTER_KEY", b"JWTKEEP_PASSPHRASE"):
                self.assertNotIn(name, child.stdout, "handed to a child")
            places = [output for done in outputs for output in (done.stdout, done.stderr)]
            places += [path.read_bytes() for path in store.folder.iterdir() if path.is_file()]
            places += seen
            # The server for development tells its own root token when it starts, and only then.
            started, _, log = Path(bao.folder, "log").read_bytes().partition(b"Root Token: " + bao.TOKEN.encode())
            places += [started, log, Path(aws.log).read_bytes()]
            places += [Path(path).read_bytes() for path in glob.glob(f"{hsm.folder}/tokens/*/*")]
            secret = json.loads(secret)["JWT_SECRET"]
            for credential in (secret, servers.SoftHsm.PIN, bao.TOKEN, aws.user["secret"],
                               other.environment["JWTKEEP_PASSPHRASE"]):
                for form in (credential.encode(), base64.b64encode(credential.encode())[:-4]):
                    for place in places:
                        self.assertNotIn(form, place)
            self.assertTrue(any(b"init" in argv for argv in seen), "no argument list was seen")

    def watch(self, seen, stop):
        own = keep.BINARY.encode()
        while not stop.is_set():
            for path in glob.glob("/proc/[0-9]*/cmdline"):
                try:
                    argv = Path(path).read_bytes()
                except OSError:
                    continue
                if argv.startswith(own):
                    seen.add(argv)


if __name__ == "__main__":
    unittest.main(verbosity=2)
