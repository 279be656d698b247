#!/usr/bin/env python3
"""Stands between jwtkeep and real servers, one port for each that asks, and fails as it is told.

usage: front.py CERTIFICATE      (PEM with its key, for 127.0.0.1)

Commands come as JSON lines on stdin, each answered by one JSON line:
  {"open": "http(s)://127.0.0.1:PORT", "ca": FILE}   -> {"port": N}: HTTPS there is sent on to that server
  {"port": N, "fault": F, "status": S, "body": TEXT} -> {}: from now on
      "none"       the server behind answers
      "refuse"     nobody listens, and what was connected is cut off
      "hang"       requests are read and never answered
      "answer"     every request is answered with S and TEXT, and the server behind sees none
      "garbage"    the server behind carries the request out, and half of its answer comes, turned upside down
      "die"        the first request that writes is carried out by the server behind; then as "refuse"
      "untrusted"  the certificate is that of a stranger
      "hold"       the request number "at" (1 is the next) is carried out by the server behind, and its answer held back
                   until another fault is told
      with "writes": true, requests that only read go through as if nothing were the matter
  {"port": N, "held": true}  -> {"held": whether "hold" holds one now}
  {"port": N, "close": true} -> {"seen": COUNT}: requests that met a fault
It ends when its stdin does.
"""

import http.client
import json
import os
import select
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "servers"))
import tls_server  # noqa: E402


def stranger():
    """The certificate of an authority that nobody knows."""
    with tempfile.TemporaryDirectory() as folder:
        key, pem = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", pem, "-days", "3", "-subj", "/CN=stranger", "-addext",
                        "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        return context


def writes(method, path, headers):
    """Whether it changes a secret; logging in does not."""
    target = headers.get("X-Amz-Target", "").rpartition(".")[2]
    if target:
        return target.startswith(("Put", "Create", "Update"))
    if method in ("PUT", "PATCH", "DELETE"):
        return "/token" not in path
    return method == "POST" and ("/data/" in path or "/secrets" in path)


class Front:
    """One port."""

    def __init__(self, behind, ca_file):
        self.behind = urlsplit(behind)
        self.behind_context = ssl.create_default_context(cafile=ca_file) if ca_file else None
        self.changed = threading.Condition()
        self.fault, self.status, self.body, self.writes_only = "none", 200, "", False
        self.dead, self.met, self.open = False, 0, set()
        self.left, self.held = 0, False
        self.port = 0
        self.server = self.place = None
        self.listen()

    def listen(self):
        front = self

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def process_request_thread(self, request, client_address):
                # The handshake is done in the connection's own thread: one that stalls keeps nobody else waiting.
                context = STRANGER if front.fault == "untrusted" else TRUSTED
                try:
                    request.settimeout(30)
                    request = context.wrap_socket(request, server_side=True)
                except OSError:
                    with front.changed:
                        front.met += front.fault != "none"
                    request.close()
                    return
                front.open.add(request)
                super().process_request_thread(request, client_address)
                front.open.discard(request)

            def handle_error(self, request, client_address):
                pass

        if self.place:
            self.place.close()
            self.place = None
        self.server = Server(("127.0.0.1", self.port), type("Bound", (Handler,), {"front": front}))
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
            # Whoever connects is refused, and the kernel gives the port to nobody else.
            self.place = socket.socket()
            self.place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.place.bind(("127.0.0.1", self.port))
        self.cut_off()

    def end(self):
        self.stop()
        self.place.close()

    def cut_off(self):
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def set(self, told):
        with self.changed:
            self.fault, self.writes_only, self.dead = told["fault"], told.get("writes", False), False
            self.status, self.body = told.get("status", 200), told.get("body", "")
            self.left, self.held = told.get("at", 0), False
            self.changed.notify_all()
        if self.fault == "refuse" and not self.writes_only:
            self.stop()
        elif self.server is None:
            self.listen()
        elif self.fault in ("untrusted", "none"):
            self.cut_off()

    def fate(self, writing):
        with self.changed:
            if self.dead:
                fate = "refuse"
            elif self.fault == "hold":
                self.left -= 1
                fate = "hold" if self.left == 0 else "none"
            elif self.fault == "die":
                fate, self.dead = ("die", True) if writing else ("none", False)
            elif self.writes_only and not writing:
                fate = "none"
            else:
                fate = "none" if self.fault == "untrusted" else self.fault
            self.met += fate != "none"
            return fate

    def wait_for_another_fault(self):
        with self.changed:
            now = self.fault
            self.held = now == "hold"
            self.changed.wait_for(lambda: self.fault != now, timeout=60)


class Handler(tls_server.Handler):
    wbufsize = -1
    disable_nagle_algorithm = True
    front = None
    behind = None  # the connection that goes on where the client's ends here

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fate = self.front.fate(writes(self.command, self.path, self.headers))
        if fate == "hang":
            self.front.wait_for_another_fault()
            self.close_connection = True
            return
        if fate == "refuse":
            self.close_connection = True
            return
        if fate == "answer":
            self.answer(self.front.status, [], self.front.body.encode())
            return
        status, fields, content = self.ask(body)
        if fate == "hold":
            self.front.wait_for_another_fault()
            self.close_connection = True
        elif fate == "die":
            self.close_connection = True
        elif fate == "garbage":
            self.answer(200, [], bytes(255 - byte for byte in content[: len(content) // 2]))
        else:
            self.answer(status, fields, content)

    def finish(self):
        super().finish()
        if self.behind:
            self.behind.close()

    def connect(self):
        behind = self.front.behind
        if behind.scheme == "https":
            return http.client.HTTPSConnection(behind.hostname, behind.port, timeout=60, context=self.front.behind_context)
        return http.client.HTTPConnection(behind.hostname, behind.port, timeout=60)

    def ask(self, body):
        connection = self.behind = self.behind or self.connect()
        # A server may have ended an idle connection; it has then carried nothing out. What is closed opens again by itself.
        if connection.sock and select.select([connection.sock], [], [], 0)[0]:
            connection.close()
        # As it came, with its Host: signatures are made over it.
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() != "connection":
                connection.putheader(name, value)
        connection.endheaders(body or None)
        got = connection.getresponse()
        content = got.read()
        hop = ("connection", "content-length", "transfer-encoding", "date", "server")
        return got.status, [field for field in got.getheaders() if field[0].lower() not in hop], content

    def answer(self, status, fields, content):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = relay


TRUSTED = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
TRUSTED.load_cert_chain(sys.argv[1])
STRANGER = stranger()


def main():
    fronts = {}
    for line in sys.stdin:
        told = json.loads(line)
        answer = {}
        if "open" in told:
            front = Front(told["open"], told.get("ca"))
            fronts[front.port] = front
            answer = {"port": front.port}
        elif told.get("held"):
            answer = {"held": fronts[told["port"]].held}
        elif told.get("close"):
            front = fronts.pop(told["port"])
            front.set({"fault": "none"})
            front.end()
            answer = {"seen": front.met}
        else:
            fronts[told["port"]].set(told)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
