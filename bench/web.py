#!/usr/bin/env python3
"""Measures the HTTP server with wrk, beside what Asio itself allows, in the same run.

usage: web.py BUILD [--seconds N] [--connections N] [--idle N]

BUILD/bench holds serve_plain and bare_asio. The server has core 0, wrk core 1; the rounds of both alternate, and the
best of three counts. The processor time of a request is the server's own, so other work on the machine moves it little.
Then the memory that idle connections cost.
"""

import argparse
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
from pathlib import Path


class Served:
    """A server on core 0, and its address."""

    def __init__(self, *command):
        pinned = ["taskset", "-c", "0", *map(str, command)]
        self.process = subprocess.Popen(pinned, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def processor_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_kib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def wrk(served, seconds, connections):
    address, before = served.address, served.processor_seconds()
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://{address}/x"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in report or "Socket errors" in report:
        sys.exit(report)
    count = int(re.search(r"(\d+) requests in", report).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report).group(1))
    each = (served.processor_seconds() - before) / count * 1e6
    return rate, each, re.search(r"99%\s+(\S+)", report).group(1)


def speed(servers, arguments):
    best = dict.fromkeys(servers, (0.0, 0.0, ""))
    for _ in range(3):
        for name, served in servers.items():
            best[name] = max(best[name], wrk(served, arguments.seconds, arguments.connections))
    for name, (rate, each, worst) in best.items():
        print(f"{name:12} {rate:8.0f} requests/s, {each:5.2f} us of processor each, p99 {worst}")


def idle_memory(served, count):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    host, port = served.address.rsplit(":", 1)
    before = served.resident_kib()
    kept = []
    for number in range(count):
        # Each address of the loopback has ports of its own.
        kept.append(socket.create_connection((host, int(port)), source_address=(f"127.0.1.{number % 8 + 1}", 0)))
        kept[-1].sendall(b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n")
        while b"x" * 1024 not in (answer := kept[-1].recv(4096)) and answer:
            pass
    cost = (served.resident_kib() - before) * 1024 / count
    print(f"{count} idle connections: {cost:.0f} bytes each, {served.resident_kib() // 1024} MiB in all")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--idle", type=int, default=10_000)
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed")
    programs = arguments.build / "bench"
    with Served(programs / "serve_plain", "127.0.0.1:0", 1) as ours, Served(programs / "bare_asio") as bare:
        speed({"jwtkeep/web": ours, "bare Asio": bare}, arguments)
    with Served(programs / "serve_plain", "127.0.0.1:0", 1) as ours:
        idle_memory(ours, arguments.idle)


if __name__ == "__main__":
    main()
