#!/usr/bin/env python3
"""The Debian packages in a fresh root: installed, used, removed, with nothing left. As root:

    packages_check.py FOLDER_OF_DEBS SCRATCH [--source]

SCRATCH/root is made by debootstrap. --source also runs `make demo` and `make test` in another fresh root, as README's first
block says: all of it is built from nothing there, twice.
Ends with 0 when all of it held; says each thing that it looks at.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import boot
from root import Root, needs

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "cli"))
from run_pages import run_pages  # noqa: E402

STORE = ("--store", "/var/lib/jwtkeep/store.db", "--key-file", "/etc/jwtkeep/secrets/store.key")
UNITS = ("jwtkeep-serve.service", "jwtkeep-rotate.service", "jwtkeep-rotate.timer")
WORST_EXPOSURE = 2.0
STRANGER = "stranger"
# What the services of the tutorial and the how-tos are made of, and what asks them.
PAGES_NEED = ("python3-jwt", "python3-cryptography", "curl", "git")
ASK = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=5).read().decode())"


def say(what):
    print(f"==> {what}", flush=True)


def require(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def dependencies(root, debs):
    """What apt would install besides the packages themselves."""
    planned = root.run("apt-get", "-q", "-s", "install", "-y", "--no-install-recommends", *debs)
    names = {re.match(r"[a-z0-9-]+", Path(deb).name)[0] for deb in debs}
    return [name for name in re.findall(r"^Inst (\S+)", planned, re.MULTILINE) if name not in names]


def prepare(root, debs):
    say("debootstrap: a root with nothing but Debian's least")
    root.make()
    inside = [root.copy(deb, f"packages/{deb.name}") for deb in debs]
    root.install("python3", "man-db", "systemd", "dbus", "ca-certificates", *PAGES_NEED, *dependencies(root, inside))
    root.run("useradd", "--create-home", "--shell", "/bin/sh", STRANGER)
    return inside


def short_life(root):
    say("jwtkeep --version, a short life, man pages, completions: as an ordinary user")
    require(re.fullmatch(r"jwtkeep \d+\.\d+\.\d+\n", root.run("jwtkeep", "--version", user=STRANGER)), "it tells its version")
    root.run("jwtkeep", "init", user=STRANGER)
    root.run("jwtkeep", "new", "orders/prod", "--ttl", "15m", user=STRANGER)
    told = root.run("sh", "-c", "jwtkeep sign orders/prod --sub alice > ~/token && jwtkeep verify orders/prod - < ~/token", user=STRANGER)
    require('"sub": "alice"' in told, "what was signed is verified")
    for page in ("jwtkeep", "jwtkeep-rotate", "jwtkeep-sync-add"):
        require(page in root.run("man", "--warnings", "--pager=cat", page, user=STRANGER), f"man {page}")
    root.run("bash", "-c", "source /usr/share/bash-completion/completions/jwtkeep && complete -p jwtkeep", user=STRANGER)
    root.run("sh", "-c", "cd && rm -rf ~/token ~/.config ~/.local ~/.cache", user=STRANGER)


def read_blocks(root):
    # There is no OpenBao in the root.
    pages = [page for page in run_pages() if "<!-- needs: " not in page.read_text(encoding="utf-8")]
    require(SOURCE / "README.md" in pages, "README is among the pages that the tests run")
    say(f"the blocks of {', '.join(str(page.relative_to(SOURCE)) for page in pages)} as printed")
    session = root.copy(SOURCE / "tests" / "cli" / "session.py", "tests/cli/session.py")
    names = [root.copy(page, str(page.relative_to(SOURCE))) for page in pages]
    print(root.run("python3", session, "/usr/bin/jwtkeep", *names, user=STRANGER), end="")
    root.run("sh", "-c", "cd && rm -rf ~/.config ~/.local ~/.cache", user=STRANGER)


def compare(before, after):
    told = [f"  left over: {path}" for path in sorted(after.keys() - before.keys())]
    told += [f"  gone: {path}" for path in sorted(before.keys() - after.keys())]
    told += [f"  changed: {path}: {before[path]} is {after[path]}" for path in sorted(before.keys() & after.keys())
             if before[path] != after[path]]
    require(not told, "after purge the root is as it was before:\n" + "\n".join(told))


def comes_and_goes(root, debs):
    before = root.files()
    say("apt-get install of the packages")
    root.install(*debs)
    mine = [path for path in root.files() if path not in before]
    say(f"{len(mine)} paths are new")
    for unit in UNITS:
        require(f"usr/lib/systemd/system/{unit}" in mine, unit)
    print(root.run("systemd-analyze", "verify", *UNITS), end="")
    short_life(root)
    read_blocks(root)
    say("systemctl enable, then apt-get remove and purge: nothing is left")
    root.run("systemctl", "enable", "jwtkeep-serve.service", "jwtkeep-rotate.timer")
    names = [re.match(r"[a-z0-9-]+", Path(deb).name)[0] for deb in debs]
    root.run("apt-get", "-q", "remove", "-y", *names)
    require((root.folder / "etc/jwtkeep/serve.toml").exists(), "remove leaves the settings")
    root.run("dpkg", "--purge", *names)
    compare(before, root.files())


def runs_with_systemd(root, debs):
    reason = boot.needs()
    if reason:
        print(f"left out: the units under systemd: {reason}")
        return
    say("the units under systemd, in the root that is started")
    root.install(*debs)
    with boot.Boot(root) as system:
        system.run("jwtkeep", *STORE, "init")
        system.run("systemctl", "enable", "--now", "jwtkeep-serve.service", "jwtkeep-rotate.timer")
        system.until("the server", "python3", "-c", ASK, "http://127.0.0.1:8377/readyz", wanted="")
        system.run("jwtkeep", *STORE, "new", "web/prod", "--alg", "ES256")
        system.until("a keyring that root makes beside the server", "python3", "-c", ASK,
                     "http://127.0.0.1:8377/k/web/prod/jwks.json", wanted='"kty"')
        require(system.run("stat", "-c", "%U", "/var/lib/private/jwtkeep/store.db")[1] != "root\n", "the store is the service's")
        system.run("systemctl", "start", "jwtkeep-rotate.service")
        system.run("systemctl", "reload", "jwtkeep-serve.service")
        for unit in UNITS[:2]:
            level = system.run("systemd-analyze", "security", "--no-pager", unit)[1].strip().splitlines()[-1]
            print(f"{unit}: {level}")
            require(float(re.search(r"(\d+\.\d+)", level)[1]) < WORST_EXPOSURE, f"{unit} is exposed less than {WORST_EXPOSURE}")
        system.run("systemctl", "stop", "jwtkeep-serve.service")
        require("ended: every request was answered" in system.run("journalctl", "--no-pager", "-u", "jwtkeep-serve")[1],
                "it ends with every request answered")
        system.run("systemctl", "start", "jwtkeep-serve.service")
        say("purged while it runs: it is stopped first")
        system.run("apt-get", "-q", "purge", "-y", "jwtkeep")
        require(system.run("systemctl", "is-active", "jwtkeep-serve.service", check=False)[0] != 0, "the server has been stopped")
        require(system.run("find", "/etc/systemd", "-name", "*jwtkeep*")[1] == "", "no link to a unit is left")
        require(system.run("ls", "/var/lib/private/jwtkeep/store.db")[0] == 0, "the store, its owner's, is left")


def builds_from_source(scratch):
    say("make demo and make test in another fresh root, from the last commit")
    root = Root(scratch / "source-root")
    root.make()
    root.install("git", "make", "ca-certificates")
    clone = root.folder / "check" / "jwtkeep"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(SOURCE), str(clone)], check=True)
    for target in ("demo", "test"):
        print(root.run("make", target, folder="/check/jwtkeep")[-3000:], flush=True)
    shutil.rmtree(root.folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("debs", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--source", action="store_true")
    given = parser.parse_args()
    reason = needs()
    require(not reason, f"a root can be made here: {reason}")
    debs = sorted(given.debs.glob("*.deb"))
    require(debs, f"there are packages in {given.debs}")
    given.scratch.mkdir(parents=True, exist_ok=True)
    root = Root(given.scratch.resolve() / "root")
    inside = prepare(root, debs)
    comes_and_goes(root, inside)
    runs_with_systemd(root, inside)
    shutil.rmtree(root.folder)
    if given.source:
        builds_from_source(given.scratch.resolve())
    say("the packages hold")


main()
