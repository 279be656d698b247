#!/usr/bin/env python3
"""The services of examples/, started by the commands of their READMEs beside a real jwtkeep serve: what they let in, what
they refuse, and that no valid token is refused while the keys rotate."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import threading
import time
import unittest
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import keep
import servers

INSTALLED = Path(os.environ.get("JWTKEEP_EXAMPLES", "none"))
SERVICES = ("express", "fastapi", "go", "spring-boot")
FRONTS = ("nginx", "envoy")
SECRET, PAIR = "orders/prod", "web/prod"  # the keyrings that the READMEs name
PASSWORD = "of-the-tests"
T, S, P, Q, PERIOD = 3, 1, 3, 1, 4  # seconds; rotations are to be seen within a test's time


def command(example, what):
    """The line of an example's README that is commented so."""
    text = (keep.SOURCE / "examples" / example / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"^    (.*?) +# {what}", text, re.M)
    if len(found) != 1:
        raise AssertionError(f"the README of {example} has {len(found)} commands that are: {what}")
    return found[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def unpack(token):
    """Header and claims."""
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)  # between two looks
    return True


class Running:
    """A command line of a README in the example's folder, as a group of processes that ends with the tests."""

    def __init__(self, folder, line, environment, log):
        self.name, self.log = f"{folder.name}: {line}", log
        with open(log, "wb") as out:  # exec: no shell stands between its end and ours
            self.process = subprocess.Popen(["sh", "-c", f"exec env {line}"], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=out, start_new_session=True)

    def ask_to_end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)

    def end(self):
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def said(self):
        return Path(self.log).read_text(encoding="utf-8", errors="replace")[-4000:]


class Service:
    """A place that wants a token, at a port."""

    def __init__(self, name, ring, port, running, signs):
        self.name, self.ring, self.port, self.running, self.signs = name, ring, port, running, signs

    def request(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            return answer.status, text, answer.headers
        finally:
            connection.close()

    def ready(self):
        """Answers at all; a proxy does when its keys are there."""
        while self.running.process.poll() is None:
            try:
                if self.request("GET", "/orders")[0] == 401:
                    return
            except OSError:
                pass
            time.sleep(0.05)  # between two looks
        raise RuntimeError(f"{self.running.name} does not start: {self.running.said()}")

    def login(self, user="alice", password=PASSWORD):
        return self.request("POST", "/login", json.dumps({"user": user, "password": password}),
                            **{"Content-Type": "application/json"})

    def token(self):
        status, text, _ = self.login()
        if status != 200:
            raise AssertionError(f"{self.name} lets nobody in: {status} {text}\n{self.running.said()}")
        return json.loads(text)["token"]

    def takes(self, token, **more):
        """200, or the status with which it is refused."""
        return self.request("GET", "/orders", Authorization=f"Bearer {token}", **more)


class Backend(BaseHTTPRequestHandler):
    """The service behind a proxy: says who the proxy says it is, and whether it was shown the token."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        told = json.dumps({"user": self.headers.get("X-User"), "token": self.headers.get("Authorization")}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


class Thief:
    """Signs whatever it likes with a keyring's own key, as it stood in somebody's environment."""

    def __init__(self, kept, ring):
        self.kept, self.ring = kept, ring
        given = json.loads(kept.text("env", ring, "--format", "json", "--signer"))
        self.kid, self.alg = given["JWT_KID"], given["JWT_ALG"]
        self.public = given.get("JWT_PUBLIC_KEY", "").encode()
        self.material = kept.folder / f"stolen-{secrets.token_hex(4)}"
        if self.public:
            self.options = ["--pem", str(self.material)]
            self.material.write_text(given["JWT_SECRET"], encoding="utf-8")
        else:
            jwk = next(key for key in json.loads(given["JWT_JWKS"])["keys"] if key["kid"] == self.kid)
            self.options = ["--secret", str(self.material), "--form", "bytes"]
            self.material.write_text(jwk["k"], encoding="utf-8")
        self.material.chmod(0o600)

    @staticmethod
    def claims(**changed):
        now = int(time.time())
        claims = {"sub": "alice", "iss": "shop", "aud": "orders", "iat": now, "exp": now + T, **changed}
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, claims, *options, alg=None, kid=None):
        words = ["sign", "--raw", "--typ", "JWT", "--alg", alg or self.alg, "--kid", kid or self.kid, *(options or self.options), "-"]
        return self.kept.run(*words, stdin=json.dumps(claims).encode()).stdout.decode().strip()

    def by_hand(self, header, claims, key=None):
        signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
        return f"{signed}.{base64url(hmac.digest(key, signed.encode(), hashlib.sha256)) if key else ''}"

    def forgeries(self):
        """What no verifier may take, by name. All but the key's are signed by the right one."""
        now = int(time.time())
        good = self.sign(self.claims())
        other = self.kept.folder / f"other-{secrets.token_hex(4)}"
        other.write_text(self.kept.text("generate", "--alg", self.alg, *(["--format", "pem"] if self.public else [])), encoding="utf-8")
        other.chmod(0o600)
        own = ["--pem" if self.public else "--secret", str(other)]
        head, _, signature = good.split(".")
        yield "no token at all", "abc"
        yield "empty parts", ".."
        yield "cut", good[:-8]
        yield "other claims under the signature", f"{head}.{base64url(json.dumps(self.claims(sub='root')).encode())}.{signature}"
        for name in ("none", "None", "NONE"):
            yield f"alg {name}", self.by_hand({"alg": name, "kid": self.kid}, self.claims())
        yield "no alg", self.by_hand({"kid": self.kid}, self.claims(), b"x" * 32)
        yield "another's key by our kid", self.sign(self.claims(), *own)
        yield "another's key by a kid of its own", self.sign(self.claims(), *own, kid="mine")
        yield "a kid that is a path", self.sign(self.claims(), *own, kid="../../../../dev/null")
        if self.public:
            for key in (self.public, self.public.strip()):
                yield "the public key as a secret", self.by_hand({"alg": "HS256", "kid": self.kid}, self.claims(), key)
        else:
            yield "another algorithm than the keyring's", self.sign(self.claims(), alg="HS512")
        for aud in ("billing", "orders2", ["billing", "x"], None):
            yield f"aud {aud}", self.sign(self.claims(aud=aud))
        for iss in ("other", "shop/", None):
            yield f"iss {iss}", self.sign(self.claims(iss=iss))
        yield "expired", self.sign(self.claims(iat=now - 60, exp=now - 30))
        yield "no exp", self.sign(self.claims(exp=None))
        yield "not yet valid", self.sign(self.claims(nbf=now + 1800, exp=now + 1800 + T))


class Pages(keep.Case):
    def test_the_keyrings_of_the_pages_can_be_made(self):
        for page in sorted((keep.SOURCE / "docs" / "how-to").glob("*.md")):
            with self.subTest(page=page.name):
                kept = keep.Keep()
                self.addCleanup(kept.remove)
                kept.run("init")
                text = page.read_text(encoding="utf-8")
                if "<!-- commands: " not in text:
                    continue  # no runtime's page
                for words in re.findall(r"^jwtkeep (new .*)$", text, re.M):
                    kept.run(*words.split())
                for words in re.findall(r"`jwtkeep (rotate \S+ --dry-run|show \S+)`", text):
                    kept.run(*words.split())


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        there = [name for name in SERVICES + FRONTS if (INSTALLED / name / ".installed").is_file()]
        for name in SERVICES + FRONTS:
            if name not in there and os.environ.get("CI"):
                raise RuntimeError(f"no example of {name} can be had here (make test installs it)")
            if name not in there:
                print(f"skipped: no example of {name} can be had here (make test installs it)")
        if not there:
            raise unittest.SkipTest("no example can be had here (make test installs them)")
        cls.running, cls.services = [], []
        cls.keep = keep.Keep()
        cls.addClassCleanup(cls.keep.remove)
        cls.addClassCleanup(cls.end_all)
        cls.keep.run("init")
        rules = ["--iss", "shop", "--aud", "orders", "--ttl", f"{T}s", "--skew", f"{S}s", "--propagation", f"{P}s",
                 "--sign-propagation", f"{Q}s", "--rotate-every", f"{PERIOD}s"]
        cls.keep.run("new", SECRET, *rules)
        cls.keep.run("new", PAIR, "--alg", "ES256", *rules)
        cls.serve_port = free_port()
        # The tests rotate: a signal that comes before a service listens for it ends the service.
        cls.server = cls.start(cls.keep.folder, f"jwtkeep serve --no-rotate --listen 127.0.0.1:{cls.serve_port}")
        for name in SERVICES:
            if name not in there:
                continue
            cls.serve_example(name, "one secret signs and verifies", SECRET, True)
            cls.serve_example(name, "a private key signs", PAIR, True)
            cls.serve_example(name, "verifies alone", PAIR, False)
        backend = ThreadingHTTPServer(("127.0.0.1", 0), Backend)
        cls.addClassCleanup(backend.server_close)
        cls.addClassCleanup(backend.shutdown)
        threading.Thread(target=backend.serve_forever, daemon=True).start()
        for name in FRONTS:
            if name in there:
                cls.front_example(name, backend.server_port)
        for service in cls.services:
            service.ready()

    @classmethod
    def end_all(cls):
        for running in cls.running:
            running.ask_to_end()
        for running in cls.running:
            running.end()

    @classmethod
    def start(cls, folder, line, **environment):
        path = os.pathsep.join([str(Path(keep.BINARY).parent), str(folder / "root/usr/sbin"), os.environ["PATH"], "/usr/sbin"])
        log = cls.keep.folder / f"log-{len(cls.running)}"
        cls.running.append(Running(folder, line, {**cls.keep.environment, "PATH": path, **environment}, log))
        return cls.running[-1]

    @classmethod
    def here(cls, line):
        """A line whose jwtkeep serve is this test's."""
        return line.replace("127.0.0.1:8377", f"127.0.0.1:{cls.serve_port}")

    @classmethod
    def serve_example(cls, name, what, ring, signs):
        port = free_port()
        running = cls.start(INSTALLED / name, cls.here(command(name, what)), PORT=str(port), LOGIN_PASSWORD=PASSWORD,
                            TOKEN_SECONDS=str(T), SKEW_SECONDS=str(S), JWKS_CACHE_SECONDS="1",
                            JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # starts with half the work
        cls.services.append(Service(f"{name} ({what})", ring, port, running, signs))

    @classmethod
    def front_example(cls, name, backend_port):
        """A proxy's configuration has its places written in it: these are put into a copy."""
        port, folder = free_port(), cls.keep.folder / name
        folder.mkdir()
        for file in (INSTALLED / name).iterdir():
            (folder / file.name).symlink_to(file)
        for file in ("nginx.conf", "envoy.yaml"):
            if not (folder / file).is_file():
                continue
            text = (folder / file).read_text(encoding="utf-8")
            for written, here in (("8080", str(port)), ("8377", str(cls.serve_port)), ("9000", str(backend_port)),
                                  ("clock_skew_seconds: 60", f"clock_skew_seconds: {S}"), ("cache_duration: 600s", "cache_duration: 1s")):
                if file == "envoy.yaml" or ":" not in written:
                    assert written in text, written
                text = text.replace(written, here)
            (folder / file).unlink()
            (folder / file).write_text(text, encoding="utf-8")
        line = command(name, "verifies alone")
        if name == "nginx":
            if module := next(folder.glob("root/usr/lib/nginx/modules/ngx_http_js_module.so"), None):
                if not list(Path("/etc/nginx/modules-enabled").glob("*mod-http-js.conf")):
                    line += f" -g 'load_module {module};'"
            done = subprocess.run(["sh", "-c", command(name, "once")], cwd=folder, check=True, stderr=subprocess.PIPE,
                                  env={**cls.keep.environment, "PATH": f"{Path(keep.BINARY).parent}:{os.environ['PATH']}"})
            assert done.returncode == 0
        cls.services.append(Service(name, PAIR, port, cls.start(folder, line), False))

    def of(self, ring):
        return [service for service in self.services if service.ring == ring]

    def assert_taken(self, service, token, why):
        """Whether it was: a token that ended while this machine was busy is none."""
        status, text, _ = service.takes(token)
        if status != 200:
            header, claims = unpack(token)
            if claims["exp"] <= time.time():
                return 0
            self.fail(f"{service.name} refused a valid token with {status} ({why}): {text}\nkey {header['kid']}, "
                      f"{claims['exp'] - time.time():.1f} s before its end\n{service.running.said()}")
        self.assertEqual(json.loads(text)["user"], "alice", service.name)
        return 1

    def test_1_what_is_forged_is_refused(self):
        for ring in (SECRET, PAIR):
            thief, services, refused = Thief(self.keep, ring), self.of(ring), 0
            for service in services:
                self.assert_taken(service, thief.sign(thief.claims()), "before the forgeries")
            for name, token in thief.forgeries():
                refused += 1
                for service in services:
                    status, text, headers = service.takes(token)
                    # Envoy calls another's audience forbidden.
                    wanted = 403 if service.name == "envoy" and name.startswith("aud ") else 401
                    self.assertEqual(status, wanted, f"{service.name}: {name}: {token}\n{text}\n{service.running.said()}")
                    if status == 401:
                        self.assertIn("bearer", headers.get("WWW-Authenticate", "").lower(), f"{service.name}: {name}")
            for service in services:
                good = thief.sign(thief.claims())
                for header in ({}, {"Authorization": ""}, {"Authorization": f"Basic {good}"}, {"Authorization": good}):
                    self.assertEqual(service.request("GET", "/orders", **header)[0], 401, (service.name, header))
                self.assert_taken(service, good, "after the forgeries")
            print(f"{refused} forgeries of {ring} refused by each of {', '.join(service.name for service in services)}")

    def test_2_a_probe_finds_nothing(self):
        """What the how-tos tell to check with; one service of each kind, all at once. Behind nginx jwtkeep itself verifies."""
        probed = [service for service in self.services if not service.signs and service.name != "nginx"]
        good = [*Thief(self.keep, PAIR).options, "--sub", "alice", "--iss", "shop", "--aud", "orders"]  # for an hour
        probes = [subprocess.Popen([keep.BINARY, "probe", f"http://127.0.0.1:{service.port}/orders", *good, "--max-rps", "1000", "--no-bombs"], env=self.keep.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for service in probed]
        for service, probe in zip(probed, probes):
            told, _ = probe.communicate(timeout=120)
            self.assertEqual(probe.returncode, 0, f"{service.name}\n{told}\n{service.running.said()}")
            print(f"{service.name}: {told.strip().splitlines()[-1].partition(': ')[2]}")

    def test_3_who_may_log_in(self):
        for service in self.services:
            if service.signs:
                self.assertEqual(service.login()[0], 200, service.running.said())
                for user, password in (("alice", "wrong"), ("alice", ""), ("", PASSWORD)):
                    self.assertEqual(service.login(user, password)[0], 401, service.name)
            elif service.name not in FRONTS:
                self.assertEqual(service.login()[0], 404, service.name)

    def test_4_behind_a_proxy_a_caller_cannot_say_who_it_is(self):
        for service in self.services:
            if service.name in FRONTS:
                thief = Thief(self.keep, PAIR)
                status, text, _ = service.takes(thief.sign(thief.claims()), **{"X-User": "mallory", "X-USER": "mallory"})
                self.assertEqual((status, json.loads(text)), (200, {"user": "alice", "token": None}), service.name)

    def test_5_no_valid_token_is_refused_while_keys_rotate(self):
        kids = {SECRET: set(), PAIR: set()}
        waiting, taken = deque(), 0
        end = time.monotonic() + 120
        while time.monotonic() < end:
            self.keep.run("rotate", "--due", code=None)
            shown = [key["state"] for ring in kids for key in self.keep.json("show", ring)["keys"]]
            if min(map(len, kids.values())) >= 3 and shown.count("retired") >= 2:
                break
            for issuer in self.services:
                if not issuer.signs:
                    continue
                token = issuer.token()
                header, claims = unpack(token)
                kids[issuer.ring].add(header["kid"])
                waiting.append((claims["exp"], issuer.ring, token))
                for service in self.of(issuer.ring):
                    taken += self.assert_taken(service, token, f"new, from {issuer.name}")
            # And once more near its end: by then its key may have signed its last.
            while waiting and waiting[0][0] - time.time() < 1:
                _, ring, token = waiting.popleft()
                for service in self.of(ring):
                    taken += self.assert_taken(service, token, "old")
        else:
            self.fail("it did not rotate")
        print(f"{taken} tokens taken by {len(self.services)} services over {len(kids[SECRET])} and {len(kids[PAIR])} keys, none refused")

    def test_6_a_key_that_is_compromised_is_refused_everywhere(self):
        for ring in (SECRET, PAIR):
            thief = Thief(self.keep, ring)
            token = thief.sign(thief.claims(exp=int(time.time()) + 3600))
            for service in self.of(ring):
                if service.name == "nginx":  # jwtkeep itself refuses what lives longer than T
                    self.assertEqual(service.takes(token)[0], 401)
                    continue
                self.assert_taken(service, token, "before it is compromised")
            self.keep.run("rotate", ring, "--compromised", thief.kid)
            for service in self.of(ring):
                self.assertTrue(until(lambda at=service: at.takes(token)[0] == 401), f"{service.name} goes on trusting it")
            # The key that took over may have been published less than P before.
            for issuer in self.of(ring):
                if not issuer.signs:
                    continue
                for service in self.of(ring):
                    self.assertTrue(until(lambda by=issuer, at=service: at.takes(by.token())[0] == 200), service.name)
                    self.assertEqual(service.takes(token)[0], 401, service.name)

    def test_7_keys_that_cannot_be_fetched_log_nobody_out(self):
        """To come last: it ends the server. A client that is told 401 throws its token away; 5xx, and it comes again."""
        issuer = next((service for service in self.of(PAIR) if service.signs), None)
        if issuer is None:
            self.skipTest("no example that signs is here")
        self.server.ask_to_end()
        self.server.end()
        time.sleep(1.5)  # caches of a second end
        for service in self.of(PAIR):
            status = service.takes(issuer.token())[0]
            self.assertIn(status, (200, 500, 503), service.name)
            print(f"{service.name} while the server is down: {status}")


if __name__ == "__main__":
    unittest.main()
