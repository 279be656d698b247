#!/usr/bin/env python3
"""The server under attack, from outside: many idle connections, slow ones, huge ones, requests that two readers would read
differently, paths that lead elsewhere, and captured requests sent again. Others are served all the while."""

import json
import os
import re
import resource
import select
import socket
import threading
import time
import unittest
from pathlib import Path

import keep
from serve_test import Case, Client, until

IDLE = 10_000
FROM_ONE_ADDRESS = 1024  # docs/http-server.md


def address_of(server):
    host, port = server.url.removeprefix("http://").rsplit(":", 1)
    return host, int(port)


def exchange(server, data, patience=15):
    """All that comes back for these bytes until the other side closes; nothing more is sent."""
    with socket.create_connection(address_of(server), timeout=patience) as raw:
        raw.sendall(data)
        got = b""
        try:
            while piece := raw.recv(65536):
                got += piece
        except (ConnectionResetError, socket.timeout):
            pass
        return got


def statuses(got):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]


class Attack(Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod", "--alg", "ES256")
        self.token = self.let_in("ci", "orders/prod: sign, verify")
        self.server = self.serve()

    def memory_mib(self):
        status = Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def must_serve(self):
        client = Client(self.server.url, self.token)
        made = client.post("/v1/keyrings/orders/prod/sign", {"sub": "alice"})
        self.assertTrue(client.post("/v1/keyrings/orders/prod/verify", {"token": made["token"]})["valid"])
        client.connection.close()

    def test_ten_thousand_idle_connections_shut_nobody_out(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        before = self.memory_mib()
        held = []
        try:
            for i in range(IDLE):
                raw = socket.socket()
                held.append(raw)
                raw.bind((f"127.0.1.{i * 16 // IDLE + 1}", 0))
                raw.connect(address_of(self.server))
                if i % 2:
                    raw.sendall(b"GET /healthz HTTP/1.1\r\n")  # half of them have begun to ask
            self.must_serve()
            grown = self.memory_mib() - before
            print(f"{IDLE:,} connections that ask nothing: {grown:.0f} MiB")
            self.assertLess(grown, 200)
            # One address gets no more than its share: what it opens beyond is turned away.
            crowd = [socket.create_connection(address_of(self.server)) for _ in range(FROM_ONE_ADDRESS + 50)]
            held += crowd
            told = select.epoll()
            for raw in crowd:
                told.register(raw, select.EPOLLIN)
            # Not always the last ones: the server's threads take them from queues of their own.
            self.assertTrue(until(lambda: len(told.poll(0, len(crowd))) >= 50))
            away = {descriptor for descriptor, _ in told.poll(0, len(crowd))}
            told.close()
            for raw in crowd:
                if raw.fileno() in away:
                    self.assertIn(statuses(raw.recv(4096)), ([503], []))
        finally:
            for raw in held:
                raw.close()
        self.assertTrue(until(lambda: Client(self.server.url).get("/healthz") == 200))
        self.must_serve()

    def test_who_sends_a_byte_now_and_then_is_sent_away_and_delays_nobody(self):
        slow = [socket.create_connection(address_of(self.server)) for _ in range(200)]
        stop = threading.Event()

        def trickle():
            text = b"POST /v1/keyrings/orders/prod/sign HTTP/1.1\r\nHost: a\r\nX-" + b"a" * 4000
            for at in range(len(text)):
                for raw in slow:
                    try:
                        raw.send(text[at:at + 1])
                    except OSError:
                        pass  # it was sent away
                if stop.wait(0.2):
                    return

        attacker = threading.Thread(target=trickle)
        attacker.start()
        try:
            for _ in range(20):
                self.must_serve()
            for raw in slow:
                raw.settimeout(30)
                self.assertIn(statuses(raw.recv(4096)), ([408], []))
        except ConnectionResetError:
            pass  # it wrote into a connection that was closed
        finally:
            stop.set()
            attacker.join()
            for raw in slow:
                raw.close()
        self.must_serve()

    def test_huge_heads_and_bodies_are_refused_before_they_are_read(self):
        path = b"/v1/keyrings/orders/prod/verify"
        head = b"POST " + path + b" HTTP/1.1\r\nHost: a\r\n"
        huge = {
            b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n": {414, 431},
            b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 100_000 + b"\r\n\r\n": {431},
            b"GET / HTTP/1.1\r\nHost: a\r\n" + b"a: b\r\n" * 20_000 + b"\r\n": {431},
            head + b"Content-Length: 99999999999\r\n\r\n": {413},
            head + b"Content-Length: 999999999999999999999999\r\n\r\n": {400, 413},
            head + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n": {413},
            head + b"Transfer-Encoding: chunked\r\n\r\n" + b"1;" + b"x" * 50_000 + b"\r\na\r\n0\r\n\r\n": {400, 413, 431},
        }
        before = self.memory_mib()
        for data, wanted in huge.items():
            got = statuses(exchange(self.server, data))
            self.assertEqual(len(got), 1, data[:60])
            self.assertIn(got[0], wanted, data[:60])
        self.assertLess(self.memory_mib() - before, 50)
        # Values that are deep or long rather than many.
        client = Client(self.server.url, self.token)
        for body in ("[" * 500_000, '{"token":"' + "a" * 900_000 + '"}', '{"token":"' + "." * 900_000 + '"}',
                     '{"a":' * 100_000 + "1" + "}" * 100_000):
            client.ask("POST", path.decode(), body)
            self.assertIn(client.answer.status, (200, 400, 413, 422))
            if client.answer.status == 200:
                self.assertFalse(json.loads(client.text)["valid"])
        self.must_serve()

    def test_what_two_readers_would_read_differently_is_refused_and_nothing_behind_it_is_answered(self):
        hidden = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        begin = b"POST /v1/keyrings/orders/prod/verify HTTP/1.1\r\nHost: a\r\n"
        chunk = b"%x\r\n" % len(hidden) + hidden + b"\r\n0\r\n\r\n"
        forms = [
            begin + b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk,
            begin + b"Content-Length: 4\r\nContent-Length: 0\r\n\r\n" + hidden,
            begin + b"Content-Length: 0, 4\r\n\r\n" + hidden,
            begin + b"Content-Length: +0\r\n\r\n" + hidden,
            begin + b"Content-Length: 0x0\r\n\r\n" + hidden,
            begin + b"Content-Length : 0\r\n\r\n" + hidden,
            begin + b" Content-Length: 0\r\n\r\n" + hidden,
            begin + b"X: a\r\n Content-Length: 0\r\n\r\n" + hidden,
            begin + b"X: a\nContent-Length: 0\n\n" + hidden,
            begin + b"X: a\rContent-Length: 0\r\n\r\n" + hidden,
            begin + b"X: a\x00b\r\n\r\n" + hidden,
            begin + b"Transfer-Encoding: xchunked\r\n\r\n" + chunk,
            begin + b"Transfer-Encoding: identity, chunked\r\n\r\n" + chunk,
            begin + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + chunk,
            begin + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + chunk,
            begin + b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n" + hidden,
            begin + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n" + hidden,
            begin + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n" + hidden,
            begin + b"Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n" + hidden,
            b"GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n" + hidden,
            b"GET /healthz HTTP/1.1\r\n\r\n" + hidden,
            b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + hidden,
            b"GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n" + hidden,
            b"GET http://b/healthz HTTP/1.1\r\nHost: a\r\n\r\n" + hidden,
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + hidden,
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ]
        for form in forms:
            got = statuses(exchange(self.server, form))
            self.assertEqual(len(got), 1, form)
            self.assertIn(got[0], (400, 501, 505), form)
        self.must_serve()

    def test_no_path_leads_to_a_file_or_around_a_right(self):
        outside = [b"/k/../../../../etc/passwd", b"/k/%2e%2e/%2e%2e/etc/passwd", b"/assets/../../../etc/passwd",
                   b"/assets/..%2f..%2fetc/passwd", b"/assets/%252e%252e/x", b"/k/orders%2fprod/jwks.json",
                   b"/k/orders/prod%00/jwks.json", b"/k/orders//prod/jwks.json", b"/v1/keyrings/orders/prod/../../audit",
                   b"/v1//keyrings", b"/v1/keyrings/..%2f..%2fmetrics", b"/v1/keyrings/orders/prod;x=1/sign", b"\\etc\\passwd",
                   b"//etc/passwd", b"/./healthz", b"/%c0%ae%c0%ae/etc/passwd", b"/v1/keyrings/%ff", b"/?%00"]
        for path in outside:
            head = b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + self.token.encode()
            got = exchange(self.server, head + b"\r\nConnection: close\r\n\r\n")
            self.assertIn(statuses(got), ([400], [403], [404], [405]), path)
            self.assertNotIn(b"root:", got, path)

    def test_a_request_that_was_listened_to_is_no_use_to_who_lacks_the_token(self):
        """What is sent again is answered again: access tokens are for TLS. But nothing in an answer is a key to more."""
        client = Client(self.server.url, self.token)
        client.post("/v1/keyrings/orders/prod/sign", {"sub": "alice"})
        everything = client.text + "".join(f"{name}: {value}" for name, value in client.answer.getheaders())
        client.get("/v1/keyrings/orders/prod")
        everything += client.text
        self.assertNotIn(self.token, everything)
        self.assertNotIn(self.token.split("_")[2], everything)
        # A signed token is no access token.
        made = client.post("/v1/keyrings/orders/prod/sign", {"sub": "ci"})["token"]
        self.assertEqual(Client(self.server.url, made).ask("POST", "/v1/keyrings/orders/prod/sign", {}), 401)
        # A token that is revoked is refused however often its requests are sent again.
        self.keep.run("access", "revoke", "ci")
        self.assertTrue(until(lambda: client.ask("POST", "/v1/keyrings/orders/prod/sign", {}) in (401, 403)))
        for _ in range(5):
            self.assertIn(client.ask("POST", "/v1/keyrings/orders/prod/sign", {}), (401, 403))


if __name__ == "__main__":
    unittest.main()
