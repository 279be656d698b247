#!/usr/bin/env python3
"""Three replicas on one PostgreSQL under load while keys rotate every few seconds, one replica is killed and started again,
and PostgreSQL is restarted: no wrong answer, no valid token refused, no forged one accepted."""

import base64
import http.client
import json
import os
import shutil
import signal
import subprocess
import threading
import time
import unittest
from collections import Counter
from pathlib import Path

import keep
import servers
from serve_test import Client, Server, until

SECONDS = int(os.environ.get("JWTKEEP_LOAD_SECONDS", "24"))
KEYS = 3  # that have signed at the end
PATIENCE = 120  # seconds more until they have
LUA = Path(__file__).with_name("serve_load.lua")


class Crossing(threading.Thread):
    """Signs at one replica and has the token, and what is no token of ours, judged by the others, on and on."""

    def __init__(self, replicas, token, clock_end):
        super().__init__()
        self.replicas, self.token, self.clock_end = replicas, token, clock_end
        self.counts, self.wrong, self.kids, self.burnt = Counter(), [], set(), None
        self.clients = {}

    def ask(self, name, path, body):
        """The answer's document; nothing where the replica is gone."""
        url = self.replicas[name].url
        kept = self.clients.get(name)
        if kept is None or kept[0] != url:
            kept = self.clients[name] = (url, Client(url, self.token))
        try:
            document = kept[1].post(path, body)
        except (OSError, ValueError, http.client.HTTPException):
            self.counts["not answered"] += 1
            self.clients.pop(name, None)
            return None
        if kept[1].answer.status != 200:
            self.wrong.append((path, kept[1].answer.status, document))
            return None
        return document

    def judge(self, made, others):
        """One that was just signed has to hold everywhere, and its forgeries nowhere."""
        head, claims, tail = made.split(".")
        forged = base64.urlsafe_b64encode(b'{"sub":"mallory"}').decode().rstrip("=")
        for other in others:
            for token, valid in ((made, True), (f"{head}.{forged}.{tail}", False), (f"{head}.{claims}.", False)):
                told = self.ask(other, "/v1/keyrings/orders/prod/verify", {"token": token})
                if told is None:
                    continue
                self.counts["held" if valid else "forgeries refused"] += 1
                if told["valid"] is not valid:
                    self.wrong.append((other, token, told))

    def run(self):
        names = list(self.replicas)
        turn = 0
        # Whoever rotated may be the one that was killed: it goes on until another has taken over and rotated, too.
        while time.monotonic() < self.clock_end or (len(self.kids) < KEYS and time.monotonic() < self.clock_end + PATIENCE):
            signer, *others = names[turn % 3:] + names[:turn % 3]
            turn += 1
            made = self.ask(signer, "/v1/keyrings/orders/prod/sign", {"sub": "alice"})
            if made is None:
                time.sleep(0.05)  # until it is back
                continue
            self.kids.add(made["kid"])
            self.judge(made["token"], others)
            if self.burnt is None:
                continue
            # A token of a compromised key, once all have heard of it.
            for name in names:
                told = self.ask(name, "/v1/keyrings/burnt/prod/verify", {"token": self.burnt})
                if told is not None:
                    self.counts["of a compromised key refused"] += 1
                    if told["valid"]:
                        self.wrong.append((name, "compromised", told))





class Load(unittest.TestCase):
    def start(self, kept, listen="127.0.0.1:0"):
        server = Server(kept, "--threads", "2", listen=listen)
        self.addCleanup(server.end)
        return server

    def wrk(self, url, kind, token):
        process = subprocess.Popen(["wrk", "-t1", "-c4", f"-d{SECONDS}s", "--timeout", "20s", "-s", LUA, url, "--", kind, token],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        return process

    def test_nothing_wrong_is_answered_while_replicas_and_database_fall(self):
        servers.must_have("wrk", shutil.which("wrk") is not None)
        database, kept = servers.kept_on_postgres(self)
        self.addCleanup(Client.close_all)
        kept.run("new", "orders/prod", "--alg", "ES256", "--ttl", "3s", "--skew", "0s", "--propagation", "3s",
                 "--sign-propagation", "1s", "--rotate-every", "3s")
        kept.run("new", "burnt/prod")
        token = kept.text("access", "add", "ci", "--grant", "*/prod: sign, verify, compromise")
        replicas = {name: self.start(kept) for name in ("a", "b", "c")}
        end = time.monotonic() + SECONDS
        crossing = Crossing(replicas, token, end)
        crossing.start()
        loads = [self.wrk(replica.url, kind, token) for replica in replicas.values() for kind in ("honest", "forging")]

        time.sleep(SECONDS / 6)  # each of these falls into another part of the load
        victim = replicas["b"]
        address = victim.url.removeprefix("http://")
        victim.process.send_signal(signal.SIGKILL)
        victim.process.wait(30)
        time.sleep(SECONDS / 12)
        replicas["b"] = self.start(kept, listen=address)

        burner = Client(replicas["a"].url, token)
        made = burner.post("/v1/keyrings/burnt/prod/sign", {"sub": "alice"})
        burnt = made["token"]
        burner.post("/v1/keyrings/burnt/prod/compromise", {"kid": made["kid"]})
        self.assertEqual(burner.answer.status, 200)
        for name in replicas:
            judge = Client(replicas[name].url, token)
            self.assertTrue(until(lambda: not judge.post("/v1/keyrings/burnt/prod/verify", {"token": burnt})["valid"]))
        crossing.burnt = burnt

        database.command("kill")
        time.sleep(SECONDS / 12)
        database.command("start")
        for replica in replicas.values():
            look = Client(replica.url)
            self.assertTrue(until(lambda: look.get("/readyz") == 200))

        crossing.join()
        total = Counter()
        for load in loads:
            told = json.loads(load.communicate(timeout=120)[0].strip().splitlines()[-1])
            self.assertEqual(told["wrong"], 0, told["first_wrong"])
            total.update({name: told[name] for name in ("signed", "accepted", "refused", "key_sets")})
        self.assertEqual(crossing.wrong, [])
        print(f"in {SECONDS} s over {len(crossing.kids)} keys, by wrk: {total['signed']:,} signed, {total['accepted']:,} valid and "
              f"none refused, {total['refused']:,} forged and none accepted, {total['key_sets']:,} key sets; from one replica "
              f"to the others: {', '.join(f'{count:,} {name}' for name, count in sorted(crossing.counts.items()))}")
        self.assertGreaterEqual(len(crossing.kids), KEYS, "it did not rotate")
        for name in ("signed", "accepted", "refused", "key_sets"):
            self.assertGreater(total[name], 1000, name)
        for name in ("held", "forgeries refused", "of a compromised key refused"):
            self.assertGreater(crossing.counts[name], 50, name)
        for replica in replicas.values():
            self.assertEqual(replica.end(), 0)


if __name__ == "__main__":
    unittest.main()
