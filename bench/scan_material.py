#!/usr/bin/env python3
"""Makes what the scanner is measured on, once: a folder of mixed source, and a repository with a long history.

usage: scan_material.py folder FOLDER | repository FOLDER

`folder` copies source from this machine (headers, Python's and Go's libraries, npm packages, crates) until it has at
least 300 MB, without what is compressed already. `repository` writes 5,000 commits with about 770 MB of blobs, made of
lines of such source, and packs them as git does. Either is left as it is where it stands already.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

ENOUGH_BYTES = 300 << 20
COMMITS = 5_000
FILES = 600
FILE_BYTES = 19_000
CHANGES = 8  # files a commit
PLACES = ("/usr/local/go/src", "/usr/include", "/usr/lib/python3.11", "/usr/lib/python3", "/root/.cargo/registry/src",
          "/usr/share/nodejs", "/usr/lib/node_modules", "/usr/lib/gcc", "/usr/share/perl")
COMPRESSED = {".gz", ".bz2", ".xz", ".zst", ".zip", ".jar", ".whl", ".png", ".jpg", ".woff", ".woff2", ".a", ".so", ".o",
              ".pyc"}
SUFFIXES = (".py", ".ts", ".go", ".java", ".yaml", ".json", ".rb", ".php", ".cs", ".md")


def sources():
    for place in PLACES:
        for folder, names, files in os.walk(place):
            names.sort()
            for name in sorted(files):
                path = Path(folder, name)
                if path.suffix in COMPRESSED or path.is_symlink() or not path.is_file():
                    continue
                yield path


def make_folder(target):
    total = 0
    for path in sources():
        try:
            content = path.read_bytes()
        except OSError:
            continue
        copy = target / path.relative_to("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
        total += len(content)
        if total >= ENOUGH_BYTES:
            break
    print(f"{target}: {total / 1e6:.0f} MB")


def lines_of_source():
    lines, total = [], 0
    for path in sources():
        if path.suffix not in (".py", ".go", ".h"):
            continue
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if b"\0" in content:
            continue
        lines += content.splitlines(keepends=True)
        total += len(content)
        if total > 64 << 20:
            break
    return lines


def make_repository(target):
    chance = random.Random(7519)
    lines = lines_of_source()
    files = []
    for number in range(FILES):
        start, content, size = chance.randrange(len(lines) - 4000), [], 0
        while size < FILE_BYTES:
            content.append(lines[start + len(content)])
            size += len(content[-1])
        files.append((f"service{number % 24}/part{number % 7}/file{number}{SUFFIXES[number % len(SUFFIXES)]}", content))
    subprocess.run(["git", "init", "-q", "--bare", str(target)], check=True)
    importer = subprocess.Popen(["git", "-C", str(target), "fast-import", "--quiet", "--depth=10"],
                                stdin=subprocess.PIPE)
    out, total = importer.stdin, 0
    for commit in range(COMMITS):
        changed = range(FILES) if commit == 0 else chance.sample(range(FILES), CHANGES)
        message = f"change {commit}\n".encode()
        out.write(b"commit refs/heads/main\nmark :%d\ncommitter A Person <person@example.org> %d +0000\ndata %d\n%s"
                  % (commit + 1, 1_500_000_000 + commit * 3600, len(message), message))
        if commit:
            out.write(b"from :%d\n" % commit)
        for number in changed:
            path, content = files[number]
            if commit:
                for _ in range(chance.randrange(1, 6)):
                    at = chance.randrange(len(content))
                    content[at : at + chance.randrange(3)] = [lines[chance.randrange(len(lines))]]
            text = b"".join(content)
            total += len(text)
            out.write(b"M 100644 inline %s\ndata %d\n" % (path.encode(), len(text)))
            out.write(text)
            out.write(b"\n")
    out.close()
    if importer.wait() != 0:
        sys.exit("git fast-import failed")
    subprocess.run(["git", "-C", str(target), "repack", "-adfq"], check=True)
    print(f"{target}: {COMMITS} commits, {total / 1e6:.0f} MB of blobs")


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("folder", "repository"):
        sys.exit(__doc__)
    target = Path(sys.argv[2])
    if target.exists():
        return
    unfinished = target.with_name(target.name + ".unfinished")
    subprocess.run(["rm", "-rf", str(unfinished)], check=True)
    (make_folder if sys.argv[1] == "folder" else make_repository)(unfinished)
    unfinished.rename(target)


main()
