#!/usr/bin/python3
"""One JWT secret's life under load, in half a minute: made, handed to two running services, rotated three times while
they work, stolen, and replaced at once.

    demo/story.py path/to/jwtkeep [--json]

Ends with 0 when no valid token was refused and the stolen key was; with 1 and the reason otherwise. With --json the
counts come as one JSON document, for tests.
"""

import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import jwt

HERE = Path(__file__).resolve().parent
KEYRING = "orders/prod"
# Short times, so that a life fits into a demonstration: T, S, P and Q of the policy, in seconds.
LIFETIME, SKEW, PROPAGATION, SIGN_PROPAGATION = 4, 1, 2, 2
ROTATIONS = 3
LOGINS_A_SECOND = 10
REQUESTS_A_SECOND = 80


class Story(Exception):
    """The story did not go as it must."""


class Tool:
    """The jwtkeep binary with a store of its own."""

    def __init__(self, binary, folder):
        self.binary = str(Path(binary).resolve())
        self.environment = dict(
            os.environ,
            JWTKEEP_STORE=f"{folder}/store.db",
            JWTKEEP_KEYFILE=f"{folder}/store.key",
            TOKEN_LIFETIME_S=str(LIFETIME),
            LEEWAY_S=str(SKEW),
        )
        self.environment.pop("JWTKEEP_PASSPHRASE", None)

    def __call__(self, *arguments, text=False):
        command = [self.binary, *arguments] if text else [self.binary, "--json", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Story(f"jwtkeep {' '.join(arguments)}: exit {done.returncode}: {done.stderr.strip()}")
        return done.stdout if text else json.loads(done.stdout)

    def start_service(self):
        """The service under `jwtkeep run --watch`: its process and the port it listens on."""
        command = [self.binary, "--quiet", "run", "--watch", "--signal", "HUP", KEYRING, "--", "/usr/bin/python3",
                   str(HERE / "service.py")]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        line = process.stdout.readline()
        if not line.startswith("ready "):
            raise Story("the service did not start")
        return process, int(line.split()[1])


class Client:
    """One keep-alive connection to a service."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def login(self, user):
        self.connection.request("POST", "/login", body=user)
        return json.loads(self.connection.getresponse().read())["token"]

    def orders(self, token):
        self.connection.request("GET", "/orders", headers={"Authorization": f"Bearer {token}"})
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())


class Users(threading.Thread):
    """People who log in at one service and use their tokens at the other, to their last moment of life."""

    def __init__(self, login_port, orders_port):
        super().__init__(daemon=True)
        self.login_port, self.orders_port = login_port, orders_port
        self.stop = threading.Event()
        self.compromised = None  # a kid; tokens that it signed are no longer owed an answer
        self.sent = self.refused = self.logged_out = self.logins = 0
        self.first_refusal = ""
        self.kids = []
        self.failure = None

    def run(self):
        try:
            self.work()
        except Exception as error:  # pylint: disable=broad-except
            self.failure = error

    def work(self):
        login, orders = Client(self.login_port), Client(self.orders_port)
        tokens = []  # (expires, kid, token)
        next_login = next_request = time.monotonic()
        turn = 0
        while not self.stop.is_set():
            now = time.time()
            if time.monotonic() >= next_login:
                token = login.login(f"user-{self.logins}")
                kid = jwt.get_unverified_header(token)["kid"]
                expires = jwt.decode(token, options={"verify_signature": False})["exp"]
                tokens.append((expires, kid, token))
                self.logins += 1
                if kid not in self.kids:
                    self.kids.append(kid)
                next_login += 1 / LOGINS_A_SECOND
            # A token counts as valid until a tenth of a second before its end: the request takes time, too.
            tokens = [entry for entry in tokens if entry[0] - 0.1 > now]
            if tokens:
                # The newest and the oldest, where a rotation goes wrong, and any other, in turn.
                turn += 1
                self.request(orders, tokens, (tokens[-1], tokens[0], random.choice(tokens))[turn % 3])
            next_request += 1 / REQUESTS_A_SECOND
            time.sleep(max(0.0, next_request - time.monotonic()))

    def request(self, orders, tokens, entry):
        status, body = orders.orders(entry[2])
        self.sent += 1
        if status == 200:
            return
        if entry[1] == self.compromised:
            self.logged_out += 1
            tokens.remove(entry)
            return
        self.refused += 1
        self.first_refusal = self.first_refusal or f"{status} {body}"


def rotate_three_times(tool, users, say):
    """As a person would at the command line, as soon as it is safe: rotation after rotation, under load."""
    rotations = 0
    began = time.monotonic()
    while rotations < ROTATIONS:
        if time.monotonic() - began > 45:
            raise Story("three rotations took longer than 45 s")
        taken = tool("rotate", KEYRING)["taken"]
        for step in taken:
            if step["step"] == "activate":
                rotations += 1
                say(f"  {time.monotonic() - began:5.1f} s  rotation {rotations}: {step['kid'][:8]} signs now; "
                    f"{users.sent} requests so far, {users.refused} refused")
        time.sleep(0.2)


def wait_for(condition, otherwise):
    """Waits until the running services show what they must."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > 10:
            raise Story(f"{otherwise}, 10 s on")
        time.sleep(0.02)


def wait_for_logins_with(users, kid, count):
    wait_for(lambda: kid in users.kids, "nobody signs with the key that is active")
    logins = users.logins
    wait_for(lambda: users.logins >= logins + count, "nobody logs in any more")


def everybody_holds(tool):
    shown = tool("show", KEYRING)
    return all(place["confirmed_revision"] == shown["revision"] for place in shown["destinations"])


def steal_and_replace(tool, users, orders_port, say):
    """Somebody reads the secret out of an environment and forges; the key is given up, and the forger is out."""
    loot = tool("env", KEYRING)
    kid = loot["JWT_KID"]
    wait_for_logins_with(users, kid, 10)
    now = int(time.time())
    claims = {"sub": "mallory", "iss": loot["JWT_ISSUER"], "aud": loot["JWT_AUDIENCE"], "iat": now, "exp": now + 3600}
    forged = jwt.encode(claims, loot["JWT_SECRET"], algorithm=loot["JWT_ALG"], headers={"kid": kid})
    thief = Client(orders_port)
    status, _ = thief.orders(forged)
    if status != 200:
        raise Story("the forged token should have been accepted before the compromise was known")
    say(f"  mallory has stolen {kid[:8]} and forges a token: accepted")

    users.compromised = kid
    began = time.monotonic()
    tool("rotate", KEYRING, "--compromised", kid)
    while thief.orders(forged)[0] == 200:
        if time.monotonic() - began > 10:
            raise Story("the stolen key was still accepted 10 s after the compromise")
        time.sleep(0.02)
    refused_after = time.monotonic() - began
    forged_refused = sum(thief.orders(forged)[0] == 401 for _ in range(20))
    if forged_refused != 20:
        raise Story("a stolen key's token was accepted again")
    say(f"  jwtkeep rotate {KEYRING} --compromised {kid[:8]}: refused everywhere {refused_after:.1f} s later, 20 of 20 tries")

    wait_for(lambda: users.kids[-1] != kid, "nobody signs with a new key")
    before = users.sent
    time.sleep(2)
    say(f"  people log in again with {users.kids[-1][:8]}: {users.sent - before} requests in 2 s, {users.refused} refused")
    return {"compromised_kid": kid, "refused_after_s": round(refused_after, 2), "forged_refused": forged_refused}


def tell(binary, folder, as_json):
    say = (lambda text: None) if as_json else (lambda text: print(text, flush=True))
    tool = Tool(binary, folder)
    tool("init")
    made = tool("new", KEYRING, "--ttl", f"{LIFETIME}s", "--skew", f"{SKEW}s", "--propagation", f"{PROPAGATION}s",
                "--sign-propagation", f"{SIGN_PROPAGATION}s", "--rotate-every", "30d", "--iss", "shop", "--aud", "orders")
    say(f"A keyring {KEYRING}: 256 random bits, sealed in a store; tokens live {LIFETIME} s, verifiers may lag {PROPAGATION} s.")
    services = []
    try:
        for _ in range(2):
            services.append(tool.start_service())
        (_, login_port), (_, orders_port) = services
        say("Two PyJWT services hold it under `jwtkeep run --watch`: one logs people in, one checks their tokens.\n")
        users = Users(login_port, orders_port)
        users.start()
        rotate_three_times(tool, users, say)
        theft = steal_and_replace(tool, users, orders_port, say)
        users.stop.set()
        users.join()
        if users.failure is not None:
            raise Story(f"a request failed: {users.failure!r}")
        tool("rotate", "--due")
        wait_for(lambda: everybody_holds(tool), "a service has not taken the last change over")
        log = tool("log", "verify")
        shown = tool("show", KEYRING, text=True)
    finally:
        for process, _ in services:
            process.terminate()
        for process, _ in services:
            process.wait(timeout=10)
    counts = {
        "rotations": ROTATIONS,
        "logins": users.logins,
        "sent": users.sent,
        "refused": users.refused,
        "logged_out": users.logged_out,
        "signing_keys": len(users.kids),
        "first_kid": made["keys"][0]["kid"],
        "audit_entries": log["entries"],
        **theft,
    }
    if users.refused:
        raise Story(f"{users.refused} valid tokens were refused; the first: {users.first_refusal}")
    if as_json:
        print(json.dumps(counts, indent=2))
        return
    print("\n" + shown)
    print(f"  {users.logins} logins with {len(users.kids)} keys, {users.sent} requests, {users.refused} valid tokens refused")
    print(f"  {users.logged_out} sessions of the stolen key ended, {theft['forged_refused']} of 20 forgeries refused")
    print(f"  {log['entries']} entries in the audit trail, none edited or missing\n")
    print("Try next, with a store of your own:")
    print(f"  export PATH=\"{Path(tool.binary).parent}:$PATH\"")
    print("  jwtkeep init && jwtkeep new orders/dev && jwtkeep show orders/dev")
    print("  jwtkeep run orders/dev -- env | grep JWT_ALG")
    print("  jwtkeep rotate orders/dev --dry-run")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--json"]
    if len(arguments) != 1:
        sys.exit("usage: demo/story.py path/to/jwtkeep [--json]")
    folder = tempfile.mkdtemp(prefix="jwtkeep-demo-")
    try:
        tell(arguments[0], folder, "--json" in sys.argv[1:])
    except Story as story:
        sys.exit(f"demo: {story}")
    finally:
        shutil.rmtree(folder)


main()
