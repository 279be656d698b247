#!/usr/bin/env python3
"""Measures `jwtkeep serve` with wrk, beside OpenBao's transit engine and libcrypto's own rate, in the same run.

usage: serve.py JWTKEEP FOLDER [--bao BAO] [--seconds N] [--connections N] [--keyrings N]

The server has core 0 and one thread, wrk core 1. Each figure is the best of three; p99 is of a run at half that load,
paced by fewer connections until the rate is halved. FOLDER is made anew.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, headers=None, body=None):
    request = urllib.request.Request(url, body and json.dumps(body).encode(), headers or {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or "{}")


class Keep:
    """A store in FOLDER, and its server on core 0."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"],
                            "JWTKEEP_STORE": str(self.folder / "store.db"), "JWTKEEP_KEYFILE": str(self.folder / "key")}
        self.run("init")

    def run(self, *arguments, stdin=None):
        return subprocess.run([self.binary, "--quiet", *arguments], env=self.environment, check=True, input=stdin,
                              capture_output=True, text=True).stdout.strip()

    def serve(self):
        began = time.monotonic()
        self.process = subprocess.Popen(["taskset", "-c", "0", self.binary, "serve", "--listen", "127.0.0.1:0", "--threads",
                                         "1", "--no-rotate"], env=self.environment, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"serving at (http://\S+)", line):
                self.url = found[1]
                return time.monotonic() - began
        sys.exit("the server does not start")

    def resident_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait(60)


def wrk(url, seconds, connections, folder, method="GET", headers=None, body=""):
    script = Path(folder, "request.lua")
    lines = [f'wrk.method = "{method}"', f"wrk.body = {json.dumps(body)}"]
    lines += [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in (headers or {}).items()]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s",
                             str(script), url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in report or "Socket errors" in report:
        sys.exit(report)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1]), re.search(r"99%\s+(\S+)", report)[1]


def measure(name, arguments, url, **request):
    runs = [wrk(url, arguments.seconds, arguments.connections, arguments.folder, **request) for _ in range(3)]
    best = max(rate for rate, _ in runs)
    connections = arguments.connections
    while connections > 1:
        connections //= 2
        rate, p99 = wrk(url, arguments.seconds, connections, arguments.folder, **request)
        if rate < best * 0.75 or connections == 1:
            break
    print(f"{name:<28} {best:>10,.0f} a second   p99 {p99:>8} at {rate:,.0f} a second ({connections} connections)", flush=True)
    return best


def openbao(arguments):
    port = free_port()
    process = subprocess.Popen(["taskset", "-c", "0", arguments.bao, "server", "-dev", "-dev-no-store-token",
                                "-dev-root-token-id=root", f"-dev-listen-address=127.0.0.1:{port}"],
                               env={"HOME": str(arguments.folder), "PATH": os.environ["PATH"], "GOMAXPROCS": "1"},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url, headers = f"http://127.0.0.1:{port}/v1", {"X-Vault-Token": "root"}
        for _ in range(500):
            try:
                fetch(f"{url}/sys/health")
                break
            except OSError:
                time.sleep(0.02)
        fetch(f"{url}/sys/mounts/transit", headers, {"type": "transit"})
        fetch(f"{url}/transit/keys/orders", headers, {"type": "aes256-gcm96"})
        made = fetch(f"{url}/transit/hmac/orders/sha2-256", headers, {"input": "b3JkZXJz"})["data"]["hmac"]
        body = json.dumps({"input": "b3JkZXJz", "hmac": made})
        return measure("OpenBao transit hmac-verify", arguments, f"{url}/transit/verify/orders/sha2-256", method="POST",
                       headers=headers, body=body)
    finally:
        process.terminate()
        process.wait(30)


def bare_es256():
    done = subprocess.run(["taskset", "-c", "0", "openssl", "speed", "-seconds", "3", "ecdsap256"], capture_output=True,
                          text=True, check=True).stdout
    rate = float(done.strip().splitlines()[-1].split()[-2])
    print(f"{'libcrypto, ES256 alone':<28} {rate:>10,.0f} a second", flush=True)
    return rate


def many(arguments):
    keep = Keep(arguments.jwtkeep, arguments.folder)
    shown = {"Authorization": "Bearer " + keep.run("access", "add", "bench", "--grant", "**: create")}
    keep.serve()
    made = http.client.HTTPConnection(keep.url.removeprefix("http://"))
    for i in range(arguments.keyrings):
        made.request("POST", "/v1/keyrings", json.dumps({"keyring": f"s{i}/prod"}), shown)
        answer = made.getresponse()
        answer.read()
        if answer.status != 201:
            sys.exit(f"no keyring was made: {answer.status}")
    made.close()
    keep.end()
    starts = []
    for _ in range(3):
        starts.append(keep.serve())
        memory = keep.resident_mib()
        keep.end()
    print(f"{arguments.keyrings:,} keyrings: start {min(starts) * 1000:.0f} ms, {memory:.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jwtkeep")
    parser.add_argument("folder")
    parser.add_argument("--bao", default="")
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--keyrings", type=int, default=10_000)
    parser.add_argument("--keyrings-alone", action="store_true", help="measure only the start with many keyrings")
    arguments = parser.parse_args()
    arguments.jwtkeep = os.path.abspath(arguments.jwtkeep)
    arguments.folder = os.path.abspath(arguments.folder)
    if arguments.keyrings_alone:
        many(arguments)
        return
    keep = Keep(arguments.jwtkeep, arguments.folder)
    keep.run("new", "orders/prod", "--alg", "ES256")
    keep.run("new", "api/prod")
    shown = {"Authorization": "Bearer " + keep.run("access", "add", "bench", "--grant", "**: sign, verify")}
    keep.serve()
    api = f"{keep.url}/v1/keyrings/api/prod"
    token = fetch(f"{api}/sign", shown, {"sub": "alice"})["token"]
    wanted = {"method": "POST", "headers": {**shown, "Content-Type": "application/json"}, "body": '{"sub":"alice"}'}
    measure("JWKS", arguments, f"{keep.url}/k/orders/prod/jwks.json")
    verified = measure("verify HS256", arguments, f"{api}/verify", method="POST", body=token,
                       headers={**shown, "Content-Type": "application/jwt"})
    batch = measure("verify-batch of 100", arguments, f"{api}/verify-batch", method="POST", body=(token + "\n") * 100,
                    headers={**shown, "Content-Type": "text/plain"})
    print(f"{'':<28} {batch * 100:>10,.0f} tokens a second")
    measure("sign HS256", arguments, f"{api}/sign", **wanted)
    signed = measure("sign ES256", arguments, f"{keep.url}/v1/keyrings/orders/prod/sign", **wanted)
    keep.end()
    bare = bare_es256()
    print(f"{'':<28} {signed / bare:>10.0%} of it")
    if arguments.bao:
        print(f"{'':<28} {verified / openbao(arguments):>10.1f} times OpenBao's rate")
    if arguments.keyrings:
        many(arguments)


if __name__ == "__main__":
    main()
