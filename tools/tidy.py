#!/usr/bin/env python3
"""Runs clang-tidy over every source of the tree that changed since it was last found clean.

usage: tidy.py BUILD CACHE [-j N] [--newest N] [FILE...]

BUILD holds compile_commands.json. A file is known by a hash of itself, of every header of ours that it includes, of
the .clang-tidy files above it, of its compile command and of clang-tidy's version; CACHE holds one empty file for
each hash that was clean. Exit 1 when there is a finding.

With --newest, only the N sources that the newest commits touched: what a machine without CACHE has time for.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-19"
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)
FOLDERS = ("jwtkeep", "cli", "bench", "tests")
# Options of g++ at which clang stops: those of jwtkeep/crack's kernels,
# and its precompiled headers, without which clang shows too that a file includes what it uses.
ONLY_GCC = re.compile(r" -fno-tree-reassoc(?= )| -fpch-preprocess(?= )| -Winvalid-pch(?= )| -include \S+/cmake_pch\.hxx(?= )")
# Warnings of g++ that clang does not know must not fail the parse; the compilers themselves check warnings.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error"]


def our_headers(path, seen):
    """Every file of the tree that `path` includes, itself included."""
    if path in seen:
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_text(encoding="utf-8", errors="replace")):
        for candidate in (ROOT / name, path.parent / name):
            if candidate.is_file() and candidate.is_relative_to(ROOT):
                our_headers(candidate.resolve(), seen)
                break
    return seen


def fingerprint(path, command, version):
    digest = hashlib.sha256()
    configs = [folder / ".clang-tidy" for folder in path.parents if folder.is_relative_to(ROOT)]
    for each in sorted(our_headers(path, set())) + [config for config in configs if config.is_file()]:
        content = each.read_bytes()
        digest.update(f"{each.relative_to(ROOT)} {len(content)}\n".encode() + content)
    digest.update(f"{command}\n{version}\n{EXTRA}".encode())
    return digest.hexdigest()


def tidy(commands, path):
    started = time.monotonic()
    done = subprocess.run(
        [TIDY, "--quiet", f"-p={commands}", *EXTRA, str(path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    output = done.stdout
    if done.returncode != 0 and not output.strip():
        output = done.stderr  # it did not get as far as a finding
    return done.returncode == 0, output, time.monotonic() - started


def for_clang(build, folder):
    """The compile commands that clang can read, in `folder`."""
    commands = list(commands_of(build))
    for entry in commands:
        entry["command"] = ONLY_GCC.sub("", entry.get("command", ""))
    (folder / "compile_commands.json").write_text(json.dumps(commands))


def commands_of(build):
    """The build's compile commands; a group of sources that is compiled as one (cmake/unity.cmake) as those that are in it."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        group = Path(os.path.join(entry["directory"], entry["file"]))
        if group.parent.name != "Unity":
            yield entry
        else:
            for source in re.findall(r'^#include "(.+)"$', group.read_text(), re.MULTILINE):
                yield {**entry, "file": source, "command": entry["command"].replace(entry["file"], source)}


def wanted(build, only):
    """The sources of the tree and their compile commands."""
    found = {}
    for entry in commands_of(build):
        path = Path(os.path.join(entry["directory"], entry["file"])).resolve()
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in FOLDERS and path.is_file():
            found[path] = entry.get("command", "")
    if only:
        chosen = {Path(name).resolve() for name in only}
        found = {path: command for path, command in found.items() if path in chosen}
    return found


def newest(sources, most):
    """Those `most` of `sources` that the newest commits touched, newest first."""
    log = subprocess.run(["git", "log", "--format=", "--name-only", "--max-count=100"], capture_output=True, text=True,
                         check=True, cwd=ROOT).stdout
    touched = dict.fromkeys(ROOT / name for name in log.splitlines() if name)
    return {path: sources[path] for path in [path for path in touched if path in sources][:most]}


def main():
    parser = argparse.ArgumentParser(description="clang-tidy over what changed")
    parser.add_argument("build", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count())
    parser.add_argument("--newest", type=int)
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_intermixed_args()
    build = arguments.build.resolve()
    arguments.cache.mkdir(parents=True, exist_ok=True)

    version = subprocess.run([TIDY, "--version"], capture_output=True, text=True, check=True).stdout
    sources = wanted(build, arguments.files)
    if arguments.newest is not None:
        sources = newest(sources, arguments.newest)
    if not sources:
        print("tidy: compile_commands.json names no source of the tree", file=sys.stderr)
        return 3
    # The build's own folder is no part of what a finding depends on.
    marks = {path: fingerprint(path, command.replace(str(build), ""), version) for path, command in sources.items()}
    changed = sorted(path for path, mark in marks.items() if not (arguments.cache / mark).exists())
    print(f"tidy: {len(sources)} files, {len(changed)} to read", flush=True)

    for_clang(build, arguments.cache)
    unclean = 0
    with ThreadPoolExecutor(max_workers=max(1, arguments.jobs)) as pool:
        for path, (clean, output, seconds) in zip(changed, pool.map(lambda each: tidy(arguments.cache.resolve(), each), changed)):
            name = path.relative_to(ROOT)
            if clean:
                (arguments.cache / marks[path]).touch()
            else:
                unclean += 1
                print(output.strip(), flush=True)
            print(f"tidy: {name} {'clean' if clean else 'NOT CLEAN'} ({seconds:.0f}s)", flush=True)
    print(f"tidy: {len(sources) - unclean} of {len(sources)} files clean")
    return 1 if unclean else 0


if __name__ == "__main__":
    sys.exit(main())
