#!/usr/bin/env python3
"""Stands between a client and a real server, and does to answers what networks do.

usage: faulty_proxy.py URL CA_FILE

Listens for plain HTTP on a free port of 127.0.0.1 and sends every request on to URL, then prints its port. Faults come as
JSON lines on stdin, each answered by one line: {"method": M, "fault": F, "times": N}: the next N requests of that method
meet
  "die_before"   the connection ends, and the server behind never sees the request
  "die_after"    the server carries it out, and the connection ends without its answer
  "error_before" 500, and the server behind never sees the request
  "error_after"  the server carries it out, and the answer is 502 from something in between
  "garbage"      the server carries it out, and the answer is 200 with half of a JSON text
  "html"         404 with a web page, and the server behind never sees the request
{"count": M} -> the number of requests of that method that the server behind has seen. It ends when its stdin does.
"""

import http.client
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Faults:
    def __init__(self):
        self.lock = threading.Lock()
        self.left = {}
        self.seen = {}

    def take(self, method):
        with self.lock:
            fault, times = self.left.get(method, (None, 0))
            if times == 0:
                return None
            self.left[method] = (fault, times - 1)
            return fault

    def passed(self, method):
        with self.lock:
            self.seen[method] = self.seen.get(method, 0) + 1

    def command(self, told):
        with self.lock:
            if "count" in told:
                return self.seen.get(told["count"], 0)
            self.left[told["method"]] = (told["fault"], told["times"])
            return 0


FAULTS = Faults()
BEHIND = urlsplit(sys.argv[1])
CONTEXT = ssl.create_default_context(cafile=sys.argv[2])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = FAULTS.take(self.command)
        if fault == "die_before":
            return self.hang_up()
        if fault == "error_before":
            return self.plain(500, b'{"errors":["internal error"]}')
        if fault == "html":
            return self.plain(404, b"<html><body>Not Found</body></html>")
        FAULTS.passed(self.command)
        connection = http.client.HTTPSConnection(BEHIND.hostname, BEHIND.port, context=CONTEXT)
        headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "connection")}
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if fault == "die_after":
            return self.hang_up()
        if fault == "error_after":
            return self.plain(502, b"<html><body>Bad Gateway</body></html>")
        if fault == "garbage":
            return self.plain(200, content[: len(content) // 2])
        return self.plain(answer.status, content)

    def hang_up(self):
        self.close_connection = True

    def plain(self, status, body):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = relay


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    for line in sys.stdin:
        print(FAULTS.command(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
