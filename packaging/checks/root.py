"""A Debian of its own in a folder, made by debootstrap from the mirror that apt is configured with here."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

# What changes whenever anything is installed or run, and is nobody's.
PASSING = ("proc", "sys", "dev", "run", "tmp", "var/tmp", "var/cache", "var/log", "var/lib/apt", "var/lib/dpkg", "root", "check",
           "etc/ld.so.cache", "etc/machine-id")


def needs():
    """Why there can be no such root here; empty where there can."""
    missing = [program for program in ("debootstrap", "chroot", "unshare", "apt-get") if shutil.which(program) is None]
    if missing:
        return f"{', '.join(missing)} is not installed (Debian: debootstrap, coreutils, util-linux, apt)"
    return "" if os.geteuid() == 0 else "chroot and mounts need root"


def mirror():
    """The place and the suite that apt has Debian's packages from."""
    lines = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE) $(CODENAME) $(LABEL) $(COMPONENT)",
                            "Created-By: Packages"], capture_output=True, text=True, check=True).stdout.splitlines()
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines() if "=" in line)
    suite = release["VERSION_CODENAME"].strip('"')
    for line in lines:
        site, codename, label, component = line.split()
        if (codename, label, component) == (suite, "Debian", "main"):
            return site, suite
    sys.exit(f"apt here has no packages of Debian {suite}, so there is nothing to make a root of: see apt-get indextargets")


class Root:
    def __init__(self, folder):
        self.folder = Path(folder)

    def make(self):
        """Afresh, with apt and pip set as here, and the same authorities trusted."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        site, suite = mirror()
        with open(f"{self.folder}.log", "w", encoding="utf-8") as log:
            done = subprocess.run(["debootstrap", "--variant=minbase", suite, str(self.folder), site], stdout=log,
                                  stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            sys.exit(f"debootstrap ended with {done.returncode}: see {self.folder}.log")
        shutil.rmtree(self.folder / "etc" / "apt")
        shutil.copytree("/etc/apt", self.folder / "etc" / "apt")
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(Path("/etc", name), self.folder / "etc" / name)
        for keys in Path("/usr/share/keyrings").glob("*"):
            if not (self.folder / "usr/share/keyrings" / keys.name).exists():
                shutil.copyfile(keys, self.folder / "usr/share/keyrings" / keys.name)
        for path in (Path("/etc/pip.conf"), *Path("/usr/local/share/ca-certificates").glob("*.crt")):
            if path.exists():
                target = self.folder / path.relative_to("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        # A root that is thrown away needs no file safe on its disk.
        (self.folder / "etc/dpkg/dpkg.cfg.d/fast").write_text("force-unsafe-io\n", encoding="utf-8")
        (self.folder / "check").mkdir()
        self.run("apt-get", "-q", "update")

    def run(self, *command, user="root", fails=False, folder="/check"):
        """What it printed. It has namespaces of its own, so that its mounts and processes end with it."""
        inside = ["chroot", str(self.folder), "runuser", "-u", user, "--", "sh", "-c", f'cd {folder} && exec "$@"', "sh",
                  *(str(word) for word in command)]
        mounts = ('mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev" && mkdir "$0/dev/pts" "$0/dev/shm" && '
                  'for d in null zero full random urandom tty; do touch "$0/dev/$d" && mount --bind "/dev/$d" "$0/dev/$d"; done && '
                  'mount -t tmpfs tmpfs "$0/dev/shm" && chmod 1777 "$0/dev/shm" && '
                  'mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$0/dev/pts" && ln -s pts/ptmx "$0/dev/ptmx" && '
                  'ln -s /proc/self/fd "$0/dev/fd" && exec "$@"')
        home = "/root" if user == "root" else f"/home/{user}"
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "LANG": "C.UTF-8",
                       "DEBIAN_FRONTEND": "noninteractive", "TERM": "dumb",
                       **{name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}}
        done = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--kill-child", "sh", "-c", mounts,
                               str(self.folder), *inside],
                              env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        if (done.returncode != 0) != fails:
            sys.exit(f"in the root, {' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def install(self, *packages):
        self.run("apt-get", "-q", "install", "-y", "--no-install-recommends", *packages)

    def copy(self, source, name):
        """To /check/NAME, which everybody there may read."""
        target = self.folder / "check" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if Path(source).is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
        return f"/check/{name}"

    def files(self):
        """Every path with what it is: kind, mode, owner, content."""
        found = {}
        for folder, names, plain in os.walk(self.folder):
            inside = os.path.relpath(folder, self.folder)
            names[:] = [name for name in names if os.path.normpath(os.path.join(inside, name)) not in PASSING]
            for name in names + plain:
                path = os.path.join(folder, name)
                place = os.path.normpath(os.path.join(inside, name))
                if place in PASSING:
                    continue
                status = os.lstat(path)
                content = ""
                if stat.S_ISLNK(status.st_mode):
                    content = os.readlink(path)
                elif stat.S_ISREG(status.st_mode):
                    with open(path, "rb") as file:
                        content = hashlib.file_digest(file, "sha256").hexdigest()
                found[place] = (oct(status.st_mode), status.st_uid, status.st_gid, content)
        return found
