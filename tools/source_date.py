#!/usr/bin/env python3
"""The time that stands in what is packaged, so that two builds of one source are the same bytes.

SOURCE_DATE_EPOCH where it is set (reproducible-builds.org/specs/source-date-epoch), else the last commit's, else that of
the newest page of the documentation. As a program it prints the seconds.
"""

import datetime
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def seconds():
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    if (ROOT / ".git").exists():
        commit = subprocess.run(["git", "-C", ROOT, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
        if commit.returncode == 0 and commit.stdout.strip():
            return int(commit.stdout)
    return max(int(page.stat().st_mtime) for page in (ROOT / "docs").rglob("*.md"))


def moment():
    return datetime.datetime.fromtimestamp(seconds(), datetime.timezone.utc)


if __name__ == "__main__":
    print(seconds())
