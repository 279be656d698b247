#!/usr/bin/env python3
"""Writes what Debian's policy wants in /usr/share/doc/PACKAGE: copyright, changelog.Debian.gz, and changelog.gz of a `changelog` that lies there.

    debian_documents.py --version VERSION --maintainer NAME FOLDER
"""

import argparse
import email.utils
import gzip
from pathlib import Path

import source_date

ROOT = Path(__file__).resolve().parents[1]


def write_packed(path, content):
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--version", required=True)
    parser.add_argument("--maintainer", required=True)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "copyright").write_bytes((ROOT / "packaging" / "debian" / "copyright").read_bytes())
    entry = (f"jwtkeep ({given.version}) unstable; urgency=medium\n\n  * What changed is in changelog.gz of the package jwtkeep.\n\n"
             f" -- {given.maintainer}  {email.utils.format_datetime(source_date.moment())}\n")
    write_packed(given.folder / "changelog.Debian.gz", entry.encode())
    own = given.folder / "changelog"
    if own.exists():
        write_packed(given.folder / "changelog.gz", own.read_bytes())
        own.unlink()


if __name__ == "__main__":
    main()
