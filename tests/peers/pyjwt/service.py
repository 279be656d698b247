#!/usr/bin/env python3
"""A small service that verifies tokens with PyJWT: service.py ALG KEY_FILE prints its port, and ends with its input."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jwt

ALG, KEY = sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8").strip()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, KEY, algorithms=[ALG], issuer="https://issuer.example", audience="orders")
            status = 200
        except jwt.InvalidTokenError:
            status = 401
        except RecursionError:  # PyJWT 2.6 lets it through: a framework answers so
            status = 500
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
