#!/usr/bin/env python3
"""A server that answers as it is told, over HTTPS of every quality.

usage: https_server.py FOLDER

Makes certificates under FOLDER, listens on free ports of 127.0.0.1, then prints one JSON line:
{"ca": "FOLDER/ca.pem", "ports": {NAME: PORT, ...}}. The listeners differ in what they show: see LISTENERS.

Commands come as JSON lines on stdin, each answered by one JSON line on stdout:
  {"path": P, "status": N, "headers": [[NAME, VALUE], ...], "body": TEXT, ...}   what P answers from now on, with
      "echo": true         the request's body instead, and no note of the request
      "etag": TEXT         304 where If-None-Match is the same
      "fill": N            a body of N bytes instead
      "wait": SECONDS      before the status line
      "drip": SECONDS      between the bytes of the body
      "hold": true         no answer until {"release": true}
      "claim": N           Content-Length, whatever the body is
      "chunked": true      chunks, then the trailer "x-trailer: told-late"
      "raw": TEXT          exactly these bytes, and the end of the connection
      "hang_up": true      the end of the connection, when the request's first bytes have come
      "swallow": true      the end of the connection without an answer, when the whole request has come
  {"requests": P}          -> the requests for P so far: [{"method", "path", "headers", "body", "from": PORT}, ...]
  {"release": true}        lets all go that are held
The server ends when its stdin does.
"""

import datetime
import ipaddress
import json
import os
import ssl
import sys
import threading
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "servers"))
import tls_server  # noqa: E402

# name -> (what the certificate is for, days from now until it ends, its authority, the newest TLS)
LISTENERS = {
    "https": (["localhost", "127.0.0.1"], 30, "ca", None),
    "other": (["localhost", "127.0.0.1"], 30, "ca", None),
    "wrong_host": (["keys.example"], 30, "ca", None),
    "expired": (["localhost", "127.0.0.1"], -1, "ca", None),
    "stranger": (["localhost", "127.0.0.1"], 30, "stranger", None),
    "old_tls": (["localhost", "127.0.0.1"], 30, "ca", ssl.TLSVersion.TLSv1_1),
    "http": None,
}


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def alternative(text):
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def certificate(subject, key, issuer, issuer_key, days, names):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30)).not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([alternative(each) for each in names]), False)
    return builder.sign(issuer_key, hashes.SHA256())


def write_pem(path, *parts):
    with open(path, "wb") as file:
        for part in parts:
            if isinstance(part, x509.Certificate):
                file.write(part.public_bytes(serialization.Encoding.PEM))
            else:
                file.write(part.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                              serialization.NoEncryption()))


def tls_context(folder, kind, authorities, names, days, authority, newest):
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, issuer_key = authorities[authority]
    path = os.path.join(folder, kind + ".pem")
    write_pem(path, key, certificate(name(kind), key, issuer, issuer_key, days, names))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    if newest is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
    return context


class Told:
    """What was told, and what was asked for."""

    def __init__(self):
        self.lock = threading.Lock()
        self.answers = {}
        self.requests = {}
        self.released = threading.Event()

    def command(self, line):
        with self.lock:
            if "requests" in line:
                return self.requests.get(line["requests"], [])
            if "release" in line:
                self.released.set()
                self.released = threading.Event()
                return True
            self.answers[line["path"]] = line
            return True

    def asked(self, path, request):
        with self.lock:
            self.requests.setdefault(path, []).append(request)
            return self.answers.get(path), self.released


TOLD = Told()


class Handler(tls_server.Handler):
    def answer(self):
        path = self.path.split("?")[0]
        with TOLD.lock:
            told = TOLD.answers.get(path, {})
        if told.get("hang_up"):
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        headers = [[key.lower(), value] for key, value in self.headers.items()]
        if told.get("echo"):
            return self.plain(200, [], body.encode("latin-1"))
        told, released = TOLD.asked(path, {"method": self.command, "path": self.path, "headers": headers, "body": body,
                                      "from": self.client_address[1]})
        if told is None:
            return self.plain(404, [], b"")
        if told.get("swallow"):
            self.close_connection = True
            return
        if told.get("hold"):
            released.wait(60)
        time.sleep(told.get("wait", 0))
        if "raw" in told:
            self.wfile.write(told["raw"].encode("latin-1"))
            self.close_connection = True
            return
        fields = told.get("headers", [])
        if "etag" in told:
            fields = fields + [["ETag", told["etag"]]]
            if self.headers.get("If-None-Match") == told["etag"]:
                return self.plain(304, fields, None)
        body = b"x" * told["fill"] if "fill" in told else told.get("body", "").encode()
        self.plain(told.get("status", 200), fields, body, told)

    def plain(self, status, fields, body, told=None):
        told = told or {}
        self.send_response(status)
        for key, value in fields:
            self.send_header(key, value)
        if told.get("chunked"):
            self.send_header("Transfer-Encoding", "chunked")
        elif body is not None:
            self.send_header("Content-Length", str(told.get("claim", len(body))))
        if "claim" in told:
            self.close_connection = True
        self.end_headers()
        if body is None or self.command == "HEAD":
            return
        if told.get("chunked"):
            self.wfile.write(b"%x\r\n%s\r\n0\r\nx-trailer: told-late\r\n\r\n" % (len(body), body))
        elif "drip" in told:
            for i in range(len(body)):
                self.wfile.write(body[i : i + 1])
                self.wfile.flush()
                time.sleep(told["drip"])
        else:
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer


def main():
    folder = sys.argv[1]
    authorities = {}
    for each in ("ca", "stranger"):
        key = ec.generate_private_key(ec.SECP256R1())
        write_pem(os.path.join(folder, each + ".pem"), certificate(name(each), key, name(each), key, 60, []))
        authorities[each] = (name(each), key)
    ports = {}
    for kind, told in LISTENERS.items():
        server = tls_server.Server(("127.0.0.1", 0), Handler)
        if told is not None:
            names, days, authority, newest = told
            server.context = tls_context(folder, kind, authorities, names, days, authority, newest)
        ports[kind] = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"ca": os.path.join(folder, "ca.pem"), "ports": ports}), flush=True)
    for line in sys.stdin:
        print(json.dumps(TOLD.command(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
