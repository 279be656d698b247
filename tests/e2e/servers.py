"""Real servers for the end-to-end tests: started when first asked for, ended with the test program."""

import atexit
import json
import os
import subprocess
import sys
import unittest

import keep


class Postgres:
    """A PostgreSQL of the tests' own (tests/servers/postgres.py)."""

    def __init__(self, *options):
        self.script = subprocess.Popen([sys.executable, keep.SOURCE / "tests" / "servers" / "postgres.py", *options],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.end)
        line = self.script.stdout.readline()
        if not line:
            why = "no PostgreSQL can be had here; why stands above"
            if self.script.wait() != 77 or os.environ.get("CI"):
                raise RuntimeError(why)
            print(f"skipped: {why}", file=sys.stderr)
            raise unittest.SkipTest(why)
        self.about = json.loads(line)
        self.schemas = 0

    def end(self):
        self.script.stdin.close()
        self.script.wait(60)

    def command(self, word):
        """`kill`, `start` or `stop`, done when this returns."""
        self.script.stdin.write(word + "\n")
        self.script.stdin.flush()
        if self.script.stdout.readline() != "done\n":
            raise RuntimeError(f"the server did not {word}")

    def address(self, host=None, user=None, database=None, **options):
        about = self.about
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return (f"postgres://{user or about['user']}@{host or about['host']}:{about['port']}/"
                f"{database or about['database']}" + (f"?{query}" if query else ""))

    def fresh(self):
        """The address of a schema that nobody else uses."""
        self.schemas += 1
        return self.address(schema=f"t{self.schemas}")

    def sql(self, text, database=None):
        """Runs SQL as the server's superuser."""
        about = self.about
        return subprocess.run([about["psql"], "-h", about["host"], "-p", str(about["port"]), "-U", "postgres", "-d",
                               database or about["database"], "-v", "ON_ERROR_STOP=1", "-qtAc", text],
                              env={**os.environ, "PGPASSWORD": about["password"]}, check=True, capture_output=True,
                              text=True).stdout.strip()
