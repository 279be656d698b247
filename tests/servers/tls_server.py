"""Web servers of the tests: quiet, a thread for each connection, over TLS where they have a `context`."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle(self):
        # A client that gives up is what is tested.
        try:
            super().handle()
        except OSError:
            pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    context = None

    def finish_request(self, request, client_address):
        # In the connection's own thread: a slow handshake holds up nobody.
        if self.context is not None:
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except OSError:
                return
        super().finish_request(request, client_address)
        try:
            request.close()
        except OSError:
            pass

    def handle_error(self, *_):
        pass
