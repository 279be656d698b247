"""The same root started with systemd as its first process (systemd-nspawn): the units as they really run."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path


def needs():
    return "" if shutil.which("systemd-nspawn") else "systemd-nspawn is not installed (systemd-container)"


class Boot:
    """A running system. As a context it ends with its block."""

    def __init__(self, root):
        self.root = root
        self.process = None
        self.log = None

    def __enter__(self):
        # What would look for hardware, the network or people.
        self.root.run("systemctl", "mask", "systemd-udevd", "systemd-networkd", "systemd-resolved", "systemd-timesyncd",
                      "getty.target", "console-getty")
        self.log = open(f"{self.root.folder}.boot.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--directory", str(self.root.folder), "--register=no", "--keep-unit", "--private-network",
             "--console=pipe", "--boot"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(f"systemd-nspawn ended with {self.process.returncode}: see {self.log.name}")
            # "degraded" where something else of that system failed.
            if self.first() and self.run("systemctl", "is-system-running", check=False)[1].strip() in ("running", "degraded"):
                return self
            time.sleep(0.2)
        sys.exit(f"the root does not start: see {self.log.name}")

    def __exit__(self, *_):
        if self.first():
            self.run("systemctl", "--no-block", "poweroff", check=False)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def first(self):
        """The process id, outside, of the first process inside; 0 where there is none."""
        try:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="utf-8").split()
            return int(children[0]) if children and os.readlink(f"/proc/{children[0]}/exe").endswith("/systemd") else 0
        except OSError:
            return 0

    def run(self, *command, check=True):
        """Exit code and what was printed."""
        done = subprocess.run(["nsenter", "--target", str(self.first()), "--mount", "--uts", "--ipc", "--net", "--pid", "--root",
                               "--wd=/", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root",
                               "DEBIAN_FRONTEND=noninteractive", *command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if check and done.returncode != 0:
            sys.exit(f"in the started root, {' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
                     + self.run("journalctl", "--no-pager", "-n", "40", check=False)[1])
        return done.returncode, done.stdout

    def until(self, what, *command, wanted):
        """Asks until the answer has what is wanted."""
        said = ""
        for _ in range(150):
            code, said = self.run(*command, check=False)
            if code == 0 and wanted in said:
                return said
            time.sleep(0.2)
        sys.exit(f"{what}: {wanted!r} never came:\n{said}" + self.run("journalctl", "--no-pager", "-n", "40", check=False)[1])
