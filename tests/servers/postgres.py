#!/usr/bin/env python3
"""A PostgreSQL server of the tests' own, on a free loopback port, gone with whoever started it.

usage: postgres.py [--tls] [CONFIG=VALUE...] [-- COMMAND...]

Prints one line of JSON when the server takes connections: host, port, user, password, database, folder, and with --tls the
file of its CA. Then it obeys lines on standard input, each answered by a line: `kill` (SIGKILL to the server and all of its
processes), `start`, `stop`. At the end of standard input it stops the server and removes everything.

With a COMMAND it runs that instead, with the store's address in JWTKEEP_POSTGRES and its password in PGPASSWORD, and ends
with its exit code.

Exit 77: no server can be had here; why stands on standard error.
"""

import glob
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

USER, DATABASE = "keeper", "keys"


def programs():
    """The folder of initdb and postgres: Debian's, newest first, else that of the PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    found = found[-1:] or [path for path in [shutil.which("initdb")] if path]
    if not found:
        no_server("no PostgreSQL server is installed (postgresql-15)")
    return Path(found[0]).parent


def no_server(why):
    print(f"postgres: {why}", file=sys.stderr)
    sys.exit(77)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, tls, settings):
        self.bin = programs()
        self.tls = tls
        self.folder = Path(tempfile.mkdtemp(prefix="jwtkeep-postgres-"))
        self.data = self.folder / "data"
        self.password = secrets.token_hex(16)
        self.settings = settings
        self.port = free_port()
        self.process = None
        # PostgreSQL refuses to run as root.
        self.owner = None
        if os.geteuid() == 0:
            try:
                self.owner = pwd.getpwnam("postgres")
            except KeyError:
                no_server("it does not run as root, and there is no user postgres")
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)

    def become_owner(self):
        if self.owner:
            os.setgroups([])
            os.setgid(self.owner.pw_gid)
            os.setuid(self.owner.pw_uid)

    def call(self, *command, **options):
        done = subprocess.run(command, preexec_fn=self.become_owner, cwd=self.folder, capture_output=True, text=True,
                              check=False, timeout=120, **options)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def make(self):
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if self.owner:
            os.chown(password_file, self.owner.pw_uid, self.owner.pw_gid)
        self.call(self.bin / "initdb", "-D", self.data, "-A", "scram-sha-256", "-U", "postgres", f"--pwfile={password_file}",
                  "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
        if self.tls:
            # The certificate is for localhost alone, so that 127.0.0.1 is a name that it does not hold.
            self.call("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                      "-addext", "subjectAltName=DNS:localhost", "-keyout", self.data / "server.key", "-out",
                      self.data / "server.crt")
            (self.data / "server.key").chmod(0o600)
            shutil.copy(self.data / "server.crt", self.folder / "ca.crt")
            self.folder.chmod(0o755)
            (self.folder / "ca.crt").chmod(0o644)

    def start(self):
        settings = {"listen_addresses": "127.0.0.1,::1" if socket.has_ipv6 and self.has_v6() else "127.0.0.1",
                    "port": self.port, "unix_socket_directories": str(self.folder), "ssl": "on" if self.tls else "off",
                    "shared_buffers": "32MB", "max_connections": 60, "autovacuum_naptime": 5, "logging_collector": "off",
                    **self.settings}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # of a server that was killed
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([self.bin / "postgres", "-D", self.data, *options], cwd=self.folder,
                                            preexec_fn=self.become_owner, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True)
        end = time.monotonic() + 60
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the server does not start:\n" + (self.folder / "log").read_text()[-2000:])

    @staticmethod
    def has_v6():
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind(("::1", 0))
            return True
        except OSError:
            return False

    def ready(self):
        """The last line of the server's own file says so; a short pause, so as not to read it a million times."""
        try:
            if (self.data / "postmaster.pid").read_text().split("\n")[7].strip() == "ready":
                return True
        except (OSError, IndexError):
            pass
        time.sleep(0.01)
        return False

    def psql(self, sql, database="postgres"):
        return self.call(self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database,
                         "-v", "ON_ERROR_STOP=1", "-qtAc", sql, env={**os.environ, "PGPASSWORD": self.password})

    def populate(self):
        self.psql(f"CREATE ROLE {USER} LOGIN PASSWORD '{self.password}'")
        self.psql(f"CREATE DATABASE {DATABASE} OWNER {USER}")

    def kill(self):
        """The server and its processes at once, as a loss of power would end them."""
        if self.process and self.process.poll() is None:
            # Its processes would end by themselves only when they see that it has gone, those amidst a statement after it.
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            for pid in [self.process.pid, *map(int, children)]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast: sessions are ended
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def about(self):
        about = {"host": "localhost" if self.tls else "127.0.0.1", "port": self.port, "user": USER, "password": self.password,
                 "database": DATABASE, "folder": str(self.folder), "psql": str(self.bin / "psql")}
        if self.tls:
            about["ca"] = str(self.folder / "ca.crt")
        return about


def say(line):
    print(line, flush=True)


def main():
    arguments = sys.argv[1:]
    command = arguments[arguments.index("--") + 1:] if "--" in arguments else []
    arguments = arguments[:arguments.index("--")] if "--" in arguments else arguments
    tls = "--tls" in arguments
    server = Server(tls, dict(item.split("=", 1) for item in arguments if item != "--tls"))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        server.make()
        server.start()
        server.populate()
        if command:
            address = f"postgres://{USER}@{server.about()['host']}:{server.port}/{DATABASE}"
            sys.exit(subprocess.run(command, env={**os.environ, "JWTKEEP_POSTGRES": address, "PGPASSWORD": server.password},
                                    check=False).returncode)
        say(json.dumps(server.about()))
        for line in sys.stdin:
            {"kill": server.kill, "start": server.start, "stop": server.stop}[line.strip()]()
            say("done")
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
